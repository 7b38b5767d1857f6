"""Encrypt a plain store, and decrypt it; the old one is removed only once the new one is proven.

The new store is written and read again from the disk before the old one is removed: from then on
the new one counts. If this is interrupted, the one that counts is whole, and the same command goes
on from there. The other files about the store follow one by one: each new one is written and read
again before the old one is removed.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from aligntui.store import backups, crypt, files
from aligntui.store.errors import NotSaved, StoreDamaged, StoreError, StoreReadOnly
from aligntui.store.locations import Kind, conflict_copies, files_of, journals_of, renamed
from aligntui.store.lock import hold_locks
from aligntui.store.opening import bytes_of, look, meta_of, plain_bytes
from aligntui.store.reading import HighWater
from aligntui.store.records import open_db
from aligntui.store.recovery import Candidate, verified
from aligntui.store.text import Text, write

_GO: tuple[Kind, ...] = ("summary", "past", "half", "folded")
"""Kinds to remove: derived files, and those contained in the store, which is proven by then."""
_FOLLOW: tuple[Kind, ...] = ("copy", "backup", "recovered", "torn", "broken")
_LONGEST_MAGIC = 64


class Turned(NamedTuple):
    """The new path of a store, and notes on its problems, one line each."""

    path: str
    notes: tuple[str, ...]


def target_of(path: str) -> str:
    """The path of the store at `path` once it is encrypted."""
    return f"{os.path.realpath(path)}{crypt.SUFFIX}"


def encrypt(
    path: str, passphrase: str, written_down: Callable[[str], None], *, seen: str | None
) -> Turned:
    """Encrypt the store at `path`.

    `written_down` gets the recovery key once the encrypted store is proven and before anything
    is removed; if it raises, the plain store stays as it was.
    """
    path, target = os.path.realpath(path), target_of(path)
    with hold_locks(path, target):
        if files.is_there(target) and not files.is_there(path):
            raise StoreError("the store was encrypted meanwhile; nothing was changed")
        _aside(target)
        recovery = crypt.made(target, passphrase)
        try:
            notes = _copied(path, target, seen)
            written_down(recovery)
        except BaseException:
            files.remove(target, crypt.identity_of(target))
            raise
        files.remove(path, *journals_of(path))
    seal_rest(target, seen=seen)
    return Turned(target, notes)


def decrypt(path: str, *, seen: str | None) -> Turned:
    """Decrypt the store at `path`, which has to be unlocked."""
    path = os.path.realpath(path)
    target = crypt.plain(path)
    with hold_locks(path, target):
        if not files.is_there(path):
            raise StoreError("the store was decrypted meanwhile; nothing was changed")
        if files.is_there(target):
            raise StoreError(f"{target} exists too; move one of the two away")
        try:
            notes = _copied(path, target, seen)
        except BaseException:
            files.remove(target)
            raise
        unseal(path)
        files.remove(path, *journals_of(path))
        _aside(path)
    return Turned(target, notes)


def left(path: str) -> bool:
    """True when anything is left of an encrypted store that was replaced by a plain one."""
    return any(map(files.is_there, _parts(path)))


def closed(path: str) -> bool:
    """True when any file about a store is still encrypted."""
    return any(map(crypt.sealed, files_of(path, *_FOLLOW)))


def forget(path: str) -> list[str]:
    """Move an encrypted store that was replaced by a plain one to `recovered`.

    The files about it are decrypted first, if its key is held.
    """
    with hold_locks(path):
        if not crypt.locked(path):
            unseal(path)
        return _aside(path)


def seal_rest(path: str, *, seen: str | None) -> None:
    """Encrypt the files about an encrypted store that are still plain; its key has to be held."""
    path = os.path.realpath(path)
    with hold_locks(path, crypt.plain(path)):
        seal(path, seen)


def unsealed(path: str, seen: str | None = None) -> list[str]:
    """The plain files about an encrypted store that hold its data."""
    # a draft belongs to a window; the next start takes it over
    return _plain_ones(path, seen, *_GO, *_FOLLOW, "journal", "draft")


def seal(path: str, seen: str | None = None) -> None:
    """Encrypt the files about an encrypted store whose key is held."""
    if journals := _plain_ones(path, seen, "journal"):
        # its base is gone, and its contents are in the store, which was proven before that
        backups.move_aside(path, journals)
    files.remove(*journals, *_plain_ones(path, seen, *_GO))
    for file in _plain_ones(path, seen, *_FOLLOW):
        _turn(path, file)


def unseal(path: str) -> None:
    """Decrypt the files about an encrypted store; those that no key opens stay as they are."""
    files.remove(*filter(crypt.sealed, files_of(path, *_GO)))
    for file in files_of(path, *_FOLLOW):
        with suppress(StoreDamaged):
            if file.endswith(crypt.SUFFIX) and _regular(file):
                _turn(path, file)


def set_aside(path: str, file: str) -> str:
    """Move a copy beside the store into `recovered`; returns "" for one from elsewhere."""
    if os.path.dirname(file) != os.path.dirname(path):
        return ""
    (target,) = backups.move_aside(path, [file])
    files.remove(file)
    if not crypt.sealed(path) or crypt.sealed(target):
        return target
    seal(path)
    return f"{target}{crypt.SUFFIX}"


def _copied(path: str, target: str, seen: str | None) -> tuple[str, ...]:
    """Write a whole copy of the store at `path` to `target`, and verify it from disk."""
    found = look(path)
    refused = found.refused or HighWater(seen, path).behind(found.text, alone=True)
    if refused:
        raise StoreReadOnly(f"not done: {refused}")
    backups.keep_copies(path, found.text.gen, found.keep)
    text = write(found.text.tables, meta_of(found.text, found.text.gen + 1))
    files.write_private(target, [bytes_of(target, text)])
    _prove(target, text)
    HighWater(seen, target).mark(text, accept=True)
    return tuple(words for _, words in found.notes)


def _prove(target: str, text: Text) -> None:
    found, data = look(target), files.read_whole(target)
    kind = data is not None and crypt.is_age(data[0]) == crypt.sealed(target)
    if not kind or found.refused or found.odd or found.text.tables != text.tables:
        raise NotSaved(f"{target} does not read back as written; nothing was changed")


def _parts(path: str) -> list[str]:
    return [path, *journals_of(path), crypt.identity_of(path)]


def _aside(path: str) -> list[str]:
    """Move the rest of an encrypted store to `recovered`, still encrypted."""
    parts = _parts(path)
    moved = backups.move_aside(path, parts) if any(map(files.is_there, parts)) else []
    files.remove(*parts)
    return moved


def _plain_ones(path: str, seen: str | None, *kinds: Kind) -> list[str]:
    found = (file for file in files_of(path, *kinds, seen=seen) if not crypt.sealed(file))
    return [file for file in found if _regular(file) and not _is_age(file)]


def _turn(path: str, file: str) -> None:
    """Replace a file by its encrypted or decrypted form, once that is proven to hold the same."""
    if (found := files.read_whole(file)) is None:
        return
    old, sealed = crypt.plain(path), not crypt.sealed(file)
    if file in conflict_copies(old if sealed else path):
        name = renamed(file, *((old, path) if sealed else (path, old)))
    else:
        name = f"{file}{crypt.SUFFIX}" if sealed else crypt.plain(file)
    holds = plain_bytes(file, found[0])
    data = crypt.seal(path, holds) if sealed else holds
    name = files.write_private(backups.free_name(name), [data])
    read = files.read_whole(name)
    if read is None or (crypt.decrypt(name, read[0]) if sealed else read[0]) != holds:
        raise NotSaved(f"{name} does not read back as written; {file} is unchanged")
    os.unlink(file)


def _is_age(file: str) -> bool:
    with suppress(OSError), open(file, "rb") as opened:
        return crypt.is_age(opened.read(_LONGEST_MAGIC))
    return False


def _regular(file: str) -> bool:
    return os.path.isfile(file) and not os.path.islink(file)


def copy_out(
    path: str | os.PathLike[str],
    target: str | None = None,
    *,
    seen: str | None = None,
    force: bool = False,
    allowed: Callable[[str], str] = os.path.abspath,
) -> tuple[str, Candidate]:
    """Write a copy to `target`, a file or folder (default: the backups); returns name and state.

    `allowed` gives the real path of a target, or refuses it. A taken name is numbered, unless
    `force` is set to replace a regular file.
    """
    db, storage = open_db(path, seen=seen)
    with db:
        store, gen, read = storage.path, storage.text.gen, files.read_whole(storage.path)
    if read is None:
        raise StoreError(f"{store} does not exist yet; nothing to copy")
    usual = f"{backups.stem_of(store)}-{files.timestamp()}-g{gen}{backups.ending_of(store)}"
    name = os.path.join(backups.folder_of(store), usual) if target is None else target
    if os.path.isdir(name):
        name = os.path.join(name, usual)
    elif crypt.sealed(store) and not crypt.sealed(name):
        name += crypt.SUFFIX
    elif crypt.sealed(name) and not crypt.sealed(store):
        raise StoreError(f"{name} would look encrypted; choose a name without .age")
    try:
        if target is None:
            files.own_directory(backups.folder_of(store))
        name = os.path.abspath(name) if target is None else allowed(name)
        return _written(name, read[0], force=force)
    except OSError as error:
        raise files.refusal(error, name) from error


def _written(name: str, data: bytes, *, force: bool) -> tuple[str, Candidate]:
    found: list[Candidate] = []

    def finish(temporary: str) -> str:
        read = files.read_whole(temporary)
        if read is None or read[0] != data:
            raise NotSaved(f"{name} does not read back as written; check the disk")
        found.append(verified(temporary))
        if not force:
            others = (files.numbered(name, number) for number in range(2, 1000))
            return files.unless_taken(name, *others)(temporary)
        os.replace(temporary, name)
        return name

    files.make_directory(os.path.dirname(name))
    return files.write_private(name, [data], finish=finish), found[0]
