"""What a person can set."""

from pathlib import Path

import pytest

from aligntui.settings import Settings, read


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A settings file that isn't there yet."""
    return tmp_path / "config.toml"


def test_without_a_file_everything_is_the_default(file: Path) -> None:
    assert read(str(file)) == (Settings(), None)
    assert not file.exists()


def test_every_setting_is_read(file: Path) -> None:
    file.write_text(
        'theme = "light"\nascii = true\nhide = true\nmouse = true\n[keys]\n"team.open" = "o"\n'
    )
    settings, problem = read(str(file))
    assert problem is None
    assert settings == Settings(
        theme="light", ascii=True, hide=True, mouse=True, keys={"team.open": "o"}
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('theme = "pink"', "'theme' must be one of auto, dark, light, ansi"),
        ("theme = []", "'theme' must be one of"),
        ('hide = "yes"', "'hide' must be true or false"),
        ("ascii = 1", "'ascii' must be true or false"),
        ("keys = 3", "'keys' must be a table"),
        ("[keys]\nx = 3", "'keys' must be a table"),
        ("colour = true", "there is no setting 'colour'"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_and_the_others_hold(
    file: Path, line: str, words: str
) -> None:
    file.write_text(f"mouse = true\n{line}\n")
    settings, problem = read(str(file))
    assert settings == Settings(mouse=True)
    assert problem is not None
    assert words in problem
    assert "\n" not in problem
    assert line in file.read_text()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"hide = true\ntheme = \nmouse = true", "line 2"),
        (b"hide = true\n# \xff\n", "not UTF-8 in line 2"),
        (b"= =", "line 1"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_line(
    file: Path, data: bytes, words: str
) -> None:
    file.write_bytes(data)
    settings, problem = read(str(file))
    assert settings == Settings()
    assert problem is not None
    assert words in problem
    assert str(file) in problem


def test_a_folder_in_its_place_is_said(file: Path) -> None:
    file.mkdir()
    settings, problem = read(str(file))
    assert settings == Settings()
    assert problem is not None
    assert "can't be read" in problem
