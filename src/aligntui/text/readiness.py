"""The readiness ledger in lines: the next level, what is beyond, and what is expected anyway."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from aligntui.domain.details import Expectation, Helps, Opportunity
from aligntui.domain.ladder import name_of
from aligntui.domain.person import Person, Relation
from aligntui.domain.readiness import SHOWN, Held, Ledger, ledger
from aligntui.domain.section import Section
from aligntui.text.fields import state_word
from aligntui.text.json_shapes import Shape, evidence_shape, picked
from aligntui.text.sides import side
from aligntui.text.table import table
from aligntui.text.words import day_words, private_mark

if TYPE_CHECKING:
    from aligntui.domain.item import Item

IN_SHELL = "an opportunity counts with --helps readiness"


def readiness_lines(person: Person, today: date, how: str = IN_SHELL) -> list[str]:
    """The next level line by line, where a ladder is named; then all that helps readiness.

    What is expected anyway stands below. `how` says, where there is nothing, what makes an
    opportunity count.
    """
    found = ledger(person)
    parts = [list(_ladder_lines(person, found, today))] if found else []
    told = bool(found and any(step.held for step in found.steps))
    if (helping := _helping(person)) or not told:
        beyond = [line for item in helping for line in _beyond(item, today)]
        parts.append(["Beyond what is expected:", *(beyond or [f"  nothing yet; {how}"])])
    expected = [(i.now.private, i.handle, i.text) for i in _expected(person)]
    held = found.expected if found else ()
    expected += [(each.private, each.handle, f"{each.text} ({_for(each)})") for each in held]
    if expected:
        lines = (f"{private_mark(private)} {handle}  {text}" for private, handle, text in expected)
        parts.append([f"{side(person.relation).expected}, and never counted:", *lines])
    return [line for at, part in enumerate(parts) for line in ([""] * bool(at) + part)]


def _beyond(item: Item, today: date) -> Iterator[str]:
    """An opportunity and its evidence."""
    became = f", became {item.became}" if item.became else ""
    private = private_mark(item.now.private)
    yield f"{private} {item.handle}  {item.text}  {state_word(item)}{became}"
    rows = [(day_words(entry.on, today), entry.text) for entry in item.evidence]
    yield from (
        f"      {line}" for line in (table(rows, ("", "")) if rows else ["no evidence yet"])
    )


def _ladder_lines(person: Person, found: Ledger, today: date) -> Iterator[str]:
    shown = sum(step.state == SHOWN for step in found.steps)
    if found.following:
        count = len(found.steps)
        yield f"{found.following}, the next level: {shown} of {count} lines shown"
    else:
        yield _unknown(person, found)
    widest = max((len(step.rung.name) for step in found.steps), default=0)
    for step in found.steps:
        yield f"  {step.rung.name:<{widest}}  {step.state:<11}  {step.rung.text}"
        yield from _held_lines(step.held, today)
    for title, held in (("Further on:", found.further), (_GONE, found.gone)):
        if held:
            yield ""
            yield title
            yield from _held_lines(held, today, named=True)


_GONE = "Held against lines that the ladder has no more:"


def _held_lines(held: Iterable[Held], today: date, *, named: bool = False) -> Iterator[str]:
    rows = []
    for each in held:
        day = day_words(each.on, today) if each.on else "" if each.begun else "not begun"
        more = _for(each) if named else f'for "{each.was}"' if each.was else ""
        words = f"{each.text} ({more})" if more else each.text
        rows.append((private_mark(each.private), day, each.handle, words))
    yield from (f"    {line}" for line in (table(rows, ("",) * 4) if rows else ()))


def _for(held: Held) -> str:
    """The line that something is held against, in the words of then where they have changed."""
    name = name_of(held.kept)
    words = held.kept.partition(" ")[2]
    return f'{name} "{words}"'


def _unknown(person: Person, found: Ledger) -> str:
    """Why no level of the ladder is the next one."""
    if found.present:
        return f"{found.present} is the last level of the ladder:"
    if person.relation is Relation.MANAGER:
        return "Your level is not kept; held against the ladder:"
    names = ", ".join(name for name, _ in person.ladder.levels)
    example = f"'engineer, {person.ladder.levels[0][0]}'"
    return f"Which level is theirs? Write one of {names} into their role, such as {example}:"


def readiness_shape(person: Person, today: date) -> Shape:
    """JSON of `show --readiness`: what counts, with its evidence, and what never does."""
    found = ledger(person)
    return {
        "name": person.name,
        "as_of": today,
        "ladder": _ladder_shape(found) if found else None,
        "readiness": [
            {
                **_line(item),
                **picked(item, "state=now.details.state outcome=now.outcome became"),
                "evidence": [evidence_shape(entry) for entry in item.evidence],
            }
            for item in _helping(person)
        ],
        "expected": [_line(item) for item in _expected(person)],
    }


def _ladder_shape(found: Ledger) -> Shape:
    return {
        "level": found.present or None,
        "next": found.following or None,
        "lines": [
            {
                "line": step.rung.name,
                "text": step.rung.text,
                "state": step.state.replace(" ", "_"),
                "held": _held_shapes(step.held),
            }
            for step in found.steps
        ],
        "further": _held_shapes(found.further),
        "expected": _held_shapes(found.expected),
        "gone": _held_shapes(found.gone),
    }


def _held_shapes(held: Iterable[Held]) -> list[Shape]:
    return [
        {**picked(each, "handle text on private ladder=kept"), "was": each.was or None}
        for each in held
    ]


def _helping(person: Person) -> tuple[Item, ...]:
    """Opportunities that help readiness; closed ones only with evidence, which must not be lost."""
    return tuple(
        item
        for item in person.items
        if isinstance(item.now.details, Opportunity)
        and Helps.READINESS in item.now.details.helps
        and (item.open or item.evidence)
    )


def _expected(person: Person) -> tuple[Item, ...]:
    return tuple(
        item
        for item in person.open_items(Section.EXPECTATIONS)
        if not item.now.of_me
        and isinstance(item.now.details, Expectation)
        and not item.now.details.excluded
    )


def _line(item: Item) -> Shape:
    return picked(item, "handle text on=added_on private=now.private")
