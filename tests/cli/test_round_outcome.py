"""What came of a round is taken in by the other notebook, once it was looked at."""

import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.cli.test_round import PRIVATE, priya, ticked
from tests.store.sealed import PASSPHRASE, fresh_hands, quick, typed

__all__ = ["fresh_hands", "priya", "quick"]


@pytest.fixture
def other(shell: Shell, priya: Path, tmp_path: Path) -> Shell:
    """The notebook of the report, with two lines of its own, who took the round in."""
    other = Shell(tmp_path / "theirs" / "store.json", shell.capture, shell.monkeypatch)
    other.say("--on", "2026-06-01", "add", "Ana Kovač", "--relation", "manager")
    other.say("--on", "2026-06-02", "focus", "Ana", "Learn Rust")
    other.say("--on", "2026-06-02", "expect", "Ana", "Reviews inside a day")
    other.run("receive", str(priya), "--from", "ana")
    assert other.json("round", "ana")["answer_by"] == "2026-07-10"
    assert "answer by 10 Jul" in other.say("round", "ana")
    return other


def settled(shell: Shell, sent: str) -> str:
    """What was settled, of a round in which all lines hold for both."""
    shell.run("receive", "-", stdin=ticked(sent))
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(sent))
    shell.say("round", "Priya", "--settle")
    return shell.say("round", "Priya", "--outcome")


def test_the_outcome_is_taken_in_by_the_other_notebook(
    shell: Shell, priya: Path, other: Shell
) -> None:
    sent = priya.read_text()
    shell.run("receive", "-", stdin=ticked(sent, "F1", "E2"))
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(sent))
    shell.say("round", "Priya", "--settle")
    shell.say("reword", "Priya", "F1", "Ship billing v3")
    shell.say("set", "Priya", "F1", "--weight", "50")
    shell.say("agree", "Priya", "F1")
    shell.say("differ", "Priya", "E2", "two days")
    shell.say("round", "Priya", "--settle")
    told = shell.say("round", "Priya", "--outcome")
    assert PRIVATE not in told
    folded = subprocess.run(
        "fold -w 72 | sed 's/^/> /'", shell=True, input=told, text=True, stdout=-1, check=True
    ).stdout
    looked = other.run("receive", "-", "--dry-run", stdin=folded)
    assert looked.out == (
        "Ana Kovač, what came of their round 1:\n"
        '  E1 you differ: "two days"\n'
        "  E3 new: Owns on-call; success: no page unanswered; on track; agreed 29 Jun\n"
        "  F2 new: Ship billing v3; share: 50%; agreed 29 Jun\n"
    )
    assert "Ship billing" not in other.say("show", "Ana")
    assert "it is for their notebook" in shell.refusal("receive", "-", stdin=told)
    stranger = told.replace("outcome 1 ", "outcome 1 abc")
    assert "add --from NAME" in other.refusal("receive", "-", stdin=stranger)
    waits = other.run("receive", "-", stdin=told)
    assert (waits.code, waits.err) == (1, "nothing was changed; --yes takes it in\n")
    assert "Learn Rust" in other.say("show", "Ana")
    assert other.run("receive", "-", "--yes", stdin=folded).code == 0
    assert "is so here already" in other.refusal("receive", "-", "--yes", stdin=told)
    assert other.json("round", "ana")["state"] == "ended"
    other.say("undo")
    assert "Ship billing" not in other.say("show", "Ana")
    other.run("--on", "2026-07-01", "reword", "Ana", "E1", "Reviews next week")
    late = other.run("--on", "2026-07-02", "receive", "-", "--yes", stdin=told)
    assert "  E1 stays: it was reworded here on 1 Jul 2026\n" in late.out
    assert "Reviews inside a day" not in other.say("show", "Ana")


def test_two_machines_that_take_the_same_outcome_in_make_the_same_of_it(
    shell: Shell, priya: Path, other: Shell, tmp_path: Path
) -> None:
    told = settled(shell, priya.read_text())
    copy = tmp_path / "copy.json"
    copy.write_bytes(other.store.read_bytes())
    machine = Shell(copy, shell.capture, shell.monkeypatch)
    for each in (other, machine):
        assert each.run("receive", "-", "--yes", stdin=told).code == 0
    assert other.run("merge", str(copy)).code == 0
    assert other.say("show", "Ana").count("Ship billing") == 1
    assert "is so here already" in other.refusal("receive", "-", "--yes", stdin=told)


def test_an_outcome_knows_its_day_and_what_is_hidden(
    shell: Shell, priya: Path, other: Shell
) -> None:
    told = settled(shell, priya.read_text())
    other.say("set", "Ana", "F1", "--private")
    hidden = other.run("--hide", "receive", "-", "--dry-run", stdin=told)
    assert "agreed 29 Jun" in hidden.out
    assert "Rust" not in hidden.out
    other.run("--on", "2026-07-03", "receive", "-", "--yes", stdin=told)
    sections = other.json("show", "Ana")["sections"]
    assert "2026-06-29" in {each["agreed_on"] for each in sections["focus"]}
    assert "Ship billing" not in other.run("--on", "2026-06-28", "show", "Ana").out


def test_an_outcome_of_nobody_here_asks_whom_it_is_from(shell: Shell, priya: Path) -> None:
    told = settled(shell, priya.read_text())
    vim = Shell(shell.store.parent / "vim" / "store.json", shell.capture, shell.monkeypatch)
    vim.say("add", "Ana Kovač", "--relation", "manager")
    assert "add --from NAME" in vim.refusal("receive", "-", stdin=told)
    taken = vim.run("receive", "-", "--from", "ana", "--yes", "--json", stdin=told)
    assert (taken.json["taken"], len(taken.json["changes"])) == (True, 3)
    assert vim.json("round", "ana")["state"] == "ended"
    both = "--yes and --dry-run are two things; do one after the other"
    assert both in vim.refusal("receive", "-", "--yes", "--dry-run", stdin=told)


def test_rounds_stand_in_tables_once_both_have_answered(
    shell: Shell, priya: Path, tmp_path: Path
) -> None:
    sent = priya.read_text()
    table = tmp_path / "tables" / "rounds.csv"
    shell.run("receive", "-", stdin=ticked(sent, "F1"))
    shell.run("export", "--format", "csv", "-o", str(table.parent))
    assert table.read_text("utf-8-sig").count("\n") == 1
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(sent))
    shell.run("export", "--format", "csv", "-o", str(table.parent), "--force")
    assert '"holds","differently: ""PLAINLY in F1"""' in table.read_text("utf-8-sig")


@pytest.mark.usefixtures("quick")
def test_an_encrypted_notebook_keeps_a_round_as_a_plain_one_does(shell: Shell, priya: Path) -> None:
    sent = priya.read_text()
    shell.run("receive", "-", stdin=ticked(sent, "F1"))
    shell.run("encrypt", "--passphrase-fd", typed(PASSPHRASE))
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(sent))
    both = shell.run("round", "Priya", "--compare").out
    assert "PLAINLY in F1" in both
    files = [each for each in shell.store.parent.rglob("*") if each.is_file() and each != priya]
    assert not [each for each in files if b"Ship billing" in each.read_bytes()]
    shell.run("decrypt", "--passphrase-fd", typed(PASSPHRASE))
    assert shell.say("round", "Priya", "--compare") == both


def test_an_empty_notebook_takes_the_lines_with_their_handles_and_sides(
    shell: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "round.md"
    for words in (
        ("add", "Priya Raman"),
        ("focus", "Priya", "Ship"),
        ("focus", "Priya", "Hire three"),
        ("expect", "Priya", "Owns on-call"),
        ("expect", "Priya", "mine: Answers in a day"),
        ("round", "Priya", "-o", str(file)),
    ):
        assert shell.run(*words).code == 0, words
    told = settled(shell, file.read_text())
    vim = Shell(tmp_path / "vim" / "store.json", shell.capture, shell.monkeypatch)
    vim.say("add", "Ana", "--relation", "manager")
    assert vim.run("receive", "-", "--from", "ana", "--yes", stdin=told).code == 0
    there, here = (s.json("show", who)["sections"] for s, who in ((shell, "Priya"), (vim, "Ana")))
    lines = [
        {each["handle"]: (each["text"], each["agreed_on"]) for name in there for each in side[name]}
        for side in (there, here)
    ]
    assert lines[0] == lines[1]
    shown = vim.say("show", "Ana")
    assert shown.index("Owns on-call") < shown.index("  expected of them:")
    assert shown.index("  expected of them:") < shown.index("Answers in a day")
    vim.say("set", "Ana", "E2", "--success", "no mail waits")
    assert "expected of them" in vim.say("show", "Ana")
    assert vim.json("due", "--all")[0]["off_track"] == 0


@pytest.mark.parametrize("said", ["on track", "off track"])
@pytest.mark.parametrize("silent", [False, True])
def test_a_line_that_is_new_here_goes_as_its_owner_said(
    shell: Shell, priya: Path, other: Shell, said: str, silent: bool
) -> None:
    theirs = ticked(priya.read_text()).replace(f"[ ] {said}", f"[x] {said}")
    other.run("round", "Ana", "--fill", "-", stdin=theirs)
    shell.run("receive", "-", stdin=theirs)
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(priya.read_text()))
    shell.say("agree", "Priya", "--all")
    for each in ("E1", "E2"):
        shell.run("agree", "Priya", each)
    told = shell.say("round", "Priya", "--outcome")
    lines = [line for line in told.split("\n") if f"{said}" not in line]
    taken = "\n".join(lines) if silent else told
    assert other.run("receive", "-", "--yes", stdin=taken).code == 0
    lines = other.json("show", "Ana")["sections"]["expectations"]
    state = {each["text"]: each["state"] for each in lines}
    assert state["Owns on-call"] == said.replace(" ", "_")
