"""Commands for one item: words, agreement and end, miss and evidence, move, and history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.cli import output
from aligntui.cli.asked import Asked, text_of
from aligntui.cli.follow_up import reopen_kept
from aligntui.cli.parser import arg, command, one_of
from aligntui.cli.sections import PROPOSED, say_off, typed_reason
from aligntui.domain.capture import reworded_line, said_fields, words_lost
from aligntui.domain.commands.capturing import FIELDS
from aligntui.domain.commands.entries import AddEvidence, Enter, NoteMiss, NoteShare, share_of
from aligntui.domain.commands.items import CloseItem, ReopenItem, RewordItem
from aligntui.domain.days import day_words
from aligntui.domain.details import check_words
from aligntui.domain.errors import Refused
from aligntui.domain.identity import letter_of
from aligntui.domain.item import Entry, Item, Outcome
from aligntui.domain.miss import came_to
from aligntui.domain.plain import one_line, with_its_line
from aligntui.domain.section import Section, section_of
from aligntui.domain.stance import Party
from aligntui.text.json_shapes import Shape, evidence_shape, miss_shape
from aligntui.text.noted import privacy_words, said_of_line, uncounted

if TYPE_CHECKING:
    from aligntui.domain.person import Person


@command(
    "reword NAME HANDLE", arg("TEXT ...", "the new words; 'why: ' behind them says why"), *PROPOSED
)
def _reword(asked: Asked) -> None:
    options = asked.options
    person = asked.person(options.name)
    item = person.item(options.handle)
    typed = one_line(text_of(options.text))
    if lost := words_lost(item.text, typed, asked.today):
        raise Refused(lost)
    line = reworded_line(item.text, typed, item.section, asked.today, asked.known(person))
    if line.details:
        check_words(line.details)
    # another window may have just written the present text: keep it in the history
    reword = RewordItem(
        **asked.named,
        text=line.text,
        append=True,
        fields=said_fields(line),
        private=line.private,
        by=options.proposed_by or Party.ME,
        because=typed_reason(options.because) or line.because,
    )
    after = asked.do(reword)
    asked.say_unread(said_of_line(line))
    did = "changed" if line.text == item.text and reword.fields else "reworded"
    said = f"{did} {item.handle} of {after.name}{privacy_words(line)}"
    asked.kept(after, item.handle, said)


@command(
    "agree NAME",
    arg("[HANDLE ...]", "such as E4", dest="handles"),
    arg(
        "--section S",
        "agree on all lines of a section but disputed and private ones; this resyncs it",
        action="append",
        type=section_of,
    ),
    arg("--all", "the same for all four sections"),
)
def _agree(asked: Asked) -> None:
    from aligntui.domain.commands.agreement import Agree, ResyncSections

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
    asked.made(f"{line}{asked.not_agreed(after, sections)}", shape)


@command(
    "differ NAME HANDLE",
    arg("HOW ...", "how they differ"),
    arg("--mine", "record that you differ, not they"),
)
def _differ(asked: Asked) -> None:
    from aligntui.domain.commands.agreement import HOW, Differ

    options = asked.options
    who = Party.ME if options.mine else Party.THEM
    before = asked.person(options.name).item(options.handle).now.stance(who)
    how = with_its_line(text_of(options.how), HOW, before.how)
    after = asked.do(Differ(**asked.named, how=how, who=who))
    asked.kept(after, options.handle, f"differing on {options.handle} of {after.name}")


@command(
    "close NAME HANDLE",
    arg("--as OUTCOME", ", ".join(Outcome), dest="outcome", type=one_of(Outcome)),
    arg(
        "--expectation wrong|missed",
        "what a risk that happened came to: the expectation was missed, or it was wrong",
        type=one_of((Outcome.WRONG, Outcome.MISSED)),
    ),
    arg("--because WHY", "why the expectation was wrong; '.why' keeps that private"),
    arg("--text TEXT", "its words from now on; it stays open, instead of being closed as wrong"),
)
def _close(asked: Asked) -> None:
    options = asked.options
    if options.expectation and options.outcome is not Outcome.HAPPENED:
        raise Refused("--expectation says what a risk came to: give it with '--as happened'")
    before = asked.person(options.name)
    words = before.item(options.handle).text
    close = CloseItem(
        **asked.named,
        outcome=options.outcome,
        wrong=options.expectation is Outcome.WRONG,
        text=with_its_line(text_of([options.text]), "the new text", words) if options.text else "",
        because=typed_reason(options.because),
    )
    after = asked.do(close)
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
    asked.kept(after, item.handle, f"{did} {item.handle} of {after.name}{counted}")


@command("reopen NAME", arg("HANDLE", "such as E4, A1 or B2"))
def _reopen(asked: Asked) -> None:
    from aligntui.text.events import stays_words

    options = asked.options
    if letter_of(options.handle) in FIELDS:
        reopen_kept(asked)
        return
    before = asked.person(options.name)
    closed = before.item(options.handle)
    after = asked.do(ReopenItem(**asked.named))
    if stays := stays_words(asked.shown(before), closed):
        output.narrate(stays)
    asked.kept(after, options.handle, f"reopened {options.handle} of {after.name}")


_WHAT = arg("WHAT ...", "- reads it from stdin")


@command(
    "miss NAME HANDLE",
    _WHAT,
    arg(
        "--no-feedback",
        "add no feedback to tell; the miss then stays out of what is shared",
        dest="feedback",
        action="store_false",
    ),
)
def _miss(asked: Asked) -> None:
    from aligntui.domain.privacy import is_secret

    options = asked.options
    what, feedback = text_of(options.what), options.feedback
    after, item, miss = _entered(asked, NoteMiss(**asked.named, text=what, feedback=feedback))
    told = f", feedback {miss.feedback} is to be given" if miss.feedback and not asked.hide else ""
    line = f"missed {options.handle} of {after.name}{told}"
    shape = _shape(after, options.handle, miss_shape(after, miss))
    if asked.hide and is_secret(after, item, miss):
        shape["private"] = True  # nobody else knows of it yet
    asked.made(line, shape, miss.text)


@command(
    "evidence NAME HANDLE",
    _WHAT,
    arg(
        "--ladder LINE",
        "the line of your ladder, such as senior.3; @senior.3 in the words does the same",
        default="",
    ),
)
def _evidence(asked: Asked) -> None:
    options = asked.options
    what, ladder = text_of(options.what), options.ladder
    after, _, entry = _entered(asked, AddEvidence(**asked.named, text=what, ladder=ladder))
    shape = _shape(after, options.handle, evidence_shape(entry))
    asked.made(f"evidence for {options.handle} of {after.name}", shape, entry.text)


@command(
    "share NAME HANDLE",
    arg(
        "WHAT ...",
        "such as 40, and behind it what pulled the energy away",
        metavar="PERCENT [WHY]",
    ),
)
def _share(asked: Asked) -> None:
    from aligntui.text.events import entry_word

    options = asked.options
    share, text = share_of(text_of(options.what))
    after, item, entry = _entered(asked, NoteShare(**asked.named, share=share, text=text))
    agreed = next(agreed for each, agreed in item.shares if each == entry)
    shape = {**evidence_shape(entry), "share": entry.share, "agreed": agreed}
    line = f"{options.handle} of {after.name} {entry_word(item, entry)}"
    asked.made(line, _shape(after, options.handle, shape), entry.text)


def _entered(asked: Asked, command: Enter) -> tuple[Person, Item, Entry]:
    """Carry out a command, and find the entry that it made."""
    after = asked.do(command)
    item = after.item(command.handle)
    return after, item, next(each for each in item.entries if each.uid == command.uid)


def _shape(person: Person, handle: str, entry: Shape) -> Shape:
    return {"name": person.name, "handle": handle, **entry}


@command(
    "move NAME HANDLE",
    arg("[SECTION]", "the section in which a line goes on", type=section_of),
    arg("--to NAME", "the person it belongs to"),
)
def _move(asked: Asked) -> None:
    from aligntui.domain.commands.moving import MoveToSection

    options = asked.options
    if (options.section is None) == (options.to is None):
        raise Refused("say where to: a section for a line, or '--to NAME' for what is not theirs")
    if options.to is not None:
        _to_somebody_else(asked)
        return
    before = asked.person(options.name)
    move = MoveToSection(**asked.named, to=options.section)
    after = asked.do(move)
    say_off(asked, before, after)
    old = after.item(options.handle)
    assert old.became is not None
    new = after.item(old.became)
    did = "is now" if new.uid == move.uid else "came true, a miss of"
    asked.kept(after, new.handle, f"{old.handle} {did} {new.handle} of {after.name}")


def _to_somebody_else(asked: Asked) -> None:
    from aligntui.cli.capture import made_shapes
    from aligntui.domain.commands.moving import to_somebody_else

    options = asked.options
    person, other = asked.person(options.name), asked.find(options.to)
    gives, takes = to_somebody_else(person, options.handle, other.id, asked.today)
    _, change = asked.notebook.do_together((gives, takes), gives.label(person))
    assert change.before is not None
    assert change.after is not None
    if getattr(gives.thing, "about", None):
        output.narrate(f"it names no line any more: the lines of {person.name} stay")
    ((_, shape),) = made_shapes(change.before, change.after)
    words = f"moved {options.handle} of {person.name} to {other.name}, as {shape['handle']}"
    asked.made(words, shape, str(shape["text"]))


@command("history NAME HANDLE")
def _history(asked: Asked) -> None:
    from aligntui.text.past import history_lines, history_shapes

    options = asked.options
    person = asked.seen(options.name, archived=True)
    asked.tell(
        lambda: history_shapes(person, options.handle),
        lambda: history_lines(person, options.handle, asked.today),
    )
