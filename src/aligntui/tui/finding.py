"""Search for the words typed after / in the palette, and open what was found."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from aligntui.domain.identity import Handle
from aligntui.domain.privacy import shared
from aligntui.domain.search import Where, hits, words_of
from aligntui.text.search import snippet
from aligntui.text.words import day_words, private_mark
from aligntui.tui.screens.palette import MOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aligntui.domain.person import Person
    from aligntui.domain.search import Hit
    from aligntui.notebook import Notebook
    from aligntui.tui.app import AlignApp
    from aligntui.tui.screens.palette import Choice

_ITEMS = {Where.ITEM, Where.PAST, Where.DIFFERS, Where.MISS, Where.EVIDENCE}
_PAST = {Where.CHECK_IN, Where.ACTION, Where.FEEDBACK, Where.NOTE}


async def found(app: AlignApp, typed: str) -> list[Choice]:
    """The first hits by person and date, each with the action that shows it.

    That is the history of an item, the minutes of a check-in, the row of an open promise, or the
    brief for a talking point. Other past events are in the timeline, filtered by the words.
    """
    words, hide, today = words_of(typed), app.private_hidden, app.today()
    answer = await app.ask_notebook(
        lambda notebook: list(islice(_hits(notebook, words, hide=hide), MOST))
    )
    return [
        (
            _label(person, hit, words, day_words(hit.on, today)),
            partial(_open, app, person, hit, " ".join(typed.split())),
        )
        for person, hit in answer or ()
    ]


def _hits(
    notebook: Notebook, words: tuple[str, ...], *, hide: bool
) -> Iterator[tuple[Person, Hit]]:
    for person in notebook.matching(words):
        for hit in hits(shared(person) if hide else person, words):
            yield person, hit


def _label(person: Person, hit: Hit, words: tuple[str, ...], day: str) -> str:
    handle = f"{hit.handle} " if hit.handle else ""
    mark = private_mark(hit.private)
    return f"{mark}{person.name}, {day}  {handle}{snippet(hit.text, words)}"


def _open(app: AlignApp, person: Person, hit: Hit, typed: str) -> None:
    if hit.where in _ITEMS:
        from aligntui.tui.screens.pages import LifeScreen

        app.push_screen(LifeScreen(person.id, Handle(hit.handle)))
    elif hit.where is Where.ACTION and person.action(Handle(hit.handle)).open:
        from aligntui.tui.screens.person import PersonScreen

        app.push_screen(PersonScreen(person.id, at=Handle(hit.handle)))
    elif hit.where is Where.CHECK_IN and person.check_in(Handle(hit.handle)).held:
        from aligntui.tui.screens.summary import SummaryScreen

        app.push_screen(SummaryScreen(person.id, Handle(hit.handle)))
    elif hit.handle in {point.handle for point in person.talking_points if point.open}:
        from aligntui.tui.screens.brief import BriefScreen

        app.push_screen(BriefScreen(person.id))
    elif hit.where in _PAST:
        from aligntui.tui.screens.timeline import TimelineScreen

        app.push_screen(TimelineScreen(person.id, typed))
    else:
        app.open_person(person.id)
