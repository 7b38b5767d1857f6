"""What is done with a person, the same on every screen: meet them, and decide when."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from aligntui.domain.identity import PersonId
from aligntui.tui.base import if_words
from aligntui.tui.part import Part, in_worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from aligntui.domain.commands.command import Command
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
        decided: Callable[[], object] | None = None,
    ) -> None:
        """`also` needs a person too; `decided` is called after each decision that was kept."""
        super().__init__(screen)
        self._find = whom
        self.judged = NEEDED | {*also}
        self._decided = decided

    @property
    def whom(self) -> Overview | None:
        """The person the keys act on."""
        return self._find() if self.screen.is_mounted else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Dim what needs a person while there is none, and `accept` without a proposal."""
        whom = self.whom
        can = whom.proposals(self.session.today()) if whom and action == "accept" else whom
        return bool(can) or None

    def reason(self, action: str) -> str:
        """Say why a key can't act now."""
        nothing = action == "accept" and self.whom is not None
        return "No cadence change is proposed" if nothing else ""

    def action_check_in(self) -> None:
        """Hold a check-in."""
        self._open("check_in")

    def action_prep(self) -> None:
        """Show the brief."""
        self._open("brief")

    def action_timeline(self) -> None:
        """Show the timeline."""
        self._open("timeline")

    def action_about(self) -> None:
        """Open the form with what is known of them."""
        self._open("about")

    def action_round(self) -> None:
        """Open the round."""
        self._open("round")

    def _open(self, name: str) -> None:
        if whom := self.whom:
            self.screen.open(name, PersonId(whom.id))

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
            capture = Capture(person=PersonId(whom.id), text=text, on=today, others=others)
            change = await session.do(capture)
            if change and change.before and change.after:
                before, after = change.before, change.after
                said = made_words(before, after, privacies(before, after, text, today, others))
                stays = next(unread(before, text, today, others), None)
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
            person = await session.read(lambda notebook: notebook.find(PersonId(whom.id)))
            if person:
                found = known(person, others)

        self.screen.run_worker(read())
        return lambda text: text_becomes(text, session.today(), found)

    # -- when to meet ----------------------------------------------------------------------

    @in_worker
    async def action_skip(self) -> None:
        """Ask why, and skip the next check-in."""
        from aligntui.domain.commands.meetings import SkipCheckIn

        def skip(person: PersonId, on: date, because: str) -> Command:
            return SkipCheckIn(person=person, on=on, because=because)

        question = "Skip {}'s check-in because:"
        await self._ask_and_decide(question, "skip", lambda typed, _: typed, skip)

    @in_worker
    async def action_touch(self) -> None:
        """Ask what a short touch was about, which may stay empty, and note it."""
        from aligntui.domain.commands.meetings import Touch

        if not (whom := self.whom):
            return
        person, on = PersonId(whom.id), self.session.today()

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

        def book(person: PersonId, on: date, until: date) -> Command:
            return PostponeCheckIn(person=person, on=on, until=until, because=BOOKED)

        await self._ask_and_decide("{}'s check-in is booked for:", "book", later_day, book)

    @in_worker
    async def action_postpone(self) -> None:
        """Ask for a later day and the reason, and postpone the check-in."""
        from aligntui.domain.commands.meetings import PostponeCheckIn
        from aligntui.domain.dates import later_day_because

        def postpone(person: PersonId, on: date, said: tuple[date, str]) -> Command:
            return PostponeCheckIn(person=person, on=on, until=said[0], because=said[1])

        question = "Postpone {}'s check-in to (fri because ill):"
        await self._ask_and_decide(question, "postpone", later_day_because, postpone)

    @in_worker
    async def action_away(self) -> None:
        """Ask for days away and note them."""
        from aligntui.domain.commands.people import SetAway
        from aligntui.domain.dates import days_away

        def away(person: PersonId, _on: date, said: tuple[date, date, str]) -> Command:
            return SetAway(person=person, first=said[0], last=said[1], because=said[2])

        question = "When is {} away? e.g. fri to 12 jul because leave"
        await self._ask_and_decide(question, "away", days_away, away)

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
        session, person = self.session, PersonId(whom.id)

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
            who, clocks = PersonId(whom.id), whom.clocks
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
