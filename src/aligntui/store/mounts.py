"""The file system of a store, and whether other machines write to it.

On a network, changes by another machine are certain to be seen only after opening a file anew, and
a failed write may be reported only on close. These rules are written from documentation: no such
file system was at hand to try them on, so their tests treat a local folder as remote.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from functools import cache

REMOTE = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "virtiofs", "afs", "ceph"})
TABLE = "/proc/self/mountinfo"


@cache
def remote(folder: str) -> str:
    """The type of a network file system; "" for a local one."""
    with suppress(OSError), open(TABLE, encoding="utf-8", errors="surrogateescape") as file:
        kind = kind_of(os.path.realpath(folder), file)
        if kind in REMOTE or kind.startswith("fuse."):
            return kind
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
