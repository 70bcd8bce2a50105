"""Messages to the bot about the bot are told from questions about tools and data, and thanks get one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.answers.answerer import Answerer
from tests.yamls import read_yaml

HELD_OUT = read_yaml((Path(__file__).parent / "about_bot.yaml").read_text(encoding="utf-8"))


LEAST = 0.6
TODAY = date(2026, 11, 30)


def share(texts: Sequence[str], wanted: set[str], sample: Answerer) -> float:
    return sum({item.intent.value for item in sample.ask(text).reading.items} <= wanted for text in texts) / len(texts)


def test_most_messages_about_the_bot_are_read_as_such(sample: Answerer) -> None:
    assert share([text for texts in HELD_OUT["about"].values() for text in texts], {"about_bot"}, sample) >= LEAST


def test_thanks_get_one_line_and_no_receipt(sample: Answerer) -> None:
    assert share(HELD_OUT["thanks"], {"thanks", "feedback", "greeting"}, sample) == 1.0
    answer = sample.ask("ok bye").answer
    assert answer.footer == "" and answer.text == answer.sentence and "\n" not in answer.text


def test_a_question_about_a_tool_or_data_is_never_about_the_bot(sample: Answerer) -> None:
    assert all("about_bot" not in {i.intent.value for i in sample.ask(text).reading.items} for text in HELD_OUT["never"])


def test_what_is_kept_is_told_where_it_is_kept(sample: Answerer) -> None:
    told = sample.ask("who can see the things I ask you")
    assert told.answer.label == "off_topic" and not told.answer.footer and not told.answer.verdict
    kept = sample.mind.say(told.reading, tuple(replace(one, text_days=41) for one in told.ruled), "7F3K", TODAY)
    assert "41" in kept.sentence and len(kept.sentence.splitlines()) == 6
