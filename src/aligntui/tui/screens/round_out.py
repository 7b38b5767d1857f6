"""The text of a round that leaves: what is asked, my answers to theirs, or what it came to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from aligntui import outgoing
from aligntui.domain.commands.rounds import AskBy, StartRound
from aligntui.domain.dates import later_day
from aligntui.domain.rounds import latest
from aligntui.domain.stance import Party
from aligntui.text.round_file import asked_of, round_file
from aligntui.text.round_outcome import outcome
from aligntui.text.words import day_words
from aligntui.tui import bindings
from aligntui.tui.leaving import Leaving
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.part import HIDDEN
from aligntui.tui.widgets.row import Row, clean, heading, line, plain
from aligntui.tui.widgets.rows import Page, Rows

if TYPE_CHECKING:
    from datetime import date

    from textual.app import ComposeResult

    from aligntui.domain.identity import PersonId
    from aligntui.domain.person import Person

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
        lines = self._text.removesuffix("\n").split("\n") if self._text else [_NO_LINES]
        above = heading("To share, word for word")
        self.query_one(Rows).show([above, *(_row(at, each) for at, each in enumerate(lines))])

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


def _row(at: int, words: str) -> Row:
    style = "bold $heading" if words.startswith("#") else ""
    return Row(f"{at}", line(" ", plain(words, style)), wrap=3)
