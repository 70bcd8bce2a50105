"""How far a model is believed at this moment: nobody waits for its server, and what is taken back is taken back at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.exam.marking import Sat, marks_of
from bot.exam.records import Belief, Examined, Record, Records
from bot.llm.ollama import ModelError, OllamaModel
from bot.policy.trust import Level
from bot.wiring.answers.model import belief
from bot.wiring.answers.model.belief import Believer, reading_digest

NOW = Examined("reader", "sha256:1", "prompts:1")
SAT = [Sat(f"q{n}", "k", "en", ("allow",), "ask", "ask", "allow", is_grounded=True, is_mild=True) for n in range(300)]
RECORD = Record("261124-abc", date(2026, 11, 24), NOW, marks_of(SAT, 0.01), 0.01, "false")


def believer(
    folder: Path, examine: Callable[[OllamaModel], Examined], tell: Callable[[Belief], None] = belief.nobody
) -> Believer:
    return Believer(OllamaModel("reader", "http://127.0.0.1:9", 1), Records(folder), tell, examine)


def test_it_is_believed_as_its_record_says_and_thinks_as_it_did_there(tmp_path: Path) -> None:
    Records(tmp_path).keep(RECORD)
    one = believer(tmp_path, lambda _model: NOW)
    assert one.trust().level is Level.FULL
    assert one._model.thinks is False


def test_what_is_taken_back_is_taken_back_at_once(tmp_path: Path) -> None:
    Records(tmp_path).keep(RECORD)
    one = believer(tmp_path, lambda _model: NOW)
    assert one.trust().level is Level.FULL
    one.records.take_back(RECORD.id, "R-1", datetime(2026, 11, 24, tzinfo=UTC))
    one.forget()
    assert one.trust().level is Level.GUARD


def test_a_server_that_hangs_keeps_nobody_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Records(tmp_path).keep(RECORD)
    hangs, asked = threading.Event(), threading.Event()
    calls: list[int] = []

    def examine(_model: OllamaModel) -> Examined:
        calls.append(1)
        if len(calls) > 1:
            asked.set()
            hangs.wait(60)
        return NOW

    monkeypatch.setattr(belief, "LOOK_SECONDS", -1)
    one = believer(tmp_path, examine)
    assert one.trust().level is Level.FULL
    assert one.trust().level is Level.FULL, "the second look hangs beside"
    assert asked.wait(60)
    hangs.set()


def test_a_server_that_is_away_leaves_words_alone_and_is_told_once(tmp_path: Path) -> None:
    Records(tmp_path).keep(RECORD)
    told: list[Belief] = []

    def away(_model: OllamaModel) -> Examined:
        raise ModelError("no Ollama")

    one = believer(tmp_path, away, told.append)
    assert [one.trust().level for _ in range(3)] == [Level.NONE] * 3
    assert [one.why for one in told] == ["away"]


def test_any_change_of_a_prompt_is_another_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = reading_digest()
    for name in belief.PROMPTS:
        text = (belief.shipped("prompts") / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(belief, "shipped", lambda _name: tmp_path)
    assert reading_digest() == before
    (tmp_path / "check.md").write_text("Say allowed.", encoding="utf-8")
    assert reading_digest() != before
