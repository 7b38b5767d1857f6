"""Write files where the user says: private, whole, and never over something else.

One rule for all, `put`: a file is replaced only if the same command wrote it, or if the user forces
it; files of a store are never replaced.
"""

import errno
import os
import re
import stat
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import NamedTuple

from aligntui.domain.errors import Refused
from aligntui.paths import config_file, data_dir, state_dir, store_file, typed
from aligntui.store.backups import FOLDER, RECOVERED
from aligntui.store.files import (
    NO_LINKS,
    make_directory,
    numbered,
    unless_taken,
    write_all,
    write_private,
)
from aligntui.store.locations import conflict_copies

_BESIDE = (".lock", ".journal", ".identity")
"""Endings of files that only a store has beside it."""
LONGEST = 120
"""The most bytes of a file name made from a person's name."""
_NO_NAME = re.compile(r'[/\\:*?"<>|\s]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d) *(\..*)?", re.IGNORECASE)
_OPEN_FILE = re.compile(r"/dev/(stdout|stderr|fd/\d+)|/proc/self/fd/\d+")
_LARGEST_OF_OURS = 10_000_000
"""The most bytes read of a file to see whether the same command wrote it."""


def now() -> datetime:
    """The moment at which something is written that has to be told from what was written before."""
    return datetime.now(UTC)


class Place(NamedTuple):
    """Where files go, besides their names."""

    store: str | os.PathLike[str] | None
    """The open store, if any."""
    option: str = ""
    """The option that names the file, if one does."""
    force: bool = False
    """True to replace any regular file."""
    ours: Callable[[bytes], bool] | None = None
    """True for bytes that the same command wrote; None if that can't be told."""

    def instead(self, named: str) -> str:
        """The advice to name something else."""
        return f"name {named} with {self.option}" if self.option else f"name {named}"

    @property
    def another(self) -> str:
        """The advice when a file can't be written."""
        return self.instead("another file")


def safe_name(words: str) -> str:
    """Make text a file name that is safe on any system: no path, not hidden, not reserved."""
    plain = unicodedata.normalize("NFC", words)
    plain = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in plain)
    name = _NO_NAME.sub(" ", plain).strip(" .-~")
    name = name.encode("utf-8")[:LONGEST].decode("utf-8", "ignore").rstrip(" .")
    if not name:
        return "somebody"
    return f"_{name}" if _RESERVED.fullmatch(name) else name


def distinct(names: Iterable[str]) -> list[str]:
    """File names for one folder, numbered when they are equal apart from case."""
    given: list[str] = []
    taken: set[str] = set()
    for name in names:
        free, number = name, 1
        while free.casefold() in taken:
            number += 1
            free = numbered(name, number)
        taken.add(free.casefold())
        given.append(free)
    return given


def put(named: str, data: bytes, place: Place) -> str:
    """Write a file and return its path; refuses a place that may not be written.

    Links are followed and their target is checked; devices and pipes are written to. A regular
    file is replaced by a private one, and only if the same command wrote it, or by force.
    """
    opened = _OPEN_FILE.fullmatch(os.path.abspath(named))
    try:
        if opened and place.option:
            _write_to_open(named, opened[0], data, place)
            return named
        path = real_path(named, place)
        if not os.path.lexists(path):
            if not put_new(path, data):
                raise Refused(f"{path} is there already; {place.another}")
        elif stat.S_ISREG(os.lstat(path).st_mode):
            write_private(path, [data])
        else:
            _write_to(path, data)
    except OSError as error:
        raise Refused(f"{named}: {error.strerror or error}; {place.another}") from None
    return path


def put_all(folder: str, files: Mapping[str, bytes], place: Place) -> str:
    """Write files by name into a folder, which is made; returns its path.

    Nothing is written unless all of them may be.
    """
    try:
        top = os.path.realpath(_expanded(folder))
        named = {os.path.join(top, name): data for name, data in files.items()}
        for path in named:
            real_path(path, place)
        make_directory(top)
    except OSError as error:
        raise Refused(f"{folder}: {error.strerror or error}; {place.another}") from None
    for path, data in named.items():
        put(path, data, place)
    return top


def real_path(named: str, place: Place) -> str:
    """The real path at which a file may be written; refuses any other. May raise `OSError`."""
    path = os.path.realpath(_expanded(named))
    if os.path.islink(_expanded(named)) and not os.path.lexists(path):
        raise Refused(f"{named} is a link that leads nowhere; {place.another}")
    if own_file(path, place.store):
        raise Refused(f"{named} belongs to AlignTUI itself; {place.another}")
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return path
    if stat.S_ISDIR(mode):
        raise Refused(f"{named} is a folder; {place.instead('a file')}")
    if stat.S_ISREG(mode) and not place.force and not (place.ours and place.ours(_read(path))):
        or_force = ", or replace it with --force" if place.option else ""
        raise Refused(f"{named} is there already; {place.another}{or_force}")
    if not stat.S_ISREG(mode) and not (
        place.option and (stat.S_ISCHR(mode) or stat.S_ISFIFO(mode))
    ):
        raise Refused(f"{named} is no regular file; {place.another}")
    return path


def place_of_copy(name: str, store: str) -> str:
    """The real path for a copy of a store: a regular file or a new one, never one of our own."""
    real = real_path(name, Place(store, "-o", force=True))
    if name == "-" or (os.path.exists(real) and not os.path.isfile(real)):
        raise Refused(f"{name} is no regular file; name another file with -o")
    if not os.path.isdir(folder := os.path.dirname(real)):
        raise Refused(f"there is no folder {folder}; make it first, or name another file with -o")
    return real


def put_new(path: str, data: bytes) -> bool:
    """Write a whole file under a free name; returns False if it is taken."""
    folder = os.path.dirname(path)
    os.stat(folder)  # a missing folder may be a typo
    if os.path.lexists(path):
        return False
    try:
        write_private(path, [data], finish=unless_taken(path))
    except FileExistsError:
        return False
    return True


def _expanded(named: str) -> str:
    if "\0" in named:
        raise Refused("no name of a file holds a NUL; name another file")
    path = typed(named)
    if path.startswith("~"):
        raise Refused(f"{named}: no such home folder; name another file")
    return os.path.abspath(path)


def _read(path: str) -> bytes:
    with open(os.open(path, os.O_RDONLY | NO_LINKS), "rb") as file:
        return file.read(_LARGEST_OF_OURS)


def _write_to(path: str, data: bytes) -> None:
    """Write to a device or pipe; raises `OSError` if nobody reads from the pipe."""
    try:
        fd = os.open(path, os.O_WRONLY | os.O_NOCTTY | NO_LINKS)
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise OSError(error.errno, "nobody reads from it yet") from None
        raise
    try:
        if stat.S_ISREG(os.fstat(fd).st_mode):
            raise OSError(f"{path} was replaced meanwhile")
        os.set_blocking(fd, True)
        write_all(fd, data)
    finally:
        os.close(fd)


def _write_to_open(named: str, path: str, data: bytes, place: Place) -> None:
    """Write to a file descriptor that this process was started with."""
    end = path.rpartition("/")[2]
    fd = {"stdout": 1, "stderr": 2}.get(end) or int(end)
    if fd > 2 and stat.S_ISREG(os.fstat(fd).st_mode):
        raise Refused(f"{named} is a file; {place.instead('it as one')}")
    if sys.stdout is not None:
        sys.stdout.flush()
    write_all(fd, data)


def own_file(path: str, store: str | os.PathLike[str] | None = None) -> bool:
    """True when a real path is, or would be, one of our own files, which must not be replaced.

    Ours are all files of a store, this one or another, the settings, and everything in our own
    folders.
    """
    stores = [os.fspath(store)] if store else []
    for usual in (state_dir, data_dir, config_file, store_file):
        with suppress(Refused):  # without a home folder there is nothing in it
            if usual is store_file:
                stores.append(usual())
            elif _within(path, usual()):
                return True
    both = {each for named in stores for each in (named, os.path.realpath(named))}
    return _of_some_store(path) or any(_of(path, each) for each in both)


def _of(path: str, store: str) -> bool:
    """True when a path is the store, its lock and the like, a backup, or a copy of it."""
    folder, name = os.path.split(store.removesuffix(".age"))
    if any(_within(path, os.path.join(folder, ours)) for ours in (FOLDER, RECOVERED)):
        return True
    if not _same(os.path.dirname(path), os.path.realpath(folder)):
        return False
    begins = os.path.basename(path).casefold().lstrip(".").startswith(name.casefold())
    return begins or any(_same(path, copy) for copy in conflict_copies(store))


def _of_some_store(path: str) -> bool:
    """True when files beside a path show that it is a store, or belongs to one."""
    stem, ending = os.path.splitext(path)
    bases = [path, stem] if ending in {".journal", ".lock", ".summary", ".identity"} else [path]
    return any(os.path.exists(f"{base}{beside}") for base in bases for beside in _BESIDE)


def _within(path: str, folder: str) -> bool:
    """True when a real path is `folder`, which need not exist, or in it."""
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
        # the file system may ignore case
        return os.path.samefile(path, other)
    return False
