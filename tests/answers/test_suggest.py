"""What is suggested: what several people ask, in the policy's own ids; else what the owner tests; never what one person asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.suggest import Pair, choose, often
from bot.policy.talks.talk import Intent, Item, Reading
from bot.policy.words import DataAsk, Question, ToolAsk
from tests.console.place import answerer

TOOLS = {"chat/free": "chat", "chat/team": "chat", "draw/pro": "draw", "code/pro": "code"}


def reading(*offerings: str, data: str = "names", intent: Intent = Intent.MAY_I, **more: object) -> Reading:
    question = Question(tools=(ToolAsk("raw words", offerings),), data=(DataAsk("raw words", (data,), **more),))  # type: ignore[arg-type]
    return Reading("raw words", "en", (Item(intent, question),))


VOCABULARY = answerer().mind.knowledge.vocabulary
ONE = next(iter(VOCABULARY.offerings.values()))
KNOWN = replace(
    answerer().mind.knowledge,
    vocabulary=replace(
        VOCABULARY,
        offerings={id_: replace(ONE, id=id_, tool=tool) for id_, tool in TOOLS.items()},
        data=dict.fromkeys(("names", "notes", "pay", "plans", "code"), next(iter(VOCABULARY.data.values()))),
    ),
)


def suggest(
    asked: list[tuple[str, Reading]], tests: list[Reading] | None = None, refused: tuple[Pair, ...] = ()
) -> tuple[tuple[Pair, ...], bool]:
    return choose(often(asked, KNOWN), tests or [], KNOWN, refused.__contains__)


def test_what_most_people_ask_comes_first() -> None:
    asked = [(who, reading("draw/pro")) for who in "ab"] + [(who, reading("chat/team")) for who in "abc"]
    assert suggest(asked) == ((("chat/team", "names"), ("draw/pro", "names")), True)


def test_among_equals_what_is_asked_more_often_comes_first() -> None:
    asked = [(who, reading("chat/team")) for who in "ab"] + [(who, reading("draw/pro")) for who in "abb"]
    assert suggest(asked)[0][0] == ("draw/pro", "names")


def test_what_a_single_person_asks_is_not_shown_to_others_however_often() -> None:
    assert suggest([("a", reading("chat/team", data="pay"))] * 9) == ((), False)


def test_what_nobody_may_do_is_suggested_last_however_often_it_is_asked() -> None:
    asked = [(who, reading("chat/free", data="pay")) for who in "abc"] + [(who, reading("draw/pro")) for who in "ab"]
    tests = [reading("chat/free", data="code"), reading("code/pro", data="plans")]
    refused = (("chat/free", "pay"), ("chat/free", "code"))
    pairs, _ = suggest(asked, tests, refused)
    assert pairs == (("draw/pro", "names"), ("code/pro", "plans"), *reversed(refused))


def test_at_most_four() -> None:
    asked = [(who, reading("chat/team", data=data)) for data in ("names", "notes", "pay", "plans", "code") for who in "ab"]
    assert len(suggest(asked)[0]) == 4


def test_a_tool_whose_plan_was_not_said_is_suggested_as_the_tool() -> None:
    assert suggest([(who, reading("chat/free", "chat/team")) for who in "ab"])[0] == (("chat", "names"),)


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param(reading("chat/free", "draw/pro"), id="two tools in one"),
        pytest.param(reading("gone/pro"), id="a tool that the policy has no more"),
        pytest.param(reading("chat/team", data="gone"), id="data that the policy has no more"),
        pytest.param(reading("chat/team", grounded=False), id="data that was guessed"),
        pytest.param(reading("chat/team", intent=Intent.INCIDENT), id="something that has happened"),
        pytest.param(reading(), id="a tool that is on no list"),
    ],
)
def test_what_was_not_surely_read_is_not_suggested(odd: Reading) -> None:
    assert suggest([("a", odd), ("b", odd)]) == ((), False)


def test_the_owners_tests_fill_up_with_other_tools_first() -> None:
    tests = [reading("chat/team", data=data) for data in ("notes", "pay", "plans")] + [reading("draw/pro"), reading("code/pro")]
    pairs, asked = suggest([(who, reading("chat/team")) for who in "ab"], tests)
    assert not asked, "nobody asked the tests"
    assert pairs == (("chat/team", "names"), ("chat/team", "notes"), ("draw/pro", "names"), ("code/pro", "names"))


def test_what_is_asked_is_not_suggested_twice() -> None:
    assert suggest([(who, reading("chat/team")) for who in "ab"], [reading("chat/team")])[0] == (("chat/team", "names"),)
