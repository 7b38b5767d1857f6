"""Backups: earlier states of the store's file, and how long each is kept."""

import os
import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import NamedTuple

from aligntui.store import crypt
from aligntui.store.files import (
    names,
    not_ours,
    numbered,
    own_directory,
    sync_directory,
    timestamp,
    unless_taken,
    write_private,
)

FOLDER = "backups"
RECOVERED = "recovered"
"""The folder for damaged files; nothing is ever removed from it."""
DAILY, WEEKLY, MONTHLY = 7, 4, 12

_PIECE = 1 << 20
_NAME = r"(.+)-(\d{8})-g(\d{1,18})(\.json(?:\.age)?)"


class Kept(NamedTuple):
    """A backup's name, with its day and the generation it holds."""

    day: date
    gen: int
    name: str


def folder_of(path: str) -> str:
    """The folder of the backups of a store."""
    return os.path.join(os.path.dirname(path), FOLDER)


def stem_of(path: str) -> str:
    """The beginning of the names of a store's backups."""
    return os.path.splitext(os.path.basename(crypt.plain(path)))[0]


def ending_of(path: str) -> str:
    """The ending of the names of a store's backups."""
    return f".json{crypt.SUFFIX}" if crypt.sealed(path) else ".json"


def there(path: str) -> list[Kept]:
    """The backups of a store, sorted by day and generation."""
    ours = (stem_of(path), ending_of(path))
    found = []
    for name in names(folder_of(path)):
        parts = re.fullmatch(_NAME, name)
        if parts and (parts[1], parts[4]) == ours:
            with suppress(ValueError):
                found.append(Kept(date.fromisoformat(parts[2]), int(parts[3]), name))
    return sorted(found)


def outdated(backups: Iterable[Kept], today: date) -> set[str]:
    """The names of backups that may be removed.

    Kept are the first of each day, week and month, for the last 7 days, 4 weeks and 12 months
    that have any, and the latest of all. They are counted among the backups, not from `today`, and
    backups dated after today neither count nor go, so a wrong clock can't empty the folder.
    """
    every = sorted(backups)
    past = [each for each in every if each.day <= today]
    stays = {each.name for each in every if each.day > today}
    if every:
        stays.add(max(every, key=lambda each: (each.gen, each.day)).name)
    stays |= _firsts(past, DAILY, lambda day: day)
    stays |= _firsts(past, WEEKLY, lambda day: day.isocalendar()[:2])
    stays |= _firsts(past, MONTHLY, lambda day: (day.year, day.month))
    return {each.name for each in every} - stays


def trouble(path: str) -> str:
    """The reason why no backups can be kept, in one line that says what to do; else ""."""
    folder = folder_of(path)
    words = not_ours(folder)
    return f"no backup was made in {folder}: {words}" if words else ""


def keep(path: str, gen: int) -> str:
    """Keep the file a save is about to replace; returns the name of a new backup, or "".

    It becomes the previous state, and a backup if it is the first of its day. May raise OSError.
    """
    folder = folder_of(path)
    own_directory(folder)
    stem, ending = os.path.join(folder, stem_of(path)), ending_of(path)
    previous = f"{stem}-previous{ending}"
    if not _is_same(path, previous):
        temporary = os.path.join(folder, f".{os.path.basename(previous)}.{os.getpid()}.tmp")
        with suppress(FileNotFoundError):
            os.unlink(temporary)
        link(path, temporary)
        os.replace(temporary, previous)
    today = f"{_today():%Y%m%d}"
    if any(f"{each.day:%Y%m%d}" == today for each in there(path)):
        return ""
    name = free_name(f"{stem}-{today}-g{gen}{ending}")
    link(path, name)
    return name


def keep_first(path: str, gen: int) -> str:
    """Keep a copy of a new store; no hard link, so that damage to the file spares the copy."""
    own_directory(folder_of(path))
    name = f"{stem_of(path)}-{_today():%Y%m%d}-g{gen}{ending_of(path)}"
    return _copy(path, free_name(os.path.join(folder_of(path), name)))


def keep_copies(path: str, gen: int, copies: Mapping[str, bytes]) -> list[str]:
    """Keep data found in the files before they are rewritten; keys are endings of the names.

    Returns the names of the copies.
    """
    kept = []
    folder, stem = folder_of(path), stem_of(path)
    dated = f"{stem}-{timestamp()}-g{gen}"
    for ending, data in copies.items():
        own_directory(folder)
        name = (stem if ending.startswith("-before-v") else dated) + ending
        name = free_name(os.path.join(folder, name.replace(".json", ending_of(path))))
        kept.append(write_private(name, [data], finish=unless_taken(name)))
    return kept


def thin_out(path: str, made: str) -> None:
    """Remove the backups that are outdated, now that one more was `made`."""
    folder = os.path.dirname(made)
    with suppress(OSError):
        for name in outdated(there(path), _today()) - {os.path.basename(made)}:
            os.unlink(os.path.join(folder, name))


def _firsts(backups: list[Kept], buckets: int, bucket: Callable[[date], Hashable]) -> set[str]:
    first: dict[Hashable, str] = {}
    for each in backups:
        first.setdefault(bucket(each.day), each.name)
    return set(list(first.values())[-buckets:])


def free_name(name: str) -> str:
    """The name, numbered if it is taken."""
    free, number = name, 1
    while os.path.lexists(free):
        number += 1
        free = numbered(name, number)
    return free


def link(old: str, new: str) -> None:
    """Hard-link a file to another name, or copy it where links can't be made; may raise OSError."""
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:
        # a file system without hard links
        _copy(old, new)


def move_aside(path: str, files: list[str]) -> list[str]:
    """Link files into `recovered`, where they survive their replacement; returns the new names."""
    folder = os.path.join(os.path.dirname(path), RECOVERED)
    own_directory(folder)
    time, moved = timestamp(), []
    for file in files:
        if os.path.lexists(file):
            name = os.path.basename(file).lstrip(".")
            kept = free_name(os.path.join(folder, f"{time}-{name}"))
            link(file, kept)
            moved.append(kept)
    if moved:
        sync_directory(folder)
    return moved


def _is_same(old: str, new: str) -> bool:
    try:
        return os.path.samestat(os.lstat(old), os.lstat(new))
    except FileNotFoundError:
        return False


def _copy(old: str, new: str) -> str:
    with open(old, "rb") as source:
        return write_private(new, iter(lambda: source.read(_PIECE), b""), finish=unless_taken(new))


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
