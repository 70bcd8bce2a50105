"""Cards are within Slack's limits; only owners get a form; what is kept is kept before Slack is acknowledged."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.desk.requests import Clicker
from bot.policy.requests import RequestKind, Settlement, Wish
from bot.saying.words import phrase
from bot.slack.desk import answer, asking, request
from bot.slack.desk.cards import ANSWER, APPROVE, DECLINE, GRANT, PASS, RULE, to_card
from bot.slack.doors.all import Pick, Picks
from bot.slack.doors.desk import Button, Card, DeskDoors, Line, Offered
from bot.slack.form import DATA, TOOL
from bot.slack.marks import Mark, to_block_id
from bot.slack.posts.blocks import OWNER, RARER, REQUEST, TELL
from playground.blocks import block_faults
from tests.slack import payloads as pay
from tests.slack.payloads import QuietClient, app_with, click, interaction, send
from tests.slack.test_dispatch import wait_for_calls

MINE = to_block_id(Mark("R-1", "markU1", "en", "answer"))
DESK = to_block_id(Mark("R-1", "", "en", "desk"))
TODAY = date(2026, 11, 20)
LOUD = "<!channel> & *bold* @here " + "x" * 4000
CARD = Card(
    "R-1:owner",
    LOUD,
    (Line("Who", "Nov 20", "U1"), Line("Question", LOUD), Line("", "bare"), Line("Nothing")),
    (Button("answer", "A" * 100), Button("decline", "No")),
    LOUD,
)


def desk(**doors: Any) -> DeskDoors:
    given: dict[str, Any] = {"today": lambda: TODAY, "verdicts": lambda _: (("allowed", "Yes"), ("forbidden", "No"))}
    return DeskDoors(**{**given, "may_rule": lambda _: True, **doors})


def views() -> list[dict[str, Any]]:
    return [how["view"] for method, how in QuietClient.calls if method == "views.open"]


def sent(callback: str, remembered: dict[str, str], values: dict[str, Any], user: str = pay.ASKER) -> Any:
    """A sent form."""
    kept = {"team": "T1", "channel": "C1", "kind": "channel", "ts": "11.1", "thread": "10.1", "receipt": "R-1"}
    state = {action: {action: value} for action, value in values.items()}
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": callback,
        "private_metadata": json.dumps({**kept, "asker": "markU1", "language": "en", "url": "", **remembered}),
        "blocks": [],
        "state": {"values": state},
    }
    return interaction({"type": "view_submission", "user": {"id": user, "name": "noor"}, "view": view})


# --- cards -------------------------------------------------------------------------------------------------------


def test_a_card_is_within_slacks_limits_and_only_whom_it_names_is_mentioned() -> None:
    text, blocks = to_card(CARD)
    assert block_faults(blocks, "message", 50) == []
    drawn = json.dumps(blocks)
    assert "<@U1>" in drawn and "<!channel>" not in drawn and "<!channel>" not in text and "@here" not in drawn
    assert "Nothing" not in drawn
    assert [element["action_id"] for element in blocks[-1]["elements"]] == [ANSWER, DECLINE]


# --- asking ------------------------------------------------------------------------------------------------------


def test_a_mishap_is_kept_before_slack_is_acknowledged() -> None:
    asked: list[Any] = []

    def ask(*given: Any) -> str:
        asked.append(given)
        return "Asked <!here>."

    app = app_with([], desk=desk(ask=ask))
    assert send(app, click(TELL, MINE)).status == 200
    assert asked[0] == (RequestKind.INCIDENT, "R-1", "en", False, None)
    assert wait_for_calls("chat.postEphemeral")[0]["text"] == "Asked &lt;!here&gt;."


BUTTONS = [
    pytest.param(OWNER, "owner", RequestKind.OWNER, Wish(), id="the owner"),
    pytest.param(f"{REQUEST}_0", "access|claude/team|help", RequestKind.ACCESS, Wish("claude/team", to="help"), id="access"),
    pytest.param(f"{REQUEST}_1", "approval||finance", RequestKind.APPROVAL, Wish(to="finance"), id="an approval"),
]


@pytest.mark.parametrize(("action", "value", "kind", "wish"), BUTTONS)
def test_before_somebody_is_asked_a_form_says_who_sees_what_and_takes_words(
    action: str, value: str, kind: RequestKind, wish: Wish
) -> None:
    asked: list[Any] = []
    doors = desk(ask=lambda *given: asked.append(given) or "Asked.", consent=lambda *_: "Finance will see your name.")
    app = app_with([], desk=doors)
    send(app, click(action, MINE, value))
    view = wait_for_calls("views.open")[0]["view"]
    assert block_faults(view["blocks"], "modal", 100) == [] and not asked
    assert view["blocks"][0]["text"]["text"] == "Finance will see your name."
    remembered = json.loads(view["private_metadata"])
    send(app, sent(asking.FORM, remembered, {asking.WORDS: {"value": "For the board."}}))
    assert asked == [(kind, "R-1", "en", False, replace(wish, why="For the board."))]


def test_where_slack_opens_no_form_it_is_asked_without_words(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def too_late(*_given: Any, **_how: Any) -> None:
        raise SlackApiError("expired_trigger_id", {"error": "expired_trigger_id"})

    monkeypatch.setattr(QuietClient, "views_open", too_late)
    send(app_with([], desk=desk(ask=lambda *given: asked.append(given) or "Asked.")), click(OWNER, MINE))
    assert wait_for_calls("chat.postEphemeral")[0]["text"] == "Asked."
    assert asked == [(RequestKind.OWNER, "R-1", "en", False, Wish())]


@pytest.mark.parametrize("action", [OWNER, TELL, f"{REQUEST}_0"])
def test_a_button_pressed_by_somebody_else_asks_nobody(action: str) -> None:
    asked: list[Any] = []
    app = app_with([], desk=desk(ask=lambda *given: asked.append(given)))
    send(app, click(action, MINE, "access|claude/team|help", user=pay.OTHER))
    assert "someone else" in wait_for_calls("chat.postEphemeral")[0]["text"]
    assert not asked and not views()


def test_a_form_to_ask_with_sent_by_somebody_else_is_refused() -> None:
    asked: list[Any] = []
    app = app_with([], desk=desk(ask=lambda *given: asked.append(given)))
    kept = {"request": "owner", "tool": "", "to": ""}
    assert "someone else" in send(app, sent(asking.FORM, kept, {asking.WORDS: {"value": "x"}}, pay.OTHER)).body
    assert not asked


def test_a_request_that_could_not_be_kept_is_told() -> None:
    def broken(*_given: Any) -> str:
        raise RuntimeError("no database")

    app = app_with([], desk=desk(ask=broken))
    send(app, click(TELL, MINE))
    assert "try again" in wait_for_calls("chat.postEphemeral")[0]["text"]
    kept = {"request": "owner", "tool": "", "to": ""}
    assert "try again" in send(app, sent(asking.FORM, kept, {asking.WORDS: {"value": "x"}})).body


@pytest.mark.parametrize(("kind", "field"), [("tool", "mayi_request_name"), ("exception", TOOL)])
def test_a_request_form_is_filled_in_with_what_was_understood(kind: str, field: str) -> None:
    offered = Offered(wish=Wish(tool="a/b", tool_name="Grok", data="d1"))
    picks = Picks((Pick("a/b", "Tool A"),), (Pick("d1", "Data"), Pick("d2", "Other")))
    app = app_with([], desk=desk(understood=lambda _: offered), picks=lambda _: picks)
    chosen = {"type": "overflow", "action_id": RARER, "block_id": MINE, "selected_option": {"value": kind}, "action_ts": "1.2"}
    send(app, click(RARER, MINE, actions=[chosen]))
    view = wait_for_calls("views.open")[0]["view"]
    assert block_faults(view["blocks"], "modal", 100) == []
    inputs = {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}
    assert list(inputs) == [field, DATA, request.WHY, request.UNTIL]
    assert inputs[DATA]["element"]["initial_option"]["value"] == "d1"
    assert inputs[request.UNTIL]["element"]["initial_date"] == "2027-02-18"


def test_an_approval_that_a_rule_wants_is_not_called_an_exception() -> None:
    asked: list[Any] = []
    doors = desk(ask=lambda *given: asked.append(given) or "Asked.", consent=lambda *_: "Finance will see your name.")
    picks = Picks((Pick("a/b", "Tool A"),), (Pick("d1", "Data"),))
    app = app_with([], desk=doors, picks=lambda _: picks)
    send(app, click(f"{REQUEST}_0", MINE, "exception|a/b|finance"))
    view = wait_for_calls("views.open")[0]["view"]
    assert block_faults(view["blocks"], "modal", 100) == []
    assert view["title"]["text"] == phrase("en", "desk.ask.approval")
    said = [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]
    assert said == [phrase("en", "desk.form.approval"), "Finance will see your name."]


@pytest.mark.parametrize("day", ["2026-11-20", "2020-01-01", ""])
def test_an_exception_that_ends_today_or_earlier_is_refused_in_the_form(day: str) -> None:
    asked: list[Any] = []
    app = app_with([], desk=desk(ask=lambda *given: asked.append(given)))
    reply = send(app, sent(request.FORM, {"request": "exception"}, {request.UNTIL: {"selected_date": day}}))
    assert "after today" in reply.body
    assert not asked


def test_a_request_form_sent_by_somebody_else_is_refused() -> None:
    asked: list[Any] = []
    app = app_with([], desk=desk(ask=lambda *given: asked.append(given)))
    form = sent(request.FORM, {"request": "tool"}, {request.UNTIL: {"selected_date": "2027-01-01"}}, pay.OTHER)
    assert "someone else" in send(app, form).body
    assert not asked


# --- answering ---------------------------------------------------------------------------------------------------


def test_only_an_owner_gets_a_form() -> None:
    app = app_with([], desk=desk(open_request=lambda *_: Offered()))
    send(app, click(ANSWER, DESK, "R-1:owner"))
    assert "Only the owners" in wait_for_calls("chat.postEphemeral")[0]["text"]
    assert not views()


def test_a_forged_form_of_somebody_who_is_no_owner_settles_nothing() -> None:
    settled: list[Any] = []
    app = app_with([], desk=desk(settle=lambda *given: settled.append(given)))
    reply = send(app, sent(answer.FORM, {"request": "R-1:owner", "action": ANSWER}, {}))
    assert "Only the owners" in reply.body
    assert not settled


@pytest.mark.parametrize("action", [RULE, APPROVE])
def test_what_would_change_the_policy_is_no_form_for_the_team_that_a_card_was_passed_to(action: str) -> None:
    doors = desk(may_settle=lambda *_: True, may_rule=lambda _: False, open_request=lambda *_: Offered())
    send(app_with([], desk=doors), click(action, DESK, "R-1:owner"))
    assert "Only the owners" in wait_for_calls("chat.postEphemeral")[0]["text"]
    assert not views()


def test_the_team_that_a_card_was_passed_to_answers_without_a_box_that_makes_it_knowledge() -> None:
    doors = desk(may_settle=lambda *_: True, may_rule=lambda _: False, open_request=lambda *_: Offered())
    send(app_with([], desk=doors), click(ANSWER, DESK, "R-1:owner"))
    blocks = wait_for_calls("views.open")[0]["view"]["blocks"]
    inputs = [block["block_id"] for block in blocks if block["type"] == "input"]
    assert answer.WORDS in inputs and answer.KNOWLEDGE not in inputs


@pytest.mark.parametrize(
    ("action", "ticked", "settles"),
    [(RULE, [], False), (APPROVE, [], False), (ANSWER, [{"value": "yes"}], False), (ANSWER, [], True), (DECLINE, [], True)],
)
def test_a_forged_form_of_that_team_makes_no_rule(action: str, ticked: list[dict[str, str]], settles: bool) -> None:
    settled: list[Any] = []
    doors = desk(may_settle=lambda *_: True, may_rule=lambda _: False, settle=lambda *given: settled.append(given) or "settled")
    values = {
        answer.VERDICT: {"selected_option": {"value": "allowed"}},
        answer.WORDS: {"value": "Fine."},
        answer.UNTIL: {"selected_date": "2099-01-01"},
        answer.KNOWLEDGE: {"selected_options": ticked},
    }
    reply = send(app_with([], desk=doors), sent(answer.FORM, {"request": "R-1:owner", "action": action}, values))
    assert ("Only the owners" in reply.body) is not settles
    assert bool(settled) is settles


@pytest.mark.parametrize(
    ("action", "inputs"),
    [
        (ANSWER, [answer.VERDICT, answer.WORDS, answer.CONDITIONS, answer.KNOWLEDGE]),
        (APPROVE, [answer.UNTIL, answer.CONDITIONS, answer.WORDS]),
        (DECLINE, [answer.WORDS]),
        (RULE, [answer.VERDICT, answer.WORDS, answer.CONDITIONS]),
        (GRANT, [answer.WORDS]),
        (PASS, [answer.TO]),
    ],
)
def test_each_button_has_its_form(action: str, inputs: list[str]) -> None:
    many = tuple((f"c{number}", "Condition " * 20) for number in range(150))
    offered = Offered(
        RequestKind.EXCEPTION,
        Wish(until="2027-03-01"),
        "Someone asks for an exception · R-1",
        (Line("Question", "“May I?”"), Line("Added by the asker", "for <us>")),
        "forbidden",
        (("f", "Finance"),),
    )
    doors = desk(may_settle=lambda *_: True, open_request=lambda *_: offered, conditions=lambda _: many)
    send(app_with([], desk=doors), click(action, DESK, "R-1:exception"))
    view = wait_for_calls("views.open")[0]["view"]
    assert block_faults(view["blocks"], "modal", 100) == []
    about, asked, *blocks = view["blocks"]
    assert about["text"]["text"] == "*Someone asks for an exception · R-1*", "the form covers the card"
    assert asked["text"]["text"].split("\n") == ["*Question*  “May I?”", "*Added by the asker*  for &lt;us&gt;"], "a line each"
    assert [block["block_id"] for block in blocks if block["type"] == "input"] == inputs
    if action == RULE:
        assert blocks[0]["element"]["initial_option"]["value"] == "forbidden", "what the asker was answered"


def test_an_owner_reads_the_form_in_their_own_language() -> None:
    opened: list[str] = []
    offered = lambda *given: opened.extend(given) or Offered()  # noqa: E731
    doors = desk(may_settle=lambda *_: True, open_request=offered, language=lambda _: "nl")
    send(app_with([], desk=doors), click(ANSWER, DESK, "R-1:owner"))
    view = wait_for_calls("views.open")[0]["view"]
    assert opened == ["R-1:owner", "nl"], "what the form is about as well"
    assert json.loads(view["private_metadata"])["language"] == "nl"
    assert view["submit"]["text"] == phrase("nl", "desk.form.send")


def test_what_is_settled_already_opens_no_form() -> None:
    send(app_with([], desk=desk(may_settle=lambda *_: True)), click(ANSWER, DESK, "R-1:owner"))
    assert "before you" in wait_for_calls("chat.postEphemeral")[0]["text"]


@pytest.mark.parametrize(("ended", "told"), [("settled", ""), ("too_late", "before you"), ("gone", "taken the question back")])
def test_an_owners_form_is_handed_on_whole(ended: str, told: str) -> None:
    settled: list[Any] = []

    def settle(*given: Any) -> str:
        settled.append(given)
        return ended

    app = app_with([], desk=desk(may_settle=lambda *_: True, settle=settle))
    values = {
        answer.VERDICT: {"selected_option": {"value": "forbidden"}},
        answer.WORDS: {"value": " No. "},
        answer.CONDITIONS: {"selected_options": [{"value": "c1"}]},
        answer.KNOWLEDGE: {"selected_options": [{"value": "yes"}]},
    }
    reply = send(app, sent(answer.FORM, {"request": "R-1:owner", "action": ANSWER}, values))
    said = Settlement("forbidden", "No.", ("c1",), "", as_knowledge=True)
    assert settled == [("R-1:owner", Clicker("T1", "U1", "noor"), said, False)]
    assert told in reply.body and bool(reply.body) == bool(told)


def test_a_rule_that_is_confirmed_is_knowledge_without_a_box_to_tick() -> None:
    settled: list[Any] = []
    doors = desk(may_settle=lambda *_: True, settle=lambda *given: settled.append(given) or "settled")
    values = {answer.VERDICT: {"selected_option": {"value": "forbidden"}}, answer.WORDS: {"value": "No."}}
    assert not send(app_with([], desk=doors), sent(answer.FORM, {"request": "R-1:owner", "action": RULE}, values)).body
    assert settled[0][2] == Settlement("forbidden", "No.", as_knowledge=True)


@pytest.mark.parametrize(
    ("ended", "told"),
    [("settled", ""), ("too_early", "try again"), ("too_late", "before you"), ("gone", "taken the question back")],
)
def test_a_request_is_passed_on_once(ended: str, told: str) -> None:
    passed: list[Any] = []

    def pass_on(*given: str) -> str:
        passed.append(given)
        return ended

    app = app_with([], desk=desk(may_settle=lambda *_: True, pass_on=pass_on))
    values = {answer.TO: {"selected_option": {"value": "finance"}}}
    reply = send(app, sent(answer.FORM, {"request": "R-1:owner", "action": PASS}, values))
    assert passed == [("R-1:owner", "finance")]
    assert told in reply.body and bool(reply.body) == bool(told)


def test_a_verdict_that_is_none_is_not_taken() -> None:
    settled: list[Any] = []
    app = app_with([], desk=desk(may_settle=lambda *_: True, settle=lambda *given: settled.append(given)))
    values = {answer.VERDICT: {"selected_option": {"value": "whatever"}}, answer.WORDS: {"value": "x"}}
    assert "errors" in send(app, sent(answer.FORM, {"request": "R-1:owner", "action": ANSWER}, values)).body
    assert not settled
