"""What a reader fetches to read a piece: 50 KB of HTML, styles and scripts at most."""

from __future__ import annotations

from printed_demo import PrintedDemo

_MOST = 50 * 1024


def weight(demo: PrintedDemo, address: str) -> int:
    """Return the compressed bytes of a page, its styles and scripts, and the parts that come into it."""
    page = demo.pages[address]
    named = {link.get("href") for link in page.xpath("//link[@rel='stylesheet']")}
    named |= {script.get("src") for script in page.xpath("//script[@src]")}
    named |= {
        value.partition("#")[0]
        for element in page.xpath("//body//*")
        for value in element.attrib.values()
        if value.startswith("/_parts/")
    }
    return demo.size(address) + sum(demo.size(one) for one in sorted(named))


def test_an_article_weighs_50_kilobytes_at_most(demo: PrintedDemo) -> None:
    weights = {address: weight(demo, address) for address in demo.kinds["article"]}
    heaviest = max(weights, key=lambda address: weights[address])
    print(f"The heaviest piece, {heaviest}, weighs {weights[heaviest]} bytes.")
    assert {address: size for address, size in weights.items() if size > _MOST} == {}
