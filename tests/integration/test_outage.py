"""The log cannot be written while people ask: they and the admins are told, and what waited is answered and logged once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.ledger.verifying.verify import verify
from bot.policy.finding import State
from bot.wiring import House
from bot.wiring.console.health import health
from bot.wiring.housekeeping import numbers
from tests.broken import no_writes
from tests.integration.answers.test_citizen import FREE, house_on
from tests.integration.conftest import ASK, Talk


@pytest.fixture
def talk(make_house: Callable[..., House], tmp_path: Path) -> Iterator[Talk]:
    """A house that has nothing to say by itself."""
    policy = tmp_path / "knowledge" / "policy.yaml"
    policy.write_text(policy.read_text().replace('reminder_channel: "#ai-policy"\n', ""))
    with house_on(make_house) as made:
        yield made


def is_claimed(talk: Talk) -> bool:
    """Whether the answer is on its way into Slack."""
    with talk.house.ledger._engine.connect() as connection:
        return bool(connection.execute(text("SELECT count(*) FROM outbox")).scalar_one())


def is_over(talk: Talk) -> bool:
    return not talk.house.engine.under_way()


def test_an_answer_that_was_posted_when_the_disk_filled_is_logged_when_there_is_room(
    talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    house, slack = talk.house, talk.slack
    slack.inject("slow", "chat.postMessage", seconds=2)
    root = slack.say("sanne", ASK, FREE)
    slack.wait_until(lambda: is_claimed(talk), timeout=20)
    with caplog.at_level(logging.WARNING), no_writes(house.ledger._engine):
        slack.wait_until(house.engine.waiting, timeout=60)
        told = slack.wait_for("ai-policy", "cannot be written", user="noor", timeout=60)
        assert "discharge" not in told["text"]
        assert len(talk.answers(root)) == 1, "the asker has the answer meanwhile"
        assert house.ledger.questions() == []
        assert (
            numbers(house.app, house.is_well)["mayi_work_waiting"] >= 1
        )  # the answer; the hint about what stands in the channel, too
        queue = next(one for one in health(house, lambda: (1, 0, len(house.engine.waiting()))) if one.about == "queue")
        assert (queue.state, queue.says) == (State.FAULT, "away")
    slack.wait_for("ai-policy", "can be written again", user="noor", timeout=90)
    slack.wait_until(lambda: is_over(talk), timeout=90)
    assert len(talk.answers(root)) == 1
    assert [row.posted for row in house.ledger.questions()] == ["posted"]
    assert house.engine.failed() == []
    house.ledger.seal()
    assert verify(house.settings.database).ok
    assert "Traceback" not in caplog.text and "health record" not in caplog.text


def test_who_asks_when_nothing_can_be_written_is_told_and_answered_once_it_can(talk: Talk) -> None:
    house, slack = talk.house, talk.slack
    slack.ack_schedule(1, (0.0, 1.0, 2.0, 4.0, 8.0, 16.0))
    with no_writes(house.ledger._engine):
        root = slack.say("sanne", ASK, FREE)
        slack.wait_for(ASK, lambda m: bool(m.get("to")) and "lukte nu niet" in m["text"], user="sanne", timeout=30)
        assert talk.answers(root) == []
    slack.wait_for(ASK, "Not allowed", thread_ts=root, timeout=60)
    slack.wait_until(lambda: is_over(talk) and house.ledger.questions(), timeout=60)
    assert (len(talk.answers(root)), len(house.ledger.questions())) == (1, 1)
