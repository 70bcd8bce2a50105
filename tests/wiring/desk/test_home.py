"""A person's App Home: only owners read how far the model is believed, and only they are asked about the policy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.answers.admit import Admit
from bot.answers.mind import Minds
from bot.app import SlackPeople
from bot.exam.belief import Believer
from bot.exam.examined import Examined
from bot.exam.records import Records
from bot.ledger.ledger import open_ledger
from bot.llm.ollama import OllamaModel
from bot.policy.house import Person
from bot.policy.requests import Request, RequestKind
from bot.policy.requests import Wish as Wanted
from bot.policy.talks.home import MOST_WAITING, HomePage, Wish
from bot.slack.posts.channels import Channels
from bot.slack.posts.links import Links
from bot.slack.posts.post import build_client
from bot.wiring.desk.home import AtHome
from tests.console.place import answerer
from tests.databases import app_over, ledger_in

NOOR, JOOST, SANNE, GUEST = "U0NOOR0001", "U0JOOST001", "U0SANNE001", "U0GUEST001"
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[AtHome]:
    """An owner, an admin, somebody else and a guest; more requests wait than are shown."""
    mind = answerer().mind
    people = (Person(NOOR, is_owner=True), Person(JOOST, is_admin=True), Person(SANNE))
    known = replace(mind, knowledge=replace(mind.knowledge, people=people))
    ledger = open_ledger(ledger_in(tmp_path / "bot.db"), b"a key that is long enough for this")
    app = replace(app_over(ledger), current=lambda: known.knowledge, slack=SlackPeople(team=lambda: "T1"))
    for number in range(MOST_WAITING + 2):
        receipt = ledger.keep_question(f"k{number}", at=NOW, asker="p1", text=f"question {number}")
        request = Request(
            RequestKind.OWNER,
            receipt,
            f"k{number}",
            "p1",
            NOW + timedelta(minutes=number),
            "en",
            Wanted(why="please look"),
            channel="#c",
        )
        ledger.keep_request(request)
        ledger.note_request(request.id, card_ts="1.0")
    client = build_client("xoxb-test", "http://127.0.0.1:1/")
    examined = Examined("reader", "sha256:1", "prompts:1")
    records = Records(tmp_path / "exams")
    believer = Believer(OllamaModel("reader", "http://127.0.0.1:9", 1), records, examine=lambda _model: examined)
    minds = Minds(lambda: known.knowledge, lambda _known: known)
    admit = Admit(
        lambda: known.knowledge.organisation.audience, lambda user, _: "guest" if user == GUEST else "staff", lambda *_: True
    )
    yield AtHome(app, minds, admit, Links(client), Channels(client), believer)
    ledger.close()


def page_for(home: AtHome, user: str) -> HomePage:
    return home.page("T1", user, Wish())


def test_only_an_owner_reads_how_far_the_model_is_believed(home: AtHome) -> None:
    assert "reader" in page_for(home, NOOR).model
    assert page_for(home, SANNE).model == page_for(home, JOOST).model == page_for(home, GUEST).model == ""


def test_what_somebody_may_use_and_what_waits_for_them_stand_there_and_the_rest_is_counted(home: AtHome) -> None:
    page = page_for(home, NOOR)
    assert page.tools and page.grid
    assert [line.about for line in page.waiting] == [f"question {number}" for number in range(MOST_WAITING)]
    assert page.more_waiting == 2
    assert not page_for(home, SANNE).waiting


def test_who_gets_no_answers_sees_what_is_kept_of_them_and_no_tools(home: AtHome) -> None:
    page = page_for(home, GUEST)
    assert page.refusal and page.kept
    assert not page.tools and not page.waiting and page.question is None
