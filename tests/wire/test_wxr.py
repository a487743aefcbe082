from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from masthead.wire.errors import ExportNotReadableError
from masthead.wire.wordpress.exported import Author, Item, Site, Term
from masthead.wire.wordpress.wxr import Export

from .exports import ExportBuilder, comment


def read(path: Path) -> list[Site | Author | Term | Item]:
    return list(Export(path).parts())


def items(path: Path) -> list[Item]:
    return [part for part in read(path) if isinstance(part, Item)]


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_all_versions_of_the_format_are_read(tmp_path: Path, version: str) -> None:
    builder = ExportBuilder(version).author("ada", "Ada Byron").category("news").tag("dogs")
    builder.item("Hello", "<p>Body</p>", excerpt="Short", tags=("dogs",), inner=comment(5), _thumbnail_id="9")
    parts = read(builder.write(tmp_path))
    [item] = [part for part in parts if isinstance(part, Item)]
    assert (item.title, item.content, item.excerpt) == ("Hello", "<p>Body</p>", "Short")
    assert item.meta == {"_thumbnail_id": "9"}
    assert [one.id for one in item.comments] == ["5"]
    assert [one.slug for one in item.terms] == ["dogs"]
    assert [part.name for part in parts if isinstance(part, Author)] == ["Ada Byron"]
    assert [part.taxonomy for part in parts if isinstance(part, Term)] == ["category", "post_tag"]
    assert next(part for part in parts if isinstance(part, Site)).source == "wordpress:old.example"


def test_an_export_of_https_namespaces_is_read(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text(
        ExportBuilder().item("Hello").text.replace('"http://wordpress.org', '"https://wordpress.org')
    )
    assert [item.title for item in items(path)] == ["Hello"]


def test_an_export_compressed_with_gzip_is_read(tmp_path: Path) -> None:
    path = tmp_path / "export.xml.gz"
    path.write_bytes(gzip.compress(ExportBuilder().item("Hello").text.encode()))
    assert [item.title for item in items(path)] == ["Hello"]


def test_characters_that_xml_forbids_do_not_stop_the_reading(tmp_path: Path) -> None:
    builder = ExportBuilder().item("Bell\x07 and \x0b tab").item(raw_title="Escaped&#8; one &#x1F;&#65;")
    assert [item.title for item in items(builder.write(tmp_path))] == [
        "Bell  and   tab",
        "Escaped     one       A",
    ]


def test_a_truncated_export_names_the_byte_and_the_last_whole_item(tmp_path: Path) -> None:
    text = ExportBuilder().item("First").item("Second").item("Third").text
    path = tmp_path / "export.xml"
    path.write_text(text[: text.index("Third")])
    export, seen = Export(path), []
    with pytest.raises(ExportNotReadableError, match="“Second”") as caught:
        seen += [part for part in export.parts() if isinstance(part, Item)]
    assert caught.value.offset == path.stat().st_size
    assert str(caught.value.offset) in str(caught.value)
    assert "“Second” (id 2)" in caught.value.last_item


def test_parts_before_a_fault_are_handed_over(tmp_path: Path) -> None:
    text = ExportBuilder().item("First").item("Second").text
    path = tmp_path / "export.xml"
    path.write_text(text[: text.index("Second")])
    seen = []
    with pytest.raises(ExportNotReadableError):
        seen.extend(part.title for part in Export(path).parts() if isinstance(part, Item))
    # A list that is filled by an iterator which fails keeps nothing: read one by one.
    seen = []
    try:
        for part in Export(path).parts():
            if isinstance(part, Item):
                seen.append(part.title)
    except ExportNotReadableError:
        pass
    assert seen == ["First"]


def test_invalid_xml_names_the_byte_where_it_is(tmp_path: Path) -> None:
    text = ExportBuilder().item("First").item("Second").text.replace("<item>", "<item>\n" * 1, 1)
    broken = text.replace("<wp:post_id>2</wp:post_id>", "<wp:post_id>2</wp:oops>")
    path = tmp_path / "export.xml"
    path.write_text(broken)
    with pytest.raises(ExportNotReadableError, match="“First”") as caught:
        read(path)
    at = broken.encode().index(b"</wp:oops>")
    assert caught.value.offset is not None
    assert abs(caught.value.offset - at) <= len("</wp:oops>")


def test_a_file_that_is_no_xml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_bytes(b"PK\x03\x04 not xml at all")
    with pytest.raises(ExportNotReadableError, match="is a zip"):
        read(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"PK\x03\x04....", "is a zip; unpack it"),
        (b"\n<!DOCTYPE html><html><body>Log in</body></html>", "is a web page and no export"),
        (b"title,body\n1,2", "is no XML"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "export.xml"
    file.write_bytes(content)
    with pytest.raises(ExportNotReadableError, match=said) as caught:
        list(Export(file).parts())
    assert "Tools › Export" in str(caught.value)


def test_xml_that_is_no_export_is_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(
        '<rss version="2.0"><channel><title>Feed</title><item><title>x</title></item></channel></rss>'
    )
    with pytest.raises(ExportNotReadableError, match="Tools › Export"):
        read(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportNotReadableError, match=r"nothing\.xml"):
        Export(tmp_path / "nothing.xml")


def test_entities_that_read_files_are_never_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret word")
    text = ExportBuilder().item(raw_title="&x;").text
    path = tmp_path / "export.xml"
    path.write_text(text.replace("?>\n", f'?>\n<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>\n', 1))
    with pytest.raises(ExportNotReadableError, match="entities"):
        read(path)


def test_entities_that_grow_are_never_resolved(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    text = ExportBuilder().item(raw_title="&l11;").text
    path = tmp_path / "export.xml"
    path.write_text(text.replace("?>\n", f'?>\n<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>\n', 1))
    with pytest.raises(ExportNotReadableError):
        read(path)


def test_reading_forgets_what_it_has_handed_over(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "export.xml"
    builder = ExportBuilder()
    with path.open("w", encoding="utf-8") as file:
        head, _, tail = builder.item("Filler", "word " * 20_000).text.partition("<item>")
        item = "<item>" + tail.partition("</item>")[0] + "</item>"
        file.write(head)
        for _ in range(300):
            file.write(item)
        file.write("</channel></rss>")
    tracemalloc.start()
    try:
        assert sum(isinstance(part, Item) for part in Export(path).parts()) == 300
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
