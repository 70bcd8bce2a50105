"""What was learnt from examples tells what is wanted where the rules end in a default, and never makes a ruling milder."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.policy.talks.talk import Intent
from bot.policy.world import Leanings
from bot.reading.intents.leanings import Leaner, signs_of
from bot.reading.intents.seen import Seen
from bot.reading.words.cues import Cues
from bot.text.tokens import tokens_of
from bot.wiring import Answerer
from tests.yamls import read_yaml

CASES = [
    (intent, text)
    for intent, texts in read_yaml((Path(__file__).parent / "leanings.yaml").read_text(encoding="utf-8")).items()
    for text in texts
]
TOKENS = tokens_of("Something about a thing")
NOTHING = Cues(TOKENS, [], ("en",))
TOOL_AND_DATA = Seen(
    tools=1, data=1, sensitive=False, facts=False, in_thread=False, products=1, tool_spans=((0, 1),), data_places=frozenset({3})
)
BARE = Seen(tools=0, data=0, sensitive=False, facts=False, in_thread=False)
THREAD = Seen(tools=0, data=0, sensitive=False, facts=False, in_thread=True)
STATED = Seen(tools=0, data=1, sensitive=False, facts=True, in_thread=False, stated=True)
DATA = Seen(tools=0, data=1, sensitive=False, facts=False, in_thread=False)


def leaner(wanted: Intent, by: float) -> Leaner:
    """One that takes whatever it meets for an intent, likelier than any other by so much."""
    return Leaner(Leanings(tuple(Intent), {"": tuple(by * (intent is wanted) for intent in Intent)}))


@pytest.mark.parametrize(("intent", "text"), CASES, ids=[f"{text} · {intent}" for intent, text in CASES])
def test_what_a_message_wants_in_words_that_no_rule_knows(intent: str, text: str, sample: Answerer) -> None:
    assert [item.intent.value for item in sample.ask(text).reading.items] == [intent]


NEVER = [
    ("nothing becomes a may-I", Intent.MAY_I, Intent.OFF_TOPIC, DATA),
    ("a list of tools takes the place of no tool that was named", Intent.WHICH_TOOL, Intent.MAY_I, TOOL_AND_DATA),
    ("a list of tools is for data", Intent.WHICH_TOOL, Intent.MAY_I, BARE),
    ("nothing is told of a tool and data that only rules see as an incident", Intent.INCIDENT, Intent.MAY_I, TOOL_AND_DATA),
    ("what was said of a condition is not lost", Intent.EXPLAIN, Intent.MAY_I, STATED),
    ("an incident stays one", Intent.MAY_I, Intent.INCIDENT, BARE),
    ("what the rules are sure of stays", Intent.TASK, Intent.REPORT, BARE),
    ("a thread goes on by its own rules", Intent.ADVICE, Intent.OFF_TOPIC, THREAD),
]


@pytest.mark.parametrize(("wanted", "rule", "seen"), [case[1:] for case in NEVER], ids=[case[0] for case in NEVER])
def test_however_sure_it_is(wanted: Intent, rule: Intent, seen: Seen) -> None:
    assert leaner(wanted, 100)(rule, TOKENS, NOTHING, seen, "?") is rule


@pytest.mark.parametrize(
    ("by", "rule", "seen", "wins"),
    [
        (1.0, Intent.OFF_TOPIC, BARE, True),
        (0.3, Intent.OFF_TOPIC, BARE, False),
        (1.0, Intent.MAY_I, BARE, False),
        (2.0, Intent.MAY_I, BARE, False),
        (2.0, Intent.MAY_I, DATA, False),
        (2.0, Intent.MAY_I, TOOL_AND_DATA, False),
        (4.0, Intent.MAY_I, TOOL_AND_DATA, False),
    ],
)
def test_the_more_there_is_to_rule_on_the_surer_it_must_be(by: float, rule: Intent, seen: Seen, wins: bool) -> None:
    assert (leaner(Intent.ADVICE, by)(rule, TOKENS, NOTHING, seen, "?") is Intent.ADVICE) is wins


def test_a_sentence_that_tells_what_the_tool_is_for_asks_for_a_ruling() -> None:
    tokens = tokens_of("Does X learn? It is the menu")
    seen = Seen(
        tools=1,
        data=1,
        sensitive=False,
        facts=False,
        in_thread=False,
        products=1,
        tool_spans=((1, 2),),
        data_places=frozenset({6}),
    )
    assert leaner(Intent.TERMS, 100)(Intent.MAY_I, tokens, Cues(tokens, [], ("en",)), seen, "") is Intent.MAY_I


def test_nothing_learnt_changes_nothing() -> None:
    assert Leaner(Leanings())(Intent.MAY_I, TOKENS, NOTHING, BARE, "") is Intent.MAY_I


def test_tools_and_data_are_signs_whatever_their_names() -> None:
    signs = signs_of(Intent.MAY_I, TOKENS, NOTHING, TOOL_AND_DATA, "?")
    assert {"pair:^ TOOL", "pair:DATA $?", "word:about", "asks:True", "rule:may_i"} <= signs.keys()
    assert "word:thing" not in signs
