"""A check-in that is not recorded yet: what was looked at, its pulse, its day; kept as a draft."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.check_in import PULSES
from aligntui.domain.section import Section

if TYPE_CHECKING:
    from aligntui.domain.identity import PersonId
    from aligntui.tui.drafts import Drafts


class State(NamedTuple):
    """The steps looked at, the pulse, and the day if it isn't today."""

    seen: frozenset[str]
    pulse: int | None
    day: date | None


class Step(NamedTuple):
    """A step back for undo: the words for it, its place, and the previous state."""

    said: str
    at: int
    before: State


class Running:
    """The state of a check-in, saved at once, and the way back to each state before.

    The draft is the words `focus risks pulse=4 day=2026-06-26`, and the beginning:
    `begun=2026-06-26 after=17`.
    """

    def __init__(self, drafts: Drafts, person: PersonId) -> None:
        self._drafts = drafts
        self._box = f"checkin:seen:{person}"
        self.seen: frozenset[str] = frozenset()
        self.pulse: int | None = None
        self.day: date | None = None
        self.begun: date | None = None
        """The day it began, which is its day unless another was picked."""
        self.after: int | None = None
        """The number of the last change before it began: only later ones may be undone in it."""
        self.done: list[Step] = []
        """Steps since the last change that the notebook kept: undo takes these back first."""
        self.undone: list[Step] = []
        for word in drafts.get(self._box).split():
            self._read(word)

    @property
    def state(self) -> State:
        """The whole state as one value."""
        return State(self.seen, self.pulse, self.day)

    @property
    def any(self) -> bool:
        """True when anything was done in it."""
        return bool(self._words)

    @property
    def sections(self) -> frozenset[Section]:
        """The sections that were looked at."""
        return frozenset(section for section in Section if section.value in self.seen)

    def begin(self, day: date, after: int) -> None:
        """Note the beginning: the day, and the number of the last change."""
        self.begun, self.after = day, after
        self._keep()

    def go_on(self, said: str, at: int, state: State) -> bool:
        """Keep a new state, reached at a step; `said` names it for undo. False for the same one."""
        before = self.state
        if state == before:
            return False
        self._take(state)
        self.done.append(Step(said, at, before))
        self.undone.clear()
        return True

    def undo(self) -> Step | None:
        """Go back to the state before; None where the notebook has kept the last change."""
        return self._turn(self.done, self.undone)

    def redo(self) -> Step | None:
        """Go on again to the state that was undone last."""
        return self._turn(self.undone, self.done)

    def forget_steps(self) -> None:
        """Leave undo to the notebook, which has kept a change since."""
        self.done, self.undone = [], []

    def over(self) -> None:
        """Forget it, because it was recorded or won't be held."""
        self._drafts.clear(self._box)

    def _turn(self, old: list[Step], new: list[Step]) -> Step | None:
        if not old:
            return None
        step = old.pop()
        new.append(step._replace(before=self.state))
        self._take(step.before)
        return step

    def _take(self, state: State) -> None:
        self.seen, self.pulse, self.day = state
        self._keep()

    def _keep(self) -> None:
        begun = [f"begun={self.begun}", f"after={self.after}"] if self.begun else []
        self._drafts.put(self._box, " ".join([*self._words, *begun]))

    @property
    def _words(self) -> list[str]:
        pulse = [f"pulse={self.pulse}"] if self.pulse else []
        day = [f"day={self.day}"] if self.day else []
        return [*sorted(self.seen), *pulse, *day]

    def _read(self, word: str) -> None:
        name, _, value = word.partition("=")
        if name == "pulse":
            self.pulse = next((n for n in PULSES if f"{n}" == value), None)
        elif name in ("day", "begun"):
            with suppress(ValueError):
                setattr(self, name, date.fromisoformat(value))
        elif name == "after":
            self.after = int(value) if value.isdecimal() else None
        elif not value:
            self.seen |= {word}
