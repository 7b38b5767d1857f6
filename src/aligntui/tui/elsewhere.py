"""Move something kept in the wrong place: ask where it belongs, and move it in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.commands.meetings import MoveCheckIn
from aligntui.domain.commands.moving import to_somebody_else
from aligntui.domain.errors import Refused, complaint
from aligntui.domain.identity import PersonId, letter_of
from aligntui.domain.naming import find
from aligntui.domain.plans import day_so_far
from aligntui.text.words import day_words
from aligntui.tui.base import if_words

if TYPE_CHECKING:
    from datetime import date

    from aligntui.domain.identity import Handle
    from aligntui.domain.person import Person
    from aligntui.tui.notebook_screen import NotebookScreen


async def move_elsewhere(screen: NotebookScreen, whose: PersonId, handle: Handle) -> None:
    """Ask for the right place and move it there: a check-in to a day, the rest to a person."""
    person = await screen.notebook_app.ask_notebook(lambda notebook: notebook.person(whose))
    if person is None:
        return
    if letter_of(handle) == "C":
        await _to_another_day(screen, person, handle)
    else:
        await _to_somebody_else(screen, person, handle)


async def _to_somebody_else(screen: NotebookScreen, person: Person, handle: Handle) -> None:
    app, on = screen.notebook_app, screen.notebook_app.today()
    others = [each for each in app.people if each.archived is None and each.id != person.id]
    if not others:
        screen.warn("Nobody else is here; n in the team adds somebody")
        return
    try:
        to_somebody_else(person, handle, PersonId(others[0].id), on)
    except Refused as refusal:
        screen.warn(str(refusal))
        return

    async def keep(typed: str) -> object:
        other = find(others, typed)
        halves = to_somebody_else(person, handle, PersonId(other.id), on)
        said = halves[0].label(person)
        return await app.keep(
            lambda notebook: notebook.do_together(halves, said),
            f"{handle} of {person.name} is with {other.name} now",
        )

    await screen.ask(
        f"Move {handle} of {person.name} to:",
        box=f"elsewhere:{handle}:{person.id}",
        suggestions=[each.name for each in others],
        check=lambda typed: complaint(lambda name: find(others, name), typed),
        keep=if_words(keep),
    )


async def _to_another_day(screen: NotebookScreen, person: Person, handle: Handle) -> None:
    app, today = screen.notebook_app, screen.notebook_app.today()
    was = person.check_in(handle).on
    read, box = screen.read_with(day_so_far), f"day:{handle}:{person.id}"
    question = f"{handle} with {person.name}, {day_words(was, today)}, was on:"

    async def keep(day: date) -> object:
        move = MoveCheckIn(person=person.id, handle=handle, to=day, on=today)
        return await app.do(move, f"{handle} with {person.name} is on {day_words(day, today)} now")

    await screen.ask_for(question, read, box=box, keep=keep)
