"""An item's own fields in words, one line each, without what is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from aligntui.domain.details import Details, Expectation, Focus, Health, Helps, Opportunity, Risk
from aligntui.domain.person import Relation
from aligntui.domain.stance import Party
from aligntui.text.sides import side

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from aligntui.domain.item import Revision

_LONG = ("success", "mitigation")
"""The fields of free text: of these only what they say now has room in a sentence."""
POSSESSIVE: Mapping[Party, str] = {Party.ME: "yours", Party.THEM: "theirs"}
"""Whose something is, said to whoever is at the keyboard."""


def field_lines(
    details: Details,
    relation: Relation = Relation.REPORT,
    whose: Mapping[Party, str] = POSSESSIVE,
) -> tuple[str, ...]:
    """The lines under an item, said to whom the relation is; its state is not among them."""
    match details:
        case Focus():
            return () if details.weight is None else (f"share: {details.weight}%",)
        case Expectation():
            return _expectation(details, side(relation).excluded)
        case Opportunity():
            return _opportunity(details)
        case Risk():
            return _risk(details, whose)
        case _:
            assert_never(details)


def no_longer(line: str) -> str:
    """What is said where a line is not said any more."""
    scope = "not responsible for" in line and ":" not in line
    return line.replace("not ", "", 1) if scope else f"no longer {line}"


def changed_lines(old: Collection[str], new: Collection[str]) -> tuple[str, ...]:
    """What became of the lines of fields: `share from 50% to 60%`, what came, what went."""
    split = (line.partition(": ") for line in old)
    was = {name: value for name, colon, value in split if colon and not name.startswith(_LONG)}
    said, names = [], set()
    for line in new:
        name, _, value = line.partition(": ")
        names.add(name)
        if line not in old:
            said.append(f"{name} from {was[name]} to {value}" if name in was else line)
    gone = (line for line in old if line not in new and line.partition(": ")[0] not in names)
    return (*said, *map(no_longer, gone))


def state(revision: Revision) -> str:
    """How an item went as it stood; for a focus its share, and for what has ended how."""
    if revision.outcome is not None:
        return revision.outcome.value
    details = revision.details
    if isinstance(details, Focus):
        return "" if details.weight is None else f"{details.weight}%"
    return "OFF TRACK" if details.state == Health.OFF_TRACK else details.state.replace("_", " ")


def unsaid(details: Details) -> bool:
    """Whether how it goes says nothing: what isn't theirs is on track until it is missed."""
    return (
        isinstance(details, Expectation)
        and not details.theirs
        and details.health is Health.ON_TRACK
    )


def _expectation(details: Expectation, excluded: str) -> tuple[str, ...]:
    scope = () if details.theirs else (excluded,)
    return (*scope, f"success: {details.success}") if details.success else scope


def _opportunity(details: Opportunity) -> tuple[str, ...]:
    helped = [helps.value for helps in Helps if helps in details.helps]
    return (f"helps: {', '.join(helped)}",) if helped else ()


def _risk(details: Risk, whose: Mapping[Party, str]) -> tuple[str, ...]:
    owner = f" ({whose[details.owner]})" if details.owner else ""
    lines = (
        f"cause: {details.cause.replace('-', ' ')}" if details.cause else "",
        f"threatens: {details.threatens}" if details.threatens else "",
        f"mitigation{owner}: {details.mitigation}" if details.mitigation else "",
        "raised by them" if details.raised_by is Party.THEM else "",
    )
    return tuple(line for line in lines if line)
