"""Importing again: nothing twice, changes once, and never against an editor."""

from __future__ import annotations

from pathlib import Path

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model

from masthead.newsroom.models import (
    ArticlePage,
    Contributor,
    Event,
    Picture,
    ReaderComment,
    SectionPage,
    StandingPage,
    Topic,
)
from masthead.wire.models import ImportRecord
from masthead.wire.report import Kind

from .conftest import Importer
from .exports import SITE, ExportBuilder, comment
from .files import SVG, WEB_PAGE, picture, png_that_claims, uploads, zipped


def everything() -> dict[str, int]:
    models = (
        ArticlePage,
        StandingPage,
        SectionPage,
        Contributor,
        Topic,
        ReaderComment,
        Redirect,
        Picture,
        ImportRecord,
    )
    return {model.__name__: model._default_manager.count() for model in models}


def full() -> ExportBuilder:
    builder = (
        ExportBuilder()
        .author("ada")
        .category("news")
        .tag("dogs")
        .attachment("2015/03/a.jpg", "A dog", number=70, parent=1)
    )
    builder.item(
        "One",
        "<p>a</p>",
        number=1,
        creator="ada",
        categories=("news",),
        tags=("dogs",),
        inner=comment(1),
        _thumbnail_id="70",
    )
    return builder.item("Page", kind="page", number=2).item(
        "Later", number=3, status="future", date="2090-01-01 00:00:00"
    )


def test_a_second_run_imports_nothing(run: Importer, tmp_path: Path) -> None:
    media = uploads(tmp_path, a__jpg=picture())
    run(full(), media=media)
    before, events = everything(), Event.objects.count()
    report = run(full(), media=media)
    assert everything() == before
    assert Event.objects.count() == events
    assert {tally.imported for tally in report.tallies.values()} == {0}
    assert {tally.changed for tally in report.tallies.values()} == {0}


def test_every_count_adds_up(run: Importer) -> None:
    for _ in range(2):
        for tally in run(full()).tallies.values():
            assert tally.found == tally.imported + tally.changed + tally.skipped + tally.failed


def test_what_changed_in_the_export_is_updated(run: Importer) -> None:
    run(
        ExportBuilder()
        .item("Old title", "<p>old</p>", number=1, slug="s")
        .item("P", "<p>old</p>", kind="page", number=2)
    )
    report = run(
        ExportBuilder()
        .item("New title", "<p>new</p>", number=1, slug="s")
        .item("P", "<p>new</p>", kind="page", number=2)
    )
    page = ArticlePage.objects.get()
    assert (page.title, page.body.raw_data[0]["value"], page.live) == ("New title", "<p>new</p>", True)
    assert page.first_published_at == page.published_at
    assert page.published_at.year == 2015
    assert StandingPage.objects.get().body.raw_data[0]["value"] == "<p>new</p>"
    assert (report.tallies[Kind.ARTICLE].changed, report.tallies[Kind.PAGE].changed) == (1, 1)


def test_what_an_editor_changed_stays(run: Importer) -> None:
    run(ExportBuilder().item("Title", "<p>old</p>", number=1, slug="s"))
    page = ArticlePage.objects.get()
    page.title = "By an editor"
    page.save_revision()
    report = run(ExportBuilder().item("Title", "<p>new</p>", number=1, slug="s"))
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().title == "By an editor"
    assert page.body.raw_data[0]["value"] == "<p>old</p>"
    assert report.tallies[Kind.ARTICLE].skipped == 1
    assert any("an editor has changed the article" in loss.lost for loss in report.losses)


def test_what_an_editor_deleted_does_not_come_back(run: Importer) -> None:
    run(ExportBuilder().item("A", number=1).item("P", kind="page", number=2))
    ArticlePage.objects.get().delete()
    StandingPage.objects.get().delete()
    run(ExportBuilder().item("A changed", number=1).item("P", kind="page", number=2))
    assert not ArticlePage.objects.exists()
    assert not StandingPage.objects.exists()


def test_a_post_that_was_withdrawn_in_the_export_is_withdrawn(run: Importer) -> None:
    run(ExportBuilder().item(number=1))
    run(ExportBuilder().item(number=1, status="draft"))
    assert ArticlePage.objects.get().live is False
    assert Event.objects.filter(kind="unpublished").exists()


def test_new_comments_are_added(run: Importer) -> None:
    run(ExportBuilder().item(number=1, inner=comment(1)))
    report = run(ExportBuilder().item(number=1, inner=comment(1) + comment(2, "New", parent="1")))
    assert ReaderComment.objects.count() == 2
    assert ReaderComment.objects.get(body="<p>New</p>").parent is not None
    assert (report.tallies[Kind.COMMENT].imported, report.tallies[Kind.COMMENT].skipped) == (1, 1)


def test_missing_media_are_listed_and_completed_by_the_next_run(run: Importer, tmp_path: Path) -> None:
    builder = ExportBuilder().attachment("2015/03/a.jpg", number=70)
    builder.item(
        "One",
        f'<p>x</p><img src="{SITE}/wp-content/uploads/2015/03/a-300x200.jpg">',
        number=1,
        _thumbnail_id="70",
    )
    first = run(builder)
    assert f"{SITE}/wp-content/uploads/2015/03/a.jpg" in first.missing_media
    assert [block["type"] for block in ArticlePage.objects.get().body.raw_data] == ["paragraph"]
    second = run(builder, media=uploads(tmp_path, a__jpg=picture()))
    page = ArticlePage.objects.get()
    assert [block["type"] for block in page.body.raw_data] == ["paragraph", "image"]
    assert page.lead_image_id == Picture.objects.get().pk
    assert page.live_revision_id == page.latest_revision_id
    assert second.missing_media == []
    assert not any("not found" in loss.lost for loss in second.losses)


def test_media_come_from_a_zip(run: Importer, tmp_path: Path) -> None:
    builder = ExportBuilder().attachment(
        "2015/03/a.jpg", "A dog", number=70, _wp_attachment_image_alt="A brown dog"
    )
    builder.attachment("2015/03/b.pdf", "A paper", number=71).item("One", "x", number=1)
    media = zipped(
        tmp_path / "u.zip", {"uploads/2015/03/a.jpg": picture(), "uploads/2015/03/b.pdf": b"%PDF-1.4 x"}
    )
    report = run(builder, media=media)
    assert Picture.objects.get().description == "A brown dog"
    assert get_document_model().objects.get().title == "A paper"
    assert report.tallies[Kind.MEDIA].imported == 2


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (png_that_claims(25_000, 20_000), "megapixels"),
        (b"no image", "no image"),
        (WEB_PAGE, "web page"),
        (SVG, "SVG"),
    ],
    ids=["500 MP", "no image", "html", "svg"],
)
def test_bad_files_are_refused_by_name_and_the_rest_goes_on(
    run: Importer, tmp_path: Path, data: bytes, why: str
) -> None:
    builder = (
        ExportBuilder().attachment("2015/03/bad.jpg", number=70).attachment("2015/03/good.jpg", number=71)
    )
    report = run(builder.item("One", number=1), media=uploads(tmp_path, bad__jpg=data, good__jpg=picture()))
    [loss] = [loss for loss in report.losses if loss.foreign_id == "70"]
    assert "2015/03/bad.jpg" in loss.lost
    assert why in loss.lost
    assert Picture.objects.count() == 1
    assert ArticlePage.objects.count() == 1
    tally = report.tallies[Kind.MEDIA]
    assert (tally.imported, tally.failed) == (1, 1)


def test_a_zip_bomb_is_refused_by_name_and_the_rest_goes_on(run: Importer, tmp_path: Path) -> None:
    builder = (
        ExportBuilder().attachment("2015/03/bomb.mp4", number=70).attachment("2015/03/good.jpg", number=71)
    )
    media = zipped(
        tmp_path / "u.zip", {"2015/03/bomb.mp4": b"\x00" * 40_000_000, "2015/03/good.jpg": picture()}
    )
    report = run(builder.item("One", number=1), media=media)
    assert any("2015/03/bomb.mp4" in loss.lost and "zip bomb" in loss.lost for loss in report.losses)
    assert Picture.objects.count() == 1


def test_a_picture_without_words_gets_neutral_ones_and_is_reported(run: Importer, tmp_path: Path) -> None:
    builder = (
        ExportBuilder()
        .attachment("2015/03/IMG_1.jpg", "IMG_1", number=70, parent=1)
        .item("The dog show", number=1)
    )
    report = run(builder, media=uploads(tmp_path, IMG_1__jpg=picture()))
    one = Picture.objects.get()
    one.full_clean()
    assert one.description == "The dog show"
    assert any("alternative text" in loss.lost for loss in report.losses)


def test_a_dry_run_stores_no_file(run: Importer, tmp_path: Path, data_path: Path) -> None:
    media = uploads(tmp_path, a__jpg=picture())
    dry = run(full(), media=media, dry_run=True)
    assert not [path for path in data_path.rglob("*") if path.is_file()]
    assert run(full(), media=media).tallies == dry.tallies


def test_an_image_that_no_attachment_names_is_found_by_its_path(run: Importer, tmp_path: Path) -> None:
    builder = ExportBuilder().item(
        "One", f'<img src="{SITE}/wp-content/uploads/2015/03/a.jpg" alt="A dog runs">', number=1
    )
    run(builder, media=uploads(tmp_path, a__jpg=picture()))
    [block] = ArticlePage.objects.get().body.raw_data
    assert block["value"]["image"] == Picture.objects.get().pk
    assert block["value"]["alt_text"] == "A dog runs"
