"""Private files: read whole, replaced whole, made durable; links are never followed."""

import errno
import fcntl
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import NamedTuple

from aligntui.store.errors import NotSaved, StoreError, StoreReadOnly

PRIVATE = 0o600
NO_LINKS = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
UNWRITABLE = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
TEMPORARY = r"\..+\.\d+-[0-9a-f]{8}\.tmp"
"""What the names of files that are being written look like."""
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class SyncError(OSError):
    """The disk did not make a file or a name durable; `named` says whether it has its name."""

    named = False


class Mark(NamedTuple):
    """What tells one state of a file from another without reading it."""

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


def open_regular(path: str, flags: int) -> int:
    """Open a private file by its own name; StoreError when it is a link or no plain file."""
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
    """The bytes of a file and its mark from before they were read; None without one."""
    try:
        fd = open_regular(path, os.O_RDONLY)
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        found = os.fstat(fd)
        with os.fdopen(fd, "rb", closefd=False) as file:
            return file.read(), Mark(found.st_ino, found.st_size, found.st_mtime_ns)
    finally:
        os.close(fd)


def write_all(fd: int, data: bytes) -> None:
    """Write every byte, however short the single writes are."""
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
    """Make the names in a directory durable."""
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
    """Write a private file (0600) and give its name; every one of ours is written here.

    The bytes go into a temporary file beside `path`, which is made exclusively and through no
    link, and gets its name once it holds all of them: so there is all of it or what was there
    before. Its folder is the caller's affair (see `own_directory`).

    By default it takes the place of what is at `path`. `finish` is given the temporary file instead
    and has to give it a name, which it returns (see `unless_taken`); what it raises leaves
    everything as it was. When `sure`, content and name outlast a power cut once this returns; else
    only the end of this process. May raise OSError, and SyncError where only a sync failed.
    """
    directory, name = os.path.split(path)
    temp = os.path.join(directory, f".{name}.{os.getpid()}-{os.urandom(4).hex()}.tmp")
    fd = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_LINKS, PRIVATE)
    try:
        try:
            for chunk in chunks:
                write_all(fd, chunk)
            if sure:
                with _unsynced(named=False):
                    sync(fd)
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
        with _unsynced(named=True):
            sync_directory(directory)
    return path


@contextmanager
def _unsynced(*, named: bool) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        failed = SyncError(error.errno, error.strerror)
        failed.named = named
        raise failed from error


def unless_taken(*names: str) -> Callable[[str], str]:
    """How `write_private` gives a file the first of some names that nobody has.

    Raises FileExistsError where all are taken; never takes one away.
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
                os.rename(temp, name)  # a file system without hard links
            return name
        raise FileExistsError(errno.EEXIST, "too many files of that name; move some away", names[0])

    return finish


def names(folder: str) -> list[str]:
    """What is in a folder, as far as it can be read."""
    try:
        return sorted(os.listdir(folder)) if folder else []
    except OSError:
        return []


def remove(*files: str) -> None:
    """Take files away for good, in this order."""
    for file in files:
        with suppress(FileNotFoundError):
            os.unlink(file)
    for folder in {os.path.dirname(file) for file in files}:
        with suppress(FileNotFoundError):
            sync_directory(folder)


def numbered(path: str, number: int) -> str:
    """Another name for a file: the number stands before the ending that says what is in it."""
    stem, ending = re.fullmatch(r"(.+?)((?:\.json)?(?:\.age)?)", path, re.DOTALL).groups()  # type: ignore[union-attr]
    return f"{stem}-{number}{ending}"


def keep_aside(path: str, data: bytes) -> str:
    """Keep bytes in a new private file of that name (numbered if taken); returns its name."""
    make_directory(os.path.dirname(path))
    return write_private(path, [data], finish=unless_taken(path, *numbers(path)))


def numbers(path: str) -> Iterable[str]:
    """Other names for a file."""
    return (numbered(path, number) for number in range(2, 1000))


def private_directory(directory: str) -> None:
    """Make the directory (0700) when there is none; refuse one in which others may write."""
    if _in_state(directory):
        own_directory(directory)
    else:
        make_directory(directory)
        check_directory(directory)


def make_directory(directory: str, *, sure: bool = True) -> None:
    """Make a directory (0700) and those above it; when `sure`, so that they outlast a power cut."""
    if os.path.isdir(directory):
        return
    parent = os.path.dirname(directory)
    make_directory(parent, sure=sure)
    try:
        os.mkdir(directory, 0o700)
    except FileExistsError:
        if not os.path.isdir(directory):
            raise
    if sure:
        sync_directory(parent)


def check_directory(directory: str) -> None:
    """StoreError when others may replace the files in it."""
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
    """Whether nobody but this user is in a group, as where each user has one by their name."""
    import grp
    import pwd

    try:
        user, found = pwd.getpwuid(os.getuid()), grp.getgrgid(group)
    except KeyError:
        return False
    own = (user.pw_gid, user.pw_name) == (found.gr_gid, found.gr_name)
    return own and not {*found.gr_mem} - {user.pw_name}


def own_directory(directory: str, *, sure: bool = True) -> bool:
    """Make a folder that only we use (0700), with those above it in the folder of the state.

    Closes one that is there to everybody else; True when it was open. OSError where a link, a file
    or somebody else's folder is in its place.
    """
    above = os.path.dirname(directory)
    opened = _in_state(above) and own_directory(above, sure=sure)
    # the folder of the state itself may lie elsewhere, behind a link
    top = _in_state(directory) and not _in_state(above)
    if words := not_ours(os.path.realpath(directory) if top else directory):
        raise OSError(errno.ENOTDIR, words, directory)
    make_directory(directory, sure=sure)
    return close_directory(directory) or opened


def not_ours(directory: str) -> str:
    """What is wrong with what is in the place of a folder that only we use, or nothing."""
    try:
        found = os.lstat(directory)
    except OSError:
        return ""
    if stat.S_ISLNK(found.st_mode):
        return "it is a link; put a folder in its place"
    if not stat.S_ISDIR(found.st_mode):
        return "it is no folder; move it away"
    return "" if found.st_uid == os.getuid() else "it belongs to somebody else; move it away"


def close_directory(directory: str) -> bool:
    """Take everybody else's rights off a folder of ours; True when there were any."""
    with suppress(OSError):
        found = os.stat(directory)
        if found.st_uid == os.getuid() and stat.S_IMODE(found.st_mode) & 0o077:
            os.chmod(directory, 0o700)
            return True
    return False


def _in_state(directory: str) -> bool:
    """Whether a folder is that of the state, or in it."""
    from aligntui.domain.errors import Refused
    from aligntui.paths import state_dir

    try:
        return f"{directory}/".startswith(f"{state_dir()}/")
    except Refused:  # no home folder
        return False


def tighten(path: str) -> bool:
    """Take everybody else's rights off a file of ours; True when there were any."""
    with suppress(OSError):
        found = os.lstat(path)
        if stat.S_ISREG(found.st_mode) and found.st_mode & 0o077 and found.st_uid == os.getuid():
            os.chmod(path, PRIVATE)
            return True
    return False


def refusal(error: OSError, path: str) -> StoreError:
    """The words for an operating system's refusal to write."""
    if error.errno in UNWRITABLE:
        return StoreReadOnly(f"{path} can't be written ({error.strerror}); it can only be read")
    if error.errno in FULL:
        return NotSaved(f"disk full, not saved; make room on the disk of {path} and try again")
    return NotSaved(f"not saved: {path}: {error.strerror or error}; try again or save elsewhere")


def now() -> str:
    """The time in UTC, to the second, as the files write it."""
    return f"{datetime.now(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def timestamp() -> str:
    """The time in UTC as part of a file name."""
    return datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
