"""Completion for three shells: each asks the program itself, which knows its commands and people.

shtab would write all commands and options into a file, which is old after each update, and would
still have to ask for the names; what a parser holds is read here in twenty lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, repeat
from typing import TYPE_CHECKING

from aligntui.cli import output
from aligntui.cli.asked import Asked
from aligntui.cli.parser import COMMANDS, Parser, TopParser, arg, command, parser_of
from aligntui.domain.days import full_day
from aligntui.domain.naming import folded
from aligntui.domain.plain import harmless

if TYPE_CHECKING:
    from argparse import Action

    from aligntui.domain.person import Person

    Candidate = tuple[str, str]
    """A word, and what it means; "" where it speaks for itself."""

FILES = output.NO
"""The exit code when the shell shall complete names of files."""
_DATES = (
    "today", "tomorrow", "yesterday", "mon", "tue", "wed", "thu", "fri", "next mon", "next fri",
    "in 2 weeks", "in 1 month", "last week",
)  # fmt: skip
_PAST = ("today", "yesterday", "last week")
_OFTEN = ("weekly", "every 2 weeks", "every 4 weeks", "monthly", "quarterly", "every 6 months")
_KNOWN = {"DATE": _DATES, "FROM": _DATES, "TO": _DATES, "C": _OFTEN}
_OF_ONE = {
    "miss": "E", "evidence": "O", "done": "AT", "drop": "A", "told": "B", "understood": "B",
    "minutes": "C", "addendum": "C",
}  # fmt: skip
"""The letters of the handles that a command takes, where it takes only some."""
_OF_LINES = ("agree", "differ", "reword", "set", "close")
_LONGEST = 40


def answer(words: Sequence[str]) -> int:
    """Print what the last of the words may become, a line each with its meaning behind a tab."""
    *before, begun = map(_bare, (word for word in words if word != "="))
    found = _candidates(before, begun)
    if found is None:
        return FILES
    beginning, told = folded(begun), [(folded(_bare(word)), word, about) for word, about in found]
    # as names are found: by their beginning, then by that of any part
    told = [each for each in told if each[0].startswith(beginning)] or [
        each for each in told if any(map(str.startswith, each[0].split(), repeat(beginning)))
    ]
    output.say_exactly("".join(f"{harmless(word)}\t{harmless(about)}\n" for _, word, about in told))
    return output.DONE


def _bare(word: str) -> str:
    """A word without the quotes and backslashes of a shell."""
    return re.sub(r"""\\(.)|["']""", r"\1", word)


def _candidates(before: list[str], begun: str) -> Iterable[Candidate] | None:
    """What may be typed next; None for the name of a file."""
    at = next((at for at, word in enumerate(before) if word in COMMANDS), None)
    option = before[-1] if before else ""
    if at is None:
        if option in ("--store", "--on", "--passphrase-fd") or begun.startswith("-"):
            return _of_parser(TopParser(), "", before, begun)
        return ((name, entry.words) for name, entry in COMMANDS.items())
    named, typed = before[at], [*before[:at], *before[at + 1 :]]
    entry = COMMANDS[named]
    # most often a name is asked for: it needs no parser
    first = not before[at + 1 :] and not begun.startswith("-")
    if first and entry.usage.lstrip("[").startswith("NAME"):
        return _names(typed, named)
    return _of_parser(parser_of(named), named, typed, begun)


def _of_parser(
    parser: Parser, command: str, typed: list[str], begun: str
) -> Iterable[Candidate] | None:
    actions = parser.all_actions
    options = {name: each for each in actions for name in each.option_strings}
    if typed and (valued := options.get(typed[-1])) and valued.nargs != 0:
        return _values(valued, command, typed)
    if begun.startswith("-"):
        return ((max(each.option_strings, key=len), each.help or "") for each in options.values())
    places = [each for each in actions if not each.option_strings]
    there = _positional(typed, options)
    place = places[min(len(there), len(places) - 1)] if places else None
    if place is None or (len(there) >= len(places) and place.nargs not in ("+", "*")):
        return ()
    return _values(place, command, typed, there)


def _positional(typed: list[str], options: dict[str, Action]) -> list[str]:
    """The words that are neither options nor their values."""
    pairs = pairwise(["", *typed])
    return [
        word
        for last, word in pairs
        if word not in options and not (last in options and options[last].nargs != 0)
    ]


def _values(
    action: Action, command: str, typed: list[str], there: Sequence[str] = ()
) -> Iterable[Candidate] | None:
    metavar = str(action.metavar)
    if action.choices is not None:
        return ((str(each), "") for each in action.choices)
    if metavar in ("FILE", "PATH"):
        return None
    if metavar == "NAME":
        return _names(typed, command)
    if metavar == "HANDLE":
        return _handles(typed, command, there)
    if metavar == "TOPIC":
        from aligntui.text.manual import TOPICS

        return ((each, "") for each in (*TOPICS, *COMMANDS))
    known = _KNOWN.get(metavar, ()) if action.type in (None, str) else _allowed(action)
    if metavar == "OUTCOME":
        known = _outcomes(typed) or known
    if command == "postpone":
        known = [each for each in known if each not in _PAST]
    return ((each, "") for each in known)


def _outcomes(typed: list[str]) -> list[str]:
    """The outcomes of the section that a handle typed before names."""
    from aligntui.domain.item import OUTCOMES

    named = {word[:1].upper() for word in typed if word[1:].isdigit()}
    return [
        end.value for section, ends in OUTCOMES.items() if section.letter in named for end in ends
    ]


def _allowed(action: Action) -> list[str]:
    """The values that the refusal of a wrong one names."""
    assert callable(action.type)
    try:
        action.type("?")
    except Exception as error:  # noqa: BLE001  # whatever it raises, it says what may be typed
        _, _, named = str(error).partition(" none of ")
        named = named or str(error).partition("the sections are ")[2]
        named = named.partition(";")[0]
        return [each for each in named.split(", ") if each.replace("-", "").isalpha()]
    return []


def _asked(typed: list[str]) -> Asked:
    """A command that only reads, with the options typed so far."""
    from argparse import Namespace

    pairs = dict(pairwise(typed))
    options = Namespace(
        store=pairs.get("--store"),
        hide="--hide" in typed,
        json=False,
        plain=False,
        on=None,
        passphrase_fd=None,
        i_am_alone=False,
    )
    return Asked(options, None)  # type: ignore[arg-type]  # nothing here opens the app


def _names(typed: list[str], command: str) -> Iterator[Candidate]:
    """Everybody who is not archived, without asking for a passphrase."""
    from aligntui.store import summary

    asked = _asked(typed)
    if command == "add" or asked.store.endswith(".age"):
        return
    known = summary.read(asked.store)
    people = known if known is not None else asked.notebook.people()
    for person in sorted(people, key=lambda each: folded(each.name)):
        if (person.archived is None) is (command != "archive" or "--back" not in typed):
            yield person.name, ""


def _handles(typed: list[str], command: str, there: Sequence[str]) -> Iterator[Candidate]:
    """The handles of the person who was named, with their first words where they are shared."""
    asked = _asked(typed)
    if not there or asked.store.endswith(".age"):
        return
    from aligntui.domain.section import Section

    person = asked.shown(asked.person(there[0], archived=True))
    lines = "".join(section.letter for section in Section)
    letters = _OF_ONE.get(command, lines if command in _OF_LINES else "")
    for handle, words, private, open_ in _things(person):
        if open_ is not (command == "reopen") and (not letters or handle[0] in letters):
            yield handle, "private" if private else " ".join(words.split())[:_LONGEST]


def _things(person: Person) -> Iterator[tuple[str, str, bool, bool]]:
    """Handle, words, privacy, and whether it is open."""
    for item in person.items:
        yield item.handle, item.text, item.now.private, item.open
    for kept in (person.actions, person.talking_points, person.feedback, person.notes, person.wins):
        for each in kept:
            ended = getattr(each, "told", not getattr(each, "open", True))
            yield each.handle, each.text, each.private, not ended
    for check_in in person.check_ins:
        yield check_in.handle, f"{check_in.kind} on {full_day(check_in.on)}", False, True


SCRIPTS = {
    "bash": """\
# source <(aligntui completion bash)
_aligntui() {
    local line value about cur="${COMP_WORDS[COMP_CWORD]}"
    local -a values=() shown=()
    local answer
    answer="$(_ALIGNTUI_COMPLETE=1 "${COMP_WORDS[0]}" "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)"
    case $? in
        0) ;;
        1) compopt -o default 2>/dev/null; COMPREPLY=(); return ;;
        *) return ;;
    esac
    while IFS=$'\\t' read -r value about; do
        [ -n "$value" ] || continue
        case "$cur" in
            [\\"\\']*) ;;
            *) value="$(printf %q "$value")" ;;
        esac
        values+=("$value")
        shown+=("$value${about:+  ($about)}")
    done <<< "$answer"
    COMPREPLY=("${values[@]}")
    # with several to choose from, bash shows what each means
    [ "${#values[@]}" -gt 1 ] && COMPREPLY=("${shown[@]}")
    return 0
}
complete -F _aligntui aligntui
""",
    "zsh": """\
#compdef aligntui
# source <(aligntui completion zsh), or save it as _aligntui in a folder of $fpath
_aligntui() {
    local line answer
    local -a values shown
    values=("${(Q)words[@]:0:$CURRENT}")
    answer="$(_ALIGNTUI_COMPLETE=1 "${values[@]}" 2>/dev/null)"
    case $? in
        0) ;;
        1) _files; return ;;
        *) return 1 ;;
    esac
    values=()
    for line in "${(@f)answer}"; do
        [[ -n "$line" ]] || continue
        values+=("${line%%$'\\t'*}")
        shown+=("${line%%$'\\t'*}  ${line#*$'\\t'}")
    done
    compadd -U -l -d shown -a values
}
if [ "$funcstack[1]" = "_aligntui" ]; then _aligntui; else compdef _aligntui aligntui; fi
""",
    "fish": """\
# aligntui completion fish | source
function __aligntui
    set -l words (commandline -opc) (commandline -ct)
    set -l answer (env _ALIGNTUI_COMPLETE=1 $words 2>/dev/null)
    if test $status -eq 1
        __fish_complete_path (commandline -ct)
    else
        string join \\n -- $answer
    end
end
complete -c aligntui -f -a '(__aligntui)'
""",
}


@command(
    "completion",
    arg(
        "SHELL",
        "the shell; its script goes into the file that it reads when it starts",
        metavar="bash|zsh|fish",
        choices=tuple(SCRIPTS),
    ),
)
def _completion(asked: Asked) -> None:
    output.say_exactly(SCRIPTS[asked.options.shell])
