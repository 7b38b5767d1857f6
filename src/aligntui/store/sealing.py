"""A plain store becomes an encrypted one, and back; the other is removed only after a look.

The new store is written whole and read again from the disk before the old one goes. Cut short at
any point, one of the two is whole, and the same command goes on from there. What else lies about,
backups and what was set aside, follows file by file in the same way.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

from aligntui.store import backups, crypt
from aligntui.store import checkpoint as whole
from aligntui.store.disk import Disk
from aligntui.store.errors import NotSaved, StoreReadOnly
from aligntui.store.files import (
    private_directory,
    read_whole,
    refusal,
    replace_whole,
    sync_directory,
)
from aligntui.store.highwater import HighWater
from aligntui.store.locations import journal_of, lock_of, stem_of, summary_of
from aligntui.store.lock import StoreLock
from aligntui.store.opening import Found, look
from aligntui.store.rows import Rows


def encrypt(
    path: str, passphrase: str, written_down: Callable[[str], None], *, seen: str | None
) -> str:
    """Encrypt the store at `path`; gives where it is from now on.

    `written_down` is told the recovery key once the encrypted store is proven and before
    anything goes; what it raises leaves the plain store as it was.
    """
    path = os.path.realpath(path)
    target = f"{path}{crypt.SUFFIX}"
    with _alone(path, target):
        _aside(target)
        recovery = crypt.made(target, passphrase)
        try:
            _copied(path, target, seen)
            written_down(recovery)
        except BaseException:
            _remove(target, journal_of(target), crypt.identity_of(target))
            raise
        _gone(path)
    seal_rest(target)
    return target


def decrypt(path: str, *, seen: str | None) -> str:
    """Make the store at `path` a plain one, which its key was unlocked for; gives where it is."""
    path = os.path.realpath(path)
    target = crypt.plain(path)
    with _alone(path, target):
        try:
            _copied(path, target, seen)
        except BaseException:
            _remove(target, journal_of(target))
            raise
        _open_rest(path)
        _gone(path)
        _aside(path)
    return target


def forgotten(path: str) -> list[str]:
    """Move an encrypted store that a plain one has taken the place of to `recovered`."""
    path = os.path.realpath(path)
    with _alone(path):
        return _aside(path)


def seal_rest(path: str) -> None:
    """Encrypt every plain file that an encrypted store has beside it, one after the other."""
    _drop_journals(crypt.plain(path))
    for file in plain_rest(path):
        data = read_whole(file)
        if data is not None:
            sealed = crypt.seal(path, data[0])
            _replaced(file, backups.free_name(f"{file}{crypt.SUFFIX}"), sealed, data[0])


def plain_rest(path: str) -> list[str]:
    """The plain files that lie about an encrypted store and hold something of it."""
    return [file for file in _rest(path) if not crypt.sealed(file)]


def _open_rest(path: str) -> None:
    _drop_journals(path)
    for file in [file for file in _rest(path) if file.endswith(crypt.SUFFIX)]:
        data = read_whole(file)
        if data is not None:
            plain = crypt.opened(file, data[0])
            _replaced(file, backups.free_name(crypt.plain(file)), plain, plain)


def _drop_journals(path: str) -> None:
    """Remove the journals of backups: what they hold is in the store, which is proven by now."""
    folder = backups.folder_of(path)
    for each in backups.kept(_names(folder), path):
        journal = os.path.join(folder, f"{each.name}.journal")
        if os.path.lexists(journal):
            _remove(journal)


def _rest(path: str) -> list[str]:
    """Backups, what was set aside, and copies of either, by their names."""
    journals, own = os.path.split(journal_of(crypt.plain(path)))
    places = (
        (backups.folder_of(path), f"{backups.stem_of(path)}-"),
        (os.path.join(os.path.dirname(path), backups.RECOVERED), ""),
        (journals, f"{own}.torn-"),
    )
    found = []
    for folder, start in places:
        names = [n for n in _names(folder) if n.startswith(start) and ".identity" not in n]
        found += [os.path.join(folder, name) for name in names]
    return [file for file in found if os.path.isfile(file) and not os.path.islink(file)]


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _replaced(old: str, new: str, data: bytes, meant: bytes) -> None:
    replace_whole(new, [data])
    read = read_whole(new)
    if read is None or (crypt.opened(new, read[0]) if data is not meant else read[0]) != meant:
        raise NotSaved(f"{new} reads other than it was written; {old} was left as it is")
    os.unlink(old)


def _copied(path: str, target: str, seen: str | None) -> None:
    """Write the store at `path` whole to `target`, and read it again from there."""
    disk = Disk(path, lambda _: None, HighWater(seen, path))
    disk.reload(locked=True)
    try:
        if disk.at.refused:
            raise StoreReadOnly(f"not done: {disk.at.refused}")
        tables = {name: disk.state.rows(name) for name in disk.state.names()}
        at = Found(meta=dict(disk.at.meta), gen=disk.at.gen)
        if disk.at.base_mark is None:
            whole.create(target, at)
        else:
            whole.checkpoint(target, at, tables)
        if at.journal is not None:
            at.journal.close()
        _prove(target, tables)
        HighWater(seen, target).mark(at, accept=True)
    finally:
        disk.close()


def _prove(target: str, tables: dict[str, Rows]) -> None:
    found = look(target)
    if found.journal is not None:
        found.journal.close()
    same = {name: rows.lines() for name, rows in found.tables.items()} == {
        name: rows.lines() for name, rows in tables.items()
    }
    if not same or found.refused or found.repair or found.base_mark is None:
        raise NotSaved(f"{target} reads other than it was written; nothing was changed")


def _gone(path: str) -> None:
    """Take a store away of which the other one is proven; its base goes last."""
    # what other machines wrote is only a help for merging
    folder, name = os.path.split(stem_of(path))
    past = [n for n in _names(folder) if n.startswith(f"{name}.common-g")]
    _remove(*(os.path.join(folder, n) for n in past))
    _remove(summary_of(path), journal_of(path), path)


def _remove(*files: str) -> None:
    for file in files:
        with suppress(FileNotFoundError):
            os.unlink(file)
    for folder in {os.path.dirname(file) for file in files}:
        with suppress(FileNotFoundError):
            sync_directory(folder)


def _aside(path: str) -> list[str]:
    """Keep what is left of an encrypted store in `recovered`: it stays closed there."""
    files = [path, journal_of(path), crypt.identity_of(path)]
    moved = backups.move_aside(path, files) if any(map(os.path.lexists, files)) else []
    _remove(*files)
    return moved


@contextmanager
def _alone(*paths: str) -> Iterator[None]:
    """Hold the locks of these stores; OSError becomes a line that says what to do."""
    try:
        with ExitStack() as stack:
            for path in paths:
                private_directory(os.path.dirname(path))
                private_directory(os.path.dirname(lock_of(path)))
                lock = StoreLock(lock_of(path))
                stack.callback(lock.close)
                stack.enter_context(lock.held())
            yield
    except OSError as error:
        raise refusal(error, paths[0]) from error
