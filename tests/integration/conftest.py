"""A whole house on the playground: real door, real engine, real ledger, a copy of the sample company that a test may edit."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.answers.mind import Mind, make_mind
from bot.answers.vectors import Embedder
from bot.environment import shipped
from bot.exam.admission import Admission, AdmissionMarks
from bot.exam.examined import Examined, reading_digest
from bot.exam.records import Records
from bot.policy.house import Knowledge
from bot.policy.world import Catalog
from bot.reading.model.hearing import Model
from bot.settings import read_settings
from bot.traces import Traces
from bot.wiring import House
from playground.company import SAMPLE, load_company
from playground.server import Playground
from tests.databases import house_in
from tests.llm.ollama_stand_in import StandIn, standing_in

ASK = "ask-ai"
NO_TEAM = """
- rule: no-team-for-now
  tools: [chatgpt/team]
  data: '*'
  effect: forbid
  because: The seats are being moved.
"""
"""An edit of the policy that takes a tool away from everybody."""


@dataclass
class Talk:
    """The house, the playground that it runs on, and the folder of its policy."""

    house: House
    slack: Playground
    knowledge: Path

    def ask(self, who: str, text: str, thread_ts: str | None = None) -> tuple[str, dict[str, Any]]:
        """Ask in the channel; gives the question's ts and the bot's newest message in its thread that was not there before."""
        root = thread_ts or ""
        known = {m["ts"] for m in self.slack.messages(ASK)} if root else set()
        ts = self.slack.say(who, ASK, text, thread_ts=thread_ts)
        return ts, self.slack.wait_for(ASK, lambda m: m["ts"] not in known, thread_ts=root or ts, timeout=60)

    def answers(self, thread_ts: str) -> list[dict[str, Any]]:
        """All that the bot said in a thread."""
        return [m for m in self.slack.messages(ASK, thread_ts=thread_ts) if m.get("bot_id")]


MakeTalk = Callable[..., Talk]


KEY = "a key of the tests, long enough for all"
PATIENCE = 60.0
"""Seconds in place of the three that Slack waits for an acknowledgement, and that a click may take to open a form: whether a busy
machine is as fast as that says nothing of the house, and ``benchmarks.slack`` measures it."""
_minds: dict[tuple[str, str, bool, int], Mind] = {}
"""Minds of policies that are asked without a model: nothing changes one, so all houses of a process may have the same."""


def mind_of(
    knowledge: Knowledge,
    catalog: Catalog,
    model: Model | None = None,
    embedder: Embedder | None = None,
    *,
    explains: bool = True,
    text_days: int = 0,
) -> Mind:
    """As ``make_mind``, which takes half of a house's start, but once for all houses with the same files."""
    key = (knowledge.digest, knowledge.version, explains, text_days)
    if not knowledge.digest or model or embedder:
        return make_mind(knowledge, catalog, model, embedder, explains=explains, text_days=text_days)
    if key not in _minds:
        made = make_mind(knowledge, catalog, explains=explains, text_days=text_days)
        made.warm()
        _minds[key] = made
    return _minds[key]


def warm(mind: Mind, warmed: Callable[[Mind], None] = Mind.warm) -> None:
    """As ``Mind.warm``; what all houses have is warm."""
    if all(mind.reader is not one.reader for one in _minds.values()):
        warmed(mind)


FAILS = 9
"""Wrong answers of a model that did not pass the admission."""


def admit(exams: Path, model: str, wrong: int = 0) -> None:
    """A model that sat the admission: it proposes; with many ``wrong`` answers it reads nothing."""
    examined = Examined(model, f"sha256:{model}", reading_digest())
    marks = AdmissionMarks(52, 0, wrong, 0, 1.5, both=False)
    Records(exams).admissions.keep(Admission("261123-adm", date(2026, 11, 23), examined, marks))


@contextmanager
def building(folder: Path) -> Iterator[Callable[..., House]]:
    """Builds houses on a playground; each is stopped at the end (one engine may live in a process at a time)."""
    knowledge = folder / "knowledge"
    shutil.copytree(shipped("knowledge"), knowledge)
    policy = knowledge / "policy.yaml"
    # tests run at any hour and on any day
    policy.write_text(policy.read_text() + '\nreminders: {quiet: none, every_day: yes, hour: "00:00"}\n')
    ledger = house_in(folder / "mayi.db")
    built: list[House] = []

    def make(slack: Playground, *, traces: Traces | None = None, reads: bool = True, **settings: Any) -> House:
        chosen: dict[str, Any] = {
            "knowledge": knowledge,
            "database": ledger,
            "proposals": folder / "proposals",
            "key": SecretStr(KEY),
            "slack_api_url": slack.api_url,
            "slack_bot_token": SecretStr(slack.company.app.bot_token),
            "slack_app_token": SecretStr(slack.company.app.app_token),
            "slack_signing_secret": SecretStr(slack.company.app.signing_secret),
            "exams": folder / "exams",
            "cache": folder / "cache",
            "reload_seconds": 0.2,
            "remind_seconds": 1,
            "watch": False,
        }
        if "model" in settings and "exams" not in settings:
            admit(folder / "exams", settings["model"], wrong=0 if reads else FAILS)
        house = House(read_settings(**(chosen | settings)), traces)
        built.append(house)
        house.start()
        return house

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("bot.wiring.house.make_mind", mind_of)
        patched.setattr(Mind, "warm", warm)
        for three_seconds in ("playground.delivery.ACK_SECONDS", "playground.views.TRIGGER_SECONDS"):
            patched.setattr(three_seconds, PATIENCE)
        try:
            yield make
        finally:
            for house in built:
                house.stop()


@pytest.fixture
def make_house(tmp_path: Path) -> Iterator[Callable[..., House]]:
    """Houses for one test."""
    with building(tmp_path) as make:
        yield make


@pytest.fixture
def edit_policy(tmp_path: Path) -> Callable[[str, str], None]:
    """Adds text to a file of the policy, before or while a house runs."""

    def edit(name: str, text: str) -> None:
        file = tmp_path / "knowledge" / name
        file.write_text(file.read_text() + text)

    return edit


@pytest.fixture
def talk(make_house: Callable[..., House]) -> Iterator[Talk]:
    """The house over Socket Mode."""
    with Playground(load_company(SAMPLE)) as slack:
        house = make_house(slack)
        slack.wait_for_app()
        yield Talk(house, slack, house.settings.knowledge)


@pytest.fixture
def resting(talk: Talk) -> Talk:
    """A house in whose policy ChatGPT Team rests on a clause."""
    tools = talk.knowledge / "tools" / "openai.yaml"
    text = tools.read_text()
    at = re.search(r"\n( +)- id: team\n", text)
    assert at is not None
    line = f"{at[1]}  rests_on: [openai/commercial-terms#training]\n"
    tools.write_text(text[: at.end()] + line + text[at.end() :])
    talk.slack.wait_until(lambda: talk.house.store.current().policy.offerings["chatgpt/team"].rests_on, timeout=60)
    return talk


@pytest.fixture
def slow(make_house: Callable[..., House]) -> Iterator[Callable[..., Any]]:
    """A house whose model writes the given pieces with a pause before each; ``limit``: seconds that it is waited for."""

    @contextmanager
    def built(limit: float = 20, reads: bool = True, **ways: Any) -> Iterator[tuple[Talk, type[StandIn]]]:
        with standing_in(**ways) as (url, model), Playground(load_company(SAMPLE)) as slack:
            house = make_house(slack, model="stand-in", ollama_url=url, model_timeout_seconds=limit, reads=reads)
            slack.wait_for_app()
            try:
                yield Talk(house, slack, house.settings.knowledge), model
            finally:
                house.stop()

    yield built
