"""The exam while nobody asks, against a stand-in of Ollama: it is sat, gives way to people, and goes on after a restart."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.environment import shipped
from bot.exam import idle, sitting
from bot.exam.admission import Admission, AdmissionMarks
from bot.exam.belief import Believer, exam_files
from bot.exam.examined import examined
from bot.exam.idle import IdleExam, Progress, may_sit, progress_of
from bot.exam.marking import Sat, marks_of
from bot.exam.paper import Asked, Section
from bot.exam.records import Record, Records
from bot.llm.ollama import OllamaModel
from bot.llm.wanted import asking, noticed
from bot.policy.trust import BY_HAND, WHEN_IDLE, Level, Limits
from bot.settings import Settings, read_settings
from tests.llm.ollama_stand_in import StandIn, standing_in

ASKED = tuple(
    Asked(f"q{n}", f"May the quor{n}x from downstairs go into the quor{n}x-machine?", (), ("ask",), "k") for n in range(4)
)
REPLIES = {"read": {"asks": [{"intent": "may_i"}]}, "check": {"intent": "may_i"}}
ON = Limits(exam=WHEN_IDLE)


@pytest.fixture(autouse=True)
def four_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    section = Section("made-up", shipped("knowledge"), ASKED)
    monkeypatch.setattr(sitting, "sections_of", lambda _: (section,))
    monkeypatch.setattr(sitting, "own_section", lambda *_: Section("own", shipped("knowledge"), ()))
    monkeypatch.setattr(idle, "STEP_SECONDS", 0.01)


class House:
    """A model that was admitted, and whoever has it sit its exam."""

    def __init__(self, folder: Path, url: str, limits: Limits = ON, quiet: float = 0.0) -> None:
        self.limits = limits
        self.settings: Settings = read_settings(exams=folder / "exams", cache=folder / "cache", model="stand-in", ollama_url=url)
        self.records = Records(self.settings.exams)
        self.now = examined(OllamaModel("stand-in", url, 30))
        if self.records.admissions.of(self.now) is None:
            marks = AdmissionMarks(52, 0, 3, 0, 1.5, both=False)
            self.records.admissions.keep(Admission("261123-adm", date(2026, 11, 23), self.now, marks, "false"))
        self.believer = Believer(OllamaModel("stand-in", url, 30), self.records)
        self.exam = IdleExam(self.settings, self.believer, lambda: self.limits, quiet)

    def is_sat(self) -> bool:
        return bool(self.records.all())

    def progress(self) -> Progress | None:
        return progress_of(exam_files(self.settings), self.believer.now())


@pytest.fixture
def ollama() -> Iterator[tuple[str, type[StandIn]]]:
    with standing_in(passes=REPLIES) as served:
        yield served


def waiting(until: Callable[[], bool], seconds: float = 60) -> bool:
    ends = time.monotonic() + seconds
    while not until() and time.monotonic() < ends:
        time.sleep(0.01)
    return until()


def messages(server: type[StandIn]) -> list[str]:
    """What the model was asked of messages, both passes of each."""
    asked = [body["messages"][-1]["content"] for body in server.asked if "messages" in body]
    return [said for said in asked if "quor" in said]


def test_it_is_sat_as_mayi_exam_sits_it_and_its_record_counts(ollama: tuple[str, type[StandIn]], tmp_path: Path) -> None:
    url, server = ollama
    house = House(tmp_path, url)
    house.exam.look()
    assert waiting(house.is_sat)
    ((record, ours),) = house.records.all()
    assert ours and record.marks.n == len(ASKED) and record.examined == house.now
    assert len(messages(server)) == 2 * len(ASKED)
    assert {body.get("think") for body in server.asked if body.get("format")} == {False}, "as it thought in its admission"
    assert waiting(lambda: house.progress() is None), "what has ended is no more under way"
    house.exam.look()
    house.exam.stop()
    assert len(messages(server)) == 2 * len(ASKED), "it is sat once"


@pytest.mark.parametrize("limits", [Limits(), Limits(exam=BY_HAND), replace(ON, highest=Level.PROPOSES)])
def test_it_is_not_sat_where_the_owner_has_not_said_so_or_caps_the_model(
    ollama: tuple[str, type[StandIn]], tmp_path: Path, limits: Limits
) -> None:
    url, server = ollama
    house = House(tmp_path, url, limits)
    house.exam.look()
    house.exam.stop()
    assert not messages(server)


def test_while_people_ask_it_waits(ollama: tuple[str, type[StandIn]], tmp_path: Path) -> None:
    url, server = ollama
    house = House(tmp_path, url, quiet=60)
    noticed()
    house.exam.look()
    with asking():
        House(tmp_path, url).exam.look()
    assert not messages(server) and not any(thread.name == "exam" for thread in threading.enumerate())


def test_a_question_breaks_off_the_reply_under_way_and_it_is_asked_for_again_later(
    ollama: tuple[str, type[StandIn]], tmp_path: Path
) -> None:
    url, server = ollama
    server.pieces, server.turns = ["{", '"asks": ', '[{"intent": "may_i"}], "intent": "may_i"}'], threading.Semaphore(0)
    house = House(tmp_path, url)
    house.exam.look()
    assert waiting(lambda: len(messages(server)) == 1)
    with asking():
        server.turns.release()
        time.sleep(0.2)
        assert len(messages(server)) == 1, "nothing more is asked while people ask"
    server.turns.release(1000)
    assert waiting(house.is_sat)
    asked = messages(server)
    assert asked[0] == asked[1] and len(asked) == 2 * len(ASKED) + 1
    house.exam.stop()


def test_how_far_it_is_is_kept_and_a_restart_asks_nothing_again(ollama: tuple[str, type[StandIn]], tmp_path: Path) -> None:
    url, server = ollama
    server.turns = threading.Semaphore(4)
    first = House(tmp_path, url)
    first.exam.look()
    assert waiting(lambda: (told := first.progress()) is not None and told.done == 2)
    told = first.progress()
    assert told is not None and told.of == 4 and told.seconds_left > 0
    server.turns.release(1)
    first.exam.stop()
    assert not first.is_sat()
    server.turns.release(1000)
    assert waiting(lambda: not any(thread.name == "exam" for thread in threading.enumerate()))
    before = len(messages(server))
    second = House(tmp_path, url)
    assert second.progress() == first.progress()
    second.exam.look()
    assert waiting(second.is_sat)
    second.exam.stop()
    assert len(messages(server)) - before <= 2 * 2, "the two that were done are only looked up"


def test_an_owner_who_takes_the_word_back_ends_it(ollama: tuple[str, type[StandIn]], tmp_path: Path) -> None:
    url, server = ollama
    server.turns = threading.Semaphore(2)
    house = House(tmp_path, url)
    house.exam.look()
    assert waiting(lambda: len(messages(server)) >= 3)
    house.limits = Limits()
    server.turns.release(1000)
    assert waiting(lambda: not any(thread.name == "exam" for thread in threading.enumerate()))
    assert not house.is_sat()


def test_a_server_that_goes_away_spoils_no_exam(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with standing_in(passes=REPLIES) as (url, server):
        house = House(tmp_path, url)
        server.turns = threading.Semaphore(2)
        house.exam.look()
        assert waiting(lambda: len(messages(server)) >= 3)
    server.turns.release(1000)
    assert waiting(lambda: "cannot go on: no Ollama answers" in caplog.text)
    assert not house.is_sat()


SAT = [Sat(f"q{n}", "k", "en", ("allow",), "ask", "ask", "allow", is_grounded=True) for n in range(300)]


def test_what_somebody_took_back_is_looked_at_by_people_first(ollama: tuple[str, type[StandIn]], tmp_path: Path) -> None:
    house = House(tmp_path, ollama[0])
    assert may_sit(ON, house.believer.now())
    house.records.keep(Record("261124-abc", date(2026, 11, 24), house.now, marks_of(SAT, 0.01), 0.01))
    house.believer.forget()
    assert not may_sit(ON, house.believer.now()), "it was sat"
    house.records.take_back("261124-abc", "R-1", datetime(2026, 11, 24, tzinfo=UTC))
    house.believer.forget()
    assert not may_sit(ON, house.believer.now())
