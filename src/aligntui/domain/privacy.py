"""Remove private data from a person, for a screen or text that others can see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import groupby, zip_longest
from operator import itemgetter
from typing import TYPE_CHECKING, TypeVar

from aligntui.domain.check_in import BOOKED
from aligntui.domain.details import Expectation, Health
from aligntui.domain.item import Entry, Item, Outcome, Revision
from aligntui.domain.miss import never_to_be_told
from aligntui.domain.naming import folded
from aligntui.domain.notes import (
    Action,
    Feedback,
    Note,
    TalkingPoint,
    Win,
    texts_of,
    without_private_past,
)
from aligntui.domain.private_lines import with_private_lines, without_names
from aligntui.domain.stance import Party

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from aligntui.domain.identity import Handle
    from aligntui.domain.person import Person
    from aligntui.domain.round import Answer, Round


def shared(person: Person) -> Person:
    """The person with only shared data, without the revisions from when it was private.

    An untold miss is as private as its feedback, and one that will never be told stays private.
    The card, and notes, pulses and reasons of check-ins are private; so are the reasons of
    absences, of temporary cadences and of dropped promises.
    """
    person = with_private_lines(person)
    person = replace(person, card="", items=_told_items(person, _secret(person)))
    feedback = tuple(_unreasoned(each) for each in person.feedback if not each.private)
    return replace(
        person,
        cadences=person.cadences.without_reasons(),
        away=tuple(away._replace(because="") for away in person.away),
        items=tuple(shown for item in person.items if (shown := _shared_item(item))),
        # lateness depends on what is booked; any other reason is private
        check_ins=tuple(
            replace(
                c, notes="", because=BOOKED if c.because == BOOKED else "", pulse=None, addenda=()
            )
            for c in person.check_ins
        ),
        actions=tuple(replace(_unreasoned(a), because="") for a in person.actions if not a.private),
        feedback=feedback,
        talking_points=tuple(_unreasoned(p) for p in person.talking_points if not p.private),
        notes=tuple(without_private_past(note) for note in person.notes if not note.private),
        wins=tuple(without_private_past(win) for win in person.wins if not win.private),
        rounds=tuple(shared_round(person, each) for each in person.rounds if not each.private),
        moved=(),
        written=tuple(each for each in person.written if not each.private),
    )


def shared_round(person: Person, found: Round) -> Round:
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

    def kept(each: Answer) -> Answer | None:
        shown = each.handle or (folded(each.text) not in texts and each.became not in uids)
        return each if shown else None

    gone = {line.handle for line in found.lines if line.handle in ours or line.here in uids}
    found = without_names(found.without(gone), gone | ours).answered(kept)
    return replace(found, promised=tuple(p for p in found.promised if p.here not in uids))


_Ending = TypeVar("_Ending", Action, Feedback, TalkingPoint)
_Kept = TypeVar("_Kept", Action, Feedback, TalkingPoint, Note, Win)


def _unreasoned(thing: _Ending) -> _Ending:
    """A shared thing without the reasons of ends that were taken back, or its private past."""
    thing = without_private_past(thing)
    if not thing.ends:
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

    def guarded(things: Iterable[_Kept]) -> tuple[_Kept, ...]:
        return tuple(
            replace(each, private=True) if each.uid in private else each for each in things
        )

    then = person.as_of(day)
    return replace(
        then,
        items=tuple(
            replace(item, revisions=tuple(replace(r, private=True) for r in item.revisions))
            if item.uid in private
            else item
            for item in then.items
        ),
        actions=guarded(then.actions),
        talking_points=guarded(then.talking_points),
        notes=guarded(then.notes),
        wins=guarded(then.wins),
        feedback=tuple(
            replace(each, told_on=None, understood_on=None, kind=untold[each.uid])
            if each.uid in untold
            else each
            for each in guarded(then.feedback)
        ),
    )


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
    """The revisions with each run off track beginning at its first miss that was told."""
    ended = {revision.on: _goes_off(revision) for revision in revisions}
    # back on track for less than a day begins no run of its own
    off = tuple(_goes_off(revision) or ended[revision.on] for revision in revisions)
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
    return tuple(r for at, r in enumerate(shown) if at == 0 or not _same(shown[at - 1], r))


def _goes_off(revision: Revision) -> bool:
    """True where it says off track, also of what is expected of me."""
    details = revision.details
    return isinstance(details, Expectation) and details.state is Health.OFF_TRACK


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


def _same(before: Revision, after: Revision) -> bool:
    return replace(after, on=before.on, by=before.by) == before


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
