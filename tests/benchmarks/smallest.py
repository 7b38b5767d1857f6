"""The smallest Textual app there is, to measure beside."""

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header, Static

READY = "as small as can be"


class SmallestApp(App[None]):
    """A header, a line of text and a footer."""

    def compose(self) -> ComposeResult:
        yield Header()
        yield Static(READY)
        yield Footer()


if __name__ == "__main__":
    SmallestApp().run()
