from __future__ import annotations

import pytest
from wagtail.models import Page, PageViewRestriction

from masthead.newsroom.models import (
    ArticlePage,
    Contributor,
    HomePage,
    Menus,
    ReaderComment,
    SectionPage,
    StandingPage,
    Topic,
)
from masthead.wire.report import Kind
from masthead.wire.wordpress.remarks import comment_html

from .conftest import Importer
from .exports import ExportBuilder, comment
from .outcomes import article, losses


def test_categories_become_sections_in_two_levels(run: Importer) -> None:
    builder = ExportBuilder().category("deep", parent="mid").category("mid", parent="top").category("top")
    report = run(builder.item(categories=("top", "deep")))
    page = article()
    assert page.url_path == "/home/top/deep/a-piece/"
    assert [topic.title for topic in page.topics.all()] == ["Top"]
    assert "sections have two levels" in losses(report, Kind.SECTION)


def test_a_category_that_is_its_own_ancestor_is_a_top_section(run: Importer) -> None:
    builder = (
        ExportBuilder()
        .category("a", parent="b")
        .category("b", parent="c")
        .category("c", parent="a")
        .category("me", parent="me")
    )
    report = run(builder.item("One", categories=("a",)).item("Two", categories=("me",)))
    assert article("One").get_parent().get_parent().specific_class is HomePage
    assert article("Two").get_parent().get_parent().specific_class is HomePage
    assert "its own ancestor" in losses(report, Kind.SECTION)


def test_the_category_that_editors_marked_is_the_section(run: Importer) -> None:
    builder = ExportBuilder().category("a", number=41).category("b", number=42)
    run(builder.item(categories=("a", "b"), _yoast_wpseo_primary_category="42"))
    assert article().get_parent().slug == "b"


def test_categories_that_no_piece_belongs_to_make_no_empty_fronts(run: Importer) -> None:
    run(ExportBuilder().category("news").category("empty").item(categories=("news",)))
    assert [section.slug for section in SectionPage.objects.all()] == ["news"]


def test_a_post_without_category_has_a_section(run: Importer) -> None:
    run(ExportBuilder().item())
    assert article().get_parent().title == "Uncategorized"


def test_a_category_with_the_slug_of_a_page_makes_way(run: Importer) -> None:
    builder = (
        ExportBuilder()
        .category("about")
        .item(categories=("about",))
        .item("About us", kind="page", slug="about")
    )
    run(builder)
    assert StandingPage.objects.get().slug == "about"
    assert SectionPage.objects.get().slug == "about-2"


def test_authors_without_accounts_are_contributors(run: Importer) -> None:
    builder = ExportBuilder().author("admin", "The Desk")
    builder.item("Guest", creator="admin", terms=(("author", "cap-jane-doe"),)).item(
        "Ghost", creator="ghost@example.org"
    )
    run(builder)
    assert [entry.contributor.name for entry in article("Guest").byline.all()] == ["Cap-Jane-Doe"]
    assert [entry.contributor.name for entry in article("Ghost").byline.all()] == ["ghost"]
    assert not Contributor.objects.filter(name__contains="@").exists()


def test_several_authors_sign_in_order(run: Importer) -> None:
    builder = ExportBuilder().author("ada", "Ada").author("bob", "Bob")
    run(builder.item(creator="ada", terms=(("author", "bob"), ("author", "ada"))))
    assert [entry.contributor.name for entry in article().byline.all()] == ["Bob", "Ada"]


def test_pages_stand_in_their_tree_whatever_their_order(run: Importer) -> None:
    builder = (
        ExportBuilder()
        .item("Child", kind="page", number=5, parent=9)
        .item("Parent", kind="page", number=9, status="draft")
    )
    builder.item("Orphan", kind="page", parent=777)
    report = run(builder)
    child = StandingPage.objects.get(title="Child")
    assert child.get_parent().title == "Parent"
    assert (child.live, child.get_parent().live) == (True, False)
    assert StandingPage.objects.get(title="Orphan").get_parent().specific_class is HomePage
    assert "its parent is not in the export" in losses(report, Kind.PAGE)


def test_pages_that_are_each_others_parents_are_imported(run: Importer) -> None:
    run(
        ExportBuilder()
        .item("A", kind="page", number=1, parent=2)
        .item("B", kind="page", number=2, parent=1)
        .item("C", kind="page", number=3, parent=3)
    )
    assert StandingPage.objects.count() == 3
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_password_keeps_a_page_from_readers_who_do_not_know_it(run: Importer) -> None:
    run(ExportBuilder().item(password="open sesame"))
    [restriction] = PageViewRestriction.objects.all()
    assert (restriction.page_id, restriction.password) == (article().pk, "open sesame")
    assert not ArticlePage.objects.public().exists()


def test_sticky_posts_lead_the_home_page(run: Importer) -> None:
    builder = (
        ExportBuilder()
        .item("Lead", is_sticky=True)
        .item("Secret", is_sticky=True, password="x")
        .item("Draft", is_sticky=True, status="draft")
    )
    run(builder)
    run(builder)
    assert [lead.article.title for lead in HomePage.objects.get().lead_stories.all()] == ["Lead"]


def test_comments_are_kept_and_only_approved_ones_are_shown(run: Importer) -> None:
    inner = comment(2, "A reply", parent="1") + comment(1, "First<script>x</script>\n\nsecond <b>line</b>")
    inner += (
        comment(3, "Waiting", approved="0")
        + comment(4, "Spam", approved="spam")
        + comment(5, "Ping", type="pingback")
    )
    inner += (
        comment(6, "Circle", parent="7")
        + comment(7, "Circle", parent="6")
        + comment(8, "Orphan", parent="999")
    )
    report = run(ExportBuilder().item(inner=inner))
    first = ReaderComment.objects.get(body__startswith="<p>First")
    assert first.body == "<p>First</p>\n<p>second <b>line</b></p>"
    assert [reply.body for reply in first.replies.all()] == ["<p>A reply</p>"]
    assert ReaderComment.objects.get(body="<p>Waiting</p>").is_shown is False
    assert ReaderComment.objects.count() == 6
    tally = report.tallies[Kind.COMMENT]
    assert (tally.found, tally.imported, tally.skipped) == (8, 6, 2)
    assert "pingbacks are not kept" in losses(report, Kind.COMMENT)


def test_menus_are_filled_in_two_levels(run: Importer) -> None:
    def entry(builder: ExportBuilder, number: int, parent: int, **metas: str) -> None:
        metas = {"_menu_item_menu_item_parent": str(parent), "_menu_item_object_id": str(number), **metas}
        builder.item(
            metas.pop("label", ""),
            "",
            number=number,
            kind="nav_menu_item",
            terms=(("nav_menu", "main"),),
            order=number,
            **metas,
        )

    builder = ExportBuilder().menu("main", "Main menu").item("Page", kind="page", number=50)
    entry(builder, 101, 0, _menu_item_type="post_type", _menu_item_object="page", _menu_item_object_id="50")
    entry(builder, 102, 101, _menu_item_type="custom", _menu_item_url="https://other.example/", label="Other")
    entry(builder, 103, 102, _menu_item_type="custom", _menu_item_url="https://old.example/", label="Start")
    entry(builder, 104, 0, _menu_item_type="custom", _menu_item_url="javascript:alert(1)", label="Evil")
    report = run(builder)
    [item] = Menus.load().header.raw_data
    assert (item["value"]["label"], item["value"]["page"]) == ("Page", StandingPage.objects.get().pk)
    assert [(child["label"], bool(child["page"]), child["url"]) for child in item["value"]["children"]] == [
        ("Other", False, "https://other.example/"), ("Start", True, ""),
    ]  # fmt: skip
    assert "menus have two" in losses(report, Kind.MENU)


def test_topics_with_one_title_are_one_topic(run: Importer) -> None:
    run(ExportBuilder().tag("dogs", "Dogs").tag("dogs-2", "Dogs").item(tags=("dogs", "dogs-2")))
    assert [topic.title for topic in Topic.objects.all()] == ["Dogs"]
    assert article().topics.count() == 1


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("See https://x.example/a?b=1&c.", '<p>See <a href="https://x.example/a?b=1&amp;c" rel="nofollow ugc noopener">https://x.example/a?b=1&amp;c</a>.</p>'),
        ('<img src="https://x.example/i.png" alt="A cat" onerror="x()">', '<p><a href="https://x.example/i.png" rel="nofollow ugc noopener">A cat</a></p>'),
        ("<h2>Loud</h2>", "<h4>Loud</h4>"),
        ("<tt>x</tt> <a href='javascript:x()'>y</a>", '<p><code>x</code> <a rel="nofollow ugc noopener">y</a></p>'),
        ('<a href="https://x.example/">https://x.example/</a>', '<p><a href="https://x.example/" rel="nofollow ugc noopener">https://x.example/</a></p>'),
    ],
)  # fmt: skip
def test_comments_are_clean_and_load_nothing_from_elsewhere(content: str, shown: str) -> None:
    assert comment_html(content) == shown


def test_a_creator_that_is_written_differently_is_the_same_person(run: Importer) -> None:
    run(ExportBuilder().author("ada", "Ada Byron").item(creator=">Ada"))
    assert [contributor.name for contributor in Contributor.objects.all()] == ["Ada Byron"]
