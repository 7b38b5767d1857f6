"""The team-wide lists: differences, concerns, promises, and feedback not told yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from textual import work
from textual.binding import Binding, BindingType

from aligntui.domain.notes import End
from aligntui.text import across
from aligntui.text.across import CORRECTIVE, DIFFERS, LATE, PRAISE, Listed
from aligntui.text.words import PRIVATE, ago
from aligntui.tui import bindings
from aligntui.tui.across_screen import AcrossScreen, key_of
from aligntui.tui.promises import drop_promise
from aligntui.tui.widgets.row import Row, fit, gap, heading, line, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from textual.content import Content

    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person

_AGE, _NAME, _HANDLE = 6, 18, 5
_INDENT = _AGE + _NAME + _HANDLE + 3
_TONES: Final = {LATE: "$late", DIFFERS: "$late", CORRECTIVE: "$late", PRAISE: "$good"}


class Lines(NamedTuple):
    """A list of lines of the four sections, or of what was told, which has no keys of its own."""

    title: str
    empty: str
    marks: dict[str, str]
    has_any: Callable[[Overview], bool]
    """True when a person may have a line in it."""
    rows: Callable[[tuple[Person, ...], date], tuple[Content, list[Row]]]


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


LINES: Final = {
    "told": Lines(
        "Told",
        "Nothing was told yet.  T on feedback says that it was.",
        {CORRECTIVE: "corrective", PRAISE: "praise", "/": "shared"},
        lambda _: True,
        _told,
    ),
    "differences": Lines(
        "Differences",
        "No differences.  x on a person's line records one.",
        {DIFFERS: "one of you differs", PRIVATE: "private"},
        lambda person: person.differences > 0,
        _differences,
    ),
    "concerns": Lines(
        "Concerns",
        "Nothing is off track, and no risk waits.  space on a person's line says off track.",
        {LATE: "off track", PRIVATE: "private"},
        lambda person: any(facts.off or facts.oldest for facts in person.sections),
        _concerns,
    ),
}


class LinesScreen(AcrossScreen):
    """One of the lists in `LINES`."""

    HELP = "One list of the whole team. Enter goes to the line."

    def __init__(self, name: str) -> None:
        self.listing = LINES[name]
        self.TITLE_OF, self.EMPTY = self.listing.title, self.listing.empty
        super().__init__()

    @property
    def marks(self) -> dict[str, str]:
        """The marks of this list."""
        return self.listing.marks

    def concerns(self, person: Overview) -> bool:
        """True when a person may have a line in it."""
        return self.listing.has_any(person)

    def rows(self, people: tuple[Person, ...]) -> tuple[Content, list[Row]]:
        """The lines as of today."""
        return self.listing.rows(people, self.session.today())


class ActionsScreen(AcrossScreen):
    """Your promises under one heading, theirs under another; the late ones first."""

    HELP = (
        "Every open promise, yours first, the latest on top. Space marks it kept, enter changes it."
    )
    TITLE_OF = "Actions"
    EMPTY = "No promise is open.  On a person's page 5 and a write one down."
    marks: ClassVar = {LATE: "its day is over", PRIVATE: "private"}

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,f", "done", "done", id="actions.done", tooltip="Mark the promise kept."),
        Binding("D", "drop", "drop", id="action.drop",
                tooltip="Drop the promise; say why."),
        bindings.ELSEWHERE,
        *bindings.KEPT,
    ]  # fmt: skip

    def concerns(self, person: Overview) -> bool:
        """True when a person has or is owed an open promise."""
        return bool(person.actions_mine or person.actions_theirs)

    def rows(self, people: tuple[Person, ...]) -> tuple[Content, list[Row]]:
        """All open promises; the status counts the late ones."""
        today = self.session.today()
        found = [across.promise_line(each, today) for each in across.promises(people, today)]
        late = sum(each.mark == LATE for each in found)
        said = f"{len(found)} open, {late} late" if found else ""
        return plain(said, "$late" if late else "$quiet"), list_rows(found)

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
    TITLE_OF = "Not told"
    EMPTY = "All feedback is told.  Begin a note with B+: or B-: to add some."
    marks: ClassVar = {CORRECTIVE: "corrective", PRAISE: "praise", "/": "shared"}

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("T", "told", "told", id="untold.told",
                tooltip="Record that the feedback was told today."),
        Binding("B", "all_told", "all told", id="untold.all_told",
                tooltip="Show all feedback that was told, the newest first."),
        bindings.ELSEWHERE,
        *bindings.KEPT,
    ]  # fmt: skip

    def concerns(self, person: Overview) -> bool:
        """True when a person has feedback not told yet."""
        return bool(person.untold)

    def rows(self, people: tuple[Person, ...]) -> tuple[Content, list[Row]]:
        """All untold feedback, oldest first; the status says how long the oldest has waited."""
        found, today = across.untold(people), self.session.today()
        said = f"{len(found)} to tell" if found else ""
        if found:
            said += f", the oldest for {ago(found[0][1].noted_on, today)}"
        return plain(said, "$quiet"), list_rows(across.untold_line(each, today) for each in found)

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
