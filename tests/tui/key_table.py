"""The table of keys that the package holds, made from the bindings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from aligntui.text import manual as text_keys
from aligntui.tui.app import AlignApp
from aligntui.tui.base import AlignScreen
from aligntui.tui.keys import kinds_with_keys, own_bindings
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.screens.help import place_of
from aligntui.tui.shell import ShellApp

if TYPE_CHECKING:
    from textual.binding import Binding

    from aligntui.text.manual import KeyRow

FILE = Path(text_keys.__file__).parents[1] / "manual" / "keys.json"
EVERYWHERE = (AlignApp, ShellApp, AlignScreen, NotebookScreen)


def bound() -> dict[tuple[str, str], list[Binding]]:
    """The bindings of each view and id, a binding for each key."""
    found: dict[tuple[str, str], list[Binding]] = {}
    for kind in kinds_with_keys():
        view = "Everywhere" if kind in EVERYWHERE else place_of(kind)
        for binding in own_bindings(kind):
            same = found.setdefault((view, binding.id or ""), [])
            if binding.key not in [each.key for each in same]:
                same.append(binding)
    return found


def rows() -> list[KeyRow]:
    """The table as it should be, those of one view together."""
    found: list[KeyRow] = [
        {
            "id": name,
            "keys": [text_keys.key_name(each.key) for each in same],
            "view": view,
            "words": same[0].description,
            "explained": same[0].tooltip,
        }
        for (view, name), same in bound().items()
    ]
    return sorted(found, key=lambda row: (row["view"] != "Everywhere", row["view"]))


def text() -> str:
    """The file, a row on each line."""
    lines = (json.dumps(row, ensure_ascii=False) for row in rows())
    return "[\n" + ",\n".join(lines) + "\n]\n"
