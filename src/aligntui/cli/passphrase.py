"""Questions at the terminal: passphrases, typed without echo or from an open file, and a yes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from aligntui.cli import output
from aligntui.domain.errors import Refused

LEAST = 8
"""The fewest characters of a new passphrase."""
TRIES = 3
TERMINAL = "/dev/tty"
_LONGEST = 4096
_ABOVE_A_KEY = ("# created:", "# public key:")
"""Beginnings of the lines that `age-keygen` writes above a key."""


def unlock(path: str, fd: int | None) -> None:
    """Ask for the passphrase of an encrypted store, unless its key is already held."""
    from aligntui.store import crypt

    if crypt.locked(path):
        until_right(
            lambda: crypt.unlock(path, secret(f"Passphrase of {os.path.basename(path)}: ", fd)), fd
        )
    show_typing()


def until_right(attempt: Callable[[], None], fd: int | None) -> None:
    """Repeat an attempt after a wrong passphrase; one read from a file is tried once."""
    from aligntui.store.errors import WrongPassphrase

    for left in reversed(range(1 if fd is not None else TRIES)):
        try:
            attempt()
        except WrongPassphrase:
            if not left:
                raise
            output.ask("Wrong passphrase; try again.")
        else:
            return


def secret(prompt: str, fd: int | None) -> str:
    """Read a line without echo from the terminal, or from the open file `fd`.

    Words typed ahead of the question count as its answer.
    """
    if fd is not None:
        return _from_file(fd)
    with _terminal() as tty:
        if tty is None:
            raise Refused(
                "no terminal to ask for the passphrase in; pass it with --passphrase-fd N"
            )
        _hide_typing(tty)
        output.say_at(tty, prompt)
        try:
            return _line(tty)
        finally:
            output.say_at(tty, "")


def key_or_secret(prompt: str, fd: int | None) -> str:
    """Read a passphrase, or a recovery key of one or more lines."""
    from aligntui.store import crypt

    if fd is not None:
        return _key_in(fd) or secret(prompt, fd)
    typed = secret(prompt, None)
    while typed.startswith(_ABOVE_A_KEY) or (
        crypt.key_of(typed) and not crypt.whole_key(crypt.key_of(typed))
    ):
        more = secret("The next line of the key, or Enter: ", None)
        if not more:
            break
        typed = more if typed.startswith(_ABOVE_A_KEY) else f"{typed}\n{more}"
    return typed


def new_passphrase(fd: int | None) -> str:
    """Read a new passphrase: typed twice, or once from `fd`."""
    from aligntui.store.crypt import one_form

    chosen = one_form(secret("New passphrase: ", fd))
    if len(chosen) < LEAST:
        raise Refused(f"use at least {LEAST} characters; a few words are best")
    if fd is None and one_form(secret("Repeat it: ", fd)) != chosen:
        raise Refused("the two passphrases differ; nothing was changed")
    return chosen


def has_terminal() -> bool:
    """True when there is a terminal to ask questions in."""
    with _terminal() as tty:
        return tty is not None


def confirmed(words: str, question: str) -> bool:
    """Ask for confirmation at the terminal; Enter means no."""
    output.ask(words)
    output.ask(f"{question} y, or Enter for no:")
    with open(TERMINAL, encoding="utf-8", errors="replace") as terminal:
        return terminal.readline().strip().casefold() in ("y", "yes")


def hide_typing(words: Sequence[str]) -> None:
    """Turn echo off at once when the arguments show that a passphrase will be asked for.

    The question takes a moment to appear, and the user may already be typing.
    """
    from aligntui.paths import store_file

    if any(word.startswith("--passphrase-fd") for word in words) or "demo" in words:
        return
    *_, named = None, *(word[len("--store=") :] for word in words if word.startswith("--store="))
    if "--store" in words[:-1]:
        named = words[words.index("--store") + 1]
    try:
        sealed = (word.endswith(".age") for word in (store_file(named), *words))
        asks = "encrypt" in words or any(sealed)
    except Refused:
        return
    if asks:
        with _terminal() as tty:
            # changing the terminal would stop a process in the background
            if tty is not None and os.tcgetpgrp(tty) == os.getpgrp():
                _hide_typing(tty)


def show_typing() -> None:
    """Restore the terminal settings from before echo was turned off."""
    if not _before:
        return
    import signal
    import termios

    modes = _before.pop()
    with _terminal() as tty, suppress(termios.error):
        if tty is not None:
            termios.tcsetattr(tty, termios.TCSANOW, modes)
    while _handlers:
        signal.signal(*_handlers.popitem())


_before: list[list[int | list[bytes | int]]] = []
"""The terminal settings from before echo was turned off, while it is off."""
_handlers: dict[int, Any] = {}
"""The signal handlers from before that."""


@contextmanager
def _terminal() -> Iterator[int | None]:
    """The controlling terminal, opened for the block; None without one."""
    try:
        tty = os.open(TERMINAL, os.O_RDWR | os.O_NOCTTY)
    except OSError:
        yield None
        return
    try:
        yield tty
    finally:
        os.close(tty)


def _hide_typing(tty: int) -> None:
    import signal
    import termios

    with suppress(termios.error):  # the terminal may be gone by now
        modes = termios.tcgetattr(tty)
        if not _before:
            _before.append(modes.copy())
            for number in (signal.SIGTERM, signal.SIGQUIT, signal.SIGHUP, signal.SIGCONT):
                # a shell turns echo on again while this process is stopped
                then = _went_on if number == signal.SIGCONT else _ended
                if signal.getsignal(number) is not signal.SIG_IGN:
                    _handlers[number] = signal.signal(number, then)
        modes[3] &= ~termios.ECHO
        # not TCSAFLUSH, which discards what was typed ahead
        termios.tcsetattr(tty, termios.TCSANOW, modes)


def _ended(number: int, _frame: object) -> None:
    show_typing()
    os.kill(os.getpid(), number)


def _went_on(_number: int, _frame: object) -> None:
    with _terminal() as tty:
        if tty is not None and _before:
            _hide_typing(tty)


def _line(tty: int) -> str:
    typed = b""
    while not typed.endswith(b"\n"):
        more = os.read(tty, _LONGEST)
        if not more:
            raise Refused("no passphrase given; nothing was changed")
        typed += more
    try:
        return typed.removesuffix(b"\n").decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("the passphrase is not UTF-8; nothing was changed") from None


_lines: dict[int, list[str]] = {}
"""Unread lines of the files that passphrases come from: one file may hold several."""


def _left_in(fd: int) -> list[str]:
    if fd not in _lines:
        try:
            with open(fd, encoding="utf-8", closefd=False) as file:
                _lines[fd] = file.read(_LONGEST).removesuffix("\n").split("\n")
        except (OSError, ValueError) as error:
            raise Refused(f"can't read a passphrase from {fd}; open it for reading") from error
    return _lines[fd]


def _from_file(fd: int) -> str:
    left = _left_in(fd)
    if not left:
        raise Refused(f"no passphrase left in {fd}; write one per line")
    return left.pop(0)


def _key_in(fd: int) -> str:
    """Take the lines of an open file up to the end of a recovery key; empty without one."""
    from aligntui.store import crypt

    left = _left_in(fd)
    for end in range(1, len(left) + 1):
        text = "\n".join(left[:end])
        if crypt.whole_key(crypt.key_of(text)) or (end == len(left) and crypt.key_of(text)):
            del left[:end]
            return text
    return ""
