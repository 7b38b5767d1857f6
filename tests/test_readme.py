"""Every line of the README and the manual that can be run is run; an unknown one fails."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from aligntui import settings
from aligntui.cli import asked
from aligntui.cli.parser import COMMANDS, parsed, split
from aligntui.cli.run import main
from aligntui.domain.line_kinds import WORDS
from aligntui.domain.section import Section
from aligntui.store import crypt
from aligntui.text import section_markdown
from aligntui.text.manual import TOPICS, page
from aligntui.tui.app import AlignApp
from aligntui.tui.keys import set_keys
from tests.store.sealed import PASSPHRASE, fresh_hands
from tests.terminal.pty import Terminal
from tests.tui.driving import driving

__all__ = ["fresh_hands"]
ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MANUAL = "\n".join("\n".join(page(topic)) for topic in TOPICS)
TEXT = f"{README}\n{MANUAL}\n"
BIN = Path(sys.executable).parent
TOLD = "(?P<schedule>(?:[0-9*/,-]+ ){5})(?P<command>aligntui .+)"
"""A line of a table of cron."""


class Block(NamedTuple):
    """A fenced block: its language, its text."""

    language: str
    text: str

    @property
    def lines(self) -> list[str]:
        return [line for line in self.text.splitlines() if line.strip()]


BLOCKS = [
    Block(*found) for found in re.findall(r"^```(\w*)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
]
SHELL = [line for block in BLOCKS if block.language == "sh" for line in block.lines]
PROSE = re.sub(r"^```.*?^```$", "", TEXT, flags=re.DOTALL | re.MULTILINE)
SPANS = [" ".join(span.split()) for span in re.findall(r"(?<!`)`([^`]+)`(?!`)", PROSE)]

INSTALLING = [line for line in SHELL if " -m venv " in line or "bin/pip install" in line]
EVERYWHERE = [line for line in SHELL if line in {"uv tool install .", "pipx install ."}]
ENCRYPTING = [line for line in SHELL if line.startswith(".venv/bin/aligntui ")]
DECRYPTING = [line for line in SHELL if line.startswith("age ")]
COMMAND_LINES = [line for line in SHELL if line.startswith("aligntui ")]

IN_A_YEAR = [date(2026, 1, 1) + timedelta(days=days) for days in (0, 58, 180, 333, 364)]
DAYS = [*IN_A_YEAR, date(2028, 2, 29)]
"""Days on which the README may be read, of every kind of week and at the ends of a year."""


def test_every_line_of_a_shell_and_every_kind_of_block_is_known() -> None:
    known = [*INSTALLING, *EVERYWHERE, *ENCRYPTING, *DECRYPTING, *COMMAND_LINES]
    assert [line for line in SHELL if line not in known] == []
    assert {block.language for block in BLOCKS} == {"sh", "python", "toml", ""}
    assert [len(lines) > 0 for lines in (INSTALLING, ENCRYPTING, DECRYPTING)] == [True] * 3
    assert len(COMMAND_LINES) > 30


def words_of(line: str) -> list[list[str]]:
    """The commands in a line, as a shell takes them apart."""
    parts: list[list[str]] = [[]]
    for word in shlex.split(line.replace(";", " ; "), comments=True):
        if word == ";":
            parts.append([])
        else:
            parts[-1].append(os.path.expanduser(word) if word.startswith("~/") else word)
    return parts


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with nothing in it, and the files that the README takes in."""
    for name in ("ALIGNTUI_STORE", "ALIGNTUI_CONFIG", "ACCESSIBLE", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text("name,role\nMei Tan,engineer\n", encoding="utf-8")
    notes = "## 2025-03-09\n\nAbout the rota.\n\n## 2025-03-16\n\nAbout the pager.\n"
    (tmp_path / "notes.md").write_text(notes, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_every_command_does_what_it_says_in_its_order_on_any_day(
    home: Path, today: date, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(asked, "local_day", lambda: today)
    for line in COMMAND_LINES:
        for command in words_of(line):
            assert command[0] == "aligntui", line
            code = main(command[1:], open_app=_no_app)
            said = capsys.readouterr()
            assert (code, said.out == "" and said.err == "") == (0, False), (line, said)


def _no_app(**_given: object) -> int:
    raise AssertionError("no command of the README opens the full screen")


@pytest.mark.terminal
def test_a_real_shell_runs_them_too(home: Path) -> None:
    script = "set -e\n" + "\n".join(COMMAND_LINES)
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, check=False, cwd=home
    )
    assert done.returncode == 0, done.stderr
    assert (home / "check-ins.ics").exists()


def test_installing_is_what_a_clean_checkout_does() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for line in INSTALLING:
        pip = re.search(
            r"\.venv/bin/pip install -q (?:-c (\S+) )?(?:-e )?'?\.(?:\[(\w+)\])?'?", line
        )
        assert pip, line
        constraints, extra = pip.groups()
        assert constraints is None or (ROOT / constraints).exists()
        assert extra is None or extra in project["optional-dependencies"]
        for name in re.findall(r"\.venv/bin/([a-z]+)(?= |$)", line):
            assert name in {"pip", "python", *project["scripts"]}
    first, *_ = INSTALLING
    assert first.startswith("python3 -m venv .venv && ")
    assert first.endswith(" && .venv/bin/aligntui demo")
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "/^<!-- test -->$/" in ci
    tested = README.split("<!-- test -->\n```sh\n")[1].split("\n")[0]
    assert tested in INSTALLING
    assert "pytest" in tested


def test_each_command_in_the_text_can_be_typed() -> None:
    spans = [span for span in SPANS if span.startswith("aligntui ")]
    assert len(spans) > 15
    for span in spans:
        name, rest = split(
            [word for word in shlex.split(span)[1:] if word not in {"COMMAND", "TOPIC"}]
        )
        if name is None:
            assert set(rest) <= {"--help", "--plain"}, span
            continue
        assert name in COMMANDS, span
        if not rest:
            continue  # the command is named, not typed
        parsed(name, rest)


def test_options_named_in_the_text_are_options_of_some_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for words in ([], *([name] for name in COMMANDS)):
        main([*words, "--help"], open_app=_no_app)
    helped = capsys.readouterr().out
    for option in {word for span in SPANS for word in re.findall(r"--[a-z][a-z-]+", span)}:
        assert option in helped or option == "--help", option


def test_lines_of_cron_mail_only_when_there_is_something_to_do(home: Path) -> None:
    lines = [found for span in SPANS if (found := re.fullmatch(TOLD, span))]
    assert len(lines) == 2
    add = "aligntui add Ana --cadence weekly --on 2020-01-06 >/dev/null"

    def mailed(command: str) -> str:
        done = subprocess.run(
            ["/bin/sh", "-c", command], capture_output=True, text=True, check=False, cwd=home
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    for line in lines:
        assert mailed(line["command"]) == ""
    assert mailed(add) == ""
    due, export = lines
    assert "Ana" in mailed(due["command"])
    assert mailed(export["command"]) == ""
    assert "Ana" in (home / "check-ins.ics").read_text(encoding="utf-8")
    mailed("aligntui checkin ana")
    for line in lines:
        assert mailed(line["command"]) == ""


def test_the_prompt_and_the_status_bar_show_counts_and_no_names(home: Path) -> None:
    subprocess.run(
        ["aligntui", "add", "Ana", "--cadence", "weekly", "--on", "2020-01-06"], check=True
    )
    (prompt,) = [span for span in SPANS if span.startswith("PS1=")]
    shown = subprocess.run(
        ["bash", "-c", f'{prompt}\necho "${{PS1@P}}"'],
        capture_output=True, text=True, check=True, cwd=home,
    ).stdout  # fmt: skip
    assert re.match(r"1 \w+.* ?~[$#] $", shown.rstrip("\n")), shown
    (bar,) = [span for span in SPANS if "status-right" in span]
    inner = re.search(r"#\((.+)\)", bar)
    assert inner
    assert prompt.count(inner[1]) == 1
    if not shutil.which("tmux"):
        pytest.skip("tmux is not installed")
    settings_of_tmux = home / "tmux.conf"
    lines = [span for span in SPANS if span.startswith("set -g ")]
    settings_of_tmux.write_text("\n".join(lines) + "\n", encoding="utf-8")
    tmux = ["tmux", "-S", str(home / "socket"), "-f", str(settings_of_tmux)]
    told = subprocess.run(
        [*tmux, "new-session", "-d", ";", "show-options", "-g", "status-right", ";",
         "show-options", "-g", "status-interval", ";", "kill-server"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stderr) == (0, "")
    assert inner[1] in told.stdout
    assert "status-interval 60" in told.stdout


def test_the_readme_is_read_in_three_minutes_and_names_every_topic() -> None:
    assert len(README) < 7000
    named = README.split("is the manual: ")[1].split(".")[0].replace(" and ", ", ")
    assert tuple(re.split(r",\s+", " ".join(named.split()))) == TOPICS


def test_a_topic_is_no_wider_than_a_small_terminal() -> None:
    assert [line for line in MANUAL.splitlines() if len(line) > 80] == []


async def test_every_setting_of_the_example_is_taken_and_every_one_is_in_it(tmp_path: Path) -> None:
    (block,) = [block for block in BLOCKS if block.language == "toml"]
    file = tmp_path / "config.toml"
    file.write_text(block.text, encoding="utf-8")
    chosen, wrong = settings.read(str(file))
    assert wrong == ()
    assert set(tomllib.loads(block.text)) == set(settings.Settings._fields)
    async with driving() as d:
        assert isinstance(d.app, AlignApp)
        assert set_keys(d.app, chosen.keys) == ()


def test_the_file_is_read_by_tinydb_alone(home: Path) -> None:
    subprocess.run(["aligntui", "add", "Ana"], check=True, capture_output=True)
    subprocess.run(["aligntui", "focus", "ana", "Ship it"], check=True, capture_output=True)
    (block,) = [block for block in BLOCKS if block.language == "python"]
    done = subprocess.run(
        [sys.executable, "-c", block.text],
        cwd=home / ".local" / "share" / "aligntui", capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "Ship it" in done.stdout


def test_lines_that_become_a_thing_become_it(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("Grace", "Ana"):
        main(["add", name], open_app=_no_app)
    for text in ("one", "two", "three", "four"):
        main(["expect", "grace", text], open_app=_no_app)
    table = MANUAL.split("| line | becomes |\n|---|---|\n")[1].split("\n\n")[0]
    examples = [
        example.replace("…", "words")
        for row in table.splitlines()
        for example in re.findall(r"`([^`]{4,})`", row.split("|")[1])
    ]
    assert len(examples) > 8
    for example in examples:
        capsys.readouterr()
        assert main(["note", "grace", example], open_app=_no_app) == 0
        said = capsys.readouterr()
        assert said.err == "", example
        assert re.match(r"added [FEORATBW]\d+ ", said.out), (example, said.out)


def test_every_mark_of_a_line_has_an_example() -> None:
    for kind, marks in WORDS.items():
        assert f"`{kind}: " in MANUAL
        for meaning in set(marks.values()):
            named = [mark for mark in marks if marks[mark] == meaning and mark in MANUAL]
            assert named, (kind, meaning)


def test_the_section_as_text_can_be_read() -> None:
    (block,) = [block for block in BLOCKS if block.language == ""]
    reading = section_markdown.read(Section.EXPECTATIONS, block.text)
    assert reading.problems == ()
    assert reading.unread == ()
    assert len(reading.lines) == 3


@pytest.mark.terminal
def test_a_store_is_encrypted_and_opened_without_aligntui(
    home: Path, fresh_hands: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["add", "Ana"], open_app=_no_app)
    (line,) = ENCRYPTING
    with Terminal([str(BIN / line.split("/")[-1].split()[0]), *line.split()[1:]]) as encrypt:
        for prompt in ("New passphrase:", "Repeat it:"):
            encrypt.wait_for(prompt)
            encrypt.send(f"{PASSPHRASE}\r")
        encrypt.wait_for("Its last 6 characters")
        (key,) = re.findall(r"AGE-SECRET-KEY-1\w+", encrypt.text)
        encrypt.send(f"{key[-6:]}\r")
        assert encrypt.wait_for_end() == 0, encrypt.text
    folder = home / ".local" / "share" / "aligntui"
    assert not (folder / "store.json").exists()
    assert crypt.is_age((folder / "store.json.age").read_bytes())
    if not shutil.which("age"):
        pytest.skip("age is not installed")
    (folder / "recovery-key.txt").write_text(f"{key}\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    for line in DECRYPTING:
        with Terminal(["bash", "-c", line]) as age:
            if ".identity" in line:
                age.wait_for("passphrase")
                age.send(f"{PASSPHRASE}\r")
            assert age.wait_for_end() == 0, age.text
        assert '"Ana"' in (folder / "store.json").read_text(encoding="utf-8")
        (folder / "store.json").unlink()
