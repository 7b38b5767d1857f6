"""All output: data to stdout, narration to stderr, control characters removed."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from aligntui.domain.plain import harmless
from aligntui.text.table import Line, style

if TYPE_CHECKING:
    Json = dict[str, object] | list[dict[str, object]]


def say(line: str) -> None:
    """Print one line of data; a terminal is told where table columns begin."""
    shown = harmless(line)
    if style.plain and not isinstance(line, Line):
        # drop blanks that only serve the eye
        shown = " ".join(shown.split())
    columns = getattr(line, "columns", ())
    if columns and not line.isascii() and len(shown) == len(line) and (cells := _terminal()):
        from aligntui.text.table import placed

        shown = placed(shown, columns, cells)
    print(shown)


def say_all(lines: Iterable[str]) -> None:
    """Print lines of data."""
    for line in lines:
        say(line)


def say_markdown(lines: Iterable[str], *, leaves: bool = True) -> None:
    """Print lines of Markdown that also read well as text; in plain style without the marks.

    What only the user reads, and never `leaves`, has no escapes.
    """
    if style.plain or not leaves:
        from aligntui.text.markdown import spoken, unescaped

        lines = spoken(lines) if style.plain else map(unescaped, lines)
    say_all(lines)


def say_json(value: Json) -> None:
    """Print one JSON document, with control characters escaped."""
    import json

    # escape what the locale can't show rather than lose it
    unicode = codecs.lookup(sys.stdout.encoding or "utf-8").name == "utf-8"
    text = json.dumps(value, ensure_ascii=not unicode, indent=2, default=_iso)
    for line in text.split("\n"):
        print(line if line.isprintable() else "".join(map(_escaped, line)))


def _iso(value: object) -> str:
    """A day in JSON; all other values are JSON's own, or refused."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"JSON can't hold {value!r}")


def say_exactly(text: str) -> None:
    """Print data for other programs unchanged; the caller has made it safe."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8"))


class _Manner:
    """Output settings of the running command."""

    quiet = False


_manner = _Manner()


def speak(*, quiet: bool, plain: bool) -> None:
    """Set the style of all output from now on.

    Quiet leaves out narration, but not errors and questions. Plain is for a screen reader (see
    `text.table.Style`).
    """
    _manner.quiet, style.plain = quiet, plain


def say_at(terminal: int, words: str) -> None:
    """Write to an open terminal, whatever stdout and stderr are; no words end the line."""
    import os

    os.write(terminal, (harmless(words) or "\n").encode("utf-8", "replace"))


def narrate(line: str) -> None:
    """Print a line for the user, unless quiet."""
    if not _manner.quiet:
        ask(line)


def ask(line: str) -> None:
    """Print a line that the user must answer, or know before answering."""
    print(harmless(line), file=sys.stderr)


def complain(message: object) -> None:
    """Print an error with advice."""
    ask(f"aligntui: {message}")


def be_lenient() -> None:
    """Never fail over a character that the locale can't show."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def flush() -> None:
    """Flush stdout; raises OSError if it can't be written."""
    if sys.stdout is not None:
        sys.stdout.flush()


def drop() -> None:
    """Discard unwritten output, so that the interpreter doesn't complain when it exits."""
    import os

    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)


def _terminal() -> int:
    """The width of stdout if it is a terminal with cursor control, else 0."""
    import os

    plain = os.environ.get("TERM", "dumb") in ("", "dumb") or os.environ.get("ACCESSIBLE")
    try:
        return 0 if plain else os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError, AttributeError):
        return 0


def _escaped(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    if code > 0xFFFF:
        return character
    return f"\\u{code:04x}"


DONE = 0
NO = 1
"""A negative answer, not an error."""
REFUSED = 2
STORE = 3
DEFECT = 70
INTERRUPTED = 130
