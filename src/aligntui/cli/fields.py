"""The command that changes the fields of an item."""

from __future__ import annotations

from argparse import SUPPRESS
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from aligntui.cli.asked import Asked, Task, text_of
from aligntui.cli.choices import one_of, say_shares, share, some_of
from aligntui.cli.sections import line_of, said_of
from aligntui.domain.capture import reworded_line, said_fields
from aligntui.domain.commands.agreement import Agree, Differ, ResyncSections
from aligntui.domain.commands.items import CloseItem, EditItem, RewordItem
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
from aligntui.domain.item import Outcome
from aligntui.domain.plain import one_line
from aligntui.domain.section import Section, section_of
from aligntui.domain.stance import Party
from aligntui.text.noted import privacy_words, said_of_line

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable
    from enum import StrEnum

    from aligntui.domain.item import Item

    Value = TypeVar("Value")


def _reword(asked: Asked) -> int:
    options = asked.options
    person = asked.person(options.name)
    item = person.item(options.handle)
    typed = one_line(text_of(options.text))
    line = reworded_line(item.text, typed, item.section, asked.today, asked.known(person))
    # another window may have just written the present text: keep it in the history
    command = RewordItem(
        person=person.id,
        handle=options.handle,
        text=line.text,
        on=asked.today,
        append=True,
        fields=said_fields(line),
        private=line.private,
    )
    after = asked.do(command)
    say_shares(person, after)
    asked.say_unread(said_of_line(line))
    did = "changed" if line.text == item.text and command.fields else "reworded"
    return said_of(asked, after.item(options.handle), after, did, privacy_words(line))


def _agree(asked: Asked) -> int:
    options = asked.options
    sections = frozenset(Section) if options.all else frozenset(options.section or ())
    if bool(options.handles) == bool(sections):
        raise Refused("name the items, such as E4, or give --section S or --all")
    person = asked.person(options.name)
    if sections:
        after = asked.do(ResyncSections(person=person.id, sections=sections, on=asked.today))
    else:
        after = asked.do(Agree(person=person.id, handles=tuple(options.handles), on=asked.today))
    named = options.handles or [section.value for section in Section if section in sections]
    shape = {
        "name": after.name,
        "on": asked.today.isoformat(),
        "handles": options.handles,
        "sections": [] if options.handles else named,
    }
    line = f"agreed on {', '.join(named)} with {after.name}"
    return asked.made(f"{line}{asked.still_private(after, sections)}", shape)


def _differ(asked: Asked) -> int:
    options = asked.options
    person = asked.person(options.name)
    command = Differ(
        person=person.id,
        handle=options.handle,
        how=text_of(options.how),
        on=asked.today,
        who=Party.ME if options.mine else Party.THEM,
    )
    after = asked.do(command)
    return said_of(asked, after.item(options.handle), after, "differing on")


def _close(asked: Asked) -> int:
    options = asked.options
    person = asked.person(options.name)
    command = CloseItem(
        person=person.id, handle=options.handle, on=asked.today, outcome=options.outcome
    )
    after = asked.do(command)
    item = after.item(options.handle)
    return said_of(asked, item, after, f"closed as {item.now.outcome}")


def named_item(parser: ArgumentParser) -> None:
    """Add the arguments that name a person and an item."""
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("handle", metavar="HANDLE", type=handle_of, help="such as E4")


def _reword_arguments(parser: ArgumentParser) -> None:
    named_item(parser)
    parser.add_argument("text", metavar="TEXT", nargs="+")


def _agree_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("handles", metavar="HANDLE", nargs="*", type=handle_of, help="such as E4")
    words = "agree on all lines of a section but disputed and private ones; this resyncs it"
    parser.add_argument("--section", metavar="S", action="append", type=section_of, help=words)
    parser.add_argument("--all", action="store_true", help="the same for all four sections")


def _differ_arguments(parser: ArgumentParser) -> None:
    named_item(parser)
    parser.add_argument("how", metavar="HOW", nargs="+", help="how they differ")
    parser.add_argument("--mine", action="store_true", help="record that you differ, not they")


def _close_arguments(parser: ArgumentParser) -> None:
    named_item(parser)
    words = ", ".join(Outcome)
    parser.add_argument("--as", dest="outcome", metavar="OUTCOME", type=one_of(Outcome), help=words)


NONE = "none"
_STATES = "on_track, off_track; idea, pursuing, done, parked; open, mitigating"
_OPTIONS = {
    "weight": "--weight",
    "excluded": "--is and --not",
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
    known: dict[type[Details], tuple[StrEnum, ...]] = {
        Expectation: tuple(Health),
        Opportunity: tuple(Pursuit),
        # the other two are outcomes, set by 'close'
        Risk: (RiskState.OPEN, RiskState.MITIGATING),
    }
    states = known.get(type(item.now.details), ())
    word = typed.strip().casefold().replace("-", "_").replace(" ", "_")
    for state in states:
        if state.value == word:
            return {"state": state}
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
    _either(parser, "excluded", ("--not", "it is out of scope"), ("--is", "it is in scope"))
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


TASKS = {
    "reword": Task(_reword_arguments, _reword),
    "agree": Task(_agree_arguments, _agree),
    "differ": Task(_differ_arguments, _differ),
    "close": Task(_close_arguments, _close),
    "set": Task(_arguments, _set),
}
