"""What a person can set."""

from datetime import date
from pathlib import Path

import pytest

from aligntui.domain.away import Away
from aligntui.settings import Settings, holidays, read


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


CHRISTMAS = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\nEND:VEVENT\nEND:VCALENDAR\n"
JUNE = date(2026, 6, 29)


@pytest.mark.parametrize(
    "line",
    ['holidays = "days.ics"', "holidays = [2026-12-25]", 'holidays = ["2026-12-25"]'],
)
def test_holidays_are_a_calendar_beside_the_settings_or_a_list_of_days(
    file: Path, line: str
) -> None:
    file.with_name("days.ics").write_text(CHRISTMAS)
    file.write_text(f"mouse = true\n{line}\n")
    assert holidays(str(file), JUNE) == ((Away(date(2026, 12, 25), date(2026, 12, 25)),), None)
    assert read(str(file))[1] is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('holidays = "gone.ics"', "gone.ics: No such file or directory; no holidays are known"),
        ('holidays = "config.toml"', "it is no calendar"),
        ('holidays = "."', "Is a directory"),
        ('holidays = "latin.ics"', "it is not UTF-8"),
        ('holidays = ["soon"]', "'holidays' must be a calendar file in quotes, or a list of days"),
        ("holidays = [2026-12-25T10:00:00]", "'holidays' must be"),
        ("holidays = 3", "'holidays' must be"),
        ('holidays = ""', "'holidays' must be"),
        ("holidays = [", "Invalid value"),
    ],
)
def test_holidays_that_can_not_be_read_are_said_in_one_line(
    file: Path, line: str, words: str
) -> None:
    file.with_name("latin.ics").write_bytes(CHRISTMAS.encode() + b"\xe9")
    file.write_text(f"{line}\n")
    days, problem = holidays(str(file), JUNE)
    assert days == ()
    assert problem is not None
    assert words in problem
    assert "\n" not in problem


def test_without_holidays_nothing_is_said(file: Path) -> None:
    assert holidays(str(file), JUNE) == ((), None)
    file.write_text("theme = [\n")
    assert holidays(str(file), JUNE) == ((), None)
