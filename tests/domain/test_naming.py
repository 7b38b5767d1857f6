"""Finding a person by what somebody typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.errors import Refused
from aligntui.domain.naming import called, find, first_name, folded
from tests.people import somebody

TEAM = tuple(
    somebody(name, number)
    for number, name in enumerate(
        (
            "Ana", "Anaïs Petit", "Anna Maria Lee", "Tomás Oliveira", "Łukasz Nowak",
            "Marie-Claire O'Brien", "Jürgen Groß", "李 小龍", "José María de la Cruz",
        ),
        start=1,
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Ana", "Ana"),
        ("ANA", "Ana"),
        ("anai", "Anaïs Petit"),
        ("ANAÏ", "Anaïs Petit"),
        ("petit", "Anaïs Petit"),
        ("ann", "Anna Maria Lee"),
        ("lee", "Anna Maria Lee"),
        ("anna  mar", "Anna Maria Lee"),
        ("maria l", "Anna Maria Lee"),
        ("tomas", "Tomás Oliveira"),
        ("  oliv ", "Tomás Oliveira"),
        ("tomás o", "Tomás Oliveira"),
        ("lukasz", "Łukasz Nowak"),
        ("Łu", "Łukasz Nowak"),
        ("gross", "Jürgen Groß"),
        ("jurgen g", "Jürgen Groß"),
        ("marie-c", "Marie-Claire O'Brien"),
        ("o'b", "Marie-Claire O'Brien"),
        ("小", "李 小龍"),
        ("de la", "José María de la Cruz"),
        ("jose\u0301", "José María de la Cruz"),
    ],
)
def test_a_whole_name_or_the_only_beginning_of_a_part_finds_somebody(typed: str, name: str) -> None:
    assert find(TEAM, typed).name == name


@pytest.mark.parametrize("typed", ["claire", "brien", "maria o", "na", "nobody", "'"])
def test_what_begins_no_part_finds_nobody(typed: str) -> None:
    with pytest.raises(Refused, match="no person matches"):
        find(TEAM, typed)


def test_an_ambiguous_beginning_lists_the_candidates_in_order() -> None:
    with pytest.raises(Refused) as refused:
        find(reversed(TEAM), "mar")
    names = "Anna Maria Lee, José María de la Cruz, Marie-Claire O'Brien"
    assert str(refused.value) == f"'mar' could be {names}; type more of the name"


def test_a_whole_name_wins_over_those_that_begin_with_it() -> None:
    assert find(TEAM, "ana") is TEAM[0]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("tom", "Tom Hart"),
        ("TOM", "Tom Hart"),
        ("toma", "Tomás Oliveira"),
        ("hart", "Tom Hart"),
        ("tóm", "Tom Hart"),
        ("kim", "Park, Kim"),
        ("park", "Park, Kim"),
        ("ann mar", "Ann Mar Lee"),
    ],
)
def test_a_whole_part_of_a_name_wins_over_beginnings(typed: str, name: str) -> None:
    names = ("Tomás Oliveira", "Hartmut Tomsen", "Tom Hart", "Kimberly Parker", "Park, Kim")
    people = [*names, "Ann Marie Lee", "Ann Mar Lee"]
    assert find([somebody(each, at) for at, each in enumerate(people, 1)], typed).name == name


def test_of_two_who_share_a_part_only_these_are_candidates() -> None:
    people = [somebody(each, at) for at, each in enumerate(("Tom Hart", "Tomas", "Tom Berg"), 1)]
    with pytest.raises(Refused, match="'tom' could be Tom Berg, Tom Hart; type more"):
        find(people, "tom")


@pytest.mark.parametrize("typed", ["ana", "ANA", "anA ", "Aná"])
def test_a_whole_name_that_is_a_part_of_another_is_both(typed: str) -> None:
    people = [somebody(each, at) for at, each in enumerate(("Ana Kovač", "Ana", "Anaïs"), 1)]
    with pytest.raises(Refused) as refused:
        find(people, typed)
    assert str(refused.value) == (
        f"'{typed}' could be Ana, Ana Kovač; type more of the name, or the whole name as it is "
        "written here"
    )


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Ana", "Ana"), (" Ana ", "Ana"), ("Ana Kovač", "Ana Kovač"), ("Ana Kovac\u030c", "Ana Kovač"),
     ("lee", "Ana Kovač Lee"), ("kovac lee", "Ana Kovač Lee"), ("BO LIND", "Bo Lind")],
)  # fmt: skip
def test_each_of_those_can_be_named(typed: str, name: str) -> None:
    names = ("Ana", "Ana Kovač", "Ana Kovač Lee", "Bo Lind")
    people = [somebody(each, at) for at, each in enumerate(names, 1)]
    assert find(people, typed).name == name


def test_the_same_name_twice_is_ambiguous() -> None:
    twins = (somebody("Ana", 1), somebody("Ana", 2))
    with pytest.raises(Refused, match="could be Ana, Ana"):
        find(twins, "ana")


@pytest.mark.parametrize("typed", ["", "  ", "\t"])
def test_an_empty_name_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="the name is empty"):
        find(TEAM, typed)


@given(st.text(st.characters(codec="ascii")))
def test_case_never_matters(text: str) -> None:
    assert folded(text.upper()) == folded(text.lower()) == folded(text)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Ana", "Ana"),
        ("Dr. Ana Petit", "Ana"),
        ("J. R. Oduya", "Oduya"),
        ("🦊 Ann-Sofie d'Arc", "Ann-Sofie"),
        ("李 小龍", "李"),
        ("محمد علي", "محمد"),
        ("A.", "A."),
        ("Chen, Li", "Li"),
        ("van der Berg, Jo", "Jo"),
        ("Chen,Li Mei", "Li"),
        ("Chen\uff0c Li", "Li"),
        ("Lee, Dr. Ann", "Ann"),
        ("Ann Lee, PhD", "Ann"),
        ("Martin King, Jr.", "Martin"),
        ("Chen,", "Chen"),
        ("van der Berg", "Berg"),
        ("Jo van der Berg", "Jo"),
        ("Van Dam", "Van"),
        ("Al Dent", "Al"),
        ("Lee, Ann, PhD", "Ann"),
    ],
)
def test_a_text_calls_somebody_by_a_name_not_by_a_title_or_a_picture(name: str, first: str) -> None:
    assert first_name(name) == first
    assert called(name, [name, "Bo Lind"]) == first
    assert called(name, [name, f"{first} Roe"]) == name
