"""A round with somebody: answer it alone, then settle what both said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events, work
from textual.binding import Binding, BindingType

from aligntui.domain.commands.rounds import DropRound
from aligntui.domain.errors import Refused
from aligntui.domain.rounds import Row as Compared
from aligntui.domain.rounds import (
    Settled,
    answered_otherwise,
    compared,
    latest,
    open_rows,
    reworded,
)
from aligntui.domain.stance import Party
from aligntui.text.round_file import asked_as
from aligntui.text.words import ago, day_words
from aligntui.tui.answering import Answering
from aligntui.tui.comparing import Comparing
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.part import HIDDEN, Part
from aligntui.tui.widgets.plain import plain
from aligntui.tui.widgets.round_rows import ROUND_LEGEND, answering_rows, comparing_rows, keyed
from aligntui.tui.widgets.row import HIDDEN_NOW, Row, detail, heading
from aligntui.tui.widgets.rows import Page, Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from aligntui.domain.commands.command import Command
    from aligntui.domain.identity import Handle, PersonId
    from aligntui.domain.person import Change, Person
    from aligntui.domain.round import Round
    from aligntui.domain.section import Section

_NONE: Final = """\
In a round you both answer the same lines, each without the other's answers, and look at the \
differences together. The other one needs no app: a file goes out, and comes back.
s shows what goes out, word for word; nothing is sent before you copy or write it there."""
_ANOTHER: Final = "Another round was begun in the other window"
_ON_LINES: Final = frozenset(
    {"agree", "differ", "track", "add", "reword", "theirs", "mine", "later", "section", "look"}
)


class RoundScreen(NotebookScreen):
    """One list: the lines with my answers, or with both once both have answered."""

    HELP = (
        "Answer each line: space how it goes, = holds, x you see it differently, enter changes its"
        " words, a adds one."
        " Nothing of it touches the sections, and nothing of theirs shows before yours is whole."
        " Then the differences come first, and each key settles one line as one change that u"
        " takes back; n goes to the next that is open. = on what you both hold agrees to all of it,"
        " and the last line ends the round."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("equals_sign", "agree", "holds", id="round.agree",
                tooltip="The line holds; once both have answered, both agree on it as it reads."),
        Binding("x,exclamation_mark", "differ", "differently", id="round.differ",
                tooltip="You see the line differently; say how."),
        Binding("t", "theirs", "take theirs", id="round.theirs",
                tooltip="Take their words, or their new line; both agree on it then."),
        Binding("m", "mine", "keep mine", id="round.mine",
                tooltip="Keep your words, and record who differs; leave a new line of theirs."),
        Binding("enter,e", "reword", "words", id="round.reword",
                tooltip="Your words for the line; once both have answered, words of you both."),
        Binding("space", "track", "on track", id="round.track",
                tooltip="How it is going: on track, off track, or neither said."),
        Binding("a,plus", "add", "add", id="round.add",
                tooltip="Write lines of your own in the section under the cursor."),
        Binding("greater_than_sign", "section", "to section", id="round.section", show=False,
                tooltip="Move the line to another section, or take a new line into it."),
        Binding("s", "send", "send", id="round.send",
                tooltip="Show the text that goes out, word for word; a round starts with it."),
        Binding("n", "later", "next", id="round.later",
                tooltip="Go to the next line that is not answered, or settled."),
        Binding("o", "outcome", "outcome", id="round.outcome",
                tooltip="Show what was settled, as a text for the other's notebook."),
        Binding("i", "back_in", "take in", id="round.take_in",
                tooltip="Take in what came back: paste it, or name its file. You see it first."),
        Binding("L", "look", "look", id="round.look", show=False,
                tooltip="Look at theirs before yours is whole; the round says so from then on."),
        Binding("D", "drop", "end it", id="round.drop", show=False,
                tooltip="End the round; what came back is kept as a private note."),
    ]  # fmt: skip

    marks = ROUND_LEGEND

    def __init__(self, person: PersonId) -> None:
        super().__init__(person)
        self.answering = Answering(self)
        self.comparing = Comparing(self)
        self.found: Round | None = None
        """The round as it may be shown; None where there is none, or where it is hidden."""
        self.rows: Mapping[str, Compared] = {}
        """The lines with both answers, by their keys."""
        self._began: tuple[object, ...] = (None, False)
        """The round that was shown, and whether both sides were: another one begins at its top."""
        self._elsewhere = False
        """True while what another window did is read."""
        self._unread: str | None = None
        """The line on which the cursor was put in a round that another window has begun."""

    def compose_content(self) -> ComposeResult:
        """The list."""
        yield Page(Rows(opens=False))

    def on_resize(self, event: events.Resize) -> None:
        """Lay both sides out again."""
        if self.person:
            self.call_after_refresh(self.show_person, self.person)

    def show_person(self, person: Person) -> None:
        """Show the round as it is now; while private things are hidden, only what both know."""
        today, seen, whole = self.session.today(), self.seen(person), latest(person)
        found = latest(seen)
        self.found = found if found and whole and found.uid == whole.uid else None
        self.rows = keyed(compared(seen, self.found)) if self.found else {}
        self._use(self.comparing if self.ready else self.answering)
        title = f"Round {whole.number}" if whole else "Round"
        self.title_row.show(("Team", person.name, title), status=_status(whole, self.rows, today))
        rows = self.query_one(Rows)
        rows.show(self._rows(seen, whole, today, rows.size.width))
        if self._began != (began := (self.found and self.found.uid, self.ready)):
            other = self._elsewhere and self._began[0] not in (None, began[0])
            self._began = began
            self.go_on(here=True)
            if other:
                self._unread = self.key
                self.warn(_ANOTHER)
        self._elsewhere = False

    def follow(self, change: Change | None) -> None:
        """Show a kept change; None is one of another window."""
        self._elsewhere = change is None
        super().follow(change)

    def _use(self, part: Part) -> None:
        """Give the keys to one of the two parts, which have the same for different things."""
        self.parts = (part,)
        for name in dir(part):
            if name.startswith("action_"):
                setattr(self, name, getattr(part, name))

    def _rows(self, person: Person, whole: Round | None, today: date, width: int) -> Iterable[Row]:
        if whole is None:
            yield from (Row(None, plain(f" {words}"), wrap=1) for words in _NONE.split("\n"))
            return
        yield heading(_sent(whole, today), _back(whole, today))
        if self.found is None:
            yield detail(f"  private until both have answered, and {HIDDEN_NOW}")
        elif self.ready:
            yield from comparing_rows(person, self.found, self.rows, today, width)
        else:
            items = {item.handle: asked_as(person, item).whole for item in person.items}
            ours = self.found.by is Party.ME  # the handles are of my lines
            now = {each: items[each] for each in reworded(person, self.found) if ours}
            yield from answering_rows(self.found, now)

    # -- where it stands -------------------------------------------------------------------

    @property
    def key(self) -> str | None:
        """The key of the row under the cursor."""
        return self.query_one(Rows).cursor_key if self.is_mounted else None

    @property
    def ready(self) -> bool:
        """True once both have answered."""
        return bool(self.found and self.found.ready_on)

    @property
    def unread(self) -> bool:
        """True until the cursor moves in a round that another window has begun."""
        return self._unread is not None and self._unread == self.key

    @property
    def over(self) -> bool:
        """True once the round has ended."""
        return bool(self.found and self.found.ended_on)

    @property
    def first_keys(self) -> tuple[str, ...]:
        """The keys that lead on where no line is to be answered or settled."""
        if self.found is None or self.over:
            return ("round.outcome", "round.send") if self.ready else ("round.send",)
        comes = "round.send" if self.found.by is Party.THEM else "round.take_in"
        return (comes,) if self.found.filled_on and not self.ready else ()

    def box(self, about: str) -> str:
        """The name of the draft of a text about something of this round."""
        return f"round:{about}:{self.found.uid if self.found else ''}:{self.person_id}"

    def last_with(self, step: Command) -> bool:
        """True where a step settles the last line that is open."""
        try:
            after = step.apply(self.person)
        except Refused:
            return False
        found = after.open_round
        return found is not None and not any(open_rows(compared(after, found)))

    def go_on(self, *, here: bool = False) -> None:
        """Go to the next line that is not answered, or not settled; with `here`, to the first."""
        rows = self.query_one(Rows)
        self._unread = None
        keys = [row.key for row in rows.rows if row.key]
        at = keys.index(self.key) + 1 if self.key in keys and not here else 0
        left = (key for key in (*keys[at:], *keys[:at]) if self._is_open(key))
        rows.move_to(next(left, self.key or ""))
        self.refresh_bindings()

    def _is_open(self, key: str) -> bool:
        if self.ready:
            return key in self.rows and self.rows[key].settled is Settled.OPEN
        return key in self.answering.left

    @property
    def stands_on(self) -> Handle | None:
        """The line under the cursor, if it went out."""
        lines = self.found.lines if self.found else ()
        return next((each.handle for each in lines if each.handle == self.key), None)

    def arrive(self, at: Handle | Section) -> bool:
        """Put the cursor on a line of the round."""
        return self.query_one(Rows).move_to(at)

    def reveal(self, change: Change) -> None:
        """Show what was undone or redone, with the cursor on the line that I had answered."""
        super().reveal(change)
        if self.is_attached and (given := answered_otherwise(change)):
            self.arrive(given[0])

    def reason(self, action: str) -> str:
        """Say why a key can't act now; those of another state are hidden."""
        found, whole = self.found, latest(self.person) if self.person else None
        here = {
            "send": not whole or not self.ready or whole.ended_on,
            "outcome": self.ready,
            "drop": whole and not whole.ended_on,
        }.get(action, True)
        if action in _ON_LINES:
            here = found and hasattr(self.parts[0], f"action_{action}")
        if not here:
            return HIDDEN
        if self.unread and action in _ON_LINES and action != "later":
            return f"{_ANOTHER}: n goes on in it"
        return super().reason(action)

    # -- what leaves, what comes, the end --------------------------------------------------

    def action_send(self) -> None:
        """Show what goes out."""
        self.open("round_out", self.person_id)

    def action_outcome(self) -> None:
        """Show what was settled, as it may leave."""
        self.open("round_out", self.person_id, outcome=True)

    def action_back_in(self) -> None:
        """Take in what came back."""
        self.open("round_in", self.person_id)

    @work
    async def action_drop(self) -> None:
        """End the round."""
        question = "End the round? What came back is kept as a private note."
        if await self.confirm(question):
            drop = DropRound(person=self.person_id, on=self.day)
            await self.session.do(drop, "The round has ended")


def _status(found: Round | None, rows: Mapping[str, Compared], today: date) -> Content:
    """What of a round is left, in a few words."""
    if found is None:
        return plain("none yet", "$quiet")
    left = sum(1 for _ in open_rows(rows.values()))
    if found.ended_on:
        beside = f", {left} left open" if left else ""
        return plain(f"ended {day_words(found.ended_on, today)}{beside}", "$quiet")
    if found.ready_on:
        return plain(f"{left} to settle" if left else "nothing left: = ends it", "$soon")
    answered = len(found.lines) - len(found.unanswered)
    waits = found.theirs or found.by is Party.THEM
    return plain(f"yours {answered} of {len(found.lines)}", "$soon" if waits else "$quiet")


def _sent(found: Round, today: date) -> str:
    since = ago(found.on, today) if found.on < today else ""
    begun = "They asked" if found.by is Party.THEM else "Sent"
    until = f", answer by {day_words(found.answer_by, today)}" if found.answer_by else ""
    return f"{begun} {day_words(found.on, today)}{f', {since} ago' if since else ''}{until}"


def _back(found: Round, today: date) -> str:
    looked = ", you looked before yours" if found.looked_on else ""
    if found.by is Party.THEM:
        return "yours to send" if found.filled_on else "they wait for yours"
    on = found.theirs and day_words(found.theirs.on, today)
    return f"theirs back {on}{looked}" if on else "theirs not back"
