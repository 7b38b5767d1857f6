"""Commands that start the terminal app: no command at all, `open`, and `demo`."""

from __future__ import annotations

import os
import sys

from aligntui.cli import output
from aligntui.cli.asked import Asked, day_of
from aligntui.cli.parser import COMMANDS, command
from aligntui.domain.errors import Refused

_PRINTED = (
    ("due", ""),
    ("prep", "NAME"),
    ("show", "NAME"),
    ("timeline", "NAME"),
    ("history", "NAME HANDLE"),
    ("minutes", "NAME"),
    ("diff", "NAME FROM"),
    ("review", "NAME --since DATE"),
    ("differences", ""),
    ("concerns", ""),
    ("actions", ""),
    ("untold", ""),
    ("search", "TEXT"),
)
"""The commands that print the contents of the screens."""


def start(asked: Asked) -> int:
    """Open the app at the team, or list the printing commands in plain style."""
    return _twins() if asked.plain else _started(asked)


@command("open NAME")
def _open(asked: Asked) -> int:
    from aligntui.store.errors import StoreDamaged

    if asked.plain:
        return _twins(asked.options.name)

    try:
        name = asked.find(asked.options.name).name
    except StoreDamaged:
        # the app offers the backups of a store that can't be read
        name = asked.options.name
    return _started(asked, name=name)


@command("demo")
def _demo(asked: Asked) -> int:
    if asked.plain:
        raise Refused("the sample team needs the full screen; leave out --plain, or ACCESSIBLE=0")
    return _started(asked, demo=True)


def _twins(name: str = "NAME") -> int:
    """List the commands that print the contents of the screens."""
    from shlex import quote

    output.narrate("The full screen is off (--plain or ACCESSIBLE). These commands print instead:")
    for named, rest in _PRINTED:
        words = f"aligntui {named} {rest}".strip().replace("NAME", quote(name))
        output.say(f"{words}: {COMMANDS[named].words}")
    output.narrate("'aligntui --help' lists all commands, also those that change something.")
    return output.DONE


def _started(asked: Asked, *, name: str | None = None, demo: bool = False) -> int:
    from pathlib import Path

    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused("the app needs a terminal; 'aligntui due' prints who is due")
    asked.close()
    if asked.options.no_color:
        os.environ["NO_COLOR"] = "1"
    return asked.open_app(
        store=None if demo else Path(asked.unlocked),
        open_name=name,
        demo=demo,
        today=lambda: day_of(asked.options.on),
        hide=asked.hide,
        alone=asked.options.i_am_alone,
    )
