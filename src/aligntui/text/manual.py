"""The manual: one Markdown file for each topic, in the order in which a newcomer needs them."""

from collections.abc import Iterator
from difflib import get_close_matches
from importlib.resources import files
from typing import NamedTuple

from aligntui.domain.errors import Refused

TOPICS = (
    "people", "sections", "agreement", "capture", "text", "check-ins", "brief", "timeline",
    "rounds", "cadences", "calendar", "reviews", "privacy", "data", "encryption", "sync", "shell",
    "commands", "keys", "settings",
)  # fmt: skip


def page(topic: str) -> list[str]:
    """The lines of one topic; raises `Refused` for a topic that does not exist."""
    if topic not in TOPICS:
        near = get_close_matches(topic, TOPICS, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else "'aligntui help' lists them all"
        raise Refused(f"the manual has no topic '{topic}'; {hint}")
    text = (files("aligntui") / "manual" / f"{topic}.md").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("<!--")]


class Block(NamedTuple):
    """A paragraph, an item of a list, a row of a table, a line of code or a heading."""

    kind: str
    text: str
    apart: bool = False
    """True where a blank line stands above it."""


def blocks(topic: str) -> Iterator[Block]:
    """One topic in blocks, each as one line."""
    kind, words, apart, code = "", [""], False, False
    for line in [*page(topic), ""]:
        new = "" if code else _kind_of(line)
        if (new or not line.strip() or code) and words[0]:
            yield Block(kind, " ".join(words), apart)
            kind, words, apart = "", [""], False
        if line.startswith("```"):
            code = not code
        elif code or (line.startswith("    ") and not words[0]):
            yield Block("code", line if code else line[4:], apart)
            apart = False
        elif not line.strip():
            apart = True
        elif new == "row":
            if cells := _cells(line):
                yield Block(new, cells, apart)
            apart = False
        else:
            kind = new or kind or "text"
            words = [
                *filter(None, words),
                line.strip().lstrip("#*").strip() if new else line.strip(),
            ]


def _kind_of(line: str) -> str:
    starts = {"#": "title", "* ": "item", "|": "row", "```": "fence"}
    return next((kind for start, kind in starts.items() if line.startswith(start)), "")


def _cells(row: str) -> str:
    """The cells of a row side by side; "" for the rule below the titles."""
    first, *rest = (cell.strip() for cell in row.strip("|").split("|"))
    return "" if set(row) <= set("|- :") else f"{first:<20}  {'  '.join(rest)}".rstrip()


def contents() -> list[str]:
    """A line for each topic: its name, and its title."""
    width = max(map(len, TOPICS))
    return [f"{topic:<{width}}  {page(topic)[0].removeprefix('# ')}" for topic in TOPICS]


def settings_template() -> str:
    """All the settings with their defaults, each line a comment."""
    lines = page("settings")
    first, last = lines.index("```toml"), lines.index("```", lines.index("```toml") + 1)
    return "".join(f"# {line}".rstrip() + "\n" for line in lines[first + 1 : last])
