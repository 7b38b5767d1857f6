"""Questions about promises and all that is kept beside the lines: new, other words, why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.capture import Captured, action_line
from aligntui.domain.commands.capturing import marks_of
from aligntui.domain.commands.follow_up import EditKept, EndKept
from aligntui.domain.commands.notes import AddAction
from aligntui.domain.commands.retyping import CLEARS, changed, kind_of, line_of, read_again
from aligntui.domain.line_kinds import Kind, known, marks_of_line
from aligntui.domain.notes import End, Feedback
from aligntui.text.changes import retyped_words, stays_words
from aligntui.tui.base import if_words
from aligntui.tui.widgets.becoming import checked, line_becomes
from aligntui.tui.widgets.row import detail

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aligntui.domain.identity import Handle, PersonId
    from aligntui.domain.person import Person
    from aligntui.tui.notebook_screen import NotebookScreen
    from aligntui.tui.widgets.row import Row


async def add_promises(screen: NotebookScreen) -> None:
    """Ask for promises and add them, until a line is left empty."""
    session, whom = screen.session, screen.namable

    def read(typed: str) -> Captured:
        return action_line(typed, screen.day, whom)

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


_NONE = {"by": "no day", "about": "no line", "ladder": "no line of it"}
"""What the marks that empty a field say."""


async def change_kept(screen: NotebookScreen, whose: PersonId, handle: Handle) -> None:
    """Ask for the line of a promise, a point, feedback or a note anew: its words and its marks."""
    session = screen.session
    person = await session.read(lambda notebook: notebook.person(whose))
    if person is None:
        return
    thing, before = person.kept(handle), line_of(person.kept(handle))
    whom = known(person, [each.name for each in session.people if each.id != whose])

    def read(typed: str) -> Captured:
        return read_again(thing, typed, screen.day, whom)

    def check(typed: str) -> str | None:
        return read(typed).problem or None

    def preview(typed: str) -> Iterable[Row]:
        line, today = read(typed), session.today()
        fields = changed(thing, line)
        told = isinstance(thing, Feedback) and thing.told
        if told or line.kind is Kind.NOTE or not fields:
            line = Captured(start=0, end=0, problem=line.problem, unread=line.unread)
        yield from line_becomes(line, today)
        if fields and (stays := stays_words(thing, fields, today)):
            yield detail(f"  {stays}")

    async def keep(typed: str) -> object:
        fields = changed(thing, read(typed))
        if typed == before or not fields:
            return True
        edit = EditKept(person=whose, fields=tuple(fields.items()), on=screen.day, instead_of=thing)
        change = await session.do(edit, retyped_words(thing, fields, session.today()))
        if change:
            screen.reveal(change)
        return change

    kind = kind_of(thing)
    clears = {CLEARS[name]: _NONE[name] for name in marks_of(thing) if name in CLEARS}
    await screen.ask(
        f"{handle}:",
        box=f"promise:{handle}:{whose}",
        initial=before,
        keep=if_words(keep),
        check=check,
        preview=preview,
        lines=kind is Kind.NOTE,
        marks=(marks_of_line(kind) | clears) if kind else None,
    )


async def hide_kept(screen: NotebookScreen, whose: PersonId, handle: Handle) -> None:
    """Make a promise, a point, feedback or a note private, or share it if it is private."""
    person = await screen.session.read(lambda notebook: notebook.person(whose))
    if person is not None:
        thing = person.kept(handle)
        fields = (("private", not thing.private),)
        edit = EditKept(person=whose, fields=fields, on=screen.day, instead_of=thing)
        said = "shared" if thing.private else "private"
        await screen.session.do(edit, f"{handle} is {said} now")


async def drop_promise(screen: NotebookScreen, handle: Handle, of: Person | None = None) -> None:
    """Ask why a promise won't be kept, and drop it; a list of several people says `of` whom."""
    person = of or screen.person
    if person is None:
        return
    whose, its = (f"{screen.session.called(of)}'s ", f" of {of.name}") if of else ("", "")

    async def keep(because: str) -> object:
        drop = EndKept(
            person=person.id, handle=handle, end=End.DROPPED, because=because, on=screen.day
        )
        return await screen.session.do(drop, f"{handle}{its} is dropped")

    box, base = f"drop:{handle}:{person.id}", person.action(handle).text
    question = f"Why is {whose}{handle} dropped?"
    await screen.ask(question, box=box, base=base, keep=if_words(keep))
