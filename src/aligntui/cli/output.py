"""The one way out: data to stdout, narration to stderr, all of it harmless for a terminal."""

from __future__ import annotations

import codecs
import sys
from typing import TYPE_CHECKING

from aligntui.text.harmless import harmless
from aligntui.text.table import Line, style

if TYPE_CHECKING:
    from collections.abc import Iterable

    Json = dict[str, object] | list[dict[str, object]]


def say(line: str) -> None:
    """One line of data; a terminal is told where the columns of a table begin."""
    shown = harmless(line)
    if style.plain and not isinstance(line, Line):
        # blanks for the eye alone
        shown = " ".join(shown.split())
    columns = getattr(line, "columns", ())
    if columns and not line.isascii() and len(shown) == len(line) and (cells := _terminal()):
        from aligntui.text.table import placed

        shown = placed(shown, columns, cells)
    print(shown)


def say_all(lines: Iterable[str]) -> None:
    """Lines of data."""
    for line in lines:
        say(line)


def say_markdown(lines: Iterable[str]) -> None:
    """Lines of Markdown, which also reads well; without its marks where all has to be plain."""
    if style.plain:
        from aligntui.text.markdown import spoken

        lines = spoken(lines)
    say_all(lines)


def say_json(value: Json) -> None:
    """Data as one JSON document, in which whatever steers a terminal is escaped."""
    import json

    # what the locale can't show is escaped rather than lost
    unicode = codecs.lookup(sys.stdout.encoding or "utf-8").name == "utf-8"
    text = json.dumps(value, ensure_ascii=not unicode, indent=2)
    for line in text.split("\n"):
        print(line if line.isprintable() else "".join(map(_escaped, line)))


def say_exactly(text: str) -> None:
    """Data that other programs read, byte by byte; whoever made it made it harmless."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8"))


class _Manner:
    """How one command speaks."""

    quiet = False


_manner = _Manner()


def speak(*, quiet: bool, plain: bool) -> None:
    """Choose how all is said from now on.

    Quiet leaves narration out; what is wrong, and what has to be answered, is said all the same.
    Plain is for a screen reader (see `text.table.Style`).
    """
    _manner.quiet, style.plain = quiet, plain


def say_at(terminal: int, words: str) -> None:
    """Words straight to an open terminal, wherever stdout and stderr lead; none is a line end."""
    import os

    os.write(terminal, (harmless(words) or "\n").encode("utf-8", "replace"))


def narrate(line: str) -> None:
    """One line for the person who reads along."""
    if not _manner.quiet:
        ask(line)


def ask(line: str) -> None:
    """One line that somebody has to answer, or to know before they do."""
    print(harmless(line), file=sys.stderr)


def complain(message: object) -> None:
    """One line that says what is wrong and what to do."""
    ask(f"aligntui: {message}")


def be_lenient() -> None:
    """Let no character be a reason to fail, whatever the locale can show."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def flush() -> None:
    """Hand over what was printed; raises what the reader of it refuses."""
    if sys.stdout is not None:
        sys.stdout.flush()


def drop() -> None:
    """Forget what nobody reads any more, so that the interpreter doesn't complain at its end."""
    import os

    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)


def _terminal() -> int:
    """The cells of a line where stdout is a terminal that can be told where to write, else 0."""
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
