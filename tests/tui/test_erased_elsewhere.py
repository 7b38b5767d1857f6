"""Somebody is erased while a window shows them: it says so, keeps nothing of them, and goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.people import AddPerson
from aligntui.domain.identity import PersonId
from aligntui.notebook import Notebook
from aligntui.store.durable import DurableStore
from aligntui.store.erasing import erase
from tests.people import INES, after, day, focus, put, somebody
from tests.tui.test_two_windows import look, window

if TYPE_CHECKING:
    from pathlib import Path

ELSEWHERE = {"is no longer in the store", "was erased in another"}


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


@pytest.mark.parametrize(
    "keys",
    [
        ("t",), ("t", "v"), ("t", "d"), ("t", "slash"), ("t", "a"), ("enter", "numbersign"),
        ("numbersign",), ("enter", "V"), ("enter", "V", "enter", "enter"),
        ("enter", "V", "enter", "enter", "e"), ("t", "j", "y"), ("c", "5"), ("x",), ("e",),
    ],
    ids=" ".join,
)  # fmt: skip
async def test_wherever_a_window_stands_it_says_so_and_goes_on(
    tmp_path: Path, keys: tuple[str, ...]
) -> None:
    path = tmp_path / "store.json"
    notebook = Notebook(DurableStore(path))
    met = RecordCheckIn(person=INES, on=day(2), notes="zqx")
    notebook.do(put(after(somebody(), focus("zqx"), met)))
    notebook.do(AddPerson(name="Zed Wu", on=day(0), person=PersonId(f"{9:032x}")))
    notebook.close()
    async with window(path) as d:
        await d.press("g", *keys)
        erase(str(path), INES, seen=None)
        await look(d)
        await look(d)
        assert any(words in d.message for words in ELSEWHERE)
        await d.press(*["escape"] * 4, "y", "w", "escape", "escape")
        await look(d)
        assert [person.name for person in d.app.session.people] == ["Zed Wu"]
        assert "zqx" not in d.text
    assert b"zqx" not in everything_in(tmp_path)
