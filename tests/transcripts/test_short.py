"""The sample company's questions in; nine of ten answers fit on a phone."""

from __future__ import annotations

import json

from bot.answers.answer import answer
from bot.policy.talks.talk import Asker
from bot.reading.door import make_safe
from bot.slack.posts.blocks import to_message
from tests.conftest import ROOT
from tests.transcripts.test_transcripts import TODAY, mind

QUESTIONS = ROOT / "tests" / "cases" / "sample-company" / "questions.jsonl"
PHONE = 900


def test_nine_of_ten_answers_have_fewer_than_900_characters() -> None:
    lines = [json.loads(line)["question"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines() if line.strip()]
    answers = [answer(mind(), make_safe(question), None, Asker(), "R-TEST", TODAY).answer for question in lines]
    assert len(answers) >= 50
    assert sum(len(answer.text) < PHONE for answer in answers) >= 0.9 * len(answers)
    assert not [answer.text for answer in answers if len(to_message(answer)[0]) > PHONE]
