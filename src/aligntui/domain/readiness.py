"""The next level of the ladder line by line: shown, begun, or nothing yet."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from aligntui.domain.details import Opportunity, Pursuit
from aligntui.domain.identity import Handle, letter_of
from aligntui.domain.item import Item
from aligntui.domain.ladder import Rung, name_of, reworded
from aligntui.domain.person import Person, Relation
from aligntui.domain.section import Section
from aligntui.domain.stance import Party

SHOWN, BEGUN, NOTHING = "shown", "begun", "nothing yet"


class Held(NamedTuple):
    """Something held against a line: a piece of evidence or a win with its day, or an opportunity.

    An opportunity without evidence has no day.
    """

    kept: str
    """The line and its words of then."""
    handle: Handle
    text: str
    on: date | None
    private: bool
    begun: bool = True
    """False for an opportunity that is only an idea, or parked."""
    was: str = ""
    """The words of then, where the line reads otherwise now."""


class Step(NamedTuple):
    """A line of the ladder and what is held against it, the oldest first."""

    rung: Rung
    held: tuple[Held, ...]

    @property
    def state(self) -> str:
        """`SHOWN` with evidence or a win, `BEGUN` with an opportunity that is pursued."""
        if any(each.on for each in self.held):
            return SHOWN
        return BEGUN if any(each.begun for each in self.held) else NOTHING


class Ledger(NamedTuple):
    """What stands against the ladder."""

    present: str
    """Their level; "" where it is not known, or not on the ladder."""
    following: str
    """The level that comes next; "" where that is not known, or there is none."""
    steps: tuple[Step, ...]
    """The lines of the next level; where it is not known, those that something is held against."""
    further: tuple[Held, ...]
    """Held against a level beyond the next."""
    expected: tuple[Held, ...]
    """Held against what is expected anyway: their level, one before it, or an expectation."""
    gone: tuple[Held, ...]
    """Held against lines that the ladder has no more."""


def ledger(person: Person) -> Ledger | None:
    """The ledger of a person; None without a ladder.

    With my own manager it is mine, and my level is not known.
    """
    ladder = person.ladder
    if not ladder.levels:
        return None
    mine = person.relation is Relation.MANAGER
    present = "" if mine else ladder.level_of(person.level, person.role)
    following = ladder.after(present)
    names = [name for name, _ in ladder.levels]
    found: dict[Rung, list[Held]] = {}
    further, expected, gone = list[Held](), list[Held](), list[Held]()
    for each, counts in _held(person, Party.ME if mine else Party.THEM):
        rung = ladder.found(each.kept)
        if rung is None:
            gone.append(each)
            continue
        held = each._replace(was=reworded(each.kept, rung))
        if not counts or (present and names.index(rung.level) <= names.index(present)):
            expected.append(held)
        elif following and rung.level != following:
            further.append(held)
        else:
            found.setdefault(rung, []).append(held)
    rungs = ladder.rungs(following) if following else [r for r in ladder.rungs() if r in found]
    for there in found.values():
        there.sort(key=lambda held: (held.on or date.max, held.handle))
    steps = tuple(Step(rung, tuple(found.get(rung, ()))) for rung in rungs)
    return Ledger(present, following, steps, tuple(further), tuple(expected), tuple(gone))


def _held(person: Person, whose: Party) -> Iterator[tuple[Held, bool]]:
    """All that is held against a line, and whether it counts: what is expected never does."""
    named: dict[str, str] = {}
    for item in person.items:
        if isinstance(item.now.details, Opportunity):
            named[item.handle] = item.now.details.ladder
            yield from ((each, True) for each in _of(item, item.now.details))
    for win in person.wins:
        if win.owner is whose and (kept := win.ladder or named.get(win.about or "", "")):
            of_expectation = win.about and letter_of(win.about) == Section.EXPECTATIONS.letter
            yield Held(kept, win.handle, win.text, win.on, win.private), not of_expectation


def _of(item: Item, details: Opportunity) -> Iterator[Held]:
    private, own = item.now.private, details.ladder
    there = [
        Held(kept, item.handle, entry.text, entry.on, private or entry.private)
        for entry in item.evidence
        if (kept := entry.ladder or own)
    ]
    yield from there
    if own and item.open and all(name_of(each.kept) != name_of(own) for each in there):
        begun = details.state not in (Pursuit.IDEA, Pursuit.PARKED)
        yield Held(own, item.handle, item.text, None, private, begun)
