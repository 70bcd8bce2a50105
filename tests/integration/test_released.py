"""A house on what version 0.1.0 stored: all of it is read, proved, corrected and erased, and its threads and cards go on."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import make_url
from typer.testing import CliRunner

from bot.__main__ import app
from bot.wiring import House
from playground.company import SAMPLE, load_company
from playground.places import Places
from playground.server import Playground
from tests.databases import new_database
from tests.integration.conftest import ASK, KEY, Talk

STORED = Path(__file__).parent / "released"
FOR_EVER = {"thread_days": 36500, "address_days": 36500, "text_days": 36500, "request_days": 36500}
"""What is stored grows older each day: nothing of it is to expire before it is read."""


def _stored(name: str) -> bytes:
    return gzip.decompress((STORED / f"{name}.gz").read_bytes())


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgres"))])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a copy of what was stored."""
    if request.param == "sqlite":
        for name in ("mayi", "mayi-engine"):
            (tmp_path / f"{name}.db").write_bytes(_stored(f"sqlite-{name}.db"))
        yield f"sqlite:///{tmp_path / 'mayi.db'}"
        return
    with new_database(request.getfixturevalue("postgres_url")) as url:
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        command = ["psql", "--quiet", "--set=ON_ERROR_STOP=1", plain]
        subprocess.run(command, input=_stored("postgresql.sql"), check=True, capture_output=True, env=os.environ)
        yield url


@pytest.fixture
def said(database: str) -> dict[str, Any]:
    """What was said in the channel: ``said`` has the ts of each question and answer, ``messages`` all of them."""
    found: dict[str, Any] = json.loads(_stored(f"{make_url(database).get_backend_name()}.json"))
    return found


@pytest.fixture
def talk(database: str, said: dict[str, Any], make_house: Callable[..., House]) -> Iterator[Talk]:
    """Today's house on it, in the channel as it was left."""

    def left(places: Places) -> None:
        space = places.world.space
        channel = space.find_channel(ASK, space.person("lieke").id)
        channel.messages.update({message["ts"]: message for message in said["messages"]})

    with Playground(load_company(SAMPLE)) as slack:
        slack.act(left)
        house = make_house(slack, database=database, **FOR_EVER)
        slack.wait_for_app()
        yield Talk(house, slack, house.settings.knowledge)
        house.stop()


def ran(*words: str, ledger: str) -> str:
    """What a command says of a log; it has to end well."""
    done = CliRunner().invoke(app, [*words, "--ledger", ledger])
    assert done.exit_code == 0, f"{words}: {done.output}"
    return done.output


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key of the log that was stored, for commands."""
    monkeypatch.setenv("MAYI_KEY", KEY)


def test_it_is_read_and_proved_and_the_question_that_was_queued_is_answered(
    talk: Talk, said: dict[str, Any], database: str
) -> None:
    queued = said["said"]["queued"]["root"]
    answer = talk.slack.wait_for(ASK, lambda message: message["ts"] > queued, thread_ts=queued, timeout=60)
    assert answer["text"].startswith("Not allowed")
    talk.slack.wait_until(lambda: not talk.house.engine.under_way(), timeout=60)
    rows = talk.house.ledger.questions()
    assert len(rows) >= len(said["said"])
    for row in rows:
        assert row.receipt in ran("why", row.receipt, ledger=database)
    assert "The log is whole" in ran("verify", ledger=database)


def test_a_thread_goes_on_and_an_old_card_takes_a_click_and_a_correction(talk: Talk, said: dict[str, Any]) -> None:
    old = said["said"]["conditional"]
    _, answer = talk.ask("lieke", "and in ChatGPT Free?", thread_ts=old["root"])
    assert answer["text"].startswith("One thing"), "what goes in was kept in another form: it is asked once"
    talk.slack.press("lieke", ASK, old["answer"], "mayi_not_useful")
    talk.slack.press("lieke", ASK, old["answer"], "mayi_correct")
    talk.slack.wait_until(lambda: talk.slack.modal("lieke"), timeout=60)


@pytest.mark.parametrize("slot", ["tool", "plan", "data", "role"])
def test_a_thread_that_waits_for_an_answer_goes_on(talk: Talk, said: dict[str, Any], slot: str) -> None:
    _, answer = talk.ask("lieke", "May I paste passwords into ChatGPT Free?", thread_ts=said["said"][f"waits for {slot}"]["root"])
    assert answer["text"].startswith("Not allowed")


def test_a_person_is_erased_and_the_log_is_still_proved(talk: Talk, database: str) -> None:
    talk.slack.wait_until(lambda: not talk.house.engine.under_way(), timeout=60)
    asked = len(talk.house.ledger.questions())
    talk.house.stop()
    erased = int(ran("erase", "T0MEANDER1/U0LIEKE001", "--yes", ledger=database).split()[1])
    assert 0 < erased < asked
    assert f"{asked} questions" in (told := ran("verify", ledger=database)) and f"{erased} erased" in told
