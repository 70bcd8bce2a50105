"""How events reach the app: one socket each, repeated until acknowledged, signed over HTTP, and broken on purpose."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
import websocket
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.company import load_company
from playground.refusal import Refused
from playground.server import Playground
from tests.playground.conftest import CLUB, XAPP, Club

Json = dict[str, Any]


def open_socket(slack: Playground) -> websocket.WebSocket:
    url = WebClient(XAPP, base_url=slack.api_url).apps_connections_open(app_token=XAPP)["url"]
    return websocket.create_connection(url, timeout=5)


def frame(socket: websocket.WebSocket) -> Json:
    return json.loads(socket.recv())  # type: ignore[no-any-return]


def ready(slack: Playground) -> websocket.WebSocket:
    """A socket that has had its hello."""
    socket = open_socket(slack)
    assert frame(socket)["type"] == "hello"
    return socket


def acknowledge(socket: websocket.WebSocket, envelope: Json, payload: Json | None = None) -> None:
    socket.send(json.dumps({"envelope_id": envelope["envelope_id"], **({"payload": payload} if payload else {})}))


def is_silent(socket: websocket.WebSocket) -> bool:
    socket.settimeout(0.2)
    try:
        socket.recv()
    except websocket.WebSocketTimeoutException:
        return True
    finally:
        socket.settimeout(5)
    return False


def test_hello_names_the_app_and_counts_connections(slack: Playground) -> None:
    first = ready(slack)  # kept: a socket that nobody holds is closed at once
    hello = frame(open_socket(slack))
    assert first.connected
    assert (hello["num_connections"], hello["connection_info"]) == (2, {"app_id": "A0POLL0001"})


def test_an_event_has_slacks_wrapper_and_a_first_attempt_counts_zero(slack: Playground) -> None:
    socket = ready(slack)
    ts = slack.say("anna", "lounge", "hello")
    envelope = frame(socket)
    acknowledge(socket, envelope)
    assert (envelope["type"], envelope["retry_attempt"], envelope["retry_reason"]) == ("events_api", 0, "")
    assert envelope["accepts_response_payload"] is False
    body = envelope["payload"]
    assert (body["type"], body["team_id"], body["api_app_id"]) == ("event_callback", "T0CHESSCLB", "A0POLL0001")
    assert body["event_id"].startswith("Ev")
    assert body["authorizations"][0]["user_id"] == "U0POLLBOT1"
    assert body["event"] | {"blocks": [], "client_msg_id": ""} == {
        "type": "message",
        "user": "U0ANNA0001",
        "team": "T0CHESSCLB",
        "client_msg_id": "",
        "text": "hello",
        "blocks": [],
        "ts": ts,
        "channel": "C0LOUNGE01",
        "event_ts": ts,
        "channel_type": "channel",
    }


def test_a_mention_in_a_channel_comes_as_message_and_as_app_mention(slack: Playground) -> None:
    socket = ready(slack)
    ts = slack.say("anna", "lounge", "@pollster hello")
    events = [frame(socket)["payload"]["event"] for _ in range(2)]
    assert [(event["type"], event["ts"]) for event in events] == [("message", ts), ("app_mention", ts)]


def test_each_envelope_goes_to_one_socket_only(slack: Playground) -> None:
    sockets = [ready(slack), ready(slack)]
    for number in range(4):
        slack.say("anna", "lounge", str(number))
    got = [[frame(socket)["payload"]["event"]["text"] for _ in range(2)] for socket in sockets]
    assert sorted(text for texts in got for text in texts) == ["0", "1", "2", "3"]
    assert all(is_silent(socket) for socket in sockets)


def test_an_unacknowledged_event_comes_again_at_once_after_a_minute_and_after_five(slack: Playground) -> None:
    socket = ready(slack)
    slack.say("anna", "lounge", "again and again")
    first = frame(socket)
    seen = [(first["retry_attempt"], first["retry_reason"])]
    for pause in (0.0, 60.0, 300.0):
        slack.advance(3.01)
        time.sleep(0.05)
        slack.advance(pause)
        envelope = frame(socket)
        seen.append((envelope["retry_attempt"], envelope["retry_reason"]))
        assert envelope["payload"]["event_id"] == first["payload"]["event_id"]
        assert envelope["envelope_id"] != first["envelope_id"]
    assert seen == [(0, ""), (1, "timeout"), (2, "timeout"), (3, "timeout")]
    slack.advance(3600)
    assert is_silent(socket)


def test_an_acknowledged_event_does_not_come_again(slack: Playground) -> None:
    socket = ready(slack)
    slack.say("anna", "lounge", "once")
    acknowledge(socket, frame(socket))
    time.sleep(0.05)
    slack.advance(3600)
    assert is_silent(socket)


def test_a_lost_acknowledgement_brings_the_event_again(by_socket: Club) -> None:
    slack = by_socket.slack
    slack.inject("lost_ack")
    slack.say("anna", "dm", "lost")
    slack.wait_for("dm", "You said: lost", user="anna")
    slack.advance(3.01)
    slack.wait_until(lambda: sum("You said: lost" in m["text"] for m in slack.messages("dm", "anna")) == 2)


def test_a_killed_socket_hands_its_event_to_another(slack: Playground) -> None:
    first = ready(slack)
    slack.say("anna", "lounge", "carry on")
    event = frame(first)["payload"]["event_id"]
    second = ready(slack)
    assert slack.kill_sockets(only_one=True) == 1
    again = frame(second)
    assert (again["payload"]["event_id"], again["retry_attempt"], again["retry_reason"]) == (event, 1, "connection_failed")


def test_a_disconnect_frame_asks_for_a_new_connection(by_socket: Club) -> None:
    slack = by_socket.slack
    old = slack.dump()["sockets"]
    assert slack.disconnect() == 1
    slack.wait_until(lambda: set(slack.dump()["sockets"]) - set(old), timeout=30)  # the SDK may need two tries of 5 seconds
    slack.say("anna", "dm", "still there?")
    slack.wait_for("dm", "still there?", user="anna")


def test_after_the_server_cut_the_connection_the_app_comes_back(by_socket: Club) -> None:
    slack = by_socket.slack
    assert slack.kill_sockets() == 1
    slack.wait_until(lambda: slack.dump()["sockets"], timeout=15)
    slack.say("anna", "dm", "back?")
    slack.wait_for("dm", "back?", user="anna")


def test_an_eleventh_socket_is_sent_away(slack: Playground) -> None:
    sockets = [ready(slack) for _ in range(10)]
    assert frame(open_socket(slack)) | {"debug_info": None} == {
        "type": "disconnect",
        "reason": "too_many_websockets",
        "debug_info": None,
    }
    assert len(sockets) == len(slack.dump()["sockets"])


def test_a_socket_address_works_once(slack: Playground) -> None:
    url = WebClient(XAPP, base_url=slack.api_url).apps_connections_open(app_token=XAPP)["url"]
    websocket.create_connection(url, timeout=5)
    with pytest.raises(websocket.WebSocketBadStatusException):
        websocket.create_connection(url, timeout=5)


def test_a_ping_is_answered(slack: Playground) -> None:
    socket = ready(slack)
    socket.ping("are you there")
    opcode, frame_ = socket.recv_data_frame(control_frame=True)
    assert (opcode, frame_.data) == (websocket.ABNF.OPCODE_PONG, b"are you there")


def test_a_click_that_nobody_acknowledges_tells_the_person(slack: Playground) -> None:
    ready(slack)
    slack.ack_schedule(0.05, ())
    with pytest.raises(Refused, match="pollster did not answer"):
        slack.command("anna", "lounge", "/poll x")


def test_rate_limits_come_with_retry_after_and_do_nothing(slack: Playground, client: WebClient) -> None:
    slack.inject("rate_limited", "chat.postMessage", seconds=7)
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="C0LOUNGE01", text="x")
    assert (caught.value.response.status_code, caught.value.response.headers["retry-after"]) == (429, "7")
    assert slack.messages("lounge") == []
    assert client.chat_postMessage(channel="C0LOUNGE01", text="x")["ok"]


def test_a_500_after_the_deed_leaves_the_message(slack: Playground, client: WebClient) -> None:
    slack.inject("fail_after", "chat.postMessage")
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="C0LOUNGE01", text="said, but not told so")
    assert caught.value.response.status_code == 500
    assert len(slack.messages("lounge")) == 1


def test_a_method_can_be_made_to_refuse_for_ever(slack: Playground, client: WebClient) -> None:
    slack.inject("error", "conversations.replies", times=None, code="missing_scope")
    ts = slack.say("anna", "lounge", "x")
    for _ in range(3):
        with pytest.raises(SlackApiError, match="missing_scope"):
            client.conversations_replies(channel="C0LOUNGE01", ts=ts)


def test_a_slow_method_takes_its_time(slack: Playground, client: WebClient) -> None:
    slack.inject("slow", "auth.test", seconds=0.3)
    began = time.monotonic()
    client.auth_test()
    assert time.monotonic() - began >= 0.3


# -- signed HTTP -------------------------------------------------------------------------------------------------------


@contextmanager
def http_app(
    status: int = 200, challenge: bool = True, headers: dict[str, str] | None = None
) -> Iterator[tuple[str, list[tuple[dict[str, str], str]]]]:
    """A tiny app that keeps every request it gets."""
    got: list[tuple[dict[str, str], str]] = []

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            got.append(({key.lower(): value for key, value in self.headers.items()}, body))
            asked = body.startswith("{") and json.loads(body).get("challenge")
            self.send_response(200 if asked else status)
            for key, value in (headers or {}).items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(asked.encode() if asked and challenge else b"")

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/slack/events", got
    server.shutdown()
    server.server_close()


def test_http_events_are_signed_after_the_address_was_verified() -> None:
    with http_app() as (url, got), Playground(load_company(CLUB), http_events=url, signing_secret="s3cret") as slack:
        slack.say("anna", "lounge", "hello")
        slack.wait_until(lambda: len(got) == 2)
        assert json.loads(got[0][1])["type"] == "url_verification"
        headers, body = got[1]
        base = f"v0:{headers['x-slack-request-timestamp']}:{body}".encode()
        assert headers["x-slack-signature"] == "v0=" + hmac.new(b"s3cret", base, hashlib.sha256).hexdigest()
        assert "x-slack-retry-num" not in headers


def test_http_events_that_fail_come_again_with_retry_headers() -> None:
    with http_app(status=503) as (url, got), Playground(load_company(CLUB), http_events=url) as slack:
        slack.say("anna", "lounge", "hello")
        slack.wait_until(lambda: len(got) == 3)
        assert (got[2][0]["x-slack-retry-num"], got[2][0]["x-slack-retry-reason"]) == ("1", "http_error")


def test_x_slack_no_retry_ends_the_repetitions() -> None:
    with (
        http_app(status=503, headers={"X-Slack-No-Retry": "1"}) as (url, got),
        Playground(load_company(CLUB), http_events=url) as slack,
    ):
        slack.say("anna", "lounge", "hello")
        slack.wait_until(lambda: slack.dump()["deliveries"][0]["result"] == "http_error")
        slack.advance(3600)
        time.sleep(0.1)
        assert len(got) == 2


def test_an_address_that_does_not_give_back_the_challenge_gets_no_events() -> None:
    with http_app(challenge=False) as (url, got), Playground(load_company(CLUB), http_events=url) as slack:
        slack.ack_schedule(1.0, ())
        slack.say("anna", "lounge", "hello")
        slack.wait_until(lambda: slack.dump()["deliveries"][0]["result"] == "http_error")
        assert [json.loads(body)["type"] for _, body in got] == ["url_verification"]


def test_http_commands_come_as_a_form() -> None:
    with http_app() as (url, got), Playground(load_company(CLUB), http_events=url) as slack:
        slack.command("anna", "lounge", "/poll a & b?")
        headers, body = got[-1]
        assert headers["content-type"] == "application/x-www-form-urlencoded"
        form = dict(urllib.parse.parse_qsl(body))
        assert (form["command"], form["text"], form["channel_name"], form["user_id"]) == (
            "/poll",
            "a & b?",
            "lounge",
            "U0ANNA0001",
        )


def test_http_interactions_come_as_json_in_a_form() -> None:
    with http_app() as (url, got), Playground(load_company(CLUB), http_events=url) as slack:
        slack.shortcut("anna", "new_poll")
        payload = json.loads(dict(urllib.parse.parse_qsl(got[-1][1]))["payload"])
        assert (payload["type"], payload["callback_id"], payload["user"]["id"]) == ("shortcut", "new_poll", "U0ANNA0001")


def test_with_http_events_no_socket_is_given_out() -> None:
    with http_app() as (url, _), Playground(load_company(CLUB), http_events=url) as slack:
        answer = httpx.post(f"{slack.api_url}apps.connections.open", headers={"Authorization": f"Bearer {XAPP}"}, trust_env=False)
        assert answer.json()["error"] == "socket_mode_not_enabled"


def test_a_lost_acknowledgement_over_http_brings_the_event_again(by_http: Club) -> None:
    by_http.slack.inject("lost_ack")
    by_http.slack.say("anna", "dm", "lost")
    by_http.slack.wait_until(lambda: sum("You said: lost" in m["text"] for m in by_http.slack.messages("dm", "anna")) == 2)
    lost = next(entry for entry in by_http.slack.dump()["deliveries"] if entry["result"] == "http_timeout")
    again = next(entry for entry in by_http.slack.dump()["deliveries"] if entry["attempt"] == 1)
    assert (again["event_id"], again["reason"]) == (lost["event_id"], "http_timeout")


def test_a_signature_is_of_this_moment_though_the_clock_was_moved_on(by_http: Club) -> None:
    by_http.slack.advance(3600)
    by_http.slack.say("anna", "dm", "an hour later")
    by_http.slack.wait_for("dm", "You said: an hour later", user="anna")
