"""Made-up people of any number: deterministic, with texts and histories of realistic lengths."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from aligntui.domain.cadences import Level, preset
from aligntui.domain.check_in import CheckIn, Resync
from aligntui.domain.details import (
    Cause,
    Details,
    Expectation,
    Focus,
    Health,
    Helps,
    Opportunity,
    Pursuit,
    Risk,
)
from aligntui.domain.identity import Handle, PersonId, Uid
from aligntui.domain.item import OUTCOMES, Item, Revision
from aligntui.domain.notes import Action, Feedback, FeedbackKind, Note, TalkingPoint
from aligntui.domain.person import Person, Relation
from aligntui.domain.section import Section
from aligntui.domain.stance import AGREE, NOT_DISCUSSED, Party, Stance, View

LAST_DAY = date(2026, 6, 29)
ACTIVE_SHARE = 3
"""How much more there is of an active person than of an archived one."""
REVISIONS = 8
"""Revisions of an item, on average."""
OPEN = 16
"""Open items of an active person."""

_FIRST_NAMES = """
Priya Tomás Mei Dana Łukasz Aisha Jürgen Noor Ines Kofi Sanna Ravi Elif Mateo Yuki Zoë Oleg Ama
Björn Chiara
"""
_LAST_NAMES = "Raman Oliveira Tanaka Lindqvist Nowak Haddad Okafor Petit Iyer Sørensen"
_VOCABULARY = """
the rota billing ledger review design on-call incident customer plan two days before after slips
raises early owns hands over mentors writes reads asks decides measures ships waits blocks helps
team quarter schema migration pager draft headcount budget naïve façade with without again once
more for and but because until every next last
"""
_FIRST, _LAST, _WORDS = (words.split() for words in (_FIRST_NAMES, _LAST_NAMES, _VOCABULARY))


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of everything."""

    active: int
    archived: int
    years: float
    check_ins: int
    revisions: int
    skips: int = 0


def people(size: Size, seed: str) -> list[Person]:
    """The people of one size, the active ones first."""
    chance = Random(seed)
    sentences = [_sentence(chance) for _ in range(800)]
    count = size.active + size.archived
    shares = [ACTIVE_SHARE] * size.active + [1] * size.archived
    met = _split(size.check_ins, shares)
    revised = _split(size.revisions, shares)
    return [
        _Writer(chance, sentences, size, number).person(met[number], revised[number])
        for number in range(count)
    ]


def _split(total: int, shares: list[int]) -> list[int]:
    """Whole numbers in proportion to the shares that add up to the total."""
    ends = [total * sum(shares[: at + 1]) // sum(shares) for at in range(len(shares))]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def _sentence(chance: Random) -> str:
    words = chance.choices(_WORDS, k=chance.randint(6, 16))
    return " ".join(words).capitalize() + "."


class _Writer:
    """Writes one person."""

    def __init__(self, chance: Random, sentences: list[str], size: Size, number: int) -> None:
        self._chance = chance
        self._sentences = sentences
        self._size = size
        self._number = number
        self._archived = number >= size.active
        days = int(size.years * 365)
        if self._archived:
            days = days // 2
        self._last = LAST_DAY - timedelta(days=chance.randint(200, 900) if self._archived else 3)
        self._start = self._last - timedelta(days=days)

    def person(self, check_ins: int, revisions: int) -> Person:
        number = self._number
        skip = not self._archived and number >= self._size.active - self._size.skips
        first, last = _FIRST[number % len(_FIRST)], _LAST[number // 2 % len(_LAST)]
        level = None if skip else list(Level)[number % len(Level)]
        return Person(
            id=PersonId(self._uid()),
            name=f"{first} {last}" + (f" {number}" if number >= len(_FIRST) else ""),
            added=self._start,
            cadences=preset(level),
            relation=Relation.SKIP if skip else Relation.REPORT,
            role="engineer",
            level=level,
            archived=self._last if self._archived else None,
            items=self._items(revisions),
            check_ins=tuple(self._check_in(at, check_ins) for at in range(check_ins)),
            resyncs=self._resyncs(check_ins),
            actions=tuple(self._action(at, 2 * check_ins) for at in range(2 * check_ins)),
            feedback=tuple(self._feedback(at, check_ins // 2) for at in range(check_ins // 2)),
            talking_points=tuple(self._point(at, check_ins) for at in range(check_ins)),
            notes=tuple(self._note(at, check_ins) for at in range(check_ins)),
        )

    def _uid(self) -> Uid:
        return Uid(f"{self._chance.getrandbits(128):032x}")

    def _day(self, at: int, of: int) -> date:
        """The day of one of so many things that spread evenly over the years."""
        return self._start + (self._last - self._start) * at // max(of, 1)

    def _line(self) -> str:
        return self._chance.choice(self._sentences).rstrip(".")

    def _text(self, least: int, most: int) -> str:
        lines = self._chance.choices(self._sentences, k=self._chance.randint(least, most))
        return "\n".join(" ".join(lines[at : at + 4]) for at in range(0, len(lines), 4))

    def _items(self, revisions: int) -> tuple[Item, ...]:
        counts = []
        while revisions > 0:
            counts.append(min(revisions, self._chance.randint(3, 2 * REVISIONS - 3)))
            revisions -= counts[-1]
        open_from = len(counts) - OPEN
        items = [
            self._item(at, len(counts), count, open_=at >= open_from)
            for at, count in enumerate(counts)
        ]
        return tuple(sorted(items, key=lambda item: (item.handle[0], int(item.handle[1:]))))

    def _item(self, at: int, of: int, count: int, *, open_: bool) -> Item:
        section = list(Section)[at % 4]
        begin = self._day(at, of)
        end = self._last if open_ else begin + (self._last - begin) // 2
        days = [begin + (end - begin) * step // count for step in range(count)]
        revisions = [self._revision(section, day, at, step) for step, day in enumerate(days)]
        if not open_:
            last = revisions[-1]
            revisions[-1] = _closed(last, section)
        handle = Handle(f"{section.letter}{at // 4 + 1}")
        return Item(uid=self._uid(), handle=handle, section=section, revisions=tuple(revisions))

    def _revision(self, section: Section, on: date, at: int, step: int) -> Revision:
        stances = _STANCES[(at + step) % len(_STANCES)]
        return Revision(
            on=on,
            by=Party.THEM if step % 3 == 2 else Party.ME,
            text=self._line(),
            details=self._details(section, step),
            rank=at // 4 + 1,
            private=at % 9 == 8,
            mine=stances[0],
            theirs=stances[1],
        )

    def _details(self, section: Section, step: int) -> Details:
        if section is Section.FOCUS:
            return Focus(weight=10 * (step % 6))
        if section is Section.EXPECTATIONS:
            health = Health.OFF_TRACK if step % 5 == 4 else Health.ON_TRACK
            return Expectation(success=self._line(), state=health)
        if section is Section.OPPORTUNITIES:
            return Opportunity(helps=frozenset({Helps.TEAM}), state=Pursuit.PURSUING)
        return Risk(cause=list(Cause)[step % len(Cause)], mitigation=self._line(), owner=Party.ME)

    def _check_in(self, at: int, of: int) -> CheckIn:
        return CheckIn(
            uid=self._uid(),
            handle=Handle(f"C{at + 1}"),
            on=self._day(at, of),
            notes=self._text(22, 48),
        )

    def _resyncs(self, check_ins: int) -> tuple[Resync, ...]:
        resyncs = (
            Resync(
                uid=self._uid(),
                on=self._day(at, check_ins),
                sections=frozenset(list(Section)[: 1 + at % 4]),
                check_in=Handle(f"C{at + 1}"),
            )
            for at in range(0, check_ins, 2)
        )
        return tuple(sorted(resyncs, key=lambda resync: (resync.on, resync.uid)))

    def _action(self, at: int, of: int) -> Action:
        on = self._day(at, of)
        return Action(
            uid=self._uid(),
            handle=Handle(f"A{at + 1}"),
            text=self._line(),
            owner=list(Party)[at % 2],
            made_on=on,
            by=on + timedelta(days=9),
            done_on=on + timedelta(days=8) if of - at > 5 else None,
        )

    def _feedback(self, at: int, of: int) -> Feedback:
        on = self._day(at, of)
        return Feedback(
            uid=self._uid(),
            handle=Handle(f"B{at + 1}"),
            text=self._text(1, 4).replace("\n", " "),
            kind=list(FeedbackKind)[at % 2],
            noted_on=on,
            told_on=on + timedelta(days=3) if of - at > 2 else None,
        )

    def _point(self, at: int, of: int) -> TalkingPoint:
        on = self._day(at, of)
        raised = on + timedelta(days=7) if of - at > 3 else None
        return TalkingPoint(
            uid=self._uid(),
            handle=Handle(f"T{at + 1}"),
            text=self._line(),
            added_on=on,
            raised_on=raised,
        )

    def _note(self, at: int, of: int) -> Note:
        return Note(
            uid=self._uid(),
            handle=Handle(f"N{at + 1}"),
            on=self._day(at, of),
            text=self._text(6, 24),
        )


_STANCES = (
    (AGREE, NOT_DISCUSSED),
    (AGREE, AGREE),
    (AGREE, AGREE),
    (AGREE, Stance(View.DIFFER, "two days is soon enough")),
    (NOT_DISCUSSED, AGREE),
)


def _closed(last: Revision, section: Section) -> Revision:
    return replace(last, outcome=OUTCOMES[section][0])
