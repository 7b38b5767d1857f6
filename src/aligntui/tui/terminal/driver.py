"""What comes from the terminal: keys and pastes, whatever bytes they are made of.

Textual looks for keys inside of pastes and fails on some bytes, has no public parser to put beside
it, and believes COLUMNS more than the terminal. So two private names stand here: `XTermParser`,
which makes keys of single sequences, and `LinuxDriver._get_terminal_size`. Where the parser is
missing or reads a probe differently, Textual reads the terminal by itself: a paste with Esc in it
is then carried out as keys. Where nobody asks for the size, it is looked at once a second.
"""

from __future__ import annotations

import codecs
import os
import re
import select
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from textual import constants, events
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size

from aligntui.domain.plain import LONGEST_TEXT
from aligntui.tui.keyboard import SEVERAL, Burst, is_text

if TYPE_CHECKING:
    from textual._xterm_parser import XTermParser
    from textual.message import Message
else:
    try:
        from textual._xterm_parser import XTermParser
    except ImportError:
        XTermParser = None

PASTE_START: Final = "\x1b[200~"
PASTE_END: Final = "\x1b[201~"

CHUNK: Final = 1 << 16
LOOK: Final = 0.1
"""Seconds between two looks at whether to stop, or whether Esc was all there was."""

PASTE_ENDS: Final = 2.0
"""Seconds of silence after which a paste counts as finished that was never closed."""

AT_ONCE: Final = 0.003
"""Seconds between bytes that nobody types one by one."""

IN_PIECES: Final = 0.02
"""The same between the pieces of what is too long to be typed anyway."""

WIDEST: Final = 5000
"""Cells of a window; more is no window."""

_ESCAPE: Final = "\x1b"
_ESCAPE_ALONE: Final = re.compile("\x1b(?=[^\\[O\x1b\x7f\x08])")
"""Esc with a key close behind; in front of these it begins the name of a key: `[`, `O`."""


class Reader:
    """Makes messages of what a terminal sends; a paste is text from its first character on."""

    def __init__(self) -> None:
        self._parser = XTermParser()
        self._held = ""
        self._since = 0.0
        self._paste: list[str] | None = None
        self._pasted = 0

    def feed(self, text: str) -> Iterator[Message]:
        """Take what came and give what it means."""
        text, self._held, self._since = self._held + text, "", time.monotonic()
        while text:
            if self._paste is not None:
                text, done = self._take_paste(text)
                if done:
                    yield from self._finish_paste()
                continue
            keys, begins, text = text.partition(PASTE_START)
            if begins:
                self._paste, self._pasted = [], 0
            else:
                keys, self._held = _split_tail(keys, PASTE_START)
            yield from self._keys(keys)

    def tick(self) -> Iterator[Message]:
        """Give what silence decides: Esc on its own, and the end of a paste that has none."""
        silence = time.monotonic() - self._since
        if self._paste is not None:
            if silence > PASTE_ENDS:
                self._paste.append(self._held)
                self._held = ""
                yield from self._finish_paste()
        elif self._held and silence > constants.ESCAPE_DELAY:
            held, self._held = self._held, ""
            yield from [_escape()] if held == _ESCAPE else self._keys(held)
        else:
            yield from self._safely(self._parser.tick)

    def _keys(self, text: str) -> Iterator[Message]:
        first, *more = _ESCAPE_ALONE.split(text)
        yield from self._parse(first)
        for part in more:
            yield _escape()
            yield from self._parse(part)

    def _parse(self, text: str) -> Iterator[Message]:
        if text:
            yield from self._safely(lambda: self._parser.feed(text))

    def _safely(self, messages: object) -> Iterator[Message]:
        """Nothing that can be typed may end the program: begin anew after nonsense."""
        assert callable(messages)
        found: list[Message] = []
        try:
            found.extend(messages())
        except (ValueError, ArithmeticError, LookupError, StopIteration, RuntimeError):
            self._parser = XTermParser()
        yield from found

    def _take_paste(self, text: str) -> tuple[str, bool]:
        assert self._paste is not None
        pasted, ends, rest = text.partition(PASTE_END)
        if not ends:
            pasted, self._held = _split_tail(pasted, PASTE_END)
        # one more than can be kept is enough to know that it is too much
        self._paste.append(pasted[: max(0, LONGEST_TEXT + 1 - self._pasted)])
        self._pasted += len(pasted)
        return rest, bool(ends)

    def _finish_paste(self) -> Iterator[Message]:
        text, self._paste = "".join(self._paste or ()), None
        if text:
            yield events.Paste(text)


def can_read() -> bool:
    """Say whether this Textual parses keys in the way that `Reader` relies on."""
    with suppress(Exception):  # whatever another shape of it comes to
        reader = Reader()
        found = [*reader.feed("a\x1b[B"), *reader.tick()]
        return [each.key for each in found if isinstance(each, events.Key)] == ["a", "down"]
    return False


def bursts(messages: Iterable[Message]) -> Iterator[Message]:
    """Give the keys that came at once, and that a text may consist of, as one."""
    keys: list[events.Key] = []
    for message in messages:
        if isinstance(message, events.Key) and is_text(message):
            keys.append(message)
            continue
        yield from _as_one(keys)
        keys = []
        yield message
    yield from _as_one(keys)


def _as_one(keys: list[events.Key]) -> list[Message]:
    return [Burst(keys)] if len(keys) >= SEVERAL else list(keys)


def _escape() -> events.Key:
    return events.Key("escape", _ESCAPE)


def _split_tail(text: str, mark: str) -> tuple[str, str]:
    """Part a text from what may be the beginning of a mark at its end."""
    for length in range(min(len(mark) - 1, len(text)), 0, -1):
        if text.endswith(mark[:length]):
            return text[:-length], text[-length:]
    return text, ""


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, CHUNK)
    except OSError:
        return b""


def terminal_size() -> Size | None:
    """Ask the terminal itself; None where it can't say.

    COLUMNS and LINES of a shell are not told of a new size. One that says 0 has the size that rich
    takes it for: two opinions would be drawn in turn without an end.
    """
    try:
        size = os.get_terminal_size(sys.__stdin__.fileno() if sys.__stdin__ else 0)
    except (OSError, ValueError):
        return None
    return Size(size.columns or 80, size.lines or 25)


def resized(known: Size) -> events.Resize | None:
    """The size of the terminal, where it is another one than is known."""
    size = terminal_size() or known
    return None if size == known or max(size) > WIDEST else events.Resize(size, size)


class TerminalDriver(LinuxDriver):
    """Reads through `Reader`; bytes that are no text, and the end of them, are no errors."""

    def _get_terminal_size(self) -> tuple[int, int]:
        return terminal_size() or super()._get_terminal_size()

    def run_input_thread(self) -> None:
        """Read until the app steps aside or ends, or nobody types any more."""
        if not can_read():
            super().run_input_thread()
            return
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        reader = Reader()
        while not self.exit_event.is_set():
            if select.select([self.fileno], [], [], LOOK)[0]:
                data = self._read_burst()
                if not data:
                    return
                for message in bursts(reader.feed(decode(data))):
                    self.process_message(message)
            for message in reader.tick():
                self.process_message(message)

    def _read_burst(self) -> bytes:
        """Read what comes at once; nothing where nobody types any more."""
        data = more = _read(self.fileno)
        while more and len(data) < CHUNK:
            many = len(data) >= SEVERAL and b"\x1b" not in data
            wait = IN_PIECES if many else AT_ONCE
            if not select.select([self.fileno], [], [], wait)[0]:
                break
            more = _read(self.fileno)
            data += more
        return data

    def process_message(self, message: Message) -> None:
        """Leave out sizes that no window has."""
        if isinstance(message, events.Resize) and max(message.size) > WIDEST:
            return
        super().process_message(message)
