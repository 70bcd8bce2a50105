"""What nobody put to the bot: answered where the policy names the channel, hinted at once elsewhere, else not there at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.answers.admit import Admit
from bot.answers.mind import Minds
from bot.answers.overhear import is_answered, is_outright
from bot.app import App
from bot.knowledge.catalog import load_catalog
from bot.ledger.ledger import open_ledger
from bot.policy.house import Audience, Knowledge
from bot.policy.talks.answer import Choice
from bot.policy.talks.incoming import OVERHEARD, REWORDED, Incoming
from bot.policy.talks.talk import Intent
from bot.policy.words import Slot
from bot.saying.blank import blank
from bot.saying.words import words_for
from bot.settings import read_settings
from tests.console.place import answerer
from tests.databases import ledger_in

HERE = Audience(listen=("#ask-ai",))
HINTS = Audience(hint=True)
BOTH = Audience(listen=("#ask-ai",), hint=True)
ANSWERED, HINTED, NOTHING = (True, 0), (False, 1), (False, 0)
SURE, UNSURE, NO_QUESTION = "May I put customer names into ChatGPT Free?", "May I use it for the thing?", "hello there"
SECRET = "a secret for tests only, 32 bytes"
SHIPPED = answerer().mind


class World:
    """A real ledger and mind; the engine counts what it is given, and Slack says who somebody is and which channel is which."""

    def __init__(self, at: Path) -> None:
        self.ledger = open_ledger(ledger_in(at / "bot.db"), SECRET.encode())
        self.app = App(read_settings(key=SecretStr(SECRET)), load_catalog(), self.ledger, self.knowledge)
        self.app.engine = self  # type: ignore[assignment]
        self.audience, self.standing, self.is_known, self.asked = Audience(), "staff", True, 0
        self.hints: set[str] = set()
        self.minds = Minds(self.knowledge, lambda _: SHIPPED)
        self.admit = Admit(lambda: self.audience, lambda *_: self.standing, self._is_one_of)

    def knowledge(self) -> Knowledge:
        return replace(SHIPPED.knowledge, organisation=replace(SHIPPED.knowledge.organisation, audience=self.audience))

    def notify(self, key: str, _notice: dict[str, Any]) -> None:
        self.hints.add(key)
        self.ledger.begin_saying(key, datetime.now(UTC))

    def _is_one_of(self, channel: str, names: tuple[str, ...]) -> bool | None:
        self.asked += 1
        return channel in names if self.is_known else None

    def hears(self, text: str = SURE, channel: str = "#ask-ai", trigger: str = OVERHEARD) -> bool:
        return is_answered(self.app, self.minds, self.admit, Incoming("T1", channel, "channel", "U1", text, trigger, "1.0"))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.ledger.close()


ELSEWHERE, REWRITTEN = {"channel": "#general"}, {"trigger": REWORDED}


@pytest.mark.parametrize(
    ("audience", "house", "said", "wanted"),
    [
        pytest.param(Audience(), "", {}, NOTHING, id="it is off by default"),
        pytest.param(HERE, "", {}, ANSWERED, id="a sure question in a channel that is named"),
        pytest.param(HERE, "", ELSEWHERE, NOTHING, id="another channel"),
        pytest.param(HERE, "unknown channel", {}, NOTHING, id="a channel whose name Slack does not tell"),
        pytest.param(HERE, "", {"text": UNSURE}, NOTHING, id="no sure question"),
        pytest.param(HERE, "guest", {}, NOTHING, id="somebody who is not answered"),
        pytest.param(HERE, "paused", {}, NOTHING, id="while answers are paused"),
        pytest.param(HERE, "", {"text": NO_QUESTION}, NOTHING, id="what is no question at first sight"),
        pytest.param(Audience(), "paused", REWRITTEN, ANSWERED, id="another wording that is a sure question"),
        pytest.param(BOTH, "", {**REWRITTEN, "text": UNSURE}, NOTHING, id="another wording that is none gets no hint either"),
        pytest.param(HINTS, "", {}, HINTED, id="a hint where nothing is answered"),
        pytest.param(HINTS, "", {"text": UNSURE}, NOTHING, id="no hint to who asks nothing"),
        pytest.param(HINTS, "stranger", {}, NOTHING, id="no hint to who is not answered"),
        pytest.param(HINTS, "paused", {}, NOTHING, id="no hint while answers are paused"),
        pytest.param(BOTH, "", {}, ANSWERED, id="no hint where it is answered"),
        pytest.param(BOTH, "", ELSEWHERE, HINTED, id="a hint in the channels that are not named"),
    ],
)
def test_a_message_that_was_put_to_nobody(
    world: World, audience: Audience, house: str, said: dict[str, Any], wanted: tuple[bool, int]
) -> None:
    world.audience, world.is_known = audience, house != "unknown channel"
    world.standing = house if house in ("guest", "stranger") else "staff"
    if house == "paused":
        world.ledger.put_up("pause", {"name": "joost"}, datetime.now(UTC), "Back soon.")
    assert (world.hears(**said), len(world.hints)) == wanted


def test_there_is_one_hint_for_each_person_and_who_had_it_is_answered_as_others(world: World) -> None:
    world.audience = BOTH
    assert [world.hears(channel=channel) for channel in ("#general", "#general", "#ask-ai")] == [False, False, True]
    assert len(world.hints) == 1


@pytest.mark.parametrize(("text", "house"), [(NO_QUESTION, ""), (SURE, "paused")])
def test_the_chat_is_asked_nothing_about_what_is_not_answered_anyway(world: World, text: str, house: str) -> None:
    world.audience = BOTH
    if house:
        world.ledger.put_up("pause", {"name": "joost"}, datetime.now(UTC), "Back soon.")
    assert (world.hears(text), world.asked) == (False, 0)


@pytest.mark.parametrize(
    ("label", "choices", "wanted"),
    [
        ("deny", (), True),
        ("not_listed", (), True),
        ("ask", (), False),
        ("off_topic", (), False),
        ("conditional", (Choice(Slot.TOOL, "x", "X"),), False),
    ],
)
def test_an_answer_that_asks_back_or_is_none_is_not_given(label: str, choices: tuple[Choice, ...], wanted: bool) -> None:
    answer = blank(Intent.MAY_I, words_for("en", ("en",)))
    object.__setattr__(answer, "label", label)
    object.__setattr__(answer, "choices", choices)
    assert is_outright(answer) is wanted
