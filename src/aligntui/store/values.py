"""Single values of a row, strictly: what is of another type is refused, and never bent."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from aligntui.domain.identity import Handle

_HANDLE = re.compile(r"[A-Z][1-9][0-9]{0,17}")


def words(row: Mapping[str, Any], name: str, usual: str | None = None, *, least: int = 0) -> str:
    """A text; `usual` where the field is missing, and without one KeyError."""
    value = row[name] if usual is None else row.get(name, usual)
    if not isinstance(value, str) or len(value) < least:
        raise TypeError(f"{name!r} is no text")
    return value


def flag(row: Mapping[str, Any], name: str, *, usual: bool | None = None) -> bool:
    """True or false."""
    value = row[name] if usual is None else row.get(name, usual)
    if not isinstance(value, bool):
        raise TypeError(f"{name!r} is neither true nor false")
    return value


def number(value: object, name: str) -> int:
    """A whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name!r} is no whole number")
    return value


def day(value: object) -> date:
    """A day as YYYY-MM-DD; ValueError for one that isn't in any calendar."""
    if not isinstance(value, str):
        raise TypeError("a day is no text")
    return date.fromisoformat(value)


def maybe_day(value: object) -> date | None:
    """A day, or none."""
    return None if value is None or value == "" else day(value)


def handle(value: object) -> Handle:
    """A letter and a number."""
    if not isinstance(value, str) or not _HANDLE.fullmatch(value):
        raise TypeError("the handle is none")
    return Handle(value)


def maybe_handle(value: object) -> Handle | None:
    """A handle, or none."""
    return None if value is None or value == "" else handle(value)
