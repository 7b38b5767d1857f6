"""What is kept beside the lines, promises and points among it: added, changed, ended, dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from aligntui.domain.brief import waits
from aligntui.domain.capture import Captured, asked_line
from aligntui.domain.commands.capturing import (
    CLEARS,
    changed,
    command_of,
    kind_of,
    line_of,
    marks_of,
    read_again,
)
from aligntui.domain.commands.follow_up import EditKept, EndKept
from aligntui.domain.commands.moving import MOVABLE
from aligntui.domain.identity import Handle, PersonId, letter_of
from aligntui.domain.line_kinds import Kind as LineKind
from aligntui.domain.line_kinds import known, marks_of_line
from aligntui.domain.notes import End, Feedback
from aligntui.domain.points import Kind, Point
from aligntui.text.changes import retyped_words, stays_words
from aligntui.tui.base import if_words
from aligntui.tui.keys import key_of
from aligntui.tui.part import HIDDEN, Movable, Part, in_worker
from aligntui.tui.widgets.becoming import checked, line_becomes
from aligntui.tui.widgets.row import Row, detail

if TYPE_CHECKING:
    from aligntui.domain.person import Person
    from aligntui.domain.section import Section
    from aligntui.tui.notebook_screen import NotebookScreen


async def add_promises(screen: NotebookScreen) -> None:
    """Ask for promises and add them, until a line is left empty."""
    session, whom = screen.session, screen.namable

    def read(typed: str) -> Captured:
        return asked_line(typed, (LineKind.ACTION,), screen.day, whom)

    async def keep(typed: str) -> object:
        change = await session.do(command_of(screen.person_id, read(typed), screen.day))
        if change:
            screen.reveal(change)
        return change

    box, marks = f"action:{screen.person_id}", marks_of_line(LineKind.ACTION)
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
    others = [each.name for each in session.people if each.id != whose]
    whom = known(person, others, hide=session.private_hidden)

    def read(typed: str) -> Captured:
        return read_again(thing, typed, screen.day, whom)

    def check(typed: str) -> str | None:
        return read(typed).problem or None

    def preview(typed: str) -> Iterable[Row]:
        line, today = read(typed), session.today()
        fields = changed(thing, line)
        told = isinstance(thing, Feedback) and thing.told
        if told or line.kind is LineKind.NOTE or not fields:
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
        lines=kind is LineKind.NOTE,
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


PROMISES: Final = (Kind.PROMISE, Kind.THEIR_PROMISE)


_ENDS: Final = {
    Kind.PROMISE: End.DONE,
    Kind.THEIR_PROMISE: End.DONE,
    Kind.TALKING_POINT: End.RAISED,
    Kind.THEIR_POINT: End.RAISED,
    Kind.CORRECTIVE: End.TOLD,
    Kind.PRAISE: End.TOLD,
    Kind.TOLD: End.UNDERSTOOD,
}
_SAID: Final = {End.DONE: "is done", End.RAISED: "was brought up"}
_WHY_NOT: Final = {
    "done": "Only a promise or a talking point can be done",
    "told": "Only feedback that was not told yet can be told",
    "understood": "Only feedback that was told can be understood",
}


class Ticking(Part):
    """The keys that end the point of a brief under the cursor."""

    judged = _WHY_NOT

    def __init__(self, screen: NotebookScreen, point: Callable[[], Point | None]) -> None:
        super().__init__(screen)
        self._point = point

    @property
    def movable(self) -> Movable | None:
        """The promise, talking point, note or feedback under the cursor."""
        point = self._point()
        handle = point.handle if point else None
        movable = handle and letter_of(handle) in MOVABLE
        return (self.screen.person_id, handle) if handle and movable else None

    def reason(self, action: str) -> str:
        """Say why the point under the cursor has another end; those for nothing are hidden."""
        here = self._end
        if here and _key(here) == action:
            return ""
        return _WHY_NOT[action] if action == "done" or self._waits else HIDDEN

    @property
    def way_to_end(self) -> str:
        """The key that ends the point under the cursor, as the end of a sentence."""
        if (end := self._end) is None:
            return ""
        action = _key(end)
        scope = "action" if action == "done" else "feedback"
        key = key_of(self.screen.app.screen, f"{scope}.{action}")
        return f": {key} marks it {action}" if key else ""

    @in_worker
    async def action_done(self) -> None:
        """End the point under the cursor; which key does it depends on its kind."""
        point, end = self._point(), self._end
        if point and point.handle and end:
            command = EndKept(
                person=self.screen.person_id, handle=point.handle, end=end, on=self.screen.day
            )
            await self.session.do(command, f"{point.handle} {_SAID.get(end, f'was {end}')}")

    action_told = action_understood = action_done

    @in_worker
    async def action_drop(self) -> None:
        """Drop the promise under the cursor."""
        point = self._point()
        if point and point.handle:
            await drop_promise(self.screen, point.handle)

    @property
    def _waits(self) -> bool:
        """True when feedback waits to be told, or to be understood."""
        person = self.screen.person
        seen = self.screen.seen(person) if person else None
        return seen is not None and any(waits(seen, each) for each in seen.feedback)

    @property
    def _end(self) -> End | None:
        point = self._point()
        return _ENDS.get(point.kind) if point and point.handle else None


def _key(end: End) -> str:
    """The action of the key that records an end."""
    return "done" if end is End.RAISED else end.value


def stands_at(point: Point) -> Handle | Section | None:
    """The place of a point on its person's page, where it can be acted on.

    Feedback not told yet is listed under what waits for the next time, whatever it is about.
    """
    nowhere = (Kind.TALKING_POINT, Kind.THEIR_POINT, Kind.RECEIVED, Kind.WIN, Kind.TOLD)
    return None if point.kind in nowhere else point.handle or point.section
