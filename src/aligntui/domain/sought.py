"""Filter for a person's past: one section, words, or both."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from aligntui.domain.action import Action
from aligntui.domain.check_in import CheckIn
from aligntui.domain.difference import Difference
from aligntui.domain.person import Person
from aligntui.domain.search import holds, hows, wording
from aligntui.domain.section import Section
from aligntui.domain.timeline import Span


class Sought(NamedTuple):
    """A filter for the past, empty by default; words have to be folded."""

    section: Section | None = None
    words: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """True when the filter is not empty."""
        return bool(self.section or self.words)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections to search."""
        return (self.section,) if self.section else tuple(Section)

    def holds(self, *texts: str) -> bool:
        """True when one of the texts contains the words."""
        return not self.words or any(holds(text, self.words) for text in texts)

    def changes(self, found: Iterable[Difference]) -> tuple[Difference, ...]:
        """The changes that match the filter."""
        there = (each for each in found if self.section in (None, each.section))
        return tuple(each for each in there if not self.words or self.holds(*_texts(each)))


ALL = Sought()


@dataclass(frozen=True, slots=True)
class Meant:
    """The matches in a span: changes, and the number of other texts."""

    changes: tuple[Difference, ...]
    others: int = 0

    @property
    def number(self) -> int:
        """Number of all matches."""
        return len(self.changes) + self.others


def meant(person: Person, spans: Sequence[Span], sought: Sought) -> dict[str, Meant]:
    """The matches of each span, by its key; other texts are searched only for words."""
    if not sought.any:
        return {span.key: Meant(span.changes) for span in spans}
    others = _others(person, spans) if sought.words and not sought.section else {}
    return {
        span.key: Meant(
            sought.changes(span.changes), sum(map(sought.holds, others.get(span.key, ())))
        )
        for span in spans
    }


def said(check_in: CheckIn) -> tuple[str, ...]:
    """The texts of a check-in: its notes, the reason it was not held, and its addenda."""
    return (check_in.notes, check_in.because, *(each.text for each in check_in.addenda))


def said_of(action: Action) -> str:
    """The text of an action, and the reason it was dropped."""
    return f"{action.text} {action.because}"


def _texts(difference: Difference) -> Iterator[str]:
    for revision in (difference.before, difference.after):
        if revision is not None:
            yield wording(revision)
            yield from hows(revision)
    yield from (entry.text for entry in difference.entries)


def _others(person: Person, spans: Sequence[Span]) -> dict[str, list[str]]:
    """The texts beside the changes, by the key of the span in which they were made or changed."""
    found: dict[str, list[str]] = defaultdict(list)
    oldest_first = spans[::-1]
    ends = [span.until for span in oldest_first]
    for span in spans:
        found[span.key] += said(span.check_in) if span.check_in else ()

    def put(text: str, *days: date | None) -> None:
        places = {bisect_left(ends, day) for day in days if day}
        for at in places - {len(ends)}:
            found[oldest_first[at].key].append(text)

    for note in person.notes:
        put(note.text, note.on)
    for a in person.actions:
        put(said_of(a), a.made_on, a.done_on or a.dropped_on)
    for point in person.talking_points:
        put(point.text, point.added_on, point.raised_on)
    for f in person.feedback:
        put(f.text, f.noted_on, f.told_on, f.understood_on)
    return found
