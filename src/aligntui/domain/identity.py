"""Identities that never change: uids of records, and the handles people use."""

import os
import re
from typing import NewType

from aligntui.domain.errors import Refused
from aligntui.domain.plain import typewritten

PersonId = NewType("PersonId", str)
"""32 hex digits, made once and never changed."""

Uid = NewType("Uid", str)
"""The identity of one record: 32 hex digits, made once and never changed."""

Handle = NewType("Handle", str)
"""A letter and a number, counted per person: F2, E4, O1, R3, A1, B1, T1, C1, N1, W1."""

KINDS = {
    "F": "a focus", "E": "an expectation", "O": "an opportunity", "R": "a risk",
    "A": "an action", "B": "feedback", "T": "a talking point", "N": "a note", "C": "a check-in",
    "W": "a win",
}  # fmt: skip
"""What the letter of a handle stands for."""

_UIDS = 16**32
_MOST_LINES = 100_000
"""More lines than any text has: a uid further from the seed was not made from it."""
_HANDLE = r"([A-Z])([1-9][0-9]{0,5})\Z"


def new_uid() -> Uid:
    """Make a new uid from the system's randomness."""
    return Uid(os.urandom(16).hex())


def uid_after(seed: Uid, number: int) -> Uid:
    """The uid of one of several things made together, so that a second call makes the same."""
    return Uid(f"{(int(seed, 16) + number) % _UIDS:032x}")


def place_after(seed: Uid, uid: Uid) -> int | None:
    """The number, from 1, with which a uid was made from a seed; None for any other uid."""
    try:
        place = (int(uid, 16) - int(seed, 16)) % _UIDS
    except ValueError:  # a uid of another program
        return None
    return place if 0 < place < _MOST_LINES else None


def new_person_id() -> PersonId:
    """Make a new id of a person."""
    return PersonId(new_uid())


def handle_of(text: str) -> Handle:
    """Parse a typed handle, in either case and as lines name it: `a3`, `~E2`, `A3,`.

    Refuses any other text.
    """
    found = re.match(_HANDLE, typewritten(text).strip(" \t\n~.,:;").upper())
    if not found:
        raise Refused(f"'{text}' is not a handle; handles look like F2, E4, R1 or A3")
    return Handle(found[0])


def letter_of(handle: Handle) -> str:
    """The letter of a handle, which gives the kind of thing it names."""
    return handle[0]


def number_of(handle: Handle) -> int:
    """The number of a handle, from 1."""
    return int(handle[1:])
