"""Between frozen values and JSON, by the annotations of the values' own classes.

A text, a number, true and false stand as they are; a day is YYYY-MM-DD, a cadence what is typed for
it, a member of an enumeration its value. Several values are a list, those of a set in order; a
named tuple is the list of its fields. A dataclass or a typed dictionary is an object of its fields;
one that stands inside of another leaves out the fields that are as usual. A field that is one of
several dataclasses puts its fields into the object around it.

What annotations don't tell is declared: by type a `Spelling`, or the class to read where there are
several; by the names of a class and a field, as in `Risk.risk_state`, a `Field`.

Reading is strict: what is of another type is refused, and never bent. Whoever reads expects
UNREADABLE, of which only what a KeyError or a TypeError says holds nothing that was read.
"""

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date
from enum import Enum
from functools import cache
from operator import attrgetter, itemgetter
from types import NoneType, UnionType
from typing import Any, NamedTuple, NewType, Union, get_args, get_origin, get_type_hints

from aligntui.domain.cadence import Cadence, parse
from aligntui.domain.errors import Refused

UNREADABLE = (
    LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError, Refused,
)  # fmt: skip
"""What reading a record raises that isn't one."""
_UNIONS = (Union, UnionType)
_NEVER = object()


class Spelling(NamedTuple):
    """How a value is read from JSON, and how it is written."""

    read: Callable[[Any], Any]
    write: Callable[[Any], Any]


class Field(NamedTuple):
    """What is declared of one field."""

    key: str = ""
    """What it is called in JSON, where that is not its own name."""
    spelling: Spelling | None = None
    whole: bool = False
    """Whether it is read from the whole object, and not only from what stands under its key."""
    later: bool = False
    """Whether records from before there was such a field lack it; then it is as usual."""
    always: bool = False
    """Whether it is never left out."""


_PLAIN = Field()


class Place(NamedTuple):
    """Where one field stands in an object; without a key its own fields do."""

    name: str
    key: str
    read: Callable[[Any], Any]
    write: Callable[[Any], Any]
    whole: bool
    may_lack: bool
    unless: object
    """With this value it is left out."""


class Converter:
    """Makes spellings; each is made once, and then used for all values of a type."""

    def __init__(self, declared: Mapping[object, Any]) -> None:
        self._declared = declared

    def record(self, kind: type, *, inner: bool = False) -> Spelling:
        """A class as an object of its fields; `inner` stands inside of another."""
        found = self.places(kind, inner=inner)
        getter = itemgetter if issubclass(kind, dict) else attrgetter
        return Spelling(_reading(kind, found), _writing(found, getter))

    def places(
        self, kind: type, *, inner: bool = False, names: Container[str] | None = None
    ) -> tuple[Place, ...]:
        """The fields of a class in their order, or those of them that are named."""
        usual = _usual(kind) if inner else {}
        hints = _hints(kind).items()
        wanted = (each for each in hints if names is None or each[0] in names)
        return tuple(self._place(kind, *each, usual) for each in wanted)

    def _place(self, kind: type, name: str, hint: Any, usual: Mapping[str, object]) -> Place:
        own: Field = self._declared.get(f"{kind.__name__}.{name}", _PLAIN)
        around = own.spelling is None and _one_of_several(hint)
        key = "" if around else own.key or name
        read, write = own.spelling or self.spelling(hint, key)
        left_out = name in usual and not own.always
        unless = usual[name] if left_out else _NEVER
        return Place(name, key, read, write, own.whole or around, own.later or left_out, unless)

    def spelling(self, hint: Any, name: str) -> Spelling:
        """The values of a type; `name` is said of what can't be read."""
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
            make: Callable[[Any], Any] = hint._make
            parts = _hints(hint).values()
            return _fixed([self.spelling(part, name) for part in parts], name, make)
        return self.record(hint, inner=True)

    def _of_parts(self, hint: Any, name: str) -> Spelling:
        arguments, origin = get_args(hint), get_origin(hint)
        parts = [part for part in arguments if part not in {NoneType, ...}]
        if _one_of_several(hint):
            write = {kind: self.record(kind, inner=True).write for kind in parts}
            read = self.record(self._declared[hint], inner=True).read
            return Spelling(read, lambda value: write[type(value)](value))
        first, *others = (self.spelling(part, name) for part in parts)
        if origin is tuple and ... not in arguments:
            return _fixed([first, *others], name, tuple)
        if origin in {tuple, frozenset}:
            return _several(first, name, origin, parts[0])
        if origin in _UNIONS and not others:
            return _maybe(first, None if parts[0] is int else "")
        raise TypeError(f"{name!r}: nothing says how {hint} stands in JSON")


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind, include_extras=True)  # there are none, and none are looked for


@cache
def _usual(kind: Any) -> Mapping[str, object]:
    """What the fields of a dataclass are where nothing is said."""
    if issubclass(kind, dict):
        return {}
    # who is due is told without any dataclass
    from dataclasses import MISSING, fields

    return {f.name: f.default for f in fields(kind) if f.default is not MISSING}


def _one_of_several(hint: object) -> bool:
    return get_origin(hint) in _UNIONS and NoneType not in get_args(hint)


def _reading(kind: Callable[..., Any], found: Iterable[Place]) -> Callable[[Any], Any]:
    needed = [(p.name, p.key, p.read) for p in found if not (p.whole or p.may_lack)]
    others = [(p.name, p.key, p.read) for p in found if p.may_lack and not p.whole]
    whole = [(p.name, p.read) for p in found if p.whole]
    # of most that stands inside of others all is as usual, and what is frozen can be shared
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


def _writing(
    found: Iterable[Place], getter: Callable[[str], Callable[[Any], Any]]
) -> Callable[[Any], dict[str, Any]]:
    steps = [(getter(p.name), p.key, p.write, p.unless) for p in found]
    always = [step[:3] for step in steps if step[1] and step[3] is _NEVER]
    others = [step for step in steps if step[1] and step[3] is not _NEVER]
    around = [(get, write_it) for get, key, write_it, _ in steps if not key]

    def write(value: Any) -> dict[str, Any]:
        row = {key: write_it(get(value)) for get, key, write_it in always}
        for get, key, write_it, unless in others:
            it = get(value)
            if it != unless:
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


def _several(inner: Spelling, name: str, make: Callable[[Any], Any], kind: Any) -> Spelling:
    read, write = inner

    def in_order(values: Any) -> Any:
        if make is tuple:
            return values
        members = isinstance(kind, type) and issubclass(kind, Enum)
        return [member for member in kind if member in values] if members else sorted(values)

    return Spelling(
        lambda value: make(map(read, _list(value, name))),
        lambda values: list(map(write, in_order(values))),
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


def _exactly(kind: type, otherwise: str) -> Callable[[str], Spelling]:
    def of(name: str) -> Spelling:
        def read(value: Any) -> Any:
            if type(value) is not kind:
                raise TypeError(f"{name!r} is {otherwise}")
            return value

        return Spelling(read, lambda value: value)

    return of


def _from_text(
    make: Callable[[str], Any], write: Callable[[Any], str], otherwise: str
) -> Callable[[str], Spelling]:
    def of(name: str) -> Spelling:
        def read(value: Any) -> Any:
            if type(value) is not str:
                raise TypeError(f"{name!r} is {otherwise}")
            return make(value)

        return Spelling(read, write)

    return of


_LEAVES: Mapping[object, Callable[[str], Spelling]] = {
    str: _exactly(str, "no text"),
    bool: _exactly(bool, "neither true nor false"),
    int: _exactly(int, "no whole number"),
    date: _from_text(date.fromisoformat, date.isoformat, "no day"),
    Cadence: _from_text(parse, str, "no text"),
}
