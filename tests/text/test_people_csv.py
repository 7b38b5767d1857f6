"""Tables of people as other programs write them; the day is 29 June 2026."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.cadences import Level
from aligntui.domain.errors import Refused
from aligntui.text.csv_rows import names_people
from aligntui.text.date_tokens import Order
from aligntui.text.exports import tables
from aligntui.text.people_csv import lines, read
from tests.people import full

TODAY = date(2026, 6, 29)
ADA = ["New: Ada Okafor, report, Engineer, started 15 Mar 2021, every 2 weeks"]
BOTH = [*ADA, "New: Wei Lindqvist, report, Designer, started 2 Sep 2019, every 2 weeks"]


def said(text: str, order: Order | None = None) -> tuple[list[str], tuple[str, ...]]:
    found = read(text, TODAY, order=order)
    return lines(found.people, TODAY), found.asides


ROWS = "Ada,Okafor,Engineer,2021-03-15\nWei,Lindqvist,Designer,2019-09-02\n"
WHOLE = "Ada Okafor,Engineer,2021-03-15\nWei Lindqvist,Designer,2019-09-02\n"
QUIET = {
    "first and last name": f"First Name,Last Name,Job Title,Hire Date\n{ROWS}",
    "given name and surname": f"GivenName,Surname,JobTitle,StartDate\n{ROWS}",
    "forename and family name": f"forename,family_name,Position,Date of Joining\n{ROWS}",
    "last name first": (
        "Last name, First name;Job Title;Hire Date\n"
        "Okafor, Ada;Engineer;2021-03-15\nLindqvist, Wei;Designer;2019-09-02\n"
    ),
    "german": f"Vorname;Nachname;Stelle;Eintrittsdatum\n{ROWS}".replace(",", ";"),
    "german, name and first name": (
        "Name;Vorname;Titel;Eintritt\nOkafor;Ada;Engineer;15.03.2021\n"
        "Lindqvist;Wei;Designer;02.09.2019\n"
    ),
    "french": (
        "Nom;Prénom;Poste;Date d'embauche\nOkafor;Ada;Engineer;15/03/2021\n"
        "Lindqvist;Wei;Designer;02/09/2019\n"
    ),
    "spanish": f"Nombre,Apellidos,Puesto,Fecha de alta\n{ROWS}",
    "dutch": f"Voornaam,Achternaam,Functie,Datum in dienst\n{ROWS}",
    "display name": f"Display name,Title,Start date\n{WHOLE}",
    "employee": f"Employee Name,Business Title,Hire Date (yyyy-mm-dd)\n{WHOLE}",
    "sep line": f"sep=;\r\nName,Title,Start date\n{WHOLE}".replace(",", ";"),
    "sep line in quotes": f'"sep=|"\nName,Title,Start date\n{WHOLE}'.replace(",", "|"),
    "powershell": f'#TYPE Microsoft.AD.Management.ADUser\n"Name","Title","Start date"\n{WHOLE}',
    "mark, then sep": f"\ufeffsep=,\nName,Title,Start date\n{WHOLE}",
    "tabs": f"Name\tTitle\tStart date\n{WHOLE}".replace(",", "\t"),
    "pipes": f"Name|Title|Start date\n{WHOLE}".replace(",", "|"),
    "semicolons, commas in names": (
        "Name;Title;Start date\nOkafor, Ada;Engineer;2021-03-15\nLindqvist, Wei;Designer;2.9.2019\n"
    ),
    "empty columns": f"Name,Title,Start date\n{WHOLE}".replace("\n", ",,\n"),
    "empty rows": f"\n\nName,Title,Start date\n,,\n{WHOLE}\n,,\n",
    "days with dots": (
        "Name;Title;Start date\nAda Okafor;Engineer;15.03.2021\n"
        "Wei Lindqvist;Designer;02.09.2019\n"
    ),
    "american days": (
        "Name,Role,Started\nAda Okafor,Engineer,3/15/2021\nWei Lindqvist,Designer,9/2/2019\n"
    ),
    "days with a time": (
        "Name,Role,Started\nAda Okafor,Engineer,2021-03-15T00:00:00.000Z\n"
        "Wei Lindqvist,Designer,2019-09-02 09:30:00\n"
    ),
    "days in words": (
        'Name,Role,Started\nAda Okafor,Engineer,"March 15, 2021"\n'
        "Wei Lindqvist,Designer,2-Sep-2019\n"
    ),
    "the surest title": f"Name,Job Title,Hire Date\n{WHOLE}",
    "cells in quotes": (
        '"Name","Title","Start date"\r\n"Ada Okafor","Engineer","2021-03-15"\r\n'
        '"Wei Lindqvist","Designer","2019-09-02"\r\n'
    ),
    "blanks": (
        " Name , Title , Start date \n Ada  Okafor , Engineer , 2021-03-15 \n"
        "Wei Lindqvist, Designer, 2019-09-02\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("shape", QUIET)
def test_a_table_of_any_usual_shape_names_the_same_people(shape: str) -> None:
    people, asides = said(QUIET[shape])
    assert people == BOTH
    flipped = ("names are read as last, first: Okafor, Ada is Ada Okafor",)
    assert asides == (flipped if "Okafor, Ada" in QUIET[shape] else ())


HEAD = "Name,Title,Start date\nAda Okafor,Engineer,2021-03-15\n"
SAID = {
    "a report's head": (
        f"Employee directory\nRun date: 2026-06-01,,\n\n{HEAD}",
        ["left out, above the titles: Employee directory; Run date: 2026-06-01"],
    ),
    "a head with a name in it": (
        f"Name,Direct reports\nReport,Everybody\n\n{HEAD}",
        ["left out, above the titles: Name Direct reports; Report Everybody"],
    ),
    "a total": (f"{HEAD}Total: 2,,\n", ["left out, as nobody: line 3, Total: 2"]),
    "a total in german": (
        f"{HEAD}Summe,,1\nGesamt: 1,,\n",
        ["left out, as nobody: line 3, Summe 1", "left out, as nobody: line 4, Gesamt: 1"],
    ),
    "numbers of employees": (
        "Employee #,Full name,Title,Start date\n7,Ada Okafor,Engineer,2021-03-15\n",
        ["columns not imported: employee_#"],
    ),
    "a total in cells": (f"{HEAD}Total,,1\n", ["left out, as nobody: line 3, Total 1"]),
    "a total below an identity": (
        "Employee ID,Name,Title,Start date\n1,Ada Okafor,Engineer,2021-03-15\nTotal,4,,\n",
        ["columns not imported: employee_id", "left out, as nobody: line 3, Total 4"],
    ),
    "a total beside numbers": (
        ("Employee ID,Name,Title,Start date\n1,Ada Okafor,Engineer,2021-03-15\n"
        "Total,4,2.5,1200\n4,Total,,\n4,1,Total: 2,\n"),
        ["columns not imported: employee_id",
         "left out, as nobody: line 3, Total 4 2.5 1200", "left out, as nobody: line 4, 4 Total",
         "left out, as nobody: line 5, 4 1 Total: 2"],
    ),
    "a head on every page": (
        f"{HEAD}Name,Title,Start date\n",
        ["left out, as nobody: line 3, Name Title Start date"],
    ),
    "a grand total": (
        f"{HEAD},,\nGrand Total,1,\n", ["left out, as nobody: line 4, Grand Total 1"]
    ),
    "a count": (f"{HEAD}Count,1,\n", ["left out, as nobody: line 3, Count 1"]),
    "records": (f"{HEAD}1 records,,\n", ["left out, as nobody: line 3, 1 records"]),
    "rows of a query": (
        f"{HEAD}\n(1 row affected)\n", ["left out, as nobody: line 4, (1 row affected)"]
    ),
    "a last line": (
        f"{HEAD}Generated by HR on 1 Jun 2026\n*,,\nPage 1 of 1\n",
        ["left out, as nobody: line 3, Generated by HR on 1 Jun 2026",
         "left out, as nobody: line 4, *",
         "left out, as nobody: line 5, Page 1 of 1"],
    ),
    "a number alone": (f"{HEAD},,1\n", ["left out, as nobody: line 3, 1"]),
    "nobody yet": (
        f"{HEAD}TBD,Designer,\nVacant,Engineer,2026-07-01\n",
        ["left out, as nobody: line 3, TBD Designer",
         "left out, as nobody: line 4, Vacant Engineer 2026-07-01"],
    ),
    "other columns": (
        ("Employee Number,Name,Title,Start date,Reporting To\n"
        "1,Ada Okafor,Engineer,2021-03-15,Sam\n"),
        ["columns not imported: employee_number, reporting_to"],
    ),
    "a column without a title": (
        "Name,Title,Start date,\nAda Okafor,Engineer,2021-03-15,x\n",
        ["columns not imported: column 4, which has no title"],
    ),
    "two of a kind": (
        "Title,Name,Job Title,Start date,Hire Date\nMs,Ada Okafor,Engineer,2021-03-15,2020-01-01\n",
        ["columns not imported: title, hire_date"],
    ),
    "another first name": (
        ("First Name,Preferred Name,Last Name,Title,Start date\n"
        "Adaeze,Ada,Okafor,Engineer,2021-03-15\n"),
        ["preferred names are taken, 1 in all: Adaeze is Ada Okafor"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("shape", SAID)
def test_what_is_left_out_or_changed_is_said(shape: str) -> None:
    text, asides = SAID[shape]
    assert said(text) == (ADA, tuple(asides))


@pytest.mark.parametrize(
    "nothing",
    ["N/A", "n/a", "NA", "#N/A", "-", "--", "—", "None", "null", "TBD", "tba", "Unknown", ""],
)
def test_what_stands_for_nothing_is_nothing(nothing: str) -> None:
    text = f"Name,Title,Start date,Level,Cadence,Archived\nAda,{','.join([nothing] * 5)}\n"
    assert said(text) == (["New: Ada, report, every 2 weeks"], ())


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Okafor, Ada", "van der Berg, Wei"], ["Ada Okafor", "Wei van der Berg"]),
        (["King, Jr.", "Okafor, Ada"], ["King, Jr.", "Okafor, Ada"]),
        (["Ada Okafor", "Lindqvist, Wei"], ["Ada Okafor", "Lindqvist, Wei"]),
        (["Okafor, Ada, PhD"], ["Okafor, Ada, PhD"]),
    ],
)
def test_names_are_turned_only_where_each_says_the_last_one_first(
    names: list[str], expected: list[str]
) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([["Name", "Role"], *([name, "x"] for name in names)])
    found = read(written.getvalue(), TODAY)
    assert [each.name for each in found.people] == expected
    assert any("last, first" in aside for aside in found.asides) is (names != expected)


LEVELS = "Name,Title,Level\nAda,Engineer,L5\nWei,,Senior II\nBo,Lead,senior\nCy,Lead,L5\n"


def test_a_level_that_is_not_ours_is_kept_in_the_role_and_asked_about_once() -> None:
    found = read(LEVELS, TODAY)
    people = [(each.role, each.level) for each in found.people]
    assert people == [
        ("Engineer, L5", None), ("Senior II", None), ("Lead", Level.SENIOR), ("Lead, L5", None),
    ]  # fmt: skip
    assert found.asides == ("levels that are not ours, kept in the role: L5 (2), Senior II (1)",)
    assert found.levels == ("L5", "Senior II")


def test_a_level_that_was_said_is_taken() -> None:
    found = read(
        LEVELS, TODAY, levels={"l5": Level.STAFF, "SENIOR II": Level.SENIOR, "x": Level.MID}
    )
    assert [(each.role, each.level) for each in found.people] == [
        ("Engineer", "staff"), ("", "senior"), ("Lead", "senior"), ("Lead", "staff"),
    ]  # fmt: skip
    assert found.asides == ("no level in it is called x",)


def test_a_day_that_could_be_two_is_told_by_the_others_or_asked_about() -> None:
    text = "Name,Started\nAda,03/04/2021\n"
    with pytest.raises(Refused, match=r"line 2: .*--dates day-first or month-first"):
        read(text, TODAY)
    assert "started 3 Apr 2021" in said(text, Order.DAY_FIRST)[0][0]
    assert "started 4 Mar 2021" in said(text, Order.MONTH_FIRST)[0][0]
    assert "started 4 Mar 2021" in said(f"{text}Wei,04/17/2021\n")[0][0]
    assert "started 26 Jun" in said("Name,Started\nAda,fri\n")[0][0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Name,Role\n,Engineer\n", "line 2: the name is empty"),
        ("Name,Started\nAda,2021\n", "line 2: '2021' is not a day"),
        ("Name,Started\nAda,1926-03-15\n", "line 2: 15 Mar 1926 is 100 years ago"),
        ("Name,Started\nAda,15.3.1926\n", "line 2: 15 Mar 1926 is 100 years ago"),
        ("ID,Name,Role\n1,4,Engineer\n", "line 2: '4' is no name"),
        ("Title,Level\nEngineer,L5\n", "no column is called name, or first name"),
        ("Name,Started\nAda,15 March\n", "line 2: '15 March' has no year"),
        ("First name,First name\nAda,Ada\n", "two columns are called first name"),
        ("Report,x\n\nAda,Engineer\n", "no column is called name"),
        ("Name,Role\nAda Okafor,x\nada  okafor,y\n", "line 3: ada okafor stands here twice"),
    ],
)
def test_what_can_not_be_known_is_refused_with_its_line(text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read(text, TODAY)


def test_our_own_table_says_exactly_what_it_says() -> None:
    for name in ("TBD", "Total: 2", "Okafor, Ada", "N/A", "-"):
        table = tables([full()], {})["people"].replace(full().name, name, 1)
        found = read(table, TODAY)
        assert [each.name for each in found.people] == [name]
        assert found.asides == ()


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("name\nAda\n", True),
        ("sep=;\nFirst name;Last name\n", True),
        ("Directory\n\nName,Role\nAda,x\n", True),
        ("# Notes\nName\n", False),
        ("## 2026-03-09\n\n| Name | Role |\n|---|---|\n| Ada | x |\n", False),
        ("We met, and talked.\n", False),
        ("", False),
    ],
)
def test_a_text_is_taken_for_a_table_only_where_its_titles_name_people(
    text: str, people: bool
) -> None:
    assert names_people(text) is people


def test_somebody_may_be_called_like_a_sum() -> None:
    for table in ("ID,Name\n7,Sum Wong\n", "Name\nSum Wong\n", "Name,Age\nSum Wong,40\n"):
        assert said(table)[0] == ["New: Sum Wong, report, every 2 weeks"]


CELLS = st.text("AaÖ ,;|\t\"'\n-=/.:0123", max_size=12)


@given(st.lists(st.lists(CELLS, max_size=4), max_size=6), st.sampled_from(",;\t|"))
def test_any_table_is_read_or_refused_and_no_row_is_lost(
    rows: list[list[str]], separator: str
) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=separator).writerows([["Name", "Role", "Grade", "Note"], *rows])
    try:
        found = read(written.getvalue(), TODAY)
    except Refused:
        return
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    nobody = [aside for aside in found.asides if "as nobody" in aside]
    assert len(found.people) + len(nobody) == len(filled)
