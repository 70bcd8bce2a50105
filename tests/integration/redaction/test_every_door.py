"""Made-up values go in by every door of a house; in its files, its log, its traces, its prompts and its posts is none of them.

Each door is given some of the shapes, and all of them where ``MAYI_REQUIRE`` is ``all``. What stands on the page of whoever typed
it is no leak: it is the answer to their own browser, and kept nowhere.
"""

from __future__ import annotations

import json
import logging
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.commands.ledgers import person_of
from bot.commands.log.erase import parts_of
from bot.console.access import SESSION_COOKIE
from bot.console.app import build_console
from bot.console.doors import Role
from bot.ledger.asked.exporting import as_jsonl
from bot.ledger.asked.search import Filter
from bot.logs import log_to
from bot.reading import door
from bot.traces import Traces, collected_by
from bot.wiring import House
from bot.wiring.console.doors import doors_of
from playground.company import SAMPLE, load_company
from playground.server import Playground
from tests.console.place import PEOPLE, TEAM, signed
from tests.integration.conftest import ASK, Talk
from tests.integration.owners.test_announced import owner_of
from tests.integration.owners.test_desk import DESK, answered, asked_owner, calm, settle
from tests.integration.redaction.canaries import SHAPES, made_up, places_of
from tests.llm.ollama_stand_in import StandIn, standing_in

THOUSAND = 1000
AT_ONCE = 10
"""Shapes that a door is given in the quick form; the next door is given the next ones."""
BREAKS = "zorblax"
"""A message with this word in it breaks the door."""
PATIENT = 60
"""Seconds."""
FORMS = {
    "vendors": ("notice", "title", "effective", "announced", "needed", "about", "seen"),
    "cell": ("tool", "data", "conditions", "text", "because", "seen", "role", "country"),
    "confirm": ("about", "choice", "asked", "tools", "data"),
    "governance/who": ("reason",),
    "read": ("version",),
    "incidents": ("about", "choice"),
    "model": ("about",),
    "link": ("token",),
    "language": ("language", "back"),
}
"""The console's other forms, each with its fields."""
FIXED = {"cell": {"step": "show", "effect": "forbid"}, "model": {"choice": "wrong"}}


@dataclass
class Canaries:
    """Makes up what is pasted, and remembers each value."""

    seed: random.Random = field(default_factory=lambda: random.Random(2_060))
    values: list[str] = field(default_factory=list)
    all: bool = "all" in os.environ.get("MAYI_REQUIRE", "")
    at: int = 0

    def paste(self, *, one_line: bool = False) -> str:
        """Lines with a value in each."""
        shapes = SHAPES if self.all else [SHAPES[(self.at + n) % len(SHAPES)] for n in range(AT_ONCE)]
        self.at += AT_ONCE
        chosen = [shape for shape in shapes if not (one_line and "\n" in shape)]
        lines, values = made_up(self.seed, chosen)
        self.values += values
        return lines.replace("\n", " | ") if one_line else lines

    def each(self) -> Iterator[str]:
        """One line after the other."""
        yield from self.paste(one_line=True).split(" | ")


@pytest.fixture
def logged(tmp_path: Path) -> Iterator[Path]:
    """The log's file, with all that is said at the most talkative level."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    log_to("debug", tmp_path / "bot.log")
    logging.getLogger("httpx2").setLevel(logging.WARNING)  # the browser of the test, which logs where it goes
    yield tmp_path / "bot.log"
    for handler in root.handlers:
        handler.close()
    root.handlers, root.level = handlers, level


def in_slack(talk: Talk, canaries: Canaries) -> None:
    """Mentions, messages, commands, edits, follow-ups, feedback, the words of owners, and a message that breaks the door."""
    slack, paste = talk.slack, canaries.paste
    answered(talk, "lieke", f"@may-i May I put this into ChatGPT Free?\n{paste()}")
    before = len(talk.house.ledger.questions())
    slack.say("maya", "dm", f"May I put this into ChatGPT Free?\n{paste()}")
    slack.command("sanne", ASK, f"/mayi May I put this into ChatGPT Free? {paste()}")
    slack.wait_until(lambda: len(talk.house.ledger.questions()) >= before + 2, timeout=PATIENT)
    root, answer = answered(talk, "pieter", "@may-i May I put customer names into ChatGPT Free?")
    talk.ask("pieter", f"@may-i And this? {paste()}", thread_ts=root)
    slack.edit("pieter", ASK, root, f"@may-i May I put customer names into Claude Free? {paste()}")
    calm(talk)
    slack.press("pieter", ASK, answer["ts"], "mayi_not_useful")
    slack.wait_until(lambda: slack.modal("pieter"), timeout=PATIENT)
    slack.submit("pieter", {"mayi_why_reason": "misread", "mayi_why_words": paste()})
    _, card = asked_owner(talk, text=f"@may-i May I paste a health record into ChatGPT Free? {paste()}")
    settle(talk, card, "mayi_desk_answer", {"mayi_desk_verdict": "forbidden", "mayi_desk_words": paste()})
    slack.say("maya", "dm", f"{BREAKS} {paste()}")
    slack.wait_for("dm", lambda m: m.get("bot_id"), user="maya", timeout=PATIENT)
    calm(talk)


def in_forms(talk: Talk, canaries: Canaries) -> None:
    """A text to look at, another's message, and a vendor's notice. What an admin puts up for all to read is not redacted."""
    slack = talk.slack
    said = slack.say("pieter", "general", canaries.paste())
    owner = owner_of(talk)
    for who, shortcut, at, values in (
        ("lieke", "mayi_paste", (), {"mayi_check_text": canaries.paste()}),
        ("maya", "mayi_check_message", ("general", said), None),
        (owner, "mayi_announced", (), {"mayi_vendor": "openai", "mayi_change_notice": canaries.paste()}),
    ):
        if slack.modal(who):  # one of before, which a busy machine has not closed yet
            slack.close_view(who, everything=True)
        slack.shortcut(who, shortcut, *at)
        slack.wait_until(lambda who=who: slack.modal(who), timeout=PATIENT)
        if values:
            slack.submit(who, values)
        slack.close_view(who, everything=True)
    calm(talk)


def in_the_console(house: House, canaries: Canaries) -> str:
    """The page to try, the search, a saved search, an export of one, and the reason of a look; gives the files that came out."""
    doors = doors_of(house, house.believer)
    browser = TestClient(build_console(house.app, house.minds, doors, pages_a_minute=10_000), follow_redirects=True)
    token = "a session of the tests"
    now = house.ledger.questions()[0].at
    house.ledger.keep_session(
        token, (PEOPLE[Role.ADMIN], Role.ADMIN.value), family=token, now=now, expires_at=now.replace(year=2099)
    )
    browser.cookies.set(SESSION_COOKIE, signed(token), path="/console", domain="testserver.local")
    csrf = browser.get("/console/knowledge").text.split('name="csrf" value="')[1].split('"')[0]
    assert browser.post("/console/knowledge", data={"text": canaries.paste(), "csrf": csrf}).status_code == 200
    for number, value in enumerate(canaries.each()):
        assert browser.get("/console/questions", params={"words": value}).status_code == 200
        query = str(browser.build_request("GET", "/", params={"words": value}).url.query.decode())
        browser.post("/console/views", data={"name": f"{number} {value}"[:60], "query": query, "csrf": csrf})
        browser.post("/console/todos", data={"about": value, "choice": value, "csrf": csrf})
    for page, names in FORMS.items():
        line = canaries.paste(one_line=True)
        sent = browser.post(f"/console/{page}", data={**dict.fromkeys(names, line), "csrf": csrf, **FIXED.get(page, {})})
        assert sent.status_code < 500, page
    searched = browser.get("/console/questions/export", params={"words": canaries.paste(one_line=True)[:400]})
    receipt = house.ledger.questions()[0].receipt
    looked = browser.post(f"/console/questions/{receipt}/who", data={"reason": canaries.paste(one_line=True)[:400], "csrf": csrf})
    shown = [browser.get(f"/console/{page}").text for page in ("questions", "ledger", "usage", "todos", f"questions/{receipt}")]
    whole = browser.get("/console/questions/export").text
    assert whole.count("\n") > len(house.ledger.questions())
    return "\n".join([searched.text, looked.text, whole, *shown])


def exported(house: House) -> Iterator[str]:
    """All that a command gives away of the log."""
    yield from as_jsonl(house.ledger.search_all(Filter()))
    for user in ("U0LIEKE001", *PEOPLE.values()):
        yield from parts_of(house.ledger, person_of(f"{TEAM}/{user}", house.settings))


def sent(slack: Playground) -> str:
    """What the bot told Slack."""
    posts = [m for channel in (ASK, DESK) for m in slack.messages(channel) if m.get("bot_id")]
    return json.dumps([slack.dump()["calls"], posts], default=str)


def test_no_value_is_kept_logged_traced_asked_or_sent_whichever_door_it_came_by(
    make_house: Callable[..., House], tmp_path: Path, logged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    canaries, spans = Canaries(), InMemorySpanExporter()
    redact = door.redact

    def breaking(text: str) -> str:
        if BREAKS in text:
            raise RuntimeError("the door broke")
        return redact(text)

    monkeypatch.setattr(door, "redact", breaking)
    with standing_in() as (url, model), Playground(load_company(SAMPLE)) as slack:
        house = make_house(slack, model="stand-in", ollama_url=url, traces=Traces(collected_by(SimpleSpanProcessor(spans))))
        slack.wait_for_app()
        talk = Talk(house, slack, house.settings.knowledge)
        for _ in range(1 + canaries.all):
            in_slack(talk, canaries)
        in_forms(talk, canaries)
        pages = in_the_console(house, canaries)
        (tmp_path / "exported.jsonl").write_text("".join(exported(house)), encoding="utf-8")
        (tmp_path / "traces.json").write_text("\n".join(span.to_json() for span in spans.get_finished_spans()), encoding="utf-8")
        (tmp_path / "prompts.json").write_text(json.dumps(_asked(model), ensure_ascii=False), encoding="utf-8")
        (tmp_path / "sent.json").write_text(sent(slack), encoding="utf-8")
        (tmp_path / "pages.txt").write_text(pages, encoding="utf-8")
        found = places_of(tmp_path, canaries.values)  # while it runs: what stands in the write-ahead logs counts as well
        house.stop()
    assert len(canaries.values) >= (THOUSAND if canaries.all else len(SHAPES))
    assert found | places_of(tmp_path, canaries.values) == set()
    assert _asked(model), "the model was asked nothing"
    assert "the door broke" in logged.read_text(encoding="utf-8")


def _asked(model: type[StandIn]) -> list[object]:
    return [body for body in model.asked if "messages" in body or "prompt" in body]
