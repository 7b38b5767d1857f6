"""Questions and points of an agenda that the user wrote, asked beside those that are built in."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from aligntui.domain.errors import Refused
from aligntui.domain.plain import clean_line

_HEADING = re.compile(r"#+(.*)")
_MARK = re.compile(r"([-*+]|\d+[.)])\s+")


class Templates(NamedTuple):
    """Lines, each with its place: of questions a section, of the agenda a relation or ""."""

    questions: tuple[tuple[str, str], ...] = ()
    agenda: tuple[tuple[str, str], ...] = ()

    def question(self, section: str, turn: int) -> str:
        """The own question about a section whose turn it is; "" for the one that is built in."""
        own = ["", *(words for place, words in self.questions if place == section)]
        return own[turn % len(own)]

    def points(self, relation: str) -> tuple[str, ...]:
        """The own points for a meeting with somebody of this relation."""
        return tuple(words for place, words in self.agenda if place in ("", relation))


NO_TEMPLATES = Templates()


def placed(
    text: str, places: Iterable[str], wrong: list[str], *, anywhere: bool
) -> tuple[tuple[str, str], ...]:
    """The lines of a Markdown file, each with the place that its heading names.

    What can't be used goes into `wrong`, a line on each: a heading that names none with all below
    it, a line that is too long, and, unless `anywhere`, the lines above the first heading.
    """
    places, found = tuple(places), []
    one_of = f"one of {', '.join(places)}"
    place = "" if anywhere else None
    said = anywhere
    for number, line in enumerate(text.splitlines(), 1):
        if heading := _HEADING.match(line):
            words = {_singular(word) for word in re.split(r"\W+", heading[1].casefold())}
            place = next((each for each in places if _singular(each) in words), None)
            said = True
            if place is None:
                wrong.append(f"line {number}: a heading names {one_of}; what is below it")
        elif line.strip() and place is not None:
            try:
                typed = clean_line(_MARK.sub("", line.strip(), count=1), f"line {number}")
            except Refused as refusal:
                wrong.append(f"{refusal}; it")
            else:
                found.append((place, typed))
        elif line.strip() and not said:
            said = True
            wrong.append(f"line {number}: put it under a heading, {one_of}; it")
    return tuple(found)


def _singular(word: str) -> str:
    return word.rstrip("s")
