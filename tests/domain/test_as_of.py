"""As of any day: the past that is read equals the past that was, replayed change by change."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from operator import itemgetter
from random import Random
from typing import Any

import pytest

from aligntui.domain.commands.agreement import Agree, Differ
from aligntui.domain.commands.command import Command
from aligntui.domain.commands.entries import AddEvidence, NoteMiss
from aligntui.domain.commands.follow_up import EndKept
from aligntui.domain.commands.items import AddItem, CloseItem, EditItem, RewordItem
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.notes import AddAction, AddFeedback, AddNote, AddTalkingPoint, AddWin
from aligntui.domain.commands.people import AddPerson
from aligntui.domain.details import Risk, RiskState
from aligntui.domain.events import differences
from aligntui.domain.glance import overview
from aligntui.domain.identity import Handle
from aligntui.domain.notes import End, FeedbackKind
from aligntui.domain.person import Person
from aligntui.domain.section import Section
from aligntui.text.across import disputes, promises, untold
from aligntui.text.sheet import show_shape
from tests.benchmarks.made_up import LAST_DAY, people
from tests.benchmarks.stores import SIZES
from tests.people import INES, OPPORTUNITIES, RISKS, after, expectation, focus

TODAY = date(2026, 6, 29)
MITIGATED = Risk(state=RiskState.MITIGATING)
Event = tuple[date, str, str, dict[str, Any]]
"""A day, a table, a handle, and what was true from then on."""


@cache
def typical() -> tuple[Person, ...]:
    return tuple(people(SIZES["typical"], "typical"))


def random_days(count: int) -> list[date]:
    chance = Random("days")
    return [LAST_DAY - timedelta(days=chance.randint(0, 800)) for _ in range(count)]


def log(person: Person) -> list[Event]:
    """Every change that the person went through, in order of day."""
    return sorted([*_events(person), *_promised(person)], key=itemgetter(0))


def _events(person: Person) -> Iterator[Event]:
    for item in person.items:
        for revision in item.revisions:
            fields = {
                "section": item.section.value,
                "text": revision.text,
                "state": revision.details.state,
                "mine": revision.mine.view.value,
                "theirs": revision.theirs.view.value,
                "outcome": revision.outcome,
                "private": revision.private,
                "on": revision.on,
            }
            yield revision.on, "items", item.handle, fields
    for check_in in person.check_ins:
        yield check_in.on, "check_ins", check_in.handle, {"notes": check_in.notes}
    for note in person.notes:
        yield note.on, "notes", note.handle, {"text": note.text}
    for win in person.wins:
        yield win.on, "wins", win.handle, {"text": win.text, "owner": win.owner}


def _promised(person: Person) -> Iterator[Event]:
    for action in person.actions:
        yield action.made_on, "actions", action.handle, {"text": action.text, "done": False}
        if action.done_on:
            yield action.done_on, "actions", action.handle, {"done": True}
    for each in person.feedback:
        yield each.noted_on, "feedback", each.handle, {"text": each.text, "told": False}
        if each.told_on:
            yield each.told_on, "feedback", each.handle, {"told": True}
    for point in person.talking_points:
        yield point.added_on, "points", point.handle, {"text": point.text, "raised": False}
        if point.raised_on:
            yield point.raised_on, "points", point.handle, {"raised": True}


Model = dict[str, dict[str, dict[str, Any]]]


def replayed(events: list[Event], day: date) -> Model:
    """What the log comes to at the end of a day."""
    model: Model = {}
    for on, table, handle, fields in events:
        if on <= day:
            model.setdefault(table, {}).setdefault(handle, {}).update(fields)
    return model


def as_shown(person: Person, day: date) -> Model:
    """The same out of what `show --on` prints."""
    shown = show_shape(person.as_of(day), day, {})
    items = [item for section in shown["sections"].values() for item in section]
    fields = ("section", "text", "state", "mine", "theirs", "outcome", "private", "on")
    found = {
        "items": {i["handle"]: {name: i[name] for name in fields} for i in items},
        "actions": {a["handle"]: {"text": a["text"], "done": False} for a in shown["actions"]},
        "feedback": {f["handle"]: {"text": f["text"], "told": False} for f in shown["feedback"]},
        "points": {
            p["handle"]: {"text": p["text"], "raised": False} for p in shown["talking_points"]
        },
        "check_ins": {c["handle"]: {"notes": c["notes"]} for c in shown["check_ins"]},
        "notes": {n["handle"]: {"text": n["text"]} for n in shown["notes"]},
        "wins": {w["handle"]: {"text": w["text"], "owner": w["owner"]} for w in shown["wins"]},
    }
    return {table: rows for table, rows in found.items() if rows}


def still_open(model: Model) -> Model:
    """What is shown of a model: nothing that has ended."""
    ended = ("outcome", "done", "told", "raised")
    return {
        table: kept
        for table, rows in model.items()
        if (kept := {h: f for h, f in rows.items() if not any(f.get(name) for name in ended)})
    }


def test_a_typical_store_shows_on_200_days_what_its_log_comes_to() -> None:
    everybody = [(person, log(person)) for person in typical()]
    chance = Random("who")
    for day in random_days(200):
        person, events = chance.choice(everybody)
        assert as_shown(person, day) == still_open(replayed(events, day)), (person.name, day)


def test_team_lists_of_a_day_are_those_of_the_log() -> None:
    logs = {person.name: log(person) for person in typical()}
    for day in random_days(20):
        then = [person.as_of(day) for person in typical()]
        models = {name: still_open(replayed(events, day)) for name, events in logs.items()}
        for found, table in ((promises(then, day), "actions"), (untold(then), "feedback")):
            handles = sorted((who.name, each.handle) for who, each in found)
            assert handles == sorted((n, h) for n, m in models.items() for h in m.get(table, {}))
        differing = sorted((each.person.name, each.item.handle) for each in disputes(then))
        assert differing == sorted(
            (name, handle)
            for name, model in models.items()
            for handle, fields in model.get("items", {}).items()
            if "differ" in (fields["mine"], fields["theirs"])
        )


def test_the_glance_of_a_day_knows_nothing_of_later_days() -> None:
    for day in random_days(20):
        for person in typical():
            met = [check_in.on for check_in in person.check_ins if check_in.on <= day]
            assert overview(person.as_of(day)).last_check_in == max(met, default=None)


def test_the_difference_of_any_two_days_is_told_by_the_logs() -> None:
    chance = Random("two")
    days = random_days(100)
    for since, until in zip(days, reversed(days), strict=True):
        since, until = sorted((since, until))  # noqa: PLW2901
        person = chance.choice(typical())
        past, now = (replayed(log(person), day).get("items", {}) for day in (since, until))
        told = {d.item.handle: d for d in differences(person, since, until)}
        words = {handle: fields["text"] for handle, fields in now.items()}
        before = {handle: fields["text"] for handle, fields in past.items()}
        assert {h for h, text in words.items() if before.get(h) != text} <= set(told)
        for handle, difference in told.items():
            assert difference.after.text == words[handle]
            assert (difference.before and difference.before.text) == before.get(handle)


STORY: tuple[tuple[int, Command], ...] = tuple(
    (ago, make(TODAY - timedelta(days=ago)))
    for ago, make in (
        (90, lambda on: AddPerson(name="Ines Okafor", on=on, person=INES)),
        (80, lambda on: expectation("Raises a slip", on)),
        (80, lambda on: focus("Ship it", on)),
        (80, lambda on: AddItem(person=INES, section=RISKS, text="Late nights", on=on)),
        (80, lambda on: AddItem(person=INES, section=OPPORTUNITIES, text="Lead it", on=on)),
        (80, lambda on: RecordCheckIn(person=INES, on=on, sections=frozenset(Section))),
        (70, lambda on: AddAction(person=INES, text="Send the ladder", on=on)),
        (70, lambda on: NoteMiss(person=INES, handle=Handle("E1"), text="Slipped", on=on)),
        (60, lambda on: EndKept(end=End.TOLD, person=INES, handle=Handle("B1"), on=on)),
        (60, lambda on: AddEvidence(person=INES, handle=Handle("O1"), text="Led two", on=on)),
        (50, lambda on: RewordItem(person=INES, handle=Handle("E1"), text="Says so", on=on)),
        (50, lambda on: Differ(person=INES, handle=Handle("F1"), how="too soon", on=on)),
        (40, lambda on: RecordCheckIn(person=INES, on=on, sections=frozenset({RISKS}))),
        (40, lambda on: EndKept(end=End.DONE, person=INES, handle=Handle("A1"), on=on)),
        (30, lambda on: Agree(person=INES, handles=(Handle("E1"), Handle("F1")), on=on)),
        (30, lambda on: AddFeedback(person=INES, text="Calm", kind=FeedbackKind.PRAISE, on=on)),
        (20, lambda on: EditItem(person=INES, handle=Handle("R1"), details=MITIGATED, on=on)),
        (20, lambda on: AddTalkingPoint(person=INES, text="How is the load?", on=on)),
        (10, lambda on: CloseItem(person=INES, handle=Handle("O1"), on=on)),
        (10, lambda on: AddWin(person=INES, text="Cut the deploy", on=on)),
        (10, lambda on: AddNote(person=INES, text="Wants to mentor", on=on)),
    )
)


@pytest.mark.parametrize("ago", sorted({ago for ago, _ in STORY}))
def test_a_story_cut_short_is_the_whole_story_as_of_that_day(ago: int) -> None:
    whole, cut = told(STORY), told(step for step in STORY if step[0] >= ago)
    then = whole.as_of(TODAY - timedelta(days=ago))
    for table in (
        "items", "check_ins", "resyncs", "actions", "feedback", "talking_points", "notes",
        "wins",
    ):  # fmt: skip
        assert getattr(then, table) == getattr(cut, table), table


def told(steps: Iterable[tuple[int, Command]]) -> Person:
    """The person after all that was done."""
    (_, first), *others = steps
    return after(first.apply(None), *(command for _, command in others))
