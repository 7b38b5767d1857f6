"""Texts that leave, word for word as they are shown: a review packet, a handoff, a round."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from aligntui import outgoing
from aligntui.domain.commands.rounds import AskBy, StartRound
from aligntui.domain.dates import later_day
from aligntui.domain.identity import Handle, PersonId
from aligntui.domain.review import packet
from aligntui.domain.rounds import latest
from aligntui.domain.stance import Party
from aligntui.text.handoff import (
    A_YEAR,
    LEVEL,
    PARTS,
    ROLE,
    handed_over,
    handoff_text,
    without,
)
from aligntui.text.packet import full_record, packet_lines, staying_lines
from aligntui.text.round_file import asked_of, round_file
from aligntui.text.round_outcome import outcome
from aligntui.text.words import day_words
from aligntui.tui import bindings
from aligntui.tui.leaving import KEYS, Leaving, LeavingText, TextBox, text_rows
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.part import HIDDEN
from aligntui.tui.widgets.plain import clean, plain
from aligntui.tui.widgets.row import heading
from aligntui.tui.widgets.rows import Page, Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from aligntui.domain.person import Person


class PacketScreen(NotebookScreen):
    """The Markdown, line by line; e opens a box to edit it."""

    HELP = (
        "The text is what y, w and f4 share, word for word. Of what is private it holds only "
        "feedback that was told, and nothing that was never told; below is what was left out "
        "and why. e edits the text here, f4 in your own editor; what you changed is what is "
        "shared, and is kept with its days. Clear the box to rebuild the text."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        *KEYS,
        Binding("F", "full", "full record", id="packet.full", show=False,
                tooltip="Put every change and stance behind it, day by day, or leave them out."),
    ]  # fmt: skip

    def __init__(self, person: PersonId, since: date, until: date) -> None:
        super().__init__(person)
        self._since = since
        self._until = until
        self._full = False
        self.leaving = LeavingText(self, "review", until, made=self._made, staying=self._staying)
        self.hold(self.leaving)

    def compose_content(self) -> ComposeResult:
        """The text, to read or to edit."""
        yield TextBox(self.leaving, f"packet:{self._since}:{self._until}:{self.person_id}")

    def show_person(self, person: Person) -> None:
        """Show the packet as generated now; an edited text stays."""
        self.title_row.show(("Team", person.name, "Review packet"), status="")
        self.leaving.show(person)

    def action_full(self) -> None:
        """Put the full record behind the text, or leave it out."""
        if self.leaving.may_be_made_anew() and self.person:
            self._full = not self._full
            self.show_person(self.person)

    async def action_back(self) -> None:
        """Leave; an edited text waits as a draft."""
        changed = self.leaving.changed
        await super().action_back()
        if changed:
            words = "Your changed packet is kept as a draft; V with the same days opens it"
            self.session.speak("news", words)

    def _made(self, person: Person, hide: bool) -> Iterable[str]:
        found = packet(person, self._since, self._until, hide=hide)
        return (*packet_lines(found), *(full_record(found) if self._full else ()))

    def _staying(self, person: Person, hide: bool) -> Iterable[str]:
        found = packet(person, self._since, self._until, hide=hide)
        return staying_lines(found, "press T on it in the brief (p)")


_HANDLE = re.compile(r"- ([A-Z][1-9][0-9]*) ")


class HandoffScreen(NotebookScreen):
    """The text, of which each line can be left out."""

    HELP = (
        "The text is what y, w and f4 share, word for word: what the two of you share, of the "
        "last year, for the one who comes next. Nothing private or untold is in it, and nobody's "
        "doubts. D leaves out the line under the cursor; e edits the text. Your name stands "
        "behind Handed over once the settings say name = 'Ana'. The next manager takes it in "
        "with 'aligntui receive FILE'."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        *KEYS,
        Binding("D", "leave_out", "leave out", id="handoff.leave_out",
                tooltip="Leave out what is under the cursor, or below its heading; u puts it "
                "back."),
    ]  # fmt: skip

    def __init__(self, person: PersonId, on: date) -> None:
        super().__init__(person)
        self._on = on
        self._without: list[str] = []
        """What is left out: by handle, and what has none by its line, or by what is above it."""
        self.leaving = LeavingText(
            self, "handoff", on, made=self._made, staying=lambda *_: self._left_out
        )
        self.hold(self.leaving)

    def compose_content(self) -> ComposeResult:
        """The text, to read or to edit."""
        yield TextBox(self.leaving, f"handoff:{self._on}:{self.person_id}")

    def show_person(self, person: Person) -> None:
        """Show the handoff as generated now; an edited text stays."""
        self.title_row.show(("Team", person.name, "Handoff"), status="")
        self.leaving.show(person)

    def action_leave_out(self) -> None:
        """Leave out what the cursor is on, with what stands below it."""
        found = self._here
        if not found:
            self.tell(
                "That stands above the lines: D on one of them leaves it out; e edits the rest"
            )
        elif self.leaving.may_be_made_anew() and self.person:
            self._without.append(found)
            self.show_person(self.person)

    @work
    async def action_undo(self) -> None:
        """Put back what was left out last; with nothing left out, undo as everywhere."""
        if not self._without:
            super().action_undo()
        elif self.leaving.may_be_made_anew() and self.person:
            self._without.pop()
            self.show_person(self.person)

    async def action_back(self) -> None:
        """Leave; an edited text waits as a draft."""
        changed = self.leaving.changed
        await super().action_back()
        if changed:
            words = "Your changed handoff is kept as a draft; W on the same day opens it"
            self.session.speak("news", words)

    def _made(self, person: Person, hide: bool) -> Iterable[str]:
        handles = {Handle(each) for each in self._without}
        kept = without(handed_over(person, self._on - A_YEAR), handles)
        text = handoff_text(kept, self._on, self.session.own_name, self._without)
        return text.removesuffix("\n").split("\n")

    @property
    def _left_out(self) -> list[str]:
        said = (each.removeprefix("- ").partition(":")[0] for each in self._without)
        return [", ".join(said)] if self._without else []

    @property
    def _here(self) -> str:
        """What the cursor is on, by the name it is left out by; "" for what stays in any case."""
        at = self.query_one("#text", Rows).cursor_key
        lines = self.leaving.text.split("\n")[: int(at) + 1] if at else []
        while lines and lines[-1].startswith("  "):
            lines.pop()
        line = lines[-1] if lines else ""
        under = next((e.removeprefix("## ") for e in reversed(lines) if e.startswith("## ")), "")
        if line.startswith((ROLE, LEVEL)) or (line.startswith("- ") and under in PARTS.values()):
            return line
        if line == f"## {under}" and under in PARTS.values():
            return under
        found = _HANDLE.match(line)
        return found[1] if found else ""


_NO_LINES = "Nothing open is shared with them yet: there is nothing to ask about"


class RoundOutScreen(NotebookScreen):
    """The text, word for word; what is asked for begins the round as it leaves."""

    HELP = (
        "The text is what y and w share, word for word: only what is shared with them, and nothing"
        " of what you think of it. A round begins when its text is copied or written; u ends it."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings.LEAVING[:2],
        Binding("d", "until", "answer by", id="round.until",
                tooltip="Ask for an answer by a day, which the text says."),
    ]  # fmt: skip

    def __init__(self, person: PersonId, *, outcome: bool = False) -> None:
        super().__init__(person)
        self.leaving = Leaving(
            self,
            "outcome" if outcome else "round",
            text=lambda: self._text,
            changed=lambda: False,
            of=lambda: None,
            gone=self._begin,
            named=lambda: f"{'outcome' if outcome else 'round'}-{self._number}",
        )
        self.hold(self.leaving)
        self._outcome = outcome
        self._start: StartRound | None = None
        """The round that begins when the text leaves; None where it has begun."""
        self._until: date | None = None
        self._text = ""
        self._number = 1

    def compose_content(self) -> ComposeResult:
        """The text."""
        yield Page(Rows(opens=False))

    def show_person(self, person: Person) -> None:
        """Show the text as it is now."""
        self._text = self._made(person)
        what = "Outcome of the round" if self._outcome else "Round"
        begins = "not begun yet: y or w begins it"
        self.title_row.show(
            ("Team", person.name, what), status=plain(begins if self._start else "", "$soon")
        )
        above = heading("To share, word for word")
        self.query_one(Rows).show([above, *text_rows(self._text or _NO_LINES)])

    def _made(self, person: Person) -> str:
        """The text; where no round is open, of the one that would begin."""
        last = latest(person)
        if self._outcome:
            if last is None or last.ready_on is None:
                return ""
            self._number = last.number
            return clean(outcome(person, last, outgoing.now()), lines=True)
        found = person.open_round
        self._start = None if found else self._beginning(person)
        if self._start:
            found = self._start.apply(person).open_round
        if found is None:
            return ""
        self._number = found.number
        return clean(round_file(person, found), lines=True)

    def _beginning(self, person: Person) -> StartRound | None:
        lines, today = asked_of(person, self.session.own_name), self.session.today()
        if not lines:
            return None
        new = StartRound(person=person.id, lines=lines, on=today, answer_by=self._until)
        same = self._start
        return replace(new, key=same.key, uid=same.uid) if same else new

    def reason(self, action: str) -> str:
        """Say that there is no text to share; a day is hidden where no answer is asked for."""
        found = self.person.open_round if self.person and not self._outcome else None
        asks = self._start or (found and found.by is Party.ME)
        if action == "until" and not asks:
            return HIDDEN
        return _NO_LINES if action in ("copy", "write") and not self._text else ""

    async def _begin(self) -> None:
        """Begin the round, unless it has."""
        change = await self.session.do(self._start) if self._start else None
        if change and change.after:
            self.take(change.after)

    @work
    async def action_until(self) -> None:
        """Ask for the day by which they are asked to answer."""
        read = self.session.read_with(later_day)
        words = day_words(self._until, self.session.today()) if self._until else "no day"
        day = await self.ask_for(
            f"Answer by ({words}):", read, box=f"round:day:{self.person_id}", blank=self._until
        )
        if day and self.person and self._start is None:
            await self.session.do(AskBy(person=self.person_id, answer_by=day, on=self.day))
        elif day and self.person:
            self._until = day
            self.show_person(self.person)
