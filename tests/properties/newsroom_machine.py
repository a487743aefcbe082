"""Everything people can do in the newsroom, in any order."""

from __future__ import annotations

from django.db.models import ProtectedError
from django.utils import timezone
from front_machine import FrontMachine
from hypothesis import strategies as st
from hypothesis.stateful import rule
from press_machine import COLORS, is_so, one_of, pick, slugs, words
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Page

from building import (
    make_contributor,
    make_picture,
    make_topic,
    picture_file,
)
from masthead.newsroom import actions
from masthead.newsroom.models import (
    ArticlePage,
    Contributor,
    Picture,
    ReaderComment,
    StandingPage,
    Topic,
)
from masthead.press.related.refreshing import refresh_related
from masthead.press.search.feeding import feed_index


class NewsroomMachine(FrontMachine):
    """All of it: besides pages and what stands around them people, topics, pictures, comments and redirects."""

    # People and topics

    @rule(which=pick, name=words, slug=slugs, number=pick)
    def rename_contributor(self, which: int, name: str, slug: str, number: int) -> None:
        person = one_of(Contributor.objects.all(), which)
        if person and not Contributor.objects.filter(slug=slug).exclude(pk=person.pk).exists():
            person.name, person.slug, person.note = name, slug, name
            person.portrait = one_of(Picture.objects.all(), number) if number % 2 else None
            person.save()

    @rule(which=pick, title=words, slug=slugs)
    def rename_topic(self, which: int, title: str, slug: str) -> None:
        topic = one_of(Topic.objects.all(), which)
        if topic and not Topic.objects.filter(slug=slug).exclude(pk=topic.pk).exists():
            topic.title, topic.slug, topic.description = title, slug, title
            topic.save()

    @rule(name=words, slug=slugs, is_topic=is_so)
    def add_person_or_topic(self, name: str, slug: str, is_topic: bool) -> None:
        if not (Topic if is_topic else Contributor).objects.filter(slug=slug).exists():
            (make_topic if is_topic else make_contributor)(name, slug=slug)

    @rule(which=pick, is_topic=is_so)
    def delete_person_or_topic(self, which: int, is_topic: bool) -> None:
        thing = one_of((Topic if is_topic else Contributor).objects.all(), which)
        if thing:
            try:
                thing.delete()
            except ProtectedError:
                assert not is_topic

    @rule(first=pick, second=pick, is_topic=is_so)
    def merge(self, first: int, second: int, is_topic: bool) -> None:
        rows = (Topic if is_topic else Contributor).objects.all()
        old, new = one_of(rows, first), one_of(rows, second)
        if old and old != new:
            if is_topic:
                actions.merge_topics(keep=new, merge=old)
            else:
                actions.merge_contributors(keep=new, merge=old)

    @rule()
    def choose_related(self) -> None:
        feed_index(is_checked=True)
        refresh_related()

    # Pictures, comments, redirects

    @rule(which=pick, text=words, color=st.one_of(st.none(), st.sampled_from(COLORS)))
    def change_picture(self, which: int, text: str, color: str | None) -> None:
        picture = one_of(Picture.objects.all(), which)
        if picture:
            picture.caption, picture.description, picture.credit = text, f"It shows {text}", text
            if color:
                picture.file = picture_file(color=color)
                picture._set_file_hash()
            picture.save()

    @rule(color=st.sampled_from(COLORS))
    def add_picture(self, color: str) -> None:
        make_picture(color.title(), color=color)

    @rule(which=pick)
    def delete_picture(self, which: int) -> None:
        picture = one_of(Picture.objects.all(), which)
        if picture:
            picture.delete()

    @rule(which=pick, close=is_so)
    def keep_picture_private(self, which: int, close: bool) -> None:
        picture = one_of(Picture.objects.all(), which)
        private = Collection.objects.filter(
            name="Private"
        ).first() or Collection.get_first_root_node().add_child(name="Private")
        if picture and close:
            picture.collection = private
            picture.save()
        elif close:
            CollectionViewRestriction.objects.filter(collection=private).delete()
        elif not CollectionViewRestriction.objects.filter(collection=private).exists():
            CollectionViewRestriction.objects.create(collection=private, restriction_type="login")

    @rule(which=pick, text=words, reply=is_so)
    def comment(self, which: int, text: str, reply: bool) -> None:
        page = one_of(Page.objects.type(ArticlePage, StandingPage), which)
        if page:
            parent = ReaderComment.objects.filter(page=page).first() if reply else None
            ReaderComment.objects.create(
                page=page, parent=parent, author_name=text, body=f"<p>{which}</p>", written_at=timezone.now()
            )

    @rule(which=pick, delete=is_so)
    def hide_or_delete_comment(self, which: int, delete: bool) -> None:
        comment = one_of(ReaderComment.objects.all(), which)
        if comment and delete:
            comment.delete()
        elif comment:
            comment.is_shown = not comment.is_shown
            comment.save()

    @rule(which=pick, slug=slugs, to_page=is_so, query=st.sampled_from(["", "?p=12"]))
    def add_redirect(self, which: int, slug: str, to_page: bool, query: str) -> None:
        old_path = Redirect.normalise_path(f"/old/{slug}/{query}")
        if not Redirect.objects.filter(old_path=old_path, site=None).exists():
            page = one_of(Page.objects.filter(depth__gt=1), which)
            target = {"redirect_page": page} if to_page else {"redirect_link": "https://elsewhere.example/"}
            Redirect.objects.create(old_path=old_path, **target)

    @rule(which=pick, slug=slugs, delete=is_so)
    def change_redirect(self, which: int, slug: str, delete: bool) -> None:
        redirect = one_of(Redirect.objects.all(), which)
        if redirect and delete:
            redirect.delete()
        elif redirect and not Redirect.objects.filter(old_path=f"/older/{slug}").exists():
            redirect.old_path = f"/older/{slug}"
            redirect.save()
