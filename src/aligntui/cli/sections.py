"""Commands that write and list the items of the four sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.cli import output
from aligntui.cli.asked import Asked, Task, text_of
from aligntui.cli.choices import one_of, say_shares, share, some_of
from aligntui.domain.capture import Given, marks_of_section, section_line
from aligntui.domain.commands.items import AddItem
from aligntui.domain.details import Cause, Details, Expectation, Focus, Helps, Opportunity, Risk
from aligntui.domain.errors import Refused
from aligntui.domain.identity import handle_of
from aligntui.domain.plain import one_line
from aligntui.domain.section import Section
from aligntui.domain.stance import Party
from aligntui.text.json_shapes import item_shape, section_items
from aligntui.text.noted import privacy_words, said_of_line
from aligntui.text.sheet import section_lines
from aligntui.text.words import marks_help

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

    from aligntui.domain.item import Item
    from aligntui.domain.person import Person


def said_of(asked: Asked, item: Item, person: Person, done: str, more: str = "") -> int:
    """Report a change of an item; `more` ends the sentence."""
    line = f"{done} {item.handle} of {person.name}{more}"
    return asked.made(line, item_shape(person, item), item.text)


def _add_or_list(asked: Asked, section: Section, details: Details) -> int:
    options = asked.options
    if not options.text:
        _refuse_details(details, options)
        return _listed(asked, section)
    person = asked.person(options.name)
    typed, given = one_line(text_of(options.text)), Given(details=details)
    line = section_line(typed, section, asked.today, asked.known(person), given)
    command = AddItem(
        person=person.id,
        section=section,
        text=line.text,
        on=asked.today,
        details=line.details,
        private=options.private or bool(line.private),
    )
    after = asked.do(command)
    say_shares(person, after)
    asked.say_unread(said_of_line(line))
    item = next(item for item in after.items if item.uid == command.uid)
    return said_of(asked, item, after, "added", privacy_words(line))


def _listed(asked: Asked, section: Section) -> int:
    person = asked.seen(asked.options.name)
    if asked.json:
        output.say_json(section_items(person, section))
    else:
        output.say_all(section_lines(person, section, asked.today))
    return output.DONE


def _refuse_details(details: Details, options: Namespace) -> None:
    if options.private or details != type(details)():
        raise Refused("no text; type it after the name")


def _focus(asked: Asked) -> int:
    return _add_or_list(asked, Section.FOCUS, Focus(weight=asked.options.weight))


def _expect(asked: Asked) -> int:
    options = asked.options
    details = Expectation(excluded=options.excluded, success=line_of(options.success))
    return _add_or_list(asked, Section.EXPECTATIONS, details)


def _opportunity(asked: Asked) -> int:
    details = Opportunity(helps=asked.options.helps or frozenset())
    return _add_or_list(asked, Section.OPPORTUNITIES, details)


def _risk(asked: Asked) -> int:
    options = asked.options
    details = Risk(
        cause=options.cause,
        raised_by=options.raised_by or Party.ME,
        mitigation=line_of(options.mitigation),
        owner=options.owner,
        threatens=options.threatens,
    )
    return _add_or_list(asked, Section.RISKS, details)


def line_of(typed: str | None) -> str:
    """Clean a one-line field; None or blanks give ""."""
    from aligntui.domain.plain import clean_line

    return clean_line(typed) if typed and typed.strip() else ""


def _arguments(
    section: Section, own: Callable[[ArgumentParser], None]
) -> Callable[[ArgumentParser], None]:
    def arguments(parser: ArgumentParser) -> None:
        words = f"leave it out to list them; {marks_help(marks_of_section(section))}"
        parser.add_argument("name", metavar="NAME")
        parser.add_argument("text", metavar="TEXT", nargs="*", help=words)
        own(parser)
        parser.add_argument("--private", action="store_true", help="keep it private")

    return arguments


def _focus_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--weight", metavar="PERCENT", type=share, help="its share of the energy")


def _expect_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--not", dest="excluded", action="store_true", help="what is out of scope")
    parser.add_argument("--success", metavar="S", help="what success looks like")


def _opportunity_arguments(parser: ArgumentParser) -> None:
    words = "team, readiness or both, with a comma"
    parser.add_argument("--helps", metavar="WHOM", type=some_of(Helps), help=words)


def _risk_arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("--cause", metavar="C", type=one_of(Cause), help=", ".join(Cause))
    add("--threatens", metavar="HANDLE", type=handle_of, help="the expectation, such as E2")
    add("--mitigation", metavar="M", help="what is done about it")
    add("--owner", metavar="WHO", type=one_of(Party), help="who does it: me or them")
    add("--raised-by", metavar="WHO", type=one_of(Party), help="who saw it: me or them")


TASKS = {
    "focus": Task(_arguments(Section.FOCUS, _focus_arguments), _focus),
    "expect": Task(_arguments(Section.EXPECTATIONS, _expect_arguments), _expect),
    "opportunity": Task(_arguments(Section.OPPORTUNITIES, _opportunity_arguments), _opportunity),
    "risk": Task(_arguments(Section.RISKS, _risk_arguments), _risk),
}
