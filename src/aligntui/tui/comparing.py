"""Settle a round that both have answered: each step is one change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from aligntui.domain.capture import FOR_BOTH, Captured, reworded_line, said_fields, told_line
from aligntui.domain.commands.agreement import Agree, Differ
from aligntui.domain.commands.items import AddItem, EditItem, RewordItem
from aligntui.domain.commands.moving import MoveToSection
from aligntui.domain.commands.notes import AddAction
from aligntui.domain.commands.rounds import SettleOtherwise, SettleRound
from aligntui.domain.commands.together import Together
from aligntui.domain.details import Details, Expectation, Health
from aligntui.domain.errors import complaint
from aligntui.domain.line_kinds import marks_of_rewording
from aligntui.domain.rounds import Kind, Row, Settled, open_rows, views
from aligntui.domain.section import Section
from aligntui.domain.stance import Party, View
from aligntui.text.round_answers import changes
from aligntui.tui.base import if_words
from aligntui.tui.part import Part, in_worker
from aligntui.tui.widgets.becoming import checked

if TYPE_CHECKING:
    from aligntui.domain.commands.command import Command
    from aligntui.domain.person import Change
    from aligntui.domain.round import Answer
    from aligntui.tui.screens.round import RoundScreen

_STEPS: Final = frozenset({"agree", "theirs", "mine", "reword", "section"})
_AS_IT_IS: Final = "t takes it as it is; its words can be changed where it stands then"
_NO_WORDS: Final = "They gave no other words: = agrees, e writes others, m says that they differ"


class Comparing(Part):
    """The keys of a round that both have answered."""

    screen: RoundScreen
    judged = _STEPS | {"later"}

    @property
    def row(self) -> Row | None:
        """The line under the cursor, with both answers."""
        return self.screen.rows.get(self.screen.key or "")

    def reason(self, action: str) -> str:
        """Say why the line under the cursor does not need a key."""
        row = self.row
        if action == "later":
            return "" if any(open_rows(self.screen.rows.values())) else "Nothing is left to settle"
        if self.screen.over:
            return "This round has ended"
        if action == "agree" and not any(open_rows(self.screen.rows.values())):
            return ""  # the last line may have been closed, or made private, elsewhere
        if row is None:
            return "No line is selected"
        if row.settled is Settled.PRIVATE:
            return "It is private now, and out of the round; once it is shared, it is in it again"
        if row.settled in (Settled.CLOSED, Settled.TAKEN, Settled.OTHERWISE):
            return "That is settled; u takes back the last step"
        if row.asked is None:
            answer = row.theirs or row.mine
            as_it_is = action == "reword" and answer and answer.section is None
            return _AS_IT_IS if as_it_is else ""
        if row.kind is Kind.HOLDS and not row.reworded:
            return "" if action in ("agree", "section") else "You both hold it: = agrees to all"
        return _NO_WORDS if action == "theirs" and not self._given(row) else ""

    @in_worker
    async def action_agree(self) -> None:
        """Both agree on the line as it reads; to all that both hold, where that is one of them."""
        row = self.row
        left = any(open_rows(self.screen.rows.values()))
        if not left or (row and row.kind is Kind.HOLDS and not row.reworded):
            settle = SettleRound(person=self.screen.person_id, on=self.screen.day)
            self._settled(await self.session.do(settle, "What both hold is agreed"))
        elif row and row.asked is None:
            await self._take(row)
        elif row:
            await self._settle(row, *self._going(row, Party.ME), self._agreed(row))

    @in_worker
    async def action_theirs(self) -> None:
        """Take what they gave: their words, how they say that it is going, or their new line.

        Both agree only to words that are theirs, or that hold for them.
        """
        row = self.row
        if row and row.asked is None:
            await self._take(row)
        elif row and row.item and row.theirs:
            text, going = row.theirs.text, self._going(row, Party.THEM)
            new = self._gave(row, row.theirs, Party.THEM)
            if not new and not row.theirs.holds:
                words = "taken; on the words nothing is settled: = agrees, m says that they differ"
                if await self._settle(row, *going):
                    self.screen.tell(f"{row.handle}: {row.theirs.track} is {words}")
                return
            await self._settle(row, *new, *going, self._agreed(row, text))

    @in_worker
    async def action_mine(self) -> None:
        """Keep my wording, and record who sees it differently; without words of it, ask.

        Of a new line of theirs nothing is taken: it stands in other words, or nowhere.
        """
        row = self.row
        if row is None:
            return
        if row.asked is None and row.theirs:
            who, words, on = self.screen.person_id, row.theirs.text, self.screen.day
            await self._settle(row, SettleOtherwise(person=who, words=words, on=on))
            return
        if row.asked is None:
            await self._take(row, agreed=False)
            return
        if row.stood and row.item and row.item.now.disputed:
            now = row.item.now
            again = [
                self._differ(row, who, now.stance(who).how, row.item.text)
                for who in Party
                if now.stance(who).view is View.DIFFER
            ]
            await self._settle(row, *again)
            return
        mine, going = (row.mine.text, row.mine.on_track) if row.mine else ("", None)
        text = mine or (row.item.text if row.item else "")
        new = self._gave(row, row.mine, Party.ME)
        worded = bool(new)
        new += self._going(row, Party.ME)
        # who words a line otherwise does not differ on these words
        differ = [
            self._differ(row, who, how, text)
            for who, how in views(row, going).items()
            if how and not (worded and who is Party.ME)
        ]
        if differ:
            await self._settle(row, *new, *differ)
        elif row.mine and row.theirs and row.mine.holds and row.theirs.holds:
            await self._settle(row, *new, self._agreed(row))
        elif row.item:
            await self._ask_how(row, new, text)

    async def _ask_how(self, row: Row, new: list[Command], text: str) -> None:
        async def keep(how: str) -> object:
            return await self._settle(row, *new, self._differ(row, Party.THEM, how, text))

        box = self.screen.box(f"how:{row.handle}")
        await self.screen.ask(
            f"How do they see {row.handle}?",
            box=box,
            check=lambda typed: complaint(told_line, typed) if typed.strip() else None,
            keep=if_words(keep),
        )

    @in_worker
    async def action_reword(self) -> None:
        """Ask for words on which both agree."""
        row = self.row
        answer = row and (row.theirs or row.mine)
        if row is None or answer is None:
            return
        item, handle = row.item, row.handle or "new"
        given = next((e.text for e in (row.theirs, row.mine) if e and e.text), "")
        before, known = given or (item.text if item else ""), self.screen.namable
        section = item.section if item else answer.section
        assert section is not None

        def read(typed: str) -> Captured:
            line = reworded_line(before, typed, section, self.screen.day, known)
            return line._replace(problem=line.problem or FOR_BOTH) if line.private else line

        async def keep(typed: str) -> object:
            line = read(typed)
            if row.asked is None:
                return await self._take(row, line=line)
            more = bool(line.because or said_fields(line))
            same = item is None or (line.text == item.text and not more)
            new = () if same else (self._reworded(row, line.text, Party.ME, line),)
            return await self._settle(row, *new, self._agreed(row, "" if same else line.text))

        await self.screen.ask(
            f"{handle}, as you both say it:",
            box=self.screen.box(f"text:{handle}"),
            initial=before,
            keep=if_words(keep),
            marks={m: w for m, w in marks_of_rewording(section).items() if m != "."},
            **checked(read, self.session.today),
        )

    @in_worker
    async def action_section(self) -> None:
        """Ask for a section, and move the line there, or take a new line into it."""
        row = self.row
        if row is None:
            return
        item, answer = row.item, row.theirs or row.mine
        here = item.section if item else answer.section if answer else None
        goals = {f"{at}": each for at, each in enumerate(Section, 1) if each is not here}
        choices = "  ".join(f"{key} {section.title}" for key, section in goals.items())
        chosen = await self.screen.choose(
            f"{row.handle or 'It'} goes to:  {choices}", "".join(goals)
        )
        if chosen and row.asked is None:
            await self._take(row, section=goals[chosen])
        elif chosen and item:
            who, to, on = self.screen.person_id, goals[chosen], self.screen.day
            await self._settle(row, MoveToSection(person=who, handle=item.handle, to=to, on=on))

    def action_later(self) -> None:
        """Go to the next line that is open; the one under the cursor stays as it is."""
        self.screen.go_on()

    # -- what a step is made of ------------------------------------------------------------

    def _agreed(self, row: Row, text: str = "") -> Command:
        """Both agree on a line, in other words where some are given."""
        assert row.item is not None
        return Agree(
            person=self.screen.person_id,
            handles=(row.item.handle,),
            on=self.screen.day,
            seen=(text or row.item.text,),
        )

    def _reworded(self, row: Row, text: str, by: Party, line: Captured | None = None) -> RewordItem:
        assert row.item is not None
        return RewordItem(
            person=self.screen.person_id,
            handle=row.item.handle,
            text=text,
            on=self.screen.day,
            by=by,
            instead_of=row.item.text,
            append=True,
            fields=said_fields(line) if line else (),
            because=line and line.because,
        )

    def _gave(self, row: Row, answer: Answer | None, by: Party) -> list[Command]:
        """Other words or terms that one of the two gave for a line."""
        if answer is None or row.item is None or row.asked is None:
            return []
        fields = changes(row.asked, answer.terms) if answer.terms else ()
        if not (answer.text or fields):
            return []
        new = self._reworded(row, answer.text or row.item.text, by)
        return [replace(new, fields=fields)]

    def _differ(self, row: Row, who: Party, how: str, text: str) -> Command:
        assert row.item is not None
        return Differ(
            person=self.screen.person_id,
            handle=row.item.handle,
            how=how,
            who=who,
            seen=text,
            instead_of=row.item.now.stance(who),
            on=self.screen.day,
        )

    def _going(self, row: Row, by: Party) -> list[Command]:
        """How one of the two says that it is going, where the line says otherwise."""
        assert row.item is not None
        was, answer = row.item.now.details, row.mine if by is Party.ME else row.theirs
        if not isinstance(was, Expectation) or answer is None or answer.on_track is None:
            return []
        health = Health.ON_TRACK if answer.on_track else Health.OFF_TRACK
        if was.state is health:
            return []
        return [
            EditItem(
                person=self.screen.person_id,
                handle=row.item.handle,
                on=self.screen.day,
                details=replace(was, state=health),
                instead_of=was,
                by=by,
            )
        ]

    def _given(self, row: Row) -> bool:
        """True where they gave other words, or see differently how it is going."""
        theirs = row.theirs if row.item else None
        return bool(theirs and (theirs.text or theirs.terms or self._going(row, Party.THEM)))

    async def _take(
        self,
        row: Row,
        *,
        line: Captured | None = None,
        section: Section | None = None,
        agreed: bool = True,
    ) -> Change | None:
        """Take a new line in; what one expects of the other is a promise, or an expectation."""
        answer, by = (row.theirs, Party.THEM) if row.theirs else (row.mine, Party.ME)
        person = self.screen.person
        assert answer is not None
        assert person is not None
        to = section or answer.section
        details: Details | None = None
        if to is None:
            whose = "yours" if by is Party.THEM else "theirs"
            asked = f"Take it as:  p a promise of {whose}  e an expectation"
            key = await self.screen.choose(asked, "pe")
            if key is None:
                return None
            if key == "p":
                promise = AddAction(
                    person=person.id, text=answer.text, on=self.screen.day, owner=by.other
                )
                return await self._settle(row, promise)
            to, details = Section.EXPECTATIONS, Expectation(of_me=by is Party.THEM)
        who, on = self.screen.person_id, self.screen.day
        handle = person.next_handle(to.letter)
        steps: list[Command] = [
            AddItem(person=who, section=to, text=answer.text, on=on, by=by, details=details)
        ]
        text = line.text if line else answer.text
        if line and (line.because or said_fields(line) or text != answer.text):
            more: dict[str, Any] = {"fields": said_fields(line), "because": line.because}
            words = RewordItem(person=who, handle=handle, on=on, text=text, append=True, **more)
            steps.append(words)
        if agreed:
            steps.append(Agree(person=who, handles=(handle,), on=on, seen=(text,)))
        return await self._settle(row, *steps)

    async def _settle(self, row: Row, *steps: Command) -> Change | None:
        """Carry out the steps of one line as one change; the last line ends the round."""
        screen, named = self.screen, row.handle or "a new line"
        step = Together(person=screen.person_id, commands=steps, said=f"settle {named}")
        if screen.last_with(step):
            end = SettleRound(person=screen.person_id, on=screen.day)
            step = replace(step, commands=(*steps, end))
        change = await self.session.do(step)
        self._settled(change)
        return change

    def _settled(self, change: Change | None) -> None:
        """Show what was settled; the cursor stays, so a key too many settles no unread line."""
        if change and change.after:
            screen = self.screen
            screen.take(change.after)
            said = "The round is over; o shows what it came to" if screen.over else ""
            self.session.say_kept(said, change=change)
            screen.refresh_bindings()
