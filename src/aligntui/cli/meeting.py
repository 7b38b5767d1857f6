"""Commands around a check-in: its record, its minutes, and when it is not held."""

from __future__ import annotations

from datetime import date
from shlex import quote
from typing import TYPE_CHECKING

from aligntui.cli import output
from aligntui.cli.asked import Asked, seen_folder, text_of
from aligntui.cli.parser import arg, command, number
from aligntui.domain.commands.meetings import (
    MoveCheckIn,
    PostponeCheckIn,
    RecordCheckIn,
    SkipCheckIn,
    Touch,
)
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, letter_of
from aligntui.domain.overview import parked_on
from aligntui.domain.privacy import leaving_on
from aligntui.domain.section import Section, section_of
from aligntui.text.json_shapes import shape_of
from aligntui.text.words import day_words

if TYPE_CHECKING:
    from aligntui.domain.check_in import CheckIn
    from aligntui.domain.person import Person


_PRIVATE = ("notes", "because", "pulse", "addenda")


def _sections(typed: str) -> frozenset[Section]:
    if typed.strip().casefold() == "all":
        return frozenset(Section)
    return frozenset(section_of(word) for word in typed.split(","))


@command(
    "checkin NAME",
    arg("--notes TEXT", "the notes; - reads them from stdin"),
    arg(
        "--resync S,S",
        "the sections you both went through, comma-separated, or all",
        type=_sections,
    ),
    arg("--pulse N", "how they are, from 1 (low) to 5 (high)", type=number),
)
def _check_in(asked: Asked) -> None:
    options, on = asked.options, asked.day_met
    person = asked.person(options.name)
    parked = parked_on(drafts_of_app(asked), person.id)
    if parked == asked.today:  # before reading the notes: stdin can't be typed twice
        raise Refused(
            f"a check-in with {person.name} is parked in the app; open it with c, and finish it "
            "with ctrl+s, or drop it in the list of f3",
            command=f"to go there: aligntui open {quote(person.name)}",
        )
    notes = text_of([options.notes]) if options.notes else ""
    others = asked.others(person) if notes else ()
    held = RecordCheckIn(
        person=person.id,
        on=on,
        notes=notes,
        sections=options.resync or frozenset(),
        pulse=options.pulse,
        others=others,
        hide=asked.hide,
    )
    _made(asked, held, "with")
    if parked:
        day = day_words(parked, asked.today)
        output.narrate(f"a check-in of {day} is parked in the app; c opens it there")
    if notes:
        from aligntui.text.noted import unread

        asked.say_unread(unread(person, notes, asked.today, others, hide=asked.hide))


def drafts_of_app(asked: Asked) -> dict[str, str]:
    """What is being typed in the app, by box."""
    from aligntui.store.draft_files import texts_in
    from aligntui.store.locations import drafts_of, spare_drafts_of

    return texts_in((drafts_of(asked.store, seen_folder()), *spare_drafts_of(asked.store)))


def move_check_in(asked: Asked) -> None:
    """Move a check-in to the day given with `--on`."""
    from aligntui.cli.asked import local_day

    options, today = asked.options, local_day()
    if letter_of(options.handle) != "C":
        raise Refused("only a check-in, such as C4, can be put on another day")
    person = asked.person(options.name)
    was = person.check_in(options.handle).on
    if options.on is None:
        edit = f"aligntui edit {quote(person.name)} {options.handle} --on DATE"
        raise Refused(f"say on which day it was: {edit}")
    move = MoveCheckIn(person=person.id, handle=options.handle, to=asked.today, on=today)
    after = asked.do(move)
    moved = after.check_in(options.handle)
    days = f"from {day_words(was, today)} to {day_words(moved.on, today)}"
    _said_of(asked, after, moved, f"moved {moved.handle} with {after.name} {days}", today)


_BECAUSE = arg("--because WHY", "why it is not held", required=True)


@command("skip NAME", _BECAUSE)
def _skip(asked: Asked) -> None:
    person = asked.person(asked.options.name)
    skip = SkipCheckIn(person=person.id, on=asked.day_met, because=asked.options.because)
    _made(asked, skip, "skipped with")


@command("touch NAME", arg("[TEXT ...]", "what it was about"))
def _touch(asked: Asked) -> None:
    person = asked.person(asked.options.name)
    touch = Touch(person=person.id, on=asked.day_met, text=text_of(asked.options.text))
    _made(asked, touch, "a short touch with")


@command("postpone NAME", arg("DATE", "the new day", dest="until"), _BECAUSE)
def _postpone(asked: Asked) -> None:
    until = asked.day(asked.options.until)
    assert until is not None
    postpone = PostponeCheckIn(**asked.named, until=until, because=asked.options.because)
    _made(asked, postpone, "postponed with")


def _made(
    asked: Asked, command: RecordCheckIn | SkipCheckIn | Touch | PostponeCheckIn, what: str
) -> None:
    after = asked.do(command)
    check_in = next(c for c in after.check_ins if c.uid == command.uid)
    words = f"{check_in.handle} {what} {after.name} on {day_words(check_in.on, asked.today)}"
    if isinstance(command, RecordCheckIn):
        words += asked.not_agreed(after, command.sections)
        say_how_close(after, asked.today)
    elif isinstance(command, PostponeCheckIn):
        words = f"{after.name}: check-in postponed to {day_words(command.until, asked.today)}"
    _said_of(asked, after, check_in, words, asked.today)


def _said_of(asked: Asked, person: Person, check_in: CheckIn, words: str, today: date) -> None:
    """Report a recorded check-in and the day on which the next one is due."""
    due_on = asked.notebook.glance(person).due(today).due_on
    shape = {**shape_of(person, check_in), "due_on": due_on.isoformat()}
    if asked.hide:
        shape = {key: value for key, value in shape.items() if key not in _PRIVATE}
    asked.made(f"{words}; next by {day_words(due_on, today)}", shape)


def say_how_close(person: Person, today: date) -> None:
    """Say which clocks have run closer than weekly for weeks, and what makes them looser."""
    from aligntui.domain.guard import CHECK_IN, tight, too_close

    for close in too_close(person, today):
        from aligntui.text.summaries import close_words

        # said at one meeting only, so also where all else is left out
        output.ask(close_words(person.name, close, today))
        if tight(close.cadence):
            option = "--cadence" if close.of == CHECK_IN else f"--{close.of}-cadence"
            looser = quote(str(close.enough))
            edit = f"aligntui edit {quote(person.name)} {option} {looser}"
            output.ask(f"to make it so: {edit}")


@command(
    "minutes NAME",
    arg("[HANDLE]", "such as C7; default: the last one"),
    arg("--all", "include private lines; default: only what may be shared"),
)
def _minutes(asked: Asked) -> None:
    from aligntui.text.record import due_after, record_lines, record_shape, shared_text

    options = asked.options
    person = asked.shown(asked.guarded(options.name))
    handle = _held(person, options.handle)
    next_on = due_after(person, handle, asked.notebook.glance(person), asked.today)
    if asked.json:
        seen = person if options.all else leaving_on(person, person.check_in(handle).on)
        output.say_json(record_shape(seen, handle, next_on))
    elif options.all:
        output.say_markdown(record_lines(person, handle, asked.today, next_on))
    else:
        output.say_markdown(shared_text(person, handle, next_on).splitlines())


def _held(person: Person, handle: Handle | None) -> Handle:
    """The check-in named, or the last one held; refuses one that was not held."""
    last = person.last_check_in
    found = person.check_in(handle) if handle else last
    if found is None:
        raise Refused(f"{person.name} has no check-in yet; 'aligntui checkin' records one")
    if not found.held:
        raise Refused(f"{found.handle} was {found.kind}; only one that was held has minutes")
    return found.handle


@command("addendum NAME", arg("HANDLE", "such as C7"), arg("TEXT ...", "- reads it from stdin"))
def _addendum(asked: Asked) -> None:
    from aligntui.domain.commands.meetings import AddAddendum

    handle, text = asked.options.handle, text_of(asked.options.text)
    after = asked.do(AddAddendum(**asked.named, text=text))
    seen = asked.shown(after)
    said = "" if asked.hide else after.check_in(handle).addenda[-1].text
    shape = shape_of(seen, seen.check_in(handle))
    asked.made(f"added to {handle} of {after.name}", shape, said)
