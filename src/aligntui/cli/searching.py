"""The command that searches everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.cli import exits, output
from aligntui.cli.asked import Asked, Task
from aligntui.domain.search import hits, words_of
from aligntui.text.search import hit_lines, hit_shape

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from aligntui.domain.person import Person
    from aligntui.domain.search import Hit


def _search(asked: Asked) -> int:
    words = words_of(" ".join(asked.options.text))
    found = _found(asked, words)
    if asked.json:
        shapes = [hit_shape(person, hit, words) for person, theirs in found for hit in theirs]
        output.say_json(shapes)
        return exits.DONE if shapes else exits.NO
    code = exits.NO
    # print hits as they are found: the user recognizes a name at once
    for person, theirs in found:
        output.say_all(hit_lines(person, theirs, words, asked.today))
        code = exits.DONE
    if code == exits.NO:
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


TASKS = {"search": Task(_arguments, _search)}
