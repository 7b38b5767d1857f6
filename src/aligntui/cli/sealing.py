"""Commands that encrypt and decrypt the store, and restore a backup, encrypted or plain."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NamedTuple

from aligntui.cli import output
from aligntui.cli.asked import Asked, seen_folder
from aligntui.cli.parser import arg, command
from aligntui.cli.passphrase import (
    TRIES,
    key_or_secret,
    new_passphrase,
    secret,
    unlock,
    until_right,
)
from aligntui.domain.errors import Refused
from aligntui.paths import typed
from aligntui.store import crypt, sealing
from aligntui.store.backups import RECOVERED
from aligntui.store.doctor import state_words
from aligntui.store.drafts import FileDrafts
from aligntui.store.errors import StoreError
from aligntui.store.files import read_whole
from aligntui.store.locations import drafts_of, spare_drafts_of
from aligntui.store.recovery import restore, verified

_LAST = 6


@command("encrypt", arg("--change-passphrase", "change the passphrase"))
def _encrypt(asked: Asked) -> None:
    if crypt.sealed(asked.store):
        _encrypted_already(asked)
        return
    if asked.options.change_passphrase:
        raise Refused("the store is not encrypted; 'aligntui encrypt' does it")
    crypt.age()
    passphrase = new_passphrase(asked.passphrase_fd)

    def written_down(recovery: str) -> None:
        _show(asked, sealing.target_of(asked.store), recovery)
        if asked.passphrase_fd is None:
            _confirm(recovery)

    turned = sealing.encrypt(asked.store, passphrase, written_down, seen=seen_folder())
    _follow_drafts(turned.path)
    for note in turned.notes:
        output.complain(note)
    output.narrate(f"encrypted: {turned.path}; the plain files are gone")


def _encrypted_already(asked: Asked) -> None:
    if asked.options.change_passphrase:
        _change_passphrase(asked)
        return
    path = os.path.realpath(asked.store)
    left = sealing.unsealed(path, seen_folder())
    if not left:
        raise Refused("the store is encrypted; 'aligntui encrypt --change-passphrase' changes that")
    sealing.seal_rest(asked.unlocked, seen=seen_folder())
    _follow_drafts(asked.store)
    still = sealing.unsealed(path, seen_folder())
    for file in still:
        output.complain(f"{file} is still plain; close the window that writes it, then try again")
    done = len(left) - len(still)
    output.narrate(f"the store was encrypted already; files encrypted now: {done}")
    _where(asked, asked.store)


def _change_passphrase(asked: Asked) -> None:
    fd, typed = asked.passphrase_fd, ""

    def attempt() -> None:
        nonlocal typed
        typed = secret("Old passphrase: ", fd)
        crypt.unlock(asked.store, typed)

    until_right(attempt, fd)
    crypt.change_passphrase(asked.store, typed, new_passphrase(fd))
    output.narrate("the new passphrase opens the store from now on; older copies of the key file")
    output.narrate("still open with the old one")
    _where(asked, asked.store)


@command("decrypt")
def _decrypt(asked: Asked) -> None:
    if not crypt.sealed(asked.store):
        _plain_already(asked)
        return
    _ask(asked, asked.store)
    turned = sealing.decrypt(asked.store, seen=seen_folder())
    _follow_drafts(turned.path)
    for note in turned.notes:
        output.complain(note)
    folder = os.path.join(os.path.dirname(turned.path), RECOVERED)
    output.narrate(f"not encrypted any more: {turned.path}; its key is kept in {folder}")
    _where(asked, turned.path)


def _plain_already(asked: Asked) -> None:
    beside = sealing.target_of(asked.store)
    if not sealing.left(beside):
        raise Refused("the store is not encrypted")
    if sealing.closed(beside) and os.path.lexists(crypt.identity_of(beside)):
        _ask(asked, beside)
    for file in sealing.forget(beside):
        output.narrate(f"moved aside: {file}")
    _follow_drafts(asked.store)
    _where(asked, asked.store)


def _ask(asked: Asked, store: str) -> None:
    prompt = "Passphrase, or recovery key: "
    fd = asked.passphrase_fd
    until_right(lambda: _unlock_somehow(store, key_or_secret(prompt, fd)), fd)


def _unlock_somehow(store: str, typed: str) -> None:
    if crypt.key_of(typed):
        crypt.unlock_by_recovery(store, typed)
    else:
        crypt.unlock(store, typed)


def open_file(file: str, store: str, fd: int | None) -> tuple[str, str]:
    """Open an encrypted file that no held key opens; `store` is the one that it is taken into.

    Returns the path whose key file opened it, or the recovery key that did; both are "" where
    nothing had to be asked.
    """
    found = read_whole(file) if crypt.sealed(file) else None
    if found is None or crypt.fits(found[0]):
        return "", ""
    own = store if crypt.sealed(store) else sealing.target_of(store)
    beside = os.path.join(os.path.dirname(file), os.path.basename(own))
    has_key = (each for each in (file, beside, own) if os.path.lexists(crypt.identity_of(each)))
    # a key that is held already does not fit
    keyed = [each for each in has_key if crypt.locked(each)]
    name, by, key = os.path.basename(file), "", ""
    prompt = f"Passphrase of {name}, or recovery key: " if keyed else f"Recovery key of {name}: "

    def attempt() -> None:
        nonlocal by, key
        typed = key_or_secret(prompt, fd)
        key = crypt.key_of(typed)
        if not key and not keyed:
            raise StoreError(
                f"{file} opens with its recovery key, which begins with {crypt.SECRET}1, or with "
                f"its passphrase once its key file lies beside it as {crypt.identity_of(name)}"
            )
        by = "" if key else keyed[0]
        _unlock_somehow(by or file, typed)

    until_right(attempt, fd)
    return by, key


def _where(asked: Asked, path: str) -> None:
    if asked.json:
        output.say_json({"path": path})


def _show(asked: Asked, path: str, recovery: str) -> None:
    """Print the recovery key; refuses to encrypt when it can't be shown."""
    try:
        if asked.json:
            output.say_json({"path": path, "recovery_key": recovery})
        else:
            output.ask("The recovery key opens the store when the passphrase is forgotten or")
            output.ask("the key file is lost. It is shown this once; write it down and keep it")
            output.ask("elsewhere:")
            output.say(recovery)
        output.flush()
    except OSError as error:
        output.drop()
        raise Refused("nothing was encrypted: no terminal to show the recovery key in") from error


def _confirm(recovery: str) -> None:
    for _ in range(TRIES):
        typed = secret(f"Its last {_LAST} characters, from what you wrote down: ", None)
        if "".join(typed.split()).upper() == recovery[-_LAST:]:
            return
        output.ask("They don't match; look again.")
    raise Refused("nothing was encrypted; run it again when you can write the key down")


def _follow_drafts(path: str) -> None:
    """Encrypt or decrypt left-over drafts to match the store."""
    folder = drafts_of(path, seen_folder())
    if folder and os.path.isdir(folder):
        drafts = FileDrafts(folder, store=path, spares=spare_drafts_of(path))
        drafts.close()
        for notice in drafts.notices:
            output.complain(notice)


class _Opened(NamedTuple):
    """A backup that can be read: the store it becomes, how that gets its key, what is said."""

    store: str
    key: Callable[[str], object] | None = None
    said: str = ""


@command("restore FILE")
def _restore(asked: Asked) -> None:
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
    for aside in () if asked.json else done.aside:
        output.narrate(f"the previous file is kept in {aside}")
    if done.aside and not asked.json:
        output.narrate(f"'aligntui restore {done.aside[0]}' takes this back")


def _opened(asked: Asked, file: str) -> _Opened:
    """Open a backup; a store that is there stays encrypted or plain, a new one is as the backup."""
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
