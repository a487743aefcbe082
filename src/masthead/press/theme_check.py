"""Trying a theme: every template on every sample, every name held against what there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from minijinja import Environment, TemplateError

from .engine.errors import TemplateFaultError, ThemeError
from .theme import FILTERS, Theme
from .theme_faults import fault_of
from .theme_samples import Context, load_samples, shapes

__all__ = ["check_theme"]

# What every template may call, and what Jinja itself gives.
_GIVEN = {
    "w",
    "words",
    "loop",
    "super",
    "self",
    "range",
    "dict",
    "namespace",
    "debug",
    "lipsum",
    "cycler",
    "joiner",
}
_URL = re.compile(rb"""url\(["']?(?!data:|/|https?:|#)([\w./-]+)["']?\)""")


def check_theme(paths: tuple[Path, ...]) -> list[str]:
    """Render all templates on samples of everything that is printed; return a message for each mistake.

    A name that no template is ever given is a mistake too where no sample leads there.

    Args:
        paths: the folders of the theme, the site's own last.
    """
    try:
        theme = Theme(*paths)
    except ThemeError as error:
        return [str(error)]
    faults = [*_unreadable(theme)]
    if not faults:
        faults = [*_unrendered(theme), *_unknown_names(theme), *_unknown_words(theme)]
    return [*dict.fromkeys([*faults, *_missing_files(theme)])]


def _templates(theme: Theme) -> dict[str, str]:
    return {
        name.removeprefix("templates/"): path.read_text(encoding="utf-8")
        for name, path in theme.places.items()
        if name.startswith("templates/")
    }


def _unreadable(theme: Theme) -> Iterator[str]:
    for name, text in _templates(theme).items():
        environment = Environment(filters=FILTERS)
        try:
            environment.add_template(name, text)
        except TemplateError as error:
            yield str(fault_of(error, name, theme.places))


def _unrendered(theme: Theme) -> Iterator[str]:
    for template, contexts in load_samples().items():
        if f"templates/{template}" not in theme.places:
            continue
        for context in contexts:
            try:
                theme.render(template, _with_assets(theme, context))
            except TemplateFaultError as fault:
                yield str(fault)
                break


def _with_assets(theme: Theme, context: Context) -> Context:
    """Return a sample that names the files of this theme and not of the one it was taken with."""
    if "theme" not in context:
        return context
    names = {"css": theme.assets.get("style.css", ""), "js": theme.assets.get("script.js", "")}
    return context | {"theme": context["theme"] | names | {"assets": theme.assets}}


def _unknown_names(theme: Theme) -> Iterator[str]:
    """Yield the names of page templates that nothing has, also where no sample went."""
    samples = load_samples()
    for name, text in _templates(theme).items():
        contexts = samples.get(name)
        if contexts is None:
            continue
        known = {path for context in contexts for path, _ in shapes(context)}
        maps = {path for context in contexts for path, kind in shapes(context) if kind == "map"}
        used = Environment(filters=FILTERS).undeclared_variables_in_str(text, True)
        for path in sorted(used):
            head = path.partition(".")[0]
            is_known = path in known or any(path.startswith(f"{one}.") for one in maps)
            is_list = any(path.startswith(f"{one[:-2]}.") for one in known if one.endswith("[]"))
            if head in _GIVEN or is_known or is_list or _is_beyond(path, contexts):
                continue
            said = f"nothing gives `{path}` to this template; see docs/reference/theme.md"
            yield _told(theme, name, text, path, said)


def _unknown_words(theme: Theme) -> Iterator[str]:
    """Yield the words that templates say and the theme does not have, in whatever branch."""
    words = theme.words("en")
    for name, text in _templates(theme).items():
        for path in sorted(Environment(filters=FILTERS).undeclared_variables_in_str(text, True)):
            head, _, word = path.partition(".")
            if head == "w" and word and word.partition(".")[0] not in words:
                said = f"the theme has no word `{word}`; add it to words/en.toml"
                yield _told(theme, name, text, path, said)


def _is_beyond(path: str, contexts: list[Context]) -> bool:
    """Tell whether a path leads through something that is nothing in all samples: nobody knows what it may hold."""
    for context in contexts:
        value: object = context
        for part in path.split("."):
            if value is None or isinstance(value, str | list):
                return True
            if not isinstance(value, dict) or part not in value:
                break
            value = value[part]
    return False


def _told(theme: Theme, name: str, text: str, path: str, said: str) -> str:
    number = next((one for one, line in enumerate(text.splitlines(), start=1) if path in line), 0)
    return str(TemplateFaultError(str(theme.places[f"templates/{name}"]), number, said, ""))


def _missing_files(theme: Theme) -> Iterator[str]:
    for name, content in theme.files.items():
        if name.endswith(".css"):
            for found in _URL.findall(content):
                yield f"{name} names the file {found.decode()}, which the theme does not have."
