"""The fields of an item as a form: label, present value and parser of each.

Every field is a line of text that can be typed; those with a few known values list them, each under
a key that stands for its words.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, assert_never

from aligntui.domain.details import (
    Cause,
    Details,
    Expectation,
    Focus,
    Health,
    Helps,
    Opportunity,
    Pursuit,
    Risk,
    RiskState,
)
from aligntui.domain.errors import Refused, complaint
from aligntui.domain.identity import Handle, handle_of, number_of
from aligntui.domain.plain import clean_line
from aligntui.domain.stance import Party
from aligntui.text.words import known_values

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aligntui.domain.item import Item


class Option(NamedTuple):
    """A known value of a field; a key of "" means that it can only be typed."""

    key: str
    words: str
    about: str = ""
    """An explanation of the words, where they need one."""


class Field(NamedTuple):
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


def form(details: Details, expectations: Sequence[Item] = ()) -> tuple[Field, ...]:
    """The fields of an item, usual ones first; a risk may threaten one of `expectations`."""
    match details:
        case Focus():
            return (_share(details),)
        case Expectation():
            scope = {"is responsible for": False, "is not responsible for": True}
            return (
                _text(details, "success", "success"),
                _choice(details, "excluded", "scope", scope),
                _choice(details, "state", "state", _words(Health)),
            )
        case Opportunity():
            return (
                _choice(details, "helps", "helps", _HELPED, none=frozenset()),
                _choice(details, "state", "state", _words(Pursuit)),
            )
        case Risk():
            return _risk(details, expectations)
        case _:
            assert_never(details)


def in_reviews(item: Item) -> Field:
    """The field for use in review packets; an answer reads as True when the line is left out."""
    words = {"yes": False, "no": True}

    def read(typed: str) -> bool:
        return bool(_named(typed, words, "answer"))

    value = "no" if item.now.not_for_review else "yes"
    options = tuple(Option(f"{at}", word) for at, word in enumerate(words, 1))
    return Field("not_for_review", "in reviews", value, read, options)


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
    return replace(
        risk,
        mitigation=clean_line(words, "the mitigation") if words.strip() else "",
        owner=owner or risk.owner,
    )


_HELPED = {
    Helps.TEAM.value: frozenset({Helps.TEAM}),
    Helps.READINESS.value: frozenset({Helps.READINESS}),
    "both": frozenset(Helps),
}
_PARTIES = {"you": Party.ME, "them": Party.THEM}
_SAME = object()
"""Means "no empty value": None is a value of its own."""


def _words(values: type[Any]) -> dict[str, object]:
    return {value.value.replace("_", " ").replace("-", " "): value for value in values}


def _risk(details: Risk, expectations: Sequence[Item]) -> tuple[Field, ...]:
    return (
        _choice(details, "cause", "cause", _words(Cause), none=None),
        _text(details, "mitigation", "mitigation"),
        _choice(details, "owner", "its owner", _PARTIES, none=None),
        _threatens(details, expectations),
        _choice(details, "raised_by", "raised by", _PARTIES),
        _choice(details, "state", "state", _words(RiskState)),
    )


def _share(details: Focus) -> Field:
    def read(typed: str) -> Details:
        number = typed.replace("%", "").strip()
        known = not number or (number.isascii() and number.isdigit() and int(number[:9]) <= 100)
        if not known:
            raise Refused("type 0 to 100, or leave it empty")
        weight = int(number) if number else None
        return replace(details, weight=weight)

    value = "" if details.weight is None else str(details.weight)
    return Field("weight", "share in %", value, read)


def _text(details: Any, name: str, label: str) -> Field:
    def read(typed: str) -> Details:
        text = clean_line(typed, f"the {label}") if typed.strip() else ""
        changed: Details = replace(details, **{name: text})
        return changed

    return Field(name, label, getattr(details, name), read)


def _choice(
    details: Any, name: str, label: str, values: dict[str, Any], *, none: object = _SAME
) -> Field:
    """A field with a few values; `none` is its value when left empty."""

    def read(typed: str) -> Details:
        value = none if none is not _SAME and not typed.strip() else _named(typed, values, label)
        changed: Details = replace(details, **{name: value})
        return changed

    now = getattr(details, name)
    value = next((words for words, each in values.items() if each == now), "")
    options = tuple(Option(f"{at}", words) for at, words in enumerate(values, 1))
    empty = () if none is _SAME else (Option("0", "", "none"),)
    return Field(name, label, value, read, options + empty)


def _named(typed: str, values: dict[str, Any], label: str) -> object:
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


def _threatens(details: Risk, expectations: Sequence[Item]) -> Field:
    handles = [item.handle for item in expectations]

    def read(typed: str) -> Details:
        if not typed.strip():
            return replace(details, threatens=None)
        number = typed.strip()
        if number.isdigit():
            number = f"E{number}"
        handle = Handle(number[:40]) if complaint(handle_of, number) else handle_of(number)
        if handle not in handles and handle != details.threatens:
            known = f"{', '.join(handles)} {'is' if len(handles) == 1 else 'are'}"
            rest = f"{known} open" if handles else "none is open"
            raise Refused(f"there is no open expectation {handle}; {rest}")
        return replace(details, threatens=handle)

    options = tuple(_threatened(item) for item in expectations)
    none = Option("0", "", "none")
    return Field("threatens", "threatens", details.threatens or "", read, (*options, none))


def _threatened(item: Item) -> Option:
    number = number_of(item.handle)
    return Option(f"{number}" if number < 10 else "", item.handle, item.text)
