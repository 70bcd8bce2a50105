"""What nobody put to the bot: answered where the policy names the channel, hinted at once elsewhere, else not there at all."""

from __future__ import annotations

from typing import Any

import pytest

from bot.flows.questions.overhear import Overhear, is_outright
from bot.policy.house import Audience
from bot.policy.talks.answer import Choice
from bot.policy.talks.incoming import OVERHEARD, REWORDED, Incoming
from bot.policy.talks.talk import Intent
from bot.policy.words import Slot
from bot.saying.blank import blank
from bot.saying.words import words_for

HERE = Audience(listen=("#ask-ai",))
HINTS = Audience(hint=True)
BOTH = Audience(listen=("#ask-ai",), hint=True)
ANSWERED, HINTED, NOTHING = (True, 0), (False, 1), (False, 0)


def heard(audience: Audience, channel: str = "#ask-ai", **given: Any) -> tuple[bool, int]:
    """Whether it is answered, and how many were told that they can ask."""
    told: list[Incoming] = []
    how = {"worth": True, "trigger": OVERHEARD, "known": True, "told": False, "sure": True, "closed": False, "why": "", **given}
    flow = Overhear(
        audience=lambda: audience,
        is_worth_reading=lambda _: how["worth"],
        is_one_of=lambda one, names: one in names if how["known"] else None,
        is_told=lambda _: how["told"],
        is_sure=lambda _: how["sure"],
        is_closed=lambda: how["closed"],
        admit=lambda _: how["why"],
        tell=told.append,
    )
    return flow(Incoming("T1", channel, "channel", "U1", "may I?", how["trigger"], "1.0")), len(told)


@pytest.mark.parametrize(
    ("audience", "given", "wanted"),
    [
        pytest.param(Audience(), {}, NOTHING, id="it is off by default"),
        pytest.param(HERE, {}, ANSWERED, id="a sure question in a channel that is named"),
        pytest.param(HERE, {"channel": "#general"}, NOTHING, id="another channel"),
        pytest.param(HERE, {"known": False}, NOTHING, id="a channel whose name Slack does not tell"),
        pytest.param(HERE, {"sure": False}, NOTHING, id="no sure question"),
        pytest.param(HERE, {"why": "guest"}, NOTHING, id="somebody who is not answered"),
        pytest.param(HERE, {"closed": True}, NOTHING, id="while answers are paused"),
        pytest.param(HERE, {"worth": False}, NOTHING, id="what is no question at first sight"),
        pytest.param(Audience(), {"trigger": REWORDED, "closed": True}, ANSWERED, id="another wording that is a sure question"),
        pytest.param(BOTH, {"trigger": REWORDED, "sure": False}, NOTHING, id="another wording that is none gets no hint either"),
        pytest.param(HINTS, {}, HINTED, id="a hint where nothing is answered"),
        pytest.param(HINTS, {"told": True}, NOTHING, id="a second hint"),
        pytest.param(HINTS, {"sure": False}, NOTHING, id="no hint to who asks nothing"),
        pytest.param(HINTS, {"why": "stranger"}, NOTHING, id="no hint to who is not answered"),
        pytest.param(HINTS, {"closed": True}, NOTHING, id="no hint while answers are paused"),
        pytest.param(BOTH, {}, ANSWERED, id="no hint where it is answered"),
        pytest.param(BOTH, {"channel": "#general"}, HINTED, id="a hint in the channels that are not named"),
        pytest.param(BOTH, {"told": True}, ANSWERED, id="who had the hint is answered as others"),
    ],
)
def test_a_message_that_was_put_to_nobody(audience: Audience, given: dict[str, Any], wanted: tuple[bool, int]) -> None:
    assert heard(audience, **given) == wanted


def test_what_is_off_is_not_looked_at() -> None:
    def never(*_: Any) -> Any:
        raise AssertionError("somebody looked")

    flow = Overhear(Audience, *[never] * 7)
    assert not flow(Incoming("T1", "C1", "channel", "U1", "may I?", OVERHEARD, "1.0"))


@pytest.mark.parametrize(("worth", "closed"), [(False, False), (True, True)])
def test_the_chat_is_asked_nothing_about_what_is_not_answered_anyway(worth: bool, closed: bool) -> None:
    def never(*_: Any) -> Any:
        raise AssertionError("Slack was asked")

    flow = Overhear(lambda: BOTH, lambda _: worth, never, never, never, lambda: closed, never, never)
    assert not flow(Incoming("T1", "C1", "channel", "U1", "hello", OVERHEARD, "1.0"))


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
