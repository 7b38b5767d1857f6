"""Passphrases: typed where nobody sees them, or read from an open file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from aligntui.cli import output
from aligntui.domain.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

LEAST = 8
"""Characters of a new passphrase."""
TRIES = 3
_LONGEST = 4096


def unlock(path: str, fd: int | None) -> None:
    """Ask for the passphrase of an encrypted store, unless its key is held already."""
    from aligntui.store import crypt

    if crypt.locked(path):
        until_right(
            lambda: crypt.unlock(path, secret(f"Passphrase of {os.path.basename(path)}: ", fd)), fd
        )


def until_right(attempt: Callable[[], None], fd: int | None) -> None:
    """Try once more where somebody mistyped; what comes from a file is tried once."""
    from aligntui.store.errors import WrongPassphrase

    for left in reversed(range(1 if fd is not None else TRIES)):
        try:
            attempt()
        except WrongPassphrase:
            if not left:
                raise
            output.narrate("That is not it; try again.")
        else:
            return


def secret(prompt: str, fd: int | None) -> str:
    """A line that nobody sees: from the terminal, or from the open file `fd`."""
    if fd is not None:
        return _from_file(fd)
    if not has_terminal():
        raise Refused("nobody can be asked for a passphrase here; pass it with --passphrase-fd N")
    from getpass import getpass

    try:
        return getpass(prompt)
    except EOFError:
        raise Refused("no passphrase was typed; nothing was done") from None
    except UnicodeDecodeError:
        raise Refused("what was typed is not UTF-8; nothing was done") from None


def new_passphrase(fd: int | None) -> str:
    """A passphrase that was typed twice, or read once from `fd`."""
    chosen = secret("New passphrase: ", fd)
    if len(chosen) < LEAST:
        raise Refused(f"a passphrase has at least {LEAST} characters; a few words are best")
    if fd is None and secret("The same again: ", fd) != chosen:
        raise Refused("the two are not the same; nothing was done")
    return chosen


def has_terminal() -> bool:
    """Whether somebody sits there who can be asked."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


_lines: dict[int, list[str]] = {}
"""What is left of the files that passphrases were read from: several may stand in one."""


def _from_file(fd: int) -> str:
    if fd not in _lines:
        try:
            with open(fd, encoding="utf-8", closefd=False) as file:
                _lines[fd] = file.read(_LONGEST).removesuffix("\n").split("\n")
        except (OSError, ValueError) as error:
            raise Refused(f"no passphrase can be read from {fd}; open it for reading") from error
    if not _lines[fd]:
        raise Refused(f"no passphrase is left in {fd}; write one a line")
    return _lines[fd].pop(0)
