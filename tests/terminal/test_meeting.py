"""A full check-in by keyboard alone at 80x24, parked by a terminal that closes, and its minutes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.terminal.living import Home, keys

if TYPE_CHECKING:
    from pathlib import Path

    from tests.terminal.pty import Terminal

pytestmark = pytest.mark.terminal

BEFORE = (
    ("add", "Asha Bell", "--on", "3 weeks ago"),
    ("focus", "asha", "Ship billing", "--on", "3 weeks ago"),
    ("expect", "asha", "Owns the pager", "--on", "3 weeks ago"),
    ("risk", "asha", "Looks elsewhere", "--private", "--on", "3 weeks ago"),
    ("checkin", "asha", "--resync", "all", "--on", "2 weeks ago"),
    ("note", "asha", "T: How is the move?\nT: Ask about July\nB+: Calm in the outage"),
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    for words in BEFORE:
        home.say(*words)
    return home


def _the_agenda(app: Terminal) -> None:
    keys(app, "c", then=">Since")
    _to(app, "B1")
    keys(app, "T", then="B1 was told")
    _to(app, "T1")
    keys(app, "f", then="T1 was brought up")


def _to(app: Terminal, handle: str) -> None:
    """Move the cursor of the agenda to a point."""
    keys(app, "g", then=">Since")
    for _ in range(12):
        if any(" >" in line and handle in line for line in app.lines):
            return
        app.answer("j")
    raise AssertionError(app.text)


def _the_sections(app: Terminal) -> None:
    keys(app, "1\r", then="F1: Ship billing")
    keys(app, "\x1b[F v2\r", then="~ F1")
    keys(app, " 2\r", then="E1: Owns the pager")
    keys(app, "\x1b[F rota\r", then="~ E1")
    keys(app, "m", then="what happened?")
    keys(app, "no answer on Sunday\r", then="B2 is to be given")
    keys(app, "5", then="esc done")
    keys(app, "tired, looks elsewhere", then="tired, looks elsewhere")


def _the_end(app: Terminal) -> None:
    keys(app, "c", then="= 1 Focus")
    keys(app, "5", then="tired, looks elsewhere")
    keys(app, "\t+", then="Action")
    keys(app, "send the ladder by tomorrow\r", then="A1  send the ladder")
    keys(app, "@them write the runbook\r", then="A2  write the runbook")
    keys(app, "\r", then="? help")
    keys(app, "G4", then="[4]")
    keys(app, "\x13", then="To share, word for word")


def test_a_full_check_in_is_held_parked_resumed_and_reads_as_minutes(home: Home) -> None:
    app = home.open()
    app.wait_for("Asha Bell")
    _the_agenda(app)
    _the_sections(app)
    app.wait_until(lambda: "looks elsewhere" in home.drafts, 20, "the notes among the drafts")
    app.hang_up()
    app.wait()
    again = home.open()
    try:
        again.wait_for("check-in with Asha Bell, c brings it back")
        _the_end(again)
        keys(again, "w", then="Write to:")
        keys(again, "\r", then="Written to")
        keys(again, "\r", then="aligntui › Team")
    finally:
        again.close()
    (file,) = home.folder.glob("check-in-asha-bell-*.md")
    assert _leaves(file.read_text())
    assert file.read_text() == home.say("minutes", "asha")
    _all_of_it(home)


def _leaves(text: str) -> bool:
    for words in (
        'F1 reworded: Ship billing v2 (was "Ship billing")',
        'E1 reworded: Owns the pager rota (was "Owns the pager")',
        "\nFocus.\n", "A1 send the ladder (me, by ", "A2 write the runbook (Asha)",
    ):  # fmt: skip
        assert words in text, text
    # a miss that was not told yet stays here, too
    for private in ("looks", "Looks", "tired", "July", "Calm", "pulse", "Sunday"):
        assert private not in text, text
    return True


def _all_of_it(home: Home) -> None:
    """The record, and the next brief, tell it all."""
    staying = home.say("minutes", "asha", "--all").partition("## Private")[2]
    order = ["tired, looks elsewhere", "pulse 4", "Told: B1", "Brought up: T1", "next time: T2"]
    assert sorted(order, key=staying.index) == order
    brief = json.loads(home.say("prep", "asha", "--json"))
    found = [(point["kind"], point["handle"]) for point in brief]
    expected = [("promise", "A1"), ("corrective", "B2"), ("talking_point", "T2"),
                ("off_track", "E1"), ("their_promise", "A2")]  # fmt: skip
    assert [each for each in found if each in expected] == expected
    assert next(p for p in brief if p["handle"] == "T2")["times"] == 1
