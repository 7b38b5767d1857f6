"""Commands that encrypt and decrypt the store."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from aligntui.cli import output
from aligntui.cli.asked import Asked, Task, no_arguments, seen_folder
from aligntui.cli.passphrase import TRIES, key_or_secret, new_passphrase, secret, until_right
from aligntui.domain.errors import Refused
from aligntui.store.errors import StoreError

if TYPE_CHECKING:
    from argparse import ArgumentParser

_LAST = 6


def _encrypt(asked: Asked) -> int:
    from aligntui.store import crypt, sealing

    if crypt.sealed(asked.store):
        return _encrypted_already(asked)
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
    return output.DONE


def _encrypted_already(asked: Asked) -> int:
    from aligntui.store import sealing

    if asked.options.change_passphrase:
        return _change_passphrase(asked)
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
    return _where(asked, asked.store)


def _change_passphrase(asked: Asked) -> int:
    from aligntui.store import crypt

    fd, typed = asked.passphrase_fd, ""

    def attempt() -> None:
        nonlocal typed
        typed = secret("Old passphrase: ", fd)
        crypt.unlock(asked.store, typed)

    until_right(attempt, fd)
    crypt.change_passphrase(asked.store, typed, new_passphrase(fd))
    output.narrate("the new passphrase opens the store from now on; older copies of the key file")
    output.narrate("still open with the old one")
    return _where(asked, asked.store)


def _decrypt(asked: Asked) -> int:
    from aligntui.store import crypt, sealing
    from aligntui.store.backups import RECOVERED

    if not crypt.sealed(asked.store):
        return _plain_already(asked)
    _ask(asked, asked.store)
    turned = sealing.decrypt(asked.store, seen=seen_folder())
    _follow_drafts(turned.path)
    for note in turned.notes:
        output.complain(note)
    folder = os.path.join(os.path.dirname(turned.path), RECOVERED)
    output.narrate(f"not encrypted any more: {turned.path}; its key is kept in {folder}")
    return _where(asked, turned.path)


def _plain_already(asked: Asked) -> int:
    from aligntui.store import crypt, sealing

    beside = sealing.target_of(asked.store)
    if not sealing.left(beside):
        raise Refused("the store is not encrypted")
    if sealing.closed(beside) and os.path.lexists(crypt.identity_of(beside)):
        _ask(asked, beside)
    for file in sealing.forget(beside):
        output.narrate(f"moved aside: {file}")
    _follow_drafts(asked.store)
    return _where(asked, asked.store)


def _ask(asked: Asked, store: str) -> None:
    prompt = "Passphrase, or recovery key: "
    fd = asked.passphrase_fd
    until_right(lambda: _unlock_somehow(store, key_or_secret(prompt, fd)), fd)


def _unlock_somehow(store: str, typed: str) -> None:
    from aligntui.store import crypt

    if crypt.key_of(typed):
        crypt.unlock_by_recovery(store, typed)
    else:
        crypt.unlock(store, typed)


def open_file(file: str, store: str, fd: int | None) -> tuple[str, str]:
    """Open an encrypted file that no held key opens; `store` is the one that it is taken into.

    Returns the path whose key file opened it, or the recovery key that did; both are "" where
    nothing had to be asked.
    """
    from aligntui.store import crypt, sealing
    from aligntui.store.files import read_whole

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


def _where(asked: Asked, path: str) -> int:
    if asked.json:
        output.say_json({"path": path})
    return output.DONE


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
    from aligntui.store.drafts import FileDrafts
    from aligntui.store.locations import drafts_of, spare_drafts_of

    folder = drafts_of(path, seen_folder())
    if folder and os.path.isdir(folder):
        drafts = FileDrafts(folder, store=path, spares=spare_drafts_of(path))
        drafts.close()
        for notice in drafts.notices:
            output.complain(notice)


def _encrypt_arguments(parser: ArgumentParser) -> None:
    words = "change the passphrase"
    parser.add_argument("--change-passphrase", action="store_true", help=words)


TASKS = {"encrypt": Task(_encrypt_arguments, _encrypt), "decrypt": Task(no_arguments, _decrypt)}
