"""Remove private data from a person, for a screen or text that others can see.

With a private line goes what it was before, what came of it, and what names it.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby, pairwise, zip_longest
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from aligntui.domain.check_in import BOOKED
from aligntui.domain.details import Expectation, Health, Risk
from aligntui.domain.identity import Handle
from aligntui.domain.item import Entry, Item, Outcome, Revision
from aligntui.domain.miss import never_to_be_told
from aligntui.domain.naming import folded
from aligntui.domain.notes import (
    Action,
    Feedback,
    Kept,
    Note,
    Win,
    texts_of,
    without_private_past,
)
from aligntui.domain.person import Person
from aligntui.domain.stance import Party

if TYPE_CHECKING:
    from aligntui.domain.round import Answer, Asked, Round

_About = TypeVar("_About", Feedback, Win)
_RECORDS = ("actions", "feedback", "notes", "talking_points", "wins")
_THREATENS, _FREE = "threatens: ", "mitigation"
"""How the terms of a line that went out say which one it threatens, before what is free text."""


def shared(person: Person) -> Person:
    """The person with only shared data, without the revisions from when it was private.

    An untold miss is as private as its feedback, and one that will never be told stays private.
    The card, and notes, pulses and reasons of check-ins are private; so are the reasons of
    absences, of temporary cadences and of dropped promises.
    """
    person = with_private_lines(person)
    items = _told_items(person, _secret(person))
    kept: dict[str, Any] = {
        table: tuple(_shared_record(each) for each in getattr(person, table) if not each.private)
        for table in _RECORDS
    }
    return replace(
        person,
        card="",
        cadences=person.cadences.without_reasons(),
        away=tuple(away._replace(because="") for away in person.away),
        items=tuple(shown for item in items if (shown := _shared_item(item))),
        # lateness depends on what is booked; any other reason is private
        check_ins=tuple(
            replace(
                c, notes="", because=BOOKED if c.because == BOOKED else "", pulse=None, addenda=()
            )
            for c in person.check_ins
        ),
        rounds=tuple(shared_round(person, each) for each in person.rounds if not each.private),
        moved=(),
        written=tuple(each for each in person.written if not each.private),
        **kept,
    )


def shared_round(person: Person, found: "Round") -> "Round":
    """The round without what is private now: lines, answers to them, and what new lines became.

    No line of it names a hidden one. Of a round that they began the handles are theirs.
    """
    whole = with_private_lines(person)
    hidden = [item for item in whole.items if item.now.private]
    promises = [action for action in whole.actions if action.private]
    uids = {item.uid for item in hidden} | {action.uid for action in promises}
    ours = {item.handle for item in hidden} if found.by is Party.ME else set()
    texts = {folded(revision.text) for item in hidden for revision in item.revisions}
    texts |= {text for each in promises for text in texts_of(each)}
    gone = {line.handle for line in found.lines if line.handle in ours or line.here in uids}
    unnamed = gone | ours

    def kept(each: "Answer") -> "Answer | None":
        of_new = not each.handle and (folded(each.text) in texts or each.became in uids)
        off = of_new or each.handle in gone
        return None if off else replace(each, terms=_unsaid(each.terms, unnamed))

    return replace(
        found.answered(kept, earlier=True),
        lines=tuple(
            replace(e, terms=_unsaid(e.terms, unnamed), reads=_unsaid(e.reads, unnamed))
            for e in found.lines
            if e.handle not in gone
        ),
        left=tuple(handle for handle in found.left if handle not in gone),
        promised=tuple(each for each in found.promised if each.here not in uids),
    )


def _shared_record(thing: Kept) -> Kept:
    """A shared record without its private past, and without the reasons of its ends."""
    thing = without_private_past(thing)
    if isinstance(thing, Action) and thing.because:
        thing = replace(thing, because="")
    if isinstance(thing, Note) or not thing.ends:
        return thing
    return replace(thing, ends=tuple(each._replace(because="") for each in thing.ends))


def is_secret(person: Person, item: Item, miss: Entry) -> bool:
    """True when a miss is hidden with private things because they were not told of it yet."""
    return miss.feedback in _secret(person) or never_to_be_told(person, item, miss)


def _secret(person: Person) -> set[Handle]:
    return {each.handle for each in person.feedback if each.private and each.untold}


def guarded_on(person: Person, day: date) -> Person:
    """The person at the end of a day, with what is private now made private then, too.

    Feedback that is to be told again was not told then, either, and was to be told.
    """
    person = with_private_lines(person)
    private = {item.uid for item in person.items if item.now.private}
    untold = {each.uid: each.kind for each in person.feedback if each.untold}
    private |= {each.uid for each in person.records if each.private}

    then = person.as_of(day)
    kept: dict[str, Any] = {
        table: tuple(
            replace(each, private=True) if each.uid in private else each
            for each in getattr(then, table)
        )
        for table in _RECORDS
    }
    kept["feedback"] = tuple(
        replace(each, told_on=None, understood_on=None, kind=untold[each.uid])
        if each.uid in untold
        else each
        for each in kept["feedback"]
    )
    items = (_hidden(item) if item.uid in private else item for item in then.items)
    return replace(then, items=tuple(items), **kept)


def _hidden(item: Item) -> Item:
    """The item as private as if it had never been shared."""
    return replace(item, revisions=tuple(replace(r, private=True) for r in item.revisions))


def shared_on(person: Person, day: date) -> Person:
    """The person at the end of a day, with only what was shared then and still is."""
    return shared(guarded_on(person, day))


def leaving(person: Person) -> Person:
    """The person with only data that may leave: shared, and told if it has to be.

    An untold miss, with or without feedback, is left out with its text and the off track that
    only it caused; an expectation closed as missed because of it is left out completely.
    """
    return _leaving(person, {each.handle for each in person.feedback if each.untold})


def leaving_on(person: Person, day: date) -> Person:
    """The person at the end of a day, with only what could leave then and still may.

    A miss told on a later day stays out, also one dated before its feedback was noted.
    """
    told = {f.handle for f in person.feedback if f.told_on and f.told_on <= day}
    untold = {f.handle for f in person.feedback} - told
    return _leaving(guarded_on(person, day), untold)


def _leaving(person: Person, untold: Collection[Handle]) -> Person:
    person = with_private_lines(person)
    told = tuple(feedback for feedback in person.feedback if not feedback.untold)
    return shared(replace(person, items=_told_items(person, untold), feedback=told))


def without_untold(person: Person) -> Person:
    """The person whose lines tell of no miss that is not told yet, and of no private one.

    A round is gone through as this one shows how a line goes: what is settled in it leaves.
    """
    person = with_private_lines(person)
    untold = {each.handle for each in person.feedback if each.untold}
    shown = (_shared_item(item) for item in _told_items(person, untold))
    return replace(person, items=tuple(item for item in shown if item))


def _told_items(person: Person, untold: Collection[Handle]) -> tuple[Item, ...]:
    shown = []
    for item in person.items:
        hidden = item.entries and [
            e for e in item.misses if e.feedback in untold or never_to_be_told(person, item, e)
        ]
        if not hidden:
            shown.append(item)
        elif item.now.outcome is not Outcome.MISSED:
            kept = tuple(entry for entry in item.entries if entry not in hidden)
            # an end as missed that was taken back would tell of the miss
            ended = tuple(
                replace(each, outcome=None) if each.outcome is Outcome.MISSED else each
                for each in item.revisions
            )
            seen = _told_revisions(ended, hidden, kept)
            shown.append(replace(item, entries=kept, revisions=seen))
    return tuple(shown)


def _told_revisions(
    revisions: tuple[Revision, ...], hidden: Sequence[Entry], kept: Sequence[Entry]
) -> tuple[Revision, ...]:
    """The revisions with each run off track beginning at its first miss that was told.

    Where it was off track before a hidden miss was noted, that is no consequence of the miss.
    """
    hidden = [entry for entry in hidden if not entry.off_before]
    off = [revision.details.state is Health.OFF_TRACK for revision in revisions]
    ended = {revision.on: is_off for revision, is_off in zip(revisions, off, strict=True)}
    # back on track for less than a day begins no run of its own, unless a hidden miss ended it
    apart = {entry.on for entry in hidden}
    off = [
        is_off or (ended[each.on] and each.on not in apart)
        for each, is_off in zip(revisions, off, strict=True)
    ]
    grouped = groupby(zip(off, revisions, strict=True), itemgetter(0))
    runs = [(is_off, tuple(revision for _, revision in run)) for is_off, run in grouped]
    shown: list[Revision] = []
    after = date.min
    for (is_off, run), then in zip_longest(runs, runs[1:]):
        if is_off and any(after <= entry.on <= run[0].on for entry in hidden):
            until = then[1][0].on if then else date.max
            misses = (entry.on for entry in kept if not entry.wrong)
            told = [day for day in misses if after <= day <= until]
            shown += _told_run(run, min(told, default=date.max))
        else:
            shown += run
        after = run[0].on
    pairs = pairwise((None, *shown))
    return tuple(
        r for old, r in pairs if r and not (old and replace(r, on=old.on, by=old.by) == old)
    )


def _told_run(run: tuple[Revision, ...], told: date) -> tuple[Revision, ...]:
    """One run off track, shown as on track until the day of its first told miss."""
    masked = tuple(_on_track(revision) for revision in run if revision.on < told)
    rest = tuple(revision for revision in run if revision.on >= told)
    if masked and told < date.max and (not rest or rest[0].on > told):
        rest = (replace(run[len(masked) - 1], on=told), *rest)
    return masked + rest


def _on_track(revision: Revision) -> Revision:
    assert isinstance(revision.details, Expectation)
    return replace(revision, details=replace(revision.details, state=Health.ON_TRACK))


def _shared_item(item: Item) -> Item | None:
    if item.now.private:
        return None
    private = any(r.private or (r.because and r.because.private) for r in item.revisions)
    if not private and not (item.entries and any(entry.private for entry in item.entries)):
        return item
    seen = [each for each in item.revisions if not each.private]
    if item.revisions[0].private:
        # sharing a wording is not proposing it
        until = item.revisions[: item.revisions.index(seen[0]) + 1]
        seen[0] = replace(seen[0], by=replace(item, revisions=until).proposed_by)
    return replace(
        item,
        revisions=tuple(
            replace(each, because=None) if each.because and each.because.private else each
            for each in seen
        ),
        entries=tuple(entry for entry in item.entries if not entry.private),
    )


def with_private_lines(person: Person) -> Person:
    """The person in whom what goes with a private line is as private, and nothing else names it.

    With it go the closed line that was moved to become it, and the miss that it came to.
    """
    if not (hidden := _private(person)):
        return person
    items = tuple(_as_private(item, hidden) for item in person.items)
    sums = {
        (old.handle, old.now.wording_sum): new.now.wording_sum
        for old, new in zip(person.items, items, strict=True)
        if old is not new
    }

    def known(line: "Asked") -> "Asked":
        """The line of a round as unchanged as its wording that is shown now."""
        return replace(line, wording=sums.get((line.handle, line.wording), line.wording))

    return replace(
        person,
        items=items,
        feedback=tuple(_about(each, hidden) for each in person.feedback),
        wins=tuple(_about(each, hidden) for each in person.wins),
        rounds=tuple(replace(r, lines=tuple(map(known, r.lines))) for r in person.rounds),
    )


def _private(person: Person) -> set[Handle]:
    """The private lines, and the closed ones that each of them was before."""
    items = {item.handle: item for item in person.items}
    found = set[Handle]()
    for item in person.items:
        was = item if item.now.private else None
        while was and was.handle not in found:  # no chain that a file closes to a ring goes on
            found.add(was.handle)
            now, was = was, items.get(was.origin or Handle(""))
            was = was if was and was.became == now.handle else None
    return found


def _as_private(item: Item, hidden: set[Handle]) -> Item:
    names = {item.handle, item.origin, item.became, *(entry.origin for entry in item.entries)}
    names |= {r.details.threatens for r in item.revisions if isinstance(r.details, Risk)}
    if item.now.private or names.isdisjoint(hidden):
        return item
    if item.handle in hidden:
        return _hidden(item)
    return replace(
        item,
        revisions=tuple(_unnamed(each, hidden) for each in item.revisions),
        entries=tuple(
            replace(each, private=True) if each.origin in hidden else each for each in item.entries
        ),
        origin=None if item.origin in hidden else item.origin,
        became=None if item.became in hidden else item.became,
    )


def _unnamed(revision: Revision, hidden: set[Handle]) -> Revision:
    details = revision.details
    if not isinstance(details, Risk) or details.threatens not in hidden:
        return revision
    return replace(revision, details=replace(details, threatens=None))


def _about(thing: _About, hidden: set[Handle]) -> _About:
    before = (
        each._replace(was="") if each.field == "about" and each.was in hidden else each
        for each in thing.edited
    )
    about = None if thing.about in hidden else thing.about
    return replace(thing, about=about, edited=tuple(before))


def _unsaid(terms: str, hidden: set[Handle]) -> str:
    """Terms of a line of a round that don't say of a hidden one that it is threatened."""
    ours, *theirs = re.split(f"(?={_FREE})", terms, maxsplit=1)
    said = {f"{_THREATENS}{handle}" for handle in hidden}
    return "; ".join(each for each in ours.split("; ") if each not in said) + "".join(theirs)
