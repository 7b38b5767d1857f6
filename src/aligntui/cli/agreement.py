"""Commands that change an item: reword, agree, differ, close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.cli.asked import Asked, Task, text_of
from aligntui.cli.choices import one_of
from aligntui.cli.energy import say_shares
from aligntui.cli.sections import said_of
from aligntui.domain.capture import reworded_line, said_fields
from aligntui.domain.commands.agreement import Agree, Differ, ResyncSections
from aligntui.domain.commands.items import CloseItem, RewordItem
from aligntui.domain.errors import Refused
from aligntui.domain.identity import handle_of
from aligntui.domain.item import Outcome
from aligntui.domain.plain import one_line
from aligntui.domain.section import Section, section_of
from aligntui.domain.stance import Party
from aligntui.text.noted import privacy_words, said_of_line

if TYPE_CHECKING:
    from argparse import ArgumentParser


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


TASKS = {
    "reword": Task(_reword_arguments, _reword),
    "agree": Task(_agree_arguments, _agree),
    "differ": Task(_differ_arguments, _differ),
    "close": Task(_close_arguments, _close),
}
