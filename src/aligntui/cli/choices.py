"""Reading the values of options; each refuses in words that say what can be typed."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

    Kind = TypeVar("Kind", bound=StrEnum)


def one_of(kind: type[Kind]) -> Callable[[str], Kind]:
    """A reader of one of the values of an enumeration."""

    def read(typed: str) -> Kind:
        word = typed.strip().casefold()
        for value in kind:
            if value.value == word:
                return value
        raise ArgumentTypeError(f"'{typed}' is none of {', '.join(kind)}")

    return read


def some_of(kind: type[Kind]) -> Callable[[str], frozenset[Kind]]:
    """A reader of several of the values, with commas between them."""
    read = one_of(kind)
    return lambda typed: frozenset(read(word) for word in typed.split(","))


def share(typed: str) -> int:
    """A share in percent."""
    digits = typed.strip().removesuffix("%").rstrip()
    if not digits.isascii() or not digits.isdecimal():
        raise ArgumentTypeError(f"'{typed}' is not a share; type 0 to 100")
    return int(digits[:9])
