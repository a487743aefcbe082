"""``masthead theme``: list, copy and check."""

from __future__ import annotations

import json

import pytest

from masthead.config.failures import ExitCode
from sites import SiteFolder


def theme(site: SiteFolder, *arguments: str) -> tuple[int, str]:
    done = site.run("theme", *arguments)
    return done.returncode, done.stdout + done.stderr


def test_a_file_is_copied_once_and_never_overwritten(empty_site: SiteFolder) -> None:
    assert not (empty_site.path / "theme").exists(), "a new site has no theme of its own"
    code, said = theme(empty_site, "copy", "card.html")
    copied = empty_site.path / "theme" / "templates" / "card.html"
    assert (code, str(copied) in said) == (ExitCode.DONE, True)
    copied.write_text("mine", encoding="utf-8")
    code, said = theme(empty_site, "copy", "templates/card.html")
    assert (code, "was left as it is" in said) == (ExitCode.USAGE, True)
    assert copied.read_text(encoding="utf-8") == "mine"
    listed = json.loads(empty_site.run("theme", "list", "--json").stdout)
    assert [one["name"] for one in listed if one["origin"] == "changed"] == ["templates/card.html"]


def test_an_unknown_file_is_refused_with_those_like_it(empty_site: SiteFolder) -> None:
    code, said = theme(empty_site, "copy", "artcle.html")
    assert code == ExitCode.USAGE
    assert "no file artcle.html. Did you mean article.html" in said
    assert not (empty_site.path / "theme").exists()


def test_the_built_in_theme_is_well(empty_site: SiteFolder) -> None:
    assert theme(empty_site, "check") == (ExitCode.DONE, "The theme is well.\n")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("river.html", "one\n{{ cards.nothing.here }}\n", "river.html, line 2"),
        ("topic.html", "{% extends 'base.html' %}\n{% block main %}{{ w.no_such_word }}{% endblock %}", "no_such_word"),
        ("topic.html", "{% if topic.id == 0 %}\n{{ topc.title }}{% endif %}", "topic.html, line 2: nothing gives `topc.title`"),
        ("river.html", "{% for %}", "river.html, line 1: syntax error"),
        ("topic.html", "{{ topic.title|shout }}", "topic.html, line 1: unknown filter"),
        ("search.html", "{% if how == 'none' %}\n{{ totl }}{% endif %}", "search.html, line 2: nothing gives `totl`"),
        ("found.html", "\n{{ found.headline.text }}", "found.html, line 2"),
        ("locked.html", "{% if problem == 'often' %}\n{{ problem.text.here }}{% endif %}", "locked.html, line 2"),
        ("subscription.html", "\n{% for one in languages %}\n{{ one.title.text }}{% endfor %}", "subscription.html, line 3"),
        ("embed.html", "\n{{ embed.caption }}", "embed.html, line 2: nothing gives `embed.caption`"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_line_and_expression(
    empty_site: SiteFolder, name: str, text: str, told: str
) -> None:
    own = empty_site.path / "theme" / "templates" / name
    own.parent.mkdir(parents=True)
    own.write_text(text, encoding="utf-8")
    code, said = theme(empty_site, "check")
    assert (code, told in said) == (ExitCode.FAILED, True), said


def test_words_and_styles_are_checked_too(empty_site: SiteFolder) -> None:
    own = empty_site.path / "theme"
    (own / "styles").mkdir(parents=True)
    (own / "styles" / "99-own.css").write_text("a { background: url(nowhere.png) }", encoding="utf-8")
    code, said = theme(empty_site, "check")
    assert (code, "names the file nowhere.png" in said) == (ExitCode.FAILED, True), said
    (own / "words").mkdir()
    (own / "words" / "en.toml").write_text("home = ", encoding="utf-8")
    code, said = theme(empty_site, "check")
    assert (code, "words/en.toml is no TOML" in said) == (ExitCode.FAILED, True), said
