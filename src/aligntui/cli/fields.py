"""The command that changes the fields of an item."""

from __future__ import annotations

from argparse import SUPPRESS
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from aligntui.cli.agreement import named_item
from aligntui.cli.asked import Asked, Task
from aligntui.cli.choices import one_of, share, some_of
from aligntui.cli.energy import say_shares
from aligntui.cli.sections import line_of, said_of
from aligntui.domain.commands.items import EditItem
from aligntui.domain.details import (
    Cause,
    Details,
    Expectation,
    Health,
    Helps,
    Opportunity,
    Pursuit,
    Risk,
    RiskState,
)
from aligntui.domain.errors import Refused
from aligntui.domain.identity import handle_of
from aligntui.domain.section import Section
from aligntui.domain.stance import Party

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable
    from enum import StrEnum

    from aligntui.domain.item import Item

    Value = TypeVar("Value")

NONE = "none"
_STATES = "on_track, off_track; idea, pursuing, done, parked; open, mitigating"
_OPTIONS = {
    "weight": "--weight",
    "theirs": "--is and --not",
    "success": "--success",
    "helps": "--helps",
    "cause": "--cause",
    "threatens": "--threatens",
    "mitigation": "--mitigation",
    "owner": "--owner",
    "raised_by": "--raised-by",
}


def _set(asked: Asked) -> int:
    options = asked.options
    before = asked.person(options.name)
    item = before.item(options.handle)
    typed = vars(options)
    marks = {name: typed.get(name) for name in ("private", "not_for_review")}
    details = _details(item, typed)
    if details is item.now.details and set(marks.values()) == {None}:
        raise Refused("nothing to change; 'aligntui set --help' lists the options")
    command = EditItem(
        person=before.id,
        handle=item.handle,
        on=asked.today,
        details=details,
        private=marks["private"],
        not_for_review=marks["not_for_review"],
        # change only the named fields, and keep the previous ones in the history
        instead_of=item.now.details,
        append=True,
    )
    after = asked.do(command)
    say_shares(before, after)
    return said_of(asked, after.item(item.handle), after, "changed")


def _details(item: Item, typed: dict[str, Any]) -> Details:
    """The item's fields with the typed ones replaced; refuses a field of another section."""
    details = item.now.details
    own = {field.name for field in fields(details)}
    values = {name: typed[name] for name in _OPTIONS if name in typed}
    for name in values:
        if name not in own:
            raise Refused(_without(item, _OPTIONS[name]))
    if "state" in typed:
        values |= _state(item, typed["state"])
    return replace(details, **values) if values else details


def _without(item: Item, option: str) -> str:
    return f"{item.section} {'has' if item.section is Section.FOCUS else 'have'} no {option}"


def _state(item: Item, typed: str) -> dict[str, StrEnum]:
    known: dict[type[Details], tuple[str, tuple[StrEnum, ...]]] = {
        Expectation: ("health", tuple(Health)),
        Opportunity: ("pursuit", tuple(Pursuit)),
        # the other two are outcomes, set by 'close'
        Risk: ("risk_state", (RiskState.OPEN, RiskState.MITIGATING)),
    }
    name, states = known.get(type(item.now.details), ("", ()))
    word = typed.strip().casefold().replace("-", "_").replace(" ", "_")
    for state in states:
        if state.value == word:
            return {name: state}
    if not states:
        raise Refused(_without(item, "--state"))
    raise Refused(f"{item.handle} can't be '{typed}'; its states are {', '.join(states)}")


def _or_none(read: Callable[[str], Value]) -> Callable[[str], Value | None]:
    def either(typed: str) -> Value | None:
        return None if typed.strip().casefold() == NONE else read(typed)

    return either


def _helps(typed: str) -> frozenset[Helps]:
    return _or_none(some_of(Helps))(typed) or frozenset()


def _arguments(parser: ArgumentParser) -> None:
    named_item(parser)

    def add(option: str, metavar: str, read: Callable[[str], object], words: str) -> None:
        parser.add_argument(option, metavar=metavar, type=read, help=words, default=SUPPRESS)

    add("--state", "STATE", str, _STATES)
    add("--weight", "PERCENT", _or_none(share), "its share of the energy, 0 to 100, or none")
    add("--success", "S", line_of, "what success looks like; '' clears it")
    add("--helps", "WHOM", _helps, "team, readiness or both, with a comma, or none")
    add("--cause", "C", _or_none(one_of(Cause)), f"{', '.join(Cause)}, or none")
    add("--threatens", "HANDLE", _or_none(handle_of), "the expectation, such as E2, or none")
    add("--mitigation", "M", line_of, "what is done about it; '' clears it")
    add("--owner", "WHO", _or_none(one_of(Party)), "who does it: me or them, or none")
    add("--raised-by", "WHO", one_of(Party), "who saw it: me or them")
    _either(parser, "theirs", ("--is", "it is in scope"), ("--not", "it is out of scope"))
    never, may = "keep it private", "share it"
    _either(parser, "private", ("--private", never), ("--shared", may))
    out, back = "leave it out of review packets", "include it in review packets"
    _either(parser, "not_for_review", ("--not-for-review", out), ("--for-review", back))


def _either(parser: ArgumentParser, name: str, yes: tuple[str, str], no: tuple[str, str]) -> None:
    group = parser.add_mutually_exclusive_group()
    for (option, words), value in ((yes, True), (no, False)):
        group.add_argument(
            option, dest=name, action="store_const", const=value, default=SUPPRESS, help=words
        )


TASKS = {"set": Task(_arguments, _set)}
