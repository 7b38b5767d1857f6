"""The team-wide lists: differences, concerns, promises, and feedback not told yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType

from aligntui.domain.notes import End
from aligntui.text import across
from aligntui.text.across import CORRECTIVE, DIFFERS, LATE, PRAISE, Listed
from aligntui.text.words import PRIVATE, ago
from aligntui.tui import bindings
from aligntui.tui.across_screen import AcrossScreen, Listing, key_of
from aligntui.tui.promises import drop_promise
from aligntui.tui.widgets.plain import fit, line, plain
from aligntui.tui.widgets.row import Row, gap, heading

if TYPE_CHECKING:
    from textual.content import Content

    from aligntui.domain.person import Person

_AGE, _NAME, _HANDLE = 6, 18, 5
_INDENT = _AGE + _NAME + _HANDLE + 3
_TONES: Final = {LATE: "$late", DIFFERS: "$late", CORRECTIVE: "$late", PRAISE: "$good"}


def _differences(people: tuple[Person, ...], today: date) -> tuple[Content, list[Row]]:
    """One line for each difference, followed by what both sides say; the status counts them."""
    found = across.disputes(people)
    said = f"{len(found)} open, the oldest for {ago(found[0].since, today)}" if found else ""
    return plain(said, "$quiet"), list_rows(across.dispute_line(each, today) for each in found)


def _concerns(people: tuple[Person, ...], today: date) -> tuple[Content, list[Row]]:
    """What is off track under one heading, risks under two others; the status counts both."""
    found = [across.concern_line(each, today) for each in across.concerns(people, today)]
    off = sum(each.mark == LATE for each in found)
    risks = len(found) - off
    said = f"{off} off track, {risks} {'risk' if risks == 1 else 'risks'}" if found else ""
    return plain(said, "$late" if off else "$quiet"), list_rows(found)


def _told(people: tuple[Person, ...], today: date) -> tuple[Content, list[Row]]:
    """One line for each piece of feedback that was told, the newest first; the status counts."""
    found = [across.told_line(each, today) for each in across.told(people)]
    return plain(f"{len(found)} told" if found else "", "$quiet"), list_rows(found)


def _promises(people: tuple[Person, ...], today: date) -> tuple[Content, list[Row]]:
    """All open promises; the status counts the late ones."""
    found = [across.promise_line(each, today) for each in across.promises(people, today)]
    late = sum(each.mark == LATE for each in found)
    said = f"{len(found)} open, {late} late" if found else ""
    return plain(said, "$late" if late else "$quiet"), list_rows(found)


def _untold(people: tuple[Person, ...], today: date) -> tuple[Content, list[Row]]:
    """All untold feedback, oldest first; the status says how long the oldest has waited."""
    found = across.untold(people)
    waits = f", the oldest for {ago(found[0][1].noted_on, today)}" if found else ""
    said = f"{len(found)} to tell{waits}" if found else ""
    return plain(said, "$quiet"), list_rows(across.untold_line(each, today) for each in found)


LINES: Final = {
    "told": Listing(
        "Told",
        "Nothing was told yet.  T on feedback says that it was.",
        {CORRECTIVE: "corrective", PRAISE: "praise", "/": "shared"},
        lambda _: True,
        _told,
    ),
    "differences": Listing(
        "Differences",
        "No differences.  x on a person's line records one.",
        {DIFFERS: "one of you differs", PRIVATE: "private"},
        lambda person: person.differences > 0,
        _differences,
    ),
    "concerns": Listing(
        "Concerns",
        "Nothing is off track, and no risk waits.  space on a person's line says off track.",
        {LATE: "off track", PRIVATE: "private"},
        lambda person: any(facts.off or facts.oldest for facts in person.sections),
        _concerns,
    ),
}


class LinesScreen(AcrossScreen):
    """One of the lists in `LINES`, which have no keys of their own."""

    HELP = "One list of the whole team. Enter goes to the line."

    def __init__(self, name: str) -> None:
        super().__init__()
        self.listing = LINES[name]


class ActionsScreen(AcrossScreen):
    """Your promises under one heading, theirs under another; the late ones first."""

    HELP = (
        "Every open promise, yours first, the latest on top. Space marks it kept, enter changes it."
    )

    listing = Listing(
        "Actions",
        "No promise is open.  On a person's page 5 and a write one down.",
        {LATE: "its day is over", PRIVATE: "private"},
        lambda person: person.actions_mine or person.actions_theirs,
        _promises,
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,f", "done", "done", id="actions.done", tooltip="Mark the promise kept."),
        Binding("D", "drop", "drop", id="action.drop",
                tooltip="Drop the promise; say why."),
        bindings.ELSEWHERE,
        *bindings.KEPT,
    ]  # fmt: skip

    def action_done(self) -> None:
        """Mark the promise under the cursor as kept."""
        self.end(End.DONE, "{} of {} is done")

    @work
    async def action_drop(self) -> None:
        """Ask why the promise under the cursor won't be kept, and drop it."""
        if here := self.here:
            await drop_promise(self, here[1], of=here[0])


class UntoldScreen(AcrossScreen):
    """One line for each piece of feedback, with the item it is about."""

    HELP = "All feedback not told yet, oldest first. T marks it told, enter changes it."

    listing = Listing(
        "Not told",
        "All feedback is told.  Begin a note with B+: or B-: to add some.",
        LINES["told"].marks,
        lambda person: person.untold,
        _untold,
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("T", "told", "told", id="untold.told",
                tooltip="Record that the feedback was told today."),
        Binding("B", "all_told", "all told", id="untold.all_told",
                tooltip="Show all feedback that was told, the newest first."),
        bindings.ELSEWHERE,
        *bindings.KEPT,
    ]  # fmt: skip

    def action_all_told(self) -> None:
        """Show what was told."""
        self.open("lines", "told")

    def action_told(self) -> None:
        """Record that the feedback under the cursor was told."""
        self.end(End.TOLD, "{} was told to {}")


def list_rows(listed: Iterable[Listed]) -> list[Row]:
    """The rows of a list, with a heading over each group."""
    found, rows = tuple(listed), list[Row]()
    for group in dict.fromkeys(each.group for each in found):
        lines = [each for each in found if each.group == group]
        if group:
            rows += [*([gap()] if rows else []), heading(group, f"{len(lines)} open")]
        rows += [row for each in lines for row in _rows(each)]
    return rows


def _rows(each: Listed) -> Iterator[Row]:
    """A line with its mark and its age, or with the day it is due at the right of a group."""
    hidden, shown = (" ", "/") if each.kind else (PRIVATE, " ")
    text = line(
        (each.mark or " ", _TONES.get(each.mark, "")),
        hidden if each.private else shown,
        ("" if each.group else f"{each.when:>{_AGE - 2}}  ", "$quiet"),
        fit(plain(each.person.name), _NAME),
        " ",
        (f"{each.handle:<{_HANDLE}}", "$mark"),
        plain(each.text),
        (f" ({each.about})" if each.about else "", "$quiet"),
    )
    key = key_of(each.person, each.handle)
    if each.group:
        right = plain(each.when, "$late" if each.mark else "$quiet")
        yield Row(key, text, right=right, before=_NAME + _HANDLE + 3)
        return
    yield Row(key, text, wrap=_INDENT)
    for said in each.under:
        yield Row(None, line(" " * _INDENT, plain(said)), style="$quiet", wrap=_INDENT + 2)
    if each.under:
        yield gap()
