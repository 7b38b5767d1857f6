"""A year of check-ins held through the commands, beside a plain model of what was entered."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random
from typing import Any

from aligntui.cli import asked
from aligntui.domain.overview import Sort, arranged
from aligntui.notebook import Notebook
from aligntui.store.durable import DurableStore
from tests.cli.conftest import TODAY, Shell
from tests.cli.year import answers
from tests.cli.year.plain import LETTERS, Plain, Row
from tests.cli.year.writer import OFTEN, Writer

SEED = 2
FIRST_DAY = date(2026, 1, 5)
WEEKS = 52
CLOCKS = {"focus": 28, "expectations": 56, "opportunities": 84, "risks": 42}
CALENDAR = {"meet", "skip", "postpone", "away"}
OF_THE_MODEL = {
    *(
        "how",
        "misses",
        "first_agreed_on",
        "worded_on",
        "differs_since",
        "off_since",
        "opened_on",
        "wordings",
    ),
}
KINDS = (
    *("new", "changed", "resolved", "note", "focus", "received", "win"),
    *("promise", "corrective", "praise", "told", "talking_point"),
    *("difference", "off_track", "dimmed", "risk"),
    *("their_promise", "their_point", "section"),
)
"""Where the two were, what I have to say, what is in a bad way, what I have to ask."""

BESIDE = {
    "kept_notes": "notes",
    "wins": "wins",
    "talking_points": "points",
    "actions": "actions",
    "feedback": "feedback",
}
"""The fields of a check-in in the timeline, and the tables of the model."""
WORDED = {"text", "owner", "by", "private"}
EDITED = ("reworded", "owner", "made", "moved")
LEAD, LED, BELOW = "Grace Wu", "Ada Novak", "Bo Carr"
CLOSE = {LED: range(10, 15), BELOW: range(20, 25)}
"""The weeks in which somebody is met every three days."""


def test_a_year_reads_as_it_was_entered(shell: Shell) -> None:
    year = Year(shell)
    for number in range(WEEKS):
        year.write_down(number)
        today = FIRST_DAY + timedelta(7 * number + 6)
        with year.reading() as notebook:
            if number % 2:
                check_team(year, today)
                check_told(year, today)
                check_turns(year, notebook, today)
            for plain in year.people:
                check_brief(year, plain, today)
                if number % 4 == 3:
                    check_sections(year, plain, today)
                    check_timeline(year, plain, today)
                    check_minutes(year, plain, today)
                    check_numbers(year, plain, today)
    with year.reading():
        for plain in year.people:
            check_histories(year, plain)
        check_below(year)
    done = set.union(*(writer.done for writer in year.writers))
    assert done == {name for name, _ in OFTEN} | CALENDAR


class Year:
    """Four people, who writes about two of them, and the questions that are asked."""

    def __init__(self, shell: Shell) -> None:
        self.shell, self.chance = shell, Random(SEED)
        self.people = [
            Plain(LEAD, "report", 14, CLOCKS, FIRST_DAY),
            Plain("Mira Sundqvist", "manager", 7, CLOCKS, FIRST_DAY),
            Plain(LED, "skip", 28, CLOCKS, FIRST_DAY),
            Plain(BELOW, "skip", 28, CLOCKS, FIRST_DAY),
        ]
        self.writers = [Writer(shell, plain, self.chance) for plain in self.people[:2]]
        self.said: dict[str, dict[date, str]] = {LED: {}, BELOW: {}}
        """What is said at the meetings with somebody, by day."""
        for plain in self.people:
            most = f", at most {plain.most}" if plain.most > plain.every else ""
            words = ["--cadence", f"every {plain.every} days{most}"]
            for section, days in CLOCKS.items():
                words += [f"--{section}-cadence", f"every {days} days"]
            words += ["--touches", "count"] if plain.touches else []
            words += ["--reports-to", LEAD] if plain.relation == "skip" else []
            on = ("--relation", plain.relation, "--on", str(FIRST_DAY))
            shell.say("add", plain.name, *words, *on)

    def write_down(self, week: int) -> None:
        """Five working days, on which this and that is written down and somebody is met."""
        for day in (FIRST_DAY + timedelta(7 * week + weekday) for weekday in range(5)):
            self.clock(day)
            for writer in self.writers:
                for _ in range(self.chance.choice((0, 0, 1, 1, 2))):
                    writer.something(day)
                self.calendar(writer, day)
        for plain in self.people[2:]:
            close, seldom = CLOSE[plain.name], (week + len(plain.name)) % 5
            if plain.name == BELOW:
                self.often(plain, week)
            for day in (FIRST_DAY + timedelta(7 * week + weekday) for weekday in range(7)):
                if (day - FIRST_DAY).days % 3 == 0 if week in close else day.weekday() == seldom:
                    self.meet(plain, day)

    def often(self, plain: Plain, week: int) -> None:
        """For some weeks somebody is to be met every three days; they end by themselves."""
        weeks = CLOSE[plain.name]
        if week == weeks.start:
            begins, ends = (FIRST_DAY + timedelta(7 * at) for at in (weeks.start, weeks.stop))
            until = ends - timedelta(1)
            often = f"every 3 days until {until} because a launch then every 28 days"
            self.shell.say("edit", plain.name, "--cadence", often, "--on", str(begins))
        plain.every = plain.most = 3 if week in weeks else 28

    def clock(self, day: date) -> None:
        """It is this day, or an earlier one told on the day on which the tests stand still."""
        self.shell.monkeypatch.setattr(asked, "local_day", lambda: max(TODAY, day))

    def meet(self, plain: Plain, day: date) -> None:
        """Meet a skip-level; with one of them focus is gone through."""
        self.clock(day)
        words = ["checkin", plain.name, "--on", str(day)]
        if plain.name == LED:
            plain.resync("focus", day)
            words += ["--resync", "focus"]
        plain.meeting(day, "held", resynced=["focus"] if plain.name == LED else [])
        self.said[plain.name][day] = self.shell.run(*words).err
        plain.keep(day)

    def calendar(self, writer: Writer, day: date) -> None:
        """Meet when it is due or later; sometimes it is left out, put off, or somebody is away."""
        late, drawn = (day - answers.due_on(writer.plain)).days, self.chance.random()
        met = bool(writer.plain.held())
        if met and drawn < 0.02:
            writer.do(day, "away")
        elif late >= 0 and met and drawn < 0.16:
            writer.do(day, "skip" if drawn < 0.09 else "postpone")
        elif late >= 0 and drawn < 0.8:
            writer.do(day, "meet")

    @contextmanager
    def reading(self) -> Iterator[Notebook]:
        """Nothing is written meanwhile, and the questions share one opening of the store."""
        notebook = Notebook(DurableStore(self.shell.store))
        with self.shell.monkeypatch.context() as patch:
            patch.setattr(asked.Asked, "notebook", notebook)
            yield notebook
        notebook.close()

    def ask(self, today: date, *words: str) -> Any:
        """The answer to a question of this day."""
        self.clock(today)
        return self.shell.json(*words, "--on", str(today))


def check_team(year: Year, today: date) -> None:
    """Who is due by how much, and what is open across the team."""
    in_order = sorted(year.people, key=lambda plain: answers.urgency(plain, today))
    rows = [answers.due(plain, today) for plain in in_order]
    found = year.ask(today, "due", "--all")
    for row in found:
        row["sections"] = {name: each["state"] for name, each in row["sections"].items()}
    assert only(found, rows) == as_json(rows)
    check_words(year, in_order, today)
    questions = {
        "concerns": answers.concerns,
        "actions": answers.actions,
        "untold": answers.untold,
        "differences": answers.differences,
    }
    for command, answer in questions.items():
        said = year.ask(today, command)
        expected = as_json([row for plain in year.people for row in answer(plain, today)])
        assert sorted(only(said, expected), key=whose) == sorted(expected, key=whose), command
        if command not in ("actions", "concerns"):
            assert [row["on"] for row in said] == sorted(row["on"] for row in said), command


def check_words(year: Year, in_order: list[Plain], today: date) -> None:
    """The row of each person in words, where `ok` stands only for what is."""
    head, *rows = year.shell.run("due", "--all", "--on", str(today)).out.splitlines()
    first, last = head.index("FOCUS"), head.index("ACTS")
    for plain, row in zip(in_order, rows, strict=True):
        words = [answers.section_word(plain, section, today) for section in LETTERS]
        assert row[first:last].split() == words


def check_told(year: Year, today: date) -> None:
    """All that was told, the newest first."""
    said = year.ask(today, "untold", "--told")
    expected = as_json([row for plain in year.people for row in answers.told(plain)])
    assert sorted(only(said, expected), key=whose) == sorted(expected, key=whose)
    days = [row["told_on"] for row in said]
    assert days == sorted(days, reverse=True)


def check_turns(year: Year, notebook: Notebook, today: date) -> None:
    """Skip-levels stand on the first screen in turns."""
    shown = arranged(notebook.people(), today, Sort.URGENCY)
    expected = answers.turns(year.people, today)
    assert [o.name for o in shown if o.relation == "skip"] == [plain.name for plain in expected]


def check_brief(year: Year, plain: Plain, today: date) -> None:
    """What has to be known before the next check-in, in its order."""
    said, expected = year.ask(today, "prep", plain.name), answers.brief(plain, today)
    undated = {(kind, what) for kind, what, since, _ in expected if since is None}
    found = []
    for point in said:
        kind, what = point["kind"], point["handle"] or point["section"]
        since = None if (kind, what) in undated else date.fromisoformat(point["since"])
        found.append((kind, what, since, point["times"]))
    assert sorted(found, key=str) == sorted(expected, key=str)
    order = [KINDS.index(point["kind"]) for point in said]
    assert order == sorted(order)


def check_sections(year: Year, plain: Plain, today: date) -> None:
    """Each open line with all that is known of it, and what is open beside them."""
    shown, now = year.ask(today, "show", plain.name), plain.now
    for section in LETTERS:
        expected = [_item(plain, item) for item in plain.open_items(section)]
        for item, like in zip(shown["sections"][section], expected, strict=True):
            item["misses"] = only(item["misses"], like["misses"])
            item["wrong"] = only(item["wrong"], like["wrong"])
            item["shares"] = only(item["shares"], like["shares"])
            item["evidence"] = only(item["evidence"], like["evidence"])
            assert {key: item[key] for key in like} == as_json(like)
        for item in plain.open_items(section)[:1]:
            check_wordings(year, plain, today, item)
    kept = {
        "actions": [a for a in now["actions"].values() if answers.is_open(a)],
        "talking_points": [p for p in now["points"].values() if not p["raised_on"]],
        "feedback": [f for f in now["feedback"].values() if answers.is_untold(f)],
        "received_feedback": [f for f in now["feedback"].values() if f["kind"] == "received"],
        "notes": list(now["notes"].values()),
        "wins": list(now["wins"].values()),
    }
    assert {name: only(shown[name], rows) for name, rows in kept.items()} == as_json(kept)


def check_wordings(year: Year, plain: Plain, today: date, item: Row) -> None:
    """Who proposed each wording of a line, and why."""
    history = year.ask(today, "history", plain.name, item["handle"])
    worded = [each for each in history if each["words"].startswith(("written", "reworded"))]
    said = [[each["on"], each["by"], each["because"]] for each in worded]
    assert said == [list(as_json(list(wording))) for wording in item["wordings"]]


def _item(plain: Plain, item: Row) -> Row:
    """An open line as it has to be shown."""
    told = {None: None} | {f["handle"]: f["told_on"] for f in plain.now["feedback"].values()}
    said = [item["how"][who] for who in ("theirs", "mine") if who in item["how"]]
    return {
        **{key: value for key, value in item.items() if key not in OF_THE_MODEL},
        "agreement": answers.agreement(item),
        "how": " / ".join(said) or None,
        "misses": [{**miss, "told_on": told[miss["feedback"]]} for miss in item["misses"]],
    }


def check_timeline(year: Year, plain: Plain, today: date) -> None:
    """Each check-in with what changed since the one before it; and what changed after the last."""
    timeline = year.ask(today, "timeline", plain.name)[::-1]
    since: date | None = None
    for meeting in plain.now["meetings"].values():
        row = timeline.pop(0)
        assert {key: row[key] for key in meeting} == as_json(meeting)
        if meeting["kind"] == "touch":  # no check-in: what changed belongs to the next one
            assert changes(row) == []
            continue
        assert changes(row) == answers.became(plain, since, meeting["on"])
        then = plain.as_of(meeting["on"])
        for shown, table in BESIDE.items():
            for each in row[shown]:  # as it was worded then; how it ended may be of a later day
                was = as_json(then[table][each["handle"]])
                assert {key: each[key] for key in was.keys() & WORDED} == {
                    key: was[key] for key in was.keys() & WORDED
                }
        since = meeting["on"]
    later = answers.became(plain, since, today)
    assert all(changes(row) or any(row[key] for key in BESIDE) for row in timeline)
    assert [changes(row) for row in timeline if changes(row)] == ([later] if later else [])


def check_minutes(year: Year, plain: Plain, today: date) -> None:
    """What the last two that were held came to."""
    held = [m for m in plain.now["meetings"].values() if m["kind"] == "held"]
    for meeting in held[-2:]:
        said = year.ask(today, "minutes", plain.name, meeting["handle"], "--all")
        expected = answers.minutes(plain, meeting["handle"])
        assert changes(said) == expected.pop("changes")
        assert {key: only(said[key], rows) for key, rows in expected.items()} == as_json(expected)
        assert (said["notes"], said["resynced"]) == (meeting["notes"], meeting["resynced"])
        assert said["next_by"] == (as_json(answers.due_on(plain)) if meeting is held[-1] else None)


def check_numbers(year: Year, plain: Plain, today: date) -> None:
    """The meetings in the last ten weeks, and how long feedback waited that was told in them."""
    first = max(today - timedelta(70), plain.added)
    said = year.ask(today, "show", plain.name, "--numbers", "--since", str(first))
    assert said["check_ins_held"] == sum(day >= first for day in plain.held())
    told = [f["told_on"] for f in plain.now["feedback"].values() if f["told_on"]]
    assert said["told"] == sum(day >= first for day in told)


def check_histories(year: Year, plain: Plain) -> None:
    """Each event says when it was recorded, if its day was over by the clock; and each edit is one.

    What was corrected on the day it was written is none.
    """
    for kind in ("items", *BESIDE.values()):
        for handle in plain.now[kind]:
            events = year.ask(FIRST_DAY + timedelta(7 * WEEKS), "history", plain.name, handle)
            for event in events:
                over = date.fromisoformat(event["on"]) < TODAY
                assert event.get("recorded_on") == (str(TODAY) if over else None), (handle, event)
            if kind == "items":
                continue
            said = [(date.fromisoformat(event["on"]), event["words"]) for event in events]
            said = [(on, "moved" if words.startswith("moved") else words) for on, words in said]
            edited = [each for each in said if each[1].startswith(EDITED)]
            assert sorted(edited) == sorted(answers.edits(plain, kind, handle)), handle


def check_below(year: Year) -> None:
    """Whose team they are in; what is closer than weekly for four weeks is told once.

    With one that is focus; with the other the meetings, as they were meant to be that close.
    """
    rows = {row["name"]: row["reports_to"] for row in year.shell.json("list")}
    mine = {LEAD: None, "Mira Sundqvist": None}
    assert list(rows.items()) == list({LED: LEAD, BELOW: LEAD, **mine}.items())
    for plain, met in zip(year.people[2:], ("gone through focus", "met"), strict=True):
        told = {day: words for day, words in year.said[plain.name].items() if words}
        expected = answers.told_as_close(plain.held())
        assert len(expected) == 1
        assert told.keys() == expected.keys()
        for day, since in expected.items():
            first = f"{since.day} {since:%b}"
            words = f"you and {plain.name} have {met} more often than weekly since {first}: "
            assert told[day].startswith(words)


def changes(row: Row) -> list[tuple[str, str, str]]:
    """Handle, what became of it and its words, of each change."""
    return [(each["handle"], each["kind"], each["text"]) for each in row["changes"]]


def whose(row: Row) -> tuple[str, str, int]:
    """The order in which the rows of either side are compared."""
    return row["name"], row["handle"][0], int(row["handle"][1:])


def only(rows: list[Row], like: list[Row]) -> list[Row]:
    """Of each row only the fields that the model knows of."""
    keys = set(like[0]) if like else set()
    return [{key: row[key] for key in keys} for row in rows]


def as_json(value: Any) -> Any:
    """Days as they are written in JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: as_json(each) for key, each in value.items()}
    return [as_json(each) for each in value] if isinstance(value, list) else value
