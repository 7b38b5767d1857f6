"""The review packets of the sample team: `python -m tests.text.packets` writes them anew."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from aligntui.demo.team import sample_team
from aligntui.domain.review import packet
from aligntui.text.packet import packet_lines

TODAY = date(2026, 6, 29)
GOLDENS = Path(__file__).with_name("goldens")


def packets() -> Iterator[tuple[str, str]]:
    """By file name each packet of the last four months, and one with what is private."""
    since = TODAY - timedelta(days=120)
    for person in sample_team(TODAY):
        first = person.name.split()[0].casefold().replace("á", "a")
        yield f"packet-{first}.md", _text(packet_lines(packet(person, since, TODAY)))
        if first == "chidi":
            found = packet(person, since, TODAY, private=True)
            yield f"packet-{first}-private.md", _text(packet_lines(found))


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for name, text in packets():
        GOLDENS.joinpath(name).write_text(text, encoding="utf-8")
