"""The inventory of files about a store that may hold its data, each with its kind.

All code that looks for such files asks here. The inventory is the same for plain and encrypted
stores, and for synced and local folders.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Literal, NamedTuple

from aligntui.domain.errors import Refused
from aligntui.paths import data_dir
from aligntui.store import backups, crypt
from aligntui.store.files import TEMPORARY, names, not_ours
from aligntui.store.locations import away, drafts_of, spare_drafts_of, stem_of

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
    try:
        names = [each for each in os.listdir(folder) if each.lower().endswith(ending.lower())]
    except OSError:
        return ()
    if names == [name]:
        return ()  # the usual case
    marks = r"(\.sync-conflict-.+| \(.*conflicted copy.*\)| \(\d+\)| \d+)"
    copy = re.compile(f"{re.escape(stem)}{marks}{re.escape(ending)}", re.IGNORECASE)
    return tuple(sorted(os.path.join(folder, name) for name in names if copy.fullmatch(name)))


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
