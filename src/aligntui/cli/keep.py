"""Taking back, doing again, and where everything is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from aligntui.cli import exits, output
from aligntui.cli.asked import Asked, Task
from aligntui.paths import config_file, state_dir

if TYPE_CHECKING:
    from argparse import ArgumentParser

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
    places = {"store": asked.store, "settings": config_file(), "state": state_dir()}
    if asked.json:
        output.say_json({**places, "exists": os.path.exists(asked.store)})
        return exits.DONE
    for name, path in places.items():
        output.say(f"{name:<10}{path}{'' if os.path.exists(path) else '  (not there yet)'}")
    return exits.DONE


def _nothing(parser: ArgumentParser) -> None:
    pass


TASKS = {
    "undo": Task(_nothing, _undo),
    "redo": Task(_nothing, _redo),
    "where": Task(_nothing, _where),
}
