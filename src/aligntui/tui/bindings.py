"""Keys shared by several screens: action, name and explanation of each."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from textual.binding import Binding

CHECK_IN: Final = Binding(
    "c", "check_in", "check in", id="person.check_in", tooltip="Hold a check-in."
)
PREP: Final = Binding(
    "p", "prep", "prep", id="person.prep",
    tooltip="Show the brief: what to know, say and ask, in 60 seconds.",
)  # fmt: skip
TIMELINE: Final = Binding(
    "t", "timeline", "timeline", id="person.timeline",
    tooltip="Show what changed from check-in to check-in.",
)  # fmt: skip
PACKET: Final = Binding(
    "V", "packet", "review packet", id="person.packet", show=False,
    tooltip="Show the review packet: agreed, changed, outcome and evidence.",
)  # fmt: skip
HANDOFF: Final = Binding(
    "W", "handoff", "hand over", id="person.handoff", show=False,
    tooltip="Show what the next manager gets: what you two share, and nothing else.",
)  # fmt: skip
NUMBERS: Final = Binding(
    "number_sign", "numbers", "numbers", id="person.numbers", show=False,
    tooltip="Show alignment in numbers, now and over a year.",
)  # fmt: skip
PERIOD: Final = Binding(
    "d", "period", "days", id="numbers.period",
    tooltip="Count what happened between two days instead of in the last half year.",
)  # fmt: skip

NOTE_HERE: Final = Binding(
    "N", "note", "note", id="person.note_here", show=False,
    tooltip="Keep a note for the next time.",
)  # fmt: skip
READINESS: Final = Binding(
    "R", "readiness", "readiness", id="person.readiness", show=False,
    tooltip="Show evidence beyond what is expected.",
)  # fmt: skip

ROUND: Final = Binding(
    "r", "round", "round", id="person.round", show=False,
    tooltip="Open the round: both answer the same lines alone, then compare.",
)  # fmt: skip

ABOUT: Final = Binding(
    "E", "about", "form and card", id="person.about", show=False,
    tooltip="What is known of them: name, role, level, the five cadences and the card.",
)  # fmt: skip
CLOSED: Final = Binding(
    "Z", "closed", "closed", id="person.closed", show=False,
    tooltip="List what is closed, done, told or brought up; r there opens it again.",
)  # fmt: skip

SEARCH: Final = Binding(
    "slash", "app.command_palette('/')", "search", id="person.search", show=False,
    tooltip="Search for words in everything, as / does in the palette.",
)  # fmt: skip

PAGES: Final = (NOTE_HERE, ABOUT, READINESS, NUMBERS, PACKET, CLOSED, SEARCH)
"""More pages and notes reachable from a person."""

SKIP: Final = Binding(
    "s", "skip", "skip", id="person.skip", show=False,
    tooltip="Skip the next check-in and say why; everything open stays open.",
)  # fmt: skip
BOOKED: Final = Binding(
    "b", "booked", "book", id="person.booked", show=False,
    tooltip="The next check-in is booked already: say for which day; a calendar may say it, too.",
)  # fmt: skip
POSTPONE: Final = Binding(
    "z", "postpone", "postpone", id="person.postpone", show=False,
    tooltip="Move the next check-in to a later day and say why: fri because on a plane.",
)  # fmt: skip
TOUCH: Final = Binding(
    "H", "touch", "short touch", id="person.touch", show=False,
    tooltip="Note a short touch, which is no check-in; it counts as contact where e says so.",
)  # fmt: skip
AWAY: Final = Binding(
    "w", "away", "away", id="person.away", show=False,
    tooltip="Note days away, on which nothing is due: 6 jul to fri because leave.",
)  # fmt: skip
ACCEPT: Final = Binding(
    "y", "accept", "accept cadence", id="person.accept", show=False,
    tooltip="Accept the looser cadence that is proposed.",
)  # fmt: skip

INSTEAD: Final = (SKIP, POSTPONE, BOOKED)
"""Decisions made instead of holding a check-in that was prepared or begun."""

DECISIONS: Final = (*INSTEAD, TOUCH, AWAY, ACCEPT)
"""Decisions about when to meet, on any screen with a person."""


ENDS: Final = (
    Binding("f", "done", "done", id="action.done",
            tooltip="The promise is kept, or the talking point was brought up."),
    Binding("T", "told", "told", id="feedback.told", tooltip="Record that the feedback was told."),
    Binding("U", "understood", "understood", id="feedback.understood",
            tooltip="They understood the feedback: they said what it means for them."),
)  # fmt: skip
"""Keys that end points of a brief, one for each kind of end."""

DONE: Final = ENDS[0]

LEAVING: Final = (
    Binding("y", "copy", "copy", id="summary.copy",
            tooltip="Copy the text to share; without a clipboard it goes to a file."),
    Binding("w", "write", "write a file", id="summary.write",
            tooltip="Write the text to share to a file."),
    Binding("f4,ctrl+g", "editor", "editor", id="summary.editor",
            tooltip="Edit the text to share in your own editor ($VISUAL or $EDITOR)."),
)  # fmt: skip
"""Ways to share a text."""


ELSEWHERE: Final = Binding(
    "greater_than_sign", "elsewhere", "move", id="thing.elsewhere", show=False,
    tooltip="Move it to the person it belongs to; a check-in to the day on which it was.",
)  # fmt: skip
"""Moves a record that was kept in the wrong place."""

THERE: Final = Binding(
    "right", "there", "go there", id="thing.there", show=False,
    tooltip="Go to its place on the page, or to what it is about.",
)  # fmt: skip

KEPT: Final = (
    Binding("i", "change", "change", id="thing.change", show=False,
            tooltip="Change the promise, point, feedback or note: its words and its marks."),
    Binding("P", "hide_kept", "private", id="thing.private", show=False,
            tooltip="Make the promise, point, feedback or note private, or share it."),
    THERE,
)  # fmt: skip
"""What is done to a record where lines of sections are not changed."""


def shown(binding: Binding, words: str = "") -> Binding:
    """The binding shown in the key row, with shorter words if given."""
    return replace(binding, show=True, description=words or binding.description)


def hidden(binding: Binding) -> Binding:
    """The binding left out of the key row."""
    return replace(binding, show=False)


def places(scope: str, *names: str, first: int = 0) -> list[Binding]:
    """Digit keys for the places of a screen; `first` is the action's number for the first."""
    return [
        Binding(
            f"{number}", f"go({first + number - 1})", name,
            id=f"{scope}.{name.casefold().replace(' ', '_')}",
            show=False, tooltip=f"Go to {_THE.get(name, name)}.",
        )
        for number, name in enumerate(names, 1)
    ]  # fmt: skip


_THE = {
    "Actions": "the actions", "My part": "what they expect of you",
    "Notes": "the notes", "Next time": "what waits for the next time",
}  # fmt: skip

LINES: Final = [
    Binding("a,plus", "add", "add", id="person.add",
            tooltip="Write a new line in this section; with the actions in focus, an action."),
    Binding("equals_sign", "agree", "agree", id="item.agree",
            tooltip="Both agree on this line as it reads now."),
    Binding("x,exclamation_mark", "differ", "differ", id="item.they_differ",
            tooltip="They do not agree on this line; say how."),
    Binding("X", "differ_mine", "I differ", id="item.i_differ", show=False,
            tooltip="You do not agree on this line; say how."),
    Binding("space", "state", "state", id="item.state",
            tooltip="Next state: on or off track, pursuing, mitigating; or done."),
]  # fmt: skip
"""Actions on a line of a section that the key row shows."""

MORE_LINES: Final = [
    Binding("e", "edit", "edit", id="item.edit", show=False,
            tooltip="Reword what is under the cursor."),
    Binding("i", "fields", "fields", id="item.fields", show=False,
            tooltip="Open the fields of the line: success, share, cause, mitigation; or change "
            "a promise, point, feedback or note."),
    Binding("v", "mark", "mark", id="item.mark", show=False,
            tooltip="Mark the line; agree, private, close and move then act on all marked lines."),
    Binding("m", "happened", "miss", id="item.happened", show=False,
            tooltip="Note what happened: a miss and its feedback, evidence of an opportunity, "
                    "the mitigation of a risk."),
    Binding("greater_than_sign", "section", "to section", id="item.section", show=False,
            tooltip="Move the line to another section, or an action to another person; both keep "
            "the trail."),
    Binding("h", "life", "life", id="item.life", show=False,
            tooltip="Full history: wordings, agreement, misses, what became of it, by day."),
    Binding("D", "close", "close", id="item.close", show=False,
            tooltip="Close the line with an outcome; its history stays."),
    Binding("P", "private", "private", id="item.private", show=False,
            tooltip="Make the line, promise, point, feedback or note private, or share it."),
    Binding("J", "move(1)", "move down", id="item.down", show=False,
            tooltip="Move the line down in its section."),
    Binding("K", "move(0)", "move up", id="item.up", show=False,
            tooltip="Move the line up in its section."),
    Binding("S", "resync", "section holds", id="section.resync", show=False,
            tooltip="Both went through this section: agree on all but disputed and private lines."),
    Binding("M", "section_text(0)", "as text", id="section.text", show=False,
            tooltip="Edit the whole section as one text."),
    Binding("f4,ctrl+g", "section_text(1)", "editor", id="section.editor", show=False,
            tooltip="Edit the whole section in your own editor ($VISUAL or $EDITOR)."),
]  # fmt: skip
"""Further actions on a line, or on a whole section."""

RISKY: Final = frozenset(
    {"person.archive", "item.close", "action.drop", "action.done", "actions.done"}
    | {"feedback.told", "feedback.understood", "untold.told", "item.state", "item.agree"}
    | {"section.resync", "person.accept", "item.private", "thing.private", "notebook.hide"}
    | {
        "notebook.undo",
        "notebook.redo",
        "screen.back",
        "summary.copy",
        "summary.write",
        "import.take_in",
    }
    | {"round.agree", "round.theirs", "round.mine", "round.look", "round.drop"}
    | {"recovery.restore", "closed.reopen", "changes.keep", "drafts.drop", "handoff.leave_out"}
)
"""Bindings that archive, close, agree, reveal, undo or quit: pasted keys never run them."""
