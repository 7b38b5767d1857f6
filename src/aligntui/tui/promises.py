"""Questions about promises, asked from within a worker: a new one, other words, why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.capture import Given, Kind, action_line, action_words, marks_of_line
from aligntui.domain.commands.follow_up import DropAction, EditAction
from aligntui.domain.commands.notes import AddAction
from aligntui.tui.base import if_words
from aligntui.tui.widgets.becoming import checked

if TYPE_CHECKING:
    from aligntui.domain.capture import Captured
    from aligntui.domain.identity import Handle
    from aligntui.tui.notebook_screen import NotebookScreen


async def add_promises(screen: NotebookScreen) -> None:
    """Ask for promises and add them, until a line is left empty."""
    session, known = screen.session, screen.namable

    def read(typed: str) -> Captured:
        return action_line(typed, screen.day, known)

    async def keep(typed: str) -> object:
        line = read(typed)
        add = AddAction(
            person=screen.person_id,
            text=line.text,
            owner=line.owner,
            by=line.by,
            private=bool(line.private),
            on=screen.day,
        )
        change = await session.do(add)
        if change:
            screen.reveal(change)
        return change

    box, marks = f"action:{screen.person_id}", marks_of_line(Kind.ACTION)
    await screen.ask_lines("Action:", keep, box=box, marks=marks, **checked(read, session.today))


async def edit_promise(screen: NotebookScreen, handle: Handle) -> None:
    """Ask for other words of a promise: its text, owner and due day."""
    if screen.person is None:
        return
    action, session, known = screen.person.action(handle), screen.session, screen.namable
    before, given = action_words(action), Given(words=tuple(action.text.split()))

    def read(typed: str) -> Captured:
        return action_line(typed, screen.day, known, given)

    async def keep(typed: str) -> object:
        if typed == before:
            return True
        line = read(typed)
        edit = EditAction(
            person=screen.person_id,
            handle=handle,
            text=line.text,
            owner=line.owner,
            by=line.by,
            private=line.private,
            on=screen.day,
            instead_of=action,
        )
        return await session.do(edit, f"{handle} is edited")

    await screen.ask(
        f"{handle}:",
        box=f"promise:{handle}:{screen.person_id}",
        initial=before,
        keep=if_words(keep),
        marks=marks_of_line(Kind.ACTION),
        **checked(read, session.today),
    )


async def drop_promise(screen: NotebookScreen, handle: Handle) -> None:
    """Ask why a promise won't be kept, and drop it."""

    async def keep(because: str) -> object:
        person, on = screen.person_id, screen.day
        drop = DropAction(person=person, handle=handle, because=because, on=on)
        return await screen.session.do(drop, f"{handle} is dropped")

    box, person = f"drop:{handle}:{screen.person_id}", screen.person
    base = person.action(handle).text if person else ""
    await screen.ask(f"Why is {handle} dropped?", box=box, base=base, keep=if_words(keep))
