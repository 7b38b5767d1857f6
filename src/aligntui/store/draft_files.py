"""A file of drafts as it is found: whole, or broken and then set aside."""

import fcntl
import json
import os
import stat
from pathlib import Path

from aligntui.store import crypt
from aligntui.store.errors import StoreError

LARGEST = 64_000_000
"""Bytes of a file of drafts; more than that nobody has typed."""


class Broken(Exception):  # noqa: N818 - it says how the file is
    """A file can't be read whole; `texts` is what can be."""

    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__("a file of drafts is broken")
        self.texts = texts


def read_texts(file: Path) -> dict[str, str]:
    """The texts in a file by the name of their box; raises `Broken` with what can be read."""
    try:
        flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
        with open(os.open(file, flags), "rb") as opened:
            found = os.fstat(opened.fileno())
            if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST:
                raise Broken({})
            data = opened.read()
        kept = json.loads(crypt.opened(str(file), data) if crypt.is_age(data) else data)
    except (OSError, ValueError, RecursionError, StoreError):
        raise Broken({}) from None
    if not isinstance(kept, dict):
        raise Broken({})
    texts = {box: text for box, text in kept.items() if isinstance(text, str)}
    if len(texts) < len(kept):
        raise Broken(texts)
    return texts


def set_aside(file: Path) -> Path:
    """Rename a file so that no start looks at it again; gives where it is now."""
    aside = file.with_name(f"broken-{file.stem}-{os.urandom(2).hex()}.txt")
    try:
        file.rename(aside)
    except OSError:
        return file
    return aside


def held(path: Path) -> int:
    """A lock that is held until its number is closed; raises `OSError` where somebody has it."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise
    return lock
