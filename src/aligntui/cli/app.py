"""Starting the terminal app: what no command at all does, `open`, and `demo`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from aligntui.cli.asked import Asked, Task, day_of
from aligntui.domain.errors import Refused

if TYPE_CHECKING:
    from argparse import ArgumentParser


def start(asked: Asked) -> int:
    """The app with everybody."""
    return _started(asked)


def _open(asked: Asked) -> int:
    from aligntui.store.errors import StoreDamaged

    try:
        name = asked.find(asked.options.name).name
    except StoreDamaged:
        # the app shows what is left of a store that can't be read
        name = asked.options.name
    return _started(asked, name=name)


def _demo(asked: Asked) -> int:
    return _started(asked, demo=True)


def _started(asked: Asked, *, name: str | None = None, demo: bool = False) -> int:
    from pathlib import Path

    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused("the app needs a terminal; 'aligntui due' prints who is due")
    asked.close()
    return asked.open_app(
        store=None if demo else Path(asked.unlocked),
        open_name=name,
        demo=demo,
        today=lambda: day_of(asked.options.on),
        hide=asked.hide,
        alone=asked.options.i_am_alone,
    )


def _name(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")


def _nothing(parser: ArgumentParser) -> None:
    pass


TASKS = {"open": Task(_name, _open), "demo": Task(_nothing, _demo)}
