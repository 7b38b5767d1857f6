"""With `.` pressed nothing private reaches the terminal, on whatever screen: its bytes are read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from aligntui.domain.cadence import parse
from aligntui.domain.cadences import Cadences
from aligntui.domain.commands.agreement import Differ
from aligntui.domain.commands.entries import AddEvidence, NoteMiss
from aligntui.domain.commands.items import AddItem, EditItem, RewordItem
from aligntui.domain.commands.meetings import AddAddendum, RecordCheckIn, SkipCheckIn
from aligntui.domain.commands.moving import MoveToSection
from aligntui.domain.commands.notes import (
    AddAction,
    AddFeedback,
    AddNote,
    AddTalkingPoint,
    AddWin,
)
from aligntui.domain.commands.people import AddPerson, SetAway
from aligntui.domain.details import Risk
from aligntui.domain.identity import Handle, PersonId
from aligntui.domain.notes import FeedbackKind
from aligntui.domain.section import Section
from aligntui.notebook import Notebook
from aligntui.store.durable import DurableStore
from tests.people import after, put
from tests.terminal.living import Home, keys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from aligntui.domain.commands.command import Command
    from aligntui.domain.person import Person
    from tests.terminal.pty import Terminal

pytestmark = pytest.mark.terminal

MARK = "zqx"
"""In every private text, so short that no line break parts it."""
ASHA = PersonId(f"{7:032x}")
NOTES = "notes.md"
TODAY = date.today()  # noqa: DTZ011  # the app goes by the local day


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def items() -> Iterator[Command]:
    """A shared line and a private one in each section, and what was private once."""
    for section in Section:
        line = f"{section.value} open to all"
        yield AddItem(person=ASHA, section=section, text=line, on=ago(30))
        private = f"{MARK} {section.value}"
        yield AddItem(person=ASHA, section=section, text=private, on=ago(30), private=True)
    f3 = Handle("F3")
    was = f"{MARK} wording from when it was private"
    yield AddItem(person=ASHA, section=Section.FOCUS, text=was, on=ago(29), private=True)
    yield RewordItem(person=ASHA, handle=f3, text="Fit to be seen", on=ago(4))
    yield EditItem(person=ASHA, handle=f3, private=False, on=ago(3))
    yield Differ(person=ASHA, handle=Handle("E2"), how=f"{MARK} how", on=ago(5))
    yield NoteMiss(person=ASHA, handle=Handle("E2"), text=f"{MARK} missed", on=ago(4))
    yield AddEvidence(person=ASHA, handle=Handle("O2"), text=f"{MARK} evidence", on=ago(4))
    risk = f"{MARK} risk that became a miss of a shared line"
    yield AddItem(
        person=ASHA,
        section=Section.RISKS,
        text=risk,
        on=ago(6),
        private=True,
        details=Risk(threatens=Handle("E1"), mitigation=f"{MARK} mitigation"),
    )
    yield MoveToSection(person=ASHA, handle=Handle("R3"), to=Section.EXPECTATIONS, on=ago(2))


def others() -> Iterator[Command]:
    """One private thing of every other kind."""
    yield AddAction(person=ASHA, text="open promise", on=ago(9))
    yield AddAction(person=ASHA, text=f"{MARK} promise", on=ago(9), private=True)
    for kind in FeedbackKind:
        yield AddFeedback(person=ASHA, text=f"{MARK} {kind}", kind=kind, on=ago(9))
    yield AddTalkingPoint(person=ASHA, text=f"{MARK} point", on=ago(9))
    yield AddWin(person=ASHA, text=f"{MARK} win", on=ago(3), private=True)
    yield AddNote(person=ASHA, text=f"{MARK} note\n{MARK} of two lines", on=ago(3))
    yield RecordCheckIn(person=ASHA, on=ago(20), notes=f"{MARK} said\nA: @me do it", pulse=2)
    yield AddAddendum(person=ASHA, handle=Handle("C1"), text=f"{MARK} later", on=ago(19))
    yield RecordCheckIn(person=ASHA, on=ago(10), notes=f"{MARK} said again", pulse=3)
    yield SkipCheckIn(person=ASHA, on=ago(1), because=f"{MARK} reason")
    yield SetAway(
        person=ASHA, first=TODAY + timedelta(9), last=TODAY + timedelta(9), because=f"{MARK} away"
    )


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def asha() -> Person:
    person = AddPerson(name="Asha Bell", on=ago(40), person=ASHA).apply(None)
    end = TODAY + timedelta(days=5)
    often = parse(f"daily until {end} because {MARK} reason then weekly")
    person = replace(person, cadences=replace(person.cadences, check_in=often))
    assert isinstance(person.cadences, Cadences)
    return after(person, *items(), *others())


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.store.parent.mkdir(mode=0o700, parents=True)
    store = DurableStore(home.store, seen=str(home.state))
    notebook = Notebook(store)
    notebook.do(put(asha()))
    notebook.close()
    home.folder.joinpath(NOTES).write_text(f"# {ago(50)}\n{MARK} noted elsewhere\n")
    return home


class Walk:
    """Goes to places, and remembers what the terminal showed and was sent at each."""

    def __init__(self, app: Terminal) -> None:
        self.app = app
        self.seen: dict[str, str] = {}
        self.sent: dict[str, bytes] = {}

    def go(self, place: str, typed: str, then: str, *more: str) -> None:
        """Type, wait for what it brings, then type what shows more of it."""
        start = len(self.app.raw)
        keys(self.app, typed, then=then)
        self.app.settle()
        shown = [self.app.text]
        for each in more:
            self.app.send(each)
            self.app.settle()
            shown.append(self.app.text)
        self.seen[place] = "\n".join(shown)
        self.sent[place] = bytes(self.app.raw[start:])

    @property
    def told(self) -> set[str]:
        """Where the mark was shown or sent."""
        mark = MARK.encode()
        return {p for p in self.seen if MARK in self.seen[p] or mark in self.sent[p]}


def the_team(at: Walk) -> None:
    """What is open across the team, and the brief of one."""
    at.go("team", "g", "Asha Bell", "?", "q")
    at.go("differences", "x", "Differences", "j", "q")
    at.go("concerns", "C", "Concerns", "j", "q")
    at.go("actions", "A", "Actions", "j", "G", "q")
    at.go("untold", "B", "Not told", "j", "q")
    at.go("brief", "p", "Brief", *"jjjjjjj", "q")
    at.go("team numbers", "#", "Numbers", "j", "q")


def what_is_asked(at: Walk, *, hide: bool) -> None:
    """Questions with what stands in them, words that are looked for, a file that would come in."""
    at.go("fields of a person", "e", "role:", "\x1b", "\x1b")
    for key in "aszbw":
        # what was typed there before is private
        held_back = hide and key == "z"
        at.go(f"asked by {key}", key, "and hidden now" if held_back else "esc close", "\x1b")
    at.go("filtered team", "/text:open", "Team: text:open", "\r", "j", "\x1b")
    at.go("found in everything", "\x10/risks", "R1 risks open", "\x1b[B", "\x1b[B", "\x1b")
    at.go("incoming", f"i~/{NOTES}\r", f"Import of {NOTES}", "jj", "q")


def the_page(at: Walk) -> None:
    """The page of a person, and all that opens from it."""
    at.go("page", "\r", "2 Expectations", *"1jj2jjj3jj4jj5jj", "2")
    at.go("fields", "2i", "success:", "\x1b", "\x1b")
    at.go("life", "1jh", "Life of", "j", "q")
    at.go("readiness", "R", "eadiness", "j", "q")
    at.go("numbers", "#", "Numbers", "j", "q")
    at.go("packet", "V\r\r", "To share", *"jjjGg", "q")
    at.go("section as text", "2M", "as text", "\x1b[B\x1b[B", "\x13", "\x1b", "\x1b")


def the_past(at: Walk) -> None:
    """The timeline with each check-in, and minutes."""
    at.go("timeline", "t", "Timeline", *"jjjj", "\t", *"jjjjjj", "\t", "gj")
    at.go("compared", "Gv", "is marked", *"kkkk", "\x1b")
    at.go("only a section", "gj1", "Timeline: focus", *"jjj1g2jjj", "\x1b")
    at.go("filtered past", "g/open", "Timeline: open", "\r", *"nnNNjjj", "\x1b")
    at.go("minutes", "gjjy", "To share", "j", "\t", "\x1b", "q", "q")


def the_check_in(at: Walk) -> None:
    """Every step, with notes that were parked in it, and its end."""
    at.go("agenda", "c", "Check-in ›", *"jjjjjj")
    at.go("steps", "1", "1 Focus", *"j2jj3jj4jj", "6", "G")
    at.go("notes", "5", "5 Notes")
    at.go("summary", "\x13", "To share", "j")
    at.app.send("u")
    at.app.settle()


def changed_by_hand(app: Terminal) -> None:
    """A packet that waits with private words in it."""
    keys(app, "\r", then="2 Expectations")
    keys(app, "V\r\r", then="To share")
    keys(app, "e", then="esc done")
    keys(app, f"{MARK} by hand", then=f"{MARK} by hand")
    keys(app, "\x1b", then="as you changed it")
    keys(app, "q", then="kept as a draft")
    keys(app, "q", then="aligntui › Team")


def refused_and_filtered(app: Terminal) -> None:
    """Private words in a notice, and in a filter that stands."""
    keys(app, "z", then="check-in to")
    keys(app, f"{MARK} because {MARK}\r", then="is not a day")
    app.send("\x1b")
    app.settle()
    keys(app, f"/a text:{MARK}\r", then=f"Team: a text:{MARK}")


def parked(app: Terminal) -> None:
    """Private notes of a check-in that waits."""
    keys(app, "c", then="Check-in ›")
    keys(app, "5", then="esc done")
    keys(app, f"{MARK} parked", then=f"{MARK} parked")
    app.send("\x1b")
    app.settle()
    keys(app, "\x1b", then="aligntui › Team")


PRIVATE = {
    "fields of a person", "found in everything", "incoming", "packet", "notices", "first",
    "differences", "concerns", "actions", "untold", "brief", "page", "life", "section as text",
    "timeline", "compared", "only a section", "minutes", "agenda", "steps", "notes", "summary",
}  # fmt: skip
"""Places that show something private as long as it is not hidden."""


def walked(home: Home, *, hide: bool) -> Walk:
    app = home.open(size=(100, 24))  # so that titles are not cut
    try:
        app.wait_for("Asha Bell")
        parked(app)
        changed_by_hand(app)
        refused_and_filtered(app)
        if hide:
            keys(app, ".", then="Private lines are hidden")
            app.settle()
        at = Walk(app)
        at.go("first", "g", "aligntui › Team")
        keys(app, "\x1b", then="Asha Bell")
        the_team(at)
        what_is_asked(at, hide=hide)
        the_page(at)
        the_past(at)
        the_check_in(at)
        at.go("notices", "\x1b[20~", "essages", "j", "q")
        return at
    finally:
        app.close()


def test_hidden_means_on_no_screen_and_in_no_byte(home: Home) -> None:
    at = walked(home, hide=True)
    assert at.told == set()
    titles = re.findall(rb"\x1b\][012];([^\x07\x1b]*)", bytes(at.app.raw))
    assert not [title for title in titles if b"Asha" in title or MARK.encode() in title]
    left = [each for each in home.folder.rglob("*") if MARK.encode() in _bytes(each)]
    assert len(left) > 1
    assert {each.stat().st_mode & 0o777 for each in left if each.name != NOTES} == {0o600}


def test_the_same_walk_meets_all_of_it_where_nothing_is_hidden(home: Home) -> None:
    assert walked(home, hide=False).told >= PRIVATE
