"""Parsers for option values; their errors say what can be typed."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

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
