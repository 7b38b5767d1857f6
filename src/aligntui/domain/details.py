"""What an item holds beside its line of text: one class for each section.

`terms` are the fields that two people agree on together with the text; changing one of them is a
rewording. The others say how it goes, and may change without asking anybody.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from aligntui.domain.identity import Handle
from aligntui.domain.section import Section
from aligntui.domain.stance import Party


class Health(StrEnum):
    """How an expectation goes."""

    ON_TRACK = "on_track"
    OFF_TRACK = "off_track"


class Pursuit(StrEnum):
    """How far an opportunity has come."""

    IDEA = "idea"
    PURSUING = "pursuing"
    DONE = "done"
    PARKED = "parked"


class RiskState(StrEnum):
    """Where a risk stands."""

    OPEN = "open"
    MITIGATING = "mitigating"
    HAPPENED = "happened"
    CLOSED = "closed"


class Helps(StrEnum):
    """Whom an opportunity helps: the team or business, or readiness for promotion."""

    TEAM = "team"
    READINESS = "readiness"


class Cause(StrEnum):
    """Why expectations might be missed."""

    AMBIGUITY = "ambiguity"
    SKILL_GAP = "skill-gap"
    COLLABORATOR_SKILL_GAP = "collaborator-skill-gap"
    NEW_CHALLENGE = "new-challenge"
    UNREALISTIC = "unrealistic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """A place where the energy goes; `weight` is its share in percent."""

    weight: int | None = None

    @property
    def terms(self) -> tuple[object, ...]:
        """The fields that are agreed on."""
        return (self.weight,)

    @property
    def state(self) -> str:
        """A focus is held, or closed."""
        return "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """A result that is expected, or, where not `theirs`, one that is not."""

    theirs: bool = True
    success: str = ""
    health: Health = Health.ON_TRACK

    @property
    def terms(self) -> tuple[object, ...]:
        """The fields that are agreed on."""
        return (self.theirs, self.success)

    @property
    def state(self) -> str:
        """On track or off track."""
        return self.health


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """Something above and beyond; it never counts as a miss."""

    helps: frozenset[Helps] = frozenset()
    pursuit: Pursuit = Pursuit.IDEA

    @property
    def terms(self) -> tuple[object, ...]:
        """The fields that are agreed on."""
        return (self.helps,)

    @property
    def state(self) -> str:
        """How far it has come."""
        return self.pursuit


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """Where an expectation is likely to be missed, why, and what is done about it."""

    cause: Cause | None = None
    raised_by: Party = Party.ME
    mitigation: str = ""
    owner: Party | None = None
    threatens: Handle | None = None
    risk_state: RiskState = RiskState.OPEN

    @property
    def terms(self) -> tuple[object, ...]:
        """The fields that are agreed on."""
        return (self.cause, self.mitigation, self.owner, self.threatens)

    @property
    def state(self) -> str:
        """Where it stands."""
        return self.risk_state


Details = Focus | Expectation | Opportunity | Risk

EMPTY: dict[Section, Details] = {
    Section.FOCUS: Focus(),
    Section.EXPECTATIONS: Expectation(),
    Section.OPPORTUNITIES: Opportunity(),
    Section.RISKS: Risk(),
}
"""The details of an item of which only the text is known."""


def next_state(details: Details) -> Details | None:
    """The same item one state further, round and round; None where it has but one."""
    match details:
        case Expectation():
            flipped = Health.OFF_TRACK if details.health is Health.ON_TRACK else Health.ON_TRACK
            return replace(details, health=flipped)
        case Opportunity():
            return replace(details, pursuit=_after(details.pursuit, tuple(Pursuit)))
        case Risk():
            running = (RiskState.OPEN, RiskState.MITIGATING)
            return replace(details, risk_state=_after(details.risk_state, running))
        case Focus():
            return None


_State = TypeVar("_State", Pursuit, RiskState)


def _after(state: _State, states: tuple[_State, ...]) -> _State:
    at = states.index(state) if state in states else -1
    return states[(at + 1) % len(states)]
