"""The command line: the list of commands, and the parser of the one that was typed."""

from __future__ import annotations

from argparse import Action, ArgumentParser, ArgumentTypeError, HelpFormatter, Namespace
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeVar

from aligntui.domain.errors import Refused

if TYPE_CHECKING:
    from aligntui.cli.asked import Asked
    from aligntui.domain.identity import Handle

    Value = TypeVar("Value", bound=StrEnum)
    Run = Callable[[Asked], int | None]
    Argument = Callable[[Any], object]
    """Adds itself to a parser, or to a group of one."""

WIDTH = 88


class Entry(NamedTuple):
    """A line of the list of commands; `module` is its module in this package."""

    module: str
    usage: str
    words: str


GROUPS: dict[str, dict[str, Entry]] = {
    "open": {
        "open": Entry("app", "NAME", "the terminal app, at one person"),
        "demo": Entry("app", "", "look around with the sample team; nothing is saved"),
        "help": Entry("program", "[TOPIC | COMMAND]", "the manual, by topic"),
    },
    "people": {
        "add": Entry("people", "NAME [options]", "add a person"),
        "edit": Entry("people", "NAME [HANDLE] [options]", "change a person, or one thing kept"),
        "list": Entry("people", "[--all]", "everybody"),
        "away": Entry("people", "NAME [FROM [TO]] [--because WHY] [--back]", "days away"),
        "archive": Entry("people", "NAME [--back]", "hide from every list; nothing is deleted"),
        "erase": Entry("care", "NAME [--yes]", "delete for good, from the backups too"),
    },
    "sections": {
        "focus": Entry("sections", "NAME [TEXT ...] [options]", "where the energy goes"),
        "expect": Entry("sections", "NAME [TEXT ...] [options]", "what results are expected"),
        "opportunity": Entry("sections", "NAME [TEXT ...] [options]", "above and beyond"),
        "risk": Entry("sections", "NAME [TEXT ...] [options]", "what is likely to be missed"),
        "reword": Entry("items", "NAME HANDLE TEXT ... [options]", "reword an item"),
        "agree": Entry("items", "NAME HANDLE ... | --section S | --all", "both agree"),
        "differ": Entry("items", "NAME HANDLE HOW ... [--mine]", "one of the two does not agree"),
        "set": Entry("sections", "NAME HANDLE [options]", "change the fields of an item"),
        "miss": Entry(
            "items", "NAME HANDLE WHAT ... [--no-feedback]", "record that an expectation was missed"
        ),
        "evidence": Entry("items", "NAME HANDLE WHAT ...", "record evidence for an opportunity"),
        "share": Entry("items", "NAME HANDLE PERCENT [WHY ...]", "the share a focus really had"),
        "move": Entry("items", "NAME HANDLE SECTION | --to NAME", "to another section or person"),
        "close": Entry("items", "NAME HANDLE [--as OUTCOME] [options]", "close an item"),
        "reopen": Entry("items", "NAME HANDLE", "open again what was closed, done or told"),
    },
    "capture": {
        "note": Entry("capture", "NAME TEXT ... | -", "keep a note"),
        "action": Entry("capture", "NAME TEXT ... [options]", "a promise, mine or theirs"),
        "done": Entry("follow_up", "NAME HANDLE", "mark a promise kept or a talking point raised"),
        "drop": Entry(
            "follow_up", "NAME HANDLE --because WHY", "drop a promise that won't be kept"
        ),
        "win": Entry("capture", "NAME TEXT ... [options]", "something that went well, for good"),
        "feedback": Entry(
            "capture", "NAME TEXT ... --praise | --corrective | --received", "told or received"
        ),
        "told": Entry("follow_up", "NAME HANDLE", "record that feedback was told"),
        "understood": Entry("follow_up", "NAME HANDLE", "record that they understood it"),
    },
    "meeting": {
        "prep": Entry("look", "NAME | --today [--all]", "the brief: read it before you meet"),
        "checkin": Entry("meeting", "NAME [--notes TEXT | -] [options]", "record a check-in"),
        "minutes": Entry("meeting", "NAME [HANDLE] [--all]", "what changed in a check-in"),
        "addendum": Entry("meeting", "NAME HANDLE TEXT ...", "add a correction to a check-in"),
        "skip": Entry("meeting", "NAME --because WHY", "skip the next check-in"),
        "touch": Entry("meeting", "NAME [TEXT ...]", "a short contact, which is no check-in"),
        "postpone": Entry(
            "meeting", "NAME DATE --because WHY", "move the next check-in to a later day"
        ),
    },
    "look": {
        "due": Entry("due", "[--by DATE] [--all] [--exit-code]", "who is due, most urgent first"),
        "show": Entry(
            "look", "NAME [--readiness] [--numbers] [--closed]", "the four sections, open promises"
        ),
        "timeline": Entry("look", "NAME [--since DATE] [options]", "what changed in each check-in"),
        "diff": Entry("look", "NAME FROM [TO]", "what changed between two days"),
        "history": Entry("items", "NAME HANDLE", "what became of one thing"),
        "search": Entry("look", "TEXT ...", "search everything"),
        "review": Entry(
            "look", "NAME --since DATE [--until DATE]", "the review packet, as Markdown"
        ),
        "differences": Entry("look", "", "open differences, oldest first"),
        "concerns": Entry("look", "", "what is off track, risks without mitigation or long open"),
        "actions": Entry("look", "", "open promises, yours and theirs, late ones first"),
        "calendar": Entry("booked", "[--is EVENT NAME | --not EVENT]", "the 1:1s that are booked"),
        "untold": Entry("look", "[--told]", "feedback not told yet, or all that was told"),
    },
    "exchange": {
        "round": Entry("rounds", "NAME [-o FILE] [options]", "both answer alone, then compare"),
        "receive": Entry(
            "receiving", "FILE | - [--from NAME]", "what came back to a round, or a handoff"
        ),
        "handoff": Entry("exchange", "NAME [-o FILE] [options]", "for the next manager"),
        "export": Entry(
            "exchange", "[NAME] --format F [-o PATH]", "export people, or due days as ics"
        ),
        "import": Entry(
            "exchange", "FILE | - [--into NAME] [--dry-run]", "import people, or dated notes"
        ),
    },
    "keep": {
        "undo": Entry("care", "", "undo the last change"),
        "redo": Entry("care", "", "redo what was undone"),
        "merge": Entry("care", "FILE [--dry-run]", "merge a conflict copy"),
        "config": Entry("program", "[--edit]", "the settings in force, and where each is set"),
        "keys": Entry("program", "", "every key of the app, and what it does"),
        "completion": Entry("completion", "bash | zsh | fish", "completion for your shell"),
        "where": Entry("care", "", "show where the files are"),
        "doctor": Entry("care", "[--fix] [--accept]", "check the store for damage"),
        "backup": Entry("care", "[-o FILE]", "write a verified copy"),
        "restore": Entry("sealing", "FILE", "replace the store with a backup"),
        "encrypt": Entry("sealing", "[--change-passphrase]", "encrypt the store with a passphrase"),
        "decrypt": Entry("sealing", "", "decrypt the store"),
    },
}
COMMANDS = {name: entry for group in GROUPS.values() for name, entry in group.items()}


Task = tuple["Run", tuple["Argument", ...]]
"""The function that carries out a command, and what may be typed behind its name."""
_TASKS: dict[str, Task] = {}
"""The commands of the modules that are loaded."""


def command(line: str, *arguments: Argument) -> Callable[[Run], Run]:
    """Make a function a command: its name, the places that explain themselves, and all others.

    It returns the exit code, or None where it is done.
    """
    name, *places = line.split()

    def kept(run: Run) -> Run:
        _TASKS[name] = run, (*map(arg, places), *arguments)
        return run

    return kept


def task_of(name: str) -> Task:
    """The command of this name, from its module."""
    from importlib import import_module

    import_module(f"aligntui.cli.{COMMANDS[name].module}")
    return _TASKS[name]


def arg(spec: str, words: str = "", **more: Any) -> Argument:
    """An argument as a usage line writes it: `NAME`, `[TEXT ...]`, `--all`, `-o --output FILE`.

    `more` is what argparse can be told besides; of a flag with a `const` that is its value.
    """
    return lambda parser: _add_one(parser, spec, words, more)


def _add_one(parser: Any, spec: str, words: str, more: dict[str, Any]) -> None:
    names = [each for each in spec.split() if each.startswith("-")]
    value = " ".join(spec.split()[len(names) :])
    given: dict[str, Any] = {"metavar": value.strip("[]. "), "help": words or None}
    if names and not value:
        given = {"action": "store_const" if "const" in more else "store_true", "help": words}
    elif given["metavar"] == "HANDLE":
        given |= {"help": words or "such as E4", "type": _handle}
    if nargs := _NARGS.get((value.startswith("["), "..." in value)):
        given["nargs"] = nargs
    places = [] if names else [more.get("dest", given["metavar"].lower())]
    given |= {key: value for key, value in more.items() if names or key != "dest"}
    parser.add_argument(*names, *places, **given)


_NARGS = {(True, False): "?", (False, True): "+", (True, True): "*"}


def _handle(typed: str) -> Handle:
    from aligntui.domain.identity import handle_of

    return handle_of(typed)


def either(*arguments: Argument) -> Argument:
    """Arguments of which only one can be typed."""
    return lambda parser: _add(arguments, parser.add_mutually_exclusive_group())


def group(title: str, *arguments: Argument) -> Argument:
    """Arguments under a title of their own in the help."""
    return lambda parser: _add(arguments, parser.add_argument_group(title))


def _add(arguments: Iterable[Argument], parser: Any) -> None:
    for argument in arguments:
        argument(parser)


_EVERYWHERE = {
    "--store FILE": "use this store file",
    "--on DATE": "treat this day as today",
    "--hide": "leave out everything private",
    "--json": "print JSON",
    "--quiet": "print data and errors, nothing else",
    "--i-am-alone": "allow changes on a disk that can't lock files",
    "--passphrase-fd N": "read the passphrase from this file descriptor",
    "--plain": "print for a screen reader: words instead of marks and columns, no full screen",
    "--no-color": "no colours in the terminal app",
}
_VALUED = {spec.partition(" ")[0]: " " in spec for spec in _EVERYWHERE}
"""The options of all commands, each with whether a value follows it."""


class _NoOption(str):
    """A word behind `--`, which is no option whatever it begins with, nor another `--`."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return other != "--" and super().__eq__(other)


class Parser(ArgumentParser):
    """An argument parser that reports errors in one line."""

    def __init__(self, name: str = "", usage: str = "", about: str = "") -> None:
        prog = f"aligntui {name}".strip()
        super().__init__(
            prog=prog,
            usage=f"{prog} {usage}".strip(),
            description=about,
            # a fixed width: asking for the terminal's loads modules that no command needs
            formatter_class=partial(HelpFormatter, max_help_position=32, width=WIDTH),
            allow_abbrev=False,
        )
        everywhere = self.add_argument_group("everywhere")
        for spec, words in _EVERYWHERE.items():
            arg(spec, words, **({"type": number} if spec.endswith(" N") else {}))(everywhere)

    @property
    def all_actions(self) -> list[Action]:
        """Every option and place, for completion and the manual."""
        return self._actions

    def _parse_optional(self, arg_string: str) -> Any:
        # argparse loses a `--` between its two passes over words and options
        return None if isinstance(arg_string, _NoOption) else super()._parse_optional(arg_string)

    def _get_values(self, action: Action, arg_strings: list[str]) -> Any:
        # before Python 3.13 argparse takes the `--` out of `--because=--`, too
        words = [_NoOption(each) if each == "--" else each for each in arg_strings]
        return super()._get_values(action, words)

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments."""
        words = message.replace("ignored explicit argument", "it takes no value, not")
        raise Refused(f"{words}; '{self.prog} --help' shows how")


class TopParser(Parser):
    """The parser used when no command was typed."""

    def __init__(self) -> None:
        super().__init__(usage="[options] [COMMAND]")
        words = "the versions of all it runs on, the terminal and the store, for a report"
        _add((arg("--version", "print the version"), arg("--verbose", words)), self)

    def format_help(self) -> str:
        """The options, then every command by group."""
        lines = ["", "Without a command, the terminal app starts.", ""]
        for group, entries in GROUPS.items():
            lines.append(f"{group}:")
            for name, entry in entries.items():
                lines.append(f"  {f'{name} {entry.usage}':<50}  {entry.words}")
        lines += ["", "'aligntui COMMAND --help' shows the options of a command."]
        return super().format_help() + "\n".join(lines) + "\n"


def split(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """Split the words into the command, or None, and the rest in order.

    Before the command only options that all commands share are recognized.
    """
    value = False
    for at, word in enumerate(words):
        if value:
            value = False
        elif word.startswith("-"):
            if word.partition("=")[0] not in _VALUED:
                break
            value = _VALUED.get(word, False)
        else:
            return word, [*words[:at], *words[at + 1 :]]
    return None, list(words)


def parser_of(name: str) -> Parser:
    """The parser of a command."""
    entry = COMMANDS[name]
    parser = Parser(name, entry.usage, entry.words)
    _add(task_of(name)[1], parser)
    return parser


def parsed(name: str | None, rest: Sequence[str]) -> Namespace:
    """Parse the arguments of a command; raises `Refused` with one line."""
    if name is None:
        return TopParser().parse_args(rest)
    at = rest.index("--") if "--" in rest else len(rest)
    words = [*rest[:at], *map(_NoOption, rest[at + 1 :])]
    options = parser_of(name).parse_intermixed_args(words)
    for dest, value in vars(options).items():
        setattr(options, dest, _text(value))
    return options


def _text(value: Any) -> Any:
    if isinstance(value, list):
        return [*map(_text, value)]
    return str(value) if isinstance(value, _NoOption) else value


def unknown(name: str) -> Refused:
    """The error for a command that does not exist."""
    from difflib import get_close_matches

    near = get_close_matches(name.casefold(), COMMANDS, n=1, cutoff=0.65)
    hint = f"did you mean {near[0]}?" if near else "'aligntui --help' lists them all"
    return Refused(f"there is no command '{name}'; {hint}")


def number(typed: str) -> int:
    """Parse a whole number."""
    try:
        return int(typed)
    except ValueError:
        raise ArgumentTypeError(f"'{typed}' is no whole number") from None


def one_of(kind: Iterable[Value], otherwise: str = "") -> Callable[[str], Value]:
    """Make a parser for one value of an enumeration, whose error says what can be typed.

    `otherwise` says where any other value goes.
    """

    def parse(typed: str) -> Value:
        word = typed.strip().casefold()
        for value in kind:
            if value.value == word:
                return value
        said = f"'{typed}' is none of {', '.join(kind)}"
        raise ArgumentTypeError("; ".join(filter(None, (said, otherwise))))

    return parse
