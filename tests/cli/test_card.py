"""The card of a person, and the user's own questions and agenda: all of them private."""

from pathlib import Path

import pytest

from tests.cli.conftest import Shell, once

CARD = "likes it in writing\nbirthday 3 May\nhe / him"


@pytest.fixture
@once
def carded(priya: Shell) -> Shell:
    priya.say("edit", "priya", "--card", "-", stdin=f"\n{CARD}\n\n")
    return priya


@pytest.fixture
def folder(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the settings."""
    monkeypatch.setenv("ALIGNTUI_CONFIG", str(tmp_path / "config.toml"))
    return tmp_path


def test_a_card_is_a_few_lines_shown_with_the_person_and_taken_back_by_undo(carded: Shell) -> None:
    assert carded.say("show", "priya").splitlines()[2:5] == [
        f"card: {line}" for line in CARD.splitlines()
    ]
    assert carded.json("show", "priya")["card"] == CARD
    carded.say("edit", "priya", "--card", "")
    assert "card" not in carded.say("show", "priya")
    assert "birthday" not in carded.say("undo")
    assert carded.json("show", "priya")["card"] == CARD


def test_a_new_person_may_have_a_card(shell: Shell) -> None:
    shell.say("add", "Ben", "--card", "vegan")
    assert shell.json("show", "ben")["card"] == "vegan"


def test_a_card_stands_in_the_first_brief_only(carded: Shell) -> None:
    points = carded.json("prep", "priya")
    assert [p["text"] for p in points if p["kind"] == "card"] == CARD.splitlines()
    assert "- Card        birthday 3 May" in carded.say("prep", "priya")
    carded.say("checkin", "priya")
    assert "birthday" not in carded.say("prep", "priya")


SHOWING = (
    ("show", "priya"), ("show", "priya", "--json"), ("prep", "priya"), ("search", "birthday"),
    ("export", "priya", "--format", "markdown"), ("export", "priya", "--format", "json"),
)  # fmt: skip
LEAVING = (
    ("minutes", "priya"), ("minutes", "priya", "--json"), ("minutes", "priya", "--all"),
    ("review", "priya", "--since", "2026-01-01"), ("timeline", "priya"), ("due", "--json"),
    ("review", "priya", "--since", "2026-01-01", "--private"), ("list", "--json"),
    ("review", "priya", "--since", "2026-01-01", "--json"), ("diff", "priya", "2026-01-01"),
)  # fmt: skip


@pytest.mark.parametrize("words", SHOWING, ids=" ".join)
def test_what_shows_a_card_leaves_it_out_with_hide(carded: Shell, words: tuple[str, ...]) -> None:
    assert "irthday" in carded.run(*words).out
    assert "irthday" not in carded.run(*words, "--hide").out


@pytest.mark.parametrize("words", LEAVING, ids=" ".join)
def test_no_text_to_be_shared_holds_the_card(carded: Shell, words: tuple[str, ...]) -> None:
    carded.say("checkin", "priya")
    assert "irthday" not in carded.run(*words).out


def test_an_export_as_tables_brings_the_card_back(carded: Shell, tmp_path: Path) -> None:
    carded.run("export", "--format", "csv", "-o", str(tmp_path / "all"))
    carded.run("erase", "priya", "--yes")
    carded.run("import", str(tmp_path / "all" / "people.csv"))
    assert carded.json("show", "priya")["card"] == CARD
    carded.run("export", "--format", "csv", "-o", str(tmp_path / "some"), "--hide")
    assert "birthday" not in (tmp_path / "some" / "people.csv").read_text()


def test_own_questions_take_turns_with_those_built_in(folder: Path, priya: Shell) -> None:
    def asked() -> str:
        points = priya.json("prep", "priya")
        (found,) = (p["question"] for p in points if p["section"] == "expectations")
        return str(found)

    (folder / "questions.md").write_text("# Baseline Expectations\n\n- Own one?\n* Own two?\n")
    first = asked()
    said = [first]
    for day in ("2026-06-25", "2026-06-26", "2026-06-27"):
        priya.say("checkin", "priya", "--on", day)
        said.append(asked())
    assert said == [first, "Own one?", "Own two?", first]
    assert "Own" not in priya.say("prep", "priya", "--hide")


def test_an_own_agenda_ends_every_brief_of_the_relation(folder: Path, priya: Shell) -> None:
    priya.say("add", "Max", "--relation", "manager")
    (folder / "agenda.md").write_text(
        "How are you?\n\n## Reports\n1. Career\n# My manager\n+ Budget"
    )
    assert priya.say("prep", "priya").splitlines()[-2:] == [
        "- Agenda      How are you?", "- Agenda      Career",
    ]  # fmt: skip
    assert priya.say("prep", "max").splitlines()[-1] == "- Agenda      Budget"
    assert "Agenda" not in priya.say("prep", "priya", "--hide")


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("questions.md", b"# Foo\n", "line 1: a heading names one of focus, expectations"),
        ("questions.md", b"Why?\n# Focus\n", "line 1: put it under a heading, one of focus"),
        ("agenda.md", b"# Anybody\n", "line 1: a heading names one of report, manager"),
        ("agenda.md", b"\n- " + b"x" * 3000, "line 2 has 3,000 characters"),
        ("agenda.md", b"\xff\xfe", "is not UTF-8"),
    ],
)
def test_what_is_bad_in_a_file_is_named_in_one_line(
    folder: Path, priya: Shell, file: str, text: bytes, said: str
) -> None:
    (folder / file).write_bytes(text)
    ended = priya.run("prep", "priya")
    assert ended.code == 0
    (line,) = ended.err.splitlines()
    assert line.startswith(f"aligntui: {folder / file}")
    assert said in line
    assert line.endswith(" is not used")


def test_what_can_be_used_of_an_agenda_is_used(folder: Path, priya: Shell) -> None:
    (folder / "agenda.md").write_text(
        f"How are you?\n# Anybody\n- Nothing\n# Reports\n- {'x' * 3000}\n- Career\n"
    )
    ended = priya.run("prep", "priya")
    assert ended.out.splitlines()[-2:] == ["- Agenda      How are you?", "- Agenda      Career"]
    heading, long = ended.err.splitlines()
    assert "line 2: a heading names one of report, " in heading
    assert heading.endswith("; what is below it is not used")
    assert "line 5 has 3,000 characters" in long
    assert "Nothing" not in ended.out
