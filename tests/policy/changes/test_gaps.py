"""What people asked for and did not get, grouped into things to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.policy.changes.gaps import Gap, Lack, Unserved, Why, by_owner, gaps
from bot.policy.deciding.compile import Compiled, compile_policy
from bot.policy.policy import Policy
from bot.policy.vocabulary import DataTerms, OfferingTerms, ToolTerms, Vocabulary
from bot.policy.words import (
    Citation,
    DataAsk,
    DataClass,
    DataType,
    Effect,
    Offering,
    Question,
    Rule,
    Slot,
    ToolAsk,
    Verdict,
    Waiver,
)

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
HERE = Citation("rules.yaml", 1)
VOCABULARY = Vocabulary(
    tools={"chat": ToolTerms("chat", "Chat", names=("chatty",)), "write": ToolTerms("write", "Write")},
    offerings={
        "chat/free": OfferingTerms("chat/free", "chat", "Chat Free"),
        "chat/team": OfferingTerms("chat/team", "chat", "Chat Team"),
        "write/any": OfferingTerms("write/any", "write", "Write"),
    },
    data={"memos": DataTerms("memos", "Memos", examples=("the plan for monday",)), "names": DataTerms("names", "Names")},
)


def policy_with(*rules: Rule) -> Compiled:
    offerings = {id_: Offering(id_, id_.partition("/")[0]) for id_ in VOCABULARY.offerings}
    types = {"memos": DataType("memos", ("internal",)), "names": DataType("names", ("secret",))}
    return compile_policy(Policy(offerings, types, {one: DataClass(one) for one in ("internal", "secret")}, tuple(rules), {}))


def rule(effect: Effect, offering: str, data: str) -> Rule:
    return Rule(f"{effect}-{offering}-{data}", effect, frozenset({offering}), frozenset({data}), HERE)


POLICY = policy_with(rule(Effect.FORBID, "chat/free", "names"), rule(Effect.ALLOW, "chat/team", "names"))
FREE_NAMES = (ToolAsk("Chat Free", ("chat/free",)), DataAsk("Names", ("names",)))
TEAM_MEMOS = (ToolAsk("Chat Team", ("chat/team",)), DataAsk("Memos", ("memos",)))
CHAT_NAMES = (ToolAsk("Chat", ("chat/free", "chat/team")), DataAsk("Names", ("names",)))
NEW_TOOL = (ToolAsk("Sparkle"), DataAsk("Memos", ("memos",)))
UNREAD = (ToolAsk("Chat Team", ("chat/team",)), DataAsk("frobs"))


def asked(pair: tuple[ToolAsk | None, DataAsk | None], number: int = 1, who: str = "kim", *told: Why, text: str = "") -> Unserved:
    tool, datum = pair
    question = Question((tool,) if tool else (), (datum,) if datum else ())
    return Unserved(f"R-{number}", AT + timedelta(minutes=number), who, text, (question,), frozenset(told))


def found(*rows: Unserved, policy: Compiled = POLICY, vocabulary: Vocabulary = VOCABULARY) -> tuple[Gap, ...]:
    return gaps(rows, policy, vocabulary, TODAY, lambda id_: f"<{id_}>")


@pytest.mark.parametrize(
    ("row", "lack", "tool", "data", "why"),
    [
        (asked(TEAM_MEMOS), Lack.RULE, "chat/team", "memos", {"uncovered": 1}),
        (asked(NEW_TOOL), Lack.TOOL, "Sparkle", "memos", {"uncovered": 1}),
        (asked(UNREAD), Lack.DATA, "chat/team", "frobs", {"asked_back": 1}),
        (asked(CHAT_NAMES), Lack.CHOICE, "chat", "names", {"asked_back": 1}),
        (asked(FREE_NAMES, 1, "kim", Why.NOT_RIGHT), Lack.ANSWER, "chat/free", "names", {"not_right": 1}),
        (asked(TEAM_MEMOS, 1, "kim", Why.TO_OWNER), Lack.RULE, "chat/team", "memos", {"to_owner": 1, "uncovered": 1}),
    ],
    ids=[
        "no rule says anything of two known things",
        "a tool that no file names",
        "words that nobody read",
        "a brand of which people are asked the plan",
        "an answer that somebody calls wrong",
        "an uncovered question that went to the owner counts both",
    ],
)
def test_what_is_missing_is_told(row: Unserved, lack: Lack, tool: str, data: str, why: dict[str, int]) -> None:
    (gap,) = found(row)
    assert (gap.lack, gap.tool, gap.data, gap.why) == (lack, tool, data, why)
    assert (gap.tool_label, gap.data_label) == (f"<{tool}>", f"<{data}>")


def test_a_question_that_is_answered_well_is_no_gap() -> None:
    assert found(asked(FREE_NAMES)) == ()


@pytest.mark.parametrize("pair", [(None, FREE_NAMES[1]), (TEAM_MEMOS[0], None), (None, None)], ids=["tool", "data", "both"])
def test_what_nobody_said_is_no_gap(pair: tuple[ToolAsk | None, DataAsk | None]) -> None:
    assert found(asked(pair)) == ()


@pytest.mark.parametrize(
    ("pair", "lack", "tool", "data"),
    [
        ((NEW_TOOL[0], None), Lack.TOOL, "Sparkle", ""),
        ((None, UNREAD[1]), Lack.DATA, "", "frobs"),
        ((ToolAsk("Write", ("write/any",)), UNREAD[1]), Lack.DATA, "write/any", "frobs"),
        ((FREE_NAMES[0], DataAsk("either", ("memos", "names"))), Lack.CHOICE, "chat/free", "either"),
        ((ToolAsk("either", ("chat/team", "write/any")), FREE_NAMES[1]), Lack.CHOICE, "either", "names"),
        ((ToolAsk("Chat", ("chat/team",)), TEAM_MEMOS[1]), Lack.RULE, "chat/team", "memos"),
    ],
    ids=[
        "a tool that no file names, without any data",
        "words that nobody read, without any tool",
        "words that nobody read, for a tool of which no rule says anything",
        "words that mean two kinds of data",
        "a name that two tools share",
        "a plan that was clicked stays that plan",
    ],
)
def test_what_is_missing_is_told_of_what_was_said(
    pair: tuple[ToolAsk | None, DataAsk | None], lack: Lack, tool: str, data: str
) -> None:
    (gap,) = found(asked(pair))
    assert (gap.lack, gap.tool, gap.data) == (lack, tool, data)
    assert (gap.tool_label, gap.data_label) == (tool and f"<{tool}>", data and f"<{data}>")
    assert gap.rules == ()


def test_a_gap_says_what_a_name_may_mean_and_what_decided_an_answer() -> None:
    (choice,) = found(asked(CHAT_NAMES))
    (answer,) = found(asked(FREE_NAMES, 1, "kim", Why.NOT_RIGHT))
    assert (choice.choices, choice.rules) == (("chat/free", "chat/team"), ())
    assert (answer.choices, answer.rules) == ((), ("forbid-chat/free-names",))


def test_words_that_have_a_name_by_now_are_no_guess_any_more() -> None:
    assert found(asked((TEAM_MEMOS[0], DataAsk("names", (), grounded=False)))) == ()


def test_a_question_in_which_nothing_was_said_does_not_hide_the_next_one() -> None:
    row = Unserved("R-1", AT, "kim", "", (Question(), Question((TEAM_MEMOS[0],), (TEAM_MEMOS[1],))))
    assert [gap.lack for gap in found(row)] == [Lack.RULE]


@pytest.mark.parametrize("said", [{"asked_back": 2}, {"who": frozenset({"lab"})}], ids=["questions back", "who asked"])
def test_what_a_name_lacks_does_not_depend_on_the_talk(said: dict[str, Any]) -> None:
    pilot = Waiver(rule(Effect.ALLOW, "chat/free", "names"), frozenset({"lab"}), TODAY, TODAY)
    policy = compile_policy(replace(POLICY.policy, waivers=(pilot,), rules=(rule(Effect.ALLOW, "chat/team", "names"),)))
    row = Unserved("R-1", AT, "kim", "", (replace(Question((CHAT_NAMES[0],), (CHAT_NAMES[1],)), **said),))
    assert [gap.lack for gap in found(row, policy=policy)] == [Lack.CHOICE]


def test_of_two_gaps_alike_the_one_that_was_asked_about_last_comes_first() -> None:
    assert [gap.lack for gap in found(asked(NEW_TOOL, 1), asked(TEAM_MEMOS, 2))] == [Lack.RULE, Lack.TOOL]


def test_what_was_mended_since_is_left_out() -> None:
    mended = policy_with(rule(Effect.REVIEW, "chat/team", "memos"))
    assert found(asked(TEAM_MEMOS), policy=mended) == ()


@pytest.mark.parametrize(
    ("pair", "left"),
    [
        ((ToolAsk("CHATTY"), DataAsk("Names", ("names",))), Lack.CHOICE),
        ((ToolAsk("Chat Team", ("chat/team",)), DataAsk("The plan for Monday")), Lack.RULE),
    ],
    ids=["a tool", "data"],
)
def test_a_name_that_was_added_since_is_known(pair: tuple[ToolAsk, DataAsk], left: Lack) -> None:
    assert [gap.lack for gap in found(asked(pair))] == [left]


def test_the_same_pair_is_one_gap_with_its_people_its_questions_and_its_newest_examples() -> None:
    rows = [asked(TEAM_MEMOS, number, who, text=f"question {number}") for number, who in enumerate(("kim", "kim", "noor", ""), 1)]
    rows.append(asked(TEAM_MEMOS, 5, "noor", text="question   4"))
    (gap,) = found(*rows)
    assert (gap.people, gap.questions) == (3, 5)
    assert gap.examples == ("question 4", "question 3", "question 2")
    assert gap.receipts[0] == "R-5" and gap.last == rows[-1].at


def test_most_people_come_first_then_most_questions() -> None:
    rows = [asked(UNREAD, 1, "kim"), asked(UNREAD, 2, "kim"), asked(NEW_TOOL, 3, "kim")]
    rows += [asked(TEAM_MEMOS, 4, "kim"), asked(TEAM_MEMOS, 5, "noor")]
    assert [(gap.number, gap.lack) for gap in found(*rows)] == [(1, Lack.RULE), (2, Lack.DATA), (3, Lack.TOOL)]


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = [asked(UNREAD, 1), asked(NEW_TOOL, 2), asked(TEAM_MEMOS, 3), asked(TEAM_MEMOS, 4, "noor")]
    assert found(*rows) == found(*reversed(rows))


def test_unknown_names_are_one_however_they_are_written() -> None:
    other = (ToolAsk("SPARKLE"), NEW_TOOL[1])
    assert [gap.questions for gap in found(asked(NEW_TOOL, 1), asked(other, 2))] == [2]


def test_each_tool_and_each_kind_of_data_of_a_question_counts_for_itself() -> None:
    question = Question((FREE_NAMES[0], TEAM_MEMOS[0]), (FREE_NAMES[1], TEAM_MEMOS[1]))
    row = Unserved("R-1", AT, "kim", "", (question,))
    assert {(gap.tool, gap.data) for gap in found(row)} == {("chat/free", "memos"), ("chat/team", "memos")}


def test_a_question_back_about_something_that_is_no_name_is_no_gap() -> None:
    by_country = Rule(
        "r", Effect.ALLOW, frozenset({"chat/team"}), frozenset({"names"}), HERE, where={"country": frozenset({"nl"})}
    )
    no = Rule("no", Effect.FORBID, frozenset({"chat/team"}), frozenset({"names"}), HERE, where={"country": frozenset({"de"})})
    pair = (ToolAsk("Chat Team", ("chat/team",)), DataAsk("Names", ("names",)))
    policy = policy_with(by_country, no)
    assert found(asked(pair), policy=policy) == ()
    said = Unserved("R-1", AT, "kim", "", (Question((pair[0],), (pair[1],), {Slot.COUNTRY: "fr"}),))
    assert [gap.verdict for gap in found(said, policy=policy)] == [Verdict.UNCOVERED]


def test_gaps_are_sorted_out_by_who_answers_for_the_tool() -> None:
    found_ = found(asked(TEAM_MEMOS, 1), asked(NEW_TOOL, 2))
    sorted_out = by_owner(found_, {"chat": "it"}, "owner")
    assert {contact: [gap.tool for gap in its] for contact, its in sorted_out.items()} == {
        "it": ["chat/team"],
        "owner": ["Sparkle"],
    }
