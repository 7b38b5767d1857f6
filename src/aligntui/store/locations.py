"""Where the files of a store are: beside it or, where its folder is synchronised, away from it.

A synchronised folder carries whole files from machine to machine, in any order and in the middle
of anything. So nothing but whole stores is written into it: lock and summary live in a folder of
their own below the state folder, by the path of the store.
"""

import os
from contextlib import suppress
from functools import cache
from zlib import crc32

MARKERS = {
    ".stfolder": "Syncthing",
    ".stignore": "Syncthing",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".git": "git",
}
"""What stands in a folder that is synchronised, or above it."""
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
"""How such folders are called, each also with more words after it."""
_BESIDE = (".lock", ".journal", ".identity")
"""Endings of what lies beside a store, and beside nothing else."""


@cache
def synced_by(path: str) -> str:
    """What synchronises the folder of a store, or nothing; decided once, when first asked.

    A process that changed its mind would look for the lock at another place than before.
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
    """The lock of a store."""
    return f"{stem_of(path)}.lock"


def summary_of(path: str) -> str:
    """The summary of a store."""
    return f"{stem_of(path)}.summary"


@cache
def stem_of(path: str) -> str:
    """What the names of lock and summary begin with."""
    return away(path) if synced_by(path) else path


def away(path: str) -> str:
    """The same for a store whose folder is synchronised."""
    from aligntui.paths import state_dir

    key = f"{crc32(os.fsencode(path)):08x}"
    return os.path.join(state_dir(), key, os.path.basename(path))


def key_of(store: str | os.PathLike[str]) -> str:
    """What tells the texts of one store from those of another, encrypted or not."""
    return f"{crc32(os.fsencode(os.path.realpath(store).removesuffix('.age'))):08x}"


def drafts_of(store: str | os.PathLike[str], state: str | None) -> str:
    """Where the texts of a store are, below the folder of the state; nothing without one."""
    return os.path.join(state, "drafts", key_of(store)) if state else ""


def spare_drafts_of(store: str | os.PathLike[str]) -> list[str]:
    """Folders in memory for the texts of a store while the disk takes none, the best first."""
    from aligntui.paths import memory_dirs

    name = f"aligntui-drafts-{os.getuid()}-{key_of(store)}"
    return [os.path.join(folder, name) for folder in memory_dirs()]


def advice(path: str) -> str:
    """What to say once of a folder that is synchronised; nothing from the second time on."""
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


def own_file(path: str, store: str | os.PathLike[str] | None = None) -> bool:
    """Whether a real path is, or would be, one of our own files, which no other file may replace.

    Ours are whatever belongs to a store, this one or another, the settings, and what is kept in
    our own folders.
    """
    from aligntui.domain.errors import Refused
    from aligntui.paths import config_file, data_dir, state_dir, store_file

    stores = [os.fspath(store)] if store else []
    for usual in (state_dir, data_dir, config_file, store_file):
        with suppress(Refused):  # no home folder, so there is nothing in it
            if usual is store_file:
                stores.append(usual())
            elif _within(path, usual()):
                return True
    both = {each for named in stores for each in (named, os.path.realpath(named))}
    return _of_some_store(path) or any(_of(path, each) for each in both)


def _of(path: str, store: str) -> bool:
    """Whether a path is the store, its lock and the like, a backup, or a copy of it."""
    from aligntui.store.backups import FOLDER, RECOVERED
    from aligntui.store.conflicts import find

    folder, name = os.path.split(store.removesuffix(".age"))
    if any(_within(path, os.path.join(folder, ours)) for ours in (FOLDER, RECOVERED)):
        return True
    if not _same(os.path.dirname(path), os.path.realpath(folder)):
        return False
    begins = os.path.basename(path).casefold().lstrip(".").startswith(name.casefold())
    return begins or any(_same(path, copy) for copy in find(store))


def _of_some_store(path: str) -> bool:
    """Whether what lies beside a file says that it is a store, or belongs to one."""
    stem, ending = os.path.splitext(path)
    bases = [path, stem] if ending in {".journal", ".lock", ".summary", ".identity"} else [path]
    return any(os.path.exists(f"{base}{beside}") for base in bases for beside in _BESIDE)


def _within(path: str, folder: str) -> bool:
    """Whether a real path is `folder`, which need not be there, or leads into it."""
    folder = os.path.realpath(folder)
    while not _same(path, folder):
        above = os.path.dirname(path)
        if above == path:
            return False
        path = above
    return True


def _same(path: str, other: str) -> bool:
    if path == other:
        return True
    with suppress(OSError):
        # case may not matter here
        return os.path.samefile(path, other)
    return False
