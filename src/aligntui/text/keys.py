"""The table of all keys, which a command can print without the terminal app.

`manual/keys.json` is made from the bindings by `make screenshots`; a test fails where it is old.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Final, TypedDict

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
    from importlib.resources import files  # loaded only for the list of all keys

    data = (files("aligntui") / "manual" / "keys.json").read_text(encoding="utf-8")
    rows: list[KeyRow] = json.loads(data)
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
