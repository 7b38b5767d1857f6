"""Copy a whole store to one file, verified before it gets its name."""

import os
from collections.abc import Iterator

from aligntui.domain.errors import Refused
from aligntui.store import backups, crypt
from aligntui.store.errors import NotSaved, StoreError
from aligntui.store.files import (
    make_directory,
    own_directory,
    read_whole,
    refusal,
    timestamp,
    unless_taken,
    write_private,
)
from aligntui.store.outgoing import Place, real_path
from aligntui.store.records import open_db
from aligntui.store.recovery import Candidate, verified


def copy_out(
    path: str | os.PathLike[str],
    target: str | None = None,
    *,
    seen: str | None = None,
    force: bool = False,
) -> tuple[str, Candidate]:
    """Write a copy to `target`, a file or folder (default: the backups); returns name and state.

    A taken name is numbered, unless `force` is set to replace a regular file.
    """
    db, storage = open_db(path, seen=seen)
    try:
        store, gen, read = storage.path, storage.text.gen, read_whole(storage.path)
    finally:
        db.close()
    if read is None:
        raise StoreError(f"{store} does not exist yet; nothing to copy")
    usual = f"{backups.stem_of(store)}-{timestamp()}-g{gen}{backups.ending_of(store)}"
    name = os.path.join(backups.folder_of(store), usual) if target is None else target
    if os.path.isdir(name):
        name = os.path.join(name, usual)
    elif crypt.sealed(store) and not crypt.sealed(name):
        name += crypt.SUFFIX
    elif crypt.sealed(name) and not crypt.sealed(store):
        raise StoreError(f"{name} would look encrypted; choose a name without .age")
    try:
        if target is None:
            own_directory(backups.folder_of(store))
        name = os.path.abspath(name) if target is None else _allowed(name, path)
        return _written(name, read[0], force=force)
    except OSError as error:
        raise refusal(error, name) from error


def _allowed(name: str, path: str | os.PathLike[str]) -> str:
    """The real path for a copy: a regular file or a new one, and never one of our own files."""
    real = real_path(name, Place(path, "-o", force=True))
    if name == "-" or (os.path.exists(real) and not os.path.isfile(real)):
        raise Refused(f"{name} is no regular file; name another file with -o")
    return real


def _written(name: str, data: bytes, *, force: bool) -> tuple[str, Candidate]:
    found: list[Candidate] = []

    def finish(temporary: str) -> str:
        read = read_whole(temporary)
        if read is None or read[0] != data:
            raise NotSaved(f"{name} does not read back as written; check the disk")
        found.append(verified(temporary))
        if not force:
            return unless_taken(name, *_others(name))(temporary)
        os.replace(temporary, name)
        return name

    make_directory(os.path.dirname(name))
    return write_private(name, [data], finish=finish), found[0]


def _others(name: str) -> Iterator[str]:
    """Numbered names for a copy, with the same ending."""
    stem, ending = os.path.splitext(crypt.plain(name))
    ending += name[len(stem) + len(ending) :]
    return (f"{stem}-{number}{ending}" for number in range(2, 1000))
