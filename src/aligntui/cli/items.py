"""Commands for one item: words, agreement and end, miss and evidence, move, and history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aligntui.cli import output
from aligntui.cli.asked import Asked, Task, text_of
from aligntui.cli.capture import made_shapes
from aligntui.cli.follow_up import reopen_kept
from aligntui.cli.parser import one_of
from aligntui.cli.sections import named_item, proposed_arguments, said_of, say_off, typed_reason
from aligntui.domain.capture import reworded_line, said_fields, words_lost
from aligntui.domain.commands.agreement import Agree, Differ, ResyncSections
from aligntui.domain.commands.entries import AddEvidence, NoteMiss, NoteShare, share_of
from aligntui.domain.commands.items import CloseItem, ReopenItem, RewordItem
from aligntui.domain.commands.moving import MoveToSection, to_somebody_else
from aligntui.domain.commands.retyping import FIELDS
from aligntui.domain.days import day_words
from aligntui.domain.errors import Refused
from aligntui.domain.identity import PersonId, handle_of, letter_of
from aligntui.domain.item import Outcome
from aligntui.domain.miss import came_to
from aligntui.domain.plain import one_line
from aligntui.domain.privacy import is_secret
from aligntui.domain.section import Section, section_of
from aligntui.domain.stance import Party
from aligntui.text.events import entry_word, stays_words
from aligntui.text.json_shapes import evidence_shape, miss_shape
from aligntui.text.life import history_lines, history_shapes
from aligntui.text.noted import privacy_words, said_of_line, uncounted

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from aligntui.domain.commands.entries import Enter
    from aligntui.domain.item import Entry, Item
    from aligntui.domain.person import Person
    from aligntui.text.json_shapes import Shape


def _named(asked: Asked) -> dict[str, Any]:
    """The person and the line that were named, and the day, for a command."""
    options = asked.options
    person = asked.person(options.name).id
    return {"person": person, "handle": options.handle, "on": asked.today}


def _reword(asked: Asked) -> int:
    options = asked.options
    person = asked.person(options.name)
    item = person.item(options.handle)
    typed = one_line(text_of(options.text))
    if lost := words_lost(item.text, typed, asked.today):
        raise Refused(lost)
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
        by=options.proposed_by or Party.ME,
        because=typed_reason(options.because) or line.because,
    )
    after = asked.do(command)
    asked.say_shares(person, after)
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
        from aligntui.cli.meeting import say_how_close

        after = asked.do(ResyncSections(person=person.id, sections=sections, on=asked.today))
        say_how_close(after, asked.today)
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
    return asked.made(f"{line}{asked.not_agreed(after, sections)}", shape)


def _differ(asked: Asked) -> int:
    options = asked.options
    who = Party.ME if options.mine else Party.THEM
    after = asked.do(Differ(**_named(asked), how=text_of(options.how), who=who))
    return said_of(asked, after.item(options.handle), after, "differing on")


def _close(asked: Asked) -> int:
    options = asked.options
    if options.expectation and options.outcome is not Outcome.HAPPENED:
        raise Refused("--expectation says what a risk came to: give it with '--as happened'")
    before = asked.person(options.name)
    command = CloseItem(
        **_named(asked),
        outcome=options.outcome,
        wrong=options.expectation is Outcome.WRONG,
        text=text_of([options.text]) if options.text else "",
        because=typed_reason(options.because),
    )
    after = asked.do(command)
    item = after.item(options.handle)
    shown = asked.shown(after)
    came, counted = came_to(shown, item, item.now), ""
    if came and came.wrong:
        hit = shown.item(came.handle)
        did = "reworded" if hit.open else "closed as wrong"
        output.narrate(f"{hit.handle} was wrong and is {did}: {uncounted(hit, asked.today)}")
        if (on := hit.now.on) > asked.today:
            day = day_words(on, asked.today)
            output.narrate(f"{hit.handle} was last changed on {day}: it is {did} from then on")
    elif came:
        counted = f"; a miss of {came.handle} is counted"
    elif item.misses and Outcome.WRONG in (options.outcome, item.now.outcome) and not asked.hide:
        counted = f": {uncounted(item, asked.today)}"
    say_off(asked, before, after)
    did = "reworded" if item.open else f"closed as {item.now.outcome}"
    return said_of(asked, item, after, did, counted)


def _reopen(asked: Asked) -> int:
    options = asked.options
    if letter_of(options.handle) in FIELDS:
        return reopen_kept(asked)
    before = asked.person(options.name)
    closed = before.item(options.handle)
    after = asked.do(ReopenItem(person=before.id, handle=options.handle, on=asked.today))
    asked.say_shares(before, after)
    if stays := stays_words(asked.shown(before), closed):
        output.narrate(stays)
    return said_of(asked, after.item(options.handle), after, "reopened")


def _reopen_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("handle", metavar="HANDLE", type=handle_of, help="such as E4, A1 or B2")


def _reword_arguments(parser: ArgumentParser) -> None:
    named_item(parser)
    words = "the new words; 'why: ' behind them says why"
    parser.add_argument("text", metavar="TEXT", nargs="+", help=words)
    proposed_arguments(parser)


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
    words = "what a risk that happened came to: the expectation was missed, or it was wrong"
    ends = one_of((Outcome.WRONG, Outcome.MISSED))
    parser.add_argument("--expectation", metavar="wrong|missed", type=ends, help=words)
    parser.add_argument(
        "--because", metavar="WHY", help="why the expectation was wrong; '.why' keeps that private"
    )
    words = "its words from now on; it stays open, instead of being closed as wrong"
    parser.add_argument("--text", metavar="TEXT", help=words)


def _miss(asked: Asked) -> int:
    options = asked.options
    what, feedback = text_of(options.what), options.feedback
    after, item, miss = _entered(asked, NoteMiss(**_named(asked), text=what, feedback=feedback))
    told = f", feedback {miss.feedback} is to be given" if miss.feedback and not asked.hide else ""
    line = f"missed {options.handle} of {after.name}{told}"
    shape = _shape(after, options.handle, miss_shape(after, miss))
    if asked.hide and is_secret(after, item, miss):
        shape["private"] = True  # nobody else knows of it yet
    return asked.made(line, shape, miss.text)


def _evidence(asked: Asked) -> int:
    options = asked.options
    what, ladder = text_of(options.what), options.ladder
    after, _, entry = _entered(asked, AddEvidence(**_named(asked), text=what, ladder=ladder))
    shape = _shape(after, options.handle, evidence_shape(entry))
    return asked.made(f"evidence for {options.handle} of {after.name}", shape, entry.text)


def _share(asked: Asked) -> int:
    options = asked.options
    share, text = share_of(text_of(options.what))
    after, item, entry = _entered(asked, NoteShare(**_named(asked), share=share, text=text))
    agreed = next(agreed for each, agreed in item.shares if each == entry)
    shape = {**evidence_shape(entry), "share": entry.share, "agreed": agreed}
    line = f"{options.handle} of {after.name} {entry_word(item, entry)}"
    return asked.made(line, _shape(after, options.handle, shape), entry.text)


def _entered(asked: Asked, command: Enter) -> tuple[Person, Item, Entry]:
    """Carry out a command, and find the entry that it made."""
    after = asked.do(command)
    item = after.item(command.handle)
    return after, item, next(each for each in item.entries if each.uid == command.uid)


def _shape(person: Person, handle: str, entry: Shape) -> Shape:
    return {"name": person.name, "handle": handle, **entry}


def _move(asked: Asked) -> int:
    options = asked.options
    if (options.section is None) == (options.to is None):
        raise Refused("say where to: a section for a line, or '--to NAME' for what is not theirs")
    if options.to is not None:
        return _to_somebody_else(asked)
    before = asked.person(options.name)
    command = MoveToSection(
        person=before.id, handle=options.handle, to=options.section, on=asked.today
    )
    after = asked.do(command)
    asked.say_shares(before, after)
    say_off(asked, before, after)
    old = after.item(options.handle)
    assert old.became is not None
    new = after.item(old.became)
    if new.uid != command.uid:
        return said_of(asked, new, after, f"{old.handle} came true, a miss of")
    return said_of(asked, new, after, f"{old.handle} is now")


def _to_somebody_else(asked: Asked) -> int:
    options = asked.options
    person, other = asked.person(options.name), asked.find(options.to)
    gives, takes = to_somebody_else(person, options.handle, PersonId(other.id), asked.today)
    _, change = asked.notebook.do_together((gives, takes), gives.label(person))
    assert change.before is not None
    assert change.after is not None
    if getattr(gives.thing, "about", None):
        output.narrate(f"it names no line any more: the lines of {person.name} stay")
    ((_, shape),) = made_shapes(change.before, change.after)
    words = f"moved {options.handle} of {person.name} to {other.name}, as {shape['handle']}"
    return asked.made(words, shape, str(shape["text"]))


def _history(asked: Asked) -> int:
    options = asked.options
    person = asked.seen(options.name, archived=True)
    if asked.json:
        output.say_json(history_shapes(person, options.handle))
    else:
        output.say_all(history_lines(person, options.handle, asked.today))
    return output.DONE


def _what_arguments(parser: ArgumentParser) -> None:
    named_item(parser)
    parser.add_argument("what", metavar="WHAT", nargs="+", help="- reads it from stdin")


def _evidence_arguments(parser: ArgumentParser) -> None:
    _what_arguments(parser)
    words = "the line of your ladder, such as senior.3; @senior.3 in the words does the same"
    parser.add_argument("--ladder", metavar="LINE", default="", help=words)


def _share_arguments(parser: ArgumentParser) -> None:
    named_item(parser)
    words = "such as 40, and behind it what pulled the energy away"
    parser.add_argument("what", metavar="PERCENT [WHY]", nargs="+", help=words)


def _miss_arguments(parser: ArgumentParser) -> None:
    _what_arguments(parser)
    words = "add no feedback to tell; the miss then stays out of what is shared"
    parser.add_argument("--no-feedback", dest="feedback", action="store_false", help=words)


def _move_arguments(parser: ArgumentParser) -> None:
    named_item(parser)
    words = "the section in which a line goes on"
    parser.add_argument("section", metavar="SECTION", type=section_of, nargs="?", help=words)
    words = "the person it belongs to"
    parser.add_argument("--to", metavar="NAME", help=words)


TASKS = {
    "reword": Task(_reword_arguments, _reword),
    "agree": Task(_agree_arguments, _agree),
    "differ": Task(_differ_arguments, _differ),
    "close": Task(_close_arguments, _close),
    "reopen": Task(_reopen_arguments, _reopen),
    "miss": Task(_miss_arguments, _miss),
    "evidence": Task(_evidence_arguments, _evidence),
    "share": Task(_share_arguments, _share),
    "move": Task(_move_arguments, _move),
    "history": Task(named_item, _history),
}
