"""Commands that show one person, or everybody."""

from __future__ import annotations

import re
import sys
from shlex import quote
from typing import TYPE_CHECKING, TypeVar

from aligntui.cli import output
from aligntui.cli.asked import Asked, Task, no_arguments
from aligntui.domain.days import not_in_order
from aligntui.domain.errors import Refused
from aligntui.domain.events import differences
from aligntui.domain.identity import PersonId, handle_of
from aligntui.domain.naming import folded
from aligntui.domain.numbers import all_over_time, over_time
from aligntui.domain.review import packet, period
from aligntui.domain.search import Sought, hits, parked, words_of
from aligntui.domain.section import section_of
from aligntui.text import across
from aligntui.text.difference import difference_lines, difference_shape
from aligntui.text.json_shapes import shape_of
from aligntui.text.numbers import number_lines, numbers_shape, team_lines
from aligntui.text.packet import full_record, packet_lines, packet_shape, staying_lines
from aligntui.text.readiness import readiness_lines, readiness_shape
from aligntui.text.search import hit_lines, hit_shape
from aligntui.text.sheet import closed_lines, closed_shapes, person_lines, show_shape
from aligntui.text.timeline import entries, entry_lines, entry_shape

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from aligntui.domain.person import Person
    from aligntui.domain.search import Hit
    from aligntui.text.across import Listed
    from aligntui.text.json_shapes import Shape


def _show(asked: Asked) -> int:
    if asked.options.numbers:
        return show_numbers(asked)
    if asked.options.since or asked.options.until:
        raise Refused("a period belongs to numbers: 'aligntui show --numbers --since DATE'")
    if asked.options.name is None:
        raise Refused("name somebody, or use 'aligntui show --numbers' for everybody")
    person = asked.seen(asked.options.name, archived=True)
    if asked.options.readiness:
        return _readiness(asked, person)
    if asked.json:
        closed = {"closed": closed_shapes(person)} if asked.options.closed else {}
        output.say_json({**show_shape(person, asked.today, asked.names), **closed})
    elif asked.options.closed:
        asked.tell_of_the_past()
        output.say_all(closed_lines(person, asked.today, hide=asked.hide))
    else:
        asked.tell_of_the_past()
        output.say_all(person_lines(person, asked.today))
    return output.DONE


def _readiness(asked: Asked, person: Person) -> int:
    if asked.json:
        output.say_json(readiness_shape(person, asked.today))
    else:
        output.say_all(readiness_lines(person, asked.today))
    return output.DONE


def _timeline(asked: Asked) -> int:
    person = asked.seen(asked.options.name, archived=True)
    since = asked.day(asked.options.since, past=True)
    words = words_of(asked.options.match) if asked.options.match is not None else ()
    sought = Sought(asked.options.section, words)
    found = entries(person, asked.today, since, sought)
    if asked.json:
        output.say_json([entry_shape(person, entry) for entry in found])
    elif not found:
        nothing = "no match" if sought.any else f"nothing happened with {person.name} yet"
        output.narrate(nothing)
    for entry in () if asked.json else found:
        output.say_all(entry_lines(entry, asked.today))
    return output.DONE


def _show_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="?")
    words = "the closed lines, how and when each ended; 'aligntui reopen' opens one again"
    parser.add_argument("--closed", action="store_true", help=words)
    words = "evidence beyond what is expected, with dates"
    parser.add_argument("--readiness", action="store_true", help=words)
    words = "alignment in numbers, now and over a year; without NAME: everybody"
    parser.add_argument("--numbers", action="store_true", help=words)
    words = "the first day counted in numbers; default: what was in half a year"
    parser.add_argument("--since", metavar="DATE", help=words)
    words = "the last day of the numbers; default: today"
    parser.add_argument("--until", metavar="DATE", help=words)


def _timeline_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--since", metavar="DATE", help="from this day on")
    words = "only check-ins that changed this section"
    parser.add_argument("--section", metavar="S", type=section_of, help=words)
    words = "only what contains these words, now or in the past"
    parser.add_argument("--match", metavar="TEXT", help=words)


_CHECK_IN = re.compile(r"\s*[cC][0-9]+\s*\Z")


def _diff(asked: Asked) -> int:
    options = asked.options
    person = asked.seen(options.name, archived=True)
    since = _day_of(asked, person, options.since)
    until = asked.today if options.until is None else _day_of(asked, person, options.until)
    if since > until:
        raise not_in_order(since, until)
    found = differences(person, since, until)
    if asked.json:
        output.say_json([difference_shape(person, each, asked.today) for each in found])
    else:
        output.say_all(difference_lines(person, found, since, until, asked.today))
    return output.DONE


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


def _diff_arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("name", metavar="NAME")
    add("since", metavar="FROM", help="a day, or the end of a check-in such as C7")
    add("until", metavar="TO", nargs="?", help="the same; default: today")


def _search(asked: Asked) -> int:
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


def _search_arguments(parser: ArgumentParser) -> None:
    words = "all of these words; case and accents don't matter"
    parser.add_argument("text", metavar="TEXT", nargs="+", help=words)


_Found = TypeVar("_Found")
_HIDDEN = "nothing here is shared"


def everybody(asked: Asked) -> tuple[Person, ...]:
    """Everybody not archived at the end of the day asked for, as they may be shown then."""
    past = asked.in_the_past
    ids = (each.id for each in asked.notebook.people() if past or each.archived is None)
    people = (asked.notebook.person(PersonId(uid)) for uid in ids)
    there = (person for person in people if not past or person.added <= asked.today)
    return tuple(person for person in map(asked.then, there) if person.archived is None)


def _differences(asked: Asked) -> int:
    asked.tell_of_the_past()
    found = across.disputes(everybody(asked))
    return _listed(asked, found, across.dispute_line, across.dispute_shape, "no differences")


def _concerns(asked: Asked) -> int:
    asked.tell_of_the_past()
    found = across.concerns(everybody(asked), asked.today)
    nothing = "nothing is off track, and no risk waits"
    return _listed(asked, found, across.concern_line, across.concern_shape, nothing)


def _actions(asked: Asked) -> int:
    found = across.promises(everybody(asked), asked.today)
    return _listed(asked, found, across.promise_line, across.promise_shape, "no open promises")


def _untold(asked: Asked) -> int:
    people = everybody(asked)
    if asked.options.told:
        nothing = "no feedback was told"
        return _listed(
            asked,
            across.told(people),
            across.told_line,
            lambda told, _: shape_of(*told),
            nothing,
        )
    found = across.untold(people)
    return _listed(asked, found, across.untold_line, across.untold_shape, "all feedback is told")


def _untold_arguments(parser: ArgumentParser) -> None:
    words = "all feedback that was told instead, the newest first"
    parser.add_argument("--told", action="store_true", help=words)


def _listed(
    asked: Asked,
    found: Iterable[_Found],
    line: Callable[[_Found, date], Listed],
    shape: Callable[[_Found, date], Shape],
    nothing: str,
) -> int:
    if asked.json:
        output.say_json([shape(each, asked.today) for each in found])
    elif lines := across.list_lines(line(each, asked.today) for each in found):
        output.say_all(lines)
    else:
        # with private things left out, "nothing" might be untrue
        output.narrate(_HIDDEN if asked.hide else nothing)
    return output.DONE


def show_numbers(asked: Asked) -> int:
    """Print the numbers, with the last months beside them."""
    name = asked.options.name
    return _of_one(asked, name) if name else _of_all(asked)


def _of_one(asked: Asked, name: str) -> int:
    person = asked.seen(name, archived=True)
    since, until = _counted(asked)
    over = over_time(person, until, since)
    if asked.json:
        output.say_json(numbers_shape(person.name, over))
    else:
        output.say_all(number_lines(person.name, over, ascii_only=_ascii_only()))
    return output.DONE


def _of_all(asked: Asked) -> int:
    people = sorted(everybody(asked), key=lambda person: folded(person.name))
    if not people and not asked.json:
        output.narrate(asked.nobody)
        return output.DONE
    since, until = _counted(asked)
    each = [(person.name, over_time(person, until, since)) for person in people]
    over = all_over_time([of for _, of in each], until, since)
    if asked.json:
        shapes = [numbers_shape(name, of) for name, of in each]
        output.say_json({**numbers_shape(None, over), "people": shapes})
        return output.DONE
    ascii_only = _ascii_only()
    output.say_all(number_lines("Everybody", over, ascii_only=ascii_only))
    output.say("")
    output.say_all(team_lines(each, ascii_only=ascii_only))
    return output.DONE


def _counted(asked: Asked) -> tuple[date | None, date]:
    """The first day from which it is counted, None for the usual half year, and the last."""
    since = asked.day(asked.options.since, past=True)
    until = asked.day(asked.options.until, past=True) or asked.today
    first, last = period(since or until, until, asked.today)
    return first if since else None, last


def _ascii_only() -> bool:
    return "utf" not in (sys.stdout.encoding or "").lower()


def _review(asked: Asked) -> int:
    options = asked.options
    since, until = _period(asked)
    person = asked.guarded(options.name)
    found = packet(person, since, until, private=options.private, hide=asked.hide)
    if asked.json:
        output.say_json(packet_shape(found))
    else:
        output.say_markdown([*packet_lines(found), *(full_record(found) if options.full else ())])
        then = f"aligntui told {quote(found.person.name)} HANDLE"
        for line in () if options.private else staying_lines(found, then):
            output.narrate(f"left out: {line}")
    return output.DONE


def _period(asked: Asked) -> tuple[date, date]:
    since = asked.day(asked.options.since, past=True)
    until = asked.day(asked.options.until, past=True) or asked.today
    assert since is not None
    return period(since, until, asked.today)


def _review_arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("name", metavar="NAME")
    add("--since", metavar="DATE", required=True, help="the first day")
    add("--until", metavar="DATE", help="the last day; default: today")
    add("--full", action="store_true", help="append every change and stance, by day")
    add("--private", action="store_true", help="include private lines; for your eyes only")


TASKS = {
    "differences": Task(no_arguments, _differences),
    "concerns": Task(no_arguments, _concerns),
    "actions": Task(no_arguments, _actions),
    "untold": Task(_untold_arguments, _untold),
    "review": Task(_review_arguments, _review),
    "show": Task(_show_arguments, _show),
    "timeline": Task(_timeline_arguments, _timeline),
    "diff": Task(_diff_arguments, _diff),
    "search": Task(_search_arguments, _search),
}
