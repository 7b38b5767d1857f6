"""What is made from other texts is as they are: the table of keys, the manual, the man page."""

import shutil
import subprocess
from pathlib import Path

import pytest

from aligntui.cli.parser import COMMANDS
from aligntui.settings import Settings
from aligntui.text.manual import TOPICS, blocks, key_rows, page
from tests import made


@pytest.mark.parametrize("file", [*made.files(), made.MAN], ids=lambda file: file.name)
def test_what_is_made_is_not_old(file: Path) -> None:
    text = made.man_page() if file == made.MAN else made.files()[file]
    assert file.read_text("utf-8") == text, "make screenshots writes it anew"


def test_every_key_command_and_setting_stands_in_the_manual() -> None:
    keys = [block.text for block in blocks("keys") if block.kind == "item"]
    assert keys == [
        f"{' '.join(f'`{key}`' for key in row['keys'])}: {row['explained']}" for row in key_rows()
    ]
    assert {*COMMANDS} <= {line.removeprefix("## ") for line in page("commands")}
    settings = "\n".join(page("settings"))
    assert [name for name in Settings._fields if name not in settings] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_a_page_in_blocks_holds_every_word_of_it(topic: str) -> None:
    def words(text: str) -> list[str]:
        return text.replace("|", " ").replace("#", " ").split()

    shown = [
        word
        for line in page(topic)
        if not line.startswith(("```", "|---"))
        for word in words(line.removeprefix("* "))
    ]
    assert words(" ".join(block.text for block in blocks(topic))) == shown


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_man_shows_the_page_without_a_complaint() -> None:
    shown = subprocess.run(
        ["groff", "-man", "-Tutf8", "-P-cbou", "-ww", str(made.MAN)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stderr == ""
    assert "aligntui understood" not in shown.stdout.splitlines()[0]
    for words in ("NAME", "aligntui - keep aligned", "THE FOUR SECTIONS", "SETTINGS"):
        assert words in shown.stdout
