"""What is printed for a screen reader, and what is left out for a mailbox."""

import re
from datetime import date, timedelta

import pytest

from aligntui.cli.parser import COMMANDS
from tests.cli.conftest import TODAY, Ended, Shell, once

VIEWS = (
    ("due", "--all"), ("list", "--all"), ("show", "priya"), ("show", "priya", "--numbers"),
    ("show", "--numbers"), ("show", "priya", "--readiness"), ("timeline", "priya"),
    ("show", "priya", "--closed"),
    ("history", "priya", "E1"), ("diff", "priya", "2026-04-01", "today"), ("differences",),
    ("actions",), ("concerns",), ("untold",), ("prep", "priya"), ("prep", "priya", "--all"),
    ("minutes", "priya"), ("minutes", "priya", "--all"), ("review", "priya", "--since", "1 apr"),
    ("search", "pager"), ("focus", "priya"), ("expect", "priya"), ("away", "priya"),
    ("where",), ("doctor",),
)  # fmt: skip
"""Every command that prints what somebody looks at."""

DRAWN = re.compile(r"[\u2500-\u259f]|\|.*\||\s\s|^\s|^[-=~x.!?*#>+]+ |\*\*|\[-|\{\+")
"""What is there for the eye: strokes, blocks, rows of a table, columns, marks, Markdown."""


@pytest.fixture
@once
def full(priya: Shell) -> Shell:
    """Priya with something of every kind."""
    for words in (
        ("focus", "priya", "Ship the importer", "--weight", "60", "--on", "2026-04-02"),
        ("expect", "priya", "Owns the pager", "--success", "no page unanswered"),
        ("opportunity", "priya", "Run the pager review", "--helps", "readiness"),
        ("risk", "priya", "The schema * is new", "--cause", "new-challenge", "--private"),
        ("agree", "priya", "E1"),
        ("checkin", "priya", "--notes", "the pager  was # quiet", "--on", "2026-05-12"),
        ("reword", "priya", "F1", "Ship the importer twice"),
        ("differ", "priya", "E1", "no *time* for it"),
        ("miss", "priya", "E1", "two pages", "--no-feedback"),
        ("evidence", "priya", "O1", "led it"),
        ("feedback", "priya", "calm on the pager", "--praise"),
        ("action", "priya", "send the ladder", "--by", "2026-07-03"),
        ("note", "priya", "asked about the pager"),
        ("away", "priya", "2026-07-06", "2026-07-10", "--because", "leave"),
        ("focus", "priya", "Tidy the pager"),
        ("close", "priya", "F2"),
    ):
        assert priya.run(*words).code == 0, words
    return priya


def words_of(printed: str) -> set[str]:
    """The words of three letters and more that somebody wrote or that are said in full."""
    return set(re.findall(r"[a-z]{3,}", printed.casefold()))


@pytest.mark.parametrize("view", VIEWS, ids=" ".join)
def test_plain_is_a_line_a_thing_without_marks_columns_or_strokes(
    full: Shell, view: tuple[str, ...]
) -> None:
    usual, plain = full.run(*view), full.run(*view, "--plain")
    assert (plain.code, plain.err) == (usual.code, usual.err)
    drawn = [line for line in plain.out.splitlines() if DRAWN.search(line)]
    assert drawn == []
    shortened = {"chg", "dif", "expct", "oppty", "acts", "untold", "name", "month", "role", "year"}
    assert words_of(usual.out) - words_of(plain.out) <= shortened
    assert "\x1b" not in plain.out


def test_marks_are_said_in_words(full: Shell) -> None:
    assert "overdue; Priya Raman; check-in 34 days late; last 48 days" in full.say("due", "--plain")
    shown = full.say("show", "priya", "--plain").splitlines()
    assert "private R1; The schema * is new; open; not discussed" in shown
    assert "E1; Owns the pager; OFF TRACK; they differ" in shown
    brief = full.say("prep", "priya", "--plain")
    assert 'E1 Owns the pager, they: "no *time* for it"' in brief
    assert 'F1 reworded: "Ship the importer" became "Ship the importer twice"' in full.say(
        "diff", "priya", "2026-05-12", "today", "--plain"
    )
    packet = full.run("review", "priya", "--since", "1 apr", "--plain").out
    assert "May 2026; check-ins 1; changes 0; evidence 0" in packet


def test_json_is_the_same_however_plain_or_quiet(full: Shell) -> None:
    for view in (("due", "--all"), ("show", "priya"), ("diff", "priya", "2026-04-01"), ("where",)):
        assert full.say(*view, "--json", "--plain", "--quiet") == full.say(*view, "--json")


@pytest.mark.parametrize(
    ("value", "plain"),
    [("1", True), ("true", True), ("yes", True), ("0", False), ("", False), ("false", False)],
)
def test_a_reader_can_be_asked_for_once_and_for_all(
    full: Shell, monkeypatch: pytest.MonkeyPatch, value: str, plain: bool
) -> None:
    monkeypatch.setenv("ACCESSIBLE", value)
    assert full.say("show", "priya") == full.say("show", "priya", *(["--plain"] if plain else []))
    assert (full.run().code == 0) is plain


@pytest.mark.parametrize("words", [("--plain",), ("open", "ana o'neil", "--plain")])
def test_instead_of_the_full_screen_the_commands_are_named(
    shell: Shell, words: tuple[str, ...]
) -> None:
    ended = shell.run(*words)
    assert ended.code == 0
    named = [line.split()[1] for line in ended.out.splitlines()]
    assert {"due:", "show", "prep", "timeline"} <= set(named)
    assert {name.rstrip(":") for name in named} <= set(COMMANDS)
    name = "NAME" if len(words) == 1 else "'ana o'\"'\"'neil'"
    assert f"aligntui show {name}: the four sections" in ended.out
    assert ended.err.startswith("The full screen is off (--plain or ACCESSIBLE).")
    assert shell.run(*words, "--quiet") == Ended(0, ended.out, "")
    assert not shell.store.exists()


def test_the_sample_team_needs_the_full_screen(shell: Shell) -> None:
    assert "the sample team needs the full screen" in shell.refusal("demo", "--plain")


def test_quiet_leaves_narration_out_and_errors_in(full: Shell) -> None:
    assert full.run("untold").err == full.run("due", "--by", "today").err == ""
    for words in (
        ("reword", "priya", "F1", "Ship the importer twice"),
        ("search", "nowhere"),
        ("due", "--on", "2026-05-13", "--by", "2026-05-13"),
        ("due", "--all", "--on", "2026-05-13"),
        ("timeline", "priya", "--match", "nowhere"),
    ):
        loud, quiet = full.run(*words), full.run("--quiet", *words)
        assert loud.err
        assert quiet == Ended(loud.code, loud.out, "")
    assert full.run("show", "nobody", "--quiet") == full.run("show", "nobody")
    assert full.run("show", "priya").err == ""  # one command is no rule for the next


def test_a_mailed_table_holds_whoever_is_due_or_late_today_and_nothing_else(shell: Shell) -> None:
    assert shell.run("due", "--quiet") == Ended(0, "", "")
    shell.run("add", "Ana", "--on", "2026-06-01", "--cadence", "every 2 weeks")
    for days, name in ((13, "Soon Later"), (14, "Now Due"), (20, "Quite Late")):
        day = (TODAY - timedelta(days=days)).isoformat()
        shell.run("add", name, "--on", "2026-01-01", "--cadence", "every 2 weeks")
        shell.run("checkin", name, "--on", day)
    names = ("Ana", "Quite Late", "Now Due", "Soon Later")
    mailed = shell.say("due", "--quiet")
    assert [name for name in names if name in mailed] == [*names[:3]]
    everybody = shell.say("due")
    assert all(name in everybody for name in names)
    assert "Soon Later" in shell.say("due", "--quiet", "--by", date(2026, 7, 1).isoformat())
    assert "Soon Later" in shell.say("due", "--quiet", "--all")
    for form in (("--json",), ("--format", "json"), ("--format", "tmux")):
        assert shell.say("due", "--quiet", *form) == shell.say("due", *form)
    for name in names[:3]:
        shell.run("checkin", name)
    assert shell.run("due", "--quiet") == Ended(0, "", "")
