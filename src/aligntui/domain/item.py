"""An item is its history: dated revisions, the last of which is the present."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import takewhile
from typing import Any, NamedTuple

from aligntui.domain.days import check_order
from aligntui.domain.details import Details, Expectation, Focus, Health, Risk, RiskState
from aligntui.domain.fields import row
from aligntui.domain.identity import Handle, Uid
from aligntui.domain.plain import text_sum
from aligntui.domain.section import Section
from aligntui.domain.stance import (
    AGREE,
    NOT_DISCUSSED,
    Agreement,
    Party,
    Reason,
    Stance,
    View,
    stances_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One dated event; a miss or evidence, depending on the item's section."""

    uid: Uid
    on: date
    text: str
    feedback: Handle | None = None
    """The feedback noted for a miss."""
    origin: Handle | None = None
    """The item it was made from, such as the risk that came true."""
    private: bool = False
    """A private line can become an entry of a shared item; the entry stays private."""
    wrong: bool = False
    """True where the expectation was wrong, not the person who did not meet it: no miss."""
    share: int | None = None
    """The share of the energy in percent that a focus really had."""
    ladder: str = ""
    """The line of the ladder that evidence is held against, with its words of then."""
    off_before: bool = False
    """True for a miss of a line that was off track already when it was noted: it put it nowhere."""


class Before(NamedTuple):
    """The agreement on a line that was handed over: since when, and with whom."""

    since: date
    by: str = ""
    """The name of the manager before; "" where none was given."""


class Outcome(StrEnum):
    """The outcome of a closed item."""

    MET = "met"
    MISSED = "missed"
    DONE = "done"
    DROPPED = "dropped"
    HAPPENED = "happened"
    MITIGATED = "mitigated"
    WRONG = "wrong"
    """The expectation was wrong; nobody missed it."""


OUTCOMES: dict[Section, tuple[Outcome, ...]] = {
    Section.FOCUS: (Outcome.DONE, Outcome.DROPPED),
    Section.EXPECTATIONS: (Outcome.MET, Outcome.MISSED, Outcome.DROPPED, Outcome.WRONG),
    Section.OPPORTUNITIES: (Outcome.DONE, Outcome.DROPPED),
    Section.RISKS: (Outcome.MITIGATED, Outcome.HAPPENED, Outcome.DROPPED),
}
"""The outcomes possible in each section, the default first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """The state of an item from one day on, and who wrote it."""

    on: date
    by: Party
    text: str
    rank: int
    mine: Stance = AGREE
    theirs: Stance = NOT_DISCUSSED
    overtaken: frozenset[Party] = frozenset()
    """Who differs about an earlier wording: it was worded anew since they said how."""
    private: bool = row(
        False, label="", help="keep it private", otherwise="--shared", otherwise_help="share it"
    )
    outcome: Outcome | None = None
    not_for_review: bool = row(
        False,
        label="in reviews",
        words=("yes", "no"),
        help="leave it out of review packets",
        otherwise="--for-review",
        otherwise_help="include it in review packets",
    )
    because: Reason | None = None
    """Why it has this wording; another wording begins without."""
    details: Details

    @property
    def wording(self) -> tuple[object, ...]:
        """The part the two agree on: the text and the terms."""
        return (self.text, *self.details.terms)

    @property
    def wording_sum(self) -> str:
        """Digits that differ between two wordings, of which the terms are a part."""
        parts = (sorted(p) if isinstance(p, frozenset) else p for p in self.wording)
        return text_sum("|".join(map(str, parts)))

    @property
    def agreed(self) -> bool:
        """True when both agree on this wording."""
        return self.mine.view is View.AGREE and self.theirs.view is View.AGREE

    @property
    def disputed(self) -> bool:
        """True when one of the two differs."""
        return View.DIFFER in (self.mine.view, self.theirs.view)

    @property
    def differing(self) -> tuple[Party, ...]:
        """Who of the two differs on this very wording."""
        differ = (who for who in Party if self.stance(who).view is View.DIFFER)
        return tuple(who for who in differ if who not in self.overtaken)

    def stance(self, who: Party) -> Stance:
        """The stance of one of the two."""
        return self.mine if who is Party.ME else self.theirs

    @property
    def off_track(self) -> bool:
        """True for an expectation that is off track; what is expected of me warns about nobody."""
        return self.details.state is Health.OFF_TRACK and not self.of_me

    @property
    def of_me(self) -> bool:
        """True for what the other one expects of me."""
        return isinstance(self.details, Expectation) and self.details.of_me

    @property
    def unmitigated(self) -> bool:
        """True for a risk about which nothing is done yet."""
        bare = isinstance(self.details, Risk) and not self.details.mitigation
        return bare and self.details.state is RiskState.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a section with its history; `revisions` are sorted by day and never empty."""

    uid: Uid
    handle: Handle
    section: Section
    revisions: tuple[Revision, ...]
    entries: tuple[Entry, ...] = ()
    """Misses, that it was wrong, evidence, shares; by day. They never affect the agreement."""
    origin: Handle | None = None
    """The item in another section that this one was made from."""
    became: Handle | None = None
    """The item in another section that this closed one became."""
    handed: Before | None = None
    """What they had agreed with the manager before, of an item that was handed over."""

    now: Revision = field(init=False, repr=False, compare=False)
    """The last revision, which is the present; kept, because it is asked all the time."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "now", self.revisions[-1])

    @property
    def text(self) -> str:
        """The present text."""
        return self.now.text

    @property
    def open(self) -> bool:
        """True until it is closed."""
        return self.now.outcome is None

    @property
    def goes_on_as(self) -> Handle | None:
        """The line as which it goes on in another section, where that is all that ended it."""
        return self.became if self.now.outcome is Outcome.DROPPED else None

    @property
    def misses(self) -> tuple[Entry, ...]:
        """The misses of an expectation; empty in other sections."""
        expected = self.section is Section.EXPECTATIONS
        return tuple(each for each in self.entries if expected and not each.wrong)

    @property
    def shares(self) -> tuple[tuple[Entry, int | None], ...]:
        """The shares that a focus really had, each with the one agreed on that day."""
        days = ((entry, self.on(entry.on)) for entry in self.entries if entry.share is not None)
        details = ((entry, then.details if then else None) for entry, then in days)
        return tuple((e, d.weight if isinstance(d, Focus) else None) for e, d in details)

    @property
    def evidence(self) -> tuple[Entry, ...]:
        """The evidence of an opportunity; empty in other sections."""
        return self.entries if self.section is Section.OPPORTUNITIES else ()

    @property
    def added_on(self) -> date:
        """The day it was first written."""
        return self.revisions[0].on

    @property
    def agreement(self) -> Agreement:
        """The agreement from both stances; an edit after an agreed wording is CHANGED."""
        if self.now.disputed:
            return Agreement.DIFFERS
        if self.now.agreed:
            return Agreement.AGREED
        if any(revision.agreed for revision in self.revisions):
            return Agreement.CHANGED
        return Agreement.NOT_DISCUSSED

    @property
    def agreed_before(self) -> Before | None:
        """What they had agreed with the manager before, until it is discussed or reworded."""
        waits = self.agreement is Agreement.NOT_DISCUSSED
        return self.handed if waits and self.now.wording == self.revisions[0].wording else None

    @property
    def days(self) -> frozenset[date]:
        """The days on which it was revised or got an entry."""
        return frozenset((*(r.on for r in self.revisions), *(e.on for e in self.entries)))

    @property
    def opened_on(self) -> date:
        """The day since which it is open, or closed, without a break."""
        return self.first(lambda revision: (revision.outcome is None) is self.open).on

    @property
    def worded_on(self) -> date:
        """The first day of the present wording."""
        return self.first(lambda revision: revision.wording == self.now.wording).on

    @property
    def proposed_by(self) -> Party:
        """Who proposed the present wording."""
        return self.first(lambda revision: revision.wording == self.now.wording).by

    @property
    def agreed_since(self) -> date | None:
        """The day since which both agree on this wording; None if they do not."""
        wording = self.now.wording
        first = self.first(lambda revision: revision.agreed and revision.wording == wording)
        return first.on if self.now.agreed else None

    @property
    def disputed_since(self) -> date | None:
        """The day since which one of the two differs; None if nobody does."""
        return self.first(lambda revision: revision.disputed).on if self.now.disputed else None

    def first(self, holds: Callable[[Revision], bool]) -> Revision:
        """The first of the unbroken run, up to now, of revisions for which `holds` is true."""
        return [self.now, *takewhile(holds, reversed(self.revisions))][-1]

    def on(self, day: date) -> Revision | None:
        """The revision at the end of `day`; None before the item existed."""
        return next((each for each in reversed(self.revisions) if each.on <= day), None)

    def as_of(self, day: date) -> "Item | None":
        """The item as it was at the end of `day`; None before it existed."""
        past = tuple(revision for revision in self.revisions if revision.on <= day)
        entries = tuple(entry for entry in self.entries if entry.on <= day)
        if len(past) == len(self.revisions) and len(entries) == len(self.entries):
            return self
        if not past:
            return None
        # an end that was taken back is not the one by which it went on as another line
        ended = all(each.outcome is not None for each in self.revisions[len(past) - 1 :])
        became = self.became if ended else None
        return replace(self, revisions=past, entries=entries, became=became)

    def with_entry(self, entry: Entry) -> "Item":
        """The item with one more entry, sorted by day; refuses a day before the item existed."""
        check_order(f"{self.handle} was written", self.added_on, entry.on)
        return replace(self, entries=tuple(sorted((*self.entries, entry), key=lambda e: e.on)))

    def revise(
        self, on: date, by: Party | None = None, *, over: bool = True, **changes: Any
    ) -> "Item":
        """The item with its present changed from `on` on; refuses a day before the last revision.

        Only the author of a new wording agrees to it at first; who differed before still does.
        Agreed or disputed wordings stay in the history; an undiscussed wording of the same day is
        overwritten, unless `over` is False. An item that becomes shared loses the other's agreement
        if they never saw this wording.
        """
        last = self.now
        check_order(f"{self.handle} was last changed", last.on, on)
        now = replace(last, on=on, by=by or last.by, **changes)
        if now.wording != last.wording:
            mine, theirs = stances_of(by or Party.ME, (last.mine, last.theirs))
            because = changes.get("because")
            now = replace(now, by=by or Party.ME, mine=mine, theirs=theirs, because=because)
            now = replace(now, overtaken=self._overtaken(now))
        elif last.private and not now.private and last.agreed and not self._was_seen:
            now = replace(now, theirs=NOT_DISCUSSED)
        elif now.overtaken:
            same = (who for who in now.overtaken if now.stance(who) == last.stance(who))
            now = replace(now, overtaken=frozenset(same))
        if now == replace(last, on=on, by=now.by):
            return self
        if not (over and self._typed_over(now)):
            return replace(self, revisions=(*self.revisions, now))
        # what is only typed again the same day keeps its reason
        now = replace(now, because=now.because or last.because)
        return replace(self, revisions=(*self.revisions[:-1], now))

    def _overtaken(self, now: Revision) -> frozenset[Party]:
        """Who differs in a new wording, but said so about another one."""
        said = {
            who: next((r for r in reversed(self.revisions) if who not in r.overtaken), None)
            for who in Party
            if now.stance(who).view is View.DIFFER
        }
        return frozenset(who for who, r in said.items() if not r or r.wording != now.wording)

    @property
    def _was_seen(self) -> bool:
        """True when the other one knows the present wording: it was shared once, or is theirs."""
        same = (each for each in self.revisions if each.wording == self.now.wording)
        return any(each.by is Party.THEM or not each.private for each in same)

    def _typed_over(self, now: Revision) -> bool:
        last = self.now
        if last.on != now.on or last.outcome is not None:
            return False
        if replace(last, rank=now.rank) == now:
            return True
        undiscussed = not (last.agreed or last.differing or self.agreed_before)
        return undiscussed and last.by == now.by and last.wording != now.wording


def shares(items: Iterable[Item]) -> int:
    """Sum of the shares of energy of some focus items, in percent; may exceed 100."""
    details = (item.now.details for item in items)
    return sum(each.weight or 0 for each in details if isinstance(each, Focus))
