"""The admission, sat by made-up readers: one that knows the answers proposes, and each kind of bad reader is refused."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answerer import CURRENT_MESSAGE, make_answerer
from bot.answers.mind import label_of
from bot.answers.score import read_questions
from bot.exam import admission
from bot.exam.admission import FEWEST, PAPER, TIMED, TRIED, AdmissionMarks, Admissions, Admitting, admit
from bot.exam.examined import Examined
from bot.exam.records import Records
from bot.llm.ollama import ModelError, OllamaModel
from bot.policy.talks.claims import OTHER_TOOL, Reply
from bot.policy.trust import Level
from bot.reading.model.replies import LONGEST_QUOTE

BASE = make_answerer(PAPER / "knowledge")
WORDS = BASE.mind.knowledge.vocabulary
QUESTIONS = read_questions((PAPER / "questions.jsonl").read_text(encoding="utf-8"))
GOLD = {one["question"].strip(): one for one in QUESTIONS}
CLASSES = {label_of(BASE.mind.knowledge, id_): id_ for id_ in BASE.mind.knowledge.policy.data_classes}
PUBLIC = CLASSES["C1 Public"]
NOW = Examined("reader", "sha256:1", "prompts:1")
Slots = tuple[list[list[str]], list[str]]
"""The ids of each tool, and the classes of the data."""
Talk = Callable[[dict[str, Any]], Slots]


@pytest.fixture(scope="module", autouse=True)
def words_read_once() -> Iterator[None]:
    """What words read of a message is the same whichever model reads along, and for these tests most of the work."""
    with pytest.MonkeyPatch.context() as patched:
        worded = BASE.mind.reader.read_words
        of_text = cache(lambda safe, asker: worded(safe, None, asker))
        reads = lambda safe, thread, asker: worded(safe, thread, asker) if thread else of_text(safe, asker)  # noqa: E731
        patched.setattr(BASE.mind.reader, "read_words", reads)
        patched.setattr(admission, "make_answerer", lambda _folder: BASE)
        yield


def knows(gold: dict[str, Any]) -> Slots:
    """Says what whoever made the question wrote beside it."""
    tools = [[id_ for id_, one in WORDS.offerings.items() if WORDS.tools[one.tool].label == label] for label in gold["tools"]]
    return [ids or [OTHER_TOOL] for ids in tools], [CLASSES[label] for label in gold["data"]]


def at_random(gold: dict[str, Any]) -> Slots:
    dice = random.Random(gold["id"])
    return [[dice.choice(sorted(WORDS.offerings))]], [dice.choice(sorted(CLASSES.values()))]


def says_public(gold: dict[str, Any]) -> Slots:
    return knows(gold)[0], [PUBLIC]


def says_allowed(_gold: dict[str, Any]) -> Slots:
    """A liar: whatever is asked, it is about what may go everywhere in a tool that takes it."""
    return [[next(id_ for id_, one in WORDS.offerings.items() if WORDS.tools[one.tool].label == "KI-Werkstatt")]], [PUBLIC]


INTENTS = {"other_task": "task", "report": "incident"}
"""Words of the questions for what a model may reply."""


def reading(talk: Talk, *, met: bool = False, seconds: float = 1.0) -> Callable[[str, str, dict[str, Any]], Reply | None]:
    """A model that says so in both passes. ``met``: and that every condition is met."""

    def hear(_shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
        shown = " ".join(json.loads(rest.rsplit("Message:\n", 1)[1]).split()[:LONGEST_QUOTE])
        gold = GOLD.get(CURRENT_MESSAGE.get().message.strip())
        if gold is None:
            return None  # an earlier turn of a thread
        tools, data = talk(gold)
        said = [{"quote": shown, "id": id_} for id_ in WORDS.conditions] if met else []
        told: dict[str, Any] = {"intent": INTENTS.get(gold["intent"], gold["intent"])}
        told["tools"] = [{"quote": shown, "ids": ids} for ids in tools]
        if "asks" not in schema["properties"]:
            return Reply({**told, "data": [{"quote": shown, "id": id_} for id_ in data]}, seconds=seconds)
        return Reply({"asks": [{**told, "data": [{"quote": shown, "ids": [id_]} for id_ in data], "met": said}]}, seconds=seconds)

    return hear


def marks(hear: Callable[[str, str, dict[str, Any]], Reply | None]) -> AdmissionMarks:
    return Admitting("made-up", hear).marks()


def test_the_paper_has_sixty_questions_and_a_model_is_asked_most_of_them() -> None:
    assert len(QUESTIONS) == FEWEST
    entered = list(Admitting("made-up", reading(knows))())
    assert sum(one.is_asked for one in entered) >= 45
    assert all(one.is_asked for one in entered[:TRIED]), "on these the ways of thinking are tried"
    assert [one.id for one in entered if one.both_seconds] == [one.id for one in entered[:TIMED] if one.is_asked]


def test_who_knows_the_answers_may_propose() -> None:
    told = marks(reading(knows))
    assert told.is_admitted, told
    assert told.invalid == 0 and told.seconds == 1.0 and told.both


def test_one_whose_two_passes_take_too_long_proposes_by_one() -> None:
    told = marks(reading(knows, seconds=2.6))
    assert told.is_admitted and not told.both


@pytest.mark.parametrize("talk", [at_random, says_public, says_allowed])
@pytest.mark.parametrize("met", [False, True])
def test_a_bad_reader_is_refused(talk: Talk, *, met: bool) -> None:
    told = marks(reading(talk, met=met))
    assert not told.is_admitted
    assert told.wrong > 8 or told.wrong_offers > 2


CUT = [
    None,
    {},
    {"asks": []},
    {"asks": [{"intent": "may_i", "tools": [{"quote": "FZH-GPT"}]}]},
    {"verdict": "allowed"},
]


@pytest.mark.parametrize("reply", CUT, ids=["no JSON", "nothing in it", "no question", "cut", "another form"])
def test_one_whose_replies_are_cut_or_of_another_form_is_refused_after_a_few(reply: dict[str, Any] | None) -> None:
    asked: list[str] = []

    def hear(_shared: str, rest: str, _schema: dict[str, Any]) -> Reply | None:
        asked.append(rest)
        return Reply(reply) if reply is not None else None

    told = marks(hear)
    assert not told.is_admitted and told.invalid == told.n == 4
    assert len(asked) <= TIMED * 2, "no later question can mend it"


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> OllamaModel:
    made = OllamaModel("reader", "http://127.0.0.1:9", 1)
    monkeypatch.setattr(made, "hear", reading(knows))
    return made


def test_the_record_is_kept_and_the_model_proposes_by_it(model: OllamaModel, tmp_path: Path) -> None:
    admit(model, NOW, Admissions(tmp_path))
    belief = Records(tmp_path).belief(NOW)
    assert belief.trust.level is Level.PROPOSES and belief.trust.both
    assert belief.admission is not None and belief.admission.day >= date(2026, 1, 1)


def test_a_model_that_keeps_to_the_form_where_it_does_not_think_thinks_so_from_then_on(
    model: OllamaModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = reading(knows)
    monkeypatch.setattr(model, "hear", lambda *asked: told(*asked) if model.thinks is False else Reply({"thinking": "..."}))
    admit(model, NOW, Admissions(tmp_path))
    admission = Records(tmp_path).belief(NOW).admission
    assert admission is not None and admission.marks.is_admitted and admission.thinks == "false"


def test_a_server_that_goes_away_refuses_no_model(
    model: OllamaModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told, left = reading(knows), iter(range(20))

    def hear(*asked: Any) -> Reply | None:
        if next(left, None) is None:
            raise ModelError("no Ollama answers")
        return told(*asked)

    monkeypatch.setattr(model, "hear", hear)
    admit(model, NOW, Admissions(tmp_path))
    assert Records(tmp_path).belief(NOW).admission is None
    assert "could not be admitted: no Ollama answers" in caplog.text


def test_a_record_that_cannot_be_kept_ends_in_a_line_of_the_log(
    model: OllamaModel, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")
    admit(model, NOW, Admissions(tmp_path / "file" / "exams"))
    assert "could not be admitted" in caplog.text and "MAYI_EXAMS" in caplog.text
