"""How the app gives the terminal back: to another program for a while, by a signal, by a crash.

Textual prints the values of a crash, private notes among them, and tells nobody else of it. So one
private name stands here: `App._handle_exception`, which is given every error that nobody caught.
Where it is missing, Textual still ends the app, prints nothing, and no report is kept.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from textual.app import App, SuspendNotSupported

if TYPE_CHECKING:
    from types import FrameType


PATIENCE: Final = 0.6
"""Seconds the event loop has to keep the drafts before they are kept without it."""

LOOK: Final = 1.0
"""Seconds between two looks at whether the terminal is still there."""

LIMIT: Final = 1.9
"""Seconds after which the process ends whatever hangs."""

_TITLE: Final = "\x1b[22;2t\x1b]2;aligntui\x07"
_TITLE_BACK: Final = "\x1b[23;2t"

RESTORE: Final = (
    "\x1b[<u\x1b[?2004l\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1004l"
    "\x1b[?7h\x1b[0m\x1b[?1049l\x1b[?25h"
)
"""Takes back all that Textual asks of a terminal."""


class Departure:
    """Handles signals that end a process and a vanished terminal; the drafts are kept first."""

    def __init__(self, flush: Callable[[], None], depart: Callable[[int], None]) -> None:
        self._flush = flush
        self._depart = depart
        self._flushed = threading.Event()
        self.code = 0
        """The exit code once this has begun."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._modes = _terminal_modes()

    def watch(self) -> None:
        """Take over the signals; to be called inside the running loop."""
        self._loop = asyncio.get_running_loop()
        # Not `loop.add_signal_handler`: a terminal that takes no output blocks the loop, and a
        # plain handler runs even then.
        for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
            signal.signal(number, self._on_signal)
        threading.Thread(target=self._watch, name="aligntui-terminal", daemon=True).start()

    def _watch(self) -> None:
        """Leave when the terminal is gone, even if no signal says so, as under `nohup`.

        Not in the loop: what is written to a terminal that is gone may block it for good.
        """
        while _terminal_modes() is not None:
            time.sleep(LOOK)
        self._on_signal(signal.SIGHUP, None)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if self.code or self._loop is None:
            return
        self.code = 128 + number
        threading.Thread(target=self._force, name="aligntui-departure", daemon=True).start()
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._leave)

    def _leave(self) -> None:
        self._flush()
        self._flushed.set()
        self._depart(self.code)

    def _force(self) -> None:
        """End the process in time, with the drafts kept even if the loop hangs."""
        deadline = time.monotonic() + LIMIT
        if not self._flushed.wait(PATIENCE):
            helper = threading.Thread(target=self._flush, daemon=True)
            helper.start()
            helper.join(PATIENCE)
        time.sleep(max(0.0, deadline - time.monotonic()))
        self._restore_terminal()
        os._exit(self.code)

    def _restore_terminal(self) -> None:
        """Leave the terminal usable as far as it takes any more output."""
        stdin, stderr = sys.__stdin__, sys.__stderr__
        if stdin is None or stderr is None or self._modes is None:
            return
        with contextlib.suppress(OSError, ValueError, termios.error):
            termios.tcsetattr(stdin.fileno(), termios.TCSANOW, self._modes)
            out = stderr.fileno()
            os.set_blocking(out, False)
            try:
                os.write(out, (RESTORE + _TITLE_BACK).encode())
            finally:
                os.set_blocking(out, True)


def _terminal_modes() -> list[int | list[bytes | int]] | None:
    """Ask the terminal how it is set; None where there is none any more."""
    stdin = sys.__stdin__
    if stdin is None:
        return None
    try:
        return termios.tcgetattr(stdin.fileno())
    except (termios.error, ValueError, OSError):
        return None


def forget_typed_ahead() -> None:
    """Drop what was typed for another program, so that it does not act as keys here."""
    stdin = sys.__stdin__
    if stdin is not None:
        with contextlib.suppress(termios.error, ValueError, OSError):
            termios.tcflush(stdin.fileno(), termios.TCIFLUSH)


@contextlib.contextmanager
def as_it_was() -> Iterator[None]:
    """Let another program have the terminal, and set it as it was, however that program ends.

    ctrl+c and ctrl+backslash are meant for the other program; it still gets them.
    """
    modes = _terminal_modes()
    # not SIG_IGN, which the other program would inherit
    before = {n: signal.signal(n, lambda *_: None) for n in (signal.SIGINT, signal.SIGQUIT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if modes is not None and sys.__stdin__ is not None:
            with contextlib.suppress(OSError, ValueError, termios.error):
                if _terminal_modes() != modes:
                    _say(RESTORE)
                termios.tcsetattr(sys.__stdin__.fileno(), termios.TCSANOW, modes)


def step_aside(app: App[Any], work: Callable[[], object]) -> str:
    """Hand the terminal over while something else runs; returns the error in words, or "".

    Nothing may escape from Textual's own context: it would leave a dead screen.
    """
    trouble = ""
    try:
        with app.suspend(), as_it_was():
            try:
                work()
            except OSError as error:
                trouble = error.strerror or type(error).__name__
            except ValueError as error:
                trouble = str(error)
            forget_typed_ahead()
    except SuspendNotSupported:
        trouble = "this terminal can't be suspended"
    return trouble


def let_go_of_streams() -> None:
    """Flush what can be; a terminal that is gone would turn the exit code into 120."""
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None:
            try:
                stream.flush()
            except OSError:
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, stream.fileno())
                os.close(nowhere)


@contextlib.contextmanager
def constant_title() -> Iterator[None]:
    """Name the terminal's window after the program, never after a person."""
    known = ("xterm", "tmux", "screen", "rxvt", "alacritty", "foot", "kitty", "wezterm", "vte")
    if os.environ.get("TERM", "").startswith(known):
        _say(_TITLE)
        yield
        _say(_TITLE_BACK)
    else:
        yield


def _say(sequence: str) -> None:
    if sys.__stderr__ is not None:
        with contextlib.suppress(OSError, ValueError):
            sys.__stderr__.write(sequence)
            sys.__stderr__.flush()


INSTEAD: Final = "use the printed commands instead: aligntui due, aligntui show NAME"

HANDLE: Final = "_handle_exception"
"""Textual's method that is given what nobody caught, and ends the app."""


class SilentError(Exception):
    """Stands for an error whose values are not to be seen; Textual prints it as it asks to be."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.__cause__ = error

    def __rich__(self) -> str:
        """Nothing."""
        return ""


def keep_silent(app: App[Any], tell: Callable[[Exception], None]) -> bool:
    """Let a crash print no values; `tell` is given the error before the app ends.

    Returns False where this Textual tells nobody of an error.
    """
    app.error_console = Console(stderr=True, quiet=True)
    handle = getattr(app, HANDLE, None)
    if handle is None or list(signature(handle).parameters) != ["error"]:
        return False

    def handled(error: Exception) -> None:
        tell(error)
        handle(SilentError(error))

    setattr(app, HANDLE, handled)
    return True


def refusal() -> str:
    """Say why there can be no terminal app here, or nothing."""
    streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    if not all(stream is not None and stream.isatty() for stream in streams):
        return f"this is not a terminal; {INSTEAD}"
    if os.environ.get("TERM", "") in {"", "dumb", "unknown"}:
        return f"TERM={os.environ.get('TERM', '')} can't show it; {INSTEAD}"
    return ""


def dump_no_memory() -> None:
    """Let a crash of the interpreter leave no copy of what is in memory."""
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _short(filename: str) -> str:
    """Cut a path to what is ours or the library's; folders may hold names of people."""
    parts = Path(filename).parts
    for mark in ("site-packages", "src"):
        if mark in parts:
            return "/".join(parts[parts.index(mark) + 1 :])
    return "/".join(parts[-2:])


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        yield each
        each = each.__cause__ or each.__context__ or getattr(each, "error", None)


def describe(error: BaseException) -> str:
    """Tell types, files, lines and functions of an error, and no value of any kind."""
    import traceback

    lines: list[str] = []
    for each in _chain(error):
        lines.append(f"{type(each).__module__}.{type(each).__qualname__}")
        lines.extend(
            f"  {_short(frame.f_code.co_filename)}:{number} {frame.f_code.co_name}"
            for frame, number in traceback.walk_tb(each.__traceback__)
        )
    return "\n".join(lines)


def write_report(
    error: BaseException, folder: Path | None, *, size: tuple[int, int], kept: str
) -> str:
    """Keep a report that only its owner can read; gives the sentence to end with.

    `kept` says what became of typed text.
    """
    # only a crash needs these
    import platform
    from datetime import datetime

    from aligntui.store.files import own_directory, write_private

    what = type(error).__qualname__
    now = datetime.now().astimezone()
    report = (
        f"aligntui {_version('aligntui')}, textual {_version('textual')}, "
        f"Python {platform.python_version()}, {platform.system()}, "
        f"TERM={os.environ.get('TERM', '')}, {size[0]} by {size[1]}\n{describe(error)}\n"
    )
    said = f"an internal error ended the program; {kept}"
    if folder is None:
        return f"{said} ({what})"
    path = folder / f"crash-{now:%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    try:
        own_directory(str(folder))
        write_private(str(path), [report.encode("utf-8", "replace")])
    except OSError as trouble:
        return f"{said} ({what}); its report could not be written ({type(trouble).__name__})"
    return f"{said}. {path} says where, without anything you typed"


def _version(package: str) -> str:
    from importlib.metadata import version

    try:
        return version(package)
    except ImportError:
        return "unknown"
