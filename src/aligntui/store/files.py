"""Private files: read and replace them whole and durably, without following links."""

import errno
import fcntl
import os
import re
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, NamedTuple

from aligntui.store.errors import NotSaved, StoreError, StoreReadOnly

PRIVATE = 0o600
NO_LINKS = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
UNWRITABLE = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
TEMPORARY = r"\..+\.\d+-[0-9a-f]{8}\.tmp"
"""The pattern of names of temporary files."""
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class SyncError(OSError):
    """A file or its name could not be synced; `named` says whether it has its name already."""

    named = False


class Mark(NamedTuple):
    """The identity of a file's contents, without reading it: equal marks mean equal contents."""

    inode: int
    size: int
    mtime_ns: int


def mark_of(file: str | int) -> Mark | None:
    """The mark of a path or of an open descriptor; None when there is no such file."""
    try:
        found = os.stat(file)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return Mark(found.st_ino, found.st_size, found.st_mtime_ns)


def is_there(path: str) -> bool:
    """True when a file or a link has that name; raises OSError where that can't be told.

    `os.path.lexists` says of a disk that does not answer that nothing is there.
    """
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return False  # what is in somebody else's closed folder is none of ours
    return True


def open_regular(path: str, flags: int) -> int:
    """Open a private file; raises StoreError for a link or anything but a regular file."""
    try:
        fd = os.open(path, flags | NO_LINKS, PRIVATE)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise StoreError(f"{path} is a symbolic link; put the file itself there") from error
        if error.errno in {errno.EISDIR, errno.ENXIO, errno.ENODEV}:
            raise StoreError(f"{path} is not a plain file; choose another path") from error
        raise
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise StoreError(f"{path} is not a plain file; choose another path")
    return fd


def read_whole(path: str) -> tuple[bytes, Mark] | None:
    """The bytes of a file, and its mark from before reading; None without a file."""
    try:
        fd = open_regular(path, os.O_RDONLY)
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        mark = mark_of(fd)
        assert mark is not None
        with os.fdopen(fd, "rb", closefd=False) as file:
            return file.read(), mark
    finally:
        os.close(fd)


def write_all(fd: int, data: bytes) -> None:
    """Write all bytes, in as many writes as it takes."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]


def sync(fd: int) -> None:
    """Make a file's contents durable; on macOS only F_FULLFSYNC reaches the platter."""
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is None:
        os.fdatasync(fd)
    else:
        fcntl.fcntl(fd, full)


def sync_directory(directory: str) -> None:
    """Make the entries of a directory durable."""
    fd = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def write_private(
    path: str,
    chunks: Iterable[bytes],
    *,
    sure: bool = True,
    finish: Callable[[str], str] | None = None,
) -> str:
    """Write a private file (0600) and return its name; all our files are written here.

    The bytes go into a new temporary file beside `path`, which gets its name once it holds all of
    them: there is either the whole file or the one from before. The folder has to exist (see
    `own_directory`).
    By default it replaces the file at `path`. `finish` gets the temporary file instead and has to
    give it a name, which it returns (see `unless_taken`); if it raises, nothing is changed. When
    `sure`, content and name survive a power cut once this returns; else only the end of this
    process. May raise OSError, and SyncError when only a sync failed.
    """
    directory, name = os.path.split(path)
    temp = os.path.join(directory, f".{name}.{os.getpid()}-{os.urandom(4).hex()}.tmp")
    fd = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_LINKS, PRIVATE)
    try:
        try:
            for chunk in chunks:
                write_all(fd, chunk)
            if sure:
                _surely(sync, fd, named=False)
        finally:
            os.close(fd)
        if finish is None:
            os.replace(temp, path)
        else:
            path = finish(temp)
    finally:
        with suppress(OSError):
            os.unlink(temp)
    if sure:
        _surely(sync_directory, directory, named=True)
    return path


def _surely(sync: Callable[[Any], None], what: object, *, named: bool) -> None:
    try:
        sync(what)
    except OSError as error:
        failed = SyncError(error.errno, error.strerror)
        failed.named = named
        raise failed from error


def unless_taken(*names: str) -> Callable[[str], str]:
    """A `finish` for `write_private` that gives the file the first free one of some names.

    Raises FileExistsError when all are taken; never replaces a file.
    """

    def finish(temp: str) -> str:
        for name in names:
            try:
                os.link(temp, name, follow_symlinks=False)
            except FileExistsError:
                continue
            except OSError:
                if os.path.lexists(name):
                    continue
                os.rename(temp, name)  # no hard links on this file system
            return name
        raise FileExistsError(errno.EEXIST, "too many files of that name; move some away", names[0])

    return finish


def names(folder: str) -> list[str]:
    """The sorted names in a folder; empty if it can't be read."""
    try:
        return sorted(os.listdir(folder)) if folder else []
    except OSError:
        return []


def remove(*files: str) -> None:
    """Remove files, in this order, and sync their folders; missing ones are skipped."""
    for file in files:
        with suppress(FileNotFoundError):
            os.unlink(file)
    for folder in {os.path.dirname(file) for file in files}:
        with suppress(FileNotFoundError):
            sync_directory(folder)


def left_behind(temp: str) -> bool:
    """True for a temporary file of a process that is gone."""
    found = re.search(r"\.(\d{1,9})(?:-[0-9a-f]+)?\.tmp$", temp)
    if not found:
        return False
    try:
        if int(found[1]) not in {0, os.getpid()}:
            os.kill(int(found[1]), 0)
            return False
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return True


def numbered(path: str, number: int) -> str:
    """The file name with a number before its ending, and before `.age`."""
    stem, ending = re.fullmatch(r"(.+?)((?:\.[a-z]+)?(?:\.age)?)", path, re.DOTALL).groups()  # type: ignore[union-attr]
    return f"{stem}-{number}{ending}"


def private_directory(directory: str) -> None:
    """Make a private directory (0700) if it is missing; refuse one that others may write."""
    if _in_state(directory):
        own_directory(directory)
    else:
        make_directory(directory)
        check_directory(directory)


def make_directory(directory: str) -> None:
    """Make a directory (0700) and its parents; they survive a power cut."""
    if os.path.isdir(directory):
        return
    parent = os.path.dirname(directory)
    make_directory(parent)
    try:
        os.mkdir(directory, 0o700)
    except FileExistsError:
        if not os.path.isdir(directory):
            raise
    sync_directory(parent)


def check_directory(directory: str) -> None:
    """Raise StoreError when others may replace files in a directory."""
    try:
        found = os.stat(directory)
    except (FileNotFoundError, NotADirectoryError):
        return
    who = "anybody" if found.st_mode & stat.S_IWOTH else ""
    if not who and found.st_mode & stat.S_IWGRP and not _is_own_group(found.st_gid):
        who = "others"
    if who and not found.st_mode & stat.S_ISVTX:
        raise StoreError(f"{who} may write in {directory}; run: chmod 700 {directory}")


def _is_own_group(group: int) -> bool:
    """True when a group has no other member than this user."""
    import grp
    import pwd

    try:
        user, found = pwd.getpwuid(os.getuid()), grp.getgrgid(group)
    except KeyError:
        return False
    own = (user.pw_gid, user.pw_name) == (found.gr_gid, found.gr_name)
    return own and not {*found.gr_mem} - {user.pw_name}


def own_directory(directory: str) -> None:
    """Make a private folder of our own (0700), and its parents within the state folder.

    Raises OSError for a link, a file or somebody else's folder in its place.
    """
    above = os.path.dirname(directory)
    if inside := _in_state(above):
        own_directory(above)
    # the state folder itself may be reached through a link
    top = _in_state(directory) and not inside
    if words := not_ours(os.path.realpath(directory) if top else directory):
        raise OSError(errno.ENOTDIR, words, directory)
    make_directory(directory)
    make_private(directory)


def not_ours(directory: str) -> str:
    """The reason why a path can't be a folder of our own, or ""."""
    try:
        found = os.lstat(directory)
    except OSError:
        return ""
    if stat.S_ISLNK(found.st_mode):
        return "it is a link; put a folder in its place"
    if not stat.S_ISDIR(found.st_mode):
        return "it is no folder; move it away"
    return "" if found.st_uid == os.getuid() else "it belongs to somebody else; move it away"


def make_private(path: str) -> bool:
    """Make a file or folder of ours private; returns True when it was not."""
    with suppress(OSError):
        found = os.stat(path, follow_symlinks=os.path.isdir(path))
        kind, ours = stat.S_IFMT(found.st_mode), found.st_uid == os.getuid()
        if ours and kind in {stat.S_IFREG, stat.S_IFDIR} and found.st_mode & 0o077:
            os.chmod(path, 0o700 if kind == stat.S_IFDIR else PRIVATE)
            return True
    return False


def _in_state(directory: str) -> bool:
    """True when a path is the state folder, or in it."""
    from aligntui.domain.errors import Refused
    from aligntui.paths import state_dir

    try:
        return f"{directory}/".startswith(f"{state_dir()}/")
    except Refused:  # no home folder
        return False


def refusal(error: OSError, path: str) -> StoreError:
    """Convert an OSError of a write to a StoreError that says what to do."""
    if error.errno in UNWRITABLE:
        return StoreReadOnly(f"{path} can't be written ({error.strerror}); it can only be read")
    if error.errno in FULL:
        return NotSaved(f"not saved: disk full; make room on the disk of {path} and try again")
    return NotSaved(f"not saved: {path}: {error.strerror or error}; try again or save elsewhere")


def now() -> str:
    """The time in UTC, to the second, as stored in files."""
    return f"{datetime.now(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def timestamp() -> str:
    """The time in UTC, for a file name."""
    return datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
