"""Some of the team on the first screen: whose team is shown, and who is marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.identity import PersonId
from aligntui.tui.base import if_words
from aligntui.tui.part import Part, in_worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from aligntui.domain.overview import Overview
    from aligntui.tui.notebook_screen import NotebookScreen

_WHY_NOT = {
    "step_in": "Nobody is in their team; 'aligntui edit NAME --reports-to' says who is",
    "mark": "No people yet: n adds one",
}


class Gathered(Part):
    """Steps into the team of a person, and notes one text for all who are marked."""

    judged = ("step_in", "mark")

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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Dim what has nobody to act on."""
        whom = self._whom()
        return bool(whom and (action == "mark" or self.team_of(whom))) or None

    def reason(self, action: str) -> str:
        """Say why a key can't act now."""
        return _WHY_NOT.get(action, "")

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
        ids, on = [PersonId(each.id) for each in marked], session.today()
        people = await session.read(lambda book: [book.person(who) for who in ids])
        if people is None:
            return
        names = {each.id: each.name for each in session.people}
        others = {who: tuple(names[each] for each in names if each != who) for who in ids}
        whom = {session.called(each): known(each, others[each.id]) for each in people}

        async def keep(text: str) -> object:
            commands = [Capture(person=who, text=text, on=on, others=others[who]) for who in ids]
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
