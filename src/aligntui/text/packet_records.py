"""What a packet tells of no line: feedback, wins, and the promises of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.stance import Party
from aligntui.domain.timeline import became
from aligntui.text.markdown import escaped
from aligntui.text.promised import after_moves, moved_from
from aligntui.text.sides import written
from aligntui.text.words import long_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from aligntui.domain.notes import Action, Feedback, Kept
    from aligntui.domain.review import Packet
    from aligntui.text.sides import Side

NEVER = "**never told**"


def voice(packet: Packet) -> Side:
    """The words of the packet's author, who names the other."""
    return written(packet.person.relation, packet.person.name)


def told_words(day: date | None) -> str:
    """When feedback was told."""
    return f"told on {long_day(day)}" if day else NEVER


def records(packet: Packet) -> dict[str, list[str]]:
    """What is told of no line, by its heading."""
    them, by = voice(packet).called[Party.THEM], voice(packet).by
    there = {item.handle for item in packet.person.items}

    def line(on: date | None, what: str, each: Kept) -> str:
        assert on is not None
        private = ", private" if each.private and packet.private else ""
        about = getattr(each, "about", None)
        on_line = f" on {about}" if about in there else ""
        return f"- {long_day(on)}, {what}{on_line}{private}: {escaped(each.text)}"

    def told(each: Feedback) -> str:
        other = ", in other words" if each.uid in packet.reworded else ""
        return f" ({told_words(each.told_on)}{other})"

    def dropped(each: Action) -> str:
        because = f", {escaped(each.because)}" if each.because else ""
        return f"{line(each.dropped_on, _promised(packet, each), each)}{because}"

    return {
        "Feedback": [line(f.noted_on, f.kind, f) + told(f) for f in packet.feedback],
        "Feedback received": [
            line(f.noted_on, f"from {escaped(f.source or them)}", f) for f in packet.received
        ],
        "Wins": [line(w.on, f"by {escaped(by[w.owner])}", w) for w in packet.wins],
        "Promises kept": [line(a.done_on, _promised(packet, a), a) for a in packet.promises],
        "Promises dropped": [dropped(a) for a in packet.dropped],
        "Promises open": [line(a.made_on, _promised(packet, a), a) for a in packet.promised],
    }


def _promised(packet: Packet, action: Action) -> str:
    """Whose a promise is, of an open one its day, and how often that was moved."""
    given, due = ("given by", _due(action.by)) if action.open else ("by", "")
    who = f"{given} {escaped(voice(packet).by[action.owner])}"
    return ", ".join(filter(None, (who, due, after_moves(action))))


def _due(day: date | None) -> str:
    return f"due {long_day(day)}" if day else "without a day"


def promise_days(packet: Packet, action: Action) -> Iterator[str]:
    """All that happened to a promise, day by day."""
    first, *more = became(action)
    moves = {each.on: each for each in action.moves}
    due = action.moves[0].was if action.moves else action.by
    who = escaped(voice(packet).by[action.owner])
    yield f"{long_day(first.on)}: given by {who}, {_due(due)}"
    for each in more:
        if each.kind == "moved":
            yield f"{long_day(each.on)}: {moved_from((moves[each.on],))}"
        elif each.words in ("done", "dropped", "open again"):
            because = f", {escaped(each.because)}" if each.because else ""
            yield f"{long_day(each.on)}: {each.words}{because}"
