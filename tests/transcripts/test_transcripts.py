"""Whole talks on the sample company: words or a click in; the ruling, the words said, the blocks and the ledger row out.

A file is one talk (tests/transcripts/README.md). Nothing is faked: the files of ``knowledge/`` are read, the question is
read without a model, decided, said, and drawn as Slack's blocks.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.flows.questions.answer import Answered
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.ledger.plain import question_values
from bot.policy.talks.incoming import Incoming
from bot.policy.talks.talk import Asker, ThreadState
from bot.reading.door import make_safe
from bot.slack.posts.blocks import to_message
from bot.slack.posts.text import plain as without_markup
from bot.wiring.answers.mind import Mind, make_mind
from playground.blocks import block_faults
from tests.conftest import ROOT
from tests.yamls import read_yaml

TODAY = date(2026, 11, 20)
TALKS = sorted(Path(__file__).parent.rglob("*.yaml"))
TURN_KEYS = {
    "asked",
    "as",
    "clicked",
    "corrected",
    "label",
    "verdict",
    "intent",
    "rules",
    "conditions",
    "says",
    "never",
    "buttons",
    "menu",
    "row",
}


@cache
def mind() -> Mind:
    """The sample company, compiled once."""
    catalog = load_catalog()
    return make_mind(load(ROOT / "knowledge", catalog).or_raise(), catalog)


@dataclass
class Talk:
    """One thread of one person."""

    state: ThreadState | None = None
    last: Answered | None = None
    said: list[str] = field(default_factory=list)

    def ask(self, words: str, given: dict[str, str]) -> Answered:
        """A message as Slack brings it."""
        groups = frozenset({given[key] for key in ("group", "role") if key in given})
        asker = Asker("", given.get("role", ""), given.get("country", ""), given.get("language", ""), groups)
        incoming = Incoming("T1", "C1", "channel", "U1", without_markup(words, "UBOT"), "mention", "1.1")
        return self._keep(mind().flow(make_safe(incoming.text), self.state, asker, "R-TEST", TODAY))

    def click(self, label: str) -> Answered:
        """A press on one of the choices of the last answer."""
        assert self.last is not None
        choice = next((one for one in self.last.answer.choices if one.label == label), None)
        assert choice is not None, f"no choice `{label}`: {[one.label for one in self.last.answer.choices]}"
        reading = mind().settle.click(self.state, choice.slot.value, choice.value)
        assert reading is not None
        return self._answer(reading)

    def correct(self, chosen: dict[str, list[str]]) -> Answered:
        """A filled correction form."""
        return self._answer(mind().settle.correction(self.state, chosen))

    def _answer(self, reading: Any) -> Answered:
        return self._keep(mind().flow.answer(reading, self.state, "R-TEST", TODAY))

    def _keep(self, answered: Answered) -> Answered:
        self.state, self.last = answered.state, answered
        return answered


@pytest.mark.parametrize("path", TALKS, ids=lambda path: path.stem)
def test_the_talk_goes_as_written(path: Path) -> None:
    talk, written = Talk(), read_yaml(path.read_text(encoding="utf-8"))
    for number, turn in enumerate(written["turns"], 1):
        assert set(turn) <= TURN_KEYS, f"turn {number}: unknown keys {set(turn) - TURN_KEYS}"
        if "clicked" in turn:
            answered = talk.click(turn["clicked"])
        elif "corrected" in turn:
            answered = talk.correct(turn["corrected"])
        else:
            answered = talk.ask(turn["asked"], turn.get("as", {}))
        check(turn, answered, f"{path.name}, turn {number}")


def check(turn: dict[str, Any], answered: Answered, where: str) -> None:
    """Everything that a turn says must hold; what it leaves out is free."""
    answer, rulings = answered.answer, [one.ruling for one in answered.ruled if one.ruling]
    text, blocks = to_message(answer, "mark")
    drawn = "\n".join(shown_in(blocks))
    row = json.dumps(question_values(answered.reading, answered.ruled, answer, "v"), ensure_ascii=False)
    assert block_faults(blocks, "message", 50) == [], where
    found = {
        "label": answer.label,
        "verdict": answer.verdict,
        "intent": answered.ruled[0].item.intent.value,
        "rules": sorted({reason.rule for ruling in rulings for reason in ruling.reasons}),
        "conditions": sorted({need.condition for ruling in rulings for need in ruling.needs if not need.general}),
        "menu": [
            option["text"]["text"]
            for block in blocks
            for element in block.get("elements", [])
            if element["type"] == "overflow"
            for option in element["options"]
        ],
        "buttons": [
            element["text"]["text"] for block in blocks for element in block.get("elements", []) if element["type"] == "button"
        ],
    }
    for key in found.keys() & turn.keys():
        assert found[key] == (sorted(turn[key]) if key in ("rules", "conditions") else turn[key]), f"{where}: {answer.text}"
    for words in turn.get("says", []):
        assert words in answer.text, f"{where}: `{words}` is not in:\n{answer.text}"
        assert words.split("\n")[0] in drawn + text, f"{where}: `{words}` is not in the blocks:\n{drawn}"
    for words in turn.get("never", []):
        assert words not in row + answer.text + drawn + text, f"{where}: `{words}` is somewhere in the row or the answer"
    for words in turn.get("row", []):
        assert words in row, f"{where}: `{words}` is not in the row:\n{row}"


def shown_in(blocks: list[dict[str, Any]]) -> list[str]:
    """All words that a person sees, without markup."""
    found: list[str] = []
    for block in blocks:
        parts = [block.get("text"), *block.get("elements", [])]
        for part in (part for part in parts if part):
            inner = part.get("text", "")
            found.append(without_markup(inner if isinstance(inner, str) else inner["text"]).replace("*", "").replace("  ", " "))
            for option in part["options"] if part["type"] == "checkboxes" else ():
                box = "☑" if option in part.get("initial_options", ()) else "☐"
                found.append(f"{box} {option['text']['text']}")
    return found


def test_there_is_a_talk_for_every_verdict_and_every_way_of_asking() -> None:
    turns = [turn for path in TALKS for turn in read_yaml(path.read_text(encoding="utf-8"))["turns"]]
    assert {turn.get("verdict") for turn in turns} >= {"allowed", "conditional", "review", "uncovered", "forbidden"}
    assert {turn.get("label") for turn in turns} >= {"allow", "conditional", "deny", "ask", "not_listed", "off_topic"}
    assert {key for turn in turns for key in turn} >= {"asked", "clicked", "corrected", "never", "row"}
