"""Keys that somebody set themselves, as far as they make sense."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Final

from textual.dom import DOMNode

from aligntui.tui import screens, widgets
from aligntui.tui.keys import keymap_faults

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.app import App

_OURS: Final = "aligntui."


def _kinds() -> list[type]:
    """Everything with keys; only loaded for those who set some."""
    for package in (screens, widgets):
        for found in iter_modules(package.__path__, f"{package.__name__}."):
            import_module(found.name)
    return [kind for kind in _below(DOMNode) if kind.__module__.startswith(_OURS)]


def _below(kind: type) -> Iterator[type]:
    each: type
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def set_keys(app: App[None], keys: Mapping[str, str]) -> tuple[str, ...]:
    """Set what can be set; gives a line on each thing that can't."""
    if not keys:
        return ()
    kinds = _kinds()
    good: dict[str, str] = {}
    wrong: list[str] = []
    for name, wanted in keys.items():
        spaceless = wanted.replace(" ", "")
        faults = keymap_faults({**good, name: spaceless}, kinds)
        if not spaceless:
            faults = [f"{name}: no key is given"]
        if faults:
            wrong.append(faults[0])
        else:
            good[name] = spaceless
    app.set_keymap(good)
    return tuple(wrong)
