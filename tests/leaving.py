"""All texts that leave, and all that is shown while private things are hidden."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from aligntui.domain.brief import brief
from aligntui.domain.events import differences
from aligntui.domain.glance import overview
from aligntui.domain.numbers import over_time
from aligntui.domain.privacy import guarded_on, leaving, shared, shared_on
from aligntui.domain.review import packet
from aligntui.text import across
from aligntui.text.brief import brief_lines
from aligntui.text.exports import tables
from aligntui.text.handoff import handed_over, handoff_text
from aligntui.text.json_shapes import due_row
from aligntui.text.numbers import number_lines
from aligntui.text.packet import full_record, packet_lines, packet_shape
from aligntui.text.past import difference_lines, history_lines
from aligntui.text.person_markdown import written
from aligntui.text.readiness import readiness_lines
from aligntui.text.record import due_after, shared_text
from aligntui.text.round_file import asked_of, round_file
from aligntui.text.round_outcome import outcome
from aligntui.text.round_words import compared_lines, round_shape, stands
from aligntui.text.sheet import closed_lines, person_lines, show_shape
from aligntui.text.timeline import entries, entry_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from aligntui.domain.person import Person


def leaving_texts(person: Person, start: date, today: date, *then: date) -> dict[str, str]:
    """All that leaves, and what is shown while private things are hidden, of today and of then."""
    texts = texts_of(person, shared(person), start, today)
    for day in then:
        past = texts_of(guarded_on(person, day), shared_on(person, day), start, day)
        texts |= {f"{name} of {day}": text for name, text in past.items()}
    hidden = shared(person)
    at = datetime.combine(today, time(12), UTC)
    for each in hidden.rounds:
        texts[f"stands {each.number}"] = _text(stands(hidden, each, today))
        texts[f"compared {each.number}"] = _text(compared_lines(hidden, each, today))
        texts[f"JSON of round {each.number}"] = _json(round_shape(hidden, each))
    for each in person.rounds:
        texts[f"round {each.number}"] = round_file(person, each)
        if each.ready_on:
            texts[f"outcome {each.number}"] = outcome(person, each, at)
    for day in (start, *then):
        changes = differences(hidden, day, today)
        texts[f"difference since {day}"] = _text(
            difference_lines(hidden, changes, day, today, today)
        )
    due = overview(person).without_private()
    return texts | {
        "JSON of the sheet": _json(show_shape(hidden, today, {})),
        "readiness": _text(readiness_lines(hidden, today)),
        "numbers": _text(number_lines("x", over_time(hidden, today, None), ascii_only=True)),
        "concerns": _text(
            across.list_lines(
                across.concern_line(e, today) for e in across.concerns([hidden], today)
            )
        ),
        "disputes": _text(
            across.list_lines(across.dispute_line(e, today) for e in across.disputes([hidden]))
        ),
        "due": _json(due_row(due, today, hide=True)),
        "life": _text(
            line
            for each in (*hidden.items, *hidden.records)
            for line in history_lines(hidden, each.handle, today)
        ),
    }


def texts_of(guarded: Person, hidden: Person, start: date, today: date) -> dict[str, str]:
    """The texts of one day: of what may leave of somebody, and of what is shown of them."""
    found, may = packet(guarded, start, today), leaving(guarded)
    glance = overview(guarded)
    shape = packet_shape(found) | {"left_out": 0, "never_told": 0}
    return {
        **{
            f"minutes {each.handle}": shared_text(
                guarded, each.handle, due_after(guarded, each.handle, glance, today)
            )
            for each in [each for each in guarded.check_ins if each.held][-2:]
        },
        "packet": _text((*packet_lines(found), *full_record(found))),
        "hidden packet": _text(full_record(packet(hidden, start, today, hide=True))),
        "JSON": _json(shape),
        "handoff": handoff_text(handed_over(guarded, start), today),
        "round": "\n".join(each.whole for each in asked_of(guarded)),
        "Markdown": written(may, {}),
        "tables": "\n".join(tables([may], {}).values()),
        "sheet": _text(person_lines(hidden, today)),
        "closed": _text(closed_lines(hidden, today, hide=True)),
        "brief": _text(brief_lines(hidden, brief(hidden, today), today, whole=True, hide=True)),
        "timeline": _text(_timeline(hidden, today)),
    }


def _json(shape: Any) -> str:
    return json.dumps(shape, default=str, indent=0, ensure_ascii=False)


def _text(lines: Any) -> str:
    return "\n".join(lines)


def stable_texts(person: Person, start: date, today: date) -> dict[str, str]:
    """What is read of a person at the end of a day."""
    found = packet(person, start, today)
    met = [each.handle for each in person.check_ins if each.held and each.on == today]
    return {
        **{f"minutes {handle}": shared_text(person, handle, None) for handle in met},
        "packet": _text((*packet_lines(found), *full_record(found))),
        "sheet": _text(person_lines(person, today)),
        "closed": _text(closed_lines(person, today, hide=False)),
        "timeline": _text(_timeline(person, today)),
        "brief": _text(brief_lines(person, brief(person, today), today, whole=True)),
    }


def _timeline(person: Person, today: date) -> Iterator[str]:
    for each in entries(person, today, None):
        yield from entry_lines(each, today)
