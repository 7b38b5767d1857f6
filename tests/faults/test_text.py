"""Texts that are very long, very many or very odd: kept to the letter, or refused in words."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.notes import AddNote
from aligntui.domain.commands.people import AddPerson, EditPerson
from aligntui.domain.errors import Refused
from aligntui.domain.plain import LONGEST_TEXT
from aligntui.notebook import Notebook
from aligntui.store.durable import DurableStore
from aligntui.store.records import MemoryStore
from tests.faults.script import state_of, stored
from tests.people import INES, MONDAY, somebody
from tests.tui.conftest import quick_waits  # noqa: F401 - a fixture
from tests.tui.driving import driving
from tests.tui.harness import HOSTILE

LINES = "\n".join(f"line {number}: what was said, and a bit more" for number in range(10_000))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed store of one person."""
    path = tmp_path / "home" / "store.json"
    notebook = Notebook(DurableStore(path))
    notebook.do(AddPerson(name="Ines Okafor", person=INES, on=MONDAY))
    notebook.close()
    return path


@pytest.mark.parametrize("text", [LINES, "ü" * LONGEST_TEXT], ids=["10,000 lines", "2 MB"])
def test_a_very_long_note_is_kept_to_the_letter(path: Path, text: str) -> None:
    for _ in range(2):
        notebook = Notebook(DurableStore(path))
        notebook.do(AddNote(person=INES, text=text, on=MONDAY))
        notebook.close()
    assert [note.text for note in stored(path)[INES].notes] == [text, text]


def test_a_text_beyond_the_limit_is_refused_and_nothing_changes(path: Path) -> None:
    notebook = Notebook(DurableStore(path))
    before = path.read_bytes()
    with pytest.raises(Refused, match="the limit is"):
        notebook.do(AddNote(person=INES, text="x" * (LONGEST_TEXT + 1), on=MONDAY))
    notebook.close()
    assert path.read_bytes() == before


async def test_a_person_with_very_long_notes_is_opened_and_read() -> None:
    person = somebody()
    person = RecordCheckIn(person=INES, notes=LINES, on=MONDAY).apply(person)
    person = AddNote(person=INES, text="x" * LONGEST_TEXT, on=MONDAY).apply(person)
    async with driving([person]) as driver:
        begun = time.monotonic()
        await driver.press("enter")
        assert "› Ines Okafor" in driver.text
        await driver.press("t", "q", "q")
        assert "› Team" in driver.text
        assert time.monotonic() - begun < 20


@settings(max_examples=25)
@given(text=st.one_of(st.sampled_from(HOSTILE), st.text(max_size=80)))
def test_any_text_is_kept_or_refused_and_what_is_kept_comes_back(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "store.json"
    notebook = Notebook(DurableStore(path))
    notebook.do(AddPerson(name="Ines Okafor", person=INES, on=MONDAY))
    for command in (
        AddNote(person=INES, text=text, on=MONDAY),
        RecordCheckIn(person=INES, notes=text, on=MONDAY),
        EditPerson(person=INES, role=text),
        AddPerson(name=text, on=MONDAY),
    ):
        try:
            notebook.do(command)
        except Refused:
            continue
    before = state_of(notebook)
    notebook.close()
    assert stored(path) == before


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "empty"), (" \t\n", "empty"), ("x" * 201, "the limit is"),
        ("ines  OKAFOR", "there is a Ines Okafor already"),
    ],
)  # fmt: skip
def test_names_that_cant_be_told_apart_or_shown_are_refused(name: str, words: str) -> None:
    notebook = Notebook(MemoryStore((somebody(),)))
    with pytest.raises(Refused, match=words):
        notebook.do(AddPerson(name=name, on=MONDAY))


@pytest.mark.parametrize(
    "name", ["_meta", "_changes", "people", "1", "x" * 200, "../../etc", "null"]
)
def test_names_that_mean_something_elsewhere_are_just_names(path: Path, name: str) -> None:
    notebook = Notebook(DurableStore(path))
    change = notebook.do(AddPerson(name=name, on=MONDAY))
    notebook.close()
    assert stored(path)[change.person].name == name
