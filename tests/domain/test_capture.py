"""The grammar of one line: what it becomes, what stays a note, and that nothing is lost."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.capture import Captured, capture, note_of
from aligntui.domain.commands.capturing import Capture
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.details import Cause, Expectation, Focus, Helps, Opportunity, Risk
from aligntui.domain.line_kinds import WORDS, Kind, Known, marks_of_note, usual_owner
from aligntui.domain.section import Section
from aligntui.domain.stance import Party
from tests.people import day, somebody

TODAY = date(2026, 6, 29)


def one(line: str) -> Captured:
    (found,) = capture(line, TODAY, Known(handles={"E2", "E4"}, others=("Ana Kovač",)))
    return found


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("F: Ship billing v2 %60", Kind.FOCUS, "Ship billing v2"),
        ("E: Owns on-call :: no page unanswered", Kind.EXPECTATION, "Owns on-call"),
        ("E not: Vendor contracts", Kind.EXPECTATION, "Vendor contracts"),
        ("O: Run the review @readiness @team", Kind.OPPORTUNITY, "Run the review"),
        ("R: New schema @new-challenge ~E2", Kind.RISK, "New schema"),
        ("A: @me send the ladder doc by fri", Kind.ACTION, "send the ladder doc"),
        ("[ ] call back", Kind.ACTION, "call back"),
        ("- [ ] call back", Kind.ACTION, "call back"),
        ("* [ ] @them call back", Kind.ACTION, "call back"),
        ("T: How is the on-call load?", Kind.TALKING_POINT, "How is the on-call load?"),
        ("B+: Great review", Kind.PRAISE, "Great review"),
        ("B-: Slipped the doc twice ~E4", Kind.CORRECTIVE, "Slipped the doc twice"),
        ("  F: indented", Kind.FOCUS, "indented"),
        ("A: stand by me", Kind.ACTION, "stand by me"),
        ("A: mail ann@me.example", Kind.ACTION, "mail ann@me.example"),
        ("F: grow 60% this year", Kind.FOCUS, "grow 60% this year"),
        ("O: talk @nobody", Kind.OPPORTUNITY, "talk @nobody"),
        ("T: ask ~E4 about %60", Kind.TALKING_POINT, "ask ~E4 about %60"),
        ("F: Ship billing why: .they asked", Kind.FOCUS, "Ship billing"),
    ],
)
def test_a_marked_line_becomes_that_thing(line: str, kind: Kind, text: str) -> None:
    assert (one(line).kind, one(line).text, one(line).problem) == (kind, text, "")


@pytest.mark.parametrize(
    "line",
    ["", "plain words", "f: small", "F : blank before", "Note: x", "- a list item",
     "* another", "# F: heading", "> quoted", "1. A: no", "B: neither", "X: unknown", "E nota: x",
     "a: b", "a:", "a:b", "e:\\\\share", "T:10", "w: we met at noon", "b+: better"],
)  # fmt: skip
def test_every_other_line_stays_a_note_without_a_complaint(line: str) -> None:
    assert (one(line).kind, one(line).problem) == (Kind.NOTE, "")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("R: bad ~E9", "there is no E9"),
        ("R: bad ~F1", "a risk threatens an expectation"),
        ("B-: bad ~R7", "there is no R7"),
        ("F: too much %101", "a share of 101 %"),
        ("F: too much %99999999999999", "a share of"),
        ("A: call by 30 feb", "there is no day"),
        ("A: call by 2026-13-01", "there is no day"),
        ("A: call by thu 3 jul", "3 Jul 2026 is a Friday; type the day that is meant"),
        ("A: ", "there is no text after the mark"),
        ("F: %60", "there is no text after the mark"),
        ("[ ] ", "there is no text after the mark"),
        ("A:", "there is no text after the mark"),
        ("F:no blank", "there is no blank after 'F:'"),
        ("/B+:calm", "there is no blank after 'B+:'"),
        ("- [x] done already", "a ticked box becomes nothing"),
        ("[x]\u00a0done", "a ticked box becomes nothing"),
        ("a: call @them by fri", "'a:' is no mark; an action begins with 'A: '"),
        ("a:call by fri", "'a:' is no mark; an action begins with 'A: '"),
        ("e not: on call :: never", "'e not:' is no mark; an expectation begins with 'E not: '"),
        ("f: billing %60", "'f:' is no mark; a focus begins with 'F: '"),
        (".t: ladder @them", "'t:' is no mark; a talking point begins with 'T: '"),
        ("b-: late ~E2", "'b-:' is no mark; feedback begins with 'B-: '"),
    ],
)
def test_a_mark_that_cannot_be_read_stays_a_note_and_says_why(line: str, why: str) -> None:
    assert one(line).kind is Kind.NOTE
    assert why in one(line).problem


def test_the_known_words_become_fields() -> None:
    assert one("F: x %0").details == Focus(weight=0)
    assert one("E: x :: y").details == Expectation(success="y")
    assert one("E not: x").details == Expectation(excluded=True)
    assert one("O: x @team").details == Opportunity(helps=frozenset({Helps.TEAM}))
    assert one("R: x @skill-gap ~E2").details == Risk(
        cause=Cause.SKILL_GAP, threatens=one("R: x ~E2").about
    )
    action = one("A: @them send it by fri")
    assert (action.owner, action.by) == (Party.THEM, date(2026, 7, 3))
    late = one("A: send it by fri @them")
    assert (late.text, late.owner, late.by) == ("send it", Party.THEM, date(2026, 7, 3))


def test_a_dot_makes_private_and_a_slash_shared() -> None:
    assert [one(line).private for line in (".R: x", "/B+: x", "R: x")] == [True, False, None]


TEXTS = st.lists(
    st.one_of(
        st.text(max_size=30).map(lambda text: text.replace("\n", " ")),
        st.tuples(
            st.sampled_from(
                ["F: ", "E: ", "E not: ", ".R: ", "/T: ", "A: ", "[ ] ", "B+: ", "B-: "]
            ),
            st.text(max_size=20).map(lambda text: text.replace("\n", " ")),
            st.sampled_from(
                ["", " %60", " ~E2", " ~E99", " by fri", " by 30 feb", " @me", " :: y"]
            ),
        ).map("".join),
    ),
    max_size=8,
).map("\n".join)


@given(TEXTS)
def test_every_character_is_in_exactly_one_line(text: str) -> None:
    lines = capture(text, TODAY, Known(handles={"E2"}))
    assert "\n".join(text[line.start : line.end] for line in lines) == text


@given(TEXTS)
def test_what_was_not_understood_is_in_the_note_word_for_word(text: str) -> None:
    lines = capture(text, TODAY, Known(handles={"E2"}))
    kept = [text[line.start : line.end] for line in lines if line.kind is Kind.NOTE]
    assert note_of(text, lines) == "\n".join(kept)


@given(TEXTS)
def test_no_word_of_a_line_is_dropped_but_known_ones(text: str) -> None:
    for line in capture(text, TODAY, Known(handles={"E2"})):
        if line.kind is not Kind.NOTE:
            typed = text[line.start : line.end].split()
            assert all(word in typed for word in line.text.split())


def test_one_text_is_one_change_with_all_that_it_says() -> None:
    before = somebody()
    text = "Good talk\nF: Ship it %60\nA: send it\nand more\n.T: ask again\nB-: late twice"
    after = Capture(person=before.id, text=text, on=day(0)).apply(before)
    assert [item.text for item in after.open_items(Section.FOCUS)][-1] == "Ship it"
    assert after.actions[-1].text == "send it"
    assert after.talking_points[-1].private
    assert after.feedback[-1].private
    assert after.notes[-1].text == "Good talk\nand more"


def test_a_text_of_marked_lines_alone_leaves_no_note() -> None:
    before = somebody()
    after = Capture(person=before.id, text="A: send it", on=day(0)).apply(before)
    assert after.notes == before.notes


LONG = "x" * 2001


@pytest.mark.parametrize("mark", ["F: ", "E: ", "O: ", "R: ", "A: ", "T: ", "B+: ", ".B-: "])
def test_a_line_that_is_too_long_for_its_kind_stays_a_note_alone(mark: str) -> None:
    text = f"A: before\n{mark}{LONG}\nT: behind"
    person = Capture(person=somebody().id, text=text, on=TODAY).apply(somebody())
    assert [note.text for note in person.notes] == [f"{mark}{LONG}"]
    assert [action.text for action in person.actions] == ["before"]
    assert [point.text for point in person.talking_points] == ["behind"]
    assert one(f"{mark}{LONG}").problem == "the text has 2,001 characters; the limit is 2,000"


def test_a_success_that_is_too_long_stays_with_its_line() -> None:
    line = one(f"E: Owns it :: {LONG}")
    assert (line.kind, line.text) == (Kind.NOTE, "")
    assert line.problem.startswith("what success looks like has 2,001 characters")


def test_asking_again_makes_the_same_things() -> None:
    before = somebody()
    command = Capture(person=before.id, text="A: one\nT: two\nthree", on=day(0))
    assert command.apply(before) == command.apply(before)


def test_the_notes_of_a_check_in_take_the_same_marks() -> None:
    before = somebody()
    record = RecordCheckIn(person=before.id, on=day(0), notes="Fine\nA: @them write it up")
    after = record.apply(before)
    assert after.check_ins[-1].notes == "Fine"
    assert (after.actions[-1].text, after.actions[-1].owner) == ("write it up", Party.THEM)


KIM = Known(handles={"E2"}, name="Kim Test", others=("Kit Roe", "Kimberly Ash"))


@pytest.mark.parametrize(
    ("line", "text", "owner", "by"),
    [
        ("A: send the plan by Friday.", "send the plan.", "me", "2026-07-03"),
        ("A: send the plan by fri,", "send the plan", "me", "2026-07-03"),
        ("A: (send the plan by fri)", "(send the plan)", "me", "2026-07-03"),
        ("A: send the plan (by fri) now", "send the plan now", "me", "2026-07-03"),
        ("A: send the plan by fri, then call", "send the plan, then call", "me", "2026-07-03"),
        ("A: stand by me by fri!", "stand by me!", "me", "2026-07-03"),
        ("A: call Ann by Fri 5pm", "call Ann 5pm", "me", "2026-07-03"),
        ("A: call Ann by Fri, 3 July 16:00", "call Ann 16:00", "me", "2026-07-03"),
        ("A: call Ann by end of month", "call Ann", "me", "2026-06-30"),
        ("A: call Ann by EOD please", "call Ann please", "me", "2026-06-29"),
        ("A: call Ann by friday next week", "call Ann", "me", "2026-07-10"),
        ("A: send it by 4 Dec, 2026 @them", "send it", "them", "2026-12-04"),
        ("- [ ] write it - @Kim - Due: 2026-12-04", "write it", "them", "2026-12-04"),
        ("- [ ] write it Due: fri", "write it", "me", "2026-07-03"),
        ("- [ ] write it (due 2026-12-04) @kim", "write it", "them", "2026-12-04"),
        ("- [ ] write it [due:: 2026-12-04]", "write it", "me", "2026-12-04"),
        ("- [ ] Report 📅 2026-12-04", "Report", "me", "2026-12-04"),
        ("- [ ] Report due:2026-12-04 @Them", "Report", "them", "2026-12-04"),
        ("- [ ] Report @due(2026-12-04)", "Report", "me", "2026-12-04"),
        ("1. [ ] Report | Owner: Kim Test | Deadline: 4 dec", "Report", "them", "2026-12-04"),
        ("A: @Kim: write it", "write it", "them", None),
        ("A: @ME, write it", "write it", "me", None),
        ("A: @kim.test write it", "write it", "them", None),
        ("A: @Kim Test write it", "write it", "them", None),
        ("A: @tes write it", "write it", "them", None),
    ],
)
def test_a_day_and_an_owner_are_read_as_people_and_templates_write_them(
    line: str, text: str, owner: str, by: str | None
) -> None:
    (read,) = capture(line, TODAY, KIM)
    assert (read.text, read.owner, read.by and read.by.isoformat()) == (text, owner, by)
    assert (read.problem, read.unread) == ("", ())


@pytest.mark.parametrize(
    ("line", "same_as"),
    [
        ("A\uff1asend it @me", "A: send it @me"),
        ("A:\u00a0send it by\u00a0fri", "A: send it by fri"),
        ("A:\u3000send it by\u202ffri", "A: send it by fri"),
        ("\u2212 [ ] send it", "- [ ] send it"),
        ("\u2013 [\u00a0] send it", "- [ ] send it"),
        ("\u2022 [ ] send it", "- [ ] send it"),
        ("\u2610 send it", "[ ] send it"),
        ("B\u2212: late ~E2", "B-: late ~E2"),
        ("E\u00a0not: vendors", "E not: vendors"),
        ("F: Ship it \uff0560", "F: Ship it %60"),
        ("R: new \uff20new-challenge \uff5eE2", "R: new @new-challenge ~E2"),
        ("R: new @new\u2011challenge", "R: new @new-challenge"),
        ("A: send it by 2026\u201112\u201104", "A: send it by 2026-12-04"),
        ("A: send it \u2014 @them", "A: send it - @them"),
    ],
)
def test_what_other_keyboards_make_of_a_mark_counts_as_what_it_looks_like(
    line: str, same_as: str
) -> None:
    (read,), (plain,) = capture(line, TODAY, KIM), capture(same_as, TODAY, KIM)
    assert plain.kind is not Kind.NOTE
    assert read._replace(start=0, end=0) == plain._replace(start=0, end=0)


def test_what_only_looks_like_a_mark_in_a_text_stays_as_it_was_typed() -> None:
    text = "T: “How’s it going”\u00a0– she said"
    assert capture(text, TODAY)[0].text == text.removeprefix("T: ")
    assert (one("\u2022 a point").kind, one("\u2022 a point").problem) == (Kind.NOTE, "")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("A: call by soonish", "'by soonish' stays text; it is not a day"),
        ("A: call by end of week", "'by end of week' stays text; it is not a day"),
        ("A: call by 4 dec 26", "'by 4 dec 26' stays text; it is not a day"),
        ("A: call by fri or mon", "'by fri or mon' stays text; it is not a day"),
        ("A: call Due: soon", "'Due: soon' stays text; it is not a day"),
        ("A: call @Kit", "'@Kit' stays text; it is not @me, @them or Kim Test"),
        ("A: call @Ki", "'@Ki' stays text; it is not @me, @them or Kim Test"),
        ("A: call @me @them", "'@them' stays text; it is yours already"),
        ("A: call by fri by mon", "'by mon' stays text; the day is 3 Jul"),
        ("A: call ⏳ 2026-12-04", "'⏳ 2026-12-04' stays text; only the day by which"),
        ("A: call :: soon", "'::' stays text; only an expectation"),
        ("O: talk @dependency", "'@dependency' stays text; it is not @team or @readiness"),
        ("R: new @dependency", "'@dependency' stays text; the causes are @ambiguity,"),
        ("R: new @ambiguity @skill-gap", "'@skill-gap' stays text; the cause is ambiguity"),
        ("R: new ~soon", "'~soon' stays text; a line is named by its handle"),
        ("E: own it %60", "'%60' stays text; only a focus has a share"),
        ("F: ship it by fri", "'by fri' stays text; only an action has a day"),
        ("F: ship it %60 %20", "'%20' stays text; the share is 60 already"),
        ("T: ask ~E2", "'~E2' stays text; only a risk, feedback and a win name a line"),
        ("B+: good @them", "'@them' stays text; feedback has no @"),
        ("B<: good @dependency", "'@dependency' stays text; it names nobody"),
        ("B<: good @ki", "'@ki' stays text; it names nobody, or several people"),
        ("B<: good @kit @kimberly", "'@kimberly' stays text; it is from Kit Roe already"),
    ],
)
def test_what_looks_like_a_word_with_a_meaning_and_has_none_is_said(line: str, said: str) -> None:
    (read,) = capture(line, TODAY, KIM)
    assert read.kind is not Kind.NOTE
    assert [words[: len(said)] for words in read.unread] == [said]


@pytest.mark.parametrize("line", ["A: stand by me", "A: ~30 of 50% by hand", "T: at 5 @ 6"])
def test_plain_words_are_left_in_peace(line: str) -> None:
    assert one(line).unread == ()


def _says(kind: Kind, mark: str) -> bool:
    """Whether a mark before or within a line of a kind says something and is no word of it."""
    plain = one(f"{kind}: ship it")
    typed = (f"{kind} {mark} ship it", f"{kind}: ship it {mark}", f"{kind}: ship it {mark} well")
    return any(
        read._replace(end=0) != plain._replace(end=0) and mark not in read.text and not read.unread
        for read in map(one, typed)
        if read.kind is kind
    )


@pytest.mark.parametrize("kind", WORDS)
def test_a_kind_understands_the_marks_of_its_row_in_the_table_and_none_of_the_others(
    kind: Kind,
) -> None:
    every = {mark for row in WORDS.values() for mark in row}
    usual = {f"@{usual_owner(kind)}"}
    assert {mark for mark in every - usual if _says(kind, mark)} == set(WORDS[kind])
    assert one(f".{kind}: ship it").private is True


def test_a_note_understands_the_marks_of_every_kind() -> None:
    marks = marks_of_note()
    assert {f"{kind}:" for kind in WORDS} | {".A:", "/T:"} == set(marks)
    for mark in marks:
        assert one(f"{mark} call").kind is not Kind.NOTE
    assert (one(".A: call").private, one("/T: call").private) == (True, False)
