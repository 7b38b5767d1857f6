"""The fields of an item beside its text: one class for each section, one row for each field.

`terms` are the fields that two people agree on together with the text; changing one of them is a
rewording. The others are progress, and may change without asking anybody.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from aligntui.domain.fields import Kind, fields_of, row
from aligntui.domain.identity import Handle
from aligntui.domain.plain import check_first_dot
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


class Likelihood(StrEnum):
    """How likely a risk is to come true."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class _Fields:
    """What the details of all sections can do."""

    __slots__ = ()

    @property
    def terms(self) -> tuple[object, ...]:
        """The fields the two agree on."""
        kind: type = type(self)
        return tuple([getattr(self, name) for name in _terms(kind)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus(_Fields):
    """An area of work; `weight` is its share of the energy in percent."""

    weight: int | None = row(
        None,
        label="share in %",
        word="share",
        line="{word}: {value}%",
        example="60",
        metavar="PERCENT",
        help="its share of the energy",
        mark="%60",
        means=("share",),
    )

    @property
    def state(self) -> str:
        """Always "active": a focus has no progress."""
        return "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation(_Fields):
    """An expected result, or, when `excluded`, one that is out of scope.

    One that is `of_me` is what a report, or anybody but my manager, expects of me: my part. With my
    manager, who expects the others of me, it is what I expect of them.
    """

    excluded: bool = row(
        False,
        label="scope",
        words=("is responsible for", "is not responsible for"),
        word="not theirs",
        option="--not",
        help="it is out of scope",
        otherwise="--is",
        otherwise_help="it is in scope",
        mark="not:",
        means=("not theirs",),
        json="responsible",
        opposite=True,
        row="not_theirs",
        in_form=1,
    )
    success: str = row(
        "",
        example="a line",
        metavar="S",
        help="what success looks like",
        mark="::",
        means=("success",),
    )
    miss_looks_like: str = row(
        "", example="a line", metavar="M", help="what a miss looks like", in_form=10
    )
    of_me: bool = row(
        False,
        label="whose part",
        words=("theirs", "yours"),
        word="expected of you",
        option="--mine",
        help="they expect it of you",
        otherwise="--theirs",
        otherwise_help="you expect it of them",
        mark="mine:",
        means=("yours",),
        in_form=2,
        in_lines=-1,
    )
    state: Health = row(Health.ON_TRACK, steps=tuple(Health), term=False, row="health")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity(_Fields):
    """Work above and beyond what is expected; it never counts as a miss."""

    helps: frozenset[Helps] = row(
        frozenset(),
        example="team, readiness",
        metavar="WHOM",
        help="team, readiness or both, with a comma",
        mark="@team",
        means=("helps the team", "helps readiness"),
    )
    ladder: str = row(
        "",
        example="senior.3",
        metavar="LINE",
        help="the line of your ladder, such as senior.3",
        term=False,
    )
    state: Pursuit = row(Pursuit.IDEA, steps=tuple(Pursuit), term=False, row="pursuit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk(_Fields):
    """A risk to an expectation: its cause, and the mitigation."""

    cause: Cause | None = row(
        None, metavar="C", help=", ".join(Cause), mark="@skill-gap", means=("cause",)
    )
    likelihood: Likelihood | None = row(
        None, metavar="L", help=", ".join(Likelihood), searched=True, in_form=10
    )
    raised_by: Party = row(
        Party.ME,
        line="{word} {value}",
        metavar="WHO",
        help="who saw it: me or them",
        term=False,
        in_form=1,
        in_lines=2,
    )
    mitigation: str = row(
        "",
        example="what is done",
        beside="owner",
        metavar="M",
        help="what is done about it",
        in_text=1,
        in_lines=1,
    )
    owner: Party | None = row(
        None, label="its owner", line="", metavar="WHO", help="who does it: me or them", in_text=1
    )
    threatens: Handle | None = row(
        None,
        example="E2",
        metavar="HANDLE",
        help="the expectation, such as E2",
        mark="~E2",
        means=("threatens it",),
    )
    state: RiskState = row(RiskState.OPEN, steps=(RiskState.OPEN, RiskState.MITIGATING), term=False)


@cache
def _terms(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields_of(kind) if each.term)


Details = Focus | Expectation | Opportunity | Risk

EMPTY: dict[Section, Details] = {
    Section.FOCUS: Focus(),
    Section.EXPECTATIONS: Expectation(),
    Section.OPPORTUNITIES: Opportunity(),
    Section.RISKS: Risk(),
}
"""The details of an item with nothing but a text, by section."""


def check_words(details: Details, was: Details | None = None) -> None:
    """Refuse words that begin as a private line does, unless they did in what the line `was`."""
    for each in fields_of(details):
        if each.kind is Kind.TEXT:
            before = getattr(was, each.name) if type(was) is type(details) else ""
            check_first_dot(getattr(details, each.name), f"the {each.label}", before)


def next_state(details: Details) -> Details | None:
    """The details with the next state, in a cycle; None for a focus, which has only one."""
    for each in fields_of(details):
        if each.progress:
            at = each.steps.index(details.state) if details.state in each.steps else -1
            changed: dict[str, Any] = {each.name: each.steps[(at + 1) % len(each.steps)]}
            return replace(details, **changed)
    return None
