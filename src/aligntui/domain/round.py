"""A round: both answer the same lines, each without the other's answers, then they compare."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from aligntui.domain.identity import Handle, Uid
from aligntui.domain.section import Section
from aligntui.domain.stance import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A line as it went out, with the terms the two agree on in words."""

    handle: Handle
    section: Section
    text: str
    terms: str = ""
    reads: str = ""
    """The terms as they read from my side, of a round that they began: their `me` is not mine."""
    wording: str = ""
    """The digits of its wording: an equal text may have other terms since."""
    here: Uid | None = None
    """My line that it is, of a round that they began, once its outcome was taken in."""

    @property
    def whole(self) -> str:
        """The words as they stand in the file."""
        return f"{self.text} ({self.terms})" if self.terms else self.text

    @property
    def shown(self) -> str:
        """The words as they are shown here."""
        return replace(self, terms=self.reads or self.terms).whole


TRACK = {True: "on track", False: "off track", None: ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one of the two answered to a line, or a line of their own."""

    handle: Handle | None = None
    """None for a line of their own."""
    section: Section | None = None
    """Of a line of their own; None for what they expect of the other."""
    holds: bool | None = None
    """False where they see it differently, None where they did not say."""
    on_track: bool | None = None
    how: str = ""
    """How they see it."""
    text: str = ""
    """Their own wording, or the words of their own line."""
    terms: str = ""
    """The terms as they would have them, as they stand in the file; "" where they left them."""
    said: str = ""
    """Other words beside it, which are no answer."""
    otherwise: bool = False
    """True for a new line that was settled in other words, or by none."""
    became: Uid | None = None
    """The line or the promise that a new line became, whatever its words are since."""

    @property
    def empty(self) -> bool:
        """True when nothing was answered."""
        return self == Answer(handle=self.handle, section=self.section)

    @property
    def verdict(self) -> str:
        """What they ticked, in words; "" for nothing."""
        holds = {True: "holds", False: "differently", None: ""}[self.holds]
        return ", ".join(filter(None, (holds, self.track)))

    @property
    def track(self) -> str:
        """How it is going, in words; "" where they did not say."""
        return TRACK[self.on_track]

    def __str__(self) -> str:
        return "; ".join(filter(None, (self.verdict, self.how, self.text, self.terms, self.said)))

    @property
    def differs(self) -> bool:
        """True for another view, another wording, or words that have to be looked at."""
        return self.holds is False or bool(self.text or self.terms or self.how or self.said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """Answers that came back; while not `open`, nothing shows what is in them."""

    on: date
    answers: tuple[Answer, ...] = ()
    words: tuple[str, ...] = ()
    """Their words that belong to no line, in pieces."""
    open: bool = False


class Said(NamedTuple):
    """That one of the two agreed to a line, or differed on it, after both had answered."""

    handle: Handle
    who: Party


class Promised(NamedTuple):
    """A promise of theirs as an outcome told it last, and the promise that it is here."""

    handle: Handle
    """The one that it has with them."""
    here: Uid
    wording: str
    """The digits of its text."""
    owner: Party
    by: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round with a person; `mine` is kept like a draft until every line is answered."""

    uid: Uid
    number: int
    key: str
    """Random digits that stand in the file: they find the round it belongs to."""
    on: date
    answer_by: date | None = None
    lines: tuple[Asked, ...] = ()
    mine: tuple[Answer, ...] = ()
    filled_on: date | None = None
    """The day on which I had answered every line."""
    theirs: Back | None = None
    earlier: tuple[Back, ...] = ()
    """Answers that were replaced by later ones."""
    looked_on: date | None = None
    """The day on which I looked at theirs before I had given mine."""
    seen_on: date | None = None
    """The day on which I had seen theirs, where undo took back mine, or that theirs came."""
    ended_on: date | None = None
    said: tuple[Said, ...] = ()
    """What was said of lines since both had answered, though no later day tells it."""
    by: Party = Party.ME
    """Who began it: one that they began holds their lines, and only my answers."""
    told_at: str = ""
    """When the last outcome was written that was taken in (UTC, 20260629T140509Z)."""
    promised: tuple[Promised, ...] = ()
    """What the outcomes of a round that they began told of promises."""
    left: tuple[Handle, ...] = ()
    """The lines that were open when it was ended before them, whatever came of them that day."""

    @property
    def ready_on(self) -> date | None:
        """The day on which both had answered; None until then."""
        return max(self.filled_on, self.theirs.on) if self.filled_on and self.theirs else None

    @property
    def state(self) -> str:
        """Where it stands: `sent`, `filled` by me, `back` from them, `ready` or `ended`.

        One that they began is `asked`, then `answered`.
        """
        if self.ended_on:
            return "ended"
        if self.by is Party.THEM:
            return "answered" if self.filled_on else "asked"
        if self.ready_on:
            return "ready"
        return "back" if self.theirs else "filled" if self.filled_on else "sent"

    @property
    def private(self) -> bool:
        """True until both have answered: nobody shows a half of it."""
        return self.ready_on is None

    @property
    def backs(self) -> tuple[Back, ...]:
        """All that came back and may be seen, the oldest first."""
        both = self.ready_on is not None
        every = (*self.earlier, *([self.theirs] if self.theirs else []))
        return tuple(each for each in every if each.open or both)

    @property
    def unanswered(self) -> tuple[Handle, ...]:
        """The lines that I have not answered."""
        answered = {each.handle for each in self.mine if each.holds is not None}
        return tuple(line.handle for line in self.lines if line.handle not in answered)

    def opened(self, on: date) -> "Round":
        """The round with all that came back open; looking before my own answers is recorded."""
        looked = self.looked_on or (None if self.filled_on else on)
        earlier = tuple(replace(each, open=True) for each in self.earlier)
        theirs = self.theirs and replace(self.theirs, open=True)
        return replace(self, theirs=theirs, earlier=earlier, looked_on=looked)

    def still_seen(self, before: "Round") -> "Round":
        """The round as undo leaves it: what I saw of `before` stays open, and that I saw it."""
        if not before.backs or self.ready_on:
            return self
        on = before.seen_on or before.looked_on or before.ready_on
        return replace(self.opened(on), seen_on=on) if on else self

    def as_of(self, day: date) -> "Round":
        """The round at the end of `day`."""

        def then(on: date | None) -> date | None:
            return on if on and on <= day else None

        backs = [*self.earlier, *([self.theirs] if self.theirs else [])]
        back = [each for each in backs if each.on <= day]
        # answers that are not whole yet have no day
        filled = then(self.filled_on)
        mine = self.mine if filled == self.filled_on else ()
        return replace(
            self,
            mine=mine,
            filled_on=filled,
            theirs=back[-1] if back else None,
            earlier=tuple(back[:-1]),
            looked_on=then(self.looked_on),
            seen_on=then(self.seen_on),
            ended_on=then(self.ended_on),
            left=self.left if then(self.ended_on) == self.ended_on else (),
        )

    def answered(self, now: Callable[[Answer], Answer | None], *, earlier: bool = False) -> "Round":
        """The round with each answer, mine and theirs, as it is `now`; without those of None.

        With `earlier` those that were replaced, too.
        """

        def changed(answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
            return tuple(filter(None, map(now, answers)))

        def seen(back: Back) -> Back:
            return replace(back, answers=changed(back.answers))

        return replace(
            self,
            mine=changed(self.mine),
            theirs=self.theirs and seen(self.theirs),
            earlier=tuple(map(seen, self.earlier)) if earlier else self.earlier,
        )
