"""Names that never change: identities of records, and the handles that people say aloud."""

import os
import re
from typing import NewType

from aligntui.domain.errors import Refused
from aligntui.domain.plain import typewritten

PersonId = NewType("PersonId", str)
"""32 hex digits, made once."""

Uid = NewType("Uid", str)
"""The identity of one record, for the machine: 32 hex digits, made once."""

Handle = NewType("Handle", str)
"""A letter and a number, counted per person, for people: F2, E4, O1, R3, A1, B1, T1, C1, N1."""

_HANDLE = r"([A-Z])([1-9][0-9]{0,5})\Z"


def new_uid() -> Uid:
    """A new identity, from the system's randomness."""
    return Uid(os.urandom(16).hex())


def new_person_id() -> PersonId:
    """A new person's identity."""
    return PersonId(new_uid())


def handle_of(text: str) -> Handle:
    """The handle that somebody typed, in either case and as a line names it: `a3`, `~E2`, `A3,`.

    Refuses what can't be one.
    """
    found = re.match(_HANDLE, typewritten(text).strip(" \t\n~.,:;").upper())
    if not found:
        raise Refused(f"'{text}' is not a handle; handles look like F2, E4, R1 or A3")
    return Handle(found[0])


def letter_of(handle: Handle) -> str:
    """The letter that says what kind of thing a handle names."""
    return handle[0]


def number_of(handle: Handle) -> int:
    """The number of a handle, from 1."""
    return int(handle[1:])
