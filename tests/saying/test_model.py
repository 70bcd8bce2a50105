"""What is said of how far a model is believed: to who asks, to who doubts, to owners."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.policy.deciding.rulings import Ruling
from bot.policy.talks.talk import Joined, Reading, Ruled
from bot.policy.trust import OF_OLD, Level
from bot.policy.words import Verdict
from bot.saying import model
from bot.saying.say import say
from bot.saying.words import words_for
from tests.saying import company as co
from tests.saying.answered import NO, TEAM, asked

YES = Ruling(Verdict.ALLOWED)
EXAMINED = model.Standing("reader:8b", Level.BELIEVED, examined=date(2026, 11, 24), bound=0.00987)
COMMAND = "`mayi exam --model reader:8b`"


def captions(level: str, ruling: Ruling = YES, *, by: str = "reader", language: str = "en") -> dict[str, str]:
    """Of an answer that a model read at this level."""
    item = asked(TEAM)
    reading = Reading("May I?", language, (item,), by, joined=Joined("agreed", level, "261124-abc"))
    return say(reading, (Ruled(item, ruling),), co.company(), "R-7F3K", date(2026, 11, 24)).captions


@pytest.mark.parametrize(
    ("level", "offered"),
    [(level, level in ("believed", "full")) for level in (*Level, *OF_OLD)],
)
def test_an_allowed_that_a_model_grounded_can_be_taken_back(level: str, offered: bool) -> None:
    assert ("doubt" in captions(level)) is offered


def test_what_is_not_allowed_or_was_read_by_words_cannot() -> None:
    assert "doubt" not in captions("believed", NO)
    assert "doubt" not in captions("believed", by="")


@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "nl"])
def test_the_dialog_fits_into_slacks(language: str) -> None:
    made = captions("believed", language=language)
    assert len(made["doubt"]) <= 75 and len(made["doubt_confirm"]) <= 300
    assert max(len(made["doubt_yes"]), len(made["doubt_no"])) <= 30


@pytest.mark.parametrize("ended", ["done", "already", "gone"])
def test_whoever_takes_back_is_told_the_receipt(ended: str) -> None:
    assert "R-7F3K" in model.doubted(ended, "R-7F3K", "en")


FIGURES = {"count": "52", "form": "7", "wrong": "11", "offers": "4"}


@pytest.mark.parametrize("why", sorted(model.LOST))
@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "nl"])
def test_the_owner_is_told_what_to_do(why: str, language: str) -> None:
    said = model.lost(why, "reader:8b", (language,), record="261124-abc", receipt="R-7F3K", **FIGURES)
    assert ("`MAYI_MODEL`" if why == "refused" else COMMAND) in said
    assert why != "refused" or all(figure in said for figure in FIGURES.values())


def test_app_home_tells_the_level_the_day_and_the_bound() -> None:
    said = model.line(EXAMINED, words_for("en", ("en",)))
    assert said.startswith("Model `reader:8b`: level believed (") and "November 24, 2026; at most 0.99% of" in said


def test_app_home_tells_why_belief_is_lost_and_what_to_run() -> None:
    lost = replace(EXAMINED, level=Level.PROPOSES, why="taken_back", receipt="R-7F3K")
    said = model.line(lost, words_for("en", ("en",)))
    assert "R-7F3K should not have been allowed" in said and said.endswith(COMMAND)


def test_a_model_without_an_exam_is_told_with_the_command() -> None:
    said = model.line(model.Standing("reader:8b", Level.OFF, "none"), words_for("en", ("en",)))
    assert "level off" in said and COMMAND in said


@pytest.mark.parametrize(
    ("level", "why", "said"),
    [
        (Level.OFF, "new", "It is being asked the questions of its admission"),
        (Level.OFF, "refused", "It fell through its admission."),
        (Level.PROPOSES, "none", "what it would allow waits for a click"),
    ],
)
def test_app_home_tells_how_its_admission_stands(level: Level, why: str, said: str) -> None:
    assert said in model.line(model.Standing("reader:8b", level, why), words_for("en", ("en",)))
