"""How commands are read, and how they end."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from aligntui import __version__
from aligntui.__main__ import main as program
from aligntui.cli import asked
from aligntui.cli.parser import COMMANDS
from aligntui.cli.run import main
from tests.cli.conftest import TODAY, Shell


def here(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "aligntui", *words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_options_for_everything_may_stand_before_or_after_the_command(priya: Shell) -> None:
    before = priya.say("--json", "--hide", "--on", "2026-05-01", "due", "--all")
    after = priya.say("due", "--all", "--on=2026-05-01", "--json", "--hide")
    assert before == after
    assert json.loads(after)[0]["days_late"] == 16
    assert priya.say("--plain", "--no-color", "list") == priya.say("list", "--plain", "--no-color")


@pytest.mark.parametrize("name", ["-Gus Dash", "--help", "--json Lee"])
def test_behind_two_dashes_nothing_is_an_option(shell: Shell, name: str) -> None:
    assert shell.say("add", "--", name).startswith(f"added {name}, every 2 weeks")
    first = name.split(maxsplit=1)[0]
    for typed in (first, name):
        assert shell.run("show", "--json", "--", typed).json["name"] == name
    assert shell.say("note", "--", first, "--json") == f"noted N1 on {name}\n"
    assert shell.run("--json", "show", "--", name).json["notes"][0]["text"] == "--json"
    assert shell.say("focus", "--weight", "60", "--", first, "-x").startswith("added F1 of")
    assert shell.say("reword", "--", first, "F1", "-y", "--z").endswith(": -y --z\n")
    shell.say("note", "--", first, "--", "a", "--", "b")
    assert shell.run("--json", "show", "--", name).json["notes"][1]["text"] == "-- a -- b"
    assert shell.run("edit", "--role=--", "--json", "--", first).json["role"] == "--"


def test_every_command_has_its_help_and_is_in_the_list(shell: Shell) -> None:
    everything = shell.say("--help")
    for name, entry in COMMANDS.items():
        assert f"  {name} {entry.usage}".rstrip() in everything
        own = shell.say(name, "--help")
        assert own.startswith(f"usage: aligntui {name}")
        assert "--store FILE" in own


def test_what_it_runs_on_is_said_for_a_report_and_nothing_that_was_written(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    assert shell.json("--version", "--verbose")["store"] == "none"
    shell.say("add", "Priya Raman")
    said = shell.say("--verbose", "--version")
    assert said.startswith(f"aligntui {__version__}\npython 3.")
    names = [line.split()[0] for line in said.splitlines()]
    assert names[2:4] == ["textual", "tinydb"]
    assert names[-3:] == ["terminal", "encoding", "store"]
    assert "terminal TERM=xterm-256color" in said
    assert said.splitlines()[-1].startswith("store plain, ")
    assert "Priya" not in said
    assert str(shell.store) not in said
    assert shell.json("--version") == {"aligntui": __version__}


def test_the_version_is_said(shell: Shell) -> None:
    assert shell.say("--version") == f"aligntui {__version__}\n"


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("deu",), "did you mean due?"),
        (("qqq",), "--help"),
        (("--bogus",), "--bogus"),
        (("due", "--bogus"), "aligntui due --help"),
        (("due", "--al"), "--al"),
        (("show",), "name somebody"),
        (("rounds", "priya"), "no command 'rounds'"),
        (("undo", "twice"), "twice"),
        (("due", "--format", "xml"), "tmux"),
        (("--on", "31 feb", "list"), "no day"),
        (("DUE",), "did you mean due?"),
        (("due", "--exit-code=1"), "--exit-code: it takes no value, not '1'"),
        (("checkin", "ana", "--pulse", "x"), "'x' is no whole number"),
        (("due", "--by=--"), "'--' is not a day"),
        (("set", "ana", "F1", "--weight=--"), "'--' is not a share"),
        (("--store", "", "due"), "the name of the file is empty"),
        (("import", ""), "the name of the file is empty"),
        (("receive", ""), "the name of the file is empty"),
        (("restore", ""), "the name of the file is empty"),
        (("merge", ""), "the name of the file is empty"),
    ],
)
def test_what_is_typed_wrong_is_refused_in_one_line(
    shell: Shell, words: tuple[str, ...], hint: str
) -> None:
    assert hint in shell.refusal(*words)


@pytest.mark.parametrize("form", ["markdown", "csv", "json", "ics"])
def test_an_export_to_an_empty_name_is_no_export_to_this_folder(priya: Shell, form: str) -> None:
    assert "is empty" in priya.refusal("export", "priya", "--format", form, "-o", "")


def test_where_names_the_files_and_makes_none(shell: Shell, tmp_path: Path) -> None:
    places = shell.json("where")
    assert places["store"] == str(shell.store)
    assert places["exists"] is False
    assert "not there yet" in shell.say("where")
    assert list(tmp_path.iterdir()) == []


def test_the_store_is_named_by_the_environment_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ALIGNTUI_STORE", str(tmp_path / "mine.json"))
    assert program(["where", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["store"] == str(tmp_path / "mine.json")


def test_a_store_that_is_not_json_is_left_alone(shell: Shell) -> None:
    shell.store.write_text("{ not json")
    for words in (("due",), ("list",), ("add", "Ana"), ("undo",)):
        ended = shell.run(*words)
        assert (ended.code, ended.out) == (3, "")
        assert ended.err.startswith("aligntui: ")
        assert ended.err.count("\n") == 1
    assert shell.store.read_text() == "{ not json"


def test_a_folder_that_cannot_be_made_is_said_in_one_line(shell: Shell, tmp_path: Path) -> None:
    # not even root can make a folder below a file
    (tmp_path / "file").write_text("")
    shell.store = tmp_path / "file" / "store.json"
    ended = shell.run("add", "Ana")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize(
    "text", ["[bold]x[/]", "{curly} %s $HOME", "*a* _b_ `c`", "ｗｉｄｅ 李", "[red] \\["]
)
def test_markup_is_text(priya: Shell, text: str) -> None:
    assert priya.say("focus", "priya", text) == f"added F1 of Priya Raman: {text}\n"
    assert text in priya.say("show", "priya")
    for command in (("prep", "priya"), ("prep", "priya", "--all"), ("prep", "--today")):
        for plain in ((), ("--plain",)):
            assert text in priya.say(*command, *plain, "--on", "2026-12-31")


@pytest.mark.parametrize("text", ["a\x1b]0;title\x07b", "a\x9b31mb", "a\u202eb", "a\x00b"])
def test_what_steers_a_terminal_is_never_printed(priya: Shell, text: str) -> None:
    steering = {c for c in text if not c.isprintable()}
    priya.say("focus", "priya", text)
    priya.say("note", "priya", text)
    priya.say("checkin", "priya", "--notes", text)
    for command in ("show", "timeline", "focus"):
        for form in ((), ("--json",)):
            assert not steering & set(priya.say(command, "priya", *form))
    refused = priya.refusal("show", text)
    assert not steering & set(refused)
    assert len(priya.refusal("show", "a\nb").splitlines()) == 1


def test_what_an_older_hand_wrote_into_the_file_is_harmless_too(priya: Shell) -> None:
    priya.say("focus", "priya", "MARK")
    data = priya.store.read_text(encoding="utf-8")
    priya.store.write_text(data.replace("MARK", "a\\u001b[31mb\\u061cc"), encoding="utf-8")
    ended = priya.run("show", "priya")
    assert ended.code == 0
    assert "\x1b" not in ended.out + ended.err
    assert "a\ufffd[31mb\ufffdc" in ended.out
    shown = priya.run("show", "priya", "--json")
    assert "\x1b" not in shown.out
    assert shown.json["sections"]["focus"][0]["text"] == "a\x1b[31mb\u061cc"


def test_a_defect_is_one_line_without_values(priya: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Any:
        raise KeyError("SECRET")

    monkeypatch.setattr("aligntui.text.sheet.section_summary", broken)
    ended = priya.run("show", "priya")
    assert ended.code == 70
    assert ended.err.count("\n") == 1
    assert "KeyError" in ended.err
    assert "SECRET" not in ended.err
    monkeypatch.setenv("ALIGNTUI_DEBUG", "1")
    assert "Traceback" in priya.run("show", "priya").err


def test_an_interruption_is_quiet(priya: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr("aligntui.text.sheet.section_summary", interrupted)
    ended = priya.run("show", "priya")
    assert (ended.code, ended.err) == (130, "")


def test_the_app_needs_a_terminal(priya: Shell) -> None:
    for words in ((), ("demo",), ("open", "priya")):
        assert "needs a terminal" in priya.refusal(*words)
    assert "no person" in priya.refusal("open", "zed")


def test_the_app_is_told_what_was_asked_for(
    priya: Shell, monkeypatch: pytest.MonkeyPatch, on_day: Callable[[date], None]
) -> None:
    told: list[dict[str, Any]] = []

    class Terminal:
        def isatty(self) -> bool:
            return True

        def __getattr__(self, name: str) -> Any:
            return getattr(sys.__stdout__, name)

    def app(**start: Any) -> int:
        told.append(start)
        return 0

    for name in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{name}", Terminal())
    store = ["--store", str(priya.store)]
    assert main([*store, "--hide"], app) == 0
    assert main([*store, "open", "priya", "--on", "2026-05-01", "--i-am-alone"], app) == 0
    assert main([*store, "demo"], app) == 0
    days = [start.pop("today") for start in told]
    assert [start.pop("alone") for start in told] == [False, True, False]
    assert told == [
        {"store": priya.store, "open_name": None, "demo": False, "hide": True},
        {"store": priya.store, "open_name": "Priya Raman", "demo": False, "hide": False},
        {"store": None, "open_name": None, "demo": True, "hide": False},
    ]
    assert [day() for day in days] == [TODAY, date(2026, 5, 1), TODAY]
    on_day(date(2026, 6, 30))
    assert days[0]() == date(2026, 6, 30)


def test_without_a_patched_clock_today_is_the_local_day() -> None:
    assert asked.day_of(None) == asked.local_day()


def test_it_runs_as_a_module_and_keeps_files_private(tmp_path: Path) -> None:
    store = str(tmp_path / "new" / "store.json")
    made = here("add", "Ana", "--store", store)
    assert (made.returncode, made.stderr) == (0, "")
    assert here("due", "--all", ALIGNTUI_STORE=store).stdout.splitlines()[1].split()[1] == "Ana"
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "new").iterdir())


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    store = str(tmp_path / "store.json")
    here("add", "Ana", "--store", store)
    for words in ("--help", f"--store {store} show ana --json"):
        quoted = f"set -o pipefail; {sys.executable} -m aligntui {words} | true"
        ended = subprocess.run(["bash", "-c", quoted], capture_output=True, text=True, check=False)
        assert (ended.returncode, ended.stderr) == (0, "")


def test_a_locale_without_these_letters_is_no_reason_to_fail(tmp_path: Path) -> None:
    store = str(tmp_path / "store.json")
    here("add", "Tomás", "--store", store)
    poor = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}
    ended = here("list", "--store", store, **poor)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Tom?s" in ended.stdout
    assert json.loads(here("list", "--json", "--store", store, **poor).stdout)[0]["name"] == "Tomás"


LOCALES: list[dict[str, str]] = [
    {"LC_ALL": "C"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
]


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: " ".join(locale.values()))
def test_bytes_that_are_utf_8_are_read_as_such_whatever_the_locale(
    tmp_path: Path, locale: dict[str, str]
) -> None:
    aligntui = [sys.executable, "-m", "aligntui", "--store", "Süd.json"]
    environ = {**os.environ, "PYTHONIOENCODING": "", **locale}

    def run(*words: str | bytes, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [*aligntui, *words],
            env=environ, input=stdin, cwd=tmp_path, capture_output=True, check=False,
        )  # fmt: skip

    words = "Grüße 李 €"
    for ended in (
        run("add", "Jörg Übel", "--role", "Büro"),
        run("note", "jörg", words),
        run("note", "jörg", "-", stdin=words.encode()),
        run("checkin", "JÖRG", "--notes", "-", stdin=words.encode()),
        run("export", "--format", "csv", "-o", "Tabellen für Jörg"),
        run("export", "jörg", "--format", "markdown", "-o", "Jörg.md"),
        run("import", "Jörg.md", "--into", "jörg", "--dry-run"),
        run("backup", "-o", "Sicherung für Jörg.json"),
        run("restore", "Sicherung für Jörg.json"),
    ):
        assert ended.returncode == 0, ended
    for refused in (
        run("add", b"J\xf6rg Latin"),
        run("note", "jörg", b"half \xc3"),
        run("note", "jörg", "-", stdin=b"J\xf6rg"),
    ):
        assert refused.returncode == 2, refused
        assert b"is not UTF-8; convert it to UTF-8 first" in refused.stderr
    shown = json.loads(run("export", "--format", "json").stdout)
    assert [row["name"] for row in shown["people"].values()] == ["Jörg Übel"]
    assert {row["text"] for row in shown["notes"].values()} == {words}
    assert [row["notes"] for row in shown["check_ins"].values()] == [words]
    assert json.loads(run("search", "grüße", "--json").stdout)[0]["name"] == "Jörg Übel"
    assert {"Süd.json", "Jörg.md", "Tabellen für Jörg", "Sicherung für Jörg.json"} <= {
        *os.listdir(tmp_path)
    }
    table = (tmp_path / "Tabellen für Jörg" / "people.csv").read_bytes()
    assert table.startswith(b'\xef\xbb\xbf"name"')
    assert "Jörg Übel".encode() in table
