"""Replies that were made to get a wrong allowed out of words and model, by somebody who knew the code: none does."""
# ruff: noqa: E501 - one line for each case

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.answers.answer import Answered
from bot.policy.deciding.decide import choose
from bot.policy.talks.claims import Reply
from bot.policy.trust import Level, Trust
from bot.policy.words import Verdict
from bot.reading.model.hearing import Model
from tests.reading.conftest import SAMPLE, answerer_of

BELIEVED, NO_LIFTS, PROPOSES = Trust(Level.BELIEVED, lifts=True), Trust(Level.BELIEVED), Trust(Level.PROPOSES)
Told = dict[str, Any]
WARD = "I would like to put the brochure and the patient records of ward seven into Claude Team, is that okay?"
BLORBS = "I would like to put the brochure and the blorbs of Ella into Claude Team, is that okay?"
IBAN = "I would like to put NL91ABNA0417164300 and the brochure into Claude, is that okay?"
PHRASE = "the blorbs of Ella"


def tool(quote: str, *ids: str) -> Told:
    return {"quote": quote, "ids": list(ids)}


def data(quote: str, *ids: str, **more: Any) -> Told:
    return {"quote": quote, "ids": list(ids), **more}


def found(quote: str, id_: str, **more: Any) -> Told:
    return {"quote": quote, "id": id_, **more}


def ask(*pieces: Told, intent: str = "may_i", **more: Any) -> Told:
    return {"intent": intent, "data": list(pieces), **more}


def check(*pieces: Told, **more: Any) -> Told:
    return {"intent": "may_i", "data": list(pieces), **more}


TEAM, OURS = [tool("Claude Team", "claude/team")], [tool("our own Llama", "llama/self-hosted")]
OPEN = [tool("Claude Team", "claude/team", "claude/free")]
BROCHURE = data("brochure", "published-content")
HONEST = check(found("brochure", "published-content"), found("patient records", "health-records"), tools=TEAM)
AGREES = check(found("brochure", "published-content"), tools=TEAM, not_data=[PHRASE])


def answered(text: str, asks: list[Told], b: Told | None, trust: Trust) -> Answered:
    def hear(_shared: str, _rest: str, schema: dict[str, Any]) -> Reply | None:
        reply = {"asks": asks} if "asks" in schema["properties"] else b
        return Reply(reply) if reply is not None else None

    return answerer_of(SAMPLE).heard_by(Model(lambda _prompt, _schema: None, hear, "model", lambda: trust)).ask(text)


def label(answer: Answered) -> str:
    return answer.label


HOSTILE = [
    ("a second ask takes over what would forbid the first", WARD, [ask(BROCHURE, tools=TEAM), ask(data("patient records", "health-records"), intent="explain")], HONEST, NO_LIFTS),
    ("a second ask puts it into another tool", WARD, [ask(BROCHURE, tools=TEAM), ask(data("patient records", "health-records", changed=["anonymised"]), tools=[tool("okay", "phi/laptop")])], HONEST, NO_LIFTS),
    ("it only wants something explained", WARD, [ask(intent="explain")], None, NO_LIFTS),
    ("both take it for a greeting", WARD, [ask(intent="greeting")], check() | {"intent": "greeting"}, NO_LIFTS),
    ("the whole message is quoted as something harmless", WARD, [ask(data(WARD, "published-content"), tools=TEAM)], check(found(WARD, "published-content"), tools=TEAM), BELIEVED),
    ("a part of a name is quoted as something harmless", WARD, [ask(BROCHURE, data("records", "published-content"), tools=TEAM)], check(found("brochure", "published-content"), not_data=["patient"], tools=TEAM), BELIEVED),
    ("another tool than the one that is named", "I would like to put the meeting notes of last week into ChatGPT Free, is that okay?", [ask(data("meeting notes", "meeting-notes"), tools=[tool("okay", "claude/team")])], check(found("meeting notes", "meeting-notes"), tools=[tool("okay", "claude/team")]), NO_LIFTS),
    ("a change that only one of them tells", WARD, [ask(data("brochure", "health-records", changed=["anonymised"]), tools=TEAM)], HONEST, NO_LIFTS),
    ("a role that only one of them tells", WARD.replace("Claude Team", "our own Llama"), [ask(BROCHURE, data("patient records", "health-records"), tools=OURS, cases=[found("okay", "role:clinician")])], HONEST | {"tools": OURS}, NO_LIFTS),
    ("a value is said to be public", IBAN.replace("Claude", "Claude Team"), [ask(data("[iban]", "public"), tools=TEAM)], None, NO_LIFTS),
    ("a value behind a change", IBAN.replace("Claude", "our own Llama"), [ask(data("brochure", "health-records", changed=["anonymised"]), tools=OURS)], None, NO_LIFTS),
]  # fmt: skip


@pytest.mark.parametrize(("text", "asks", "b", "trust"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_what_words_forbid_is_not_answered_more_mildly(text: str, asks: list[Told], b: Told | None, trust: Trust) -> None:
    base = answerer_of(SAMPLE)
    assert base.ask(text).label == "deny"
    assert label(answered(text, asks, b, trust)) in ("deny", "ask")


LOST = [
    ("a quote that is not in the message", [BROCHURE, data("the blorb of Ella", "health-records")], AGREES),
    ("an id that nobody has", [BROCHURE, data(PHRASE, "health-record")], AGREES),
    ("more ids than are looked at", [BROCHURE, data(PHRASE, *["public"] * 6, "health-records")], AGREES),
    ("more pieces than are looked at", [BROCHURE] * 12 + [data(PHRASE, "health-records")], AGREES),
    ("a doubt that is not in the message", [BROCHURE, data(PHRASE, "public")], AGREES | {"doubts": ["a patient Ella"]}),
    ("a tool that is not in the message", [BROCHURE, data(PHRASE, "public")], AGREES | {"tools": [*TEAM, tool("a free plan", "claude/free")]}),
]  # fmt: skip


@pytest.mark.parametrize(("pieces", "b"), [case[1:] for case in LOST], ids=[case[0] for case in LOST])
def test_what_is_lost_of_a_reply_keeps_an_allowed_from_being_granted(pieces: list[Told], b: Told) -> None:
    assert label(answered(BLORBS, [ask(*pieces, tools=TEAM)], b, BELIEVED)) in ("ask", "deny")


@pytest.mark.parametrize("trust", [PROPOSES, NO_LIFTS, BELIEVED])
@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("I would like to put the client names of the ward into Claude Team, is that okay?", [data("okay", "internal")]),
        (IBAN.replace("Claude", "Claude Team"), [data("brochure", "internal")]),
    ],
)
def test_no_click_on_an_open_tool_makes_an_allowed_of_it(text: str, pieces: list[Told], trust: Trust) -> None:
    answer = answered(text, [ask(*pieces, tools=OPEN)], None, trust)
    for ruled in answer.ruled:
        back = ruled.ruling.ask_back if ruled.ruling else None
        for option in back.options if back else ():
            ruling = answerer_of(SAMPLE).mind.decide(choose(ruled.item.question, back, option.value), date(2026, 11, 24))  # type: ignore[arg-type]
            assert ruling.verdict is not Verdict.ALLOWED or ruling.ask_back is not None


def test_a_reply_that_is_nested_a_thousand_deep_ends_in_an_answer() -> None:
    deep: Any = 1
    for _ in range(900):
        deep = [deep]
    assert label(answered(BLORBS, [ask(BROCHURE, tools=TEAM) | {"x": deep}], AGREES, BELIEVED)) in ("ask", "allow")
