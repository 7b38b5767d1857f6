"""Paths of a store's files: where they are, and which of them are there, each with its kind.

A synced folder carries whole files from machine to machine, in any order and at any moment. So only
whole stores are written into it: lock and summary are in a folder of their own below the state
folder, named by the store's path. All code that looks for files that may hold a store's data asks
here; the answer is the same for plain and encrypted stores, and for synced and local folders.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from typing import Literal, NamedTuple
from zlib import crc32

from aligntui.domain.errors import Refused
from aligntui.paths import data_dir, memory_dirs, state_dir
from aligntui.store import backups, crypt
from aligntui.store.files import TEMPORARY, is_there, names, not_ours, own_directory, write_private

MARKERS = {
    ".stfolder": "Syncthing",
    ".stignore": "Syncthing",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".git": "git",
}
"""Entries that mark a folder, and those below it, as synced."""
NAMES = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "mobile documents": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "nextcloud": "Nextcloud",
    "google drive": "Google Drive",
}
"""Names of synced folders, also when more words follow."""


@cache
def synced_by(path: str) -> str:
    """The program that syncs the folder of a store, or ""; decided once per process.

    A process that changed its answer would look for the lock at another place than before.
    """
    folder = os.path.dirname(path)
    while True:
        name = os.path.basename(folder).casefold()
        for known, words in NAMES.items():
            if name == known or name.startswith((f"{known} ", f"{known}-")):
                return words
        for marker, words in MARKERS.items():
            if os.path.lexists(os.path.join(folder, marker)):
                return words
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above


def lock_of(path: str) -> str:
    """The path of a store's lock."""
    return f"{stem_of(path)}.lock"


def summary_of(path: str) -> str:
    """The path of a store's summary."""
    return f"{stem_of(path)}.summary"


@cache
def stem_of(path: str) -> str:
    """The beginning of the paths of lock and summary."""
    return away(path) if synced_by(path) else path


def away(path: str) -> str:
    """The same for a store in a synced folder."""
    key = f"{crc32(os.fsencode(path)):08x}"
    return os.path.join(state_dir(), key, os.path.basename(path))


def journals_of(path: str) -> list[str]:
    """The journals of a store of versions before 0.2: beside it, and away from a synced folder.

    Raises OSError where that can't be told: without its journal an old store lacks changes.
    """
    found = [f"{path}.journal"]
    with suppress(Refused):  # without a home folder there is nothing in it
        found.append(f"{away(path)}.journal")
    return [file for file in dict.fromkeys(found) if is_there(file)]


def key_of(store: str | os.PathLike[str]) -> str:
    """The key for the drafts of a store, encrypted or not."""
    return f"{crc32(os.fsencode(os.path.realpath(store).removesuffix('.age'))):08x}"


def drafts_of(store: str | os.PathLike[str], state: str | None) -> str:
    """The folder of a store's drafts, below the state folder; "" without one."""
    return os.path.join(state, "drafts", key_of(store)) if state else ""


def spare_drafts_of(store: str | os.PathLike[str]) -> list[str]:
    """Folders in memory for drafts while the disk can't be written, the best first."""
    name = f"aligntui-drafts-{os.getuid()}-{key_of(store)}"
    return [os.path.join(folder, name) for folder in memory_dirs()]


def advice(path: str) -> str:
    """Advice about a synced folder; "" from the second time on."""
    by = synced_by(path)
    said = f"{stem_of(path)}.advised"
    if not by or os.path.lexists(said):
        return ""
    with suppress(OSError):
        own_directory(os.path.dirname(said))
        write_private(said, [], sure=False)
    return (
        f"synchronised by {by}: let the sync finish before you use another machine; "
        f"'aligntui where' says what is kept where, beside {path}"
    )


Kind = Literal[
    "journal",  # of an older version: the saves since its base
    "lock",
    "summary",  # derived from the store, for `due`; of calendars, too
    "key",  # of an encrypted store, present or former
    "past",  # a state another machine wrote, kept as a merge base
    "torn",  # the damaged end of such a journal
    "half",  # half written, by a killed process
    "copy",  # a conflict copy of another machine, made by a sync program
    "backup",
    "folded",  # such a journal beside a backup
    "recovered",  # moved aside by a restore, the doctor, or a merge
    "draft",
    "broken",  # a draft that can't be read completely
    "foreign",  # a link, or another user's folder, in the place of ours
]


class Piece(NamedTuple):
    """A file and its kind."""

    kind: Kind
    file: str


def inventory(path: str, seen: str | None = None) -> list[Piece]:
    """All files about a store; drafts on disk only if the `seen` folder is given."""
    return [piece for folder, rules in _places(path, seen) for piece in _in(folder, rules)] + [
        Piece("copy", file) for form in _forms(path) for file in conflict_copies(form)
    ]


def files_of(path: str, *kinds: Kind, seen: str | None = None) -> list[str]:
    """The files of some kinds about a store."""
    return [piece.file for piece in inventory(path, seen) if piece.kind in kinds]


def own_folders(path: str, seen: str | None) -> list[str]:
    """The existing folders about a store that only we use.

    The store's own folder counts only if it is the default one; others have other uses, too.
    """
    folder = os.path.dirname(path)
    below = [backups.folder_of(path), os.path.join(folder, backups.RECOVERED)]
    if seen:
        drafts = drafts_of(path, seen)
        below += [os.path.dirname(stem_of(path)), os.path.dirname(drafts), drafts, seen]
    below = [each for each in below if each != folder]
    with suppress(Refused):
        if folder == os.path.realpath(data_dir()):
            below.append(folder)
    found = (each for each in dict.fromkeys(below) if each == seen or not not_ours(each))
    return [each for each in found if os.path.isdir(each)]


_Rules = tuple[tuple[Kind, str], ...]
"""Kinds with the patterns of their file names; the first match counts."""
_DRAFTS: _Rules = (("broken", r"broken-.*"), ("draft", r".*\.json"))
_ASIDE: _Rules = (("half", r"\..*\.tmp.*"), ("key", r".*\.identity.*"), ("recovered", r".*"))


def _forms(path: str) -> tuple[str, str]:
    old = crypt.plain(path)
    return old, f"{old}{crypt.SUFFIX}"


def _places(path: str, seen: str | None) -> Iterator[tuple[str, _Rules]]:
    folder, name = os.path.split(crypt.plain(path))
    own = rf"{re.escape(name)}(?:\.age)?"
    beside: _Rules = (
        ("journal", rf"{own}\.journal"),
        ("lock", rf"{own}\.lock"),
        ("summary", rf"{own}\.summary"),
        ("key", rf"{own}\.identity"),
        ("past", rf"{own}\.common-g\d{{1,18}}"),
        ("torn", rf"{own}\.journal\.torn-.*"),
        ("half", rf"\.{own}\..*\.tmp|\.\d+\.tmp-.*|{TEMPORARY}"),
    )
    stem = re.escape(backups.stem_of(path))
    kept: _Rules = (
        ("half", r"\..*\.tmp.*"),
        ("folded", rf"{stem}-\d{{8}}-g\d{{1,18}}\.json(?:\.age)?\.journal"),
        ("backup", rf"{stem}-.*"),
    )
    elsewhere = [os.path.dirname(stem_of(form)) for form in _forms(path)]
    with suppress(Refused):  # without a home folder there is nothing in it
        elsewhere += [os.path.dirname(away(form)) for form in _forms(path)]
    for each in dict.fromkeys((folder, *elsewhere)):
        yield each, beside
    if seen:
        yield seen, (("summary", r"booked-[0-9a-f]{8}"),)
    yield backups.folder_of(path), kept
    yield os.path.join(folder, backups.RECOVERED), _ASIDE
    for each in filter(None, (drafts_of(path, seen), *spare_drafts_of(path))):
        yield each, _DRAFTS


def _in(folder: str, rules: _Rules) -> Iterator[Piece]:
    if rules[0][0] == "half" and not_ours(folder):
        yield Piece("foreign", folder)
        return
    others: list[str] = []
    found: list[Piece] = []
    for name in names(folder):
        kinds = (kind for kind, looks in rules if re.fullmatch(looks, name, re.DOTALL))
        if kind := next(kinds, None):
            found.append(Piece(kind, os.path.join(folder, name)))
        elif name.endswith(".lock"):
            others.append(os.path.join(folder, f".{name.removesuffix('lock')}"))
    # temporary files of another store in this folder are not ours
    yield from (p for p in found if p.kind != "half" or not p.file.startswith(tuple(others)))


def conflict_copies(path: str) -> tuple[str, ...]:
    """The paths of conflict copies beside a store.

    Programs that sync files between machines can't merge them: they leave the second one beside
    the first, under another name. It is never read as the store.
    """
    folder, name = os.path.split(path)
    stem, ending = os.path.splitext(name)
    beside = [each for each in names(folder) if each.lower().endswith(ending.lower())]
    if beside == [name]:
        return ()  # the usual case
    marks = r"(\.sync-conflict-.+| \(.*conflicted copy.*\)| \(\d+\)| \d+)"
    copy = re.compile(f"{re.escape(stem)}{marks}{re.escape(ending)}", re.IGNORECASE)
    return tuple(os.path.join(folder, each) for each in beside if copy.fullmatch(each))


def renamed(copy: str, path: str, target: str) -> str:
    """The path of a conflict copy of the store at `path` once it is a copy of `target`."""
    folder, name = os.path.split(copy)
    stem, ending = os.path.splitext(os.path.basename(path))
    new, new_ending = os.path.splitext(os.path.basename(target))
    return os.path.join(folder, f"{new}{name[len(stem) : len(name) - len(ending)]}{new_ending}")


def announced(copies: list[str]) -> tuple[str, ...]:
    """One line on copies with changes that are missing here; nothing if there are none."""
    if not copies:
        return ()
    more = f" and {len(copies) - 1} more hold" if len(copies) > 1 else " holds"
    said = f"{os.path.basename(copies[0])}{more} changes that are missing here"
    return (f"{said}; 'aligntui merge \"{copies[0]}\" --dry-run' shows them",)


REMOTE = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "virtiofs", "afs", "ceph"})
TABLE = "/proc/self/mountinfo"


@cache
def remote(folder: str) -> str:
    """The type of a network file system; "" for a local one."""
    kind = file_system(folder)
    return kind if kind in REMOTE or kind.startswith("fuse.") else ""


def file_system(folder: str) -> str:
    """The type of a folder's file system; "" if it can't be told."""
    with suppress(OSError), open(TABLE, encoding="utf-8", errors="surrogateescape") as file:
        return kind_of(os.path.realpath(folder), file)
    return ""


def kind_of(path: str, mounts: Iterable[str]) -> str:
    """The type of a path's file system, from lines of `mountinfo`; the last mount counts."""
    best, kind = "", ""
    for line in mounts:
        words = line.split()
        if "-" not in words[6:]:
            continue
        at = _unescaped(words[4]).rstrip("/") + "/"
        if f"{path}/".startswith(at) and len(at) >= len(best):
            best, kind = at, words[words.index("-", 6) + 1]
    return kind


def _unescaped(name: str) -> str:
    for code, character in (("040", " "), ("011", "\t"), ("012", "\n"), ("134", "\\")):
        name = name.replace(f"\\{code}", character)
    return name
