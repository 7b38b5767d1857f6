"""The `due` command, which reads only the summary: a prompt or status bar can call it often."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from aligntui.cli import output
from aligntui.cli.parser import arg, command
from aligntui.domain.due import DueState, soon
from aligntui.domain.naming import called
from aligntui.domain.overview import Overview, by_urgency
from aligntui.domain.section import Section
from aligntui.text.table import table
from aligntui.text.words import (
    ago,
    booked_words,
    day_words,
    late,
    mark,
    section_word,
    unrecorded_words,
    untold_words,
)

if TYPE_CHECKING:
    from aligntui.cli.asked import Asked

_SPOKEN = (
    "", "name", "check-in", "last", "focus", "expectations", "opportunities", "risks",
    "actions yours/theirs", "not told",
)  # fmt: skip
_COLUMNS = ("", "NAME", "CHECK-IN", "LAST", "FOCUS", "EXPCT", "OPPTY", "RISKS", "ACTS", "UNTOLD")
_FORMATS = ("text", "json", "tmux")


@command(
    "due",
    arg("--by DATE", "everybody due by that day; default: within a week, and first check-ins"),
    arg("--all", "everybody"),
    arg("--exit-code", "exit with 1 when somebody is overdue"),
    arg("--format F", "tmux is one short line", metavar=None, choices=_FORMATS, default="text"),
)
def _due(asked: Asked) -> int:
    options = asked.options
    everybody = by_urgency(_active(asked), asked.today)
    until = asked.day(options.by) or _usual(asked)
    chosen = [o for o in everybody if options.all or _is_listed(o, asked, until)]
    if asked.json or options.format == "json":
        from aligntui.text.json_shapes import due_row

        output.say_json([due_row(each, asked.today, hide=asked.hide) for each in chosen])
    elif options.format == "tmux":
        _say_short(chosen, asked, until, _met_next(everybody, asked))
    else:
        asked.tell_of_the_past()
        _say_table(chosen, asked, of=len(everybody))
        _propose(everybody, asked)
    overdue = any(o.due(asked.today).overdue for o in everybody)
    return output.NO if options.exit_code and overdue else output.DONE


def _usual(asked: Asked) -> date:
    """The last due day to list when none was given."""
    return asked.today if _is_mailed(asked) else soon(asked.today)


def _is_mailed(asked: Asked) -> bool:
    """True for a quiet table: mailed every morning, it lists only what is due today or late."""
    return asked.options.quiet and asked.options.format == "text" and not asked.json


def _active(asked: Asked) -> tuple[Overview, ...]:
    everybody = asked.notebook.people()
    if asked.in_the_past:
        everybody = tuple(map(asked.notebook.glance, asked.everybody))
    here = (o for o in asked.configured.booked(everybody) if o.archived is None)
    return tuple(overview.without_private() if asked.hide else overview for overview in here)


def _is_listed(overview: Overview, asked: Asked, until: date) -> bool:
    """Without a day that was asked for, whoever stands under a heading of due in the app."""
    if asked.options.by or _is_mailed(asked):
        return _is_due(overview, asked, until)
    return overview.due(asked.today).state not in {DueState.ON_TRACK, DueState.PAUSED}


def _is_due(overview: Overview, asked: Asked, until: date) -> bool:
    # somebody away is due only on a day that was asked for
    due = overview.due(asked.today)
    back = due.back_on
    return due.due_on <= until and (back is None or bool(asked.options.by and back <= until))


def _met_next(everybody: tuple[Overview, ...], asked: Asked) -> str:
    """Who is met next today by the calendar, and when, where the settings allow a name."""
    starts = [(o.booked_at, o.name) for o in everybody if o.booked_at]
    today = [each for each in starts if each[0].date() == asked.today]
    if not today or not asked.configured.chosen.names:
        return ""
    start, name = min(today)
    return f"{start:%H:%M} {called(name, (o.name for o in everybody))}"


def _say_short(chosen: list[Overview], asked: Asked, until: date, first: str) -> None:
    late_ones = sum(o.due(asked.today).overdue for o in chosen)
    due_ones = sum(_is_due(o, asked, until) for o in chosen)
    when = f"by {day_words(until, asked.today)}" if asked.options.by else "this week"
    counts = ((late_ones, "overdue"), (due_ones - late_ones, when))
    counted = [f"{count} {words}" for count, words in counts if count]
    words = ", ".join([*filter(None, [first]), *counted])
    if words:
        output.say(words)


def _say_table(chosen: list[Overview], asked: Asked, *, of: int) -> None:
    # the count of untold feedback includes private feedback
    shown = len(_COLUMNS) - asked.hide
    rows = [_row(overview, asked.today)[:shown] for overview in chosen]
    if rows:
        output.say_all(table(rows, (_SPOKEN if asked.plain else _COLUMNS)[:shown]))
    elif of:
        output.narrate("nobody is due; 'aligntui due --all' shows everybody")
    else:
        output.narrate(asked.nobody)


def _propose(everybody: tuple[Overview, ...], asked: Asked) -> None:
    for overview in everybody:
        for proposal in overview.proposals(asked.today):
            from aligntui.text.summaries import accepting, proposal_words

            words = proposal_words(proposal, asked.today, hide=asked.hide)
            output.narrate(f"{overview.name}: {words}; {accepting(proposal, overview.name)}")


def _row(overview: Overview, today: date) -> tuple[str, ...]:
    due = overview.due(today)
    sections = (section_word(overview.section(section, today)) for section in Section)
    booked = (booked_words(overview, today), unrecorded_words(overview, today))
    return (
        mark(due),
        overview.name,
        ", ".join(filter(None, (late(due, today), *booked))),
        ago(overview.last_check_in, today),
        *sections,
        f"{overview.actions_mine}/{overview.actions_theirs}",
        untold_words(overview.untold, overview.untold_since, today),
    )
