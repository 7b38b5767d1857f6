"""Who is due."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.cli.conftest import HIDDEN, Shell, once


@pytest.fixture
@once
def team(shell: Shell) -> Shell:
    """Four people: overdue, never met, due on Wednesday, on track."""
    for name in ("Priya Raman", "Grace Wu", "Ben Asante", "Dana Lindqvist"):
        on = "2026-06-19" if name == "Grace Wu" else "2026-04-01"
        shell.say("add", name, "--on", on)
    for name, day in (("priya", "2026-05-27"), ("ben", "2026-06-17"), ("dana", "2026-06-24")):
        shell.say("checkin", name, "--on", day)
    return shell


def test_the_most_urgent_stand_first(team: Shell) -> None:
    assert team.say("due").splitlines() == [
        "    NAME         CHECK-IN  LAST  FOCUS  EXPCT  OPPTY  RISKS  ACTS  UNTOLD",
        "!!  Priya Raman  19d late  33d   new    new    new    new    0/0",
        "?   Grace Wu     by Fri          new    new    new    new    0/0",
        "*   Ben Asante   due Wed   12d   new    new    new    new    0/0",
    ]


def test_everybody_on_track_too(team: Shell) -> None:
    assert "-   Dana Lindqvist  in 9d     5d" in team.say("due", "--all")


def test_up_to_a_day(team: Shell) -> None:
    assert [row["name"] for row in team.json("due", "--by", "tomorrow")] == ["Priya Raman"]
    assert len(team.json("due", "--by", "in 9 days")) == 4


def test_the_row_in_json(team: Shell) -> None:
    team.say("action", "priya", "one")
    team.say("action", "priya", "two", "--theirs")
    team.say("focus", "priya", "Ship it", "--on", "2026-05-27")
    team.say("agree", "priya", "--section", "focus", "--on", "2026-05-27")
    row = team.json("due")[0]
    assert row["sections"]["focus"] == {
        "state": "stale",
        "resynced_on": "2026-05-27",
        "due_on": "2026-06-10",
    }
    assert row["sections"]["risks"] == {"state": "never", "resynced_on": None, "due_on": None}
    del row["sections"]
    assert row == {
        "name": "Priya Raman",
        "relation": "report",
        "state": "overdue",
        "due_on": "2026-06-10",
        "days_late": 19,
        "last_check_in": "2026-05-27",
        "cadence": "every 2 weeks",
        "back_on": None,
        "proposals": [],
        "open_actions": {"mine": 1, "theirs": 1},
        "untold_feedback": 0,
        "differences": 0,
        "round": None,
        "booked": None,
        "booked_at": None,
        "untold_since": None,
        "off_track": 0,
        "open_risks": 0,
    }


def test_a_row_says_what_is_off_track_and_which_risk_waits(team: Shell) -> None:
    """`ok` stands only where nothing is wrong; without a line there is nothing to be in sync."""
    team.say("expect", "ben", "owns the ledger", "--on", "2026-05-01")
    team.say("risk", "ben", "new schema", "--mitigation", "a rehearsal", "--on", "2026-05-01")
    team.say("risk", "ben", "one reviewer", "--private", "--on", "2026-05-19")
    team.say("checkin", "ben", "--resync", "all")
    assert words_of(team, "ben") == ["new", "ok", "new", "41d"]
    assert words_of(team, "ben", "--hide") == ["new", "ok", "new", "ok"]
    assert "open 41 days" in team.say("due", "--all", "--plain")
    assert words_of(team, "ben", "--on", "2026-07-01") == ["new", "ok", "new", "61d"]
    team.say("miss", "ben", "e1", "wrong by a day", "--on", "2026-06-26")
    assert words_of(team, "ben") == ["new", "off", "new", "41d"]
    row = team.json("due", "--all")[-2]
    assert (row["name"], row["off_track"], row["open_risks"]) == ("Ben Asante", 1, 2)
    assert (row["untold_feedback"], row["untold_since"]) == (1, "2026-06-26")
    assert "  1 3d" in team.say("due", "--all")
    assert [team.json("due", "--all", "--hide")[-1][key] for key in ("name", "off_track")] == [
        "Ben Asante", 0,
    ]  # fmt: skip
    assert team.json("due", "--all", "--hide")[-1]["open_risks"] == 1


def words_of(shell: Shell, name: str, *more: str) -> list[str]:
    """The words of a person's row about the four sections."""
    lines = shell.say("due", "--all", *more).splitlines()
    first, last = lines[0].index("FOCUS"), lines[0].index("ACTS")
    (row,) = (line for line in lines if name in line.lower())
    return row[first:last].split()


def test_between_the_ideal_and_the_latest_day_it_is_due_and_not_late(team: Shell) -> None:
    team.say("edit", "priya", "--cadence", "every 2 weeks, at most 5")
    row = team.json("due", "--all")[-3]
    assert (row["name"], row["state"], row["due_on"], row["days_late"], row["cadence"]) == (
        "Priya Raman", "due", "2026-06-10", 0, "every 2 weeks, at most 5",
    )  # fmt: skip
    assert "*  Priya Raman  by Wed" in team.say("due")
    assert team.json("due", "--on", "2026-07-02")[0]["days_late"] == 1


def test_a_status_bar_gets_one_short_line_without_names(team: Shell) -> None:
    assert team.say("due", "--format", "tmux") == "1 overdue, 2 this week\n"
    team.say("checkin", "priya")
    assert team.say("due", "--format", "tmux") == "2 this week\n"
    for name in ("grace", "ben"):
        team.say("checkin", name)
    assert team.say("due", "--format", "tmux") == ""


def test_a_status_bar_counts_who_is_due_and_not_who_is_shown(team: Shell) -> None:
    assert team.say("due", "--format", "tmux", "--all") == "1 overdue, 2 this week\n"
    assert team.say("due", "--format", "tmux", "--by", "8 jul") == "1 overdue, 3 by 8 Jul\n"
    team.say("away", "ben", "today", "in 10 days")
    assert team.say("due", "--format", "tmux") == "1 overdue, 1 this week\n"


@pytest.mark.parametrize(
    ("done", "listed"),
    [
        ((), "Priya Raman, Grace Wu, Ben Asante"),
        (
            ("add", "Zoë Hart", "--cadence", "monthly"),
            "Priya Raman, Grace Wu, Zoë Hart, Ben Asante",
        ),
        (("away", "ben", "today", "tomorrow"), "Priya Raman, Grace Wu"),
        (("away", "grace", "today", "tomorrow"), "Priya Raman, Ben Asante"),
    ],
)
def test_due_lists_whom_the_team_shows_as_due(
    team: Shell, done: tuple[str, ...], listed: str
) -> None:
    if done:
        team.say(*done)
    assert ", ".join(each["name"] for each in team.json("due")) == listed


def _gone(summary: Path) -> None:
    summary.unlink()


def _damaged(summary: Path) -> None:
    summary.write_bytes(summary.read_bytes()[:-40])


def _as_before(summary: Path) -> None:
    pass


@pytest.mark.parametrize("spoil", [_as_before, _gone, _damaged])
def test_who_is_due_does_not_depend_on_when_and_whether_it_was_summed_up(
    team: Shell, on_day: Callable[[date], None], spoil: Callable[[Path], None]
) -> None:
    team.say("away", "ben", "1 jul", "10 jul")
    team.say("postpone", "dana", "6 jul", "--because", "x")
    team.say("edit", "priya", "--cadence", "daily until 2 jul because a launch")
    summary = team.store.with_name("store.json.summary")
    seen = []
    for day in (date(2026, 6, 29), date(2026, 7, 3), date(2026, 7, 11), date(2027, 1, 1)):
        on_day(day)
        spoil(summary)
        seen.append(team.json("due", "--all"))
    stands = [[(r["name"].split()[0], r["state"], r["due_on"]) for r in rows] for rows in seen]
    assert stands[0] == [
        ("Priya", "overdue", "2026-05-28"), ("Grace", "first", "2026-07-03"),
        ("Dana", "soon", "2026-07-06"), ("Ben", "on_track", "2026-07-11"),
    ]  # fmt: skip
    assert stands[1] == [
        ("Priya", "overdue", "2026-06-03"), ("Grace", "first", "2026-07-03"),
        ("Dana", "soon", "2026-07-06"), ("Ben", "paused", "2026-07-11"),
    ]  # fmt: skip
    assert stands[2] == [
        ("Priya", "overdue", "2026-06-03"), ("Dana", "overdue", "2026-07-06"),
        ("Grace", "first", "2026-07-03"), ("Ben", "due", "2026-07-11"),
    ]  # fmt: skip
    assert {state for _, state, _ in stands[3]} == {"overdue", "first"}


def test_a_stale_summary_is_no_answer(team: Shell) -> None:
    summary = team.store.with_name("store.json.summary")
    before = summary.read_bytes()
    team.say("checkin", "priya")
    summary.write_bytes(before)
    assert "Priya" not in team.say("due")


def test_the_exit_code_answers_whether_somebody_is_overdue(team: Shell) -> None:
    assert team.run("due", "--exit-code").code == 1
    assert team.run("due").code == 0
    team.say("checkin", "priya")
    assert team.run("due", "--exit-code").code == 0


def test_somebody_never_met_counts_as_overdue_once_they_are_late(shell: Shell) -> None:
    shell.say("add", "Grace Wu", "--on", "2026-06-15")
    assert shell.run("due", "--exit-code").code == 0
    assert shell.say("due", "--format", "tmux") == "1 this week\n"
    for day, late in (("2026-06-30", 1), ("2026-12-17", 171)):
        (row,) = shell.json("due", "--on", day)
        assert (row["state"], row["days_late"]) == ("first", late)
        assert shell.run("due", "--exit-code", "--on", day).code == 1
        assert shell.say("due", "--format", "tmux", "--on", day) == "1 overdue\n"


def test_nobody_due_is_said_on_stderr(team: Shell) -> None:
    for name in ("priya", "grace", "ben"):
        team.say("checkin", name)
    ended = team.run("due")
    assert (ended.code, ended.out) == (0, "")
    assert "--all" in ended.err
    assert team.run("due", "--json").json == []


def test_an_empty_store_says_how_to_begin_and_writes_nothing(shell: Shell) -> None:
    ended = shell.run("due")
    assert (ended.code, ended.out) == (0, "")
    assert "aligntui add NAME" in ended.err
    assert not shell.store.exists()


def test_a_day_that_is_over_shows_what_was_due_then(team: Shell) -> None:
    rows = team.json("due", "--all", "--on", "2026-05-28")
    assert [(row["name"], row["state"], row["last_check_in"]) for row in rows] == [
        ("Ben Asante", "first", None),
        ("Dana Lindqvist", "first", None),
        ("Priya Raman", "on_track", "2026-05-27"),
    ]


def test_a_day_to_come_shows_who_will_be_late(team: Shell) -> None:
    rows = team.json("due", "--on", "2026-07-20")
    assert {row["state"] for row in rows} == {"overdue", "first"}


def test_hiding_leaves_out_what_counts_private_things(team: Shell) -> None:
    assert "UNTOLD" not in team.say("due", "--hide")
    assert team.json("due", "--hide")[0]["untold_feedback"] is None


def test_what_is_hidden_counts_nowhere(team: Shell) -> None:
    team.say("action", "priya", "send the ladder", "--private")
    team.say("action", "priya", "write the plan", "--theirs")
    team.say("expect", "priya", "owns the ledger", "--private")
    team.say("differ", "priya", "e1", "no time for it")
    whole, hidden = (team.json("due", *hide)[0] for hide in ((), ("--hide",)))
    assert whole["open_actions"] == {"mine": 1, "theirs": 1}
    assert (whole["differences"], whole["sections"]["expectations"]["state"]) == (1, "differs")
    assert hidden["open_actions"] == {"mine": 0, "theirs": 1}
    assert (hidden["differences"], hidden["sections"]["expectations"]["state"]) == (0, "never")
    assert "0/1" in team.say("due", "--hide").splitlines()[1]
    assert team.json("due", "--hide", "--on", "2026-06-28")[0]["open_actions"]["mine"] == 0


def test_that_things_are_hidden_is_said_beside_what_is_printed(team: Shell) -> None:
    assert team.run("due", "--hide").err == HIDDEN
    assert team.run("due", "--format", "tmux", "--hide").err == HIDDEN
    assert team.run("due", "--format", "json", "--hide").err == ""
    assert team.run("due", "--hide", "--quiet").err == ""


def test_an_impossible_day_is_refused(team: Shell) -> None:
    assert "no day" in team.refusal("due", "--on", "2026-02-30")
    assert "not a day" in team.refusal("due", "--by", "someday")
