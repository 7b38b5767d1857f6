"""Ask for a new person, and for how often to meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from aligntui.domain.cadence import parse
from aligntui.domain.commands.people import AddPerson, CadenceChoice, EditPerson
from aligntui.domain.identity import PersonId
from aligntui.text.person_form import how_often

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aligntui.domain.cadence import Cadence
    from aligntui.domain.overview import Overview
    from aligntui.tui.notebook_screen import NotebookScreen

OFTEN = "every 2 weeks"
"""The suggested cadence for a new person."""


async def added(screen: NotebookScreen, keep: Callable[[AddPerson], Awaitable[object]]) -> None:
    """Ask for a new person's name and cadence, and keep them."""
    name = await screen.ask("Name:", box="add:name")
    if not name or not name.strip():
        return
    today, usual = screen.notebook_app.today(), parse(OFTEN)

    async def made(often: Cadence) -> object:
        # an unchanged suggestion was not typed: a level may override it
        chosen = CadenceChoice(check_in=None if often == usual else often)
        return await keep(AddPerson(name=name, on=today, cadences=chosen))

    await _often(screen, name, usual, "add:cadence", made)


async def met(
    screen: NotebookScreen, person: Overview, keep: Callable[[EditPerson], Awaitable[object]]
) -> None:
    """Ask how often to meet a person, and keep it."""
    who, now = PersonId(person.id), CadenceChoice(check_in=person.cadence)

    async def made(often: Cadence) -> object:
        seen = EditPerson(person=who, cadences=now)
        chosen = CadenceChoice(check_in=often)
        return await keep(EditPerson(person=who, cadences=chosen, instead_of=seen))

    box = f"edit:check_in:{person.id}"
    await _often(screen, screen.called(person), person.cadence, box, made)


async def _often(
    screen: NotebookScreen,
    name: str,
    now: Cadence,
    box: str,
    made: Callable[[Cadence], Awaitable[object]],
) -> None:
    app = screen.notebook_app
    field = how_often("check_in", "check-in", now, app.today(), hide=app.private_hidden)

    async def keep(typed: str) -> object:
        return await made(cast("Cadence", field.read(typed)))

    await screen.ask(
        f"How often do you meet {name}?",
        box=box,
        initial=field.value,
        suggestions=[option.words for option in field.options],
        check=field.complaint,
        keep=keep,
    )
