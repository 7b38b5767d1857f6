"""Commands that show one person, or everybody; each loads only what it shows."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from shlex import quote
from typing import TYPE_CHECKING, TypeVar

from aligntui.cli import output
from aligntui.cli.parser import arg, command
from aligntui.domain.days import not_in_order
from aligntui.domain.errors import Refused
from aligntui.domain.identity import PersonId, handle_of
from aligntui.domain.naming import folded
from aligntui.domain.section import section_of

if TYPE_CHECKING:
    from aligntui.cli.asked import Asked
    from aligntui.domain.person import Person
    from aligntui.domain.search import Hit
    from aligntui.text.across import Listed
    from aligntui.text.json_shapes import Shape


@command(
    "prep",
    arg("[NAME]"),
    arg("--today", "everybody due today or late"),
    arg("--all", "print all of it, however long"),
)
def _prep(asked: Asked) -> None:
    from aligntui.domain.brief import brief
    from aligntui.domain.templates import NO_TEMPLATES
    from aligntui.text.brief import brief_lines, point_shape

    options = asked.options
    if bool(options.name) == options.today:
        raise Refused("name one person, or use --today for everybody who is due")
    people = _due_today(asked) if options.today else (asked.seen(options.name),)
    own = NO_TEMPLATES if asked.hide else asked.configured.templates()
    found = [(person, brief(person, asked.today, own)) for person in people]
    if asked.json:
        output.say_json([point_shape(person, point) for person, some in found for point in some])
        return
    asked.tell_of_the_past()
    if not found:
        output.narrate("nobody is due today; 'aligntui due' shows who is next")
    for at, (person, points) in enumerate(found):
        lines = brief_lines(person, points, asked.today, whole=options.all, hide=asked.hide)
        output.say_markdown(["", *lines] if at else lines, leaves=False)


def _due_today(asked: Asked) -> tuple[Person, ...]:
    """People met today, by the time in the calendar; then those due or late, most urgent first."""
    from aligntui.domain.due import DueState
    from aligntui.domain.glance import overview
    from aligntui.domain.overview import by_urgency, meets_on

    people = {person.id: person for person in asked.everybody}
    booked = asked.configured.booked(tuple(map(overview, people.values())))
    booked = tuple(each.without_private() for each in booked) if asked.hide else booked
    glances = by_urgency(booked, asked.today)
    by_id = {str(uid): person for uid, person in people.items()}
    stands = [(o.due(asked.today), o.id) for o in glances]
    now = [uid for due, uid in stands if due.days_late >= 0 and due.state is not DueState.PAUSED]
    first = (each.id for each in meets_on(booked, asked.today))
    return tuple(by_id[uid] for uid in dict.fromkeys((*first, *now)))


@command(
    "show",
    arg("[NAME]"),
    arg("--closed", "the closed lines, how and when each ended; 'aligntui reopen' opens one again"),
    arg("--readiness", "evidence beyond what is expected, with dates"),
    arg("--numbers", "alignment in numbers, now and over a year; without NAME: everybody"),
    arg("--since DATE", "the first day counted in numbers; default: what was in half a year"),
    arg("--until DATE", "the last day of the numbers; default: today"),
)
def _show(asked: Asked) -> None:
    name = asked.options.name
    if asked.options.numbers:
        _numbers(asked, name)
        return
    if asked.options.since or asked.options.until:
        raise Refused("a period belongs to numbers: 'aligntui show --numbers --since DATE'")
    if name is None:
        raise Refused("name somebody, or use 'aligntui show --numbers' for everybody")
    person = asked.seen(name, archived=True)
    if asked.options.readiness:
        from aligntui.text.readiness import readiness_lines, readiness_shape

        asked.tell(
            lambda: readiness_shape(person, asked.today),
            lambda: readiness_lines(person, asked.today),
        )
        return
    from aligntui.text.sheet import closed_lines, closed_shapes, person_lines, show_shape

    asked.tell_of_the_past()
    shape = show_shape(person, asked.today, asked.names) if asked.json else {}
    if asked.options.closed:
        asked.tell(
            lambda: {**shape, "closed": closed_shapes(person)},
            lambda: closed_lines(person, asked.today, hide=asked.hide),
        )
    else:
        asked.tell(lambda: shape, lambda: person_lines(person, asked.today))


@command(
    "timeline NAME",
    arg("--since DATE", "from this day on"),
    arg("--section S", "only check-ins that changed this section", type=section_of),
    arg("--match TEXT", "only what contains these words, now or in the past"),
)
def _timeline(asked: Asked) -> None:
    from aligntui.domain.search import Sought, words_of
    from aligntui.text.timeline import entries, entry_lines, entry_shape
    from aligntui.text.words import day_words

    person = asked.seen(asked.options.name, archived=True)
    since = asked.day(asked.options.since, past=True)
    words = words_of(asked.options.match) if asked.options.match is not None else ()
    sought = Sought(asked.options.section, words)
    found = entries(person, asked.today, since, sought)
    when = f"since {day_words(since, asked.today)}" if since else "yet"
    asked.tell(
        lambda: [entry_shape(person, entry) for entry in found],
        lambda: (line for entry in found for line in entry_lines(entry, asked.today)),
        "no match" if sought.any else f"nothing happened with {person.name} {when}",
    )


_CHECK_IN = re.compile(r"\s*[cC][0-9]+\s*\Z")


@command(
    "diff NAME",
    arg("FROM", "a day, or the end of a check-in such as C7", dest="since"),
    arg("[TO]", "the same; default: today", dest="until"),
)
def _diff(asked: Asked) -> None:
    from aligntui.domain.events import differences
    from aligntui.text.past import difference_lines, difference_shape

    options = asked.options
    person = asked.seen(options.name, archived=True)
    since = _day_of(asked, person, options.since)
    until = asked.today if options.until is None else _day_of(asked, person, options.until)
    if since > until:
        raise not_in_order(since, until)
    found = differences(person, since, until)
    asked.tell(
        lambda: [difference_shape(person, each, asked.today) for each in found],
        lambda: difference_lines(person, found, since, until, asked.today),
    )


def _day_of(asked: Asked, person: Person, typed: str) -> date:
    """The day that was typed, or the day of a check-in."""
    if not _CHECK_IN.match(typed):
        day = asked.day(typed, past=True)
        assert day is not None
        return day
    handle = handle_of(typed)
    for check_in in person.check_ins:
        if check_in.handle == handle:
            return check_in.on
    raise Refused(f"{person.name} has no check-in {handle}; 'aligntui timeline' lists them")


@command("search", arg("TEXT ...", "all of these words; case and accents don't matter"))
def _search(asked: Asked) -> int:
    from aligntui.domain.search import words_of
    from aligntui.text.search import hit_lines, hit_shape

    words = words_of(" ".join(asked.options.text))
    found = _found(asked, words)
    if asked.json:
        shapes = [hit_shape(person, hit, words) for person, theirs in found for hit in theirs]
        output.say_json(shapes)
        return output.DONE if shapes else output.NO
    code = output.NO
    # print hits as they are found: the user recognizes a name at once
    for person, theirs in found:
        output.say_all(hit_lines(person, theirs, words, asked.today))
        code = output.DONE
    if code == output.NO:
        output.narrate("nothing shared was found" if asked.hide else "nothing found")
    return code


def _found(asked: Asked, words: tuple[str, ...]) -> Iterator[tuple[Person, tuple[Hit, ...]]]:
    from aligntui.cli.meeting import drafts_of_app
    from aligntui.domain.search import hits, parked

    texts = {} if asked.hide else drafts_of_app(asked)
    waiting = {each.id: parked(texts, each.id, words) for each in asked.notebook.people()}
    for person in asked.notebook.matching(words):
        if asked.in_the_past and person.added > asked.today:
            continue
        seen = asked.then(person)
        if theirs := (*waiting.pop(person.id, ()), *hits(seen, words)):
            yield seen, theirs
    for whom in (each for each, there in waiting.items() if there):
        yield asked.notebook.person(PersonId(whom)), waiting[whom]


_Found = TypeVar("_Found")


@command("differences")
def _differences(asked: Asked) -> None:
    from aligntui.text import across

    asked.tell_of_the_past()
    found = across.disputes(asked.everybody)
    _listed(asked, found, across.dispute_line, across.dispute_shape, "no differences")


@command("concerns")
def _concerns(asked: Asked) -> None:
    from aligntui.text import across

    asked.tell_of_the_past()
    found = across.concerns(asked.everybody, asked.today)
    nothing = "nothing is off track, and no risk waits"
    _listed(asked, found, across.concern_line, across.concern_shape, nothing)


@command("actions")
def _actions(asked: Asked) -> None:
    from aligntui.text import across

    found = across.promises(asked.everybody, asked.today)
    _listed(asked, found, across.promise_line, across.promise_shape, "no open promises")


@command("untold", arg("--told", "all feedback that was told instead, the newest first"))
def _untold(asked: Asked) -> None:
    from aligntui.text import across

    people = asked.everybody
    if asked.options.told:
        from aligntui.text.json_shapes import shape_of

        found, nothing = across.told(people), "no feedback was told"
        _listed(asked, found, across.told_line, lambda each, _: shape_of(*each), nothing)
    else:
        found, nothing = across.untold(people), "all feedback is told"
        _listed(asked, found, across.untold_line, across.untold_shape, nothing)


def _listed(
    asked: Asked,
    found: Sequence[_Found],
    line: Callable[[_Found, date], Listed],
    shape: Callable[[_Found, date], Shape],
    nothing: str,
) -> None:
    from aligntui.text import across

    asked.tell(
        lambda: [shape(each, asked.today) for each in found],
        lambda: across.list_lines(line(each, asked.today) for each in found),
        # with private things left out, "nothing" might be untrue
        "nothing here is shared" if asked.hide else nothing,
    )


def _numbers(asked: Asked, name: str | None) -> None:
    """Print the numbers of one, or of everybody, with the last months beside them."""
    from aligntui.domain.numbers import all_over_time, over_time
    from aligntui.text.numbers import number_lines, numbers_shape, team_lines

    people = [asked.seen(name, archived=True)] if name else asked.everybody
    if not people and not asked.json:
        output.narrate(asked.nobody)
        return
    since, until = _counted(asked)
    named = sorted(people, key=lambda person: folded(person.name))
    each = [(person.name, over_time(person, until, since)) for person in named]
    ascii_only = "utf" not in (sys.stdout.encoding or "").lower()
    if name:
        ((whole, one),) = each
        asked.tell(
            lambda: numbers_shape(whole, one),
            lambda: number_lines(whole, one, ascii_only=ascii_only),
        )
        return
    over = all_over_time([of for _, of in each], until, since)
    shapes = [numbers_shape(name, of) for name, of in each]
    asked.tell(
        lambda: {**numbers_shape(None, over), "people": shapes},
        lambda: [
            *number_lines("Everybody", over, ascii_only=ascii_only),
            "",
            *team_lines(each, ascii_only=ascii_only),
        ],
    )


def _counted(asked: Asked) -> tuple[date | None, date]:
    """The first day from which it is counted, None for the usual half year, and the last."""
    from aligntui.domain.review import period

    since = asked.day(asked.options.since, past=True)
    until = asked.day(asked.options.until, past=True) or asked.today
    first, last = period(since or until, until, asked.today)
    return first if since else None, last


@command(
    "review NAME",
    arg("--since DATE", "the first day", required=True),
    arg("--until DATE", "the last day; default: today"),
    arg("--full", "append every change and stance, by day"),
    arg("--private", "include private lines; for your eyes only"),
)
def _review(asked: Asked) -> None:
    from aligntui.domain.review import packet
    from aligntui.text.packet import full_record, packet_lines, packet_shape, staying_lines

    options = asked.options
    since, until = _counted(asked)
    assert since is not None
    person = asked.guarded(options.name)
    found = packet(person, since, until, private=options.private, hide=asked.hide)
    if asked.json:
        output.say_json(packet_shape(found))
    else:
        output.say_markdown([*packet_lines(found), *(full_record(found) if options.full else ())])
        then = f"aligntui told {quote(found.person.name)} HANDLE"
        for line in () if options.private else staying_lines(found, then):
            output.narrate(f"left out: {line}")
