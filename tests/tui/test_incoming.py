"""Taking a file in by keyboard: asked for, looked at, kept, and taken back in one step."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligntui.store.durable import DurableStore
from tests.tui.driving import Driver, driving

TABLE = "name,relation,role\nMei Tanaka,report,engineer\nBo Lind,peer,[b]lead[/b]\n"


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    file = tmp_path / "people.csv"
    file.write_text(TABLE, encoding="utf-8")
    return file


def written(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def store(tmp_path: Path) -> DurableStore:
    return DurableStore(tmp_path / "kept" / "store.json")


def names(d: Driver) -> list[str]:
    return sorted(person.name for person in d.app.session.notebook.people())


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 10)])
@pytest.mark.parametrize("key", ["y", "enter"])
async def test_from_the_first_screen_with_a_look_before(
    people: Path, store: DurableStore, size: tuple[int, int], key: str
) -> None:
    async with driving(store=store, size=size) as d:
        if size[0] >= 80:
            assert "i  import people from a file" in d.text
        await d.press("i")
        await d.write("~/people.csv")
        await d.press("enter")
        assert "Import of people.csv" in d.text
        assert "New: Mei Tanaka, report" in d.text
        assert names(d) == []
        await d.press(key)
        assert names(d) == ["Bo Lind", "Mei Tanaka"]
        assert "Imported: people.csv.  u undoes" in d.message or size[0] < 80
        await d.press("u")
        assert names(d) == []
        assert "Undone: import of people.csv" in d.message or size[0] < 80


GRADED = "name,level\nMei Tanaka,L5\nBo Lind,L5\nIda Roe,Chief\nKim Oh,mid\n"


@pytest.mark.parametrize(
    ("keys", "levels", "roles", "asides"),
    [
        (("4", "5"), ["senior", "staff", "mid", "senior"], ["", "", "", ""], ""),
        (("4", "n"), ["senior", None, "mid", "senior"], ["", "Chief", "", ""], "Chief (1)"),
        (("escape",), [None, None, "mid", None], ["L5", "Chief", "", "L5"], "L5 (2), Chief (1)"),
    ],
)
async def test_a_level_that_is_not_ours_is_asked_about_once(
    people: Path, store: DurableStore, keys: tuple[str, ...], levels: list[str | None],
    roles: list[str], asides: str,
) -> None:  # fmt: skip
    written(people, GRADED)
    async with driving(store=store) as d:
        await d.press("i")
        await d.write(str(people))
        await d.press("enter")
        first = "Level L5 is 1 onboarding, 2 junior, 3 mid, 4 senior, 5 staff, n none?"
        assert first in " ".join(d.message.split())
        await d.press(*keys)
        assert "Import of people.csv" in d.text
        assert (f"kept in the role: {asides}" in d.text) is bool(asides)
        assert "--levels" not in d.text
        await d.press("y")
        found = [d.person(name) for name in names(d)]
        assert [each.level for each in found] == [levels[0], *levels[1:3], levels[3]]
        assert [each.role for each in found] == roles


async def test_q_takes_nothing_in(people: Path, store: DurableStore) -> None:
    async with driving(store=store) as d:
        await d.press("i")
        await d.write(str(people))
        await d.press("enter")
        assert "[b]lead[/b]" in d.text
        await d.press("q")
        assert names(d) == []
        assert "add the first person" in d.text


def _put_at_home(name: str) -> None:
    Path(f"~/{name}").expanduser().write_bytes(b"PK")


async def test_a_path_that_is_none_is_answered_in_place_and_stays(
    people: Path, store: DurableStore
) -> None:
    async with driving(store=store) as d:
        await d.press("i")
        await d.write("~/nobody.csv")
        await d.press("enter")
        assert "~/nobody.csv" in d.message
        assert "No such file or directory" in d.message
        await d.press(*["backspace"] * len("nobody.csv"))
        _put_at_home("x.zip")
        await d.write("x.zip")
        await d.press("enter")
        assert "~/x.zip" in d.message
        assert "it is none of .json, .csv" in d.message


async def test_a_file_that_can_not_be_read_is_refused_in_one_line_and_its_path_waits(
    people: Path, store: DurableStore
) -> None:
    written(people, "name,relation\nMei,wizard\n")
    async with driving(store=store) as d:
        await d.press("i")
        await d.write("~/people.csv")
        await d.press("enter")
        assert "line 2: 'wizard' is none of" in d.message
        assert names(d) == []
        await d.press("i")
        assert "~/people.csv" in d.message


async def test_what_is_left_out_of_a_table_and_its_levels_stand_in_the_preview(
    people: Path, store: DurableStore
) -> None:
    text = "sep=;\nFirst name;Last name;Grade;Start date;Boss\nMei;Tanaka;L5;15.03.2021;Bo\n"
    written(people, f"{text}Total: 1;;;;\n")
    async with driving(store=store, size=(80, 24)) as d:
        await d.press("i")
        await d.write("~/people.csv")
        await d.press("enter", "escape")
        shown = " ".join(d.text.split())
    assert "New: Mei Tanaka, report, L5, started 15 Mar 2021, every 2 weeks" in shown
    assert "columns not imported: boss" in shown
    assert "levels that are not ours, kept in the role: L5 (1)" in shown
    assert "left out, as nobody: line 4, Total: 1" in shown


@pytest.mark.parametrize(("key", "day"), [("d", "3 Apr 2021"), ("m", "4 Mar 2021"), ("enter", "")])
async def test_days_of_a_table_that_could_be_two_are_asked_about(
    people: Path, store: DurableStore, key: str, day: str
) -> None:
    written(people, "name,started\nMei,03/04/2021\n")
    async with driving(store=store, size=(80, 24)) as d:
        await d.press("i")
        await d.write("~/people.csv")
        await d.press("enter")
        assert "line 2: '03/04/2021' could be two days: d day first or m month first?" in d.message
        await d.press(key)
        assert (f"New: Mei, report, started {day}, every" in d.text) is bool(day)


async def test_an_export_of_ours_and_notes_about_the_one_under_the_cursor(
    people: Path, store: DurableStore, tmp_path: Path
) -> None:
    written(tmp_path / "notes.md", "## 2026-03-12\n\nSECRET words\n")
    async with driving(store=store) as d:
        await d.press("i")
        await d.write("~/notes.md")
        await d.press("enter")
        assert "nobody these notes could be about" in d.message
        await d.press("i", *["backspace"] * len("notes.md"))
        await d.write("people.csv")
        await d.press("enter", "y", "g", "i")
        await d.write("~/notes.md")
        await d.press("enter")
        assert "This would be imported about " in d.text
        assert "12 Mar check-in C1: ## 2026-03-12 SECRET words (lines: 3)" in d.text
        await d.press("full_stop")
        assert "## 2026-03-12" not in d.text
        await d.press("y")
        assert [len(d.person(name).check_ins) for name in ("Bo", "Mei")] in ([1, 0], [0, 1])


async def test_what_is_here_already_is_said_and_nothing_opens(
    people: Path, store: DurableStore
) -> None:
    async with driving(store=store) as d:
        for keys in (("enter", "y"), ("enter",)):
            await d.press("i")
            await d.write("~/people.csv")
            await d.press(*keys)
        assert "Nothing new: all of it is here already" in d.message
        assert len(names(d)) == 2


async def typed(d: Driver, path: str) -> None:
    await d.press("i")
    await d.write(path)
    await d.press("enter")


async def with_priya(d: Driver) -> None:
    await typed(d, "~/people.csv")
    await d.press("y")


@pytest.mark.parametrize(("key", "day"), [("d", "3 Apr"), ("m", "4 Mar"), ("enter", "")])
async def test_days_of_notes_that_could_be_two_are_asked_about(
    people: Path, store: DurableStore, tmp_path: Path, key: str, day: str
) -> None:
    written(tmp_path / "n.md", "## 3/4/2026\n\nrota\n")
    async with driving(store=store, size=(80, 24)) as d:
        await with_priya(d)
        await typed(d, "~/n.md")
        assert "line 1: '3/4/2026' could be two days: d day first or m month first?" in d.message
        await d.press(key)
        assert (f"{day} check-in C1: ## 3/4/2026 rota" in d.text) is bool(day)
        assert names(d) == ["Bo Lind", "Mei Tanaka"]


async def test_a_year_that_is_missing_is_asked_for_and_days_not_used_are_said_before(
    people: Path, store: DurableStore, tmp_path: Path
) -> None:
    written(tmp_path / "n.md", "## 14 March 2021\nuntil 5 May 2021\n## 21 March\nb\n")
    async with driving(store=store, size=(80, 24)) as d:
        await with_priya(d)
        await typed(d, "~/n.md")
        words = "line 3: '21 March' has no year and would be the latest day: 1 2021, o other?"
        assert words in d.message
        await d.press("o")
        await d.write("20")
        await d.press("enter")
        assert "type a year of four digits" in d.message
        await d.write("21")
        await d.press("enter")
        assert "21 Mar 2021 check-in C2" in d.text
        said = d.text.index("line 2: 5 May 2021 is inside a check-in, kept as text")
        assert said < d.text.index("This would be imported about")


async def test_where_no_meeting_begins_with_a_day_a_key_says_what_does(
    people: Path, store: DurableStore, tmp_path: Path
) -> None:
    written(tmp_path / "n.md", "About her\n\n- 2026-03-09: rota\n\nmore\n")
    async with driving(store=store, size=(80, 24)) as d:
        await with_priya(d)
        await typed(d, "~/n.md")
        assert "No meeting in n.md begins with a day. What does: b bullets, n none?" in d.message
        await d.press("b")
        assert "9 Mar check-in C1" in d.text
        await d.press("q")
        await typed(d, "~/n.md")
        await d.press("n")
        assert "note N1: About her" in d.text
        assert "line 3: 2026-03-09 begins no meeting" in d.text


async def test_a_folder_of_notes_comes_in_as_one_change(
    people: Path, store: DurableStore, tmp_path: Path
) -> None:
    (tmp_path / "vault").mkdir()
    written(tmp_path / "vault" / "2026_03_09.md", "rota")
    written(tmp_path / "vault" / "2026_03_16.md", "demo")
    written(tmp_path / "vault" / "cat.png", "x")
    async with driving(store=store, size=(80, 24)) as d:
        await with_priya(d)
        await typed(d, "~/vault/")
        assert "Import of vault" in d.text
        assert "left out, as no notes: cat.png (1)" in d.text
        assert "16 Mar check-in C2: demo" in d.text
        await d.press("y")
        assert "Imported: vault" in d.message
        await d.press("u")
        assert "Undone: import of 2 files" in d.message
