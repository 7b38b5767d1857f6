"""Keys as people name them, why a key can't act now, and keys that somebody set themselves."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Final

from textual.binding import ActiveBinding, Binding
from textual.dom import DOMNode
from textual.keys import KEY_NAME_REPLACEMENTS, Keys, key_to_character

from aligntui.text.manual import key_faults, key_name, key_rows

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen

_CHARACTERS: Final = frozenset(KEY_NAME_REPLACEMENTS.values())
"""Names of characters that Textual itself does not find again by their name."""

_KEYS: Final = frozenset(key.value for key in Keys)


def is_printable(key: str) -> bool:
    """Say whether a key stands for a character: `a`, `plus`, `space`."""
    character = key_to_character(key)
    return key in _CHARACTERS or (character is not None and character.isprintable())


def in_force(screen: Screen[object]) -> list[ActiveBinding]:
    """Give the bindings that can be reached: a box with the focus takes every character.

    While a line is open in the message row, the screen behind it takes no key at all.
    """
    focus = screen.focused
    takes = getattr(focus, "takes", None)
    return [
        each
        for each in screen.active_bindings.values()
        if takes is None or takes(each)
        if focus is None
        or each.node is focus
        or not focus.check_consume_key(each.binding.key, None)
        or not is_printable(each.binding.key)
    ]


def key_of(screen: Screen[object], name: str) -> str:
    """Give the key that acts now for the binding with this id, or nothing."""
    found = (each for each in in_force(screen) if each.binding.id == name and each.enabled)
    return next((key_name(each.binding.key) for each in found), "")


def action_name(action: str) -> str:
    """Strip an action of its scope and its arguments: `app.go('x')` is `go`."""
    return action.partition("(")[0].rpartition(".")[2]


def reason_of(node: DOMNode, action: str) -> str:
    """Ask a node, then those around it, why an action can't be done now."""
    for each in node.ancestors_with_self:
        answer = getattr(each, "reason", None)
        if callable(answer) and (words := answer(action_name(action))):
            return str(words)
    return ""


def one_a_action(active: Iterable[ActiveBinding]) -> Iterator[tuple[ActiveBinding, list[str]]]:
    """Group bindings in force by what they do, each with its keys in order."""
    found: dict[tuple[int, str], tuple[ActiveBinding, list[str]]] = {}
    for each in active:
        identity = (id(each.node), each.binding.action)
        found.setdefault(identity, (each, []))[1].append(each.binding.key)
    yield from found.values()


def own_bindings(kind: type) -> list[Binding]:
    """Give the bindings a class declares itself, one for each key."""
    return list(Binding.make_bindings(kind.__dict__.get("BINDINGS", ())))


def ours(kinds: Iterable[type]) -> list[type]:
    """Give the classes behind some, without those of the library."""
    found = {
        base: None
        for kind in kinds
        for base in kind.__mro__
        if not base.__module__.startswith(("textual", "builtins"))
    }
    return list(found)


def keymap_faults(keymap: Mapping[str, str], kinds: Iterable[type]) -> list[str]:
    """Tell what is wrong with keys somebody set, which Textual would take without a word.

    `keymap` goes from the id of a binding to its keys, with commas between them; `kinds` are the
    classes with bindings that are known to the app.
    """
    known = {binding.id: binding for kind in ours(kinds) for binding in own_bindings(kind)}
    faults = [f"unknown action {name}" for name in keymap if name not in known]
    for name, keys in keymap.items():
        faults.extend(f"{name}: unknown key {key}" for key in _split(keys) if not _is_key(key))
    for kind in ours(kinds):
        taken: defaultdict[str, set[str]] = defaultdict(set)
        for binding in own_bindings(kind):
            name = binding.id or binding.action
            for key in _split(keymap.get(name, binding.key)):
                taken[key].add(name)
        faults.extend(
            f"{key} would do {' and '.join(sorted(names))}"
            for key, names in taken.items()
            if len(names) > 1 and names & set(keymap)
        )
    return list(dict.fromkeys(faults))


def _split(keys: str) -> list[str]:
    return [_named(key) if len(key) == 1 else key for key in keys.split(",") if key]


def _named(character: str) -> str:
    """Name a key by its character, as bindings do: `?` is `question_mark`."""
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return character if character.isalnum() else KEY_NAME_REPLACEMENTS.get(name, name) or character


def _is_key(key: str) -> bool:
    *modifiers, last = key.split("+")
    named = len(last) == 1 or last in _KEYS or key_to_character(last) is not None
    return named and set(modifiers) <= {"ctrl", "shift", "alt", "super"}


def kinds_with_keys() -> list[type]:
    """Give every class that may have keys; all are loaded for it."""
    for package in map(import_module, ("aligntui.tui.screens", "aligntui.tui.widgets")):
        for found in iter_modules(package.__path__, f"{package.__name__}."):
            import_module(found.name)
    return [kind for kind in ours(_below(DOMNode)) if kind.__module__.startswith("aligntui.")]


def _below(kind: type) -> Iterator[type]:
    each: type
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def set_keys(app: App[None], keys: Mapping[str, str]) -> tuple[str, ...]:
    """Set what can be set; gives a line on each thing that can't."""
    if not keys:
        return ()
    kinds, strange = kinds_with_keys(), key_faults(keys, key_rows())
    good: dict[str, str] = {}
    wrong: list[str] = []
    for name, wanted in keys.items():
        spaceless = wanted.replace(" ", "")
        faults = keymap_faults({**good, name: spaceless}, kinds)
        if not faults and name in strange:
            # a key that means something everywhere would mean two things on one screen
            faults = [strange[name]]
        if not spaceless:
            faults = [f"{name}: no key is given"]
        if faults:
            wrong.append(faults[0])
        else:
            good[name] = spaceless
    app.set_keymap(good)
    return tuple(wrong)
