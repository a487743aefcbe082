from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from wagtail.models import Page, PageLogEntry, Revision

from masthead.newsroom.models import (
    ArticlePage,
    Event,
    HomePage,
    Menus,
)
from masthead.wire.actions import import_wordpress
from masthead.wire.errors import ExportNotReadableError, NoHomePageError
from masthead.wire.models import ImportRecord
from masthead.wire.report import Kind

from .conftest import Importer
from .exports import ExportBuilder, comment
from .outcomes import article, losses


def test_a_post_becomes_a_live_article(run: Importer) -> None:
    builder = ExportBuilder().author("ada", "Ada Byron").category("news").tag("dogs")
    builder.item(
        "Dogs bark",
        "<p>Loudly.</p>",
        creator="ada",
        categories=("news",),
        tags=("dogs",),
        excerpt="They <b>do</b>.",
    )
    report = run(builder)
    page = article("Dogs bark")
    assert (page.live, page.slug, page.standfirst, page.url_path) == (
        True,
        "dogs-bark",
        "They do.",
        "/home/news/dogs-bark/",
    )
    assert page.published_at == page.first_published_at == datetime(2015, 3, 1, 12, tzinfo=UTC)
    assert [entry.contributor.name for entry in page.byline.all()] == ["Ada Byron"]
    assert [topic.title for topic in page.topics.all()] == ["Dogs"]
    assert [block["value"] for block in page.body.raw_data] == ["<p>Loudly.</p>"]
    assert report.tallies[Kind.ARTICLE].imported == 1
    assert Page.find_problems() == ([], [], [], [], [])


def test_an_imported_article_is_as_the_editor_leaves_one(run: Importer) -> None:
    run(ExportBuilder().item())
    page = article()
    assert page.live_revision_id == page.latest_revision_id is not None
    assert page.get_latest_revision_as_object().body.raw_data == page.body.raw_data
    assert PageLogEntry.objects.filter(
        page=page, action="masthead.import", revision=page.live_revision
    ).exists()
    assert Event.objects.filter(subject="article", subject_id=page.pk, kind="published").exists()
    page.title = "Edited"
    page.save_revision().publish()
    page.refresh_from_db()
    assert page.title == "Edited"
    page.full_clean()


def test_the_editor_opens_what_was_imported(run: Importer, admin_client: object) -> None:
    run(
        ExportBuilder().item(
            "Odd", "<p>a <img src='https://x.example/i.png'> <u>b</u></p><ol start=3><li>c</ol>[box]d[/box]"
        )
    )
    response = admin_client.get(f"/newsroom/pages/{article('Odd').pk}/edit/")  # type: ignore[attr-defined]
    assert response.status_code == 200
    response = admin_client.get(f"/newsroom/pages/{article('Odd').pk}/history/")  # type: ignore[attr-defined]
    assert response.status_code == 200
    assert b"Imported from" in response.content


@pytest.mark.parametrize(
    ("status", "date", "is_live", "is_scheduled"),
    [
        ("publish", "2015-03-01 12:00:00", True, False),
        ("publish", "2090-03-01 12:00:00", False, True),
        ("future", "2090-03-01 12:00:00", False, True),
        ("future", "2015-03-01 12:00:00", False, False),
        ("draft", "2015-03-01 12:00:00", False, False),
        ("pending", "2015-03-01 12:00:00", False, False),
        ("private", "2015-03-01 12:00:00", False, False),
    ],
)
def test_every_status_has_its_state(
    run: Importer, status: str, date: str, is_live: bool, is_scheduled: bool
) -> None:
    report = run(ExportBuilder().item(status=status, date=date))
    page = article()
    assert page.live is is_live
    assert (page.go_live_at is not None) is is_scheduled
    assert Revision.objects.filter(approved_go_live_at__isnull=False).count() == is_scheduled
    assert ("privacy" in losses(report, Kind.ARTICLE)) is (status == "private")


def test_a_scheduled_post_goes_live_when_it_is_due(run: Importer) -> None:
    import time_machine

    from masthead.newsroom.actions import run_schedule

    run(ExportBuilder().item(status="future", date="2090-03-01 12:00:00"))
    with time_machine.travel("2090-03-02", tick=False):
        run_schedule(interval_s=30)
    assert article().live is True


def test_trash_is_left_out_and_counted(run: Importer) -> None:
    report = run(ExportBuilder().item("Old", status="trash").item("New"))
    assert [page.title for page in ArticlePage.objects.all()] == ["New"]
    tally = report.tallies[Kind.ARTICLE]
    assert (tally.found, tally.imported, tally.skipped) == (2, 1, 1)


@pytest.mark.parametrize(
    "date", ["0000-00-00 00:00:00", "", "2015-13-45 99:00:00", "0001-01-01 00:00:00", "not a date"]
)
def test_a_date_that_is_none_is_that_of_the_import(run: Importer, date: str) -> None:
    report = run(ExportBuilder().item(date=date))
    assert article().published_at.year >= 2025  # type: ignore[union-attr]
    assert "its date" in losses(report, Kind.ARTICLE)


def test_a_date_without_greenwich_time_is_in_the_zone_of_the_site(run: Importer, settings: object) -> None:
    settings.TIME_ZONE = "Europe/Berlin"  # type: ignore[attr-defined]
    run(ExportBuilder().item(date="2015-07-01 12:00:00", date_gmt="0000-00-00 00:00:00"))
    assert article().published_at == datetime(2015, 7, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Dogs <em>bark</em> &amp; bite", "Dogs bark & bite"),
        ("", "Untitled"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("a < b > c", "a < b > c"),
        ("Emoji 🙂🏳️‍🌈 stay", "Emoji 🙂🏳️‍🌈 stay"),
        ("שלום עולם", "שלום עולם"),
        ("Spoof\u202etxt", "Spooftxt"),
        ("Bell\x07\x1f rings", "Bell rings"),
        ("~`!@#$%^&*()-_=+{}[]/\\;:'\"?,.>", "~`!@#$%^&*()-_=+{}[]/\\;:'\"?,.>"),
        ("x" * 400, "x" * 254 + "…"),
    ],
)
def test_any_title_becomes_one(run: Importer, title: str, shown: str) -> None:
    run(ExportBuilder().item(title, slug="the-slug"))
    assert ArticlePage.objects.get().title == shown


@pytest.mark.parametrize(
    ("slug", "kept"),
    [
        ("%ce%b5%cf%80%ce%af", "επί"),
        ("%f0%9f%99%82", "title"),
        ("", "title"),
        ("archive", "archive-2"),
        ("a" * 300, "a" * 200),
    ],
)
def test_any_slug_becomes_one(run: Importer, slug: str, kept: str) -> None:
    builder = ExportBuilder().item("Title", slug=slug or " ")
    run(builder)
    assert ArticlePage.objects.get().slug == kept


def test_two_posts_with_one_slug_are_two_articles(run: Importer) -> None:
    run(
        ExportBuilder()
        .item("One", slug="same", link="https://old.example/a/")
        .item("Two", slug="same", link="https://old.example/b/")
    )
    assert {page.slug for page in ArticlePage.objects.all()} == {"same", "same-2"}


def test_a_language_of_the_export_is_kept(run: Importer) -> None:
    run(ExportBuilder().item(terms=(("language", "fr"),)))
    assert article().language == "fr"


def test_items_of_other_kinds_are_counted_and_named(run: Importer) -> None:
    report = run(ExportBuilder().item("Shoes", kind="product").item("Synced", kind="wp_block"))
    assert (report.tallies[Kind.OTHER].found, report.tallies[Kind.OTHER].skipped) == (2, 2)
    assert "“product” are not taken" in losses(report, Kind.OTHER)


def test_a_dry_run_keeps_nothing_and_says_the_same(run: Importer) -> None:
    builder = (
        ExportBuilder()
        .author("a")
        .category("c")
        .tag("t")
        .item(creator="a", categories=("c",), tags=("t",), inner=comment(1))
    )
    builder.item("P", kind="page").item("Sold", "[sold_out]\n")
    events = Event.objects.count()
    dry = run(builder, dry_run=True)
    assert not ArticlePage.objects.exists()
    assert not ImportRecord.objects.exists()
    assert Event.objects.count() == events
    real = run(builder)
    assert dry.tallies == real.tallies
    assert dry.losses == real.losses


def test_the_losses_are_written_as_a_table(run: Importer, tmp_path: Path) -> None:
    path = tmp_path / "losses.csv"
    run(ExportBuilder().item("=cmd()", "[sold_out]\n"), report_path=path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["kind", "id", "title", "old address", "lost"]
    assert rows[1] == [
        "posts",
        "1",
        "'=cmd()",
        "https://old.example/2015/03/01/=cmd()/",
        "the shortcode [sold_out]",
    ]


def test_progress_is_told(run: Importer) -> None:
    told: list[tuple[str, int, int | None]] = []
    run(ExportBuilder().item(), progress=lambda *step: told.append(step))
    assert {stage for stage, _, _ in told} >= {"reading", "posts and pages"}
    assert all(total is None or done <= total for _, done, total in told)


def test_what_came_before_a_fault_is_imported_and_the_next_run_continues(
    home: HomePage, tmp_path: Path
) -> None:
    builder = (
        ExportBuilder().category("news").item("First", categories=("news",)).item("Second").item("Third")
    )
    path = builder.write(tmp_path)
    path.write_text(builder.text[: builder.text.index("Third")])
    with pytest.raises(ExportNotReadableError, match="“Second”") as caught:
        import_wordpress(file=path)
    assert caught.value.report is not None
    assert caught.value.report.tallies[Kind.ARTICLE].imported == 2
    assert {page.title for page in ArticlePage.objects.all()} == {"First", "Second"}
    report = import_wordpress(file=builder.write(tmp_path))
    assert (report.tallies[Kind.ARTICLE].imported, report.tallies[Kind.ARTICLE].skipped) == (1, 2)
    assert ArticlePage.objects.count() == 3


def test_a_menu_waits_for_a_whole_export(home: HomePage, tmp_path: Path) -> None:
    builder = ExportBuilder().menu("main", "Main menu")
    for number, label in ((101, "One"), (102, "Two")):
        builder.item(
            label, "", number=number, kind="nav_menu_item", terms=(("nav_menu", "main"),), order=number,
            _menu_item_type="custom", _menu_item_url="/x/",
        )  # fmt: skip
    path = builder.write(tmp_path)
    path.write_text(builder.text[: builder.text.index("Two")])
    with pytest.raises(ExportNotReadableError):
        import_wordpress(file=path)
    assert not Menus.load().header
    import_wordpress(file=builder.write(tmp_path))
    assert [item["value"]["label"] for item in Menus.load().header.raw_data] == ["One", "Two"]


def test_a_site_without_home_page_is_told_what_to_do(data_path: Path, db: None, tmp_path: Path) -> None:
    with pytest.raises(NoHomePageError, match="masthead new"):
        import_wordpress(file=ExportBuilder().item().write(tmp_path))


def test_two_items_with_one_number_are_not_mixed(run: Importer) -> None:
    report = run(ExportBuilder().item("One", number=7).item("Two", number=7))
    assert [page.title for page in ArticlePage.objects.all()] == ["One"]
    assert report.tallies[Kind.ARTICLE].failed == 1
