"""How regularly two people met, in words and marks."""

from aligntui.text.summaries import regular_words, strip


def test_each_check_in_has_a_mark_and_the_last_ones_stay_where_there_is_little_room() -> None:
    met = (True, True, False, True)
    assert strip(met, 10) == "--!-"
    assert strip(met, 2) == "!-"
    assert strip(met, 0) == ""


def test_how_many_were_in_time_is_said_and_nothing_where_there_is_nothing_to_judge() -> None:
    assert regular_words((True, False, True)) == "2 of 3 in time"
    assert regular_words(()) == ""
