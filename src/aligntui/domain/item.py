"""An item is its history: dated revisions, of which the last one is the present."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from aligntui.domain.details import Details, Expectation, Health
from aligntui.domain.entry import Entry
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, Uid
from aligntui.domain.section import Section
from aligntui.domain.stance import AGREE, NOT_DISCUSSED, Agreement, Party, Stance, View


class Outcome(StrEnum):
    """How an item ended."""

    MET = "met"
    MISSED = "missed"
    DONE = "done"
    DROPPED = "dropped"
    HAPPENED = "happened"
    MITIGATED = "mitigated"


OUTCOMES: dict[Section, tuple[Outcome, ...]] = {
    Section.FOCUS: (Outcome.DONE, Outcome.DROPPED),
    Section.EXPECTATIONS: (Outcome.MET, Outcome.MISSED, Outcome.DROPPED),
    Section.OPPORTUNITIES: (Outcome.DONE, Outcome.DROPPED),
    Section.RISKS: (Outcome.MITIGATED, Outcome.HAPPENED, Outcome.DROPPED),
}
"""The ends that each section knows, the usual one first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """An item as it stood from one day on, and who put it so."""

    on: date
    by: Party
    text: str
    rank: int
    mine: Stance = AGREE
    theirs: Stance = NOT_DISCUSSED
    private: bool = False
    outcome: Outcome | None = None
    not_for_review: bool = False
    """Whether it stays out of review packets."""
    details: Details

    @property
    def wording(self) -> tuple[object, ...]:
        """What the two agree on: the text and the terms."""
        return (self.text, *self.details.terms)

    @property
    def agreed(self) -> bool:
        """Whether both agree on this wording."""
        return self.mine.view is View.AGREE and self.theirs.view is View.AGREE

    @property
    def disputed(self) -> bool:
        """Whether one of the two differs."""
        return View.DIFFER in (self.mine.view, self.theirs.view)

    @property
    def off_track(self) -> bool:
        """Whether it is an expectation off track."""
        details = self.details
        return isinstance(details, Expectation) and details.health is Health.OFF_TRACK


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of one section, with all its past; `revisions` are in order of day, never empty."""

    uid: Uid
    handle: Handle
    section: Section
    revisions: tuple[Revision, ...]
    entries: tuple[Entry, ...] = ()
    """What happened with it, in order of day; it never touches what was agreed."""
    origin: Handle | None = None
    """The item of another section that it came from."""
    became: Handle | None = None
    """The item of another section that a closed one became."""

    @property
    def now(self) -> Revision:
        """The present."""
        return self.revisions[-1]

    @property
    def text(self) -> str:
        """The present wording."""
        return self.now.text

    @property
    def open(self) -> bool:
        """Whether it has not been closed."""
        return self.now.outcome is None

    @property
    def misses(self) -> tuple[Entry, ...]:
        """When an expectation was not met; nothing else can be missed."""
        return self.entries if self.section is Section.EXPECTATIONS else ()

    @property
    def evidence(self) -> tuple[Entry, ...]:
        """What came of an opportunity."""
        return self.entries if self.section is Section.OPPORTUNITIES else ()

    @property
    def added_on(self) -> date:
        """The day it was first written."""
        return self.revisions[0].on

    @property
    def agreement(self) -> Agreement:
        """What the stances come to; an agreed wording that was edited is changed."""
        if self.now.disputed:
            return Agreement.DIFFERS
        if self.now.agreed:
            return Agreement.AGREED
        if any(revision.agreed for revision in self.revisions):
            return Agreement.CHANGED
        return Agreement.NOT_DISCUSSED

    @property
    def days(self) -> frozenset[date]:
        """The days on which it was revised, or something happened with it."""
        return frozenset((*(r.on for r in self.revisions), *(e.on for e in self.entries)))

    @property
    def worded_on(self) -> date:
        """The day on which it came to read as it does."""
        return self._since(lambda revision: revision.wording == self.now.wording)

    @property
    def agreed_since(self) -> date | None:
        """The day on which both came to agree on this wording; None where they do not."""
        if not self.now.agreed:
            return None
        return self._since(
            lambda revision: revision.agreed and revision.wording == self.now.wording
        )

    @property
    def disputed_since(self) -> date | None:
        """The day on which one of the two came to differ; None where nobody does."""
        return self._since(lambda revision: revision.disputed) if self.now.disputed else None

    def on(self, day: date) -> Revision | None:
        """How it stood at the end of `day`; None before it was written."""
        return next((each for each in reversed(self.revisions) if each.on <= day), None)

    def as_of(self, day: date) -> "Item | None":
        """The item as it stood at the end of `day`; None before it was written."""
        past = tuple(revision for revision in self.revisions if revision.on <= day)
        entries = tuple(entry for entry in self.entries if entry.on <= day)
        if len(past) == len(self.revisions) and len(entries) == len(self.entries):
            return self
        if not past:
            return None
        became = self.became if past[-1].outcome is not None else None
        return replace(self, revisions=past, entries=entries, became=became)

    def with_entry(self, entry: Entry) -> "Item":
        """The item with one more thing that happened, in its place by day."""
        if entry.on < self.added_on:
            raise Refused(
                f"{self.handle} was written on {self.added_on}; nothing can be dated before that"
            )
        return replace(self, entries=tuple(sorted((*self.entries, entry), key=lambda e: e.on)))

    def revise(
        self, on: date, by: Party | None = None, *, over: bool = True, **changes: Any
    ) -> "Item":
        """The item with its present changed from `on` on.

        A new wording is agreed to by whoever wrote it and by nobody else yet. What both agreed
        on, or disputed, stays in the history; an undiscussed line of the same day is typed over,
        unless `over` is False. What is shared from now on is agreed to by nobody who has not
        seen these words before.
        """
        last = self.now
        if on < last.on:
            raise Refused(
                f"{self.handle} was last changed on {last.on}; nothing can be dated before that"
            )
        now = replace(last, on=on, by=by or last.by, **changes)
        if now.wording != last.wording:
            author = by or Party.ME
            stances = _written_by(author)
            now = replace(now, by=author, mine=stances[0], theirs=stances[1])
        elif last.private and not now.private and last.agreed and not self._was_seen:
            now = replace(now, theirs=NOT_DISCUSSED)
        if now == replace(last, on=on, by=now.by):
            return self
        past = self.revisions[:-1] if over and self._typed_over(now) else self.revisions
        return replace(self, revisions=(*past, now))

    @property
    def _was_seen(self) -> bool:
        """Whether the other one knows the present wording: it was shared once, or is theirs."""
        return any(
            each.by is Party.THEM or not each.private
            for each in self.revisions
            if each.wording == self.now.wording
        )

    def _typed_over(self, now: Revision) -> bool:
        last = self.now
        if last.on != now.on or last.outcome is not None:
            return False
        if replace(last, rank=now.rank) == now:
            return True
        undiscussed = not last.agreed and not last.disputed
        return undiscussed and last.by == now.by and last.wording != now.wording

    def _since(self, holds: Callable[[Revision], bool]) -> date:
        since = self.now.on
        for revision in reversed(self.revisions):
            if not holds(revision):
                break
            since = revision.on
        return since


def _written_by(author: Party) -> tuple[Stance, Stance]:
    return (AGREE, NOT_DISCUSSED) if author is Party.ME else (NOT_DISCUSSED, AGREE)


def open_items(items: Iterable[Item], section: Section) -> tuple[Item, ...]:
    """The items of a section that are not closed, in their order."""
    chosen = (item for item in items if item.section is section and item.open)
    return tuple(sorted(chosen, key=lambda item: (item.now.rank, item.added_on, item.handle)))
