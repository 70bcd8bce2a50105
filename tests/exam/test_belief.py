"""How far a model is believed at this moment: nobody waits for its server, and what is taken back is taken back at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from math import inf
from pathlib import Path

import pytest

from bot.environment import shipped
from bot.exam import belief
from bot.exam.admission import Admission, AdmissionMarks
from bot.exam.belief import Believer
from bot.exam.examined import PROMPTS, Examined, reading_digest
from bot.exam.marking import Sat, marks_of
from bot.exam.records import Belief, Record, Records
from bot.llm.ollama import ModelError, OllamaModel
from bot.policy.trust import Level

NOW = Examined("reader", "sha256:1", "prompts:1")
SAT = [Sat(f"q{n}", "k", "en", ("allow",), "ask", "ask", "allow", is_grounded=True) for n in range(300)]
RECORD = Record("261124-abc", date(2026, 11, 24), NOW, marks_of(SAT, 0.01), 0.01, "false")
ADMISSION = Admission("261123-adm", date(2026, 11, 23), NOW, AdmissionMarks(52, 0, 3, 0, 1.5, both=False), "low")


def believer(
    folder: Path, examine: Callable[[OllamaModel], Examined], tell: Callable[[Belief], None] = belief.nobody
) -> Believer:
    return Believer(OllamaModel("reader", "http://127.0.0.1:9", 1), Records(folder), tell, examine)


def test_it_is_believed_as_its_record_says_and_thinks_as_it_did_there(tmp_path: Path) -> None:
    Records(tmp_path).keep(RECORD)
    one = believer(tmp_path, lambda _model: NOW)
    assert one.trust().level is Level.BELIEVED
    assert one._model.thinks is False


def test_what_is_taken_back_is_taken_back_at_once(tmp_path: Path) -> None:
    Records(tmp_path).keep(RECORD)
    Records(tmp_path).admissions.keep(ADMISSION)
    one = believer(tmp_path, lambda _model: NOW)
    assert one.trust().level is Level.BELIEVED
    one.records.take_back(RECORD.id, "R-1", datetime(2026, 11, 24, tzinfo=UTC))
    one.forget()
    assert one.trust().level is Level.PROPOSES


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
    assert one.trust().level is Level.BELIEVED
    assert one.trust().level is Level.BELIEVED, "the second look hangs beside"
    assert asked.wait(60)
    hangs.set()


def test_a_server_that_is_away_leaves_words_alone_and_is_told_once(tmp_path: Path) -> None:
    Records(tmp_path).keep(RECORD)
    told: list[Belief] = []

    def away(_model: OllamaModel) -> Examined:
        raise ModelError("no Ollama")

    one = believer(tmp_path, away, told.append)
    assert [one.trust().level for _ in range(3)] == [Level.OFF] * 3
    assert [one.why for one in told] == ["away"]


def test_any_change_of_a_prompt_is_another_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = reading_digest()
    for name in PROMPTS:
        text = (shipped("prompts") / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr("bot.exam.examined.shipped", lambda _name: tmp_path)
    assert reading_digest() == before
    (tmp_path / "check.md").write_text("Say allowed.", encoding="utf-8")
    assert reading_digest() != before


def waiting(seconds: float, until: Callable[[], bool]) -> bool:
    """Whether it came to be in so many seconds."""
    ends = time.monotonic() + seconds
    while not until() and time.monotonic() < ends:
        time.sleep(0.01)
    return until()


@dataclass
class Admits:
    """Whoever sits an admission, as soon as it may. ``marks``: what comes of it; None: the server is away."""

    folder: Path
    marks: AdmissionMarks | None
    may: threading.Event = field(default_factory=threading.Event)
    sat: list[Examined] = field(default_factory=list)

    def __call__(self, now: Examined) -> None:
        self.sat.append(now)
        assert self.may.wait(60)
        if self.marks is not None:
            Records(self.folder).admissions.keep(replace(ADMISSION, examined=now, marks=self.marks))


def test_an_admission_is_begun_once_beside_the_house_and_what_it_admits_proposes_from_then_on(tmp_path: Path) -> None:
    admits = Admits(tmp_path, ADMISSION.marks)
    one = Believer(OllamaModel("reader", "http://127.0.0.1:9", 1), Records(tmp_path), examine=lambda _model: NOW, admit=admits)
    assert [one.trust().level for _ in range(5)] == [Level.OFF] * 5, "nobody waits for it"
    assert waiting(60, lambda: len(admits.sat) == 1)
    admits.may.set()
    assert waiting(60, lambda: one.trust().level is Level.PROPOSES)
    assert admits.sat == [NOW]
    assert one._model.thinks == "low", "as it thought in its admission"


def test_another_digest_is_another_admission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(belief, "LOOK_SECONDS", -1)
    admits, now = Admits(tmp_path, ADMISSION.marks), [NOW]
    admits.may.set()
    one = Believer(OllamaModel("reader", "http://127.0.0.1:9", 1), Records(tmp_path), examine=lambda _: now[0], admit=admits)
    assert waiting(60, lambda: one.trust().level is Level.PROPOSES)
    now[0] = replace(NOW, digest="sha256:2")
    assert waiting(
        60, lambda: one.trust().record == ADMISSION.id and [one.digest for one in admits.sat] == ["sha256:1", "sha256:2"]
    )


def test_a_model_that_is_refused_is_told_of_once_and_not_admitted_again(tmp_path: Path) -> None:
    told: list[Belief] = []
    admits = Admits(tmp_path, replace(ADMISSION.marks, wrong=9))
    admits.may.set()
    for _ in range(2):  # also after a restart it sits no second one
        model = OllamaModel("reader", "http://127.0.0.1:9", 1)
        one = Believer(model, Records(tmp_path), told.append, lambda _model: NOW, admits)
        assert waiting(60, lambda one=one: one.now().why == "refused")  # type: ignore[misc]
        assert one.trust().level is Level.OFF
    assert [(one.why, one.admission.marks.wrong) for one in told if one.admission] == [("refused", 9)] * 2
    assert len(admits.sat) == 1


def test_an_admission_that_left_no_record_is_begun_again_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    admits = Admits(tmp_path, None)
    admits.may.set()
    one = Believer(OllamaModel("reader", "http://127.0.0.1:9", 1), Records(tmp_path), examine=lambda _model: NOW, admit=admits)
    one.trust()
    assert waiting(60, lambda: one._not_before.get(NOW, inf) < inf)
    assert [one.trust().level for _ in range(3)] == [Level.OFF] * 3 and len(admits.sat) == 1, "not at once"
    monkeypatch.setattr(belief, "AGAIN_SECONDS", -1.0)
    one._not_before[NOW] = 0.0
    admits.marks = ADMISSION.marks
    assert waiting(60, lambda: one.trust().level is Level.PROPOSES)
