"""What a reader gets from the search: suggestions while typing, and a page of results."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from building import edit, make_article, make_contributor, make_section, make_standing, make_topic
from masthead.newsroom.models import SectionPage
from masthead.press.actions import print_waiting
from masthead.reader.search import views
from masthead.reader.search.answering import Limit
from searching import bring_up_to_date

pytestmark = pytest.mark.django_db

PAYLOAD = "<img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_typing", Limit(limit=1000, per_s=20))
    monkeypatch.setattr(views, "_reading", Limit(limit=1000, per_s=60))


@pytest.fixture
def client() -> Client:
    """Return a client of Django, as the edition server is one."""
    return Client()


@pytest.fixture
def magazine(news: SectionPage) -> dict[str, Any]:
    """Print a few pieces and enter them."""
    culture = make_section(news.get_parent(), "Culture")
    ada, bo = make_contributor("Ada Lovelace"), make_contributor("Bo Chen")
    ports = make_topic("Ports")
    made = {
        "harbour": make_article(
            news, "The harbour wakes", standfirst="Cranes & ships", byline=[ada], topics=[ports],
            body="<p>At six the first pilot goes out.</p>", published_at="2024-05-01T08:00:00Z",
        ),
        "tide": make_article(
            culture, "Tide and time", byline=[bo], body="<p>Nobody waits in the harbour at night.</p>",
            published_at="2026-05-01T08:00:00Z", language="fr",
        ),
        "about": make_standing(news.get_parent(), "About us", body=[("paragraph", "<p>A magazine of harbours.</p>")]),
    }  # fmt: skip
    bring_up_to_date()
    return made


def page(client: Client, query: str = "", status: int = 200) -> str:
    answer = client.get(f"/search/{query}")
    assert answer.status_code == status
    return answer.content.decode()


def suggestions(client: Client, text: str, status: int = 200) -> Any:
    answer = client.get("/doors/suggest", {"q": text})
    assert answer.status_code == status
    return json.loads(answer.content)


def plain_text(parts: list[dict[str, Any]]) -> str:
    return "".join(f"[{part['text']}]" if part["is_marked"] else part["text"] for part in parts)


class Links(HTMLParser):
    """Reads the links of a page and the elements that could run something."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.running: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a" and values.get("href"):
            self.links.append(str(values["href"]))
        if any(name.startswith("on") for name in values) or values.get("src") == "x":
            self.running.append(tag)


def links_of(html: str) -> list[str]:
    return Links(html).links


def test_a_suggestion_says_what_it_is_and_marks_the_words(client: Client, magazine: Any) -> None:
    told = suggestions(client, "harb")
    assert told["total"] == 3
    assert told["said"] == "3 results"
    assert told["all"] == "/search/?q=harb"
    first = told["results"][0]
    assert plain_text(first["title"]) == "The [harbour] wakes"
    assert (first["address"], first["section"], first["date"]) == (
        "/news/the-harbour-wakes/", "News", "1 May 2024",
    )  # fmt: skip
    assert plain_text(next(one for one in told["results"] if one["language"] == "fr")["excerpt"]) == (
        "Nobody waits in the [harbour] at night."
    )


def test_what_nobody_wrote_of_has_no_result(client: Client, magazine: Any) -> None:
    assert suggestions(client, "zeppelin") == {
        "query": "zeppelin", "total": 0, "said": "No result", "all": "/search/?q=zeppelin", "results": [],
    }  # fmt: skip
    html = page(client, "?q=zeppelin")
    assert "Nothing was found for “zeppelin”." in html


@pytest.mark.parametrize("text", ["", " ", "h", "!", "“”"])
def test_too_little_to_ask_gives_no_suggestion(client: Client, magazine: Any, text: str) -> None:
    assert suggestions(client, text)["results"] == []


def test_the_page_shows_results_with_counts_to_narrow_them_by(client: Client, magazine: Any) -> None:
    html = page(client, "?q=harbour")
    assert "3 results" in html
    assert "The <mark>harbour</mark> wakes" in html
    assert '<meta name="robots" content="noindex">' in html
    links = links_of(html)
    assert "/culture/tide-and-time/" in links
    for facet in ("section", "contributor", "year", "language"):
        assert any(f"{facet}=" in link for link in links), facet
    narrowed = page(client, "?q=harbour&language=fr")
    assert "1 result<" in narrowed
    assert "The <mark>harbour</mark> wakes" not in narrowed
    # Another language can still be chosen, and this one be left.
    assert "/search/?q=harbour&language=en" in links_of(narrowed)
    assert "/search/?q=harbour" in links_of(narrowed)


def test_choices_add_up(client: Client, magazine: Any, news: SectionPage) -> None:
    assert "1 result<" in page(client, f"?q=harbour&section={news.pk}&year=2024")
    assert "No result" in page(client, f"?q=harbour&section={news.pk}&year=2026")
    assert "1 result<" in page(client, f"?section={news.pk}")


def test_results_can_stand_by_date(client: Client, magazine: Any) -> None:
    def order(query: str) -> list[str]:
        links = links_of(page(client, query))
        return [link for link in links if link in {"/news/the-harbour-wakes/", "/culture/tide-and-time/"}]

    assert order("?q=harbour&sort=date") == ["/culture/tide-and-time/", "/news/the-harbour-wakes/"]
    assert order("?q=harbour") == ["/news/the-harbour-wakes/", "/culture/tide-and-time/"]


def test_results_are_parted_into_pages(client: Client, news: SectionPage) -> None:
    for number in range(23):
        make_article(news, f"Lantern {number}", slug=f"lantern-{number}")
    bring_up_to_date()
    seen: list[str] = []
    for number, count in ((1, 10), (2, 10), (3, 3)):
        links = [
            one for one in links_of(page(client, f"?q=lantern&page={number}")) if "/news/lantern-" in one
        ]
        assert len(links) == count
        seen += links
    assert len(set(seen)) == 23
    assert "/search/?q=lantern&page=3" in links_of(page(client, "?q=lantern"))
    assert "no more results" in page(client, "?q=lantern&page=4", status=404)


def test_who_and_what_is_named_so_is_offered_too(client: Client, magazine: Any) -> None:
    assert "/contributors/ada-lovelace/" in links_of(page(client, "?q=lovelace"))
    assert "/topics/ports/" in links_of(page(client, "?q=ports"))


def test_the_page_of_results_holds_what_was_asked(client: Client, magazine: Any) -> None:
    form = page(client, "?q=harbour").split('<form class="search-form"')[-1]
    assert 'value="harbour"' in form


def test_an_empty_search_shows_the_form_alone(client: Client, magazine: Any) -> None:
    html = page(client)
    assert 'role="search"' in html
    assert "No result" not in html


@pytest.mark.parametrize(
    "query",
    ["?q=" + "a" * 201, "?q=a&section=x", "?section=-1", "?topic=1.5", "?year=" + "9" * 40, "?page=0", "?page=1e3",
     "?page=101", "?sort=rank", "?language=%3Cb%3E", "?contributor=%00"],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_in_a_sentence(client: Client, magazine: Any, query: str) -> None:
    html = page(client, query, status=400)
    assert "This search cannot be answered" in html


def test_a_question_that_is_too_long_gets_no_suggestion_and_a_reason(client: Client, magazine: Any) -> None:
    assert "200 characters" in suggestions(client, "a" * 201, status=400)["error"]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("address", ["/search/?q=harbour", "/doors/suggest?q=harbour"])
def test_the_doors_are_read_and_nothing_else(
    client: Client, magazine: Any, method: str, address: str
) -> None:
    assert getattr(client, method)(address).status_code == 405
    assert client.head(address).status_code == 200


def test_titles_and_questions_run_nothing(client: Client, news: SectionPage) -> None:
    make_article(
        news,
        f"Harbour {PAYLOAD}",
        slug="x",
        standfirst=PAYLOAD,
        body=f"<p>{PAYLOAD.replace('<', '&lt;')}</p>",
    )
    bring_up_to_date()
    for text in ("harbour", PAYLOAD, f'"{PAYLOAD}', f"harbour {PAYLOAD}", "onerror"):
        html = page(client, f"?q={quote(text)}")
        assert Links(html).running == []
        assert PAYLOAD not in html
    answer = client.get("/doors/suggest", {"q": "harbour"})
    assert answer["Content-Type"] == "application/json"
    assert plain_text(json.loads(answer.content)["results"][0]["title"]) == f"[Harbour] {PAYLOAD}"


def test_answers_carry_the_headers_of_every_page(client: Client, magazine: Any) -> None:
    for address in ("/search/?q=harbour", "/search/?page=0", "/doors/suggest?q=harbour"):
        answer = client.get(address)
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-cache" in answer["Cache-Control"]
        assert not answer.cookies


def test_what_was_withdrawn_a_moment_ago_is_not_shown(client: Client, magazine: Any) -> None:
    magazine["harbour"].unpublish()
    print_waiting()
    # The index does not know yet: the plates do.
    assert "The <mark>harbour</mark> wakes" not in page(client, "?q=wakes")
    assert suggestions(client, "wakes")["results"] == []


def test_what_was_edited_a_moment_ago_is_shown_as_it_is(client: Client, magazine: Any) -> None:
    edit(magazine["harbour"], title="The port wakes")
    print_waiting()
    assert "<mark>wakes</mark>" in page(client, "?q=wakes")
    assert "The harbour" not in page(client, "?q=wakes")


def test_who_asks_too_often_is_told_to_wait(
    client: Client, magazine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "_typing", Limit(limit=3, per_s=30))
    monkeypatch.setattr(views, "_reading", Limit(limit=3, per_s=30))
    for address in ("/search/?q=harbour", "/doors/suggest?q=harbour"):
        answers = [client.get(address, HTTP_X_FORWARDED_FOR="198.51.100.7") for _ in range(4)]
        assert [one.status_code for one in answers] == [200, 200, 200, 429]
        assert answers[-1]["Retry-After"] == "10"
        assert b"Too many searches" in answers[-1].content
        # Others are not held up.
        assert client.get(address, HTTP_X_FORWARDED_FOR="198.51.100.8").status_code == 200


def test_without_an_index_the_doors_say_come_back(client: Client, news: SectionPage) -> None:
    make_article(news, "The harbour wakes")
    print_waiting()
    answer = client.get("/search/?q=harbour")
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert b"Back in a moment" in answer.content
    assert "made ready" in suggestions(client, "harbour", status=503)["error"]
    bring_up_to_date()
    assert "The <mark>harbour</mark> wakes" in page(client, "?q=harbour")


@pytest.mark.django_db(transaction=True)
def test_without_a_database_the_doors_say_come_back(
    client: Client, magazine: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    connection.close()
    name = "no_such" if connection.vendor == "postgresql" else str(tmp_path / "no" / "such" / "database")
    monkeypatch.setitem(connection.settings_dict, "NAME", name)
    try:
        assert b"Back in a moment" in client.get("/search/?q=harbour").content
        assert suggestions(client, "harbour", status=503)["error"]
    finally:
        connection.close()
        monkeypatch.undo()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60) | st.text(alphabet='"«»“”*~^:()[]{}\\/+-!? harbou', max_size=40))
def test_whatever_is_typed_is_answered(client: Client, magazine: Any, text: str) -> None:
    assert client.get("/search/", {"q": text.encode("utf-8", "replace")}).status_code == 200
    assert client.get("/doors/suggest", {"q": text.encode("utf-8", "replace")}).status_code == 200
