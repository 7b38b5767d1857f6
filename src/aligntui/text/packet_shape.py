"""A review packet in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.section import Section
from aligntui.text.json_shapes import action_shape, evidence_shape, feedback_shape, item_shape
from aligntui.text.life import history_shapes

if TYPE_CHECKING:
    from aligntui.domain.review import Packet, Reviewed
    from aligntui.text.json_shapes import Shape


def packet_shape(packet: Packet) -> Shape:
    """JSON of `review`: by section, each item at start and end, its changes and its evidence."""
    return {
        "name": packet.person.name,
        "role": packet.person.role,
        "since": packet.since.isoformat(),
        "until": packet.until.isoformat(),
        "rests_on_last_weeks": packet.rests_on_last_weeks,
        "never_told": len(packet.untold) if packet.private else None,
        "left_out": {
            "not_for_review": packet.left_out.not_for_review,
            "private": 0 if packet.private else None,
        },
        "coverage": [
            {
                "month": month.first.isoformat()[:7],
                "check_ins": month.check_ins,
                "changes": month.changes,
                "evidence": month.evidence,
            }
            for month in packet.months
        ],
        "sections": {
            section.value: [_item(packet, each) for each in packet.section(section)]
            for section in Section
        },
        "feedback": [feedback_shape(packet.person, each) for each in packet.feedback],
        "promises": [action_shape(packet.person, each) for each in packet.promises],
    }


def _item(packet: Packet, reviewed: Reviewed) -> Shape:
    person, start = packet.person, reviewed.start
    days = (packet.since.isoformat(), packet.until.isoformat())
    return {
        **item_shape(person, reviewed.item),
        "start": item_shape(person.as_of(packet.since), start) if start else None,
        "changes": [
            line
            for line in history_shapes(person, reviewed.item)
            if days[0] < line["on"] <= days[1]
        ],
        "entries": [
            {
                **evidence_shape(entry),
                "led_to_feedback": entry.uid in packet.told,
                "told_on": day.isoformat() if (day := packet.told.get(entry.uid)) else None,
            }
            for entry in packet.entries(reviewed.item)
        ],
    }
