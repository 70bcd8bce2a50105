"""What is recorded of a vendor's terms in, the lines of an answer out: with where it stands, and what nobody wrote down."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.policy.deciding.rulings import Ruling
from bot.policy.governance import Evidence
from bot.policy.talks.talk import Intent, KnownTerm
from bot.policy.words import Citation, ToolAsk, Verdict
from tests.saying.answered import NO, TEAM, asked, one

AT = Citation("tools/claude.yaml", 12, 9)
NO_TRAINING = KnownTerm("training_on_inputs", "Claude", "no", "trains_on_inputs", ("claude/team",), AT, date(2027, 3, 1))
KEPT = replace(NO_TRAINING, point="retention", value="30 days", fact="retention")
NOTHING = KnownTerm("retention", "Claude", offerings=("claude/team",))
TWO = ToolAsk("Both", ("chatgpt/free", "claude/team"))


def test_beneath_a_ruling_stands_what_is_recorded_and_the_ruling_stays() -> None:
    bare, told = one(asked(TEAM), NO), one(asked(TEAM), NO, terms=(NO_TRAINING, KEPT))
    assert replace(told, terms=(), text="") == replace(bare, text="")
    assert [line.text for line in told.terms] == [
        "Claude Team – training on what is typed in: no",
        "How long data is kept: 30 days",
    ]
    assert [line.place for line in told.terms] == ["tools/claude.yaml:12, reviewed until 2027-03-01", ""], "a place is told once"
    assert "\nOn its terms: Claude Team – training on what is typed in: no (tools/claude.yaml:12" in told.text
    assert told.text.startswith("✕ Not allowed")


def test_what_nobody_wrote_down_is_said_with_whom_to_ask_and_where_the_vendor_says_it() -> None:
    line = one(asked(TEAM), NO, terms=(replace(NOTHING, url="https://example.org/terms/"),)).terms[0]
    assert line.text == "Claude Team – how long data is kept: nothing is on record here; ask Privacy office, privacy@example.org"
    assert (line.place, line.link) == ("the vendor’s own words: example.org/terms", "https://example.org/terms/")


def test_a_value_of_one_offering_never_reads_as_one_of_all() -> None:
    term = replace(KEPT, tool="Both")
    line = one(asked(TWO), Ruling(Verdict.FORBIDDEN), terms=(term,)).terms[0]
    assert line.text.endswith("how long data is kept: 30 days (Claude Team) · nothing on record for the others")


def test_offerings_that_differ_are_told_apart() -> None:
    free = replace(NO_TRAINING, tool="Both", value="yes", offerings=("chatgpt/free",), at=replace(AT, line=4))
    line = one(asked(TWO), Ruling(Verdict.FORBIDDEN), terms=(free, replace(NO_TRAINING, tool="Both"))).terms[0]
    assert line.text.endswith("training on what is typed in: yes (ChatGPT Free) · no (Claude Team)")
    assert line.place == "tools/claude.yaml:4, 12, reviewed until 2027-03-01"


def test_what_nobody_looked_at_in_time_says_so() -> None:
    line = one(asked(TEAM), NO, terms=(replace(NO_TRAINING, review_by=date(2026, 1, 1)),)).terms[0]
    assert line.place == "tools/claude.yaml:12, review overdue"


@pytest.mark.parametrize(
    ("term", "says"),
    [
        (replace(NO_TRAINING, point="data_location", value="eu", fact="region"), "where data is kept: EU"),
        (
            replace(NO_TRAINING, point="data_location", value="self_hosted", fact="hosting"),
            "where data is kept: on our own servers",
        ),
        (replace(KEPT, value="none"), "how long data is kept: not at all"),
        (replace(NO_TRAINING, point="contract", value="dpa", fact="contract"), "contract: DPA"),
        (replace(NO_TRAINING, point="contract", value="none", fact="contract"), "contract: no"),
        (replace(NO_TRAINING, point="contract", value="yes", fact="baa"), "contract: BAA: yes"),
        (
            replace(NO_TRAINING, point="contract", value="Team seats", fact="contract_of", effective=date(2027, 9, 30)),
            "contract: Team seats, until September 30, 2027",
        ),
        (
            replace(NO_TRAINING, point="changes", value="Shorter retention", fact="change", effective=date(2027, 1, 10)),
            "announced changes: Shorter retention, from January 10, 2027",
        ),
    ],
)
def test_each_fact_is_said_as_people_say_it(term: KnownTerm, says: str) -> None:
    assert one(asked(TEAM), NO, terms=(term,)).terms[0].text == f"Claude Team – {says}"


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "This is what we have on record about its terms:\nClaude Team – training on what is typed in: no"),
        ("nl", "Dit hebben wij over de voorwaarden vastgelegd:\nClaude Team – training op wat je invoert: nee"),
        ("de", "Das haben wir zu den Bedingungen festgehalten:\nClaude Team – Training mit Eingaben: nein"),
        ("fr", "Voici ce que nous avons noté sur ses conditions\u202f:\nClaude Team – entraînement sur les saisies\u202f: non"),
        ("es", "Esto es lo que tenemos anotado sobre sus condiciones:\nClaude Team – entrenamiento con lo que se escribe: no"),
    ],
)
def test_a_question_about_terms_alone_is_answered_with_them_and_with_how_to_ask_for_a_ruling(language: str, says: str) -> None:
    answer = one(asked(TEAM, data=(), intent=Intent.TERMS), None, terms=(NO_TRAINING,), language=language)
    assert answer.text.startswith(says)
    assert (answer.label, answer.verdict, answer.word) == ("off_topic", "", "")
    assert answer.contact == "Privacy office, privacy@example.org"
    assert "Claude Team" in answer.notes[0] and len(answer.notes) == 1
    assert len(answer.text) < 900


def test_a_question_about_terms_of_which_nothing_is_recorded_says_that() -> None:
    answer = one(asked(TEAM, data=(), intent=Intent.TERMS), None, terms=(NOTHING,))
    assert answer.text.startswith("We have nothing on record about this.\nAsk: Privacy office")
    linked = one(asked(TEAM, data=(), intent=Intent.TERMS), None, terms=(replace(NOTHING, url="https://example.org/t"),))
    assert "how long data is kept: nothing is on record here (the vendor’s own words: example.org/t)" in linked.text


def test_who_asks_who_has_it_is_told_the_name() -> None:
    demanded = KnownTerm("security", "Claude", "there", "evidence.", ("claude/team",), AT, None, date(2026, 5, 11))
    evidence = Evidence(
        "oversight_owner", frozenset({"claude/team"}), where="Ada Byron, care desk", owner="it@example.org", at=AT
    )
    said = [one(asked(TEAM), NO, terms=(term,)).terms[0].text for term in (demanded, replace(demanded, evidence=evidence))]
    assert said[0].endswith("on record, of May 11, 2026")
    assert said[1].endswith("on record, of May 11, 2026: Ada Byron, care desk, kept by it@example.org")
    at_its_line = replace(demanded, evidence=replace(evidence, where="tools/claude.yaml:12"))
    assert one(asked(TEAM), NO, terms=(at_its_line,)).terms[0].text.endswith("2026: kept by it@example.org")


def test_the_same_name_in_two_lines_is_told_once() -> None:
    evidence = Evidence("oversight_owner", frozenset({"claude/team"}), where="Ada Byron", at=AT)
    first = KnownTerm("security", "Both", "there", "evidence.", ("claude/team",), AT, evidence=evidence)
    second = replace(first, offerings=("chatgpt/free",), evidence=replace(evidence, at=replace(AT, line=20)))
    assert one(asked(TWO), Ruling(Verdict.FORBIDDEN), terms=(first, second)).terms[0].text.count("Ada Byron") == 1
