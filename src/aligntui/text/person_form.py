"""What is known of a person as a form: each field with how it stands, read as it is typed."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from aligntui.domain import guard
from aligntui.domain.cadences import Level
from aligntui.domain.commands.people import CadenceChoice, EditPerson
from aligntui.domain.errors import Refused, complaint
from aligntui.domain.identity import PersonId
from aligntui.domain.person import Relation
from aligntui.domain.plain import clean_line
from aligntui.domain.section import Section

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from enum import StrEnum

    from aligntui.domain.cadence import Cadence
    from aligntui.domain.overview import Overview

    _Kind = TypeVar("_Kind", bound=StrEnum)

USUAL = ("weekly", "every 2 weeks", "every 3 weeks", "every 4 weeks", "monthly", "quarterly",
         "every 6 months", "daily")  # fmt: skip
"""Cadences to suggest while one is typed."""


class Field(NamedTuple):
    """One field; `read` gives what an answer means, or raises `Refused`."""

    name: str
    question: str
    value: str
    read: Callable[[str], Any]
    known: tuple[str, ...] = ()

    def complaint(self, typed: str) -> str | None:
        """What is wrong with an answer, or None."""
        return complaint(self.read, typed)


def about(person: Overview) -> tuple[Field, ...]:
    """Who somebody is."""
    return (
        Field("name", "Name:", person.name, lambda typed: clean_line(typed, "the name")),
        Field("role", "Role:", person.role, str),
        Field(
            "relation", f"Relation ({', '.join(Relation)}):", person.relation,
            lambda typed: _one_of(Relation, typed), tuple(Relation),
        ),
    )  # fmt: skip


def often(person: Overview, today: date, *, hide: bool = False) -> tuple[Field, ...]:
    """How often to meet, and to go through each section; `hide` shows no reasons."""
    sections = (
        how_often(section, f"{section.title}, how often?", cadence, today, hide=hide)
        for section, cadence in zip(Section, person.section_cadences, strict=True)
    )
    return (met(person.cadence, today, hide=hide), *sections)


def level(present: Level | None) -> Field:
    """How senior somebody is; another level brings the cadences that were not changed as well."""
    return Field(
        "level", f"Level ({', '.join(Level)}):", present or "",
        lambda typed: _one_of(Level, typed) if typed.strip() else present, tuple(Level),
    )  # fmt: skip


def met(cadence: Cadence, today: date, *, hide: bool = False) -> Field:
    """How often to meet."""
    return how_often("check_in", "How often do you meet?", cadence, today, hide=hide)


def how_often(
    name: str, question: str, cadence: Cadence, today: date, *, hide: bool = False
) -> Field:
    """One cadence; what stands there already is no choice to be guarded, and keeps its reason."""
    present = str(cadence.without_reason() if hide else cadence)

    def read(typed: str) -> Cadence:
        return cadence if typed.strip() == present else guard.typed(typed, today)

    return Field(name, question, present, read, USUAL)


def edit(person: Overview, answers: dict[str, Any], present: Level | None = None) -> EditPerson:
    """What was answered, as a command that knows what was seen."""
    cadences = dict(
        zip(("check_in", *Section), (person.cadence, *person.section_cadences), strict=True)
    )
    seen = {
        "name": person.name, "role": person.role, "relation": Relation(person.relation),
        "level": present,
    }  # fmt: skip
    return EditPerson(
        **_named(person, seen, answers),
        cadences=CadenceChoice(**{name: answers[name] for name in cadences if name in answers}),
        instead_of=EditPerson(**_named(person, seen, seen), cadences=CadenceChoice(**cadences)),
    )


def _named(person: Overview, fields: Iterable[str], values: dict[str, Any]) -> dict[str, Any]:
    return {"person": PersonId(person.id), **{n: values[n] for n in fields if n in values}}


def _one_of(kind: type[_Kind], typed: str) -> _Kind:
    word = typed.strip().casefold()
    if word in {*kind}:
        return kind(word)
    near = get_close_matches(word, [*kind], n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"type {', '.join(kind)}"
    raise Refused(f"'{typed.strip()[:40]}' is none of them; {hint}")
