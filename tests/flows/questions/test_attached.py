"""The name of a file can make an answer stricter, and never grounds a yes."""

from __future__ import annotations

import pytest

from bot.flows.questions.attached import with_files
from bot.policy.talks.label import label_of
from bot.policy.talks.talk import Asker, Reading, Ruled, SafeText
from bot.wiring.today import today_at
from tests.reading.conftest import answerer_of

PUBLIC = "May I use ChatGPT Enterprise to summarise our public press release?"
FILES = {
    "customer emails.xlsx": "stricter",
    "salary list.xlsx": "stricter",
    "contract.pdf": "stricter",
    "press release.docx": "same",
    "scan0001.pdf": "same",
}


def ruled_with(text: str, files: tuple[str, ...]) -> list[str]:
    answerer = answerer_of("sample-company")
    mind = answerer.mind
    today = today_at(mind.knowledge)

    def rule(reading: Reading) -> tuple[Ruled, ...]:
        return tuple(mind.flow.rule(item, reading, today) for item in reading.items)

    reading = with_files(SafeText(text), files, lambda safe: mind.reader.read_words(safe, None, Asker()), rule)
    return [label_of(one.item.intent, one.ruling) for one in rule(reading)]


@pytest.mark.parametrize("name", FILES)
def test_a_public_text_with_a_file(name: str) -> None:
    labels = ruled_with(PUBLIC, (name,))
    assert (labels == ["allow"]) == (FILES[name] == "same"), labels


def test_a_file_s_name_answers_no_question_back_with_a_yes() -> None:
    assert "allow" not in ruled_with("May I use ChatGPT Enterprise for this?", ("press release.docx",))
