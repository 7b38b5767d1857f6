"""Commands for undo, redo, and the places of the files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from aligntui.cli import exits, output
from aligntui.cli.asked import Asked, Task, no_arguments
from aligntui.paths import config_file, state_dir
from aligntui.text.table import table

if TYPE_CHECKING:
    from aligntui.domain.change import Change


def _undo(asked: Asked) -> int:
    return _said(asked, "undone", asked.notebook.undo())


def _redo(asked: Asked) -> int:
    return _said(asked, "redone", asked.notebook.redo())


def _said(asked: Asked, done: str, change: Change) -> int:
    person = change.after or change.before
    assert person is not None
    return asked.made(
        f"{done.capitalize()}: {change.label}", {"name": person.name, done: change.label}
    )


def _where(asked: Asked) -> int:
    from aligntui.store.locations import synced_by

    path = os.path.realpath(asked.store)
    places = {"store": asked.store, "settings": config_file(), "state": state_dir()}
    by = synced_by(path)
    if asked.json:
        exists = os.path.exists(asked.store)
        output.say_json({**places, "exists": exists, "synchronised_by": by or None})
        return exits.DONE
    if by:
        output.say(f"synced by {by}: only whole files are written to the store's folder")
    rows = [
        (name, path, "" if os.path.exists(path) else "(not there yet)")
        for name, path in places.items()
    ]
    output.say_all(table(rows, ("",) * 3))
    return exits.DONE


TASKS = {
    "undo": Task(no_arguments, _undo),
    "redo": Task(no_arguments, _redo),
    "where": Task(no_arguments, _where),
}
