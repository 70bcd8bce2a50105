"""The name of a file can make an answer stricter, and never grounds a yes."""

from __future__ import annotations

import pytest

from bot.clock.today import today_at
from bot.flows.questions.attached import with_files
from bot.policy.talks.label import label_of
from bot.policy.talks.talk import Asker, Reading, Ruled, SafeText
from bot.policy.words import Slot
from tests.reading.conftest import answerer_of

PUBLIC = "May I use ChatGPT Enterprise to summarise our press release?"
FILES = {
    "customer emails.xlsx": "stricter",
    "salary list.xlsx": "stricter",
    "contract.pdf": "stricter",
    "press release.docx": "same",
    "scan0001.pdf": "same",
}


def ruled_with(text: str, files: tuple[str, ...]) -> list[str]:
    """Labels; ``offer`` where an allowed waits for the asker's word."""
    answerer = answerer_of("sample-company")
    mind = answerer.mind
    today = today_at(mind.knowledge)

    def rule(reading: Reading) -> tuple[Ruled, ...]:
        return tuple(mind.flow.rule(item, reading, today) for item in reading.items)

    reading = with_files(SafeText(text), files, lambda safe: mind.reader.read_words(safe, None, Asker()), rule)
    return [_label(one) for one in rule(reading)]


def _label(ruled: Ruled) -> str:
    ask = ruled.ruling.ask_back if ruled.ruling else None
    return "offer" if ask is not None and ask.slot is Slot.ALL else label_of(ruled.item.intent, ruled.ruling)


@pytest.mark.parametrize("name", FILES)
def test_a_public_text_with_a_file(name: str) -> None:
    labels = ruled_with(PUBLIC, (name,))
    assert (labels == ["offer"]) == (FILES[name] == "same"), labels


def test_what_is_in_a_file_is_the_askers_word() -> None:
    assert ruled_with(PUBLIC, ()) == ["allow"]
    assert ruled_with(PUBLIC, ("press release.docx",)) == ["offer"]


def test_a_file_s_name_answers_no_question_back_with_a_yes() -> None:
    assert "allow" not in ruled_with("May I use ChatGPT Enterprise for this?", ("press release.docx",))
