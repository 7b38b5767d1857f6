"""Restore a backup: open it if it is encrypted, and say what becomes of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from aligntui.cli import output
from aligntui.cli.asked import Asked, Task, seen_folder
from aligntui.cli.passphrase import new_passphrase, unlock
from aligntui.cli.sealing import open_file
from aligntui.paths import typed

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable


class _Opened(NamedTuple):
    """A backup that can be read: the store it becomes, how that gets its key, what is said."""

    store: str
    key: Callable[[str], object] | None = None
    said: str = ""


def _restore(asked: Asked) -> int:
    from aligntui.store.doctor import state_words
    from aligntui.store.recovery import restore

    file = os.path.realpath(typed(asked.options.file))
    opened = _opened(asked, file)
    done = restore(opened.store, file, seen=seen_folder(), key=opened.key)
    state = done.state
    if asked.json:
        shape = {"path": state.file, "people": state.people, "check_ins": state.check_ins}
        output.say_json({**shape, "at": state.at, "aside": list(done.aside)})
    else:
        output.say(f"restored {state.file}: {state_words(state)}")
    if opened.said:
        output.ask(opened.said)
    if asked.json:
        return output.DONE
    for aside in done.aside:
        output.narrate(f"the previous file is kept in {aside}")
    if done.aside:
        output.narrate(f"'aligntui restore {done.aside[0]}' takes this back")
    return output.DONE


def _opened(asked: Asked, file: str) -> _Opened:
    """Open a backup; a store that is there stays encrypted or plain, a new one is as the backup."""
    from aligntui.store import crypt, sealing
    from aligntui.store.recovery import verified

    store, fd = asked.store, asked.passphrase_fd
    if not (crypt.sealed(file) and os.path.lexists(file)):
        return _Opened(asked.unlocked)
    there = os.path.lexists(store)
    if not there and not crypt.sealed(store):
        store = sealing.target_of(store)
    own_key = there and crypt.sealed(store) and os.path.lexists(crypt.identity_of(store))
    if own_key:
        unlock(store, fd)
    by, recovery = open_file(file, store, fd)
    # before anything more is asked for, and before anything is written
    verified(file)
    if not crypt.sealed(store):
        words = "the store is not encrypted, so what was encrypted in the backup is plain in it now"
        return _Opened(store, None, f"{words}; 'aligntui encrypt' encrypts it")
    if own_key:
        return _Opened(store)
    if not recovery:
        key = None if by == store else lambda path: crypt.adopt(path, by)
        return _Opened(store, key, "it is encrypted as it was; the same passphrase opens it")
    if fd is None:
        output.ask("It stays encrypted; choose a passphrase for it.")
    chosen = new_passphrase(fd)
    words = "it is encrypted: the new passphrase opens it, and the same recovery key"
    return _Opened(store, lambda path: crypt.made(path, chosen, recovery), words)


def _restore_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")


TASKS = {"restore": Task(_restore_arguments, _restore)}
