"""Search for the words typed after / in the palette, and open what was found."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from aligntui.domain.identity import Handle, PersonId
from aligntui.domain.privacy import shared
from aligntui.domain.search import ENTRIES, Where, hits, parked, words_of
from aligntui.text.search import snippet
from aligntui.text.words import day_words, private_mark
from aligntui.tui.opening import make

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aligntui.domain.person import Person
    from aligntui.domain.search import Hit
    from aligntui.notebook import Notebook
    from aligntui.tui.session import Session

_ITEMS = {Where.ITEM, Where.PAST, Where.DIFFERS, *ENTRIES.values()}
_PAST = {Where.CHECK_IN, Where.TOUCH, Where.ACTION, Where.FEEDBACK, Where.RECEIVED}
_PAST |= {Where.NOTE, Where.WIN}


async def found(
    session: Session, typed: str, most: int, open_person: Callable[[PersonId], object]
) -> list[tuple[str, Callable[[], object]]]:
    """The first hits by person and date, each with the action that shows it.

    That is the history of an item, the minutes of a check-in, the row of an open promise, or the
    brief for a talking point. Other past events are in the timeline, filtered by the words.
    """
    words, hide, today = words_of(typed), session.private_hidden, session.today()
    texts = {} if hide else dict(session.drafts.texts)
    answer = await session.read(
        lambda notebook: list(islice(_hits(notebook, words, texts, hide=hide), most))
    )
    return [
        (
            _label(person, hit, words, day_words(hit.on, today)),
            partial(_open, session, person, hit, " ".join(typed.split()), open_person),
        )
        for person, hit in answer or ()
    ]


def _hits(
    notebook: Notebook, words: tuple[str, ...], texts: dict[str, str], *, hide: bool
) -> Iterator[tuple[Person, Hit]]:
    for whom in notebook.people() if texts else ():
        for hit in parked(texts, whom.id, words):
            yield notebook.person(PersonId(whom.id)), hit
    for person in notebook.matching(words):
        for hit in hits(shared(person) if hide else person, words):
            yield person, hit


def _label(person: Person, hit: Hit, words: tuple[str, ...], day: str) -> str:
    handle = f"{hit.handle} " if hit.handle else ""
    mark = private_mark(hit.private)
    return f"{mark}{person.name}, {day}  {handle}{snippet(hit.text, words)}"


def _open(
    session: Session,
    person: Person,
    hit: Hit,
    typed: str,
    open_person: Callable[[PersonId], object],
) -> None:
    if place := _place(person, hit, typed):
        name, *about = place
        session.app.push_screen(make(name, person.id, *about))
    else:
        open_person(person.id)


def _place(person: Person, hit: Hit, typed: str) -> tuple[str, ...]:
    """The screen that shows a hit, and what it is given besides the person; () for their page."""
    handle = Handle(hit.handle)
    if hit.where in _ITEMS:
        return "life", handle
    if hit.where is Where.ACTION and person.action(handle).open:
        return "person", handle
    if hit.where is Where.CHECK_IN and person.check_in(handle).held:
        return "summary", handle
    if hit.handle in {point.handle for point in person.talking_points if point.open}:
        return ("brief",)
    return ("timeline", typed) if hit.where in _PAST else ()
