"""The fields of an item, or of a person, as a form: label, present value and parser of each.

Every field is a line of text that can be typed; those with a few known values list them, each under
a key that stands for its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from aligntui.domain import guard
from aligntui.domain.cadences import preset
from aligntui.domain.details import check_words
from aligntui.domain.errors import Refused, complaint
from aligntui.domain.fields import Field, Kind, fields_of
from aligntui.domain.identity import Handle, handle_of, number_of
from aligntui.domain.naming import find
from aligntui.domain.person_fields import PERSON_FIELDS, PersonField
from aligntui.domain.plain import clean_line
from aligntui.domain.stance import Party
from aligntui.text.words import known_values

if TYPE_CHECKING:
    from aligntui.domain.cadence import Cadence
    from aligntui.domain.details import Details, Risk
    from aligntui.domain.item import Item
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person


class Option(NamedTuple):
    """A known value of a field; a key of "" means that it can only be typed."""

    key: str
    words: str
    about: str = ""
    """An explanation of the words, where they need one."""


class FormField(NamedTuple):
    """A field; `read` parses an answer, or raises `Refused`.

    For an item it returns the details with the answer in them, or a mark of the line.
    """

    name: str
    label: str
    value: str
    read: Callable[[str], object]
    options: tuple[Option, ...] = ()

    def complaint(self, typed: str) -> str | None:
        """The reason why an answer is wrong, or None."""
        return complaint(self.read, typed)


def form(details: Details, expectations: Sequence[Item] = ()) -> tuple[FormField, ...]:
    """The fields of an item, usual ones first; a risk may threaten one of `expectations`."""
    rows = (each for each in fields_of(details, "in_form") if each.label)
    return tuple(_field(each, details, expectations) for each in rows)


def in_reviews(item: Item) -> FormField:
    """The field for use in review packets; an answer reads as True when the line is left out."""
    (row,) = (each for each in fields_of(item.now) if each.label)
    value, read, options = _choice(row._replace(label="answer"), item.now.not_for_review)
    return FormField(row.name, row.label, value, read, options)


def _field(row: Field, details: Details, expectations: Sequence[Item]) -> FormField:
    value, parse, options = (
        _threatens(row, getattr(details, row.name), expectations)
        if row.kind is Kind.HANDLE
        else _PARTS[row.kind](row, getattr(details, row.name))
    )

    def read(typed: str) -> Details:
        changed: Any = {row.name: parse(typed)}
        answered = replace(details, **changed)
        check_words(answered, details)
        return answered

    return FormField(row.name, row.label, value, read, options)


OWNER_WORDS = {"@them": "they own it", "@me": "you own it"}
"""Marks that `mitigated` understands at the end of a mitigation."""


def mitigation_words(risk: Risk) -> str:
    """A mitigation with its owner, in the form `mitigated` reads."""
    return f"{risk.mitigation} @{risk.owner}" if risk.owner else risk.mitigation


def mitigated(risk: Risk, typed: str) -> Risk:
    """The risk with a mitigation as typed; `@me` or `@them` at its end names the owner."""
    text, _, last = typed.strip().rpartition(" ")
    owner = next((who for who in Party if last == f"@{who}"), None)
    words = text if owner else typed
    mitigation = clean_line(words, "the mitigation") if words.strip() else ""
    answered = replace(risk, mitigation=mitigation, owner=owner or risk.owner)
    check_words(answered, risk)
    return answered


_Parts = tuple[str, "Callable[[str], Any]", tuple[Option, ...]]
"""The present value of a field, its parser, and its known values."""
_PARTIES: dict[str, object] = {"you": Party.ME, "them": Party.THEM}
_NONE = Option("0", "", "none")


def _share(_: Field, value: int | None) -> _Parts:
    def read(typed: str) -> int | None:
        number = typed.replace("%", "").strip()
        known = not number or (number.isascii() and number.isdigit() and int(number[:9]) <= 100)
        if not known:
            raise Refused("type 0 to 100, or leave it empty")
        return int(number) if number else None

    return "" if value is None else str(value), read, ()


def _text(row: Field, value: str) -> _Parts:
    def read(typed: str) -> str:
        return clean_line(typed, f"the {row.label}") if typed.strip() else ""

    return value, read, ()


def _choice(row: Field, value: object) -> _Parts:
    """A field with a few values; it may be left empty where that is its default."""
    values, may_lack = _values(row), not row.default and row.kind is not Kind.YES_NO

    def read(typed: str) -> object:
        return row.default if may_lack and not typed.strip() else _named(typed, values, row.label)

    now = next((words for words, each in values.items() if each == value), "")
    options = tuple(Option(f"{at}", words) for at, words in enumerate(values, 1))
    return now, read, (*options, _NONE) if may_lack else options


def _values(row: Field) -> dict[str, object]:
    """The values of a choice by their words."""
    if row.kind is Kind.YES_NO:
        return {row.words[0]: False, row.words[1]: True}
    if row.kind is Kind.SEVERAL:
        alone = {each.value: frozenset({each}) for each in row.values}
        return {**alone, "both": frozenset(row.values)}
    if row.values == (*Party,):
        return _PARTIES
    return {each.replace("_", " ").replace("-", " "): each for each in row.values}


_PARTS: dict[Kind, Callable[[Field, Any], _Parts]] = {
    Kind.PERCENT: _share,
    Kind.TEXT: _text,
    Kind.ONE: _choice,
    Kind.SEVERAL: _choice,
    Kind.YES_NO: _choice,
}


def _named(typed: str, values: dict[str, object], label: str) -> object:
    """The value named by its words, by their beginning or by its number."""
    word = " ".join(typed.casefold().replace("-", " ").split())
    whole = [words for words in values if words == word]
    begun = [words for words in values if word and words.startswith(word)]
    found = whole or begun
    if word.isascii() and word.isdigit() and 1 <= int(word) <= len(values):
        found = [list(values)[int(word) - 1]]
    if len(found) != 1:
        raise Refused(known_values(label.removeprefix("its "), values))
    return values[found[0]]


def _threatens(_: Field, value: Handle | None, expectations: Sequence[Item]) -> _Parts:
    handles = [item.handle for item in expectations]

    def read(typed: str) -> Handle | None:
        if not typed.strip():
            return None
        number = typed.strip()
        if number.isdigit():
            number = f"E{number}"
        handle = Handle(number[:40]) if complaint(handle_of, number) else handle_of(number)
        if handle not in handles and handle != value:
            known = f"{', '.join(handles)} {'is' if len(handles) == 1 else 'are'}"
            rest = f"{known} open" if handles else "none is open"
            raise Refused(f"there is no open expectation {handle}; {rest}")
        return handle

    numbers = ((number_of(each.handle), each) for each in expectations)
    options = (Option(f"{n}" if n < 10 else "", each.handle, each.text) for n, each in numbers)
    return value or "", read, (*options, _NONE)


USUAL = ("weekly", "every 2 weeks", "every 3 weeks", "every 4 weeks", "monthly", "quarterly",
         "every 6 months")  # fmt: skip
"""Cadences to choose from; closer ones need a reason and an end, so they are typed."""


CADENCES = {row.name: row.label for row in PERSON_FIELDS if row.cadence}
"""Labels of the five cadences."""


def person_fields(
    person: Person, team: Iterable[Overview], today: date, *, hide: bool
) -> tuple[FormField, ...]:
    """The fields of a person of the team, each with its parser; `hide` leaves out reasons."""
    everybody = tuple(team)
    names: dict[str, str] = {each.id: each.name for each in everybody}
    rows = sorted((row for row in PERSON_FIELDS if row.in_form), key=lambda row: row.in_form)
    others = [each for each in everybody if each.id != person.id and each.archived is None]
    fields = (
        _person_field(row, row.of(person, names), today, others, hide=hide)
        for row in rows
        if row.name != "card"
    )
    return (*fields, *(() if hide else _card(person)))


def _card(person: Person) -> Iterator[FormField]:
    """A field for each line of the card, and one for the next."""
    for at, line in enumerate((*person.card.splitlines(), ""), 1):
        yield FormField(f"card-{at}", f"card {at}", line, str)


def _person_field(
    row: PersonField, value: Any, today: date, others: list[Overview], *, hide: bool
) -> FormField:
    if row.cadence:
        return how_often(row.name, row.label, value, today, hide=hide)
    if row.values:
        return _one_of(row, row.values, value)
    if row.name == "reports_to":

        def lead(typed: str) -> str:
            return find(others, typed).id if typed.strip() else ""

        options = tuple(Option("", each.name) for each in others)
        return FormField(row.name, row.label, value, lead, options)
    # a name is never empty
    read = str if row.name != "name" else lambda typed: clean_line(typed, "the name")
    return FormField(row.name, row.label, value, read)


def how_often(name: str, label: str, cadence: Cadence, today: date, *, hide: bool) -> FormField:
    """The field of one cadence; typing the present value again keeps it without a check."""
    present = str(cadence.without_reason() if hide else cadence)

    def read(typed: str) -> Cadence:
        return cadence if typed.strip() == present else guard.typed(typed, today)

    options = (*(Option(f"{at}", words) for at, words in enumerate(USUAL, 1)), Option("", "daily"))
    return FormField(name, label, present, read, options)


def answer_words(field: FormField, before: Person, after: Person) -> str:
    """Confirm an answer in words; `field` is as it is now."""
    if field.name == "level" and before.level is not after.level:
        said = level_words(before, after, often=False)
        return said[:1].upper() + said[1:]
    if field.name.startswith("card-"):
        return "The card is kept"
    value = field.value
    if field.name in CADENCES:
        value = getattr(after.cadences, field.name).without_reason()
    return f"{field.label.capitalize()}: {value or 'none'}"


def level_words(before: Person, after: Person, *, often: bool = True) -> str:
    """The cadences that a new level sets, and those it leaves because they were typed.

    Without `often` names only, for where the cadences can be seen beside it.
    """

    def listed(names: Iterable[str]) -> str:
        now = {n: f" {getattr(after.cadences, n).without_reason()}" if often else "" for n in names}
        return ", ".join(f"{CADENCES[name]}{words}" for name, words in now.items())

    usual = preset(after.level)
    names = [name for name in CADENCES if getattr(usual, name) != getattr(before.cadences, name)]
    new = [name for name in names if name not in before.by_hand]
    left = [name for name in names if name in before.by_hand]
    parts = [f"sets {listed(new)}"] if new else []
    parts += [f"leaves {listed(left)} as typed"] if left else []
    return f"level {after.level} {'; '.join(parts) or 'changes no cadence'}"


def _one_of(row: PersonField, kind: type[StrEnum], present: StrEnum | None) -> FormField:
    name = row.name

    def read(typed: str) -> StrEnum | None:
        word = typed.strip().casefold()
        if not word:
            return present
        if word in {*kind}:
            return kind(word)
        near = get_close_matches(word, [*kind], n=1)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        if not near and row.otherwise:
            hint = f"; {row.otherwise}"
        raise Refused(f"{known_values(name, kind)}{hint}")

    options = tuple(Option(f"{at}", each.value) for at, each in enumerate(kind, 1))
    return FormField(name, name, present or "", read, options)
