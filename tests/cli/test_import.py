"""People and notes come in from files, all or nothing, undone in one step; it is 29 June 2026."""

import json
import os
import threading
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from aligntui.demo import team
from tests.cli.conftest import TODAY, Ended, Shell
from tests.text.test_dated_notes import DAYS, FIXTURES

TABLE = """name,relation,role,level,started,cadence
Mei Tanaka,report,engineer,senior,2024-02-01,weekly
Łukasz Nowak,peer,'=SUM(A1),,,
"""


def taken(ended: Ended) -> list[str]:
    assert ended.code == 0, ended
    return ended.out.splitlines()


def names(shell: Shell) -> list[str]:
    return [row["name"] for row in json.loads(shell.run("list", "--all", "--json").out)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "in" / "people.csv"
    found.parent.mkdir()
    found.write_text(TABLE, encoding="utf-8")
    return found


def elsewhere(shell: Shell, folder: Path) -> Shell:
    """The same shell, at another store."""
    return Shell(folder / "other" / "store.json", shell.capture, shell.monkeypatch)


def test_an_export_comes_in_whole_and_goes_in_one_step(priya: Shell, tmp_path: Path) -> None:
    priya.say("focus", "priya", "Ship it")
    priya.say("reword", "priya", "f1", "Ship it now")
    priya.say("checkin", "priya", "--notes", "Long", "--resync", "all")
    priya.say("add", "Dana Lindqvist")
    out = tmp_path / "out.json"
    priya.run("export", "--format", "json", "-o", str(out))
    other = elsewhere(priya, tmp_path)
    shown = taken(other.run("import", str(out), "--dry-run"))
    assert "New: Priya Raman" in shown
    assert names(other) == []
    hidden = taken(other.run("import", str(out), "--dry-run", "--hide"))
    assert (len(hidden), "Ship" in "".join(hidden)) == (len(shown), False)
    assert taken(other.run("import", str(out))) == shown
    assert other.say("show", "priya") == priya.say("show", "priya")
    assert other.say("history", "priya", "f1") == priya.say("history", "priya", "f1")
    assert other.run("import", str(out)).err == "nothing new: all of it is here already\n"
    assert "out.json" in other.run("undo").out
    assert names(other) == []


def test_the_sample_team_is_an_export_whose_days_are_moved_to_today(shell: Shell) -> None:
    taken(shell.run("import", str(Path(team.__file__).with_name("team.json"))))
    then, later = team.sample_team(TODAY), team.sample_team(TODAY + timedelta(days=100))
    assert sorted(names(shell)) == sorted(person.name for person in then)
    for person, moved in zip(then, later, strict=True):
        assert shell.json("show", person.name)["added"] == str(person.added)
        met, met_later = ([c.on for c in each.check_ins] for each in (person, moved))
        assert [day + timedelta(days=100) for day in met] == met_later
        assert moved.added == person.added + timedelta(days=100)


def test_an_older_export_brings_back_nothing_that_was_changed_since(
    priya: Shell, tmp_path: Path
) -> None:
    priya.say("focus", "priya", "Ship it")
    out = tmp_path / "out.json"
    priya.run("export", "--format", "json", "-o", str(out))
    priya.say("edit", "priya", "--role", "lead")
    priya.say("reword", "priya", "f1", "Ship it now")
    assert taken(priya.run("import", str(out))) == []
    assert "Ship it now" in priya.say("show", "priya")


def test_somebody_else_of_the_same_name_is_refused(priya: Shell, tmp_path: Path) -> None:
    other = elsewhere(priya, tmp_path)
    other.say("add", "priya RAMAN")
    out = tmp_path / "out.json"
    other.run("export", "--format", "json", "-o", str(out))
    assert "there is a Priya Raman already, who is somebody else" in priya.refusal(
        "import", str(out)
    )
    assert names(priya) == ["Priya Raman"]


def test_a_copy_made_out_to_somebody_else_takes_nothing_away(priya: Shell, tmp_path: Path) -> None:
    priya.say("focus", "priya", "Ship it")
    out = tmp_path / "out.json"
    priya.run("export", "--format", "json", "-o", str(out))
    kept = json.loads(out.read_text())
    who = kept["people"]["1"]["person"]
    words = (
        out.read_text()
        .replace(who, "f" * 32)
        .replace("Priya", "Mei")
        .replace('"rev": ', '"rev": 9')
    )
    out.write_text(words)
    ended = priya.run("import", str(out))
    assert (ended.code, ended.out) == (3, "")
    assert "belongs to somebody else here" in ended.err
    assert names(priya) == ["Priya Raman"]
    assert "Ship it" in priya.say("show", "priya")


def test_a_table_of_people_comes_in_as_one_change(priya: Shell, file: Path) -> None:
    shown = taken(priya.run("import", str(file), "--dry-run"))
    assert (
        shown
        == [
            "New: Mei Tanaka, report, engineer, every week",
            "New: Łukasz Nowak, peer, =SUM(A1), every 2 weeks",
        ]
        or "New: Mei Tanaka" in shown[0]
    )
    assert names(priya) == ["Priya Raman"]
    assert taken(priya.run("import", str(file))) == shown
    assert sorted(names(priya)) == ["Mei Tanaka", "Priya Raman", "Łukasz Nowak"]
    assert json.loads(priya.run("show", "lukasz", "--json").out)["role"] == "=SUM(A1)"
    again = priya.run("import", str(file))
    assert (again.out, "left unchanged: 2" in again.err) == ("", True)
    assert "people.csv" in priya.run("undo").out
    assert names(priya) == ["Priya Raman"]
    priya.run("redo")
    assert len(names(priya)) == 3


def test_our_own_table_comes_back(priya: Shell, tmp_path: Path) -> None:
    priya.say(
        "edit", "priya", "--role=-lead", "--cadence", "daily until fri because -x then weekly"
    )
    priya.say("add", "'=Odd", "--relation", "manager", "--focus-cadence", "every 3 weeks")
    priya.say("archive", "'=odd")
    priya.run("export", "--format", "csv", "-o", str(tmp_path / "out"))
    other = elsewhere(priya, tmp_path)
    other.run("import", str(tmp_path / "out" / "people.csv"))
    for name in ("priya", "'=odd"):
        assert other.run("show", name, "--json").out == priya.run("show", name, "--json").out
    assert names(other) == names(priya)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("role\nlead\n", "no column is called name"),
        ("", "no column is called name"),
        ("name,name\na,b\n", "two columns are called name"),
        ("name,relation\nMei,wizard\nBo,report\nAl,king\n", "line 2: 'wizard' is none of"),
        ("name,started\nMei,2026-02-30\n", "line 2: there is no day"),
        ("name\nMei\nmei\n", "line 3: mei stands here twice"),
        ("name\nMei,more\n", "line 2 has more cells"),
        ('name\n"Mei\n', "it is no table"),
        ("name\n" + "x" * 300 + "\n", "the limit is 200"),
        ("name,cadence\nMei,daily\n", "more often than weekly"),
        ("name\n" + "".join(f"P{n}\n" for n in range(1001)), "more than 1,000 rows"),
        ("name\n" + '"' + "x" * 200_000 + '"\n', "it is no table"),
    ],
)  # fmt: skip
def test_a_table_with_one_bad_row_changes_nothing(
    priya: Shell, file: Path, text: str, words: str
) -> None:
    file.write_text(text)
    said = priya.refusal("import", str(file))
    assert words in said
    assert said.startswith(str(file))
    assert names(priya) == ["Priya Raman"]


def test_tables_of_other_programs_are_understood(shell: Shell, file: Path) -> None:
    file.write_bytes("\ufeffFull Name;Job Title;E-Mail\r\nMei Tanaka;Lead;m@x.example\r\n".encode())
    ended = shell.run("import", str(file))
    assert "columns not imported" not in ended.err
    assert json.loads(shell.run("show", "mei", "--json").out)["email"] == "m@x.example"
    assert json.loads(shell.run("show", "mei", "--json").out)["role"] == "Lead"


UNICODE = "Name\tTitle\nJörg Übel\tBüro\n"


@pytest.mark.parametrize(
    ("ending", "data"),
    [
        (".csv", UNICODE.encode("utf-16")),
        (".tsv", b"\xfe\xff" + UNICODE.encode("utf-16-be")),
        (".csv", UNICODE.replace("\t", "|").encode("utf-8-sig")),
        (".csv", f"sep=;\r\n{UNICODE}".replace("\t", ";").encode("cp1252")),
    ],
    ids=["utf-16", "utf-16 the other way", "mark", "excel"],
)
def test_tables_of_a_spreadsheet_are_read_in_their_letters(
    shell: Shell, tmp_path: Path, ending: str, data: bytes
) -> None:
    (tmp_path / f"people{ending}").write_bytes(data)
    path = str(tmp_path / f"people{ending}")
    dry = shell.run("import", path, "--dry-run")
    assert taken(dry) == ["New: Jörg Übel, report, Büro, every 2 weeks"]
    assert ("was read as Windows-1252; where a name looks wrong" in dry.err) is (b"sep" in data)
    assert names(shell) == []
    shell.run("import", path)
    assert names(shell) == ["Jörg Übel"]


def test_what_is_no_table_in_any_letters_is_refused(shell: Shell, tmp_path: Path) -> None:
    for data in (b"\xff\xfeN\0a", b"Name\nJ\x81\n", b"Name\n\xf6\x02\n", b"Name\nA\0\n"):
        (tmp_path / "people.csv").write_bytes(data)
        assert "UTF-8" in shell.refusal("import", str(tmp_path / "people.csv"))


def test_levels_and_days_of_a_table_are_answered_with_it(shell: Shell, file: Path) -> None:
    file.write_text("Name,Grade,Hire date\nMei,L5,3/4/2021\nBo,IC 3,3/5/2021\n")
    path = str(file)
    assert "--dates day-first or month-first" in shell.refusal("import", path, "--dry-run")
    asked = shell.run("import", path, "--dates", "day-first", "--dry-run")
    assert asked.err.count("--levels 'L5=LEVEL,IC 3=LEVEL' says which of onboarding") == 1
    wrong = shell.refusal("import", path, "--dates", "day-first", "--levels", "L5=wizard")
    assert wrong.startswith("'L5=wizard' names no level; type --levels L5=LEVEL, one of onboarding")
    answers = ("--dates", "day-first", "--levels", "l5=senior,ic 3=Mid")
    assert taken(shell.run("import", path, *answers, "--dry-run")) == [
        "New: Mei, report, senior, started 3 Apr 2021, every 2 weeks",
        "New: Bo, report, mid, started 3 May 2021, every 2 weeks",
    ]


@pytest.mark.parametrize("name", DAYS)
def test_notes_of_every_habit_come_in_and_go_in_one_step(priya: Shell, name: str) -> None:
    before = priya.say("show", "priya", "--json")
    path = str(FIXTURES / name)
    shown = taken(priya.run("import", path, "--into", "priya", "--dry-run"))
    assert priya.say("show", "priya", "--json") == before
    assert taken(priya.run("import", path, "--into", "priya")) == shown
    kept = json.loads(priya.run("show", "priya", "--json").out)
    assert sorted(c["on"] for c in kept["check_ins"]) == sorted(DAYS[name])
    texts = [c["notes"] for c in kept["check_ins"]] + [n["text"] for n in kept["notes"]]
    lines = [line for text in texts for line in text.split("\n") if line.strip()]
    text = (FIXTURES / name).read_text(encoding="utf-8")
    assert sorted(lines) == sorted(line for line in text.splitlines() if line.strip())
    assert kept["sections"]["risks"] == kept["actions"] == []
    assert taken(priya.run("import", path, "--into", "priya")) == []
    priya.run("undo")
    assert priya.say("show", "priya", "--json") == before


def test_notes_are_about_somebody(priya: Shell, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("## 2026-03-12\n\nPrivate words\n")
    path = str(tmp_path / "notes.md")
    assert "--into NAME" in priya.refusal("import", path)
    assert "no person matches" in priya.refusal("import", path, "--into", "zed")
    assert taken(priya.run("import", path, "--into", "priya", "--hide")) == ["12 Mar check-in C1"]
    (tmp_path / "x.csv").write_text(TABLE)
    assert "leave it out" in priya.refusal("import", str(tmp_path / "x.csv"), "--into", "priya")


def test_a_day_that_could_be_two_is_asked_about(priya: Shell, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("## 3/4/2026\nx\n")
    words = ("import", str(tmp_path / "notes.md"), "--into", "priya")
    assert "--dates day-first or month-first" in priya.refusal(*words)
    assert taken(priya.run(*words, "--dates", "day-first")) == [
        "3 Apr check-in C1: ## 3/4/2026 x (lines: 2)"
    ]


def written(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


def met(shell: Shell) -> list[tuple[str, str]]:
    kept = json.loads(shell.run("show", "priya", "--json").out)
    return [(each["on"], each["notes"]) for each in kept["check_ins"]]


def test_days_that_are_not_used_are_said_before_and_after(priya: Shell, tmp_path: Path) -> None:
    written(tmp_path, a="# Priya 2026-03-09\n\n## To do\n- 2026-02-27: swap\n- 2026-02-20: order\n")
    words = ("import", str(tmp_path / "a.md"), "--into", "priya")
    for more in (("--dry-run",), ()):
        ended = priya.run(*words, *more)
        assert (
            "lines 4-5: 2026-02-27, 2026-02-20 are inside a check-in, kept as text\n" in ended.err
        )
        assert len(taken(ended)) == 1
    shape = json.loads(priya.run(*words, "--json").out)
    assert (
        "lines 4-5: 2026-02-27, 2026-02-20 are inside a check-in, kept as text" in shape["asides"]
    )


def test_a_file_with_days_and_no_check_in_says_so_and_can_be_answered(
    priya: Shell, tmp_path: Path
) -> None:
    written(tmp_path, a="About Priya\n\n- 2026-03-09: rota\n\nand on 3 May 2026\n")
    words = ("import", str(tmp_path / "a.md"), "--into", "priya", "--dry-run")
    ended = priya.run(*words)
    assert "lines 3, 5: 2026-03-09, 3 May 2026 begin no meeting\n" in ended.err
    assert "no check-in comes of a.md; say with --heading what begins a meeting: line" in ended.err
    assert taken(ended)[0].startswith("29 Jun note N1: About Priya")
    ended = priya.run(*words, "--heading", "list")
    assert taken(ended)[0].startswith("9 Mar check-in C1: - 2026-03-09: rota")
    assert "no check-in comes" not in priya.run(*words, "--heading", "none").err
    assert "--heading is one of heading, line, list, table, 1" in priya.refusal(
        *words, "--heading", "7"
    )
    written(tmp_path, a="By 3 May 2026 we ship.\n")
    assert "no check-in comes of a.md; write its day above each meeting" in priya.run(*words).err


def test_a_year_that_only_the_writer_knows_is_asked_and_answered(
    priya: Shell, tmp_path: Path
) -> None:
    written(tmp_path, a="## 14 March 2021\nrota\n## 21 March\ndemo\n")
    words = ("import", str(tmp_path / "a.md"), "--into", "priya")
    said = priya.refusal(*words)
    assert "line 3: '21 March' has no year and would be the latest day" in said
    assert said.endswith("say --year 2021")
    assert [line.split(" check")[0] for line in taken(priya.run(*words, "--year", "2021"))] == [
        "14 Mar 2021", "21 Mar 2021",
    ]  # fmt: skip
    assert "--year is a year up to 2026" in priya.refusal(*words, "--year", "2030")
    (tmp_path / "x.csv").write_text(TABLE)
    assert "--year is for notes" in priya.refusal(
        "import", str(tmp_path / "x.csv"), "--year", "2021"
    )


@pytest.mark.parametrize("order", ["day-first", "dmy"])
def test_the_order_of_numbers_has_long_and_short_names(
    priya: Shell, tmp_path: Path, order: str
) -> None:
    written(tmp_path, a="## 3/4/2026\nrota\n")
    path = str(tmp_path / "a.md")
    shown = taken(priya.run("import", path, "--into", "priya", "--dates", order))
    assert shown == ["3 Apr check-in C1: ## 3/4/2026 rota (lines: 2)"]


def test_several_files_come_in_together_and_go_in_one_step(priya: Shell, tmp_path: Path) -> None:
    written(tmp_path, a="## 2026-03-09\nrota\n", b="Hello\n\n## 2026-03-02\ndemo\n## 4/5/2030\n")
    files = [str(tmp_path / name) for name in ("a.md", "b.md")]
    refused = priya.refusal("import", *files, "--into", "priya")
    assert refused.startswith(f"{tmp_path}/b.md: line 5: '4/5/2030' could be two days; say --dates")
    ended = priya.run("import", *files, "--into", "priya", "--dates", "dmy")
    assert taken(ended) == [
        "2 Mar check-in C1: ## 2026-03-02 demo ## 4/5/2030 (lines: 3)",
        "9 Mar check-in C2: ## 2026-03-09 rota (lines: 2)",
        "29 Jun note N1: Hello",
    ]
    assert "b.md: line 5: 4 May 2030 is in the future; it stays text" in ended.err
    assert priya.say("undo") == "Undone: import of 2 files\n"
    assert met(priya) == []
    (tmp_path / "x.csv").write_text(TABLE)
    assert "x.csv is no file of notes; give it alone" in priya.refusal(
        "import", files[0], str(tmp_path / "x.csv"), "--into", "priya"
    )
    assert "stdin comes in alone" in priya.refusal("import", files[0], "-", "--into", "priya")


def test_a_folder_comes_in_and_what_is_left_out_of_it_is_said(priya: Shell, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    for name, text in (
        ("2026-03-09.md", "rota"), ("2026/03/16.md", "demo"), ("old/2025_12_01.txt", "pager"),
        ("plan.org", "* Rota <2026-03-23 Mon>\na"), ("b.rst", "2026-03-30\n==========\nb"),
        ("photo.png", "x"), ("people.csv", TABLE), (".obsidian/2026-01-01.md", "hidden"),
        (".2026-01-02.md", "hidden"),
    ):  # fmt: skip
        (vault / name).parent.mkdir(parents=True, exist_ok=True)
        (vault / name).write_text(text, encoding="utf-8")
    (vault / "loop").symlink_to(vault)
    ended = priya.run("import", str(vault), "--into", "priya")
    assert [line.split(" check")[0] for line in taken(ended)] == [
        "1 Dec 2025", "9 Mar", "16 Mar", "23 Mar", "30 Mar",
    ]  # fmt: skip
    assert "left out, as no notes: people.csv, photo.png (2)" in ended.err
    again = priya.run("import", str(vault), "--into", "priya")
    assert (again.out, "already here, left unchanged: C1 of 1 Dec 2025" in again.err) == (
        "",
        True,
    )
    priya.run("undo")
    assert met(priya) == []


def test_a_meeting_that_was_edited_elsewhere_changes_its_check_in_and_loses_no_line(
    priya: Shell, tmp_path: Path
) -> None:
    text = "## [2026-03-16]\n- demo\n\n## [2026-03-09]\n- rota\n- pager\n"
    written(tmp_path, a=text)
    words = ("import", str(tmp_path / "a.md"), "--into", "priya")
    priya.run(*words)
    written(tmp_path, a=text.replace("- rota", "- rota (two nights)"))
    dry = priya.run(*words, "--dry-run")
    assert taken(dry) == [
        "9 Mar check-in C1 changes: ## [2026-03-09] - rota (two nights) - pager (lines: 3)"
    ]
    assert "already here, left unchanged: C2 of 16 Mar (1)" in dry.err
    assert taken(priya.run(*words)) == taken(dry)
    kept = json.loads(priya.run("show", "priya", "--json").out)["check_ins"]
    assert sorted((each["on"], each["notes"]) for each in kept) == [
        ("2026-03-09", "## [2026-03-09]\n- rota (two nights)\n- pager"),
        ("2026-03-16", "## [2026-03-16]\n- demo"),
    ]
    minutes = priya.say("timeline", "priya")
    assert "Before it was taken in again, it said:" in minutes
    assert "- rota\n" in minutes
    assert taken(priya.run(*words)) == []
    assert priya.say("undo") == "Undone: import of a.md\n"
    assert ("2026-03-09", "## [2026-03-09]\n- rota\n- pager") in met(priya)


def test_what_grew_above_the_meetings_grows_its_note_and_an_edited_note_stays(
    priya: Shell, tmp_path: Path
) -> None:
    words = ("import", str(tmp_path / "a.md"), "--into", "priya")
    later = f"{TODAY + timedelta(1)}"
    written(tmp_path, a="# Priya\nLikes tea.\n")
    priya.run(*words)
    written(tmp_path, a="# Priya\nLikes tea.\nReads.\n")
    changed = priya.run(*words)
    assert [line.partition(" note ")[2] for line in taken(changed)] == [
        "N1 changes: # Priya Likes tea. Reads. (lines: 3)"
    ]
    priya.say("edit", "priya", "N1", "--text", "Mine", "--on", later)
    assert taken(priya.run(*words)) == []
    priya.say("edit", "priya", "N1", "--text", "# Priya\nReads.", "--shared", "--on", later)
    written(tmp_path, a="# Priya\nReads.\nPay\n")
    assert "note N2: # Priya Reads. Pay" in "".join(taken(priya.run(*words)))


@pytest.mark.parametrize("above", ["", "---\ndate: 2026-03-09\n---\n"])
def test_another_meeting_of_the_same_day_changes_nothing(
    priya: Shell, tmp_path: Path, above: str
) -> None:
    priya.run("checkin", "priya", "--on", "2026-03-09", "--notes", f"{above}Good week")
    written(tmp_path, a=f"{above or '## 2026-03-09'}\nThe rota, the pager, holidays, the demo\n")
    taken(priya.run("import", str(tmp_path / "a.md"), "--into", "priya"))
    assert len(met(priya)) == 2


@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\u2028"])
def test_notes_of_a_word_processor_are_read_in_their_letters_and_lines(
    priya: Shell, tmp_path: Path, form: str, end: str
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(f"16 March 2026{end}démo{end}{end}9 March 2026{end}rota".encode(form))
    taken(priya.run("import", str(file), "--into", "priya"))
    assert sorted(met(priya)) == [
        ("2026-03-09", "9 March 2026\nrota"),
        ("2026-03-16", "16 March 2026\ndémo"),
    ]


def test_a_pipe_is_read_and_its_contents_say_what_it_is(shell: Shell, tmp_path: Path) -> None:
    os.mkfifo(pipe := tmp_path / "63")
    threading.Thread(target=pipe.write_text, args=("Name,Role\nPriya Raman,Engineer\n",)).start()
    taken(shell.run("import", str(pipe)))
    assert names(shell) == ["Priya Raman"]


def test_what_can_not_be_taken_in_is_refused_in_one_line(priya: Shell, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.writestr("../../evil.json", "{}")
    (tmp_path / "zip.json").write_bytes((tmp_path / "in.zip").read_bytes())
    (tmp_path / "latin.md").write_bytes("fine\ncaf\xe9".encode("latin-1"))
    (tmp_path / "folder.md").mkdir()
    with (tmp_path / "huge.json").open("wb") as huge:
        huge.truncate(1 << 30)
    for name, words in (
        ("in.zip", "is none of .json, .csv, .md"),
        ("zip.json", "is not UTF-8"),
        ("latin.md", "is not UTF-8 in line 2; save it as UTF-8 first"),
        ("folder.md", "holds no notes; they end in .md, .markdown, .txt, .org"),
        ("huge.json", "has more than 100,000,000 bytes"),
        ("missing.json", "No such file"),
        ("missing.zip", "No such file"),
        ("missing", "No such file"),
    ):
        into = ("--into", "priya") if name.endswith(".md") else ()
        assert words in priya.refusal("import", str(tmp_path / name), *into), name
    assert names(priya) == ["Priya Raman"]


def test_what_undo_shows_is_plain_words_whatever_came_in(priya: Shell, tmp_path: Path) -> None:
    priya.say("focus", "priya", "Ship it")
    out = tmp_path / "out.json"
    priya.run("export", "--format", "json", "-o", str(out))
    (tmp_path / "people.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "notes.md").write_text("## 2026-03-12\n\nwords\n")
    other = elsewhere(priya, tmp_path)
    for name, into in (("out.json", ()), ("people.csv", ()), ("notes.md", ("--into", "mei"))):
        assert other.run("import", str(tmp_path / name), *into).code == 0
    for name in ("notes.md", "people.csv", "out.json"):
        assert other.say("undo") == f"Undone: import of {name}\n"
    assert names(other) == []


def test_stdin_is_taken_in_as_what_it_looks_like(priya: Shell, tmp_path: Path) -> None:
    priya.say("focus", "priya", "Ship it")
    whole = priya.run("export", "--format", "json").out
    other = elsewhere(priya, tmp_path)
    assert "New: Priya Raman" in taken(other.run("import", "-", "--dry-run", stdin=whole))
    assert names(other) == []
    other.run("import", "-", stdin=whole)
    assert other.say("show", "priya") == priya.say("show", "priya")
    assert other.say("undo") == "Undone: import of stdin\n"
    assert len(taken(other.run("import", "-", stdin=TABLE))) == 2
    words = "## 2026-03-12\n\nname, and more words\n"
    shown = taken(other.run("import", "-", "--into", "mei", stdin=words))
    assert shown == ["12 Mar check-in C1: ## 2026-03-12 name, and more words (lines: 3)"]


def test_the_form_can_be_said_and_then_neither_name_nor_looks_count(
    priya: Shell, tmp_path: Path
) -> None:
    (tmp_path / "people.dat").write_text(TABLE, encoding="utf-8")
    path = str(tmp_path / "people.dat")
    assert "is none of .json, .csv, .md" in priya.refusal("import", path)
    assert len(taken(priya.run("import", path, "--format", "csv"))) == 2
    said = taken(priya.run("import", "-", "--format", "markdown", "--into", "mei", stdin=TABLE))
    assert said[0].startswith("29 Jun note N1: name,relation")
    assert "--into NAME" in priya.refusal("import", "-", stdin="only words")
    assert "is not JSON" in priya.refusal("import", "-", "--format", "json", stdin=TABLE)


def test_two_people_of_one_name_do_not_come_in(priya: Shell, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    priya.run("export", "--format", "json", "-o", str(out))
    kept = json.loads(out.read_text(encoding="utf-8"))
    other = {"name": "PRIYA Raman", "uid": "a" * 32, "person": "a" * 32}
    kept["people"]["2"] = {**kept["people"]["1"], **other}
    out.write_text(json.dumps(kept), encoding="utf-8")
    said = elsewhere(priya, tmp_path).refusal("import", str(out))
    assert said == f"{out}: PRIYA Raman is listed twice; nothing was imported"


def test_a_path_that_can_be_none_is_refused(priya: Shell) -> None:
    assert "no such file" in priya.refusal("import", "a\0b.csv")
