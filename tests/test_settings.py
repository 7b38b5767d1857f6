"""What a person can set."""

import os
from datetime import date
from pathlib import Path

import pytest

from aligntui.domain.days import Away
from aligntui.domain.holidays import Holidays, around
from aligntui.domain.repeating import left_out
from aligntui.paths import state_dir
from aligntui.settings import LARGEST, Settings, holidays, read


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A settings file that isn't there yet."""
    return tmp_path / "config.toml"


def test_without_a_file_everything_is_the_default(file: Path) -> None:
    assert read(str(file)) == (Settings(), ())
    assert not file.exists()


def test_every_setting_is_read(file: Path) -> None:
    file.write_text(
        'theme = "light"\nascii = true\nhide = true\nmouse = true\n[keys]\n"team.open" = "o"\n'
    )
    settings, problems = read(str(file))
    assert problems == ()
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
        ("[keys]\nx = 3", "line 3: 'x' must be a key, in quotes"),
        ("colour = true", "unknown setting 'colour'"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_and_the_others_hold(
    file: Path, line: str, words: str
) -> None:
    file.write_text(f"mouse = true\n{line}\n")
    settings, (problem,) = read(str(file))
    assert settings == Settings(mouse=True)
    assert words in problem
    assert "\n" not in problem
    assert line in file.read_text()


def test_every_mistake_is_told_in_a_line_of_its_own(file: Path) -> None:
    file.write_text('theme = "pink"\nmouse = true\nascii = 1\ncolour = 2\n[keys]\nx = 3\n')
    settings, problems = read(str(file))
    assert settings == Settings(mouse=True)
    told = (
        "'theme' must be one of",
        "'ascii' must be true",
        "unknown setting 'colour'",
        "'x' must be a key",
    )
    assert len(problems) == len(told)
    for words, problem in zip(told, problems, strict=True):
        assert problem.startswith(f"{file}: ")
        assert words in problem
        assert problem.endswith(("; its default is used", "; it is ignored"))


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
    settings, (problem,) = read(str(file))
    assert settings == Settings()
    assert words in problem
    assert str(file) in problem


def test_a_folder_in_its_place_is_said(file: Path) -> None:
    file.mkdir()
    settings, (problem,) = read(str(file))
    assert settings == Settings()
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
    assert read(str(file))[1] == ()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('holidays = "gone.ics"', "gone.ics: No such file or directory; no holidays are used"),
        ('holidays = "config.toml"', "it is not a calendar"),
        ('holidays = "."', "Is a directory"),
        ('holidays = "huge.ics"', "huge.ics: it is larger than 1 MB, or no file; no holidays"),
        ('holidays = "pipe"', "pipe: it is larger than 1 MB, or no file; no holidays are used"),
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
    file.with_name("huge.ics").write_text(f"{CHRISTMAS}{' ' * LARGEST}")
    os.mkfifo(file.with_name("pipe"))
    file.write_text(f"{line}\n")
    for _ in range(2):
        days, problem = holidays(str(file), JUNE)
        assert days == ()
        assert problem is not None
        assert words in problem
        assert "\n" not in problem


DAY = Away(date(2026, 12, 25), date(2026, 12, 25))


@pytest.mark.parametrize(
    "data",
    [
        CHRISTMAS.encode().replace(b"DTSTART", b"SUMMARY:No\xebl\nDTSTART"),
        CHRISTMAS.encode("utf-16"),
        CHRISTMAS.encode("utf-8-sig").replace(b"\n", b"\r\n"),
    ],
)
def test_a_calendar_in_any_encoding_is_read(file: Path, data: bytes) -> None:
    file.with_name("days.ics").write_bytes(data)
    file.write_text('holidays = "days.ics"\n')
    assert holidays(str(file), JUNE) == ((DAY,), None)


def test_what_is_left_out_of_a_calendar_is_counted_in_one_line(file: Path) -> None:
    days = file.with_name("days.ics")
    file.write_text('holidays = "days.ics"\n')
    wrong = "BEGIN:VEVENT\nDTSTART:soon\nEND:VEVENT\n"
    days.write_text(CHRISTMAS.replace("END:VCALENDAR\n", f"{wrong}END:VCALENDAR\n"))
    said = f"{days}: {left_out(1, 5)}"
    assert holidays(str(file), JUNE) == ((DAY,), said)
    assert holidays(str(file), JUNE) == ((DAY,), said)
    days.write_text(CHRISTMAS.replace("END:VCALENDAR\n", f"{wrong * 2}END:VCALENDAR\n"))
    said = f"{days}: {left_out(2, 5)}"
    assert holidays(str(file), JUNE) == ((DAY,), said)


def test_a_calendar_is_read_again_only_when_it_has_changed(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_again = []

    def counted(year: int, text: str) -> Holidays:
        read_again.append(year)
        return around(year, text)

    monkeypatch.setattr("aligntui.domain.holidays.around", counted)
    days = file.with_name("days.ics")
    days.write_text(CHRISTMAS)
    file.write_text('holidays = "days.ics"\n')
    for today in (JUNE, JUNE, date(2026, 12, 31)):
        assert holidays(str(file), today) == ((DAY,), None)
    assert read_again == [2026]
    before = days.stat()
    days.write_text(CHRISTMAS.replace("1225", "1224"))
    os.utime(days, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert holidays(str(file), JUNE)[0][0].first == date(2026, 12, 24)
    assert len(holidays(str(file), date(2024, 3, 1))[0]) == 1
    assert read_again == [2026, 2026, 2024]


def test_what_is_remembered_of_a_calendar_is_private_and_never_trusted_when_damaged(
    file: Path,
) -> None:
    file.with_name("days.ics").write_text(CHRISTMAS)
    file.write_text('holidays = "days.ics"\n')
    state = Path(state_dir())
    for known in state.glob("holidays-*"):
        known.unlink()
    holidays(str(file), JUNE)
    (memory,) = state.glob("holidays-*")
    assert (memory.stat().st_mode & 0o777, memory.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    good = memory.read_bytes()
    for damaged in (b"", good[:-1], good.replace(b"12-25", b"12-26"), b"\xff" * 40):
        memory.write_bytes(damaged)
        assert holidays(str(file), JUNE) == ((DAY,), None)


def test_where_nothing_can_be_remembered_a_calendar_is_read_each_time(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = file.with_name("blocked")
    blocked.write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    file.with_name("days.ics").write_text(CHRISTMAS)
    file.write_text('holidays = "days.ics"\n')
    assert holidays(str(file), JUNE) == ((DAY,), None)


def test_a_command_is_told_of_holidays_and_of_no_other_setting(file: Path) -> None:
    file.write_text('theme = "pink"\n# holidays = "days.ics"\n')
    assert holidays(str(file), JUNE) == ((), None)
    file.write_text('theme = "pink"\nholidays = 3\n')
    assert "'holidays' must be" in str(holidays(str(file), JUNE)[1])


def test_without_holidays_nothing_is_said(file: Path) -> None:
    assert holidays(str(file), JUNE) == ((), None)
    file.write_text("theme = [\n")
    assert holidays(str(file), JUNE) == ((), None)
