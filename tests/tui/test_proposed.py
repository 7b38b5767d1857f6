"""Who proposes a wording, and why, while it is being typed."""

import pytest

from aligntui.domain.identity import Handle
from aligntui.domain.stance import Party, Reason
from tests.tui.driving import driving


async def test_a_key_says_who_proposes_and_says_it_back() -> None:
    async with driving() as d:
        await d.press("enter", "2", "e")
        assert d.text.splitlines()[-2].startswith(" E1: ")
        await d.press("ctrl+t")
        assert d.text.splitlines()[-2].startswith(" E1, they propose: ")
        await d.press("ctrl+t")
        assert d.text.splitlines()[-2].startswith(" E1: ")
        await d.write("Owns it")
        await d.press("enter")
        assert d.person("Priya").item(Handle("E1")).proposed_by is Party.ME
        await d.press("ctrl+t")
        assert "they propose" not in d.text


@pytest.mark.parametrize("key", ["a", "m", "x"])
async def test_only_a_wording_is_proposed(key: str) -> None:
    async with driving() as d:
        await d.press("enter", "5" if key == "a" else "2", key, "ctrl+t")
        assert "propose" not in d.text


@pytest.mark.parametrize(
    ("typed", "reason", "shown"),
    [
        ("Owns it why: the SLA", Reason("the SLA"), "why: the SLA"),
        (
            "Owns it why: .sick leave",
            Reason("sick leave", private=True),
            "why, private: sick leave",
        ),
    ],
)
async def test_a_reason_behind_the_words_is_kept_with_them(
    typed: str, reason: Reason, shown: str
) -> None:
    async with driving() as d:
        await d.press("enter", "2", "e")
        assert "why: the reason" in " ".join(d.text.split())
        await d.write(typed)
        assert shown in " ".join(d.text.split())
        await d.press("enter")
        item = d.person("Priya").item(Handle("E1"))
        assert (item.text, item.now.because) == ("Owns it", reason)
        await d.press("h")
        assert f"why: {reason.text}" in d.text
        await d.press("full_stop")
        assert (f"why: {reason.text}" in d.text) is not reason.private


async def test_the_reason_in_a_section_as_text_is_kept_too() -> None:
    async with driving() as d:
        await d.press("enter", "M")
        await d.write(" at last why: they wait for it")
        await d.press("ctrl+s")
        assert "F1 why: they wait for it" in " ".join(d.text.split())
        await d.press("enter")
        now = d.person("Priya").item(Handle("F1")).now
        assert (now.text, now.because) == (
            "Ship billing v2 cutover at last",
            Reason("they wait for it"),
        )
