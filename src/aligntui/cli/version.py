"""The version, and with --verbose what a report of a defect needs: nothing that anybody wrote."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from aligntui import __version__
from aligntui.cli import output
from aligntui.domain.errors import Refused
from aligntui.paths import store_file

if TYPE_CHECKING:
    from argparse import Namespace

_LIBRARIES = ("textual", "tinydb", "orjson", "icalendar", "python-dateutil", "pyrage")
_TERMINAL = ("TERM", "COLORTERM", "TERM_PROGRAM", "TMUX", "STY", "SSH_TTY")
_SAID_AS_SET = ("TMUX", "STY", "SSH_TTY")
"""Variables of which only counts that they are set."""


def say_version(options: Namespace) -> int:
    """Print the version; with --verbose that of everything it runs on."""
    told = {"aligntui": __version__, **(_surroundings(options.store) if options.verbose else {})}
    if options.json:
        output.say_json({**told})
    else:
        for name, words in told.items():
            output.say(f"{name} {words}")
    return output.DONE


def _surroundings(named: str | None) -> dict[str, str]:
    return {
        "python": f"{platform.python_version()} on {platform.system()} {platform.machine()}",
        **{name: _version_of(name) for name in _LIBRARIES},
        "terminal": _terminal() or "none",
        "encoding": sys.stdout.encoding or "none",
        "store": _store(named),
    }


def _version_of(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "not installed"


def _terminal() -> str:
    found = [
        name if name in _SAID_AS_SET else f"{name}={os.environ[name]}"
        for name in _TERMINAL
        if os.environ.get(name)
    ]
    try:
        size = os.get_terminal_size()
    except OSError:
        return " ".join(found)
    return " ".join([*found, f"{size.columns}x{size.lines}"])


def _store(named: str | None) -> str:
    """What kind of file the store is; not where it is, nor what is in it."""
    try:
        path = store_file(named)
        size = os.stat(path).st_size
    except (OSError, Refused):
        return "none"
    from aligntui.store.locations import synced_by

    by = synced_by(os.path.realpath(path))
    kind = "encrypted" if path.endswith(".age") else "plain"
    return f"{kind}, {size:,} bytes{f', synced by {by}' if by else ''}"
