"""The agent view's own parts: a word while working, what is suggested, who may stop, what Slack's refusals change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.slack.agent.polite import Polite
from bot.slack.agent.working import DELAY_SECONDS, LONGEST_SECONDS, RENEW_SECONDS, Place, Working
from bot.slack.doors.agent import AgentDoors, Prompt, Suggestions
from tests.slack.payloads import ASKER, TEAM, QuietClient, app_with, event, send

PLACE = Place("C1", "10.1", ASKER)
STATUS, SESSION = "assistant.threads.setStatus", "agents.sessions.setStatus"


class Refusing(WebClient):
    """A client that remembers its calls and refuses those to the named methods."""

    def __init__(self, **refusals: str) -> None:
        super().__init__(token="xoxb-test")
        self.refusals = refusals
        self.called: list[tuple[str, dict[str, Any]]] = []

    def api_call(self, api_method: str, **how: Any) -> Any:  # type: ignore[override]
        self.called.append((api_method, how.get("json") or {}))
        code = self.refusals.get(api_method.replace(".", "_"))
        if code == "broken":
            raise ConnectionResetError
        if code:
            response = SlackResponse(
                client=self, http_verb="POST", api_url="", req_args={}, data={"error": code}, headers={}, status_code=200
            )
            raise SlackApiError(code, response)
        return {"ok": True}


@dataclass
class Watch:
    """Working on a clock of the test's own."""

    client: Refusing = field(default_factory=Refusing)
    now: float = 0
    done: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.working = Working(Polite(self.client), lambda user: f"for {user}", self.done.__contains__, lambda: self.now)
        self.working._stop.set()  # rounds are made by hand

    def after(self, seconds: float) -> list[tuple[str, str]]:
        """What was called in the round after so many seconds: method and status."""
        self.now += seconds
        before = len(self.client.called)
        self.working.look()
        return [(method, given["status"]) for method, given in self.client.called[before:]]


SHOWN = [(STATUS, f"for {ASKER}"), (SESSION, "processing")]
GONE = [(STATUS, ""), (SESSION, "active")]


def test_what_is_answered_at_once_needs_no_word() -> None:
    watch = Watch()
    watch.working.begin("k", PLACE)
    assert watch.after(DELAY_SECONDS / 2) == []
    watch.done.add("k")
    assert watch.after(DELAY_SECONDS) == []
    assert watch.working._jobs == {}


def test_what_takes_longer_says_so_until_it_is_there() -> None:
    watch = Watch()
    watch.working.begin("k", PLACE)
    assert watch.after(DELAY_SECONDS) == SHOWN
    assert watch.after(1) == []
    watch.done.add("k")
    assert watch.after(0.1) == GONE
    assert watch.after(1) == []


def test_what_has_ended_needs_nobody_to_have_said_it() -> None:
    watch = Watch()
    watch.working.begin("k", PLACE)
    watch.after(DELAY_SECONDS)
    watch.working.end("k")
    assert watch.after(0) == GONE


def test_the_word_is_said_again_before_slack_takes_it_away_and_not_for_ever() -> None:
    watch = Watch()
    watch.working.begin("k", PLACE)
    watch.after(DELAY_SECONDS)
    assert RENEW_SECONDS < 120
    assert watch.after(RENEW_SECONDS + 1) == SHOWN
    assert watch.after(LONGEST_SECONDS) == GONE


def test_the_word_stays_while_something_else_is_under_way_in_the_thread() -> None:
    watch = Watch()
    watch.working.begin("one", PLACE)
    watch.working.begin("two", PLACE)
    watch.after(DELAY_SECONDS)
    watch.done.add("one")
    assert watch.after(1) == []
    watch.done.add("two")
    assert watch.after(1) == GONE


def test_only_what_others_asked_in_the_same_thread_counts_as_theirs() -> None:
    watch = Watch()
    watch.working.begin("mine", PLACE)
    watch.working.begin("elsewhere", Place("C1", "99.9", "U2"))
    assert not watch.working.is_busy_for_others(PLACE)
    watch.working.begin("theirs", Place("C1", "10.1", "U2"))
    assert watch.working.is_busy_for_others(PLACE)
    watch.done.add("theirs")
    assert not watch.working.is_busy_for_others(PLACE)


def test_a_refusal_that_stays_is_told_once_and_the_method_left_alone(caplog: pytest.LogCaptureFixture) -> None:
    client = Refusing(assistant_threads_setStatus="missing_scope")
    polite = Polite(client)
    assert [polite(STATUS, status="x") for _ in range(3)] == [False] * 3
    assert polite(SESSION, status="active")
    assert [method for method, _ in client.called] == [STATUS, SESSION]
    assert len([record for record in caplog.records if "missing_scope" in record.getMessage()]) == 1


@pytest.mark.parametrize("code", ["channel_not_found", "ratelimited", "broken"])
def test_a_refusal_that_may_pass_is_told_once_and_tried_again(code: str, caplog: pytest.LogCaptureFixture) -> None:
    client = Refusing(assistant_threads_setStatus=code)
    polite = Polite(client)
    assert [polite(STATUS, status="x") for _ in range(3)] == [False] * 3
    assert len(client.called) == 3
    assert len(caplog.records) == 1


@pytest.mark.parametrize("code", ["invalid_thread_ts", "message_not_found"])
def test_a_question_that_was_deleted_meanwhile_sends_no_admin_looking_for_scopes(
    code: str, caplog: pytest.LogCaptureFixture
) -> None:
    client = Refusing(assistant_threads_setStatus=code)
    polite = Polite(client)
    assert not polite(STATUS, status="")
    assert not [record for record in caplog.records if record.levelname == "WARNING"]
    assert not polite(STATUS, status="x")
    assert len(client.called) == 2, "another question's word is still said"


# --- listeners ---------------------------------------------------------------------------------------------------------


def opened(tab: str) -> dict[str, Any]:
    return {"type": "app_home_opened", "user": ASKER, "channel": "D1", "tab": tab, "event_ts": "30.1"}


def suggested(tab: str, told: Suggestions) -> list[dict[str, Any]]:
    """The calls that suggest something, once a tab was opened; lazy listeners are waited for."""
    app = app_with([], agent=AgentDoors(suggest=lambda user: told))
    assert send(app, event(opened(tab))).status == 200
    app._listener_runner.lazy_listener_runner.executor.shutdown(wait=True)  # type: ignore[attr-defined]
    return [given for method, given in QuietClient.calls if method == "assistant.threads.setSuggestedPrompts"]


def test_at_most_four_questions_are_suggested_without_a_thread() -> None:
    prompts = tuple(Prompt(f"Tool {n} · notes <!channel>", f"May I use tool {n}? " + "x" * 400) for n in range(6))
    (given,) = suggested("messages", Suggestions("Often asked", prompts))
    assert set(given) == {"channel_id", "title", "prompts"}
    assert [prompt["title"][:6] for prompt in given["prompts"]] == ["Tool 0", "Tool 1", "Tool 2", "Tool 3"]
    assert all(len(prompt["message"]) <= 300 for prompt in given["prompts"])


def test_nothing_is_called_where_nothing_is_suggested_or_another_tab_is_opened() -> None:
    assert suggested("messages", Suggestions()) == []
    assert suggested("home", Suggestions("", (Prompt("a", "b"),))) == []


def stop_event(user: str = ASKER) -> dict[str, Any]:
    told = {"type": "agent_session_stopped", "user": user, "channel": "C1", "thread_ts": "10.1", "event_ts": "31.1"}
    return {**told, "streaming_message_ts": []}


def test_stop_goes_to_the_door_and_the_session_is_at_rest() -> None:
    stopped: list[tuple[str, ...]] = []

    def stop(*what: str) -> bool:
        stopped.append(what)
        return True

    assert send(app_with([], agent=AgentDoors(stop=stop)), event(stop_event())).status == 200
    assert stopped == [(TEAM, "C1", "10.1", ASKER)]
    assert [(method, given["status"]) for method, given in QuietClient.calls if "etStatus" in method] == GONE


def test_who_stops_what_somebody_else_asked_is_told_so() -> None:
    send(app_with([], agent=AgentDoors(stop=lambda *_: False)), event(stop_event("U2")))
    (given,) = (given for method, given in QuietClient.calls if method == "chat.postEphemeral")
    assert given["user"] == "U2"
    assert "thread_ts" not in given, "nobody sees it in a thread that has no replies yet"
    assert not [method for method, _ in QuietClient.calls if "etStatus" in method]


def test_a_stop_that_was_not_taken_in_is_sent_again_by_slack() -> None:
    def stop(*_: str) -> bool:
        raise OSError("the ledger is locked")

    assert send(app_with([], agent=AgentDoors(stop=stop)), event(stop_event())).status == 500
