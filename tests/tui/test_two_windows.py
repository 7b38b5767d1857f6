"""What one window shows and asks when another one has changed the same store."""

from __future__ import annotations

import subprocess
import sys
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tinydb import TinyDB

from aligntui.domain.commands.agreement import Differ
from aligntui.domain.commands.items import AddItem, CloseItem, EditItem, RewordItem
from aligntui.domain.commands.people import AddPerson, ArchivePerson, EditPerson
from aligntui.domain.commands.rounds import AnswerRound, DropRound, ReceiveRound, StartRound
from aligntui.domain.details import Opportunity, Pursuit
from aligntui.domain.identity import Handle, new_uid
from aligntui.domain.round import Answer
from aligntui.domain.section import Section
from aligntui.notebook import Notebook
from aligntui.store.durable import DurableStore
from aligntui.text.round_file import asked_of
from aligntui.tui import session
from tests.people import person_id
from tests.tui.driving import TODAY, Driver, driving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from aligntui.domain.item import Item

ASHA, BO = person_id(1), person_id(2)
F1 = Handle("F1")
HOLD = """
import sys
from aligntui.store.lock import StoreLock
with StoreLock(sys.argv[1]).held():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.json"


@pytest.fixture
def other(path: Path) -> Iterator[Notebook]:
    """Another window on the same store, in which two people were added."""
    notebook = Notebook(DurableStore(path))
    notebook.do(AddPerson(name="Asha Bell", on=TODAY, person=ASHA))
    notebook.do(AddPerson(name="Bo Carr", on=TODAY, person=BO))
    for text in ("One", "Two"):
        notebook.do(AddItem(person=ASHA, section=Section.FOCUS, text=text, on=TODAY))
    yield notebook
    notebook.close(hurry=True)


def hold(path: Path) -> subprocess.Popen[bytes]:
    """Another process that holds the store until something is written to it."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, f"{path}.lock"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    return holder


@asynccontextmanager
async def window(path: Path) -> AsyncIterator[Driver]:
    """This window, on the same store."""
    store = DurableStore(path, patience=0.05)
    async with driving(store=store, drafts=None) as driver:
        yield driver
    store.close(hurry=True)


async def until(driver: Driver, holds: Callable[[], bool]) -> None:
    """Wait for what another thread has to do first; time is only ever a limit."""
    for _ in range(2000):
        if holds():
            return
        await driver.pilot.pause(0.005)
    raise AssertionError(driver.text)


async def look(driver: Driver) -> None:
    """Look at the store now rather than in two seconds."""
    driver.app.session.follower.look()
    await until(driver, lambda: not driver.app.session.follower.busy)
    await driver.settle()


async def open_asha(driver: Driver) -> None:
    await driver.press("g", "enter", "1")
    await until(driver, lambda: "F1  One" in driver.text)


async def retype(driver: Driver, text: str) -> None:
    """Type another text into the open line, and hand it over."""
    await driver.press("ctrl+u")
    await driver.write(text)
    await driver.press("enter")


def reword(text: str, handle: Handle = F1) -> RewordItem:
    return RewordItem(person=ASHA, handle=handle, text=text, on=TODAY, append=True)


def item(notebook: Notebook, handle: str = "F1") -> Item:
    notebook.refresh()
    return notebook.person(ASHA).item(Handle(handle))


def texts(notebook: Notebook) -> list[str]:
    return [revision.text for revision in item(notebook).revisions]


async def test_the_cursor_stays_on_its_line_while_others_come_and_go(
    path: Path, other: Notebook
) -> None:
    async with window(path) as driver:
        await open_asha(driver)
        await driver.press("j")
        other.do(CloseItem(person=ASHA, handle=F1, on=TODAY))
        other.do(AddItem(person=ASHA, section=Section.FOCUS, text="Three", on=TODAY))
        await look(driver)
        await until(driver, lambda: "Three" in driver.text)
        assert "One" not in driver.text
        assert next(line for line in driver.text.splitlines() if "F2" in line).startswith(">")


async def test_an_open_line_keeps_what_was_typed_while_the_rest_follows(
    path: Path, other: Notebook
) -> None:
    async with window(path) as driver:
        await open_asha(driver)
        await driver.press("enter", "end")
        await driver.write(" and a half")
        other.do(AddItem(person=ASHA, section=Section.FOCUS, text="Three", on=TODAY))
        await look(driver)
        await until(driver, lambda: "Three" in driver.text)
        assert "One and a half" in driver.message
        await driver.press("enter")
        await until(driver, lambda: item(other).text == "One and a half")


@pytest.mark.parametrize(
    ("key", "present", "past"),
    [
        ("m", "Mine", ["One", "Theirs", "Mine"]),
        ("t", "Theirs", ["One", "Mine", "Theirs"]),
        ("b", "Theirs / Mine", ["One", "Theirs", "Theirs / Mine"]),
    ],
)
async def test_the_same_words_changed_in_both_are_asked_about(
    path: Path, other: Notebook, key: str, present: str, past: list[str]
) -> None:
    async with window(path) as driver:
        await open_asha(driver)
        await driver.press("enter")
        other.do(reword("Theirs"))
        await retype(driver, "Mine")
        await until(driver, lambda: "m mine  t other  b both" in driver.message)
        assert "other: Theirs" in driver.message
        await driver.press(key)
        await until(driver, lambda: present in driver.text.splitlines()[2])
        assert texts(other) == past
        await driver.press("enter")
        assert driver.message.endswith(present)


async def test_esc_at_the_question_changes_nothing_and_keeps_the_words(
    path: Path, other: Notebook
) -> None:
    async with window(path) as driver:
        await open_asha(driver)
        await driver.press("enter")
        other.do(reword("Theirs"))
        await retype(driver, "Mine")
        await until(driver, lambda: "m mine" in driver.message)
        await driver.press("escape")
        assert "kept as a draft" in driver.message
        assert texts(other) == ["One", "Theirs"]
        assert driver.message.endswith("F1: Mine")
        await look(driver)
        await driver.press("escape", "enter")
        assert "You typed:  Mine" in driver.text


async def test_different_fields_go_together_with_one_line(path: Path, other: Notebook) -> None:
    async with window(path) as driver:
        await open_asha(driver)
        await driver.press("enter")
        other.do(EditItem(person=ASHA, handle=F1, private=True, on=TODAY))
        await retype(driver, "Mine")
        await until(driver, lambda: "also changed" in driver.message)
        assert driver.message == "F1 was also changed in another window: private"
        assert (item(other).text, item(other).now.private) == ("Mine", True)


async def test_a_state_put_further_in_both_is_asked_about(path: Path, other: Notebook) -> None:
    other.do(AddItem(person=ASHA, section=Section.OPPORTUNITIES, text="Grow", on=TODAY))
    o1 = Handle("O1")
    async with window(path) as driver:
        await open_asha(driver)
        await driver.press("3")
        parked = Opportunity(state=Pursuit.PARKED)
        other.do(EditItem(person=ASHA, handle=o1, details=parked, on=TODAY))
        await driver.press("space")
        await until(driver, lambda: "m mine  t other  |" in driver.message)
        await driver.press("m")
        await until(driver, lambda: "kept yours" in driver.message)
        assert [r.details.state for r in item(other, "O1").revisions] == [
            "idea", "parked", "pursuing",
        ]  # fmt: skip


async def test_a_line_closed_meanwhile_is_said_and_stays_closed(
    path: Path, other: Notebook
) -> None:
    async with window(path) as driver:
        await open_asha(driver)
        await driver.press("enter")
        other.do(CloseItem(person=ASHA, handle=F1, on=TODAY))
        await retype(driver, "Mine")
        await until(driver, lambda: "F1 was closed as done" in driver.message)
        assert not item(other).open
        assert "Mine" in driver.app.drafts.texts.values()


async def test_words_of_another_window_are_not_typed_over(path: Path, other: Notebook) -> None:
    async with window(path) as driver:
        await open_asha(driver)
        await driver.press("enter")
        await retype(driver, "Mine")
        await until(driver, lambda: item(other).text == "Mine")
        assert texts(other) == ["One", "Mine"]
        await driver.press("enter")
        await retype(driver, "Mine, better")
        await until(driver, lambda: item(other).text == "Mine, better")
        assert texts(other) == ["One", "Mine, better"]


async def test_a_form_on_a_person_changes_only_what_was_changed_in_it(
    path: Path, other: Notebook
) -> None:
    async with window(path) as driver:
        await driver.press("g", "e", "escape", "g", "enter")
        other.do(EditPerson(person=ASHA, role="lead"))
        await retype(driver, "Asha B.")
        await driver.press("escape")
        await until(driver, lambda: "Asha B." in driver.text.splitlines()[3])
        other.refresh()
        assert other.person(ASHA).role == "lead"


async def test_who_was_archived_elsewhere_is_said_in_one_line(path: Path, other: Notebook) -> None:
    async with window(path) as driver:
        await driver.press("g")
        other.do(ArchivePerson(person=ASHA, on=TODAY))
        await look(driver)
        await until(driver, lambda: "Asha" not in driver.text.split("Bo Carr")[0])
        assert driver.message == "Asha Bell was archived in another window"


async def test_a_person_taken_out_of_the_store_is_left_in_one_line(
    path: Path, other: Notebook
) -> None:
    cy = person_id(3)
    other.do(AddPerson(name="Cy Dahl", on=TODAY, person=cy))
    async with window(path) as driver:
        await driver.press("G", "enter")
        await until(driver, lambda: "› Cy Dahl" in driver.text)
        other.undo()
        await look(driver)
        await until(driver, lambda: "› Team" in driver.text)
        assert "Cy Dahl" in driver.message
        assert "Cy Dahl" not in driver.text.splitlines()[3]


async def test_what_is_typed_about_a_person_taken_out_stays(path: Path, other: Notebook) -> None:
    cy = person_id(3)
    other.do(AddPerson(name="Cy Dahl", on=TODAY, person=cy))
    async with window(path) as driver:
        await driver.press("G", "enter")
        await until(driver, lambda: "› Cy Dahl" in driver.text)
        await driver.press("a")
        await driver.write("half a thought")
        other.undo()
        await look(driver)
        await until(driver, lambda: "no longer in the store" in driver.text)
        assert "half a thought" in driver.message
        await driver.press("enter")
        await until(driver, lambda: "is no longer in the store" in driver.message)
        assert driver.app.drafts.get(f"add:focus:{cy}") == "half a thought"


async def test_a_look_at_a_quiet_store_draws_nothing(path: Path, other: Notebook) -> None:
    async with window(path) as driver:
        await open_asha(driver)
        await look(driver)
        told: list[object] = []
        driver.app.session.changed.subscribe(driver.app.screen, told.append)
        await look(driver)
        await look(driver)
        assert told == []


async def test_a_window_that_holds_the_store_is_named_and_nothing_typed_is_lost(
    path: Path, other: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "PATIENCE", 1.5)
    async with window(path) as driver:
        await open_asha(driver)
        holder = hold(path)
        await driver.press("a")
        await driver.write("Three")
        await driver.press("enter")
        await until(driver, lambda: "NOT SAVED" in driver.text.splitlines()[0])
        await until(driver, lambda: any(str(holder.pid) in n.words for n in driver.app.notices))
        holder.communicate(b"")
        assert driver.message.endswith("Focus: Three")
        await driver.press("enter")
        await until(driver, lambda: "F3  Three" in driver.text)
        assert item(other, "F3").text == "Three"


async def test_the_file_alone_holds_all_that_was_said_to_be_kept(
    path: Path, other: Notebook
) -> None:
    other.close()
    async with window(path) as driver:
        await driver.press("g", "a")
        await driver.write("hello")
        await driver.press("enter")
        await until(driver, lambda: "Noted" in driver.message)
        with TinyDB(path, access_mode="r") as db:
            assert [note["text"] for note in db.table("notes")] == ["hello"]


def answered(on: object = None, **said: object) -> AnswerRound:
    """The other window's answer to F1."""
    answer = Answer(handle=F1, on_track=on, **said)  # type: ignore[arg-type]
    return AnswerRound(person=ASHA, answers=(answer,), on=TODAY)


@pytest.mark.parametrize(
    ("meanwhile", "keys", "choice", "kept"),
    [
        (answered(holds=True), ("x",), "m", Answer(handle=F1, holds=False, how="late")),
        (answered(holds=True), ("x",), "t", Answer(handle=F1, holds=True)),
        (answered(holds=False, how="big"), ("x",), "m", Answer(handle=F1, holds=False, how="late")),
        (answered(holds=False, how="big"), ("x",), "t", Answer(handle=F1, holds=False, how="big")),
        (answered(holds=False, how="late"), ("x",), "", Answer(handle=F1, holds=False, how="late")),
        (answered(holds=False, text="1"), ("e",), "t", Answer(handle=F1, holds=False, text="1")),
        (answered(on=True), ("x",), "", Answer(handle=F1, holds=False, how="late", on_track=True)),
    ],
)  # fmt: skip
async def test_an_answer_to_a_round_of_another_window_is_asked_about_and_not_lost(
    path: Path,
    other: Notebook,
    meanwhile: AnswerRound,
    keys: tuple[str, ...],
    choice: str,
    kept: Answer,
) -> None:
    other.do(StartRound(person=ASHA, lines=asked_of(other.person(ASHA)), on=TODAY))
    async with window(path) as driver:
        await open_asha(driver)
        await driver.press("r", *keys)
        await driver.press("ctrl+u")
        other.do(meanwhile)
        await driver.write("late")
        await driver.press("enter")
        if choice:
            assert "F1 in another window:  m mine  t other" in driver.message
            await driver.press(choice)
        other.refresh()
        assert kept in other.person(ASHA).rounds[-1].mine


@pytest.mark.parametrize(
    ("choice", "kept"), [("m", "too late"), ("t", "too big"), ("b", "too big / too late")]
)
async def test_how_they_differ_is_asked_about_where_another_window_said_it(
    path: Path, other: Notebook, choice: str, kept: str
) -> None:
    async with window(path) as driver:
        await open_asha(driver)
        await driver.press("x")
        await driver.write("too late")
        other.do(Differ(person=ASHA, handle=F1, how="too big", on=TODAY))
        await driver.press("enter")
        assert "F1 in another window:  m mine  t other  b both  | other: too big" in driver.text
        await driver.press(choice)
        assert item(other).now.theirs.how == kept


async def test_a_round_begun_in_another_window_is_said_and_no_key_acts_on_it_unread(
    path: Path, other: Notebook
) -> None:
    start = StartRound(person=ASHA, lines=asked_of(other.person(ASHA)), on=TODAY)
    other.do(start)
    async with window(path) as driver:
        await open_asha(driver)
        await driver.press("r", "=")
        other.refresh()
        other.do(DropRound(person=ASHA, on=TODAY))
        other.do(replace(start, key="5eed", uid=new_uid()))
        await look(driver)
        assert "Another round was begun in the other window" in driver.message
        await driver.press("=")
        assert "Another round was begun in the other window: n goes on in it" in driver.message
        other.refresh()
        assert other.person(ASHA).rounds[-1].mine == ()
        await driver.press("n", "=")
        other.refresh()
        assert len(other.person(ASHA).rounds[-1].mine) == 1


@pytest.mark.parametrize(
    ("choice", "kept"), [("m", "Mine"), ("t", "Theirs"), ("b", "Theirs / Mine")]
)
async def test_a_step_of_a_round_asks_about_words_that_another_window_changed(
    path: Path, other: Notebook, choice: str, kept: str
) -> None:
    other.do(StartRound(person=ASHA, lines=asked_of(other.person(ASHA)), on=TODAY))
    holds = tuple(Answer(handle=Handle(each), holds=True) for each in ("F1", "F2"))
    theirs = (Answer(handle=F1, holds=False, text="One and a half"), holds[1])
    other.do(AnswerRound(person=ASHA, answers=holds, on=TODAY))
    other.do(ReceiveRound(person=ASHA, answers=theirs, words=(), on=TODAY))
    async with window(path) as driver:
        await open_asha(driver)
        await driver.press("r", "e", "ctrl+u")
        await driver.write("Mine")
        other.do(reword("Theirs"))
        await driver.press("enter")
        assert "F1 in another window:  m mine  t other  b both" in driver.message
        await driver.press(choice)
        assert {"Theirs", kept} <= {*texts(other)}
        assert item(other).text == kept
        assert item(other).now.agreed
