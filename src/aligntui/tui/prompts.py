"""Questions before something is opened or moved: a person, how often, a day, where it belongs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, TypeVar, cast

from aligntui.domain.cadence import Cadence, parse
from aligntui.domain.commands.meetings import MoveCheckIn
from aligntui.domain.commands.moving import to_somebody_else
from aligntui.domain.commands.people import AddPerson, CadenceChoice, EditPerson
from aligntui.domain.dates import day_so_far
from aligntui.domain.dates import parse as parse_day
from aligntui.domain.errors import Refused, complaint
from aligntui.domain.guard import Close, far, tight
from aligntui.domain.identity import Handle, PersonId, letter_of
from aligntui.domain.naming import check_untaken, find
from aligntui.domain.review import period
from aligntui.text.form import how_often
from aligntui.text.summaries import close_question, far_words
from aligntui.text.words import day_words
from aligntui.tui.base import AlignScreen, if_words

if TYPE_CHECKING:
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person
    from aligntui.tui.session import Session


_Read = TypeVar("_Read")

OFTEN = "every 2 weeks"
"""The suggested cadence for a new person."""


async def added(
    screen: AlignScreen, session: Session, keep: Callable[[AddPerson], Awaitable[object]]
) -> None:
    """Ask for a new person's name and cadence, and keep them."""
    today, usual = session.today(), parse(OFTEN)

    def untaken(typed: str) -> None:
        if typed.strip():
            check_untaken(session.people, AddPerson(name=typed, on=today).apply(None).name)

    def wrong(typed: str) -> str | None:
        return complaint(untaken, typed)

    name = await screen.ask("Name:", box="add:name", check=wrong)
    if not name or not name.strip():
        return

    async def made(often: Cadence) -> object:
        # an unchanged suggestion was not typed: a level may override it
        chosen = CadenceChoice(check_in=None if often == usual else often)
        return await keep(AddPerson(name=name, on=today, cadences=chosen))

    await _often(screen, session, name, usual, "add:cadence", made)


async def met(
    screen: AlignScreen,
    session: Session,
    person: Overview,
    keep: Callable[[EditPerson], Awaitable[object]],
) -> None:
    """Ask how often to meet a person, and keep it."""
    who, now = person.id, CadenceChoice(check_in=person.cadence)

    async def made(often: Cadence) -> object:
        seen = EditPerson(person=who, cadences=now)
        chosen = CadenceChoice(check_in=often)
        return await keep(EditPerson(person=who, cadences=chosen, instead_of=seen))

    box = f"edit:check_in:{person.id}"
    await _often(screen, session, session.called(person), person.cadence, box, made)


async def _often(
    screen: AlignScreen,
    session: Session,
    name: str,
    now: Cadence,
    box: str,
    made: Callable[[Cadence], Awaitable[object]],
) -> None:
    field = how_often("check_in", "check-in", now, session.today(), hide=session.private_hidden)

    async def keep(typed: str) -> object:
        often = cast("Cadence", field.read(typed))
        return await meant(screen, often, session.today()) and await made(often)

    await screen.ask(
        f"How often do you meet {name}?",
        box=box,
        initial=field.value,
        suggestions=[option.words for option in field.options],
        check=field.complaint,
        keep=keep,
    )


async def loosened(
    screen: AlignScreen, session: Session, who: PersonId, close: tuple[Close, ...]
) -> None:
    """Ask kindly whether clocks that ran close for weeks may be looser; one key makes them so."""
    person = await session.read(lambda notebook: notebook.person(who)) if close else None
    if person is None:
        return
    question = close_question(person, close, session.today())
    looser = {each.of: each.enough for each in close if tight(each.cadence)}
    if not looser:
        screen.warn(question)
    elif await screen.confirm(question):
        seen = CadenceChoice(**{of: getattr(person.cadences, of) for of in looser})
        instead = EditPerson(person=who, cadences=seen)
        edit = EditPerson(person=who, cadences=CadenceChoice(**looser), instead_of=instead)
        ways = ", ".join(dict.fromkeys(map(str, looser.values())))
        await session.do(edit, f"{session.called(person)}: {ways} from now on")


async def meant(screen: AlignScreen, cadence: object, today: date) -> bool:
    """Ask whether the far end of a close cadence is meant; True where there is none."""
    until = far(cadence, today) if isinstance(cadence, Cadence) else None
    return until is None or await screen.confirm(far_words(until, today))


async def move_elsewhere(
    screen: AlignScreen, session: Session, whose: PersonId, handle: Handle
) -> None:
    """Ask for the right place and move it there: a check-in to a day, the rest to a person."""
    person = await session.read(lambda notebook: notebook.person(whose))
    if person is None:
        return
    if letter_of(handle) == "C":
        await _to_another_day(screen, session, person, handle)
    else:
        await _to_somebody_else(screen, session, person, handle)


async def _to_somebody_else(
    screen: AlignScreen, session: Session, person: Person, handle: Handle
) -> None:
    on = session.today()
    others = [each for each in session.people if each.archived is None and each.id != person.id]
    if not others:
        screen.warn("Nobody else is here; n in the team adds somebody")
        return
    try:
        to_somebody_else(person, handle, others[0].id, on)
    except Refused as refusal:
        screen.warn(str(refusal))
        return

    async def keep(typed: str) -> object:
        other = find(others, typed)
        halves = to_somebody_else(person, handle, other.id, on)
        said = halves[0].label(person)
        return await session.keep(
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


async def _to_another_day(
    screen: AlignScreen, session: Session, person: Person, handle: Handle
) -> None:
    today = session.today()
    was = person.check_in(handle).on
    read, box = session.read_with(day_so_far), f"day:{handle}:{person.id}"
    question = f"{handle} with {person.name}, {day_words(was, today)}, was on:"

    async def keep(day: date) -> object:
        move = MoveCheckIn(person=person.id, handle=handle, to=day, on=today)
        return await session.do(
            move, f"{handle} with {person.name} is on {day_words(day, today)} now"
        )

    await screen.ask_for(question, read, box=box, keep=keep)


async def day_asked(
    screen: AlignScreen, session: Session, person: PersonId, usual: date
) -> date | None:
    """Ask for a past day of somebody; None if the question is left."""
    words = day_words(usual, session.today())
    read = session.read_with(day_so_far)
    return await screen.ask_for(f"As of ({words}):", read, box=f"as-of:{person}", blank=usual)


SINCE, UNTIL = "6 months ago", "today"
"""The default days of a review."""


async def days_asked(
    screen: AlignScreen, session: Session, person: PersonId | None, what: str = "review"
) -> tuple[date, date] | None:
    """Ask for the first and the last day of a review, or something else; None where one is left.

    Both can be typed at once: `1 sep to 30 oct`.
    """
    today = session.today()

    def since(typed: str) -> tuple[date, date | None]:
        begins, _, ends = (typed or SINCE).partition(" to ")
        day = parse_day(begins, today, past=True)
        last = parse_day(ends, today, past=True) if ends.strip() else None
        return period(day, last or today, today)[0], last

    def until(typed: str) -> date:
        return parse_day(typed or UNTIL, today, past=True)

    first = await _typed_day(
        screen, f"{what.capitalize()} since:", f"{what}:since:{person}", SINCE, since
    )
    if first is None:
        return None
    begins, ends = first
    if ends:
        return begins, ends

    def both(typed: str) -> tuple[date, date]:
        return period(begins, until(typed), today)

    return await _typed_day(screen, "Until:", f"{what}:until:{person}", UNTIL, both)


async def _typed_day(
    screen: AlignScreen, question: str, box: str, usual: str, read: Callable[[str], _Read]
) -> _Read | None:
    """Ask for something with a day until it can be read; None where the line was left."""
    typed = await screen.ask(question, box=box, initial=usual, check=partial(complaint, read))
    return None if typed is None else read(typed)
