"""The box the palette opens in."""

from __future__ import annotations

from textual import events, on
from textual.command import CommandPalette
from textual.widgets import Input


class Palette(CommandPalette):
    """Textual's palette, without what blinks, turns or dims the screen behind it."""

    DEFAULT_CSS = """
    Palette {
        background: $background 0%;
        & > Vertical {
            margin: 1 0 0 0;
            width: 100%;
            background: $panel;
            &:dark { background: $panel; }
        }
        #--input, #--input.--list-visible { border: none; height: 1; background: $panel; }
        CommandInput, CommandInput:focus { border: none; height: 1; padding: 0 2; color: $words; }
        SearchIcon, LoadingIndicator { display: none; }
        CommandList, CommandList:focus {
            border: none;
            background: $panel;
            max-height: 14;
            scrollbar-size-vertical: 1;
        }
        CommandList > .option-list--option { padding: 0 2; color: $words; text-style: none; }
        CommandList > .option-list--option-highlighted {
            color: $words;
            background: $cursor-row;
            text-style: bold;
        }
        & > .command-palette--highlight { color: $mark; text-style: bold underline; }
        &:ansi CommandList > .option-list--option-highlighted { text-style: reverse; }
    }
    """

    def __init__(self) -> None:
        super().__init__(
            id="--command-palette", placeholder="An action, a name, or / and words to find"
        )

    @on(events.Mount)
    def stand_still(self) -> None:
        """A blinking cursor would send bytes for ever."""
        self.query_one(Input).cursor_blink = False
