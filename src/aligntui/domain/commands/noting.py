"""The words of a plain note, and a person with one more."""

from datetime import date

from aligntui.domain.errors import Refused
from aligntui.domain.identity import Uid
from aligntui.domain.notes import Note
from aligntui.domain.person import Person
from aligntui.domain.plain import clean_text


def words_of_note(typed: str) -> str:
    """Clean the text of a note; refuses an empty one."""
    text = clean_text(typed).strip("\n")
    if not text.strip():
        raise Refused("the note is empty; type some words")
    return text


def with_note(person: Person, text: str, on: date, uid: Uid, *, private: bool) -> Person:
    """The person with one more note; refuses an empty one."""
    text, handle = words_of_note(text), person.next_handle("N")
    return person.with_thing(Note(uid=uid, handle=handle, on=on, text=text, private=private))
