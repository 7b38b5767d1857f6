"""What can be looked up: the pages of the manual, and the table of all keys.

A page is a Markdown file for each topic, in the order in which a newcomer needs them.
`manual/keys.json` is made from the bindings by `make screenshots`; a test fails where it is old.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple, TypedDict

from aligntui.domain.errors import Refused

TOPICS = (
    "people", "sections", "agreement", "capture", "text", "check-ins", "brief", "timeline",
    "rounds", "cadences", "calendar", "reviews", "privacy", "data", "encryption", "sync", "shell",
    "commands", "keys", "settings",
)  # fmt: skip


def page(topic: str) -> list[str]:
    """The lines of one topic; raises `Refused` for a topic that does not exist."""
    if topic not in TOPICS:
        from difflib import get_close_matches  # loaded only for a topic that does not exist

        near = get_close_matches(topic, TOPICS, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else "'aligntui help' lists them all"
        raise Refused(f"the manual has no topic '{topic}'; {hint}")
    return [line for line in _file(f"{topic}.md").splitlines() if not line.startswith("<!--")]


def _file(name: str) -> str:
    from importlib.resources import files  # loaded only for what is looked up

    return (files("aligntui") / "manual" / name).read_text(encoding="utf-8")


class Block(NamedTuple):
    """A paragraph, an item of a list, a row of a table, a line of code or a heading."""

    kind: str
    text: str
    apart: bool = False
    """True where a blank line stands above it."""


def blocks(topic: str) -> Iterator[Block]:
    """One topic in blocks, each as one line."""
    kind, words, apart, code = "", [""], False, False
    for line in [*page(topic), ""]:
        new = "" if code else _kind_of(line)
        if (new or not line.strip() or code) and words[0]:
            yield Block(kind, " ".join(words), apart)
            kind, words, apart = "", [""], False
        if line.startswith("```"):
            code = not code
        elif code or (line.startswith("    ") and not words[0]):
            yield Block("code", line if code else line[4:], apart)
            apart = False
        elif not line.strip():
            apart = True
        elif new == "row":
            if cells := _cells(line):
                yield Block(new, cells, apart)
            apart = False
        else:
            kind = new or kind or "text"
            words = [
                *filter(None, words),
                line.strip().lstrip("#*").strip() if new else line.strip(),
            ]


def _kind_of(line: str) -> str:
    starts = {"#": "title", "* ": "item", "|": "row", "```": "fence"}
    return next((kind for start, kind in starts.items() if line.startswith(start)), "")


def _cells(row: str) -> str:
    """The cells of a row side by side; "" for the rule below the titles."""
    first, *rest = (cell.strip() for cell in row.strip("|").split("|"))
    return "" if set(row) <= set("|- :") else f"{first:<20}  {'  '.join(rest)}".rstrip()


def contents() -> list[str]:
    """A line for each topic: its name, and its title."""
    width = max(map(len, TOPICS))
    return [f"{topic:<{width}}  {page(topic)[0].removeprefix('# ')}" for topic in TOPICS]


def settings_template() -> str:
    """All the settings with their defaults, each line a comment."""
    lines = page("settings")
    first, last = lines.index("```toml"), lines.index("```", lines.index("```toml") + 1)
    return "".join(f"# {line}".rstrip() + "\n" for line in lines[first + 1 : last])


_NAMES: Final = {
    "escape": "esc", "pagedown": "pgdn", "pageup": "pgup", "slash": "/", "backslash": "\\",
    "plus": "+", "minus": "-", "at": "@", "underscore": "_", "less_than_sign": "<",
    "greater_than_sign": ">",
}  # fmt: skip
"""Names other than those of Unicode."""


class KeyRow(TypedDict):
    """An action of some keys in one view: its id, their names, two words and a sentence."""

    id: str
    keys: list[str]
    view: str
    words: str
    explained: str


def key_name(key: str) -> str:
    """Name a key as the key row and the help do: `ctrl+s`, `?`, `f1`."""
    *modifiers, last = key.split("+") if key != "+" else ["+"]
    if last.startswith("upper_"):
        last = last.removeprefix("upper_").upper()
    return "+".join([*modifiers, _NAMES.get(last) or _character(last)])


def _character(name: str) -> str:
    """The character that a key is named for, as in `percent_sign`; otherwise the name."""
    if len(name) == 1:
        return name
    from unicodedata import lookup

    try:
        found = lookup(name.replace("_", " "))
    except KeyError:
        return name
    return found if found.isprintable() and not found.isspace() else name


def key_rows() -> list[KeyRow]:
    """Every action that has a key, view by view."""
    rows: list[KeyRow] = json.loads(_file("keys.json"))
    return rows


_MODIFIERS: Final = frozenset({"ctrl", "shift", "alt", "super"})
_WORDS: Final = {
    *("enter", "tab", "space", "backspace", "delete", "insert", "home", "end"),
    *("up", "down", "left", "right"),
    *(f"f{number}" for number in range(1, 25)),
}


def key_faults(keys: Mapping[str, str], rows: Iterable[KeyRow]) -> dict[str, str]:
    """What is wrong with keys that somebody set, by the action, as the app would say it."""
    rows, good, wrong = tuple(rows), dict[str, list[str]](), dict[str, str]()
    for name, wanted in keys.items():
        given = [key for key in wanted.replace(" ", "").split(",") if key]
        views = {row["view"] for row in rows if row["id"] == name}
        strange = next((key for key in given if not _is_key(key)), "")
        named = [key_name(key) for key in given]
        if not views:
            wrong[name] = f"unknown action {name}"
        elif not given:
            wrong[name] = f"{name}: no key is given"
        elif strange:
            wrong[name] = f"{name}: unknown key {strange}"
        elif taken := [
            (key, row["id"])
            for row in rows
            if row["view"] in views | {"Everywhere"} and row["id"] != name
            for key in good.get(row["id"], row["keys"])
            if key in named
        ]:
            key, other = taken[0]
            wrong[name] = f"{key} would do {' and '.join(sorted((name, other)))}"
        else:
            good[name] = named
    return wrong


def _is_key(key: str) -> bool:
    *modifiers, last = key.split("+") if key != "+" else ["+"]
    known = len(last) == 1 or last in _WORDS or key_name(last) != last
    return known and _MODIFIERS.issuperset(modifiers)


def with_own(rows: Iterable[KeyRow], keys: Mapping[str, str]) -> list[KeyRow]:
    """The rows with the keys that somebody set, by the id of the action."""
    own = {name: [key_name(key.strip()) for key in keys[name].split(",")] for name in keys}
    return [{**row, "keys": own.get(row["id"], row["keys"])} for row in rows]
