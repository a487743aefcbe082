from __future__ import annotations

from pathlib import Path

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model

from masthead.kit.addresses import moved_key
from masthead.newsroom.models import ArticlePage, Event, HomePage, Picture, SectionPage, StandingPage

from .conftest import Importer
from .exports import SITE, ExportBuilder
from .files import picture, uploads


def target(path: str) -> str:
    redirect = Redirect.objects.get(old_path=path)
    assert redirect.is_permanent
    return (
        redirect.redirect_page.url_path.removeprefix("/home")
        if redirect.redirect_page
        else redirect.redirect_link
    )


def test_every_address_of_a_post_leads_to_its_article(run: Importer) -> None:
    builder = ExportBuilder().category("news")
    run(
        builder.item(
            "A",
            "x<!--nextpage-->y",
            number=5,
            slug="a",
            categories=("news",),
            guid=f"{SITE}/very/old/",
            _wp_old_slug="b",
        )
    )
    for path in ("/2015/03/01/a", "/?p=5", "/2015/03/01/a/2", "/2015/03/01/b", "/very/old"):
        assert target(path) == "/news/a/"
    assert Event.objects.filter(subject="redirect").count() == Redirect.objects.count()


def test_addresses_are_stored_as_the_press_looks_them_up(run: Importer) -> None:
    run(ExportBuilder().item("Ε", number=5, slug="%ce%b5", link=f"{SITE}//2015/%CE%B5%CF%80/"))
    assert target(moved_key("/2015/%ce%b5%cf%80/")) == "/uncategorized/ε/"
    for redirect in Redirect.objects.all():
        assert Redirect.normalise_path(redirect.old_path) == redirect.old_path


def test_a_page_that_keeps_its_address_needs_no_redirect(run: Importer) -> None:
    run(ExportBuilder().item("About", kind="page", number=5, slug="about", link=f"{SITE}/about/"))
    assert StandingPage.objects.get().url_path == "/home/about/"
    assert not Redirect.objects.filter(old_path="/about").exists()
    assert target("/?page_id=5") == "/about/"


def test_categories_tags_and_authors_lead_to_what_they_are_now(run: Importer) -> None:
    builder = (
        ExportBuilder()
        .author("ada.b", "Ada Byron")
        .category("world")
        .category("asia", parent="world", number=44)
        .tag("dogs")
    )
    run(builder.item(categories=("asia",), tags=("dogs",), creator="ada.b"))
    assert target("/category/asia") == target("/category/world/asia") == target("/?cat=44") == "/world/asia/"
    assert target("/category/world/asia/feed") == "/world/asia/feed.xml"
    assert target("/tag/dogs") == target("/?tag=dogs") == "/topics/dogs/"
    assert target("/author/ada-b") == "/contributors/ada-byron/"


def test_feeds_and_archives_by_date_lead_to_ours(run: Importer) -> None:
    run(ExportBuilder().item())
    assert target("/feed") == "/feed.xml"
    assert target("/2015/03") == "/archive/2015/03/"
    assert target("/2015") == "/archive/"


def test_files_and_their_pages_lead_to_pictures_and_documents(run: Importer, tmp_path: Path) -> None:
    sizes = 'a:1:{s:5:"sizes";a:1:{s:5:"thumb";a:1:{s:4:"file";s:13:"a-150x150.jpg";}}}'
    builder = ExportBuilder().item("One", number=1)
    builder.attachment("2015/03/a.jpg", "A", number=70, _wp_attachment_metadata=sizes).attachment(
        "2015/03/b.pdf", "B", number=71
    )
    run(builder, media=uploads(tmp_path, a__jpg=picture(), b__pdf=b"%PDF-1.4"))
    shown = f"picture:{Picture.objects.get().pk}"
    for path in (
        "/wp-content/uploads/2015/03/a.jpg",
        "/wp-content/uploads/2015/03/a-150x150.jpg",
        "/?attachment_id=70",
        "/2015/03/01/a",
    ):
        assert target(path) == shown
    assert target("/wp-content/uploads/2015/03/b.pdf") == f"document:{get_document_model().objects.get().pk}"


def test_the_page_of_a_missing_file_leads_to_the_piece_that_showed_it(run: Importer) -> None:
    run(ExportBuilder().attachment("2015/03/a.jpg", "A", number=70, parent=1).item("One", number=1))
    assert target("/?attachment_id=70") == "/uncategorized/one/"


def test_a_site_in_a_folder_keeps_the_folder_in_its_addresses(run: Importer) -> None:
    run(ExportBuilder(site=f"{SITE}/blog").category("news").item("A", number=5, categories=("news",)))
    assert target("/blog?p=5") == target("/blog/category/news") + "a/" == "/news/a/"


def test_a_redirect_that_an_editor_made_stays(run: Importer, home: HomePage) -> None:
    Redirect.add_redirect("/?p=5", "/elsewhere/")
    run(ExportBuilder().item(number=5))
    assert target("/?p=5") == "/elsewhere/"


def test_an_address_that_two_posts_claim_belongs_to_the_better_claim(run: Importer) -> None:
    run(ExportBuilder().item("Thief", number=6, guid=f"{SITE}/?p=5").item("Owner", number=5))
    assert target("/?p=5") == "/uncategorized/owner/"


def test_addresses_that_are_too_long_are_reported(run: Importer) -> None:
    report = run(ExportBuilder().item("A", number=5, slug="a", link=f"{SITE}/{'x' * 300}/"))
    assert any("more than 255 characters" in loss.lost for loss in report.losses)


@pytest.mark.parametrize("number", [1, 9])
def test_links_between_posts_lead_to_articles_whatever_their_order(run: Importer, number: int) -> None:
    link = f'<p>See <a href="{SITE}/2015/03/01/other/">it</a> and <a href="https://x.example/">x</a>.</p>'
    run(ExportBuilder().item("Linking", link, number=number).item("Other", number=5))
    page, other = ArticlePage.objects.get(title="Linking"), ArticlePage.objects.get(title="Other")
    expected = f'<p>See <a id="{other.pk}" linktype="page">it</a> and <a href="https://x.example/">x</a>.</p>'
    assert page.body.raw_data[0]["value"] == expected
    assert page.get_latest_revision_as_object().body.raw_data[0]["value"] == expected
    assert page.latest_revision_id == page.live_revision_id
    assert page.get_latest_revision().pk == page.latest_revision_id


def test_a_link_with_a_wrong_date_leads_to_the_piece_of_that_name(run: Importer) -> None:
    builder = ExportBuilder().item("A", f'<p><a href="{SITE}/1999/12/31/other/">x</a></p>').item("Other")
    report = run(builder)
    assert 'linktype="page"' in ArticlePage.objects.get(title="A").body.raw_data[0]["value"]
    assert not report.losses


def test_links_to_sections_topics_and_home_are_ours(run: Importer) -> None:
    html = f'<a href="{SITE}/category/news/">s</a><br><a href="{SITE}/tag/dogs/">t</a><br><a href="{SITE}/">h</a>'
    run(ExportBuilder().category("news").tag("dogs").item("A", f"<p>{html}</p>", categories=("news",)))
    section, home = SectionPage.objects.get(), HomePage.objects.get()
    assert ArticlePage.objects.get().body.raw_data[0]["value"] == (
        f'<p><a id="{section.pk}" linktype="page">s</a><br/><a href="/topics/dogs/">t</a><br/><a id="{home.pk}" linktype="page">h</a></p>'
    )


def test_links_to_files_lead_to_documents(run: Importer, tmp_path: Path) -> None:
    builder = ExportBuilder().attachment("2015/03/b.pdf", "B", number=71)
    builder.item("A", f'<p><a href="{SITE}/wp-content/uploads/2015/03/b.pdf">B</a></p>', number=1)
    run(builder, media=uploads(tmp_path, b__pdf=b"%PDF-1.4"))
    document = get_document_model().objects.get()
    assert (
        ArticlePage.objects.get().body.raw_data[0]["value"]
        == f'<p><a id="{document.pk}" linktype="document">B</a></p>'
    )


def test_links_in_html_that_is_kept_are_ours_as_well(run: Importer) -> None:
    run(
        ExportBuilder()
        .item("A", f'<p><u>x</u> <a href="{SITE}/2015/03/01/b/">b</a></p>', number=1)
        .item("B", number=2, slug="b")
    )
    [block] = ArticlePage.objects.get(title="A").body.raw_data
    assert block["type"] == "html"
    assert 'href="/uncategorized/b/"' in block["value"]


def test_links_into_nothing_are_reported(run: Importer) -> None:
    report = run(ExportBuilder().item("A", f'<p><a href="{SITE}/gone/">x</a></p>'))
    assert any(f"a link to {SITE}/gone/" in loss.lost for loss in report.losses)


def test_a_later_export_of_the_same_site_closes_links(run: Importer) -> None:
    run(ExportBuilder().item("A", f'<p><a href="{SITE}/2015/03/01/b/">x</a></p>', number=1))
    report = run(ExportBuilder().item("B", number=2, slug="b"))
    assert 'linktype="page"' in ArticlePage.objects.get(title="A").body.raw_data[0]["value"]
    assert not report.losses
