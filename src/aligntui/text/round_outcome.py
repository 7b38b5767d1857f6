"""The outcome of a round: what was settled, written for the other's notebook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from aligntui.domain.commands.outcome import MOMENT
from aligntui.domain.details import Expectation
from aligntui.domain.fields import Kind, fields_of, plain
from aligntui.domain.person import Person, Relation
from aligntui.domain.plain import harmless
from aligntui.domain.privacy import leaving
from aligntui.domain.round import TRACK, Round
from aligntui.domain.rounds import Row, Settled, at_end, compared, said_since
from aligntui.domain.stance import AGREE, Party, Stance, View
from aligntui.text.markdown import literal
from aligntui.text.words import full_day

if TYPE_CHECKING:
    from aligntui.domain.identity import Uid
    from aligntui.domain.item import Item
    from aligntui.domain.notes import Action

TITLES = {
    "Agreed": Settled.AGREED,
    "We see it differently": Settled.DIFFERS,
    "New": Settled.TAKEN,
    "Closed": Settled.CLOSED,
    "Not settled yet": Settled.OPEN,
}
SAID = (
    "This is what we settled, with the day of each line. Who has aligntui takes it into their own "
    "notebook, where their lines keep their handles."
)
"""Long enough to show how the text was wrapped on its way."""
WHO = {Party.ME: "I", Party.THEM: "you"}
"""Who writes, and who reads."""
DIFFER = {Party.ME: "I see it differently", Party.THEM: "you see it differently"}
YOU_SAY = f"{WHO[Party.THEM]} say"
OF_ME, EXCLUDED, OWNER, WAS = "expected of me", "out of scope", "owner", "was"
MOVED = "moved"
"""Of a line that goes on in another section, which says what it was."""
DAYS = {"by": "by", "kept": "done_on", "dropped": "dropped_on"}
"""The days of a promise, as they are called below it."""


def outcome(person: Person, found: Round, written: datetime) -> str:
    """What was settled, for the other's notebook: only what is shared, and only what is so.

    The moment at which it is `written` tells there which of two outcomes is the later one.
    """
    seen = leaving(person)
    kept = next(each for each in seen.rounds if each.uid == found.uid)
    assert kept.ready_on is not None
    seen = at_end(seen, kept)
    rows = list(_rows(seen, kept))
    title = f"# Round {kept.number}: {literal(person.name)}, {full_day(kept.ready_on)}"
    lines = [title, "", SAID]
    for title, settled in TITLES.items():
        if some := [(row, item) for row, item in rows if row.settled is settled]:
            lines += ["", f"## {title}", ""]
            for row, item in some:
                lines += _lines(seen, row, item, kept)
                if item and settled not in (Settled.OPEN, Settled.CLOSED):
                    lines += _going(row, item)
    at = f"{written:{MOMENT}}"
    mark = f"<!-- aligntui outcome {kept.number} {kept.key} {at}: do not change this line -->"
    return "\n".join([*lines, "", mark, ""])


def _rows(person: Person, found: Round) -> Iterator[tuple[Row, Item | None]]:
    """The rows with their lines, and what lines in other sections became of them; each once."""
    items = {item.handle: item for item in person.items}
    told: set[Uid] = set()
    for row in compared(person, found):
        item, thing = row.item, row.item or row.promise
        if thing and thing.uid in told:
            continue
        told |= {thing.uid} if thing else set()
        if item or row.settled is not Settled.CLOSED:
            yield row, item
        while item and item.became and (item := items.get(item.became)):
            if item.uid in told:
                break
            told.add(item.uid)
            agreed = person.agreed_on(item)
            settled = Settled.CLOSED if not item.open else Settled.DIFFERS
            if item.open and not item.now.disputed:
                settled = Settled.AGREED if agreed else Settled.TAKEN
            yield row._replace(settled=settled), item


def _lines(person: Person, row: Row, item: Item | None, found: Round) -> Iterator[str]:
    if item is None and row.promise:
        yield from _promise(row.promise)
        return
    if item is None:
        answer = row.mine or row.theirs
        # a handle at the beginning of their words would be read as the one of a line
        new = f"new: {literal(answer.text if answer else '')}"
        yield f"- {literal(row.asked.whole) if row.asked else new}"
        return
    ready = found.ready_on or item.now.on
    agreed, by = person.agreed_on(item), WHO[item.proposed_by].replace("I", "me")
    what = {
        Settled.AGREED: f"agreed {full_day(agreed)}" if agreed else "",
        Settled.DIFFERS: f"differs since {full_day(max(item.now.on, ready))}",
        Settled.TAKEN: f"agreed {full_day(agreed)}"
        if agreed
        else f"proposed by {by} {full_day(item.now.on)}",
        Settled.CLOSED: f"{MOVED if item.goes_on_as else f'closed as {item.now.outcome}'} "
        f"{full_day(item.now.on)}",
        Settled.OPEN: "",
    }[row.settled]
    yield f"- {item.handle} {literal(harmless(item.text))}{f', {what}' if what else ''}"
    if row.settled is Settled.CLOSED:
        return
    yield from (f"  - {literal(harmless(each))}" for each in _terms(person, item))
    if item.origin:
        yield f"  - {WAS} {item.origin}"
    if row.settled is Settled.DIFFERS:
        for who, stance in _differing(row, item, found):
            how = f': "{literal(harmless(stance.how))}"' if stance.how else ""
            yield f"  - {DIFFER[who]}{how}"


def _going(row: Row, item: Item) -> Iterator[str]:
    """How it is going, where they said so: together, or each for themselves."""
    now, theirs = row.going, row.theirs.on_track if row.theirs else None
    if theirs is not None and now is not None and row.item is item:
        both = f"{WHO[Party.ME]} say {TRACK[now]}, {YOU_SAY} {TRACK[theirs]}"
        yield f"  - {TRACK[now] if now is theirs else both}"


def _promise(promise: Action) -> Iterator[str]:
    """A promise with the day for which it is; why it was dropped is private."""
    who = "me" if promise.owner is Party.ME else "you"
    words = literal(harmless(promise.text))
    yield f"- {promise.handle} {words}, promised by {who} {full_day(promise.made_on)}"
    for word, name in DAYS.items():
        if day := getattr(promise, name):
            yield f"  - {word}: {full_day(day)}"


def _differing(row: Row, item: Item, found: Round) -> Iterator[tuple[Party, Stance]]:
    """Who differs, and how: as they said it since both have answered, or else in their answer."""
    for who, answer in ((Party.THEM, row.theirs), (Party.ME, row.mine)):
        stance = item.now.stance(who)
        if not said_since(found, item, who):
            differs = answer is not None and answer.holds is False
            how = answer.how or answer.text if answer else ""
            stance = Stance(View.DIFFER, how) if differs else AGREE
        if stance.view is View.DIFFER:
            yield who, stance


def _terms(person: Person, item: Item) -> Iterator[str]:
    """What the two agree on beside the text, as the reader sees it."""
    details = item.now.details
    if isinstance(details, Expectation):
        if details.of_me is not (person.relation is Relation.MANAGER):
            yield OF_ME
        if details.excluded:
            yield EXCLUDED
    for each in fields_of(details):
        value = getattr(details, each.name)
        if each.term and each.kind is not Kind.YES_NO and value != each.default:
            words = WHO[value] if isinstance(value, Party) else plain(each, value)
            yield f"{each.word}: {words}{'%' if each.kind is Kind.PERCENT else ''}"
