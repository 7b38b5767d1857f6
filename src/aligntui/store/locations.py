"""Paths of a store's files: beside it, or away from it when its folder is synced.

A synced folder carries whole files from machine to machine, in any order and at any moment. So only
whole stores are written into it: lock and summary are in a folder of their own below the state
folder, named by the store's path.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from zlib import crc32

from aligntui.domain.errors import Refused

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
    from aligntui.paths import state_dir

    key = f"{crc32(os.fsencode(path)):08x}"
    return os.path.join(state_dir(), key, os.path.basename(path))


def journals_of(path: str) -> list[str]:
    """The journals of a store of versions before 0.2: beside it, and away from a synced folder."""
    found = [f"{path}.journal"]
    with suppress(Refused):  # without a home folder there is nothing in it
        found.append(f"{away(path)}.journal")
    return [file for file in dict.fromkeys(found) if os.path.lexists(file)]


def key_of(store: str | os.PathLike[str]) -> str:
    """The key for the drafts of a store, encrypted or not."""
    return f"{crc32(os.fsencode(os.path.realpath(store).removesuffix('.age'))):08x}"


def drafts_of(store: str | os.PathLike[str], state: str | None) -> str:
    """The folder of a store's drafts, below the state folder; "" without one."""
    return os.path.join(state, "drafts", key_of(store)) if state else ""


def spare_drafts_of(store: str | os.PathLike[str]) -> list[str]:
    """Folders in memory for drafts while the disk can't be written, the best first."""
    from aligntui.paths import memory_dirs

    name = f"aligntui-drafts-{os.getuid()}-{key_of(store)}"
    return [os.path.join(folder, name) for folder in memory_dirs()]


def advice(path: str) -> str:
    """Advice about a synced folder; "" from the second time on."""
    by = synced_by(path)
    said = f"{stem_of(path)}.advised"
    if not by or os.path.lexists(said):
        return ""
    from aligntui.store.files import own_directory, write_private

    with suppress(OSError):
        own_directory(os.path.dirname(said))
        write_private(said, [], sure=False)
    return (
        f"synchronised by {by}: let the sync finish before you use another machine; "
        f"'aligntui where' says what is kept where, beside {path}"
    )


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
