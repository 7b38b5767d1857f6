"""What lies about a store besides it, and is encrypted or made plain again as the store is.

Backups, what was set aside, copies that went their own way, drafts that could not be read: each
follows by itself. The new file is written and read again before the old one goes, so that a kill
leaves one or both, and the next time goes on from there.
"""

import os
from collections.abc import Iterator
from contextlib import suppress

from aligntui.store import backups, conflicts, crypt
from aligntui.store.drafts import folder_of, spares_of
from aligntui.store.errors import NotSaved, StoreDamaged
from aligntui.store.files import leftovers, names, read_whole, sync_directory, write_private
from aligntui.store.locations import journal_of, stem_of, summary_of

_LONGEST_MAGIC = 64


def unsealed(path: str, seen: str | None = None) -> list[str]:
    """The plain files that lie about an encrypted store and hold something of it."""
    old = crypt.plain(path)
    derived = [*_derived(old), *_half_written(path), *_old_journals(old)]
    left = [file for file in (*derived, journal_of(old)) if os.path.lexists(file)]
    return [*left, *(file for file, _ in _plain_ones(path, seen)), *_plain_drafts(path, seen)]


def seal(path: str, seen: str | None = None) -> None:
    """Encrypt what lies about an encrypted store whose key is held."""
    old = crypt.plain(path)
    journal = journal_of(old)
    if os.path.lexists(journal):
        # its base is gone, and what it holds is in the store, which was proven before that
        backups.move_aside(path, [journal])
    remove(journal, *_derived(old), *_half_written(path), *_old_journals(old))
    for file, name in list(_plain_ones(path, seen)):
        if data := read_whole(file):
            sealed = crypt.seal(path, data[0])
            write_private(name, [sealed])
            read = read_whole(name)
            if read is None or crypt.opened(name, read[0]) != data[0]:
                raise NotSaved(f"{name} reads other than it was written; {file} is left as it was")
            os.unlink(file)


def unseal(path: str) -> None:
    """Make plain what lies about an encrypted store; what no key opens stays as it is."""
    remove(*_old_journals(path), *_derived(path))
    for file, name, data in list(_openable(path)):
        write_private(name, [data])
        read = read_whole(name)
        if read is None or read[0] != data:
            raise NotSaved(f"{name} reads other than it was written; {file} is left as it was")
        os.unlink(file)


def remove(*files: str) -> None:
    """Take files away for good, in this order."""
    for file in files:
        with suppress(FileNotFoundError):
            os.unlink(file)
    for folder in {os.path.dirname(file) for file in files}:
        with suppress(FileNotFoundError):
            sync_directory(folder)


def _plain_ones(path: str, seen: str | None) -> Iterator[tuple[str, str]]:
    """Plain files with the names that they have once they are encrypted."""
    for copy in filter(_regular, conflicts.find(crypt.plain(path))):
        yield copy, backups.free_name(conflicts.renamed(copy, crypt.plain(path), path))
    drafts = folder_of(path, seen)
    broken = [os.path.join(drafts, name) for name in names(drafts) if name.startswith("broken-")]
    for file in (*_kept(path), *(broken if drafts else ())):
        if not crypt.sealed(file) and _regular(file) and not _is_age(file):
            yield file, backups.free_name(f"{file}{crypt.SUFFIX}")


def _plain_drafts(path: str, seen: str | None) -> list[str]:
    """Texts of windows that were open before; whoever opens the store next takes them over."""
    folders = [folder_of(path, seen), *spares_of(path)]
    drafts = [os.path.join(f, name) for f in folders for name in names(f) if name.endswith(".json")]
    return [file for file in drafts if _regular(file) and not _is_age(file)]


def _openable(path: str) -> Iterator[tuple[str, str, bytes]]:
    """Encrypted files with the names and the contents that they have in plain."""
    copies = {
        copy: conflicts.renamed(copy, path, crypt.plain(path)) for copy in conflicts.find(path)
    }
    kept = {file: crypt.plain(file) for file in _kept(path) if file.endswith(crypt.SUFFIX)}
    for file, name in (copies | kept).items():
        with suppress(StoreDamaged):
            if _regular(file) and (data := read_whole(file)):
                yield file, backups.free_name(name), crypt.opened(file, data[0])


def _kept(path: str) -> list[str]:
    """Backups and what was set aside, by their names."""
    journals, own = os.path.split(journal_of(crypt.plain(path)))
    places = (
        (backups.folder_of(path), f"{backups.stem_of(path)}-"),
        (os.path.join(os.path.dirname(path), backups.RECOVERED), ""),
        (journals, f"{own}.torn-"),
    )
    return [
        os.path.join(folder, name)
        for folder, start in places
        for name in names(folder)
        if name.startswith(start) and ".identity" not in name and not name.startswith(".")
    ]


def _derived(path: str) -> list[str]:
    """What is made from a store and only a help: its summary, and what other machines wrote."""
    folder, name = os.path.split(stem_of(path))
    past = [n for n in names(folder) if n.startswith(f"{name}.common-g")]
    return [summary_of(path), *(os.path.join(folder, n) for n in past)]


def _old_journals(path: str) -> list[str]:
    """The journals of backups: what they hold is in the store, which is proven by now."""
    folder = backups.folder_of(path)
    every = names(folder)
    journals = [f"{each.name}.journal" for each in backups.kept(every, path)]
    return [os.path.join(folder, name) for name in journals if name in every]


def _half_written(path: str) -> list[str]:
    """Plain copies that a kill cut short."""
    folder, old = os.path.dirname(path), crypt.plain(path)
    found = {*leftovers(old), *leftovers(stem_of(old))}
    for place in (folder, backups.folder_of(path), os.path.join(folder, backups.RECOVERED)):
        mark = ".tmp-" if place == folder else ".tmp"
        found |= {os.path.join(place, n) for n in names(place) if n.startswith(".") and mark in n}
    found -= {*leftovers(path), *leftovers(stem_of(path))}
    return sorted(file for file in found if not _is_age(file))


def _is_age(file: str) -> bool:
    with suppress(OSError), open(file, "rb") as opened:
        return crypt.is_age(opened.read(_LONGEST_MAGIC))
    return False


def _regular(file: str) -> bool:
    return os.path.isfile(file) and not os.path.islink(file)
