"""An allowed that a model grounded is taken back in Slack; a real house on the playground, whose model has a record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.desk.erasing import erase_question
from bot.exam.admission import Admission, AdmissionMarks
from bot.exam.cases import Cases
from bot.exam.doubt import doubt
from bot.exam.examined import Examined
from bot.exam.marking import Sat, marks_of
from bot.exam.records import Record, Records
from bot.ledger.plain import question_values
from bot.policy.talks.talk import Joined
from bot.policy.trust import Level
from bot.wiring import House
from playground.company import SAMPLE, load_company
from playground.server import Playground
from tests.console.place import answerer

pytestmark = pytest.mark.xdist_group("house")

ALLOWED = "May I put press releases into Claude Team?"
SAT = [Sat(f"q{n}", "k", "en", ("allow",), "ask", "ask", "allow", is_grounded=True) for n in range(300)]


def grounded(house: House, record: str) -> str:
    """An answer that a model grounded, as the house logs it; gives its receipt."""
    answered = answerer().ask(ALLOWED)
    reading = replace(answered.reading, model="reader", joined=Joined("agreed", "believed", record))
    values = question_values(reading, answered.ruled, answered.answer, answerer().mind.version)
    return house.ledger.keep_question("k1", at=datetime.now(UTC), asker="p1", **values)


def test_what_is_taken_back_reaches_the_owners_channel_and_no_model_allows_any_more(
    make_house: Callable[..., House], tmp_path: Path
) -> None:
    with Playground(load_company(SAMPLE)) as slack:
        house = make_house(slack, exams=tmp_path / "exams", model="reader", ollama_url="http://127.0.0.1:9")
        now = Examined("reader", "sha256:1", "prompts:1")
        record = Record("261124-abc", date(2026, 11, 24), now, marks_of(SAT, 0.01), 0.01)
        records, cases = Records(house.settings.exams), Cases(house.settings.exams)
        records.keep(record)
        marks = AdmissionMarks(52, 0, 3, 0, 1.5, both=False)
        records.admissions.keep(Admission("261123-adm", date(2026, 11, 23), now, marks))
        slack.wait_for_app()
        receipt = grounded(house, record.id)
        assert "counts as wrongly allowed" in doubt(house.app, house.believer, receipt, "p2", "en")
        assert "before" in doubt(house.app, house.believer, receipt, "p3", "en")
        channel = next(one.channel for one in house.store.current().organisation.contacts if one.id == "owner")
        slack.wait_for(channel, lambda m: receipt in m["text"] and "mayi exam --model reader" in m["text"], timeout=60)
        assert [ALLOWED in m["text"] for m in slack.messages(channel) if receipt in m["text"]] == [False]
        assert records.belief(now).trust.level is Level.PROPOSES
        assert [one.receipt for one in cases.all()] == [receipt]
        erase_question(house.app, "k1", datetime.now(UTC))
        assert cases.all() == (), "an erased question is asked in no exam"
