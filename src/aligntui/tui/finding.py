"""Words typed after a / in the palette: what holds them, and what opens it."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from aligntui.domain.privacy import shared
from aligntui.domain.search import Where, hits, words_of
from aligntui.text.search import snippet
from aligntui.text.words import day_words, private_mark
from aligntui.tui.palette import MOST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aligntui.domain.person import Person
    from aligntui.domain.search import Hit
    from aligntui.notebook import Notebook
    from aligntui.tui.app import AlignApp
    from aligntui.tui.palette import Choice

_ITEMS = {Where.ITEM, Where.PAST, Where.DIFFERS, Where.MISS, Where.EVIDENCE}


async def found(app: AlignApp, typed: str) -> list[Choice]:
    """By person and date the first that hold all the words; of an item its life opens."""
    words, hide, today = words_of(typed), app.private_hidden, app.today()
    answer = await app.ask_notebook(
        lambda notebook: list(islice(_hits(notebook, words, hide=hide), MOST))
    )
    return [
        (_label(person, hit, words, day_words(hit.on, today)), _opens(app, person, hit))
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


def _opens(app: AlignApp, person: Person, hit: Hit) -> Callable[[], object]:
    if hit.where not in _ITEMS:
        return partial(app.open_person, person.id)
    item = next(item for item in person.items if item.handle == hit.handle)

    def opens() -> None:
        from aligntui.tui.screens.life import LifeScreen

        app.push_screen(LifeScreen(person.id, item.handle))

    return opens
