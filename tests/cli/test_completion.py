"""What may be typed next, as the shells ask for it."""

import pytest

from aligntui.cli.completion import SCRIPTS
from aligntui.cli.parser import COMMANDS
from tests.cli.conftest import Shell, once


@pytest.fixture
@once
def team(priya: Shell) -> Shell:
    """Three people, one archived; Priya with lines, one of them private."""
    for name in ("Sean O'Brien", "Ana Kovač", "Zoe Ash"):
        priya.say("add", name)
    priya.say("archive", "zoe")
    priya.say("expect", "priya", "Owns billing on-call")
    priya.say("risk", "priya", "SECRET", "--private")
    priya.say("action", "priya", "Send the ladder")
    priya.say("feedback", "priya", "SECRET", "--praise")
    priya.say("focus", "priya", "Ship it")
    priya.say("close", "priya", "f1")
    return priya


ASKED = {
    (): list(COMMANDS),
    ("underst",): ["understood"],
    ("note", ""): ["Ana Kovač", "Priya Raman", "Sean O'Brien"],
    ("note", "kov"): ["Ana Kovač"],
    ("note", "KOVAC"): ["Ana Kovač"],
    ("note", "obrien"): ["Sean O'Brien"],
    ("note", '"pri'): ["Priya Raman"],
    ("note", "Priya\\ R"): ["Priya Raman"],
    ("archive", "--back", ""): ["Zoe Ash"],
    ("add", ""): [],
    ("close", "priya", ""): ["E1", "R1"],
    ("reword", "Priya\\ Raman", "e"): ["E1"],
    ("done", "priya", ""): ["A1"],
    ("told", "priya", ""): ["B1"],
    ("reopen", "priya", ""): ["F1"],
    ("close", "nobody", ""): [],
    ("close", "priya", "e1", ""): [],
    ("agree", "priya", "--section", "fo"): ["focus"],
    ("agree", "priya", "--section", "=", "fo"): ["focus"],
    ("risk", "priya", "x", "--cause", "sk"): ["skill-gap"],
    ("edit", "priya", "--level", ""): ["onboarding", "junior", "mid", "senior", "staff"],
    ("action", "priya", "x", "--by", "to"): ["today", "tomorrow"],
    ("--on", "yest"): ["yesterday"],
    ("--on", "today", "due", "--exit"): ["--exit-code"],
    ("due", "--format", "t"): ["text", "tmux"],
    ("help", "brie"): ["brief"],
    ("completion", "z"): ["zsh"],
    ("export", "--format", ""): ["json", "markdown", "csv", "ics"],
    ("close", "priya", "f1", "--as", ""): ["done", "dropped"],
    ("close", "priya", "e1", "--as", ""): ["met", "missed", "dropped", "wrong"],
    ("postpone", "priya", "to"): ["tomorrow"],
    ("postpone", "priya", "y"): [],
    ("edit", "priya", "--cadence", "q"): ["quarterly"],
}


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_what_may_come_next(
    team: Shell, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALIGNTUI_STORE", str(team.store))
    assert [line.split("\t")[0] for line in asked(team, monkeypatch, *words)] == ASKED[words]


def asked(shell: Shell, monkeypatch: pytest.MonkeyPatch, *words: str) -> list[str]:
    monkeypatch.setenv("_ALIGNTUI_COMPLETE", "1")
    return shell.run(*(words or ("",))).out.splitlines()


def test_a_handle_has_its_first_words_but_never_private_ones(
    team: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = asked(team, monkeypatch, "history", "priya", "")
    assert lines == [
        "E1\tOwns billing on-call", "R1\tprivate", "A1\tSend the ladder", "B1\tprivate",
    ]  # fmt: skip
    hidden = asked(team, monkeypatch, "--hide", "history", "priya", "")
    assert hidden == ["E1\tOwns billing on-call", "A1\tSend the ladder"]


@pytest.mark.parametrize("words", [("import", ""), ("backup", "-o", "x"), ("--store", "")])
def test_files_are_left_to_the_shell(
    team: Shell, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_ALIGNTUI_COMPLETE", "1")
    ended = team.run(*words)
    assert (ended.code, ended.out) == (1, "")


def test_an_encrypted_store_is_not_asked_for(team: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    team.store.rename(f"{team.store}.age")
    assert asked(team, monkeypatch, "note", "") == []
    assert asked(team, monkeypatch, "close", "priya", "") == []


@pytest.mark.parametrize("kind", SCRIPTS)
def test_the_script_of_a_shell_is_printed(priya: Shell, kind: str) -> None:
    assert priya.say("completion", kind) == SCRIPTS[kind]


def test_another_shell_is_refused(priya: Shell) -> None:
    assert "'tcsh'" in priya.refusal("completion", "tcsh")
