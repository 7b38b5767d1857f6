"""Encrypting the store, and making it plain again."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from aligntui.cli import exits, output
from aligntui.cli.asked import Asked, Task, seen_folder
from aligntui.cli.passphrase import TRIES, new_passphrase, secret, until_right
from aligntui.domain.errors import Refused

if TYPE_CHECKING:
    from argparse import ArgumentParser

_LAST = 6


def _encrypt(asked: Asked) -> int:
    from aligntui.store import crypt, sealing

    if crypt.sealed(asked.store):
        return _encrypted_already(asked)
    if asked.options.change_passphrase:
        raise Refused("the store is not encrypted; 'aligntui encrypt' does it")
    crypt.needed()
    passphrase = new_passphrase(asked.passphrase_fd)
    shown: list[str] = []

    def written_down(recovery: str) -> None:
        shown.append(recovery)
        if not asked.json:
            _show(recovery)
        if asked.passphrase_fd is None:
            _confirm(recovery)

    path = sealing.encrypt(asked.store, passphrase, written_down, seen=seen_folder())
    _seal_drafts(path)
    if asked.json:
        output.say_json({"path": path, "recovery_key": shown[0]})
    else:
        output.narrate(f"encrypted: {path}; the plain files are gone")
    return exits.DONE


def _encrypted_already(asked: Asked) -> int:
    from aligntui.store import crypt, sealing

    if asked.options.change_passphrase:
        fd = asked.passphrase_fd
        old = secret("Old passphrase: ", fd)
        crypt.unlock(asked.store, old)
        crypt.change_passphrase(asked.store, old, new_passphrase(fd))
        output.narrate("from now on the new passphrase opens the store; older copies of its key")
        output.narrate("still open with the old one")
        return exits.DONE
    left = sealing.plain_rest(asked.store)
    if not left:
        raise Refused("the store is encrypted; 'aligntui encrypt --change-passphrase' changes that")
    sealing.seal_rest(asked.unlocked)
    output.narrate(f"the store was encrypted; now these are, too: {len(left)} files")
    return exits.DONE


def _decrypt(asked: Asked) -> int:
    from aligntui.store import crypt, sealing

    if not crypt.sealed(asked.store):
        return _plain_already(asked)
    prompt = "Passphrase, or recovery key: "
    until_right(lambda: _unlock_somehow(asked, secret(prompt, asked.passphrase_fd)),
                asked.passphrase_fd)  # fmt: skip
    path = sealing.decrypt(asked.store, seen=seen_folder())
    if asked.json:
        output.say_json({"path": path})
    else:
        output.narrate(f"not encrypted any more: {path}; its key is kept in 'recovered'")
    return exits.DONE


def _unlock_somehow(asked: Asked, typed: str) -> None:
    from aligntui.store import crypt

    if typed.strip().upper().startswith(crypt.SECRET):
        crypt.unlock_by_recovery(asked.store, typed.strip().upper())
    else:
        crypt.unlock(asked.store, typed)


def _plain_already(asked: Asked) -> int:
    from aligntui.store import crypt, sealing

    beside = f"{asked.store}{crypt.SUFFIX}"
    if not os.path.lexists(beside):
        raise Refused("the store is not encrypted")
    for file in sealing.forgotten(beside):
        output.narrate(f"moved aside: {file}")
    return exits.DONE


def _show(recovery: str) -> None:
    output.narrate("The recovery key opens the store when the passphrase is forgotten or the key")
    output.narrate("file is lost. It is shown this once; write it down and keep it elsewhere:")
    output.say(recovery)
    output.flush()


def _confirm(recovery: str) -> None:
    for _ in range(TRIES):
        typed = secret(f"Its last {_LAST} characters, from what you wrote down: ", None)
        if typed.strip().upper() == recovery[-_LAST:]:
            return
        sys.stderr.write("Those are not the ones; look again.\n")
    raise Refused("nothing was encrypted; begin anew once you can write the key down")


def _seal_drafts(path: str) -> None:
    """What was being typed is encrypted, too, by whoever takes it over."""
    from aligntui.store.drafts import FileDrafts, folder_of

    folder = folder_of(path, seen_folder())
    if folder and os.path.isdir(folder):
        FileDrafts(folder, store=path).close()


def _encrypt_arguments(parser: ArgumentParser) -> None:
    words = "another passphrase for a store that is encrypted"
    parser.add_argument("--change-passphrase", action="store_true", help=words)


def _nothing(parser: ArgumentParser) -> None:
    pass


TASKS = {"encrypt": Task(_encrypt_arguments, _encrypt), "decrypt": Task(_nothing, _decrypt)}
