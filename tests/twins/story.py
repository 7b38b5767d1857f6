"""A random story that both notebooks go through: what is done in it, and how often."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from aligntui.domain.commands.meetings import (
    AddAddendum,
    MoveCheckIn,
    PostponeCheckIn,
    RecordCheckIn,
    SkipCheckIn,
    Touch,
)
from aligntui.domain.commands.rounds import (
    AnswerRound,
    DropRound,
    ReceiveRound,
    SettleRound,
    StartRound,
)
from aligntui.domain.round import Answer
from aligntui.domain.section import Section
from aligntui.text.round_file import asked_of
from tests.people import INES, MONDAY
from tests.twins.lines import Lines
from tests.twins.notebooks import DOOMED, SHARED
from tests.twins.records import Records

if TYPE_CHECKING:
    from aligntui.domain.commands.command import Command
    from aligntui.domain.identity import Handle


class Twins(Lines, Records):
    """Two notebooks with a story."""

    def told(self, steps: int) -> Self:
        """After so many steps; then what is doomed is made private, and a day or two pass.

        So is the shared line that is named most.
        """
        for _ in range(steps):
            self.step()
        lines = [each.handle for each in self.whole.items if self.fates[each.handle] == SHARED]
        kept = repr(self.whole)
        for most in sorted(lines, key=lambda handle: kept.count(f"'{handle}'"))[-1:]:
            self.fates[most] = DOOMED
        items = {each.handle for each in self.whole.items}
        for handle, fate in self.fates.items():
            if fate == DOOMED and handle not in self.hidden:
                (self.hides_a_line if handle in items else self.hides_a_record)(handle)
                self.hidden.add(handle)
        self.today += timedelta(days=self.chance.choice((0, 1, 3)))
        return self

    def step(self) -> None:
        """Let days pass, or none, and do one thing."""
        chance, person = self.chance, self.whole
        self.today += timedelta(days=chance.choice((0, 0, 0, 1, 1, 3)))
        at = chance.random()
        if (at < 0.15 and len(person.items) < 9) or len(person.items) < 4:
            self.writes_a_line()
        elif at < 0.65:
            self.changes_a_line(chance.choice(person.items))
        elif at < 0.74 or not person.records:
            self.writes_a_record()
        elif at < 0.83:
            self.changes_a_record(chance.choice(person.records))
        elif at < 0.9:
            self.meets()
        else:
            self.goes_on_with_a_round()

    def meets(self) -> None:
        """Meet, put it off, or touch; or change what was kept of a meeting."""
        chance, zqx = self.chance, self.word("zqx")
        common: dict[str, Any] = {"person": INES, "on": self.day(), "uid": self.uid()}
        sections = frozenset(chance.sample(list(Section), chance.randint(0, 4)))
        met = RecordCheckIn(**common, sections=sections, resync_uid=self.uid())
        skip = SkipCheckIn(**common, because="other")
        later = PostponeCheckIn(**common, because="other", until=self.today + timedelta(days=4))
        touch = Touch(**common)
        there = chance.choice(self.whole.check_ins) if self.whole.check_ins else None
        if there and self.secrets and self.lucky(0.25):
            added = AddAddendum(person=INES, handle=there.handle, text=zqx, on=self.today)
            to = max(MONDAY, there.on - timedelta(days=chance.choice((1, 3))))
            move = MoveCheckIn(person=INES, handle=there.handle, to=to, on=self.today)
            self.does(*chance.choice(((added, None), (move, move))))
            return
        held = replace(met, notes=zqx, pulse=chance.choice((None, 2)))
        ways = (
            (held, met), (held, met), (held, met), (replace(skip, because=zqx), skip),
            (replace(later, because=zqx), later), (replace(touch, text=zqx), touch),
        )  # fmt: skip
        self.does(*chance.choice(ways))

    def goes_on_with_a_round(self) -> None:
        """Start one, let answers come back, answer, and settle or drop it."""
        found = self.whole.rounds[-1] if self.whole.rounds else None
        common: dict[str, Any] = {"person": INES, "on": self.today}
        if found is None or found.ended_on:
            lines, others = asked_of(self.whole), asked_of(self.without)
            if lines and [each.handle for each in lines] == [each.handle for each in others]:
                start = StartRound(**common, lines=lines, uid=self.uid(), key="0a1b2c3d")
                assert self.does(start, replace(start, lines=others))
            return
        handles = [line.handle for line in found.lines]
        new = Answer(section=Section.RISKS, text=self.word())
        theirs = (*map(self._answer, handles), new)
        mine = tuple(
            Answer(handle=handle, holds=self.lucky(0.6), on_track=self._track(handle))
            for handle in handles
        )
        command: Command = self.chance.choice((SettleRound, DropRound))(**common, uid=self.uid())
        if found.theirs is None:
            command = ReceiveRound(**common, answers=theirs, words=())
        elif found.ready_on is None:
            command = AnswerRound(**common, answers=mine)
        self.does(command, command)

    def _track(self, handle: Handle) -> bool | None:
        """How somebody says that an expectation is going, or that they did not say."""
        return self.chance.choice((None, True, False)) if handle.startswith("E") else None

    def _answer(self, handle: Handle) -> Answer:
        if self.lucky(0.6):
            return Answer(handle=handle, holds=True, on_track=self._track(handle))
        word = "kept" if self.fates[handle] == SHARED else "zqx"
        return Answer(handle=handle, holds=False, how=self.word(word))
