"""Where things live."""

import pwd
from pathlib import Path
from types import SimpleNamespace

import pytest

from aligntui import paths
from aligntui.domain.errors import Refused


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment that says nothing but where home is."""
    for name in (
        "ALIGNTUI_STORE", "ALIGNTUI_CONFIG", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME",
    ):  # fmt: skip
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


def test_by_default_everything_is_in_the_usual_folders(tmp_path: Path) -> None:
    assert paths.store_file() == str(tmp_path / ".local/share/aligntui/store.json")
    assert paths.config_file() == str(tmp_path / ".config/aligntui/config.toml")
    assert paths.state_dir() == str(tmp_path / ".local/state/aligntui")


def test_the_base_folders_can_be_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", f"/x y/{name}")
    assert paths.store_file() == "/x y/DATA/aligntui/store.json"
    assert paths.config_file() == "/x y/CONFIG/aligntui/config.toml"
    assert paths.state_dir() == "/x y/STATE/aligntui"


@pytest.mark.parametrize("value", ["", "relative", "./data", "~/data"])
def test_base_folders_that_are_not_absolute_are_ignored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", value)
    assert paths.data_dir() == str(tmp_path / ".local/share/aligntui")


def test_files_are_named_one_by_one_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ALIGNTUI_STORE", "~/mine.json")
    monkeypatch.setenv("ALIGNTUI_CONFIG", "/etc/mine.toml")
    assert paths.store_file() == str(tmp_path / "mine.json")
    assert paths.config_file() == "/etc/mine.toml"
    assert paths.store_file("/other.json") == "/other.json"
    monkeypatch.chdir(tmp_path)
    assert paths.store_file("here.json") == str(tmp_path / "here.json")


@pytest.mark.parametrize("home", [None, "", "relative", "/nowhere/at/all"])
def test_without_a_home_that_is_there_the_list_of_users_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: str | None
) -> None:
    if home is None:
        monkeypatch.delenv("HOME")
    else:
        monkeypatch.setenv("HOME", home)
    monkeypatch.setattr(pwd, "getpwuid", lambda _: SimpleNamespace(pw_dir=str(tmp_path)))
    assert paths.home() == str(tmp_path)


def test_without_any_home_one_line_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_: int) -> object:
        raise KeyError

    monkeypatch.delenv("HOME")
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    with pytest.raises(Refused, match="set HOME"):
        paths.store_file()
    assert paths.store_file("/given.json") == "/given.json"
