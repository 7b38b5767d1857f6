"""A review packet: what was agreed, what became of it, and what it rests on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.demo.team import sample_team
from aligntui.domain.notes import FeedbackKind
from aligntui.domain.person import Person
from aligntui.domain.review import packet
from aligntui.text.markdown import escaped, spoken
from aligntui.text.packet import packet_lines, packet_shape
from tests.people import team
from tests.text.packets import GOLDENS, TODAY, packets

PACKETS = dict(packets())


@pytest.mark.parametrize("name", PACKETS)
def test_the_packets_of_the_sample_team_read_as_they_did(name: str) -> None:
    assert PACKETS[name] == GOLDENS.joinpath(name).read_text(encoding="utf-8")


def test_no_packet_of_the_past_is_left() -> None:
    assert {path.name for path in GOLDENS.glob("packet-*.md")} == set(PACKETS)


ago = st.integers(0, 500).map(lambda days: TODAY - timedelta(days=days))
everybody = st.sampled_from((*sample_team(TODAY), *team()))


@given(everybody, ago, ago)
def test_nothing_private_stands_in_a_packet_and_everything_left_out_is_counted(
    person: Person, one: date, other: date
) -> None:
    since, until = sorted((one, other))
    some, all_ = (packet(person, since, until, private=private) for private in (False, True))
    text = "\n".join(packet_lines(some))
    for item in person.items:
        if item.now.private:
            assert item.text not in text
    for feedback in person.feedback:
        praised = feedback.told and feedback.kind is FeedbackKind.PRAISE
        if (
            feedback.private
            and not praised
            and all(feedback.text != e.text for i in person.items for e in i.entries)
        ):
            assert feedback.text not in text
    assert all_.left_out.private == 0
    more = len(all_.items) - len(some.items) + len(all_.feedback) - len(some.feedback)
    assert some.left_out.private + len(some.untold) >= more >= 0
    assert all_.untold == some.untold
    for feedback in some.untold:
        assert feedback.text not in text


@given(everybody, ago, ago)
def test_what_is_counted_by_month_is_what_the_packet_shows(
    person: Person, one: date, other: date
) -> None:
    since, until = sorted((one, other))
    found = packet(person, since, until, private=True)
    assert sum(month.evidence for month in found.months) == len(found.evidence)
    assert found.months[0].first == since.replace(day=1)
    assert found.months[-1].first == until.replace(day=1)
    shape = packet_shape(found)
    entries = [e for items in shape["sections"].values() for item in items for e in item["entries"]]
    assert len(entries) + len(shape["feedback"] + shape["wins"]) == len(found.evidence)
    bullets = [line for line in packet_lines(found) if ", missed" in line or ", evidence" in line]
    assert len(bullets) >= len(entries)


def test_text_of_people_stays_text() -> None:
    assert escaped("a *b* _c_ <i>[x](y)|`z`\n# \\") == r"a \*b\* \_c\_ \<i\>\[x\](y)\|\`z\` # \\"


def test_read_aloud_only_the_beginning_of_a_line_loses_its_mark() -> None:
    lines = ["- Ship it - and soon", "Closed. Outcome: **done** on 1 May", "> 2 * 3"]
    assert list(spoken(lines)) == [
        "Ship it - and soon", "Closed. Outcome: done on 1 May", "2 * 3",
    ]  # fmt: skip
