"""The table of fields: one row for each, declared beside its value and read by every face.

A dataclass declares a field with `row(default, ...)`. What its annotation tells is not said
again: the kind, and the values to choose from. The other columns say how the faces name it where
the name alone won't do.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import field, fields
from enum import Enum, StrEnum, auto
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Any, NamedTuple, TypeVar, get_args

from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, handle_of

_Value = TypeVar("_Value")


class Kind(Enum):
    """What can be typed into a field."""

    TEXT = auto()
    ONE = auto()
    """One of a few values."""
    SEVERAL = auto()
    """Any number of a few values."""
    PERCENT = auto()
    HANDLE = auto()
    YES_NO = auto()


_KINDS = {str: Kind.TEXT, int: Kind.PERCENT, Handle: Kind.HANDLE, bool: Kind.YES_NO}


class Field(NamedTuple):
    """One row of the table."""

    name: str
    """Its name in the code; the others default to it."""
    kind: Kind
    default: Any
    values: tuple[StrEnum, ...]
    """The values to choose from."""
    label: str
    """What a form calls it; "" where forms don't show it."""
    word: str
    """What a section as text calls it, and the line under an item."""
    example: str
    """What may stand behind the word, for the hints."""
    option: str
    """Its option on the command line."""
    json: str
    """Its key in JSON, which is its column in CSV."""
    row: str
    """Its key in the store."""
    searched: bool
    """True when search looks in it; usual for texts."""
    in_form: int
    in_text: int
    in_lines: int
    """Its place where it is not the declared one, 0: higher numbers come later, states are 9."""

    words: tuple[str, str] = ("no", "yes")
    """The two answers of a yes/no field in a form."""
    line: str = "{word}: {value}"
    """The line under an item; "" where it has none of its own."""
    beside: str = ""
    """The field whose value stands in brackets behind the word."""

    otherwise: str = ""
    """The option for the opposite of a yes/no field."""
    metavar: str = ""
    help: str = ""
    otherwise_help: str = ""

    mark: str = ""
    """An example of the mark that sets it within a typed line."""
    means: tuple[str, ...] = ()
    """What hints say of the mark: one for all of its values, or one for each."""

    opposite: bool = False
    """True when JSON says the opposite of the field."""

    term: bool = True
    """True when two people agree on it together with the text; other fields are progress."""
    steps: tuple[StrEnum, ...] = ()
    """The values of a state that follow each other; others come with the end of an item."""

    @property
    def progress(self) -> bool:
        """True for the state of an item."""
        return bool(self.steps)


def row(default: _Value, **columns: Any) -> _Value:
    """Declare a field of a dataclass with its default and its columns in the table."""
    return field(default=default, metadata={"columns": columns})


def fields_of(value: object, order: str = "") -> tuple[Field, ...]:
    """The rows of a dataclass or of a value of it, as declared or in the `order` of a face."""
    return _rows(value if isinstance(value, type) else type(value), order)


@cache
def _rows(kind: type, order: str) -> tuple[Field, ...]:
    found = [
        _field(each.name, each.type, each.default, each.metadata["columns"])
        for each in fields(kind)
        if "columns" in each.metadata
    ]
    if order:
        found.sort(key=attrgetter(order))
    return tuple(found)


def _field(name: str, hint: Any, default: object, columns: dict[str, Any]) -> Field:
    inner = next((part for part in get_args(hint) if part is not NoneType), hint)
    choices = isinstance(inner, type) and issubclass(inner, Enum)
    kind = Kind.ONE if choices else _KINDS.get(inner, Kind.TEXT)
    if isinstance(default, frozenset):
        kind = Kind.SEVERAL
    values = tuple(inner) if choices else ()
    word = columns.get("word", name.replace("_", " "))
    usual = {
        "label": word,
        "word": word,
        "example": " | ".join(values),
        "option": f"--{name.replace('_', '-')}",
        "json": name,
        "row": name,
        "searched": kind is Kind.TEXT,
        **dict.fromkeys(("in_form", "in_text", "in_lines"), 9 if "steps" in columns else 0),
    }
    return Field(name=name, kind=kind, default=default, values=values, **usual | columns)


def read(field: Field, typed: str) -> object:
    """Parse what is typed for a field on the command line or in a section as text."""
    return _READ[field.kind](field, typed)


def _one(field: Field, typed: str) -> StrEnum:
    wanted = _folded(typed)
    for value in field.values:
        if _folded(value) == wanted:
            return value
    raise Refused(f"'{typed}' is none of {', '.join(field.values)}")


def _folded(word: str) -> str:
    return re.sub(r"[ _-]+", "-", word.strip().casefold())


def _share(_: Field, typed: str) -> int:
    found = re.fullmatch(r"(-?[0-9]{1,9}) ?%?", typed.strip())
    if not found:
        raise Refused(f"'{typed}' is not a share; type 0 to 100")
    return int(found[1])


def _flag(_: Field, typed: str) -> bool:
    if typed:
        raise Refused("the word stands alone, without a colon")
    return True


_READ: dict[Kind, Callable[[Field, str], object]] = {
    Kind.TEXT: lambda _, typed: typed,
    Kind.ONE: _one,
    Kind.SEVERAL: lambda field, typed: frozenset(_one(field, one) for one in typed.split(",")),
    Kind.PERCENT: _share,
    Kind.HANDLE: lambda _, typed: handle_of(typed),
    Kind.YES_NO: _flag,
}


def chosen(field: Field, value: Iterable[StrEnum]) -> list[StrEnum]:
    """The members of a set, in the order of their enumeration."""
    return [each for each in field.values if each in value]


def plain(field: Field, value: Any) -> str:
    """A value as it can be typed again."""
    if field.kind is Kind.SEVERAL:
        return ", ".join(chosen(field, value))
    return "" if value is None or value is True else str(value)
