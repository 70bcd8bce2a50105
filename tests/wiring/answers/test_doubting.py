"""An allowed that a model grounded is taken back: belief falls at once, the next exam asks it, the owner learns it once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answer import Answered
from bot.answers.mind import Minds
from bot.exam.admission import Admission, AdmissionMarks
from bot.exam.belief import Believer
from bot.exam.examined import Examined
from bot.exam.marking import Sat, marks_of
from bot.exam.paper import own_section
from bot.exam.records import Record, Records
from bot.ledger.ledger import Ledger, open_ledger
from bot.ledger.plain import question_values
from bot.llm.ollama import ModelError, OllamaModel
from bot.policy.talks.talk import Joined
from bot.policy.trust import Level
from bot.settings import Settings, read_settings
from bot.wiring.answers.doubting import Doubting
from bot.wiring.voices import Voices
from tests.console.place import answerer
from tests.databases import ledger_in

NOW = Examined("reader", "sha256:1", "prompts:1")
SAT = [Sat(f"q{n}", "k", "en", ("allow",), "ask", "ask", "allow", is_grounded=True) for n in range(300)]
RECORD = Record("261124-abc", date(2026, 11, 24), NOW, marks_of(SAT, 0.01), 0.01)
ADMISSION = Admission("261123-adm", date(2026, 11, 23), NOW, AdmissionMarks(52, 0, 3, 0, 1.5, both=False), "low")
ALLOWED, FORBIDDEN = "May I put press releases into Claude Team?", "May I put payslips into ChatGPT Free?"


@dataclass
class House:
    """A house without Slack: its ledger, its records, and the notices that are queued, each id once."""

    settings: Settings
    ledger: Ledger
    minds: Minds
    now: Examined | None = NOW
    is_broken: bool = False
    told: dict[str, dict[str, Any]] = field(default_factory=dict)
    voices: Voices = field(default_factory=dict)

    def notify(self, notice_id: str, notice: dict[str, Any]) -> None:
        if self.is_broken:
            raise OSError("the database is away")
        self.told.setdefault(notice_id, notice)

    def doubting(self) -> Doubting:
        """As after a start."""
        records = Records(self.settings.exams)
        believer = Believer(OllamaModel("reader", "http://127.0.0.1:9", 1), records, examine=self.examine)
        return Doubting(self, believer, self.notify).heard(self.voices)

    def examine(self, _model: OllamaModel) -> Examined:
        """The model as it is now."""
        if self.now is None:
            raise ModelError("Ollama is away")
        return self.now

    def keep(self, text: str, level: str = "believed", key: str = "k1") -> str:
        """A question that a model read, as the house logs it; gives its receipt."""
        answered = read_by_a_model(text, level)
        values = question_values(answered.reading, answered.ruled, answered.answer, answerer().mind.version)
        return self.ledger.keep_question(key, at=datetime.now(UTC), asker="p1", **values)


def read_by_a_model(text: str, level: str = "believed") -> Answered:
    answered = answerer().ask(text)
    joined = Joined("agreed", level, RECORD.id)
    return replace(answered, reading=replace(answered.reading, model="reader", joined=joined))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    settings = read_settings().model_copy(update={"exams": tmp_path / "exams"})
    ledger = open_ledger(ledger_in(tmp_path / "ledger.db"), b"k" * 32)
    mind = answerer().mind
    Records(settings.exams).keep(RECORD)
    Records(settings.exams).admissions.keep(ADMISSION)
    yield House(settings, ledger, Minds(lambda: mind.knowledge, lambda _known: mind))
    ledger.close()


def test_one_click_takes_belief_at_once_and_the_next_exam_asks_the_question(house: House) -> None:
    doubting, receipt = house.doubting(), house.keep(ALLOWED)
    assert doubting.believer is not None and doubting.believer.trust().level is Level.BELIEVED
    assert "Thank you" in doubting.say(receipt.lower(), "p2", "en")
    assert doubting.believer.trust().level is Level.PROPOSES
    knowledge = answerer().mind.knowledge
    asked = own_section(knowledge, Path(), doubting.cases.asked()).asked[-1]
    assert (asked.kind, asked.text, "allow" in asked.right) == ("taken_back", ALLOWED, False)
    assert [(one.value, one.who) for one in house.ledger.feedback(receipt)] == [("not_right", "p2")]


def test_the_owner_learns_the_receipt_and_the_command_once_and_not_who_said_so(house: House) -> None:
    doubting, receipt = house.doubting(), house.keep(ALLOWED)
    doubting.say(receipt, "p2", "en")
    assert doubting.believer is not None
    doubting.believer.now()
    (notice,) = house.told.values()
    said = house.voices["belief"].word(notice)
    assert said is not None and receipt in said["words"] and "`mayi exam --model reader`" in said["words"]
    assert "p2" not in str(notice) and ALLOWED not in str(notice)


def test_a_second_click_changes_nothing(house: House) -> None:
    doubting, receipt = house.doubting(), house.keep(ALLOWED)
    doubting.say(receipt, "p2", "en")
    doubting.records.keep(replace(RECORD, id="261125-def", day=date(2026, 11, 25)))
    doubting.believer.forget()  # type: ignore[union-attr]
    assert "before" in doubting.say(receipt, "p3", "en")
    assert doubting.believer.trust().level is Level.BELIEVED  # type: ignore[union-attr]
    assert (len(doubting.cases.all()), len(house.told), len(house.ledger.feedback(receipt))) == (1, 1, 1)


def test_an_older_answer_takes_belief_from_todays_record_too(house: House) -> None:
    doubting, receipt = house.doubting(), house.keep(ALLOWED)
    doubting.records.keep(replace(RECORD, id="261125-def", day=date(2026, 11, 25)))
    doubting.say(receipt, "p2", "en")
    assert doubting.believer.trust().level is Level.PROPOSES  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "level"),
    [(FORBIDDEN, "full"), (ALLOWED, "proposes"), (ALLOWED, "guard")],
    ids=["a no", "proposed", "by an earlier version"],
)
def test_what_no_model_allowed_takes_nothing_back(house: House, text: str, level: str) -> None:
    doubting, receipt = house.doubting(), house.keep(text, level)
    assert "nothing is kept" in doubting.say(receipt, "p2", "en")
    assert doubting.believer.trust().level is Level.BELIEVED and not house.told  # type: ignore[union-attr]


def test_an_unknown_or_erased_receipt_gets_a_calm_line(house: House) -> None:
    doubting, receipt = house.doubting(), house.keep(ALLOWED)
    house.ledger.erase(["k1"], datetime.now(UTC))
    for unknown in (receipt, "R-0000", "", "x" * 5000):
        assert "nothing is kept" in doubting.say(unknown, "p2", "en")
    assert not house.told


def test_what_was_cut_short_is_done_whole_by_the_next_click(house: House) -> None:
    doubting, receipt = house.doubting(), house.keep(ALLOWED)
    house.is_broken = True
    with pytest.raises(OSError, match="the database is away"):
        doubting.say(receipt, "p2", "en")
    assert doubting.believer.trust().level is Level.PROPOSES, "belief is gone whatever fails after it"  # type: ignore[union-attr]
    assert not doubting.cases.all()
    house.is_broken = False
    assert "Thank you" in doubting.say(receipt, "p2", "en")
    assert [one.receipt for one in doubting.cases.all()] == [receipt]


def test_a_question_that_is_erased_later_leaves_the_exam(house: House) -> None:
    doubting, receipt = house.doubting(), house.keep(ALLOWED)
    doubting.say(receipt, "p2", "en")
    house.ledger.erase(["k1"], datetime.now(UTC))
    doubting.tick().call(datetime.now(UTC))
    assert doubting.cases.all() == ()
    assert doubting.believer.trust().level is Level.PROPOSES, "belief does not come back"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("why", "other"),
    [("changed", replace(NOW, digest="sha256:2")), ("changed", replace(NOW, reading="prompts:2")), ("away", None)],
    ids=["another model", "another prompt", "Ollama is away"],
)
def test_the_owner_learns_once_that_belief_is_lost_also_after_a_restart(house: House, why: str, other: Examined | None) -> None:
    house.now = other
    for _start in range(2):
        doubting = house.doubting()
        for _ in range(2):
            doubting.tick().call(datetime.now(UTC))
            doubting.believer.forget()  # type: ignore[union-attr]
    assert list(house.told) == [f"belief:{why}:{RECORD.id}"]
    said = house.voices["belief"].word(house.told[f"belief:{why}:{RECORD.id}"])
    assert said is not None and said["channel"] and "`mayi exam --model reader`" in said["words"]


def test_the_owner_learns_that_a_record_was_edited(house: House) -> None:
    path = house.settings.exams / f"exam-{RECORD.id}.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"wrong": 0', '"wrong": 1'), encoding="utf-8")
    house.doubting().tick().call(datetime.now(UTC))
    assert list(house.told) == [f"belief:edited:{RECORD.id}"]


def test_a_model_that_never_sat_an_exam_loses_nothing(house: House, tmp_path: Path) -> None:
    house.settings = house.settings.model_copy(update={"exams": tmp_path / "none"})
    house.doubting().tick().call(datetime.now(UTC))
    assert not house.told


def test_a_notice_that_cannot_be_queued_keeps_no_asker_waiting(house: House) -> None:
    house.is_broken, house.now = True, replace(NOW, digest="sha256:2")
    assert house.doubting().believer.trust().level is Level.OFF  # type: ignore[union-attr]


def test_the_owner_learns_once_with_figures_that_a_model_was_refused(house: House) -> None:
    house.now = replace(NOW, model="reader", digest="sha256:2")
    marks = replace(ADMISSION.marks, wrong=11, wrong_offers=4)
    Records(house.settings.exams).admissions.keep(replace(ADMISSION, id="261125-adm", examined=house.now, marks=marks))
    Records(house.settings.exams)._sealed.folder.joinpath("exam-261124-abc.json").unlink()
    for _ in range(2):  # a restart
        doubting = house.doubting()
        assert doubting.believer is not None and doubting.believer.now().why == "refused"
    (notice,) = house.told.values()
    said = house.voices["belief"].word(notice)
    assert said is not None and "of 52 replies in its admission 0 were not in form, 11 led to wrong answers" in said["words"]


def test_a_notice_of_0_1_0_that_still_waits_is_worded(house: House) -> None:
    house.doubting()
    notice = {"kind": "belief", "why": "changed", "model": "reader", "record": RECORD.id, "receipt": ""}
    said = house.voices["belief"].word(notice)
    assert said is not None and RECORD.id in said["words"]
