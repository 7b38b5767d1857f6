"""What is booked, in the shell: `calendar`, `due`, `prep --today`, and the addresses of people."""

import json
import os
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aligntui import calendars
from aligntui.domain.whose import SHORT, hash_of
from tests.cli.conftest import Shell, once

CALENDAR = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:one
DTSTART:20260702T120000Z
RRULE:FREQ=WEEKLY;COUNT=2
SUMMARY:[red]Layoffs[/] in the Basement
LOCATION:Basement
DESCRIPTION:Agenda: hr@work.invalid
ATTENDEE:mailto:priya@work.invalid
ATTENDEE:mailto:me@work.invalid
END:VEVENT
BEGIN:VEVENT
UID:two
DTSTART:20260629T130000Z
SUMMARY:Salary of Ben
END:VEVENT
BEGIN:VEVENT
UID:three
DTSTART:20260629T070000Z
SUMMARY:1:1 Dana
END:VEVENT
BEGIN:VEVENT
UID:four
DTSTART:20260703T070000Z
CLASS:PRIVATE
SUMMARY:1:1 Grace
END:VEVENT
END:VCALENDAR
"""
ONE, TWO, THREE, FOUR = (hash_of(uid)[:SHORT] for uid in ("one", "two", "three", "four"))
MORE = "it has no other attendee, and its title says more than a name"
NEVER = ("Layoffs", "Salary", "Basement", "Agenda", "hr@", "me@work.invalid", "\x1b")
"""What stands in the calendar and is no business of ours."""


@pytest.fixture
@once
def four(shell: Shell) -> Shell:
    for name in ("Priya Raman", "Grace Wu", "Ben Asante", "Dana Lindqvist"):
        shell.say("add", name, "--on", "2026-04-01")
    shell.say("edit", "priya", "--email", "priya@work.invalid")
    for name, day in (("grace", "2026-06-17"), ("ben", "2026-06-17"), ("dana", "2026-06-24")):
        shell.say("checkin", name, "--on", day)
    return shell


@pytest.fixture
def booked(four: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    """A shell in Berlin with four people, and a calendar in the settings."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    (tmp_path / "work.ics").write_text(CALENDAR)
    (tmp_path / "config.toml").write_text('calendar = "work.ics"\n')
    monkeypatch.setenv("ALIGNTUI_CONFIG", str(tmp_path / "config.toml"))
    yield four
    monkeypatch.undo()
    time.tzset()


def names(rows: Iterable[dict[str, str]]) -> list[str]:
    return [row["name"].split()[0] for row in rows]


def test_what_is_certain_stands_first(booked: Shell) -> None:
    assert booked.say("calendar").splitlines() == [
        "EVENT     WHEN              WITH",
        f"{THREE}  Mon 29 Jun 09:00  Dana Lindqvist",
        f"{ONE}  Thu 2 Jul 14:00   Priya Raman",
        f"{FOUR}  Fri 3 Jul 09:00   Grace Wu",
        f"{TWO}  Mon 29 Jun 15:00  Ben Asante      not counted: {MORE}",
    ]


def test_the_events_in_json(booked: Shell) -> None:
    rows = booked.json("calendar")
    assert rows[1] == {
        "event": ONE,
        "name": "Priya Raman",
        "names": ["Priya Raman"],
        "matched": True,
        "reason": None,
        "booked_at": "2026-07-02T14:00:00+02:00",
        "on": "2026-07-02",
    }
    assert [row["matched"] for row in rows] == [True, True, True, False]


@pytest.mark.parametrize("json_too", [(), ("--json",)])
def test_hidden_is_what_the_calendar_calls_private(
    booked: Shell, json_too: tuple[str, ...]
) -> None:
    assert FOUR in booked.say("calendar", *json_too)
    assert FOUR not in booked.say("calendar", "--hide", *json_too)
    assert FOUR in booked.refusal("calendar", "--hide", "--is", FOUR, "grace")


def test_hidden_it_is_not_booked_either(booked: Shell) -> None:
    def at(*hide: str) -> object:
        row = next(r for r in booked.json("due", "--all", *hide) if r["name"] == "Grace Wu")
        return row["booked"], row["booked_at"]

    assert at() == (True, "2026-07-03T09:00:00+02:00")
    # only a private meeting is booked: to say that nothing is would be untrue
    assert at("--hide") == (None, None)
    grace = next(
        line for line in booked.say("due", "--all", "--hide").splitlines() if "Grace" in line
    )
    assert "nothing booked" not in grace


def test_due_says_which_meeting_of_the_calendar_was_not_recorded(booked: Shell) -> None:
    rows = booked.say("due", "--all", "--on", "2026-06-30").splitlines()
    dana = next(line for line in rows if "Dana" in line)
    assert "Mon 29 Jun not recorded" in dana
    assert "nothing booked" in dana


def test_one_word_decides_for_the_series_and_undo_takes_it_back(booked: Shell) -> None:
    said = booked.say("calendar", "--is", TWO, "ben")
    assert said == f"event {TWO} is with Ben Asante, all of its series\n"
    assert names([row for row in booked.json("calendar") if row["matched"]]) == [
        "Dana", "Ben", "Priya", "Grace",
    ]  # fmt: skip
    booked.say("undo")
    assert [row["event"] for row in booked.json("calendar") if not row["matched"]] == [TWO]
    booked.say("redo")
    # it is somebody else's now, and no longer his
    booked.say("calendar", "--is", TWO, "grace")
    found = {row["event"]: row["names"] for row in booked.json("calendar")}
    assert found[TWO] == ["Grace Wu"]
    booked.say("undo")
    found = {row["event"]: row["names"] for row in booked.json("calendar")}
    assert found[TWO] == ["Ben Asante"]


def test_an_event_that_is_nobodys_is_not_listed_again(booked: Shell) -> None:
    shape = booked.json("calendar", "--not", ONE)
    assert (shape["event"], shape["name"]) == (ONE, None)
    assert ONE not in booked.say("calendar")
    assert booked.json("due")[0]["booked"] is False
    booked.say("calendar", "--is", TWO, "ben")
    booked.say("calendar", "--not", TWO)
    assert TWO not in booked.say("calendar")
    # what was taken away by mistake can be given back
    booked.say("calendar", "--is", ONE, "priya")
    assert names(row for row in booked.json("calendar") if row["event"] == ONE) == ["Priya"]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("--is", "nonsense", "ben"), "no event nonsense; 'aligntui calendar' lists them"),
        (("--not", "\x1b[31m"), "[31m; 'aligntui calendar' lists them"),
        (("--is", ONE, "nobody"), "nobody"),
    ],
)
def test_what_does_not_exist_is_refused(booked: Shell, words: tuple[str, ...], line: str) -> None:
    assert line in booked.refusal("calendar", *words)


def test_without_a_calendar_it_says_where_to_name_one(shell: Shell) -> None:
    assert 'calendar = "FILE"' in shell.refusal("calendar")


@pytest.mark.parametrize("value", ["7", '["a.ics"]', "true", '""', '"a\\u0000b"'])
@pytest.mark.parametrize("setting", ["calendar", "holidays"])
def test_a_setting_that_is_no_path_is_said_and_the_rest_works(
    booked: Shell, tmp_path: Path, setting: str, value: str
) -> None:
    (tmp_path / "config.toml").write_text(f"{setting} = {value}\n")
    ended = booked.run("due")
    assert (ended.code, "nothing booked" in ended.out) == (0, False)
    assert ended.err.count("\n") == 1
    assert ended.err.startswith("aligntui: ")


def test_a_calendar_that_is_gone_is_said_and_nothing_is_called_unbooked(
    booked: Shell, tmp_path: Path
) -> None:
    (tmp_path / "work.ics").unlink()
    ended = booked.run("due")
    assert "nothing is known to be booked" in ended.err
    assert "nothing booked" not in ended.out
    assert json.loads(booked.run("due", "--json").out)[0]["booked"] is None


def test_due_says_what_is_booked_and_nobody_is_less_late(booked: Shell) -> None:
    lines = booked.say("due").splitlines()
    assert "75d late, Thu 14:00" in lines[1]
    assert "due Wed, nothing booked" in next(line for line in lines if "Ben" in line)
    assert "Fri 09:00" in next(line for line in lines if "Grace" in line)


def test_due_in_json_has_the_time_with_its_zone(booked: Shell) -> None:
    rows = {row["name"]: row for row in booked.json("due", "--all")}
    assert rows["Priya Raman"]["booked_at"] == "2026-07-02T14:00:00+02:00"
    assert (rows["Ben Asante"]["booked"], rows["Ben Asante"]["booked_at"]) == (False, None)


def test_due_in_json_without_a_calendar_knows_nothing(shell: Shell) -> None:
    shell.say("add", "Ana", "--on", "2026-04-01")
    (row,) = shell.json("due")
    assert (row["booked"], row["booked_at"]) == (None, None)


def test_the_day_is_in_the_order_of_the_calendar(booked: Shell) -> None:
    booked.say("calendar", "--is", TWO, "ben")
    whom = dict.fromkeys(names(booked.json("prep", "--today")))
    assert list(whom)[:2] == ["Dana", "Ben"]
    assert "Grace" not in whom


def test_due_days_that_we_wrote_are_no_bookings(booked: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "calendars"
    folder.mkdir()
    (tmp_path / "config.toml").write_text('calendar = "calendars"\n')
    assert booked.run("export", "--format", "ics", "-o", str(folder / "due.ics")).code == 0
    assert "BEGIN:VEVENT" in (folder / "due.ics").read_text()
    assert booked.json("calendar") == []


def test_nothing_of_the_calendar_is_shown_or_kept(
    booked: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [
        booked.run(*words).out
        for words in (
            ("calendar",), ("calendar", "--json"), ("calendar", "--is", TWO, "ben"),
            ("due",), ("due", "--json"), ("due", "--format", "tmux"), ("prep", "--today"),
            ("show", "ben"), ("timeline", "ben"), ("undo",), ("calendar", "--not", TWO),
            ("export", "--format", "json"), ("export", "--format", "csv", "-o", str(tmp_path)),
        )
    ]  # fmt: skip
    kept = [
        file.read_text(errors="replace")
        for folder, _, files in os.walk(tmp_path)
        for file in (Path(folder, name) for name in files)
        if file.suffix != ".ics"
    ]
    for word in NEVER:
        assert not [text for text in (*said, *kept) if word in text], word


def test_the_short_line_names_nobody_unless_the_settings_allow_it(
    booked: Shell, tmp_path: Path
) -> None:
    said = booked.say("due", "--format", "tmux")
    assert not [name for name in ("Priya", "Dana", "Ben", "Grace") if name in said]
    with (tmp_path / "config.toml").open("a") as file:
        file.write("names = true\n")
    rows = [
        row for row in booked.json("due", "--all") if (row["booked_at"] or "")[:10] == "2026-06-29"
    ]
    first = min(rows, key=lambda row: row["booked_at"])
    met = f"{first['booked_at'][11:16]} {first['name'].split()[0]}"
    assert booked.say("due", "--format", "tmux") == f"{met}, {said}"


@pytest.mark.parametrize("typed", ["priya", "@work.invalid", "priya@", "a@b c", "a@b@c", "a@b; x"])
def test_what_is_no_address_is_refused_and_nothing_changes(priya: Shell, typed: str) -> None:
    assert "is no address" in priya.refusal("edit", "priya", "--email", typed)
    assert "is no address" in priya.refusal("add", "Ben", "--email", typed)
    assert names(priya.json("list")) == ["Priya"]


def test_addresses_are_kept_and_taken_away(priya: Shell) -> None:
    priya.say("edit", "priya", "--email", "p@work.invalid; p.raman@home.invalid,p@work.invalid")
    assert "p@work.invalid, p.raman@home.invalid" in priya.store.read_text()
    priya.say("edit", "priya", "--email", "")
    assert json.loads(priya.run("export", "--format", "json").out)["people"]["1"]["email"] == ""


def test_no_byte_of_who_was_erased_stays_in_the_state_folder(
    booked: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Frozen(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(2026, 6, 29, 8, tzinfo=UTC)

    monkeypatch.setattr(calendars, "datetime", Frozen)
    state = Path(os.environ["XDG_STATE_HOME"]) / "aligntui"
    booked.say("due")
    assert len([*state.glob("booked-*")]) == 1
    assert booked.run("erase", "priya", "--yes").code == 0
    assert not [*state.glob("booked-*")]
    assert "priya@work.invalid" not in booked.store.read_text()
    assert booked.json("due")
    (memory,) = state.glob("booked-*")
    assert booked.run("erase", "grace", "--yes").code == 0
    assert not memory.exists()


def test_the_name_of_a_broken_file_is_only_text(booked: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "calendars"
    folder.mkdir()
    (folder / "a\x1b[31m\n.ics").write_text("nothing\n")
    (tmp_path / "config.toml").write_text('calendar = "calendars"\n')
    for words in (("due",), ("calendar",), ("prep", "--today")):
        ended = booked.run(*words)
        assert (ended.code, "\x1b" in ended.err) == (2 if words == ("calendar",) else 0, False)
        assert [line for line in ended.err.splitlines() if "is not a calendar" in line][1:] == []


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", "/proc/self/mem"])
def test_what_is_no_file_ends_in_one_line(booked: Shell, tmp_path: Path, path: str) -> None:
    (tmp_path / "config.toml").write_text(f'calendar = "{path}"\n')
    ended = booked.run("due")
    assert (ended.code, ended.err.count("aligntui: ") <= 1) == (0, True)


def test_a_calendar_that_cannot_be_read_does_not_list_nothing(
    booked: Shell, tmp_path: Path
) -> None:
    (tmp_path / "work.ics").unlink()
    assert "work.ics: No such file" in booked.refusal("calendar")
