"""The manual: one Markdown file for each topic, in the order in which a newcomer needs them."""

from difflib import get_close_matches
from importlib.resources import files

from aligntui.domain.errors import Refused

TOPICS = (
    "people", "sections", "agreement", "capture", "text", "check-ins", "brief", "timeline",
    "cadences", "calendar", "reviews", "privacy", "data", "encryption", "sync", "shell", "keys",
    "settings",
)  # fmt: skip


def page(topic: str) -> list[str]:
    """The lines of one topic; raises `Refused` for a topic that does not exist."""
    if topic not in TOPICS:
        near = get_close_matches(topic, TOPICS, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else "'aligntui help' lists them all"
        raise Refused(f"the manual has no topic '{topic}'; {hint}")
    return (files("aligntui") / "manual" / f"{topic}.md").read_text(encoding="utf-8").splitlines()


def contents() -> list[str]:
    """A line for each topic: its name, and its title."""
    width = max(map(len, TOPICS))
    return [f"{topic:<{width}}  {page(topic)[0].removeprefix('# ')}" for topic in TOPICS]


def settings_template() -> str:
    """All the settings with their defaults, each line a comment."""
    lines = page("settings")
    first, last = lines.index("```toml"), lines.index("```", lines.index("```toml") + 1)
    return "".join(f"# {line}".rstrip() + "\n" for line in lines[first + 1 : last])
