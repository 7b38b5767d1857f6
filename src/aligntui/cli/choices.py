"""Parsers for option values; their errors say what can be typed."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, TypeVar

from aligntui.cli import output
from aligntui.domain.item import shares
from aligntui.domain.section import Section

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

    from aligntui.domain.person import Person

    Kind = TypeVar("Kind", bound=StrEnum)


def one_of(kind: type[Kind]) -> Callable[[str], Kind]:
    """Make a parser for one value of an enumeration."""

    def read(typed: str) -> Kind:
        word = typed.strip().casefold()
        for value in kind:
            if value.value == word:
                return value
        raise ArgumentTypeError(f"'{typed}' is none of {', '.join(kind)}")

    return read


def some_of(kind: type[Kind]) -> Callable[[str], frozenset[Kind]]:
    """Make a parser for several comma-separated values."""
    read = one_of(kind)
    return lambda typed: frozenset(read(word) for word in typed.split(","))


def share(typed: str) -> int:
    """Parse a share in percent."""
    digits = typed.strip().removesuffix("%").rstrip()
    if not digits.isascii() or not digits.isdecimal():
        raise ArgumentTypeError(f"'{typed}' is not a share; type 0 to 100")
    return int(digits[:9])


def say_shares(before: Person, after: Person) -> None:
    """Warn when the shares have just grown beyond the whole."""
    total, earlier = (shares(each.open_items(Section.FOCUS)) for each in (after, before))
    if total > max(100, earlier):
        output.narrate(f"the focus shares add up to {total}%, which is more than 100%")
