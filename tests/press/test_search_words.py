"""Words are found however a reader's keyboard, language and hand write them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import make_article
from masthead.newsroom.models import SectionPage
from masthead.press.search.finding import How, Question, find
from masthead.press.search.languages import STEMMERS, stems_of
from masthead.press.search.marks import Marker, is_near
from masthead.press.search.questions import words_of
from masthead.press.search.texts import folded, plain, split_words
from searching import bring_up_to_date, found

TEXTS = st.text(max_size=30) | st.text(
    alphabet="əƏıİIişŞğĞçÇöÖüÜёЁйЙїўآأإٱىيیكکةهئؤءـ\u064b\u064e\u200cაᲐႠⴀևԵւՎ՞İßſﬁÅΣς東京aZ1'’-_ \u0301\u0308",
    max_size=30,
)


@given(TEXTS)
def test_folding_again_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(TEXTS)
def test_case_does_not_matter(text: str) -> None:
    # Letters whose capital is that of another letter are told apart by no reader who types.
    assert folded(text.upper().lower()) == folded(folded(text.upper()))


@given(TEXTS, st.sampled_from(["", *STEMMERS]))
def test_any_text_has_words_without_spaces(text: str, language: str) -> None:
    for words in (split_words(folded(text)), split_words(plain(text, language))):
        assert all(word and not any(letter.isspace() for letter in word) for word in words)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("səhər", "seher"), ("Çərşənbə", "cersenbe"), ("ışıq", "isiq"), ("IŞIQ", "ışıq"), ("İstanbul", "istanbul"),
        ("ağ göl üzü", "ag gol uzu"), ("ёлка", "елка"), ("Ёж", "еж"), ("élève", "eleve"), ("Straße", "strasse"),
        ("Ærø", "aero"), ("Łódź", "lodz"), ("كِتَابٌ", "كتاب"), ("کتاب", "كتاب"), ("علی", "علي"), ("أحمد", "احمد"),
        ("آب", "اب"), ("می‌خواهم", "میخواهم"), ("مدرسة", "مدرسه"), ("كـتـاب", "كتاب"), ("שָׁלוֹם", "שלום"),
        ("ᲡᲐᲥᲐᲠᲗᲕᲔᲚᲝ", "საქართველო"), ("Ինչո՞ւ", "ինչու"), ("ԵՎ", "և"), ("ΛΌΓΟΣ", "λογος"), ("ﬁnance", "finance"),
        ("ＡＢＣ", "abc"), ("Việt", "viet"), ("fi\u00adnance", "finance"),
    ],
)  # fmt: skip
def test_one_spelling_stands_for_all(written: str, typed: str) -> None:
    assert folded(written) == folded(typed)


@pytest.mark.parametrize(
    ("one", "other"), [("й", "и"), ("її", "іі"), ("да", "та"), ("кот", "код"), ("ა", "ბ")]
)
def test_other_letters_stay_others(one: str, other: str) -> None:
    assert folded(one) != folded(other)


STEMMED = {
    "ar": ("المدارس الجديدة", "مدارس"), "da": ("husene brænder", "huset"), "de": ("Die Häuser brennen", "Haus"),
    "el": ("οι δρόμοι", "δρόμος"), "en": ("running ships", "run ship"), "es": ("las canciones", "canción"),
    "fi": ("talossa", "talot"), "fr": ("les journaux anciens", "journal ancien"), "hu": ("házakban", "házak"),
    "it": ("le ragazze", "ragazza"), "nl": ("de huizen", "huis"), "no": ("bilene", "bilen"),
    "pt": ("os meninos", "menino"), "ro": ("caselor", "casa"), "ru": ("кошками и собаками", "кошка собака"),
    "sv": ("bilarna", "bilar"), "ta": ("வீடுகள்", "வீடு"), "tr": ("kitapların", "kitap"),
}  # fmt: skip


def test_every_stemmer_is_tried() -> None:
    assert set(STEMMED) == set(STEMMERS)


@pytest.mark.django_db
@pytest.mark.parametrize("language", sorted(STEMMED))
def test_a_word_is_found_by_another_form_of_it(news: SectionPage, language: str) -> None:
    text, question = STEMMED[language]
    tag = {"no": "nb"}.get(language, language)
    piece = make_article(news, "—", slug="piece", body=f"<p>{text}</p>", language=tag)
    bring_up_to_date()
    findings = find(Question(question))
    assert findings.how is How.ALL
    assert [hit.thing_id for hit in findings.hits] == [piece.pk]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "text", "question"),
    [("az", "Səhər açılanda şəhər oyanır", "seher"), ("ka", "თბილისის ქუჩები", "ქუჩები"), ("hy", "Երևանի փողոցները", "փողոցները"),
     ("fa", "کتاب‌های تازه", "كتابهاي"), ("uk", "Їжаки йдуть", "їжаки"), ("zh-hans", "東京都庁の展望室", "都庁"), ("he", "שָׁלוֹם עליכם", "שלום")],
)  # fmt: skip
def test_languages_without_a_stemmer_are_found_too(
    news: SectionPage, language: str, text: str, question: str
) -> None:
    piece = make_article(news, "—", slug="piece", body=f"<p>{text}</p>", language=language)
    bring_up_to_date()
    findings = find(Question(question))
    assert findings.how is How.ALL
    assert [hit.thing_id for hit in findings.hits] == [piece.pk]


@pytest.fixture
def pieces(news: SectionPage) -> dict[str, Any]:
    """Print pieces whose words stand in different places."""
    made = {
        "title": make_article(news, "Lighthouses of the north", slug="a", published_at="2020-01-01T00:00:00Z"),
        "standfirst": make_article(
            news, "A coast", slug="b", standfirst="On a lighthouse", published_at="2020-01-01T00:00:00Z"
        ),
        "body": make_article(
            news, "A sea", slug="c", body="<p>The keeper left the lighthouse in the long dark winter.</p>",
            published_at="2020-01-01T00:00:00Z",
        ),
    }  # fmt: skip
    bring_up_to_date()
    return made


@pytest.mark.django_db
class TestQuestions:
    """What a question means."""

    def test_titles_count_more_than_standfirsts_and_these_more_than_bodies(self, pieces: Any) -> None:
        order = ["title", "standfirst", "body"]
        assert found("lighthouse") == [("article", pieces[name].pk) for name in order]

    def test_among_alike_ones_the_newer_comes_first(self, news: SectionPage) -> None:
        made = [
            make_article(news, "Snow", slug=f"snow-{year}", published_at=f"{year}-01-01T00:00:00Z")
            for year in (2019, 2025, 2022)
        ]
        bring_up_to_date()
        assert found("snow") == [("article", made[number].pk) for number in (1, 2, 0)]

    def test_a_title_counts_more_than_a_few_years(self, news: SectionPage) -> None:
        old = make_article(news, "Snow", slug="old", published_at="2019-01-01T00:00:00Z")
        new = make_article(news, "Rain", slug="new", body="<p>Snow.</p>", published_at="2025-01-01T00:00:00Z")
        bring_up_to_date()
        assert found("snow") == [("article", old.pk), ("article", new.pk)]

    @pytest.mark.parametrize("text", ["lighthuose", "lighthous", "lighthousse", "lighthouze", "lihgthouse"])
    def test_one_letter_may_be_wrong(self, pieces: Any, text: str) -> None:
        findings = find(Question(text + " keeper"))
        assert findings.how is How.NEAR or text == "lighthous"
        assert [hit.thing_id for hit in findings.hits] == [pieces["body"].pk]

    def test_two_letters_may_not(self, pieces: Any) -> None:
        assert found("ligthhouze") == []

    def test_short_words_are_meant_as_they_are(self, pieces: Any) -> None:
        assert found("seb") == []

    def test_quotes_mean_a_phrase(self, pieces: Any) -> None:
        assert found('"long dark winter"') == [("article", pieces["body"].pk)]
        assert found("«dark winter»") == [("article", pieces["body"].pk)]
        assert found('"dark long winter"') == []
        assert found("dark long winter") == [("article", pieces["body"].pk)]

    def test_a_phrase_does_not_reach_from_title_into_body(self, pieces: Any) -> None:
        assert found('"sea the keeper"') == []

    def test_all_words_are_wanted_and_some_where_none_has_all(self, pieces: Any) -> None:
        assert found("lighthouse keeper") == [("article", pieces["body"].pk)]
        findings = find(Question("lighthouse zeppelin"))
        assert findings.how is How.ANY
        assert len(findings.hits) == 3

    def test_words_that_say_nothing_are_not_wanted(self, pieces: Any) -> None:
        assert found("the keeper of a lighthouse") == [("article", pieces["body"].pk)]

    def test_words_that_say_nothing_are_found_where_nothing_else_is_asked(self, pieces: Any) -> None:
        assert ("article", pieces["title"].pk) in found("of the")

    def test_while_typing_the_last_word_is_a_beginning(self, pieces: Any) -> None:
        assert found("kee", is_typing=True) == [("article", pieces["body"].pk)]
        assert found("kee") == []
        assert found("lighthouse kee", is_typing=True) == [("article", pieces["body"].pk)]

    def test_while_typing_a_beginning_may_have_a_wrong_letter(self, pieces: Any) -> None:
        assert len(found("lightuo", is_typing=True)) == 3


def show(parts: list[Any]) -> str:
    return "".join(f"[{part['text']}]" if part["is_marked"] else part["text"] for part in parts)


@pytest.mark.parametrize(
    ("question", "text", "marked"),
    [
        ("harbour", "Harbours & harbour's", "[Harbours] & [harbour]'s"),
        ("seher", "Səhər, SƏHƏR", "[Səhər], [SƏHƏR]"),
        ('"dark winter"', "dark, winter and dark", "[dark], [winter] and dark"),
        ("都庁", "東京都庁の", "東京[都庁]の"),
        ("كتاب", "الْكِتَاب كِتَابٌ", "الْكِتَاب [كِتَابٌ]"),
        ("nothing", "Something else", "Something else"),
    ],
)
def test_words_are_marked_as_they_stand_in_the_text(question: str, text: str, marked: str) -> None:
    assert show(Marker(words_of(question, ["en"])).mark(text, "en")) == marked


def test_a_snippet_shows_the_lines_with_the_most_of_the_words() -> None:
    text = f"One ship left. {'Nothing happened. ' * 30}A ship met a crane. {'Nothing happened. ' * 30}"
    shown = show(Marker(words_of("ship crane", ["en"])).snippet(text, "en"))
    assert shown.startswith("… A [ship] met a [crane].")
    assert len(shown) < 300


@given(st.text(max_size=400), st.text(max_size=30))
def test_marking_keeps_the_text(text: str, question: str) -> None:
    marker = Marker(words_of(question, ["en", "tr"], is_typing=True), is_near=True)
    assert "".join(part["text"] for part in marker.mark(text, "en")) == text.replace("\n", " ")
    snippet = "".join(part["text"] for part in marker.snippet(text, "en"))
    assert snippet.removeprefix("… ").removesuffix(" …") in text.replace("\n", " ")


@given(st.text("abc", min_size=1, max_size=6), st.text("abc", min_size=1, max_size=6))
def test_near_is_one_step_away_as_the_index_counts(one: str, other: str) -> None:
    steps = {one} | {one[:at] + one[at + 1 :] for at in range(len(one))}
    steps |= {one[:at] + letter + one[at:] for at in range(len(one) + 1) for letter in "abc"}
    steps |= {one[:at] + letter + one[at + 1 :] for at in range(len(one)) for letter in "abc"}
    steps |= {one[:at] + one[at + 1] + one[at] + one[at + 2 :] for at in range(len(one) - 1)}
    assert is_near(one, other) == (other in steps)


def test_stems_are_kept_apart_by_language() -> None:
    assert stems_of("the", "en") == ()
    assert stems_of("кошками", "ru") == ("кошк",)
    assert stems_of("kitablar", "az") == ()
