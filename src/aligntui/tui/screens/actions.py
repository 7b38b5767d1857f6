"""All open promises of the team, yours and theirs, the late ones first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from aligntui.domain.commands.notes import DropAction, FinishAction
from aligntui.domain.person import Relation
from aligntui.text.across import promises
from aligntui.text.sides import side
from aligntui.text.summaries import promise_words
from aligntui.tui import bindings
from aligntui.tui.across_screen import AcrossScreen, key_of
from aligntui.tui.base import if_words
from aligntui.tui.widgets.plain import fit, line, plain
from aligntui.tui.widgets.row import Row, gap, heading

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from textual.content import Content

    from aligntui.domain.overview import Overview
    from aligntui.text.across import Promise

_NAME = 18
_HANDLE = 5


class ActionsScreen(AcrossScreen):
    """Your promises under one heading, theirs under another."""

    HELP = "Every open promise, yours first, the latest on top. Space marks it kept."

    EMPTY = "No promise is open.  On a person's page 5 and a write one down."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,f", "done", "done", id="actions.done", tooltip="Mark the promise kept."),
        Binding("D", "drop", "drop", id="action.drop",
                tooltip="Drop the promise; say why."),
        bindings.ELSEWHERE,
    ]  # fmt: skip

    def concerns(self, person: Overview) -> bool:
        """True when a person has or is owed an open promise."""
        return bool(person.actions_mine or person.actions_theirs)

    def rows(self) -> tuple[Content, list[Row]]:
        """All open promises; the status counts the late ones."""
        today = self.session.today()
        found = promises(self.people, today)
        rows: list[Row] = []
        for owner, title in side(Relation.REPORT).promised.items():
            theirs = [each for each in found if each[1].owner is owner]
            if theirs:
                rows += [gap()] if rows else []
                rows += [heading(title, f"{len(theirs)} open"), *(_row(p, today) for p in theirs)]
        late = sum(_late(each, today) for each in found)
        said = f"{len(found)} open, {late} late" if found else ""
        return plain(said, "$late" if late else "$quiet"), rows

    def show(self) -> None:
        """Set the title, and show the list."""
        self.title_row.show(("Team", "Actions"))
        super().show()

    @property
    def marks(self) -> Mapping[str, str]:
        """The marks of promises."""
        return {"!": "its day is over", ".": "private"}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Dim keys that need a promise while there is none."""
        return None if action in ("done", "drop", "elsewhere") and self.here is None else True

    @work
    async def action_done(self) -> None:
        """Mark the promise under the cursor as kept."""
        if here := self.here:
            person, handle = here
            done = FinishAction(person=person.id, handle=handle, on=self.session.today())
            await self.session.do(done, f"{handle} of {person.name} is done")

    @work
    async def action_drop(self) -> None:
        """Ask why the promise under the cursor won't be kept, and drop it."""
        if not (here := self.here):
            return
        person, handle = here
        session, box, base = self.session, f"drop:{handle}:{person.id}", person.action(handle).text
        question = f"Why is {self.session.called(person)}'s {handle} dropped?"

        async def keep(because: str) -> object:
            drop = DropAction(person=person.id, handle=handle, because=because, on=session.today())
            return await session.do(drop, f"{handle} of {person.name} is dropped")

        await self.ask(question, box=box, base=base, keep=if_words(keep))


def _late(promise: Promise, today: date) -> bool:
    by = promise[1].by
    return by is not None and by < today


def _row(promise: Promise, today: date) -> Row:
    person, action = promise
    late = _late(promise, today)
    text = line(
        ("!", "$late") if late else " ",
        "." if action.private else " ",
        fit(plain(person.name), _NAME),
        " ",
        (f"{action.handle:<{_HANDLE}}", "$mark"),
        plain(action.text),
    )
    right = plain(promise_words(person, action, today), "$late" if late else "$quiet")
    return Row(key_of(person, action.handle), text, right=right)
