"""Convert frozen values to JSON and back, by the annotations of their classes.

Texts, numbers and booleans are written as they are, a day as YYYY-MM-DD, a cadence as its phrase,
an enumeration member as its value. Tuples become lists, sets lists in the order of the
enumeration, a named tuple the list of its fields. A dataclass becomes an object of its fields;
inside another one it leaves out fields that have their default. A field with a default may be
missing, so that older records can be read.
Anything else is declared: a `Spelling` by type, a `Declaration` by the names of class and field,
as in `Expectation.state`.
Reading is strict: a value of another type is refused and never converted. Callers expect
UNREADABLE; only the messages of KeyError and TypeError are free of data.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from enum import Enum
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, NamedTuple, NewType, Union, get_args, get_origin

from aligntui.domain.cadence import Cadence, parse
from aligntui.domain.errors import Refused

UNREADABLE = (
    LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError, Refused,
)  # fmt: skip
"""Exceptions raised by reading an invalid record."""
NEVER = object()


class Spelling(NamedTuple):
    """How to read a value from JSON, and how to write it."""

    read: Callable[[Any], Any]
    write: Callable[[Any], Any]


class Declaration(NamedTuple):
    """The declaration of one field."""

    key: str = ""
    """The key in JSON, if it is not the field's name."""
    spelling: Spelling | None = None
    whole: bool = False
    """True when it is read from the whole object instead of the value of its key."""
    around: bool = False
    """True when its own fields are put into the object around it, and read from there."""
    always: bool = False
    """True when it is always written and required, although it has a default."""


class Place(NamedTuple):
    """The place of one field in an object; without a key, its own fields are put there."""

    name: str
    key: str
    read: Callable[[Any], Any]
    write: Callable[[Any], Any]
    whole: bool
    usual: object
    """The default when it is missing; NEVER when it may not be missing."""


class Converter:
    """Builds spellings from annotations; build each once and use it for all values of its type."""

    def __init__(self, declared: Mapping[object, Any]) -> None:
        self._declared = declared

    def record(self, kind: type, *, inner: bool = False) -> Spelling:
        """The spelling of a class as an object; `inner` omits fields that have their default."""
        found = self.places(kind, lambda field: field.init)
        return Spelling(_reading(kind, found), _writing(found, inner=inner))

    def places(self, kind: Any, wanted: Callable[[Field[Any]], bool]) -> tuple[Place, ...]:
        """The places of the wanted fields of a dataclass, in their order."""
        return tuple(self._place(kind, field) for field in fields(kind) if wanted(field))

    def _place(self, kind: type, field: Field[Any]) -> Place:
        own: Declaration = self._declared.get(f"{kind.__name__}.{field.name}", Declaration())
        key = own.key or field.name
        read, write = own.spelling or self.spelling(field.type, key)
        default = NEVER if own.always or field.default is MISSING else field.default
        whole = own.whole or own.around
        return Place(field.name, "" if own.around else key, read, write, whole, default)

    def spelling(self, hint: Any, name: str) -> Spelling:
        """The spelling of a type; `name` appears in the messages about invalid values."""
        declared = self._declared.get(hint)
        if isinstance(declared, Spelling):
            return declared
        if hint in _LEAVES:
            return _LEAVES[hint](name)
        if isinstance(hint, NewType):
            return self.spelling(hint.__supertype__, name)
        if get_origin(hint) is not None:
            return self._of_parts(hint, name)
        if issubclass(hint, Enum):
            return _member(hint, name)
        if issubclass(hint, tuple):
            each = [self.spelling(part, name) for part in hint.__annotations__.values()]
            return _fixed(each, name, hint._make)
        return self.record(hint, inner=True)

    def _of_parts(self, hint: Any, name: str) -> Spelling:
        origin, parts = get_origin(hint), [p for p in get_args(hint) if p not in {NoneType, ...}]
        inner = self.spelling(parts[0], name)
        if origin in {Union, UnionType} and len(parts) == 1:
            return _maybe(inner, None if parts[0] is int else "")
        if origin is tuple and ... in get_args(hint):
            return _many(inner, name, tuple)
        if origin is frozenset and issubclass(parts[0], Enum):
            return _many(inner, name, frozenset, parts[0])
        raise TypeError(f"{name!r}: nothing says how {hint} stands in JSON")


def _reading(kind: Callable[..., Any], found: Iterable[Place]) -> Callable[[Any], Any]:
    needed = [(p.name, p.key, p.read) for p in found if p.usual is NEVER and not p.whole]
    others = [(p.name, p.key, p.read) for p in found if p.usual is not NEVER and not p.whole]
    whole = [(p.name, p.read) for p in found if p.whole]
    # most inner values have only defaults: all share one frozen value
    usual = None if needed or whole else kind()

    def read(row: Mapping[str, Any]) -> Any:
        values = {name: read_it(row[key]) for name, key, read_it in needed}
        for name, key, read_it in others:
            if key in row:
                values[name] = read_it(row[key])
        for name, read_it in whole:
            values[name] = read_it(row)
        return kind(**values) if values or usual is None else usual

    return read


def _writing(found: Iterable[Place], *, inner: bool) -> Callable[[Any], dict[str, Any]]:
    steps = [(attrgetter(p.name), p.key, p.write, p.usual if inner else NEVER) for p in found]
    always = [step[:3] for step in steps if step[1] and step[3] is NEVER]
    others = [step for step in steps if step[1] and step[3] is not NEVER]
    around = [(get, write_it) for get, key, write_it, _ in steps if not key]

    def write(value: Any) -> dict[str, Any]:
        row = {key: write_it(get(value)) for get, key, write_it in always}
        for get, key, write_it, usual in others:
            it = get(value)
            if it != usual:
                row[key] = write_it(it)
        for get, write_it in around:
            row |= write_it(get(value))
        return row

    return write


def _maybe(inner: Spelling, blank: str | None) -> Spelling:
    read, write = inner
    return Spelling(
        lambda value: None if value is None or value == blank else read(value),
        lambda value: None if value is None else write(value),
    )


def _many(
    inner: Spelling, name: str, make: Callable[[Iterable[Any]], Any], order: Iterable[Any] = ()
) -> Spelling:
    """Several values as a list, in the given order if there is one."""
    read, write = inner
    return Spelling(
        lambda value: make(map(read, _list(value, name))),
        lambda values: list(map(write, filter(values.__contains__, order) if order else values)),
    )


def _fixed(each: list[Spelling], name: str, make: Callable[[Any], Any]) -> Spelling:
    def read(value: Any) -> Any:
        if len(_list(value, name)) != len(each):
            raise TypeError(f"{name!r} has too many parts, or too few")
        return make([one.read(part) for one, part in zip(each, value, strict=True)])

    return Spelling(read, lambda v: [one.write(p) for one, p in zip(each, v, strict=True)])


def _list(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{name!r} is no list")
    return value


def _member(kind: type[Enum], name: str) -> Spelling:
    members = {member.value: member for member in kind}
    values = {member: member.value for member in kind}

    def read(value: Any) -> Enum:
        found = members.get(value) if isinstance(value, str) else None
        if found is None:
            raise ValueError(f"{name!r} is nothing that is known")
        return found

    return Spelling(read, values.__getitem__)


def _plain(
    kind: type, otherwise: str, make: Callable[[Any], Any] | None = None, write: Any = None
) -> Callable[[str], Spelling]:
    def of(name: str) -> Spelling:
        def read(value: Any) -> Any:
            # bool is not int here; a str that was never in JSON may be a member of an enumeration
            if type(value) is not kind and not (kind is str and isinstance(value, str)):
                raise TypeError(f"{name!r} is {otherwise}")
            return value if make is None else make(value)

        return Spelling(read, write or _same)

    return of


def _same(value: Any) -> Any:
    return value


_LEAVES: Mapping[object, Callable[[str], Spelling]] = {
    str: _plain(str, "no text"),
    bool: _plain(bool, "neither true nor false"),
    int: _plain(int, "no whole number"),
    date: _plain(str, "no day", date.fromisoformat, date.isoformat),
    Cadence: _plain(str, "no text", parse, str),
}
