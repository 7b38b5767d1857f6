"""Commands that show one person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aligntui.cli import output
from aligntui.cli.asked import Asked, Task
from aligntui.domain.errors import Refused
from aligntui.domain.events import differences
from aligntui.domain.identity import handle_of
from aligntui.domain.search import hits, words_of
from aligntui.domain.section import section_of
from aligntui.domain.timeline import Sought
from aligntui.text.difference import difference_lines, difference_shape
from aligntui.text.search import hit_lines, hit_shape
from aligntui.text.sheet import person_lines, show_shape
from aligntui.text.timeline import entries, entry_lines, entry_shape

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator
    from datetime import date

    from aligntui.domain.person import Person
    from aligntui.domain.search import Hit


def _show(asked: Asked) -> int:
    if asked.options.numbers:
        from aligntui.cli.everybody import show_numbers

        return show_numbers(asked)
    if asked.options.name is None:
        raise Refused("name somebody, or use 'aligntui show --numbers' for everybody")
    person = asked.seen(asked.options.name, archived=True)
    if asked.options.readiness:
        return _readiness(asked, person)
    if asked.json:
        output.say_json(show_shape(person, asked.today))
    else:
        asked.tell_of_the_past()
        output.say_all(person_lines(person, asked.today))
    return output.DONE


def _readiness(asked: Asked, person: Person) -> int:
    from aligntui.text.readiness import readiness_lines, readiness_shape

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
    words = "evidence beyond what is expected, with dates"
    parser.add_argument("--readiness", action="store_true", help=words)
    words = "alignment in numbers, now and over a year; without NAME: everybody"
    parser.add_argument("--numbers", action="store_true", help=words)


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
        raise Refused(f"{since} is after {until}; give the earlier day first")
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
        output.narrate("nothing found")
    return code


def _found(asked: Asked, words: tuple[str, ...]) -> Iterator[tuple[Person, tuple[Hit, ...]]]:
    for person in asked.notebook.matching(words):
        if asked.in_the_past and person.added > asked.today:
            continue
        seen = asked.then(person)
        if theirs := hits(seen, words):
            yield seen, theirs


def _arguments(parser: ArgumentParser) -> None:
    words = "all of these words; case and accents don't matter"
    parser.add_argument("text", metavar="TEXT", nargs="+", help=words)


TASKS = {
    "show": Task(_show_arguments, _show),
    "timeline": Task(_timeline_arguments, _timeline),
    "diff": Task(_diff_arguments, _diff),
    "search": Task(_arguments, _search),
}
