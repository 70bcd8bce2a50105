"""Slack's rate tiers, which a test can switch on, and the faults that a test can order."""

from __future__ import annotations

import subprocess
import sys

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from playground.registry import METHODS
from playground.server import Playground
from tests.playground.conftest import BOT, CLUB, post
from tests.playground.test_delivery import frame, ready

LOUNGE, BOARD = "C0LOUNGE01", "C0BOARD001"


def wait_of(call: object) -> int:
    """The Retry-After of a call that must be refused."""
    with pytest.raises(SlackApiError) as caught:
        call()  # type: ignore[operator]
    response = caught.value.response
    assert (response.status_code, response["error"]) == (429, "ratelimited")
    return int(response.headers["retry-after"])


def test_without_being_switched_on_there_is_no_limit(client: WebClient) -> None:
    for number in range(30):
        client.chat_postMessage(channel=LOUNGE, text=str(number))
        client.users_list()


def test_a_tier_2_method_is_called_twenty_times_a_minute(slack: Playground, client: WebClient) -> None:
    slack.rate_limits()
    for _ in range(20):
        client.users_list()
    assert 1 <= wait_of(client.users_list) <= 60
    assert client.users_info(user="U0ANNA0001")["ok"], "other methods have their own count"
    slack.advance(61)
    assert client.users_list()["ok"]


def test_a_channel_takes_one_message_a_second(slack: Playground, client: WebClient) -> None:
    slack.rate_limits()
    client.chat_postMessage(channel=LOUNGE, text="1")
    assert wait_of(lambda: client.chat_postMessage(channel=LOUNGE, text="2")) == 1
    assert client.chat_postMessage(channel=BOARD, text="in another channel")["ok"]
    slack.advance(1)
    assert client.chat_postMessage(channel=LOUNGE, text="2")["ok"]
    assert [message["text"] for message in slack.messages("lounge")] == ["1", "2"]


def test_a_client_that_waits_gets_through(slack: Playground) -> None:
    slack.rate_limits()
    patient = WebClient(BOT, base_url=slack.api_url, retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=2)])
    for number in range(2):
        patient.chat_postMessage(channel=LOUNGE, text=str(number))
    assert len(slack.messages("lounge")) == 2


def test_twenty_streams_are_started_in_a_minute(slack: Playground, client: WebClient) -> None:
    slack.rate_limits()
    root = slack.say("anna", "lounge", "tell me")
    who = {"recipient_team_id": "T0CHESSCLB", "recipient_user_id": "U0ANNA0001"}
    for _ in range(20):
        client.chat_startStream(channel=LOUNGE, thread_ts=root, markdown_text="x", **who)
    assert wait_of(lambda: client.chat_startStream(channel=LOUNGE, thread_ts=root, markdown_text="x", **who)) > 1


def test_limits_are_switched_by_the_control_and_by_the_command_line(slack: Playground) -> None:
    assert post(slack, "/control/rate_limits", {"on": True}).json()["ok"]
    assert slack.world.rates.on
    command = [sys.executable, "-m", "playground", "--port", "0", "--company", str(CLUB), "--rate-limits"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            url = running.stdout.readline().rsplit(" ", 1)[-1].strip()
            codes = [
                httpx.post(
                    f"{url}api/chat.postMessage",
                    data={"channel": LOUNGE, "text": "x"},
                    headers={"Authorization": f"Bearer {BOT}"},
                    trust_env=False,
                ).status_code
                for _ in range(2)
            ]
            assert codes == [200, 429]
        finally:
            running.terminate()


def test_every_method_has_a_tier_that_slack_knows() -> None:
    assert {method.tier for method in METHODS.values()} <= {-1, 0, 1, 2, 3, 4}
    assert [name for name, method in METHODS.items() if method.tier == 0] == ["chat.postMessage"]


# -- faults ------------------------------------------------------------------------------------------------------------


def test_streams_can_be_made_to_die(slack: Playground, client: WebClient) -> None:
    root = slack.say("anna", "lounge", "tell me")
    who = {"recipient_team_id": "T0CHESSCLB", "recipient_user_id": "U0ANNA0001"}
    ts = client.chat_startStream(channel=LOUNGE, thread_ts=root, markdown_text="Once", **who)["ts"]
    assert post(slack, "/control/expire_streams").json() == {"ok": True, "result": 1}
    with pytest.raises(SlackApiError, match="message_not_in_streaming_state"):
        client.chat_stopStream(channel=LOUNGE, ts=ts, markdown_text=" upon a time")
    assert client.chat_update(channel=LOUNGE, ts=ts, text="Once upon a time")["message"]["text"] == "Once upon a time"


def test_a_connection_ends_ten_seconds_after_its_disconnect_frame(slack: Playground) -> None:
    socket = ready(slack)
    slack.disconnect("warning")
    assert frame(socket)["reason"] == "warning"
    assert slack.dump()["sockets"]
    slack.advance(10.1)
    slack.wait_until(lambda: not slack.dump()["sockets"])
