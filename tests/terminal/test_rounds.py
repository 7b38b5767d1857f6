"""A round in a real terminal: it goes out as a file, comes back as a paste, and is settled."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

from tests.terminal.living import Home, keys, kill

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.terminal

PLAINLY = "not before August"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.say("add", "Asha Bell", "--on", "3 weeks ago")
    home.say("focus", "asha", "Ship — “billing” für 東京", "--on", "3 weeks ago")
    home.say("focus", "asha", "Hand the pager over to the platform team", "--on", "3 weeks ago")
    home.say("risk", "asha", "Looks elsewhere", "--private", "--on", "3 weeks ago")
    return home


def answered(text: str) -> str:
    """The file as it comes back by mail: the first line holds, the second is seen otherwise."""
    text = text.replace("[ ] holds", "[x] holds", 1)
    first, second = text.split("- F2 ")
    second = second.replace("differently:", f"differently: {PLAINLY}", 1)
    lines = f"{first}- F2 {second}".split("\n")
    folded = [part for line in lines for part in (textwrap.wrap(line, 60) or [""])]
    return "\r\n".join(f"> {line}" for line in folded)


def test_a_round_goes_out_comes_back_and_is_settled(home: Home) -> None:
    sent = home.folder / "round-1-asha-bell.md"
    with home.open() as app:
        app.wait_for("Asha Bell")
        keys(app, "r", then="none yet")
        keys(app, "s", then="To share, word for word")
        keys(app, "w", then="Write to:")
        keys(app, "\r", then="Written to")
        assert "Looks elsewhere" not in sent.read_text()
        keys(app, "q", then="yours 0 of 2")
        keys(app, "i", then="Paste what came back")
        app.send(f"\x1b[200~{answered(sent.read_text())}\x1b[201~")
        app.wait_for("Asha Bell")
        app.settle()
        kill(app)
    with home.open() as app:
        app.wait_for("Asha Bell")
        keys(app, "r", then="theirs not back")
        keys(app, "i", then="do not change this line")
        keys(app, "\x13", then="F2 Hand the pager over to the platform team: answered")
        keys(app, "\r", then="theirs back")
        keys(app, "=", then="yours 1 of 2")
        assert PLAINLY not in app.text
        kill(app)
    assert all(
        PLAINLY not in each.read_text() for each in home.store.parent.iterdir() if each.is_file()
    )
    with home.open() as app:
        app.wait_for("round back")
        keys(app, "r", then="yours 1 of 2")
        keys(app, "=", then="theirs opens")
        keys(app, "y", then=PLAINLY)
        keys(app, "m", then="1 to settle")
        keys(app, "n", then=">  F1")
        keys(app, "=", then="The round is over")
        keys(app, "o", then="We see it differently")
        app.send("qqq")
        assert app.wait_for_end() == 0
    assert "ended" in home.say("round", "asha", "--json")
