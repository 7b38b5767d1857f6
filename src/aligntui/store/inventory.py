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
from aligntui.store import backups, copies, crypt
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
        Piece("copy", file) for form in _forms(path) for file in copies.find(form)
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
