"""Cards are within Slack's limits; only owners get a form; what is kept is kept before Slack is acknowledged."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.desk import requests
from bot.desk.requests import Button, Card, Clicker, Line, Offered
from bot.policy.house import Person
from bot.policy.requests import RequestKind, Settlement, Wish
from bot.saying.words import phrase
from bot.slack.click import Click
from bot.slack.desk import answer, asking, request
from bot.slack.desk.cards import ANSWER, APPROVE, DECLINE, GRANT, PASS, RULE, to_card
from bot.slack.doors.all import Doors, Pick, Picks
from bot.slack.form import DATA, TOOL
from bot.slack.marks import Mark
from bot.slack.posts.blocks import OWNER, RARER, REQUEST, TELL
from playground.blocks import block_faults
from tests.console.place import answerer
from tests.slack import payloads as pay
from tests.slack.desk.conftest import TEXT, World
from tests.slack.payloads import QuietClient, click, send
from tests.slack.test_dispatch import wait_for_calls

LOUD = "<!channel> & *bold* @here " + "x" * 4000
CARD = Card(
    "R-1:owner",
    LOUD,
    (Line("Who", "Nov 20", "U1"), Line("Question", LOUD), Line("", "bare"), Line("Nothing")),
    (Button("answer", "A" * 100), Button("decline", "No")),
    LOUD,
)


def views() -> list[dict[str, Any]]:
    return [how["view"] for method, how in QuietClient.calls if method == "views.open"]


# --- cards -------------------------------------------------------------------------------------------------------


def test_a_card_is_within_slacks_limits_and_only_whom_it_names_is_mentioned() -> None:
    text, blocks = to_card(CARD)
    assert block_faults(blocks, "message", 50) == []
    drawn = json.dumps(blocks)
    assert "<@U1>" in drawn and "<!channel>" not in drawn and "<!channel>" not in text and "@here" not in drawn
    assert "Nothing" not in drawn
    assert [element["action_id"] for element in blocks[-1]["elements"]] == [ANSWER, DECLINE]


# --- asking ------------------------------------------------------------------------------------------------------


def test_a_mishap_is_kept_before_slack_is_acknowledged(world: World) -> None:
    assert send(world.slack(), click(TELL, world.mine)).status == 200
    assert world.asked() == {RequestKind.INCIDENT: Wish()}
    assert "Security &lt;!here&gt;" in wait_for_calls("chat.postEphemeral")[0]["text"]


BUTTONS = [
    pytest.param(OWNER, "owner", RequestKind.OWNER, Wish(), id="the owner"),
    pytest.param(
        f"{REQUEST}_0", "access|claude/team|finance", RequestKind.ACCESS, Wish("claude/team", to="finance"), id="access"
    ),
    pytest.param(f"{REQUEST}_1", "approval||finance", RequestKind.APPROVAL, Wish(to="finance"), id="an approval"),
]


@pytest.mark.parametrize(("action", "value", "kind", "wish"), BUTTONS)
def test_before_somebody_is_asked_a_form_says_who_sees_what_and_takes_words(
    world: World, action: str, value: str, kind: RequestKind, wish: Wish
) -> None:
    app = world.slack()
    send(app, click(action, world.mine, value))
    view = wait_for_calls("views.open")[0]["view"]
    assert block_faults(view["blocks"], "modal", 100) == [] and not world.asked()
    assert view["blocks"][0]["text"]["text"] == requests.consent(world.app, kind, wish, "en")
    remembered = json.loads(view["private_metadata"])
    send(app, world.sent(asking.FORM, remembered, {asking.WORDS: {"value": "For the board."}}))
    assert world.asked() == {kind: replace(wish, why="For the board.")}


def test_where_slack_opens_no_form_it_is_asked_without_words(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_late(*_given: Any, **_how: Any) -> None:
        raise SlackApiError("expired_trigger_id", {"error": "expired_trigger_id"})

    monkeypatch.setattr(QuietClient, "views_open", too_late)
    send(world.slack(), click(OWNER, world.mine))
    assert wait_for_calls("chat.postEphemeral")[0]["text"].startswith("Asked.")
    assert world.asked() == {RequestKind.OWNER: Wish()}


@pytest.mark.parametrize("action", [OWNER, TELL, f"{REQUEST}_0"])
def test_a_button_pressed_by_somebody_else_asks_nobody(world: World, action: str) -> None:
    send(world.slack(), click(action, world.mine, "access|claude/team|finance", user=pay.OTHER))
    assert "someone else" in wait_for_calls("chat.postEphemeral")[0]["text"]
    assert not world.asked() and not views()


def test_a_form_to_ask_with_sent_by_somebody_else_is_refused(world: World) -> None:
    kept = {"request": "owner", "tool": "", "to": ""}
    assert "someone else" in send(world.slack(), world.sent(asking.FORM, kept, {asking.WORDS: {"value": "x"}}, pay.OTHER)).body
    assert not world.asked()


def test_a_request_that_could_not_be_kept_is_told(world: World) -> None:
    world.queue.is_broken = True
    send(world.slack(), click(TELL, world.mine))
    assert "try again" in wait_for_calls("chat.postEphemeral")[0]["text"]
    kept = {"request": "owner", "tool": "", "to": ""}
    assert "try again" in send(world.slack(), world.sent(asking.FORM, kept, {asking.WORDS: {"value": "x"}})).body


PICKS = Picks((Pick("perplexity/enterprise", "Perplexity"),), (Pick("invoices", "Invoices"), Pick("d2", "Other")))


@pytest.mark.parametrize(("kind", "field"), [("tool", "mayi_request_name"), ("exception", TOOL)])
def test_a_request_form_is_filled_in_with_what_was_understood(world: World, kind: str, field: str) -> None:
    app = world.slack(picks=lambda _: PICKS)
    chosen = {"type": "overflow", "action_id": RARER, "block_id": world.mine, "action_ts": "1.2"}
    send(app, click(RARER, world.mine, actions=[{**chosen, "selected_option": {"value": kind}}]))
    view = wait_for_calls("views.open")[0]["view"]
    assert block_faults(view["blocks"], "modal", 100) == []
    inputs = {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}
    assert list(inputs) == [field, DATA, request.WHY, request.UNTIL]
    assert inputs[DATA]["element"]["initial_option"]["value"] == "invoices"
    assert inputs[request.UNTIL]["element"]["initial_date"] == (world.app.today + timedelta(days=90)).isoformat()


def test_an_approval_that_a_rule_wants_is_not_called_an_exception(world: World) -> None:
    app = world.slack(picks=lambda _: PICKS)
    send(app, click(f"{REQUEST}_0", world.mine, "exception|perplexity/enterprise|finance"))
    view = wait_for_calls("views.open")[0]["view"]
    assert block_faults(view["blocks"], "modal", 100) == []
    assert view["title"]["text"] == phrase("en", "desk.ask.approval")
    said = [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]
    consent = requests.consent(world.app, RequestKind.EXCEPTION, Wish(to="finance"), "en")
    assert said == [phrase("en", "desk.form.approval"), consent] and "Finance" in consent


@pytest.mark.parametrize("day", ["today", "2020-01-01", ""])
def test_an_exception_that_ends_today_or_earlier_is_refused_in_the_form(world: World, day: str) -> None:
    day = world.app.today.isoformat() if day == "today" else day
    reply = send(world.slack(), world.sent(request.FORM, {"request": "exception"}, {request.UNTIL: {"selected_date": day}}))
    assert "after today" in reply.body
    assert not world.asked()


def test_a_request_form_sent_by_somebody_else_is_refused(world: World) -> None:
    form = world.sent(request.FORM, {"request": "tool"}, {request.UNTIL: {"selected_date": "2099-01-01"}}, pay.OTHER)
    assert "someone else" in send(world.slack(), form).body
    assert not world.asked()


# --- answering ---------------------------------------------------------------------------------------------------


def test_only_an_owner_gets_a_form(world: World) -> None:
    send(world.slack(), click(ANSWER, world.card, world.open()))
    assert "Only the owners" in wait_for_calls("chat.postEphemeral")[0]["text"]
    assert not views()


def test_a_forged_form_of_somebody_who_is_no_owner_settles_nothing(world: World) -> None:
    reply = send(world.slack(), world.sent(answer.FORM, {"request": world.open(), "action": ANSWER}, {}))
    assert "Only the owners" in reply.body
    assert world.row().is_open


@pytest.mark.parametrize("action", [RULE, APPROVE])
def test_what_would_change_the_policy_is_no_form_for_the_team_that_a_card_was_passed_to(passed: World, action: str) -> None:
    send(passed.slack(), click(action, passed.card, passed.open(to="finance")))
    assert "Only the owners" in wait_for_calls("chat.postEphemeral")[0]["text"]
    assert not views()


def test_the_team_that_a_card_was_passed_to_answers_without_a_box_that_makes_it_knowledge(passed: World) -> None:
    send(passed.slack(), click(ANSWER, passed.card, passed.open(to="finance")))
    blocks = wait_for_calls("views.open")[0]["view"]["blocks"]
    inputs = [block["block_id"] for block in blocks if block["type"] == "input"]
    assert answer.WORDS in inputs and answer.KNOWLEDGE not in inputs


@pytest.mark.parametrize(
    ("action", "ticked", "settles"),
    [(RULE, [], False), (APPROVE, [], False), (ANSWER, [{"value": "yes"}], False), (ANSWER, [], True), (DECLINE, [], True)],
)
def test_a_forged_form_of_that_team_makes_no_rule(
    passed: World, action: str, ticked: list[dict[str, str]], settles: bool
) -> None:
    values = {
        answer.VERDICT: {"selected_option": {"value": "allowed"}},
        answer.WORDS: {"value": "Fine."},
        answer.UNTIL: {"selected_date": "2099-01-01"},
        answer.KNOWLEDGE: {"selected_options": ticked},
    }
    kept = {"request": passed.open(to="finance"), "action": action}
    reply = send(passed.slack(), passed.sent(answer.FORM, kept, values))
    assert ("Only the owners" in reply.body) is not settles
    assert passed.row().is_open is not settles


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
def test_each_button_has_its_form(owned: World, action: str, inputs: list[str]) -> None:
    send(owned.slack(), click(action, owned.card, owned.open(RequestKind.EXCEPTION)))
    view = wait_for_calls("views.open")[0]["view"]
    assert block_faults(view["blocks"], "modal", 100) == []
    about, asked, *blocks = view["blocks"]
    assert owned.receipt in about["text"]["text"], "the form covers the card"
    lines = asked["text"]["text"].split("\n")
    assert len(lines) > 1 and any(TEXT in line for line in lines), "a line each"
    assert [block["block_id"] for block in blocks if block["type"] == "input"] == inputs


def test_a_rule_begins_with_what_the_asker_was_answered() -> None:
    clicked = Click(Mark("R-1", "", "en", "desk"), "T1", "C1", "channel", "U1", "11.1", "10.1", "20.2", "R-1:owner", "tr1", "")
    offered = Offered(about="A question", lines=(Line("Added by the asker", "for <us>"),), verdict="forbidden")
    app: Any = SimpleNamespace(knowledge=answerer().mind.knowledge)
    view = answer.build(clicked, RULE, offered, Doors(door=print, texts=phrase, app=app, minds=None))
    assert view["blocks"][1]["text"]["text"] == "*Added by the asker*  for &lt;us&gt;"
    assert view["blocks"][2]["element"]["initial_option"]["value"] == "forbidden"


def test_an_owner_reads_the_form_in_their_own_language(owned: World) -> None:
    owned.people = (Person(pay.ASKER, is_owner=True, language="nl"),)
    send(owned.slack(), click(ANSWER, owned.card, owned.open()))
    view = wait_for_calls("views.open")[0]["view"]
    assert json.loads(view["private_metadata"])["language"] == "nl"
    assert view["submit"]["text"] == phrase("nl", "desk.form.send")
    offered = requests.answer_form(owned.app, owned.of(), "nl")
    assert offered and offered.about in view["blocks"][0]["text"]["text"], "what the form is about as well"


def test_what_is_settled_already_opens_no_form(owned: World) -> None:
    settled(owned)
    send(owned.slack(), click(ANSWER, owned.card, owned.of()))
    assert "before you" in wait_for_calls("chat.postEphemeral")[0]["text"]


def settled(world: World) -> None:
    """By somebody who was faster."""
    who = Clicker("T1", "U2", "joost")
    assert requests.settle(world.app, world.open(), who, Settlement("allowed", "Yes.")) == "settled"


def erased(world: World) -> None:
    """The question was taken back."""
    world.open()
    world.ledger.erase(["k1"], datetime.now(UTC))


@pytest.mark.parametrize(
    ("before", "told"), [(World.open, ""), (settled, "before you"), (erased, "taken the question back")], ids=["", "late", "gone"]
)
def test_an_owners_form_is_handed_on_whole(owned: World, before: Callable[[World], Any], told: str) -> None:
    before(owned)
    values = {
        answer.VERDICT: {"selected_option": {"value": "forbidden"}},
        answer.WORDS: {"value": " No. "},
        answer.CONDITIONS: {"selected_options": [{"value": "c1"}]},
        answer.KNOWLEDGE: {"selected_options": [{"value": "yes"}]},
    }
    reply = send(owned.slack(), owned.sent(answer.FORM, {"request": owned.of(), "action": ANSWER}, values))
    assert told in reply.body and bool(reply.body) == bool(told)
    if not told:
        assert owned.row().settlement == Settlement("forbidden", "No.", ("c1",), "", as_knowledge=True)
        assert requests.settler(owned.app, owned.of()) == {"user": pay.ASKER, "name": "noor"}


def test_a_rule_that_is_confirmed_is_knowledge_without_a_box_to_tick(owned: World) -> None:
    values = {answer.VERDICT: {"selected_option": {"value": "forbidden"}}, answer.WORDS: {"value": "No."}}
    assert not send(owned.slack(), owned.sent(answer.FORM, {"request": owned.open(), "action": RULE}, values)).body
    assert owned.row().settlement == Settlement("forbidden", "No.", as_knowledge=True)


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (World.open, ""),
        (lambda world: world.open(ts=""), "try again"),
        (settled, "before you"),
        (erased, "taken the question back"),
    ],
    ids=["", "early", "late", "gone"],
)
def test_a_request_is_passed_on_once(owned: World, before: Callable[[World], Any], told: str) -> None:
    before(owned)
    values = {answer.TO: {"selected_option": {"value": "finance"}}}
    reply = send(owned.slack(), owned.sent(answer.FORM, {"request": owned.of(), "action": PASS}, values))
    assert told in reply.body and bool(reply.body) == bool(told)
    if not told:
        assert (owned.row().wish.to, owned.row().channel) == ("finance", "#finance")


def test_a_verdict_that_is_none_is_not_taken(owned: World) -> None:
    values = {answer.VERDICT: {"selected_option": {"value": "whatever"}}, answer.WORDS: {"value": "x"}}
    reply = send(owned.slack(), owned.sent(answer.FORM, {"request": owned.open(), "action": ANSWER}, values))
    assert "errors" in reply.body
    assert owned.row().is_open
