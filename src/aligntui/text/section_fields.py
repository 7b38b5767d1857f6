"""Read and write the fields of an item in the text of a section."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from aligntui.domain.commands.rewriting import NOT_FOR_REVIEW, PRIVATE, Line
from aligntui.domain.details import EMPTY, Cause, Health, Helps, Pursuit, RiskState
from aligntui.domain.errors import Refused
from aligntui.domain.identity import handle_of
from aligntui.domain.section import Section
from aligntui.domain.stance import Party

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

    from aligntui.domain.details import Details


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name in the details, its parser, its values, and a function for its text."""

    name: str
    read: Callable[[str], object]
    can_be: str = ""
    say: Callable[[Any], str] = str


def _one_of(kind: type[StrEnum]) -> Callable[[str], object]:
    def read(typed: str) -> object:
        wanted = _folded(typed)
        for value in kind:
            if _folded(value) == wanted:
                return value
        raise Refused(f"'{typed}' is none of {', '.join(kind)}")

    return read


def _folded(word: str) -> str:
    return re.sub(r"[ _-]+", "-", word.strip().casefold())


def _several(typed: str) -> frozenset[object]:
    return frozenset(map(_one_of(Helps), typed.split(",")))


def _in_order(helps: frozenset[Helps]) -> str:
    return ", ".join(each for each in Helps if each in helps)


def _share(typed: str) -> int:
    found = re.fullmatch(r"(-?[0-9]{1,9}) ?%?", typed)
    if not found:
        raise Refused(f"'{typed}' is not a share; type 0 to 100")
    return int(found[1])


def _flag(name: str, *, value: bool) -> Field:
    def read(typed: str) -> bool:
        if typed:
            raise Refused("the word stands alone, without a colon")
        return value

    return Field(name, read, say=lambda _: "")


def _choice(name: str, kind: type[StrEnum], shown: str = "") -> Field:
    return Field(name, _one_of(kind), shown or " | ".join(kind))


_EVERY: Final = {
    "private": _flag(PRIVATE, value=True),
    "not for review": _flag(NOT_FOR_REVIEW, value=True),
}
FIELDS: Final[dict[Section, dict[str, Field]]] = {
    Section.FOCUS: {"share": Field("weight", _share, "60"), **_EVERY},
    Section.EXPECTATIONS: {
        "not theirs": _flag("theirs", value=False),
        "success": Field("success", str, "what it looks like"),
        "state": _choice("health", Health),
        **_EVERY,
    },
    Section.OPPORTUNITIES: {
        "helps": Field("helps", _several, "team, readiness", _in_order),
        "state": _choice("pursuit", Pursuit),
        **_EVERY,
    },
    Section.RISKS: {
        "cause": _choice("cause", Cause),
        "raised by": _choice("raised_by", Party),
        "threatens": Field("threatens", handle_of, "E2"),
        "mitigation": Field("mitigation", str, "what is done"),
        "owner": _choice("owner", Party),
        "state": _choice("risk_state", RiskState),
        **_EVERY,
    },
}
"""The fields that can be written, by section and in order."""


def field_texts(section: Section, line: Line) -> dict[str, str]:
    """The lines below an item, by the word of their field; usual values are left out."""
    values = line.values
    usual = _usual(section)
    said = {
        word: (field, values[field.name])
        for word, field in FIELDS[section].items()
        if values[field.name] != usual[field.name]
    }
    return {word: _said(word, field.say(value)) for word, (field, value) in said.items()}


def word_of(section: Section, name: str) -> str:
    """The word that a field is written with."""
    return next((word for word, each in FIELDS[section].items() if each.name == name), name)


def read_field(section: Section, typed: str) -> tuple[str, object]:
    """Parse a field line into name and value; raises `Refused`."""
    word, _, value = typed.partition(":")
    key = " ".join(word.casefold().split())
    field = FIELDS[section].get(key)
    if field is None:
        raise Refused(f"'{typed[:40]}' is not a field; fields are {', '.join(FIELDS[section])}")
    if field.can_be and not value.strip():
        raise Refused(f"nothing stands after {key}; remove the line, or add a value")
    return field.name, field.read(value.strip())


def details_of(section: Section, values: dict[str, object]) -> Details:
    """The details of an empty item with the given fields set."""
    changes: dict[str, Any] = values
    return replace(EMPTY[section], **changes)


def _usual(section: Section) -> dict[str, object]:
    return Line(text="", details=EMPTY[section]).values


def _said(word: str, value: str) -> str:
    return f"{word}: {value}" if value else word
