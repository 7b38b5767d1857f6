"""The form of a person's fields: the present value and the parser of each."""

from __future__ import annotations

from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING, Any

from aligntui.domain import guard
from aligntui.domain.cadences import preset
from aligntui.domain.commands.people import CadenceChoice, EditPerson
from aligntui.domain.errors import Refused
from aligntui.domain.naming import find
from aligntui.domain.person_fields import PERSON_FIELDS
from aligntui.domain.plain import clean_line
from aligntui.text.form import FormField, Option
from aligntui.text.words import known_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from enum import StrEnum

    from aligntui.domain.cadence import Cadence
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person
    from aligntui.domain.person_fields import PersonField

USUAL = ("weekly", "every 2 weeks", "every 3 weeks", "every 4 weeks", "monthly", "quarterly",
         "every 6 months")  # fmt: skip
"""Cadences to choose from; closer ones need a reason and an end, so they are typed."""


_CARD, _LEAD = "card", "reports_to"
_LABELS = {row.name: row.label for row in PERSON_FIELDS if row.cadence}
"""Labels of the five cadences."""


def person_fields(
    person: Person, team: Iterable[Overview], today: date, *, hide: bool = False
) -> tuple[FormField, ...]:
    """The fields of a person of the team, each with its parser; `hide` leaves out reasons."""
    everybody = tuple(team)
    names = {each.id: each.name for each in everybody}
    rows = sorted((row for row in PERSON_FIELDS if row.in_form), key=lambda row: row.in_form)
    others = [each for each in everybody if each.id != person.id and each.archived is None]
    fields = (
        _field(row, row.of(person, names), today, others, hide=hide)
        for row in rows
        if row.name != _CARD
    )
    return (*fields, *(() if hide else _card(person)))


def _card(person: Person) -> Iterator[FormField]:
    """A field for each line of the card, and one for the next; each reads as the whole card."""
    lines = person.card.splitlines()
    for at, line in enumerate((*lines, "")):
        read = partial(_with_line, lines, at)
        yield FormField(f"{_CARD}-{at + 1}", f"{_CARD} {at + 1}", line, read)


def _with_line(lines: list[str], at: int, typed: str) -> str:
    return "\n".join(line for line in (*lines[:at], typed, *lines[at + 1 :]) if line.strip())


def _field(
    row: PersonField, value: Any, today: date, others: list[Overview], *, hide: bool
) -> FormField:
    if row.cadence:
        return how_often(row.name, row.label, value, today, hide=hide)
    if row.values:
        return _one_of(row.name, row.values, value)
    if row.name == _LEAD:
        return FormField(
            row.name,
            row.label,
            value,
            lambda typed: _lead(typed, others),
            tuple(Option("", each.name) for each in others),
        )
    # a name is never empty
    read = str if row.name != "name" else lambda typed: clean_line(typed, "the name")
    return FormField(row.name, row.label, value, read)


def _lead(typed: str, others: Iterable[Overview]) -> str:
    """The id of whom somebody reports to; nobody for an empty line."""
    return find(others, typed).id if typed.strip() else ""


def how_often(
    name: str, label: str, cadence: Cadence, today: date, *, hide: bool = False
) -> FormField:
    """The field of one cadence; typing the present value again keeps it without a check."""
    present = str(cadence.without_reason() if hide else cadence)

    def read(typed: str) -> Cadence:
        return cadence if typed.strip() == present else guard.typed(typed, today)

    options = (*(Option(f"{at}", words) for at, words in enumerate(USUAL, 1)), Option("", "daily"))
    return FormField(name, label, present, read, options)


def of_field(field: FormField) -> str:
    """The name of the field of a person that an answer changes."""
    return field.name.partition("-")[0]


def answered(person: Person, field: FormField, typed: str) -> EditPerson:
    """The command for one answer, with the value seen before it."""
    name = of_field(field)
    value: Any = field.read(typed)
    if name not in _LABELS:
        seen: dict[str, Any] = {name: getattr(person, name)}
        # a conflict would show ids
        before = None if name == _LEAD else EditPerson(person=person.id, **seen)
        return EditPerson(person=person.id, **{name: value}, instead_of=before)
    before = EditPerson(
        person=person.id, cadences=CadenceChoice(**{name: getattr(person.cadences, name)})
    )
    chosen = CadenceChoice(**{name: value})
    return EditPerson(person=person.id, cadences=chosen, instead_of=before)


def answer_words(field: FormField, before: Person, after: Person) -> str:
    """Confirm an answer in words; `field` is as it is now."""
    if field.name == "level" and before.level is not after.level:
        said = level_words(before, after, often=False)
        return said[:1].upper() + said[1:]
    if of_field(field) == _CARD:
        return "The card is kept"
    value = field.value
    if field.name in _LABELS:
        value = getattr(after.cadences, field.name).without_reason()
    return f"{field.label.capitalize()}: {value or 'none'}"


def level_words(before: Person, after: Person, *, often: bool = True) -> str:
    """The cadences that a new level sets, and those it leaves because they were typed.

    Without `often` names only, for where the cadences can be seen beside it.
    """

    def listed(names: Iterable[str]) -> str:
        return ", ".join(
            f"{_LABELS[name]} {getattr(after.cadences, name).without_reason()}"
            if often
            else _LABELS[name]
            for name in names
        )

    usual = preset(after.level)
    names = [name for name in _LABELS if getattr(usual, name) != getattr(before.cadences, name)]
    new = [name for name in names if name not in before.by_hand]
    left = [name for name in names if name in before.by_hand]
    parts = [f"sets {listed(new)}"] if new else []
    parts += [f"leaves {listed(left)} as typed"] if left else []
    return f"level {after.level} {'; '.join(parts) or 'changes no cadence'}"


def _one_of(name: str, kind: type[StrEnum], present: StrEnum | None) -> FormField:
    def read(typed: str) -> StrEnum | None:
        word = typed.strip().casefold()
        if not word:
            return present
        if word in {*kind}:
            return kind(word)
        near = get_close_matches(word, [*kind], n=1)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        raise Refused(f"{known_values(name, kind)}{hint}")

    options = tuple(Option(f"{at}", each.value) for at, each in enumerate(kind, 1))
    return FormField(name, name, present or "", read, options)
