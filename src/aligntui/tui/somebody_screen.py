"""Actions on a person, the same on every screen: meet them, and decide when."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work

from aligntui.domain.identity import PersonId
from aligntui.tui.base import if_words
from aligntui.tui.notebook_screen import NotebookScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from aligntui.domain.commands.command import Command
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Change
    from aligntui.tui.widgets.row import Row


class SomebodyScreen(NotebookScreen):
    """Turn keys on a person into commands; modules only these need are loaded on demand."""

    NEEDS_SOMEBODY: ClassVar = frozenset(
        {"prep", "check_in", "timeline", "note", "skip", "booked", "postpone", "away", "accept"}
    )

    @property
    def whom(self) -> Overview | None:
        """The person the keys act on."""
        raise NotImplementedError

    def known(self, person: str | None) -> Overview | None:
        """A person's overview, without waiting for the store."""
        return next((each for each in self.session.people if each.id == person), None)

    def can_act(self, action: str) -> bool:
        """True when there is a person, and for `accept`, a cadence to accept."""
        whom = self.whom if self.is_mounted else None
        if action == "accept":
            return bool(whom and whom.proposals(self.session.today()))
        return whom is not None

    def reason(self, action: str) -> str:
        """Say why a key can't act now."""
        if action == "accept" and self.whom is not None:
            return "No cadence change is proposed"
        return super().reason(action)

    def action_check_in(self) -> None:
        """Hold a check-in."""
        from aligntui.tui.screens.check_in import CheckInScreen

        if whom := self.whom:
            self.app.push_screen(CheckInScreen(PersonId(whom.id)))

    def action_prep(self) -> None:
        """Show the brief."""
        from aligntui.tui.screens.brief import BriefScreen

        if whom := self.whom:
            self.app.push_screen(BriefScreen(PersonId(whom.id)))

    def action_timeline(self) -> None:
        """Show the timeline."""
        from aligntui.tui.screens.timeline import TimelineScreen

        if whom := self.whom:
            self.app.push_screen(TimelineScreen(PersonId(whom.id)))

    @work
    async def action_note(self) -> None:
        """Ask for a note and keep it."""
        from aligntui.domain.capture import marks_of_note
        from aligntui.domain.commands.capturing import Capture
        from aligntui.text.noted import made_words, unread

        if not (whom := self.whom):
            return
        session, today, others = self.session, self.session.today(), self._others(whom)

        async def keep(text: str) -> object:
            capture = Capture(person=PersonId(whom.id), text=text, on=today, others=others)
            change = await session.do(capture)
            if change and change.before and change.after:
                said = made_words(change.before, change.after)
                stays = next(unread(change.before, text, today, others), None)
                why = f"{', as typed: ' if stays.whole else '; '}{stays.why}" if stays else ""
                session.speak("warning" if stays else "news", f"{said}{why}")
            return change

        box, preview = f"note:{whom.id}", self._foreseen(whom)
        question = f"Note for {whom.name}:"
        await self.ask(
            question,
            box=box,
            preview=preview,
            lines=True,
            keep=if_words(keep),
            marks=marks_of_note(),
        )

    def _others(self, whom: Overview) -> tuple[str, ...]:
        """The names of everybody else."""
        return tuple(each.name for each in self.session.people if each.id != whom.id)

    def _foreseen(self, whom: Overview) -> Callable[[str], Iterable[Row]]:
        """A preview of a note; until the person is read, a line may use any handle."""
        from aligntui.domain.capture import Known, known
        from aligntui.tui.widgets.becoming import text_becomes

        session, others = self.session, self._others(whom)
        found = Known(handles=None, name=whom.name, others=others)

        async def read() -> None:
            nonlocal found
            person = await session.read(lambda notebook: notebook.find(PersonId(whom.id)))
            if person:
                found = known(person, others)

        self.run_worker(read())
        return lambda text: text_becomes(text, session.today(), found)

    @work
    async def action_skip(self) -> None:
        """Ask why, and skip the next check-in."""
        from aligntui.domain.commands.meetings import SkipCheckIn

        if not (whom := self.whom):
            return
        person, on = PersonId(whom.id), self.session.today()

        async def keep(because: str) -> object:
            return await self.decide(SkipCheckIn(person=person, on=on, because=because))

        question = f"Skip {self.session.called(whom)}'s check-in because:"
        await self.ask(question, box=f"skip:{whom.id}", keep=if_words(keep))

    @work
    async def action_booked(self) -> None:
        """Ask for which day the check-in is booked, and note it."""
        from aligntui.domain.check_in import BOOKED
        from aligntui.domain.dates import later_day

        if not (whom := self.whom):
            return
        read = self.session.read_with(later_day)

        async def keep(day: date) -> object:
            return await self._put_off(whom, day, BOOKED)

        question = f"{self.session.called(whom)}'s check-in is booked for:"
        await self.ask_for(question, read, box=f"book:{whom.id}", keep=keep)

    @work
    async def action_postpone(self) -> None:
        """Ask for a later day and the reason, and postpone the check-in."""
        from aligntui.domain.dates import later_day_because

        if not (whom := self.whom):
            return
        read, box = self.session.read_with(later_day_because), f"postpone:{whom.id}"

        async def keep(said: tuple[date, str]) -> object:
            return await self._put_off(whom, *said)

        question = f"Postpone {self.session.called(whom)}'s check-in to (fri because ill):"
        await self.ask_for(question, read, box=box, keep=keep)

    @work
    async def action_away(self) -> None:
        """Ask for days away and note them."""
        from aligntui.domain.commands.people import SetAway
        from aligntui.domain.dates import days_away

        if not (whom := self.whom):
            return
        read, box = self.session.read_with(days_away), f"away:{whom.id}"

        async def keep(away: tuple[date, date, str]) -> object:
            first, last, because = away
            return await self.decide(
                SetAway(person=PersonId(whom.id), first=first, last=last, because=because)
            )

        question = f"When is {self.session.called(whom)} away? e.g. fri to 12 jul because leave"
        await self.ask_for(question, read, box=box, keep=keep)

    @work
    async def action_accept(self) -> None:
        """Accept the looser cadences that are proposed."""
        from aligntui.domain.commands.people import CadenceChoice, EditPerson

        whom = self.whom
        proposals = whom.proposals(self.session.today()) if whom else ()
        if whom and proposals:
            chosen = CadenceChoice(**{each.of: each.cadence for each in proposals})
            await self.decide(EditPerson(person=PersonId(whom.id), cadences=chosen))

    @work
    async def change_cadence(self) -> None:
        """Change how often to meet."""
        from aligntui.tui import person_prompts

        whom = self.whom
        if whom:
            await person_prompts.met(self, whom, self.decide)

    def was_decided(self) -> None:
        """Leave whatever a decision has ended."""

    async def decide(self, command: Command) -> Change | None:
        """Carry out a decision and report it; None where it was not kept."""
        from aligntui.text.noted import decided

        session = self.session
        change = await session.do(command)
        if change and change.before and change.after:
            self.was_decided()
            found = decided(change.before, change.after, session.today())
            if found:
                session.say_kept(f"{change.after.name}: {found.words}")
        return change

    async def _put_off(self, whom: Overview, until: date, because: str) -> Change | None:
        from aligntui.domain.commands.meetings import PostponeCheckIn

        person, on = PersonId(whom.id), self.session.today()
        return await self.decide(
            PostponeCheckIn(person=person, on=on, until=until, because=because)
        )


OFTEN = "every 2 weeks"
"""The suggested cadence for a new person."""
