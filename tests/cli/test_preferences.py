"""The settings in force and the keys, printed; no command needs the terminal app for it."""

from pathlib import Path

import pytest

from aligntui.settings import Settings, read
from aligntui.text.manual import key_rows, settings_template
from tests.cli.conftest import Shell


@pytest.fixture
def config(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the settings, which is not there yet."""
    for name in ("VISUAL", "EDITOR", "NO_COLOR", "ACCESSIBLE"):
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "settings" / "config.toml"
    monkeypatch.setenv("ALIGNTUI_CONFIG", str(file))
    return file


def test_every_key_is_listed_with_its_id(config: Path, shell: Shell) -> None:
    rows = shell.json("keys")
    assert rows == key_rows()
    assert set(rows[0]) == {"id", "keys", "view", "words", "explained"}
    lines = shell.say("keys").splitlines()
    assert lines[0].split() == ["VIEW", "KEYS", "NAME", "WHAT", "IT", "DOES"]
    assert len(lines) == 1 + len(rows)


def test_keys_that_somebody_set_are_listed_instead(config: Path, shell: Shell) -> None:
    config.parent.mkdir()
    config.write_text('[keys]\n"team.add" = "ampersand, f7"\n\n"no.such" = "x"\n')
    ended = shell.run("keys", "--json")
    assert '"&",\n      "f7"' in ended.out
    assert ended.err == (f"aligntui: {config}: line 4: unknown action no.such; it is ignored\n")


def test_each_setting_says_where_it_comes_from(
    config: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.parent.mkdir()
    config.write_text('hide = true\n[keys]\n"app.messages" = "f10"\n')
    monkeypatch.setenv("NO_COLOR", "1")
    said = {row["name"]: (row["value"], row["from"]) for row in shell.json("config")}
    assert said == {
        "store": (str(shell.store), "option"),
        "settings": (str(config), "$ALIGNTUI_CONFIG"),
        "plain": (False, "default"),
        "no_color": (True, "$NO_COLOR"),
        **{
            name: (value, "default")
            for name, value in Settings()._asdict().items()
            if name not in ("keys", "hide")
        },
        "hide": (True, f"{config}, line 1"),
        "keys.app.messages": ("f10", f"{config}, line 3"),
    }
    assert "true (the app; in the shell: --hide)" in shell.say("config")


def test_an_editor_opens_the_settings_and_what_is_wrong_is_said_by_line(
    config: Path, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    ended = shell.run("config", "--edit")
    assert (ended.code, ended.err) == (0, f"{config} can be used as it is\n")
    assert config.read_text() == settings_template()
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "mouse = true\\ntheme = 3\\n" > "$1"\n')
    editor.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(editor))
    ended = shell.run("config", "--edit")
    assert ended.code == 1
    assert ended.err.startswith(f"aligntui: {config}: line 2: 'theme' must be one of")
    assert len(ended.err.splitlines()) == 1


def test_all_settings_stand_in_the_file_an_editor_starts_with(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("\n".join(line.removeprefix("# ") for line in settings_template().split("\n")))
    settings, wrong = read(str(file))
    assert [line for line in wrong if "holidays.ics" not in line] == []
    assert all(f"{name} = " in file.read_text() for name in Settings._fields if name != "keys")
    assert settings.keys


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ("", "no editor is set; set one, for example EDITOR=nano"),
        ("false", "the editor 'false' ended with 1; nothing was checked"),
        ("no-such-editor", "the editor 'no-such-editor' can't be started: "),
    ],
)
def test_without_an_editor_it_says_what_to_do(
    config: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch, editor: str, said: str
) -> None:
    monkeypatch.setenv("EDITOR", editor)
    assert shell.refusal("config", "--edit").startswith(said)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('"person.note" = "hyper+q"', "line 2: person.note: unknown key hyper+q"),
        ('"team.add" = "o"', "line 2: o would do team.add and team.review"),
        ('"team.add" = "q"', "line 2: q would do screen.back and team.add"),
        ('"team.add" = ""', "line 2: team.add: no key is given"),
        ('"team.add" = 5', "line 2: 'team.add' must be a key, in quotes"),
        ('"no.such" = "q"', "line 2: unknown action no.such; it is ignored"),
        ('"team.add" = "f7, ctrl+percent_sign"', ""),
    ],
)
def test_a_key_that_the_app_would_not_take_is_said(
    config: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch, line: str, said: str
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    config.parent.mkdir()
    config.write_text(f"[keys]\n{line}\n")
    ended = shell.run("config", "--edit")
    assert ended.code == (1 if said else 0)
    assert said in ended.err
    assert ("can be used as it is" in ended.err) is not bool(said)


def test_an_unknown_setting_is_ignored(config: Path, shell: Shell) -> None:
    config.parent.mkdir()
    config.write_text("foo = 1\n")
    assert shell.run("config").err.endswith("line 1: unknown setting 'foo'; it is ignored\n")
