"""What is done with people, the same on every screen: meet them, decide when, note for several."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partialmethod
from typing import TYPE_CHECKING, TypeVar

from aligntui.tui.base import if_words
from aligntui.tui.part import Part, in_worker

if TYPE_CHECKING:
    from aligntui.domain.commands.command import Command
    from aligntui.domain.identity import PersonId
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Change
    from aligntui.tui.notebook_screen import NotebookScreen
    from aligntui.tui.widgets.row import Row


_Said = TypeVar("_Said")

NEEDED = frozenset(
    {"prep", "check_in", "timeline", "note", "skip", "booked", "postpone", "away", "accept"}
    | {"touch", "round", "about"}
)
"""The actions that need a person."""


class Somebody(Part):
    """Turn keys on a person into commands; modules only these need are loaded on demand."""

    def __init__(
        self,
        screen: NotebookScreen,
        whom: Callable[[], Overview | None],
        *,
        also: Iterable[str] = (),
        nobody: str = "They are no longer in the store",
        decided: Callable[[], object] | None = None,
    ) -> None:
        """`also` needs a person too; without one a key says that there is `nobody`.

        `decided` is called after each decision that was kept.
        """
        super().__init__(screen)
        self._find = whom
        self.judged = NEEDED | {*also}
        self._nobody = nobody
        self._decided = decided

    @property
    def whom(self) -> Overview | None:
        """The person the keys act on."""
        return self._find() if self.screen.is_mounted else None

    def reason(self, action: str) -> str:
        """Say that there is no person, or for `accept` no proposal."""
        if not (whom := self.whom):
            return self._nobody
        nothing = action == "accept" and not whom.proposals(self.session.today())
        return "No cadence change is proposed" if nothing else ""

    def _open(self, name: str) -> None:
        if whom := self.whom:
            self.screen.open(name, whom.id)

    action_check_in = partialmethod(_open, "check_in")
    action_prep = partialmethod(_open, "brief")
    action_timeline = partialmethod(_open, "timeline")
    action_about = partialmethod(_open, "about")
    action_round = partialmethod(_open, "round")

    def action_note(self) -> None:
        """Ask for a note and keep it."""
        self._ask_notes(several=False)

    def action_notes(self) -> None:
        """Ask for one note after another, until one is left empty."""
        self._ask_notes(several=True)

    @in_worker
    async def _ask_notes(self, *, several: bool) -> None:
        from aligntui.domain.commands.capturing import Capture
        from aligntui.domain.line_kinds import marks_of_note
        from aligntui.text.noted import made_words, privacies, unread

        if not (whom := self.whom):
            return
        session, today, others = self.session, self.session.today(), self._others(whom)

        async def keep(text: str) -> object:
            hide = session.private_hidden
            capture = Capture(person=whom.id, text=text, on=today, others=others, hide=hide)
            change = await session.do(capture)
            if change and change.before and change.after:
                before, after = change.before, change.after
                private = privacies(before, after, text, today, others, hide=hide)
                said = made_words(before, after, private)
                stays = next(unread(before, text, today, others, hide=hide), None)
                why = f"{', as typed: ' if stays.whole else '; '}{stays.why}" if stays else ""
                session.speak("warning" if stays else "news", f"{said}{why}")
            return change

        ask = self.screen.ask_lines if several else self.screen.ask
        await ask(
            f"Note for {whom.name}:",
            box=f"note:{whom.id}",
            preview=self._foreseen(whom),
            lines=True,
            keep=if_words(keep),
            marks=marks_of_note(),
        )

    def _others(self, whom: Overview) -> tuple[str, ...]:
        """The names of everybody else."""
        return tuple(each.name for each in self.session.people if each.id != whom.id)

    def _foreseen(self, whom: Overview) -> Callable[[str], Iterable[Row]]:
        """A preview of a note; until the person is read, a line may use any handle."""
        from aligntui.domain.line_kinds import Known, known
        from aligntui.tui.widgets.becoming import text_becomes

        session, others = self.session, self._others(whom)
        found = Known(handles=None, name=whom.name, others=others)

        async def read() -> None:
            nonlocal found
            person = await session.read(lambda notebook: notebook.find(whom.id))
            if person:
                found = known(person, others, hide=session.private_hidden)

        self.screen.run_worker(read())
        return lambda text: text_becomes(text, session.today(), found)

    # -- when to meet ----------------------------------------------------------------------

    @in_worker
    async def action_skip(self) -> None:
        """Ask why, and skip the next check-in."""
        from aligntui.domain.commands.meetings import SkipCheckIn

        await self._ask_and_decide(
            "Skip {}'s check-in because:", "skip", lambda typed, _: typed,
            lambda who, on, said: SkipCheckIn(person=who, on=on, because=said),
        )  # fmt: skip

    @in_worker
    async def action_touch(self) -> None:
        """Ask what a short touch was about, which may stay empty, and note it."""
        from aligntui.domain.commands.meetings import Touch

        if not (whom := self.whom):
            return
        person, on = whom.id, self.session.today()

        async def keep(text: str) -> object:
            return await self.decide(Touch(person=person, on=on, text=text))

        question = f"A short touch with {self.session.called(whom)}, about (enter for nothing):"
        await self.screen.ask(question, box=f"touch:{whom.id}", keep=keep)

    @in_worker
    async def action_booked(self) -> None:
        """Ask for which day the check-in is booked, and note it."""
        from aligntui.domain.check_in import BOOKED
        from aligntui.domain.commands.meetings import PostponeCheckIn
        from aligntui.domain.dates import later_day

        await self._ask_and_decide(
            "{}'s check-in is booked for:", "book", later_day,
            lambda who, on, day: PostponeCheckIn(person=who, on=on, until=day, because=BOOKED),
        )  # fmt: skip

    @in_worker
    async def action_postpone(self) -> None:
        """Ask for a later day and the reason, and postpone the check-in."""
        from aligntui.domain.commands.meetings import PostponeCheckIn
        from aligntui.domain.dates import later_day_because

        await self._ask_and_decide(
            "Postpone {}'s check-in to (fri because ill):", "postpone", later_day_because,
            lambda who, on, to: PostponeCheckIn(person=who, on=on, until=to[0], because=to[1]),
        )  # fmt: skip

    @in_worker
    async def action_away(self) -> None:
        """Ask for days away and note them."""
        from aligntui.domain.commands.people import SetAway
        from aligntui.domain.dates import days_away

        await self._ask_and_decide(
            "When is {} away? e.g. fri to 12 jul because leave", "away", days_away,
            lambda who, _, said: SetAway(person=who, first=said[0], last=said[1], because=said[2]),
        )  # fmt: skip

    async def _ask_and_decide(
        self,
        question: str,
        box: str,
        read: Callable[[str, date], _Said],
        command: Callable[[PersonId, date, _Said], Command],
    ) -> None:
        """Ask what a decision needs to know, and carry it out; `{}` stands for the name."""
        if not (whom := self.whom):
            return
        session, person = self.session, whom.id

        async def keep(said: _Said) -> object:
            return await self.decide(command(person, session.today(), said))

        await self.screen.ask_for(
            question.format(session.called(whom)),
            session.read_with(read),
            box=f"{box}:{person}",
            keep=keep,
        )

    @in_worker
    async def action_accept(self) -> None:
        """Accept the looser cadences that are proposed."""
        from aligntui.domain.commands.people import CadenceChoice, EditPerson

        whom = self.whom
        proposals = whom.proposals(self.session.today()) if whom else ()
        if whom and proposals:
            who, clocks = whom.id, whom.clocks
            chosen = CadenceChoice(**{each.of: each.cadence for each in proposals})
            now = CadenceChoice(**{each.of: clocks[each.of] for each in proposals})
            seen = EditPerson(person=who, cadences=now)
            await self.decide(EditPerson(person=who, cadences=chosen, instead_of=seen))

    @in_worker
    async def action_cadence(self) -> None:
        """Change how often to meet."""
        from aligntui.tui.prompts import met

        if whom := self.whom:
            await met(self.screen, self.session, whom, self.decide)

    async def decide(self, command: Command) -> Change | None:
        """Carry out a decision and report it; None where it was not kept."""
        from aligntui.text.noted import decided

        session = self.session
        change = await session.do(command)
        if change and change.before and change.after:
            if self._decided:
                self._decided()
            found = decided(change.before, change.after, session.today())
            if found:
                session.say_kept(f"{change.after.name}: {found.words}")
        return change


_WHY_NOT = {
    "step_in": "Nobody is in their team; 'aligntui edit NAME --reports-to' says who is",
    "mark": "No people yet: n adds one",
}


class Gathered(Part):
    """Steps into the team of a person, and notes one text for all who are marked."""

    judged = _WHY_NOT

    def __init__(
        self, screen: NotebookScreen, whom: Callable[[], Overview | None], one: Callable[[], object]
    ) -> None:
        super().__init__(screen)
        self._whom = whom
        self._one = one
        """Notes something for the person under the cursor."""
        self.lead: Overview | None = None
        """The person whose team is shown; None for everybody."""
        self.marked: frozenset[str] = frozenset()
        """The ids of the people marked."""

    def team_of(self, lead: Overview | None) -> tuple[Overview, ...]:
        """Who is not archived and reports to a person; None: everybody."""
        here = (person for person in self.session.people if person.archived is None)
        return tuple(p for p in here if lead is None or p.reports_to == lead.id)

    def reason(self, action: str) -> str:
        """Say that a key has nobody to act on."""
        whom = self._whom()
        return "" if whom and (action == "mark" or self.team_of(whom)) else _WHY_NOT[action]

    def action_step_in(self) -> None:
        """Show only the team of the person under the cursor."""
        self.lead = self._whom()
        self.screen.show()

    def leave(self) -> None:
        """Show everybody again, unmarked, with the cursor on whose team it was."""
        lead, self.lead, self.marked = self.lead, None, frozenset()
        self.screen.stand_on(lead.id if lead else "")

    def action_mark(self) -> None:
        """Mark the person under the cursor, or take the mark away."""
        if whom := self._whom():
            self.marked ^= {whom.id}
            count = len(self.marked)
            self.screen.show()
            self.screen.tell(f"{count} marked.  a notes one line for all of them" if count else "")

    def action_note(self) -> None:
        """Note something for the person under the cursor, or for all who are marked."""
        marked = [p for p in self.team_of(None) if p.id in self.marked]
        if marked:
            self._note(marked)
        else:
            self._one()

    @in_worker
    async def _note(self, marked: list[Overview]) -> None:
        # loaded on use: the first screen has no box
        from aligntui.domain.commands.capturing import Capture, said_for_all
        from aligntui.domain.line_kinds import known, marks_of_note
        from aligntui.tui.widgets.becoming import text_becomes_for

        session = self.session
        ids, on = [each.id for each in marked], session.today()
        people = await session.read(lambda book: [book.person(who) for who in ids])
        if people is None:
            return
        names = {each.id: each.name for each in session.people}
        others = {who: tuple(names[each] for each in names if each != who) for who in ids}
        hidden = session.private_hidden
        whom = {session.called(e): known(e, others[e.id], hide=hidden) for e in people}

        async def keep(text: str) -> object:
            hide = session.private_hidden
            commands = [
                Capture(person=who, text=text, on=on, others=others[who], hide=hide) for who in ids
            ]
            said = said_for_all(len(commands))
            kept = await session.keep(lambda book: book.do_together(commands, said), said)
            if kept:
                self.marked = frozenset()
                self.screen.show()
            return kept

        await self.screen.ask(
            f"For {', '.join(whom)}:",
            box=f"note:{len(marked)}:{marked[0].id}",
            keep=if_words(keep),
            marks=marks_of_note(),
            preview=lambda text: text_becomes_for(text, on, whom),
        )
