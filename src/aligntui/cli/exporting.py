"""What goes out in a form that other programs read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from aligntui.cli import exits, output
from aligntui.cli.asked import Asked, Task
from aligntui.domain.errors import Refused
from aligntui.domain.overview import by_urgency

if TYPE_CHECKING:
    from argparse import ArgumentParser

FORMATS = ("ics",)


def _export(asked: Asked) -> int:
    from aligntui.text.ics import calendar

    options = asked.options
    if options.format not in FORMATS:
        raise Refused(f"'{options.format}' is no form to export to; type --format ics")
    here = [asked.find(options.name)] if options.name else asked.notebook.people()
    everybody = by_urgency(tuple(o for o in here if o.archived is None), asked.today)
    text = calendar(everybody, asked.today)
    if options.output in (None, "-"):
        output.say_exactly(text)
        return exits.DONE
    written = _written(text, options.output)
    output.narrate(f"wrote the next check-ins of {len(everybody)} to {written}")
    return exits.DONE


def _written(text: str, named: str) -> str:
    """The whole file or none: a calendar may read it at any time."""
    path = os.path.realpath(os.path.expanduser(named))
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        with os.fdopen(os.open(temporary, flags, 0o600), "wb") as file:
            file.write(text.encode("utf-8"))
        os.replace(temporary, path)
    except OSError as error:
        if os.path.lexists(temporary):
            os.unlink(temporary)
        raise Refused(f"{named}: {error.strerror}; name another file with -o") from None
    return path


def _arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("name", metavar="NAME", nargs="?", help="only this person")
    add("--format", metavar="F", required=True, help="ics: due days as a calendar")
    add("-o", "--output", metavar="PATH", help="the file to write; else, or with -, it is printed")


TASKS = {"export": Task(_arguments, _export)}
