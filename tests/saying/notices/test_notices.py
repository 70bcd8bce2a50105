"""What the house says by itself: corrections, apologies, words to the owner; in every language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.policy.deciding.rulings import Stated
from bot.policy.talks.answer import CheckLine, ToolLine
from bot.policy.talks.incoming import Asked
from bot.policy.talks.talk import Asker, Intent
from bot.policy.words import Verdict
from bot.saying.blank import blank
from bot.saying.notices import own as notices
from bot.saying.plain import TOOLS_SHOWN, as_text
from bot.saying.words import languages, words_for


@pytest.mark.parametrize("language", languages())
def test_a_correction_is_one_line_with_the_new_verdict_and_the_old_one(language: str) -> None:
    words = words_for(language, ("en",))
    now = replace(blank(Intent.MAY_I, words), word=words("word.conditional"), sentence="Names may go there.")
    line = notices.correction("forbidden", now, date(2026, 11, 3))
    assert "\n" not in line
    assert words("word.conditional") in line
    assert words("word.forbidden") in line
    assert "2026" in line


@pytest.mark.parametrize("language", languages())
def test_a_correction_to_yes_if_says_if_what(language: str) -> None:
    lines = tuple(CheckLine(text, Stated.OPEN) for text in ("Names are removed.", "Kim agrees."))
    lines += (CheckLine("Read it first.", Stated.OPEN, general=True),)
    words = words_for(language, ("en",))
    now = replace(blank(Intent.MAY_I, words), word=words("word.conditional"), sentence="It may when:", checklist=lines)
    line = notices.correction("forbidden", now, date(2026, 11, 3))
    assert line.endswith(f"It may when: Names are removed{words('semicolon')}Kim agrees."), line


@pytest.mark.parametrize("language", languages())
def test_a_direct_message_about_changed_answers_has_each_question_with_both_verdicts(language: str) -> None:
    words = words_for(language, ("en",))
    now = replace(blank(Intent.MAY_I, words), word=words("word.conditional"), sentence="Names may go there.")
    asked = ("May I put names into it?", "word " * 60)
    entries = [notices.correction("forbidden", now, date(2026, 11, 3), question) for question in asked]
    heading, first, second = notices.corrections(entries, language, ("en",), date(2026, 11, 3)).split("\n")
    assert "2026" in heading and asked[0] in first and words("word.forbidden") in first and words("word.conditional") in first
    assert "word…" in second and len(second) < 250


@pytest.mark.parametrize("language", languages())
def test_an_apology_never_allows_and_says_what_to_do(language: str) -> None:
    answer = notices.sorry(language, ("en",), "R-1234")
    assert answer.label == "ask"
    assert answer.verdict == ""
    assert "R-1234" in answer.text
    assert words_for(language, ("en",))("word.allowed") not in answer.text.split()


def test_a_click_on_a_talk_that_is_forgotten_is_told_to_ask_again() -> None:
    assert "ask the whole question again" in notices.expired("en", ("en",), "R-1").text


def test_the_owner_reads_which_answer_did_not_arrive_and_why() -> None:
    assert notices.undelivered("refused", "R-7F3K", "channel_not_found", ("en",)).startswith(
        "The answer R-7F3K could not be posted"
    )
    assert "may not have reached" in notices.undelivered("late", "R-7F3K", "missing_scope", ("en",))


def test_many_faults_are_cut_and_counted() -> None:
    words = notices.faults([f"rules.yaml:{line}:1: fault" for line in range(1, 15)], "abc", ("en",))
    assert words.count("•") == notices.MOST_LINES + 1 or "4" in words.splitlines()[-1]
    assert "rules.yaml:10:1" in words
    assert "rules.yaml:11:1" not in words


def test_a_question_back_under_many_tools_says_how_many_more_there_are() -> None:
    line = ToolLine("Claude Team", Verdict.ALLOWED, "✓", "Allowed")
    made = blank(Intent.MAY_I, words_for("en", ("en",)))
    assert "and 3 more" in as_text(replace(made, word="One thing", tools=(line,) * (TOOLS_SHOWN + 3)))


ASKED = Asked("k", "t", Asker("a"), "Is [password] fine?", ("password",), "dm", "dm")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    ("asked", "intent", "told"),
    [
        pytest.param(ASKED, Intent.MAY_I, True, id="in a direct message"),
        pytest.param(replace(ASKED, channel_kind="private"), Intent.MAY_I, True, id="by the command"),
        pytest.param(
            replace(ASKED, channel_kind="channel"), Intent.MAY_I, False, id="in a channel it is said to its author alone"
        ),
        pytest.param(replace(ASKED, kinds=("person", "iban")), Intent.MAY_I, False, id="a name or a number is no secret"),
        pytest.param(ASKED, Intent.INCIDENT, False, id="after a mishap the steps say it"),
    ],
)
def test_whoever_pastes_a_secret_is_told_to_have_it_changed(asked: Asked, intent: Intent, told: bool, language: str) -> None:
    words = words_for(language, ("en",))
    answer = notices.about_values(blank(intent, words), asked)
    assert (words("note.secret") in answer.notes) is told and (words("note.secret") in answer.text) is told


@pytest.mark.parametrize("language", languages())
def test_the_private_word_on_a_secret_in_a_channel_says_so_too(language: str) -> None:
    secret = words_for(language, ("en",))("note.secret")
    assert notices.in_the_open(("token", "person"), language, ("en",)).endswith(secret)
    assert secret not in notices.in_the_open(("person", "iban"), language, ("en",))
