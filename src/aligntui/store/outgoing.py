"""Files that leave: private, whole or not at all; only a calendar is ever written over."""

import os
import re
import unicodedata
from contextlib import suppress

from aligntui.domain.errors import Refused
from aligntui.store.files import keep_aside, numbered, replace_whole, sync_directory

LONGEST = 120
"""Bytes of a name that was made of somebody's name."""
_NO_NAME = re.compile(r'[/\\:*?"<>|\s]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d) *(\..*)?", re.IGNORECASE)


def safe_name(words: str) -> str:
    """Words as the name of a file on any system: no path, nothing hidden, nothing reserved."""
    plain = unicodedata.normalize("NFC", words)
    plain = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in plain)
    name = _NO_NAME.sub(" ", plain).strip(" .-~")
    name = name.encode("utf-8")[:LONGEST].decode("utf-8", "ignore").rstrip(" .")
    if not name:
        return "somebody"
    return f"_{name}" if _RESERVED.fullmatch(name) else name


def new_file(named: str, data: bytes) -> str:
    """Write a file that is not there yet; gives its path. Refuses where there is one."""
    path = os.path.abspath(os.path.expanduser(named))
    if os.path.isdir(path):
        raise Refused(f"{named} is a folder; name a file with -o")
    if not _put(path, data):
        raise Refused(f"{named} is there already; name another file with -o")
    return path


def new_in(folder: str, name: str, ending: str, data: bytes) -> str:
    """Write a new file into a folder, numbered where its name is taken; gives its path."""
    path = os.path.join(os.path.abspath(os.path.expanduser(folder)), name)
    for number in range(1, 10_000):
        free = (path if number == 1 else numbered(path, number)) + ending
        if _put(free, data):
            return free
    raise Refused(f"too many files in {folder} are named {name}; name another folder with -o")


def written_over(named: str, data: bytes) -> str:
    """Write a file that others read again and again, whole each time; gives its path."""
    path = os.path.realpath(os.path.expanduser(named))
    try:
        replace_whole(path, [data])
    except OSError as error:
        raise Refused(f"{named}: {error.strerror}; name another file with -o") from None
    return path


def _put(path: str, data: bytes) -> bool:
    """Write a whole file under a name that nobody has; False where somebody has it."""
    folder = os.path.dirname(path)
    if os.path.lexists(path):
        return False
    try:
        temporary = keep_aside(os.path.join(folder, f".{os.getpid()}.tmp"), data)
        try:
            return _named(temporary, path)
        finally:
            with suppress(OSError):
                os.unlink(temporary)
            sync_directory(folder)
    except OSError as error:
        raise Refused(f"{path}: {error.strerror}; name another place with -o") from None


def _named(temporary: str, path: str) -> bool:
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError:
        if os.path.lexists(path):
            return False
        os.rename(temporary, path)  # a file system without hard links
    return True
