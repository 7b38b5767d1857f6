"""An item in words: its fields, one a line, its state, and what is agreed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from aligntui.domain.details import EMPTY, Details, Expectation, Focus, Health
from aligntui.domain.fields import Field, Kind, fields_of, plain
from aligntui.domain.ladder import in_words
from aligntui.domain.stance import Party
from aligntui.text.sides import REPORT, Side
from aligntui.text.table import style
from aligntui.text.words import short_day

if TYPE_CHECKING:
    from aligntui.domain.item import Item, Revision
    from aligntui.domain.person import Person

_LONG = tuple(
    each.word for empty in EMPTY.values() for each in fields_of(empty) if each.kind is Kind.TEXT
)
"""Fields of free text: a sentence has room only for their new value."""


def field_lines(details: Details, said: Side = REPORT) -> tuple[str, ...]:
    """The lines under an item, without its state."""
    return tuple(
        _line(each, details, said)
        for each in fields_of(details, "in_lines")
        if each.line and not each.progress and getattr(details, each.name) != each.default
    )


def _line(field: Field, details: Details, said: Side) -> str:
    if field.kind is Kind.YES_NO:
        return said.of_me if field.name == "of_me" else said.excluded
    found = getattr(details, field.name)
    owner = getattr(details, field.beside) if field.beside else None
    word = f"{field.word} ({said.owners[owner]})" if owner else field.word
    value = said.by[found] if isinstance(found, Party) else plain(field, found)
    value = in_words(value) if field.name == "ladder" and said.leaves else value
    return field.line.format(
        word=word, value=value.replace("-", " ") if field.kind is Kind.ONE else value
    )


def changed_lines(old: Collection[str], new: Collection[str]) -> tuple[str, ...]:
    """Changes between two sets of field lines: `share from 50% to 60%`, added, removed."""
    split = (line.partition(": ") for line in old)
    was = {name: value for name, colon, value in split if colon and not name.startswith(_LONG)}
    said, names = [], set()
    for line in new:
        name, _, value = line.partition(": ")
        names.add(name)
        if line not in old:
            said.append(f"{name} from {was[name]} to {value}" if name in was else line)
    for line in old:
        if line not in new and line.partition(": ")[0] not in names:
            scope = "not responsible for" in line and ":" not in line
            said.append(line.replace("not ", "", 1) if scope else f"no longer {line}")
    return tuple(said)


def state(revision: Revision) -> str:
    """The state of an item; the share of a focus; the outcome of a closed item."""
    if revision.outcome is not None:
        return revision.outcome.value
    details = revision.details
    if isinstance(details, Focus):
        return "" if details.weight is None else f"{details.weight}%"
    return progress(details)


def progress(details: Details) -> str:
    """The state of an item that is open, in words."""
    return "OFF TRACK" if details.state == Health.OFF_TRACK else details.state.replace("_", " ")


def unsaid(details: Details) -> bool:
    """True when the state is not worth showing: an out-of-scope expectation that is on track."""
    return (
        isinstance(details, Expectation) and details.excluded and details.state is Health.ON_TRACK
    )


def state_word(item: Item) -> str:
    """The state of an item, an outcome first: `on track`, `OFF TRACK`, `pursuing`, `60%`."""
    quiet = item.now.outcome is None and unsaid(item.now.details)
    if item.goes_on_as:
        return "moved"
    return "" if quiet else state(item.now)


def threatened_words(item: Item, person: Person) -> str:
    """The expectation that an open risk threatens, and that it is closed: `E1`, `E1, closed`."""
    handle = getattr(item.now.details, "threatens", None)
    if handle is None:
        return ""
    return f"{handle}, closed" if item.open and not person.is_open(handle) else f"{handle}"


def details_lines(item: Item, person: Person, said: Side = REPORT) -> tuple[str, ...]:
    """The lines under an item, one for each field and each stance that says something."""
    lines = field_lines(item.now.details, said)
    if threatened := threatened_words(item, person):
        bare = f"threatens: {threatened.partition(',')[0]}"
        lines = tuple(f"threatens: {threatened}" if each == bare else each for each in lines)
    return (*lines, *how_lines(item, said))


def how_lines(item: Item, said: Side = REPORT) -> Iterable[str]:
    """How each of the two differs, in their words."""
    now = item.now
    return (
        f'{said.called[who]}: "{now.stance(who).how}"{about_earlier(now, who)}'
        for who in (Party.THEM, Party.ME)
        if now.stance(who).how
    )


def about_earlier(revision: Revision, who: Party) -> str:
    """The remark on a difference about words that are no longer those of the line."""
    return ", about an earlier wording" if who in revision.overtaken else ""


_ITEM_MARKS = {"agreed": "=", "changed": "~", "differs": "x", "not_discussed": " "}
_COUNTED = {
    "agreed": "agreed",
    "not_discussed": "new",
    "changed": "changed",
    "differs": "differs",
    "private": "private",
}


def item_mark(item: Item) -> str:
    """One character for an item's agreement; empty in plain style (see `agreement_words`)."""
    return "" if style.plain else _ITEM_MARKS[item.agreement]


def agreement_words(item: Item, person: Person, today: date) -> str:
    """The agreement on an item: `agreed 12 Mar`, `reworded 3 Jun`, `they differ`."""
    if item.now.disputed:
        they, you = item.now.theirs.view == "differ", item.now.mine.view == "differ"
        return "both differ" if they and you else "they differ" if they else "you differ"
    agreed = person.agreed_on(item)
    if agreed is not None:
        return f"agreed {short_day(agreed, today)}"
    if item.agreement == "changed":
        return f"{_did(item)} {short_day(item.worded_on, today)}"
    return "agreed before" if item.agreed_before else "not discussed"


def agreement_counts(items: Iterable[Item]) -> str:
    """Count items by agreement: `3 agreed, 1 new, 1 changed, 1 differs`, or `empty`."""
    found = Counter(map(_counted_as, items))
    said = (f"{found[kind]} {words}" for kind, words in _COUNTED.items() if found[kind])
    return ", ".join(said) or "empty"


def _did(item: Item) -> str:
    """The verb for a change since the last agreement: of the text, or of another term."""
    agreed = next(each for each in reversed(item.revisions) if each.agreed)
    return "reworded" if agreed.text != item.text else "changed"


def _counted_as(item: Item) -> str:
    """The kind an item counts as; a private one waits for no agreement."""
    agreement = item.agreement.value
    waits = agreement in ("changed", "not_discussed")
    return "private" if waits and item.now.private else agreement
