"""Going about in the past: comparing, one section only, words, the next change."""

from __future__ import annotations

from tests.tui.driving import driving


async def test_n_goes_back_and_shift_n_forward_in_time() -> None:
    async with driving() as d:
        await d.press("t", "n", "n")
        assert "13 May against" in d.text
        await d.press("N")
        assert "27 May against" in d.text


async def test_a_marked_check_in_is_compared_with_the_one_under_the_cursor() -> None:
    async with driving(size=(120, 50)) as d:
        await d.press("t", "G", "v")
        assert "12 Mar marked" in d.text
        assert "12 Mar is marked" in d.message
        await d.press("k", "k", "k")
        assert "13 May against 12 Mar" in d.text
        assert "+ E5  Mentors the new hire" in d.text
        assert "+ evidence 29 Apr: Wrote the ledger proposal alone" in d.text
        assert "NOTES  13 May" in d.text
        assert "Asked for more mentoring" not in d.text


async def test_whichever_is_older_is_the_older_side_and_v_again_lets_go() -> None:
    async with driving(size=(120, 50)) as d:
        await d.press("t", "j", "j", "v", "G")
        assert "13 May against 12 Mar" in d.text
        await d.press("g", "j", "j", "v")
        assert "No check-in is marked" in d.message
        assert "May marked" not in d.text
        assert "13 May against 29 Apr" in d.text


async def test_a_digit_shows_one_section_only_in_the_list_and_beside_it() -> None:
    async with driving(size=(120, 50)) as d:
        await d.press("t", "j", "1")
        assert "Timeline: focus" in d.text
        assert "F2  Hand the pager over" in d.text
        assert "EXPECTATIONS" not in d.text
        assert "NOTES" not in d.text
        assert d.beginning("13 May").split()[2:4] == ["....", "-"]
        assert d.beginning("12 Mar").split()[2:4] == ["F...", "3"]
        await d.press("2")
        assert "E4  Raises a slip" in d.text
        await d.press("2")
        assert "NOTES" in d.text
        assert "Timeline: " not in d.text


async def test_n_passes_over_check_ins_in_which_nothing_changed_and_says_where_it_ends() -> None:
    async with driving(size=(120, 50)) as d:
        await d.press("t", "1", "n", "n")
        assert "12 Mar from the beginning" in d.text
        await d.press("n")
        assert d.message == "No older change"
        await d.press("N", "N")
        assert d.message == "No newer change"
        assert "27 May against 13 May" in d.text
        await d.press("escape", "n", "n", "n")
        assert "12 Mar from the beginning" in d.text


async def test_words_are_looked_for_while_they_are_typed_and_the_cursor_goes_to_the_nearest() -> (
    None
):
    async with driving(size=(120, 50)) as d:
        await d.press("t", "slash", *"MENTORING")
        assert "29 Apr against 1 Apr" in d.text
        assert "Asked for more mentoring" in d.text
        assert "Timeline: MENTORING" in d.text
        assert "1 of 6" in d.text
        await d.press("enter")
        assert "esc shows everything again" in d.message
        assert "R2  The new ledger" not in d.text
        await d.press("escape")
        assert "R2  The new ledger" in d.text
        assert "Timeline: " not in d.text
        await d.press("escape")
        assert "aligntui › Team" in d.text


async def test_a_filter_that_is_given_up_leaves_the_cursor_where_it_was() -> None:
    async with driving() as d:
        await d.press("t", "j", "j", "j", "j", "slash", *"ledger")
        assert "12 Mar from" in d.text
        await d.press("escape")
        assert "1 Apr against 12 Mar" in d.text


async def test_the_filter_finds_old_wordings_promises_feedback_and_misses() -> None:
    async with driving(size=(120, 50)) as d:
        await d.press("t")
        for typed, found in (
            ("pager over", "- F2  Hand the pager over"),
            ("ladder", "A1  you: share the ladder document"),
            ("slipped", "+.B1  corrective: The cutover slipped"),
            ("slipped", "+ missed 20 May: The cutover slipped"),
            ("pair with eli", "+ mitigation (theirs): pair with Eli"),
            ("no time", '+ they differ: "no time for it'),
        ):
            await d.press("slash")
            await d.write(typed)
            await d.press("enter")
            assert found in d.text
            await d.press("escape")


async def test_what_is_nowhere_is_said_to_be_nowhere() -> None:
    async with driving() as d:
        await d.press("t", "slash", *"marmot", "enter")
        assert "0 of 6" in d.text
        assert "Nothing here contains these words" in d.text
        await d.press("n")
        assert d.message == "No older change"


async def test_what_is_hidden_is_neither_shown_nor_found() -> None:
    async with driving(size=(120, 50), hide=True) as d:
        await d.press("t", "j")
        assert "FEEDBACK" not in d.text
        assert "NOTES" not in d.text
        assert "A2  you: conference budget" in d.text
        await d.press("slash", *"slipped", "enter")
        assert ".B1" not in d.text
        await d.press("escape", "slash", *"mentoring", "enter")
        assert "0 of 6" in d.text
        await d.press("full_stop")
        assert "1 of 6" in d.text
