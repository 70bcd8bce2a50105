"""Two policies and somebody who asks -> what that person is told differently, cell by cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.policy.changes.change import Flip, cell_question, flips, verdict_of, would_differ
from bot.policy.deciding.decide import compile_policy, which_tools
from bot.policy.policy import Policy
from bot.policy.words import Question, Slot
from tests.policy.policy_cases import TODAY, policy_of

_BASE: dict[str, Any] = {
    "offerings": {"a/x": {}, "a/y": {}},
    "classes": ["secret"],
    "types": {"names": {}},
    "conditions": {"redact": {}, "check": {"general": True}},
}
_PURPOSE = {"where": {"purpose": "hiring"}}
_PILOT = {"effect": "allow", "tools": "a/x", "data": "names", "who": "lab"}


def made(*rules: dict[str, Any], **more: Any) -> Policy:
    return policy_of(_BASE | {"rules": list(rules), **more})


def told(old: Policy, new: Policy, asker: Question | None = None) -> list[tuple[str, str, str, str]]:
    found = flips(compile_policy(old), compile_policy(new), asker or Question(), TODAY)
    return [(one.offering, one.data, str(one.old.verdict), str(one.new.verdict)) for one in found]


def test_every_tool_and_every_data_type_and_class_is_looked_at_in_either_policy() -> None:
    new = made({"effect": "allow"}, offerings={"a/y": {}, "b/x": {}}, types={"menus": {}}, classes=["public"])
    assert [cell[:2] for cell in told(made(), new)] == [
        (offering, data) for offering in ("a/x", "a/y", "b/x") for data in ("names", "secret", "menus", "public")
    ]


def test_only_what_differs_for_the_asker_is_told() -> None:
    ban = {"effect": "forbid", "tools": "a/x", "data": "names"}
    flip = ("a/x", "names", "uncovered", "forbidden")
    assert told(made(), made(ban | _PURPOSE), Question(context={Slot.PURPOSE: "hiring"})) == [flip]
    assert told(made(), made(ban | _PURPOSE), Question(context={Slot.PURPOSE: "teaching"})) == []
    assert told(made(), made(ban)) == [flip]


def test_an_exception_is_told_to_its_holder_while_it_holds() -> None:
    new, lab = made(waivers=[_PILOT]), Question(who=frozenset({"lab"}))
    assert told(made(), new, lab) == [("a/x", "names", "uncovered", "allowed")]
    assert told(made(), new) == []
    gone = made(waivers=[_PILOT | {"since": TODAY - timedelta(days=2), "until": TODAY - timedelta(days=1)}])
    assert told(made(), gone, lab) == []


def test_a_condition_in_other_words_is_told_and_a_general_duty_in_other_words_is_not() -> None:
    needed = made({"effect": "condition", "tools": "a/x", "data": "names", "conditions": ["redact"]})
    for id_, wanted in (("redact", [("a/x", "names", "conditional", "conditional")]), ("check", [])):
        other = {id_: replace(needed.conditions[id_], text={"en": "in other words"})}
        assert told(needed, replace(needed, conditions=needed.conditions | other)) == wanted


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ([{"effect": "allow"}], [{"effect": "forbid"}], 4),
        ([{"effect": "forbid"}], [{"effect": "condition"}], -3),
        ([{"effect": "forbid"}], [{"effect": "forbid"}, {"effect": "allow"} | _PURPOSE], 0),
        ([{"effect": "allow"}], [{"effect": "allow"}, {"effect": "forbid"} | _PURPOSE], 0),
    ],
    ids=["stricter is above zero", "looser is below", "the same word", "a question that came up is neither"],
)
def test_how_much_stricter_a_flip_is(old: list[dict[str, Any]], new: list[dict[str, Any]], wanted: int) -> None:
    before, after = (
        flips(compile_policy(made()), compile_policy(made(*rules)), Question(), TODAY)[0].new for rules in (old, new)
    )
    assert Flip("a/x", "names", before, after).strictness == wanted


def test_the_question_of_a_cell_keeps_what_is_known_of_the_asker() -> None:
    asker = Question(context={Slot.COUNTRY: "nl"}, who=frozenset({"lab"}))
    question = cell_question(asker, "a/x", "names")
    assert [(tool.name, tool.offerings) for tool in question.tools] == [("a/x", ("a/x",))]
    assert [(ask.name, ask.types) for ask in question.data] == [("names", ("names",))]
    assert (question.context, question.who) == (asker.context, asker.who)


def test_the_verdict_of_a_cell_is_that_of_today_where_the_policy_assumes_people_to_be() -> None:
    dutch = {"effect": "allow", "tools": "a/y", "where": {"country": "nl"}}
    compiled = compile_policy(made(dutch, assumed={"country": "NL"}, waivers=[_PILOT | {"who": "*"}]))
    assert [str(verdict_of(compiled, *cell, TODAY)) for cell in (("a/x", "names"), ("a/y", "names"), ("a/x", "secret"))] == [
        "allowed",
        "allowed",
        "uncovered",
    ]


def test_the_ruling_of_one_tool_is_no_news_where_it_is_the_same() -> None:
    for tool in which_tools(compile_policy(made({"effect": "allow"})), Question(), TODAY):
        assert not would_differ(tool, tool)
