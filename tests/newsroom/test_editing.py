"""What editors do in the newsroom, and what becomes of it."""

from __future__ import annotations

import pytest

from building import edit, make_article, make_contributor, make_topic
from masthead.newsroom.actions import merge_contributors, merge_topics
from masthead.newsroom.errors import MergeError
from masthead.newsroom.models import ArticlePage, Contributor, Event, SectionPage, Topic


def test_merging_contributors_moves_live_bylines(news: SectionPage) -> None:
    keep, merge = make_contributor("Ada Writer"), make_contributor("A. Writer")
    article = make_article(news, byline=[merge])
    Event.objects.all().delete()
    merged_id = merge.pk

    assert merge_contributors(keep=keep, merge=merge) == {article.pk}

    assert [entry.contributor for entry in ArticlePage.objects.get().byline.all()] == [keep]
    assert list(Contributor.objects.all()) == [keep]
    merged = Event.objects.get(kind=Event.Kind.MERGED)
    assert (merged.subject, merged.subject_id, merged.detail) == ("contributor", merged_id, {"into": keep.pk})
    assert Event.objects.filter(subject="article", subject_id=article.pk).exists()


def test_a_draft_written_before_a_merge_does_not_bring_the_other_back(news: SectionPage) -> None:
    keep, merge = make_contributor("Ada Writer"), make_contributor("A. Writer")
    old, topic = make_topic("Ports"), make_topic("Harbours")
    article = make_article(news, byline=[merge], topics=[old])
    edit(article, title="Newer", is_published=False)

    merge_contributors(keep=keep, merge=merge)
    merge_topics(keep=topic, merge=old)
    ArticlePage.objects.get().get_latest_revision().publish()

    published = ArticlePage.objects.get()
    assert published.title == "Newer"
    assert [entry.contributor for entry in published.byline.all()] == [keep]
    assert list(published.topics.all()) == [topic]


def test_merging_leaves_nobody_twice_in_one_byline(news: SectionPage) -> None:
    keep, merge = make_contributor("Ada Writer"), make_contributor("A. Writer")
    article = make_article(news, byline=[keep, merge])
    merge_contributors(keep=keep, merge=merge)
    assert [entry.contributor for entry in ArticlePage.objects.get().byline.all()] == [keep]
    draft = article.get_latest_revision_as_object()
    assert [entry.contributor for entry in draft.byline.all()] == [keep]


def test_merging_topics_names_the_kept_topic_once(news: SectionPage) -> None:
    keep, merge, other = make_topic("Harbours"), make_topic("Ports"), make_topic("Ships")
    article = make_article(news, topics=[keep, merge, other])
    merge_topics(keep=keep, merge=merge)
    assert set(ArticlePage.objects.get().topics.all()) == {keep, other}
    assert list(article.get_latest_revision_as_object().topics.all()) == [keep, other]
    assert set(Topic.objects.all()) == {keep, other}


def test_merging_touches_no_piece_that_names_neither(news: SectionPage) -> None:
    people = [make_contributor(name) for name in "ABCDEFGHIJKL"]
    articles = [make_article(news, f"Piece {one.pk}", byline=[one]) for one in people]
    assert merge_contributors(keep=people[1], merge=people[0]) == {articles[0].pk}
    for article, person in zip(articles[1:], people[1:], strict=True):
        draft = article.get_latest_revision_as_object()
        assert [entry.contributor for entry in draft.byline.all()] == [person]


def test_a_contributor_cannot_be_merged_with_itself_or_with_one_who_is_gone(news: SectionPage) -> None:
    keep, gone = make_contributor("Ada Writer"), make_contributor("A. Writer")
    with pytest.raises(MergeError, match="two different"):
        merge_contributors(keep=keep, merge=Contributor.objects.get(pk=keep.pk))
    Contributor.objects.filter(pk=gone.pk).delete()
    with pytest.raises(MergeError, match="gone"):
        merge_contributors(keep=keep, merge=gone)
    assert list(Contributor.objects.all()) == [keep]
