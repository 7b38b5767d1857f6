"""The past in words: what is said of each kind of event, and all that became of a line.

A kind has two wordings: of one event on its day, where the reader is told who it was and what went
before, and of the difference between two days, which stands alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.details import Focus
from aligntui.domain.events import ENTERED, Difference, Event, Kind, entered_as
from aligntui.domain.item import Entry, Item, Outcome, Revision
from aligntui.domain.miss import CameTo, came_to, led_to
from aligntui.domain.stance import Party, Stance, View
from aligntui.text.fields import about_earlier, changed_lines, field_lines, progress, unsaid
from aligntui.text.sides import REPORT, Side
from aligntui.text.words import before_words, day_words

if TYPE_CHECKING:
    from aligntui.domain.person import Person

_ENTRIES = {
    Kind.MISSED: "missed", Kind.WRONG: "was wrong", Kind.EVIDENCE: "evidence", Kind.SHARE: "had"
}  # fmt: skip


class Wording(NamedTuple):
    """What is said of one kind of event."""

    alone: Callable[[Event, Side], str] | None
    """Of one event; None where it is never told by itself."""
    between: Callable[[Difference, Side], str] | None = None
    """Of two days, without the text of the line; None where only single events are told."""


def event_words(event: Event, said: Side) -> tuple[str, ...]:
    """The words for one event, without its day and who it was: a line for each changed field."""
    if event.kind is Kind.FIELDS:
        return _new_fields(event.before, event.after, said)
    alone = _WORDS[event.kind].alone
    return (alone(event, said),) if alone else ()


def sentence(difference: Difference, said: Side = REPORT) -> str:
    """All changes of one item, the most important first, with its handle and its text."""
    first, *more = difference.kinds
    words = _part(difference, first, said, difference.after.text)
    # not what a more important change implies, and not what is not worth saying
    entered = first in (*ENTERED, Kind.CLOSED)
    implied = (Kind.MOVED, Kind.STATE) if entered else (Kind.MOVED,)
    beside = (_part(difference, kind, said) for kind in more if kind not in implied)
    return "; ".join((f"{difference.item.handle} {words}", *beside))


def wording_lines(difference: Difference, said: Side) -> list[str]:
    """Who proposed a new wording, where it was the other one, and why it was worded so."""
    kinds, item = difference.kinds, difference.item
    new = Kind.ADDED in kinds or Kind.REWORDED in kinds
    by = proposed(item.proposed_by, said).removeprefix(", ") if new else ""
    reason = _reason(item, difference.after) if Kind.REASON in kinds else ""
    return [each for each in (by, reason) if each]


def over(difference: Difference, said: Side) -> list[str]:
    """Changes that neither end of the span shows: passing states, and privacy."""
    after = difference.after
    gone = {
        Kind.STATE: _was_off_track(difference),
        Kind.DISPUTED: not after.disputed,
        Kind.PRIVACY: True,
    }
    return [_part(difference, kind, said) for kind in difference.kinds if gone.get(kind)]


def facts(revision: Revision, said: Side, item: Item | None = None) -> tuple[str, ...]:
    """All facts of an item beside its text, one a line; `item` tells whether it was moved."""
    details = revision.details
    quiet = isinstance(details, Focus) or unsaid(details)
    words = (
        *field_lines(details, said),
        "" if quiet else progress(details),
        "agreed" if revision.agreed else "",
        *(
            differs(who, revision, said)
            for who in (Party.THEM, Party.ME)
            if revision.stance(who).view is View.DIFFER
        ),
        (end_words(item, revision) if item and item.goes_on_as else f"closed as {revision.outcome}")
        if revision.outcome
        else "",
    )
    return tuple(each for each in words if each)


def differs(who: Party, revision: Revision, said: Side) -> str:
    """That one of the two differs, and in what: `they differ: "no time"`."""
    return f"{said.differ[who]}{_how(revision.stance(who))}{about_earlier(revision, who)}"


def entry_word(item: Item, entry: Entry) -> str:
    """What an entry of an item is called: `missed`, `evidence`, `had 40% of 60%`."""
    agreed = dict(item.shares).get(entry)
    share = "" if entry.share is None else f" {entry.share}%{f' of {agreed}%' if agreed else ''}"
    return f"{_ENTRIES[entered_as(item, entry)]}{share}"


def entry_words(item: Item, entry: Entry, beside: str = "") -> str:
    """An entry in words, with its text where it has some: `was wrong, R1 came true: too much`."""
    origin = f", {entry.origin} came true" if entry.origin else ""
    text = f": {entry.text}" if entry.text else ""
    return f"{entry_word(item, entry)}{beside}{origin}{text}"


def dated_entry(item: Item, entry: Entry, today: date) -> str:
    """An entry in words with its day: `evidence 3 Jun (private): led it`."""
    private = " (private)" if apart(item, entry) else ""
    return entry_words(item, entry, f" {day_words(entry.on, today)}{private}")


def apart(item: Item, entry: Entry) -> bool:
    """True for a private entry of a shared item."""
    return entry.private and not item.now.private


def trail_lines(person: Person, item: Item, today: date) -> Iterator[str]:
    """Lines such as `was O1`, `missed 20 May (told 21 May)`, `evidence 3 Jun: led it`."""
    if item.origin:
        yield f"was {item.origin}"
    if item.agreed_before:
        yield f"{before_words(item.agreed_before)}, not yet with you"
    if misses := item.misses:
        yield f"missed {', '.join(_miss(person, item, miss, today) for miss in misses)}"
    # of the shares the last one: there is one a check-in
    for entry in (*(e for e in item.entries if e.share is None), *dict(item.shares[-1:])):
        if entry not in misses:
            yield dated_entry(item, entry, today)
    ended = person.as_ended(item)
    if words := became_words(ended, item.now, came_to(person, item, item.now)):
        yield words


def _miss(person: Person, item: Item, miss: Entry, today: date) -> str:
    feedback = led_to(person, miss)
    told = feedback and feedback.told_on
    said = (
        f"{miss.origin} came true" if miss.origin else "",
        f"told {day_words(told, today)}" if told else "not told" if feedback else "",
        "private" if apart(item, miss) else "",
    )
    beside = ", ".join(words for words in said if words)
    return f"{day_words(miss.on, today)}{f' ({beside})' if beside else ''}"


def _part(difference: Difference, kind: Kind, said: Side, text: str | None = None) -> str:
    """One kind of change in words, with the item's text where it comes first."""
    between = _WORDS[kind].between
    assert between
    words, after = between(difference, said), ""
    if kind in (Kind.ADDED, Kind.REWORDED):
        after = f" ({more})" if (more := _beside(difference, said)) else ""
    if text is None:
        return f"{words}{after}"
    if kind in (*ENTERED, Kind.DISPUTED, Kind.REASON):
        return f"{text}, {words}"
    return f"{words}: {text}{after}"


def proposed(by: Party, said: Side) -> str:
    """That the other one proposed a wording, as the end of a phrase; "" for one's own."""
    return f", proposed by {said.by[by]}" if by is Party.THEM else ""


def _reason(item: Item, revision: Revision) -> str:
    # a shared line may be copied out: leave out what is private in it
    because = revision.because
    assert because
    return "why: (private)" if because.private and not item.now.private else f"why: {because.text}"


def _added(change: Event | Difference) -> str:
    item = change.item
    was = f", was {item.origin}" if item.origin else ""
    return f"{was}, {before_words(item.handed)}" if item.handed else was


def _ended(change: Event | Difference) -> str:
    return end_words(change.item, change.after, change.came_to)


def end_words(item: Item, then: Revision, came: CameTo | None = None) -> str:
    """How an item ended: `closed as done, became E1`; one that was moved was not dropped."""
    if item.goes_on_as and then is item.now:
        return f"moved, it is {item.goes_on_as} now"
    became = became_words(item, then, came)
    if came:
        return f"closed as {became}"
    return ", ".join(words for words in (f"closed as {then.outcome}", became) if words)


def _ended_between(difference: Difference) -> str:
    """The same where the text of the line follows."""
    if came := difference.came_to:
        return f"closed as {difference.after.outcome} ({came_words(came)})"
    return _ended(difference)


def became_words(item: Item, then: Revision, came: CameTo | None) -> str:
    """Where an item went on that ended, or what its risk came to; "" where it just ended."""
    if then.outcome is Outcome.HAPPENED:
        return f"{then.outcome}: {came_words(came)}" if came else ""
    return f"became {item.became}" if item.became and then is item.now else ""


def came_words(came: CameTo) -> str:
    """What a risk came to that happened: `E1 missed`, `E1 was wrong`."""
    return f"{came.handle} {'was wrong' if came.wrong else 'missed'}"


def stays_words(person: Person, item: Item) -> str:
    """What stays when a closed item is opened again: what became of it; "" for nothing."""
    if came := came_to(person, item, item.now):
        what = f"that {came.handle} was wrong" if came.wrong else f"the miss of {came.handle}"
        return f"{what} stays"
    visible = any(each.handle == item.became for each in person.items)
    return f"{item.became}, which it became, stays" if visible else ""


def _did(difference: Difference) -> str:
    before = difference.before
    return "reworded" if before and before.text != difference.after.text else "changed"


def _beside(difference: Difference, said: Side) -> str:
    """The former text and the changed fields of a new wording."""
    before, after = difference.before, difference.after
    was = [f'was "{before.text}"'] if before and after.text != before.text else []
    return "; ".join((*was, *_new_fields(before, after, said)))


def _entry(event: Event, _: Side) -> str:
    entry, feedback = event.entry, event.feedback
    assert entry
    untold = f" ({feedback.handle}, not told)" if feedback and not feedback.told else ""
    return f"{entry_words(event.item, entry)}{untold}"


def _quoted(kind: Kind, difference: Difference, _: Side) -> str:
    # a shared line may be copied out: leave out what is private in it
    item = difference.item
    found = [entry for entry in difference.entries if entered_as(item, entry) is kind]
    words = [f'"{e.text}"' for e in found if e.text and not apart(item, e)]
    private = " (private)" if any(apart(item, e) for e in found if e.text) else ""
    said = ", ".join(entry_word(item, e) for e in found) if kind is Kind.SHARE else _ENTRIES[kind]
    return f"{said}{private}{': ' if words else ''}{', '.join(words)}"


def _was_off_track(difference: Difference) -> bool:
    return not difference.after.off_track and any(each.off_track for each in difference.between)


def _state(difference: Difference) -> str:
    if _was_off_track(difference):
        return "was off track meanwhile"
    now, before = progress(difference.after.details).lower(), difference.before
    return f"{now} (was {progress(before.details).lower()})" if before else now


def _disputes(difference: Difference, said: Side) -> str:
    """The parties that newly differ, with their words; where none newly does, all that differ."""
    before, after = difference.before, difference.after
    ended = ""
    if not after.disputed:
        later = [*difference.between, after]
        at = max(at for at, each in enumerate(later) if each.disputed)
        # who worded it anew differs no more, but the other has not agreed
        settled = any(
            each.agreed or (each.outcome and not difference.item.became) for each in later[at + 1 :]
        )
        ended, after = ", which is settled" if settled else ", reworded since", later[at]
    all_ = [who for who in (Party.THEM, Party.ME) if after.stance(who).view is View.DIFFER]
    new = [who for who in all_ if not (before and before.stance(who) == after.stance(who))]
    return ", ".join(differs(who, after, said) for who in new or all_) + ended


def _how(stance: Stance) -> str:
    return f': "{stance.how}"' if stance.how else ""


def _new_fields(before: Revision | None, after: Revision, said: Side) -> tuple[str, ...]:
    old = field_lines(before.details, said) if before else ()
    return changed_lines(old, field_lines(after.details, said))


_WORDS: dict[Kind, Wording] = {
    Kind.ADDED: Wording(
        lambda e, _: f'written{_added(e)}: "{e.after.text}"',
        lambda d, said: (
            f"added{_added(d)}{proposed(d.item.proposed_by, said)}"
            f"{f', {_ended_between(d)}' if d.after.outcome else ''}"
        ),
    ),
    Kind.REWORDED: Wording(
        lambda e, _: f'reworded from "{e.before.text if e.before else ""}" to "{e.after.text}"',
        lambda d, said: _did(d) + proposed(d.item.proposed_by, said),
    ),
    Kind.REASON: Wording(
        lambda e, _: f"why: {e.after.because.text}" if e.after.because else "",
        lambda d, _: _reason(d.item, d.after),
    ),
    Kind.STATE: Wording(lambda e, _: progress(e.after.details).lower(), lambda d, _: _state(d)),
    Kind.PRIVACY: Wording(
        lambda e, _: "private" if e.after.private else "shared",
        lambda d, _: "made private" if d.after.private else "shared",
    ),
    Kind.AGREED: Wording(lambda *_: "agreed", lambda *_: "agreed"),
    Kind.DISPUTED: Wording(
        lambda e, _: f"differ{_how(e.after.stance(e.who))}" if e.who else "", _disputes
    ),
    **{kind: Wording(_entry, partial(_quoted, kind)) for kind in _ENTRIES},
    Kind.CLOSED: Wording(lambda e, _: _ended(e), lambda d, _: _ended_between(d)),
    Kind.REOPENED: Wording(lambda *_: "open again", lambda *_: "open again"),
    Kind.MOVED: Wording(
        None,
        lambda d, _: f"moved {'up' if d.before and d.after.rank < d.before.rank else 'down'}",
    ),
    Kind.REVIEW: Wording(
        lambda e, _: "not for review" if e.after.not_for_review else "for review again"
    ),
    Kind.TOLD: Wording(
        lambda e, _: f"told {e.feedback.handle}: {e.feedback.text}" if e.feedback else ""
    ),
    Kind.HELD: Wording(lambda *_: "still agreed"),
}
