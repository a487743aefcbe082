"""A mail fits into every window, in both schemes and directions, whatever an editor puts into it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from building import make_article, make_letter, make_newsletter, make_picture
from masthead.newsroom.models import HomePage, SectionPage
from masthead.press.actions import sweep
from masthead.press.mail import compose_letter, compose_note

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONGEST = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
LINK = f"https://courier.example/doors/mail/confirm?t={'a' * 300}"


@pytest.fixture
def mails(home: HomePage, news: SectionPage) -> dict[str, str]:
    """Return letters and a note as HTML."""
    cells = [[f"Column {number}" for number in range(9)], [LONGEST, *("1,000" for _ in range(8))]]
    picture = make_picture("Harbour")
    body = [
        ("paragraph", f"<p>{LONGEST} <a href='{LINK}'>{LINK}</a></p>"),
        ("table", {"table": {"data": cells, "first_row_is_table_header": True}, "caption": ""}),
        ("code", {"text": LONGEST * 3, "language": ""}),
        ("image", {"image": picture, "caption": LONGEST, "alt_text": "A quay"}),
        ("pull_quote", {"text": LONGEST, "attribution": "Ada"}),
    ]
    piece = make_article(news, LONGEST, standfirst=LONGEST, lead_image=picture)
    letters = [
        make_letter(make_newsletter(home, name, language=language), LONGEST, preheader=LONGEST, body=body, pieces=[piece])
        for name, language in (("Weekly", "en"), ("هفتگی", "fa"))
    ]  # fmt: skip
    sweep()
    found = {f"letter {one.pk}": compose_letter(one.pk).html for one in letters}
    return found | {"note": compose_note("confirm", language="de", address=LINK, lists=LONGEST).html}


def test_nothing_is_wider_than_the_window(mails: dict[str, str], browser: Browser) -> None:
    wide = []
    for width in (320, 360, 700):
        page = browser.new_page(viewport={"width": width, "height": 800})
        for name, html in mails.items():
            page.set_content(html)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((name, width))
        page.close()
    assert wide == []
