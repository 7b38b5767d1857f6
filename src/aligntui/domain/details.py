"""The fields of an item beside its text: one class for each section.

`terms` are the fields that two people agree on together with the text; changing one of them is a
rewording. The others are progress, and may change without asking anybody.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from aligntui.domain.identity import Handle
from aligntui.domain.section import Section
from aligntui.domain.stance import Party


class Health(StrEnum):
    """Progress of an expectation."""

    ON_TRACK = "on_track"
    OFF_TRACK = "off_track"


class Pursuit(StrEnum):
    """Progress of an opportunity."""

    IDEA = "idea"
    PURSUING = "pursuing"
    DONE = "done"
    PARKED = "parked"


class RiskState(StrEnum):
    """Progress of a risk."""

    OPEN = "open"
    MITIGATING = "mitigating"
    HAPPENED = "happened"
    CLOSED = "closed"


class Helps(StrEnum):
    """Who benefits from an opportunity: the team or business, or readiness for promotion."""

    TEAM = "team"
    READINESS = "readiness"


class Cause(StrEnum):
    """The reason why an expectation might be missed."""

    AMBIGUITY = "ambiguity"
    SKILL_GAP = "skill-gap"
    COLLABORATOR_SKILL_GAP = "collaborator-skill-gap"
    NEW_CHALLENGE = "new-challenge"
    UNREALISTIC = "unrealistic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """An area of work; `weight` is its share of the energy in percent."""

    weight: int | None = None

    @property
    def terms(self) -> tuple[object, ...]:
        """The fields the two agree on."""
        return (self.weight,)

    @property
    def state(self) -> str:
        """Always "active": a focus has no progress."""
        return "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """An expected result, or, when `excluded`, one that is out of scope."""

    excluded: bool = False
    success: str = ""
    state: Health = Health.ON_TRACK

    @property
    def terms(self) -> tuple[object, ...]:
        """The fields the two agree on."""
        return (self.excluded, self.success)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """Work above and beyond what is expected; it never counts as a miss."""

    helps: frozenset[Helps] = frozenset()
    state: Pursuit = Pursuit.IDEA

    @property
    def terms(self) -> tuple[object, ...]:
        """The fields the two agree on."""
        return (self.helps,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """A risk to an expectation: its cause, and the mitigation."""

    cause: Cause | None = None
    raised_by: Party = Party.ME
    mitigation: str = ""
    owner: Party | None = None
    threatens: Handle | None = None
    state: RiskState = RiskState.OPEN

    @property
    def terms(self) -> tuple[object, ...]:
        """The fields the two agree on."""
        return (self.cause, self.mitigation, self.owner, self.threatens)


Details = Focus | Expectation | Opportunity | Risk

EMPTY: dict[Section, Details] = {
    Section.FOCUS: Focus(),
    Section.EXPECTATIONS: Expectation(),
    Section.OPPORTUNITIES: Opportunity(),
    Section.RISKS: Risk(),
}
"""The details of an item with nothing but a text, by section."""


def next_state(details: Details) -> Details | None:
    """The details with the next state, in a cycle; None for a focus, which has only one."""
    match details:
        case Expectation():
            flipped = Health.OFF_TRACK if details.state is Health.ON_TRACK else Health.ON_TRACK
            return replace(details, state=flipped)
        case Opportunity():
            return replace(details, state=_after(details.state, tuple(Pursuit)))
        case Risk():
            running = (RiskState.OPEN, RiskState.MITIGATING)
            return replace(details, state=_after(details.state, running))
        case Focus():
            return None


_State = TypeVar("_State", Pursuit, RiskState)


def _after(state: _State, states: tuple[_State, ...]) -> _State:
    at = states.index(state) if state in states else -1
    return states[(at + 1) % len(states)]
