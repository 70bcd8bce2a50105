"""Socket Mode and signed HTTP against the playground: the door first, then the acknowledgement; nothing lost on failure."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.policy.talks.incoming import Incoming
from bot.policy.talks.talk import Address
from bot.saying.words import phrase
from bot.slack.app import build_app
from bot.slack.doors.all import Doors, Pick, Picks
from bot.slack.http import LARGEST_BODY, SigningSecretMissingError, build_asgi, build_server
from bot.slack.posts.post import Poster, build_client
from bot.slack.socket import SocketMode
from playground.server import Playground
from tests.slack import payloads
from tests.slack.answers import ASK, FORBIDDEN

SECRET = "playground-secret"


def marked(_team: str, user: str) -> str:
    return f"mark{user}"


def doors(got: list[Incoming], **more: Any) -> Doors:
    return Doors(**{"door": got.append, "texts": phrase, "app": None, "minds": None, "mark": marked, **more})


@contextmanager
def over_socket(slack: Playground, got: list[Incoming], **more: Any) -> Iterator[SocketMode]:
    app = build_app(doors(got, **more), build_client("xoxb-playground-bot", slack.api_url))
    socket = SocketMode(app, "xapp-playground-app", slack.api_url)
    socket.start()
    slack.wait_for_app()
    try:
        yield socket
    finally:
        socket.stop()


def posted(slack: Playground, answer: Any, asker: str = "U0SANNE001") -> tuple[str, str]:
    """A question of Sanne's with its answer below: ts of both."""
    ts = slack.say("sanne", "ask-ai", "may I?")
    poster = Poster(build_client("xoxb-playground-bot", slack.api_url), marked)
    return ts, poster.post(Address("T0MEANDER1", "C0ASKAI001", asker, thread_ts=ts), answer, "key")


def test_a_mention_reaches_the_door(slack: Playground) -> None:
    got: list[Incoming] = []
    with over_socket(slack, got) as socket:
        ts = slack.say("sanne", "ask-ai", "@may-i may I use Claude for letters?")
        slack.wait_until(lambda: got)
        assert socket.is_connected()
    assert (got[0].trigger, got[0].text, got[0].ts) == ("mention", "may I use Claude for letters?", ts)
    assert (got[0].team, got[0].channel, got[0].user) == ("T0MEANDER1", "C0ASKAI001", "U0SANNE001")


def test_the_door_is_done_before_the_acknowledgement_is_sent(slack: Playground) -> None:
    """The door is held shut: as long as it is, the playground has no acknowledgement."""
    entered, opened = threading.Event(), threading.Event()

    def slow(_: Incoming) -> None:
        entered.set()
        opened.wait(10)

    with over_socket(slack, [], door=slow):
        slack.say("sanne", "dm", "may I?")
        assert entered.wait(10)
        time.sleep(0.2)
        assert [socket for socket in slack.world.delivery.sockets if socket.waiting]
        opened.set()
        slack.wait_until(lambda: not [socket for socket in slack.world.delivery.sockets if socket.waiting])


def test_a_question_whose_door_fails_comes_again(slack: Playground) -> None:
    got: list[Incoming] = []

    def failing_once(incoming: Incoming) -> None:
        got.append(incoming)
        if len(got) == 1:
            raise RuntimeError("the queue is full")

    slack.ack_schedule(0.3, (0.0, 60.0, 300.0))
    with over_socket(slack, [], door=failing_once):
        slack.say("sanne", "dm", "may I?")
        slack.wait_until(lambda: len(got) == 2)
    assert got[0].unique == got[1].unique


def test_a_direct_message_its_edit_and_its_deletion_reach_the_door(slack: Playground) -> None:
    got: list[Incoming] = []
    with over_socket(slack, got):
        ts = slack.say("sanne", "dm", "may I?")
        slack.wait_until(lambda: len(got) == 1)
        slack.edit("sanne", "dm", ts, "may we?")
        slack.wait_until(lambda: len(got) == 2)
        slack.delete("sanne", "dm", ts)
        slack.wait_until(lambda: len(got) == 3)
    assert [(one.trigger, one.text, one.channel_kind, one.ts) for one in got] == [
        ("dm", "may I?", "dm", ts),
        ("edit", "may we?", "dm", ts),
        ("delete", "", "dm", ts),
    ]
    assert len({one.unique for one in got}) == 3


def test_a_click_of_the_asker_reaches_the_door_and_of_another_does_not(slack: Playground) -> None:
    got: list[Incoming] = []
    with over_socket(slack, got):
        _, ts = posted(slack, ASK)
        slack.press("noor", "ask-ai", ts, "GitHub")
        slack.wait_until(lambda: "belongs to someone else" in repr(slack.messages("ask-ai", "noor")))
        assert got == []
        slack.press("sanne", "ask-ai", ts, "GitHub")
        slack.wait_until(lambda: got)
    assert (got[0].trigger, got[0].choice, got[0].receipt, got[0].ts) == ("click", ("tool", "copilot/github"), "R-7F3K", ts)


def test_the_correction_form_opens_filled_in_and_comes_back(slack: Playground) -> None:
    got: list[Incoming] = []
    tools = (Pick("claude/team", "Claude Team"), Pick("chatgpt/free", "ChatGPT Free"))
    data = tuple(Pick(f"d{number}", f"Data {number}", "Kinds") for number in range(150))
    more = {"picks": lambda _: Picks(tools, data), "understood": lambda _: {"tool": {"chatgpt/free": "free", "=Gamma": "Gamma"}}}
    with over_socket(slack, got, **more):
        _, ts = posted(slack, FORBIDDEN)
        slack.press("sanne", "ask-ai", ts, "Not what I meant")
        form = slack.wait_until(lambda: slack.modal("sanne"))
        filled = form["blocks"][0]["element"]["initial_options"]
        assert [option["text"]["text"] for option in filled] == ["ChatGPT Free", "Gamma"]
        found = slack.options("sanne", "mayi_pick_data", "data 149")
        assert [option["value"] for option in found] == ["d149"]
        assert slack.submit("sanne", {"mayi_pick_tool": ["claude/team", "=Gamma"], "mayi_pick_data": ["d149"]}) == {}
        slack.wait_until(lambda: got)
    assert (got[0].trigger, got[0].correction) == ("correction", {"tool": ("claude/team", "=Gamma"), "data": ("d149",)})
    assert (got[0].receipt, got[0].ts) == ("R-7F3K", ts)


def test_feedback_is_thanked_for_in_private(slack: Playground) -> None:
    kept: list[tuple[Any, ...]] = []
    with over_socket(slack, [], on_feedback=lambda *given: kept.append(given)):
        _, ts = posted(slack, FORBIDDEN)
        slack.press("sanne", "ask-ai", ts, "Useful")
        slack.wait_until(lambda: "Thank you, noted." in repr(slack.messages("ask-ai", "sanne")))
    assert kept == [("R-7F3K", "T0MEANDER1", "U0SANNE001", True)]


def test_a_slash_command_is_acknowledged_and_brings_a_private_way_to_answer(slack: Playground) -> None:
    got: list[Incoming] = []
    with over_socket(slack, got):
        assert slack.command("sanne", "ask-ai", "/mayi may I use Claude?") == {}
        assert slack.command("sanne", "ask-ai", "/mayi help") == {}
        slack.wait_until(lambda: "Three ways to ask" in repr(slack.messages("ask-ai", "sanne")))
    assert (got[0].channel_kind, got[0].response_url.startswith(slack.url)) == ("private", True)


def test_a_reply_in_a_thread_is_asked_only_where_the_bot_has_answered(slack: Playground) -> None:
    got: list[Incoming] = []
    ours: set[str] = set()
    with over_socket(slack, got, is_ours=lambda team, channel, thread_ts: thread_ts in ours):
        first = slack.say("sanne", "ask-ai", "lunch?")
        slack.say("noor", "ask-ai", "not for us", first)
        second = slack.say("sanne", "ask-ai", "another")
        ours.add(second)
        slack.say("noor", "ask-ai", "and with Gemini?", second)
        slack.wait_until(lambda: got)
    assert [(one.text, one.trigger, one.user) for one in got] == [("and with Gemini?", "thread", "U0NOOR0001")]


def test_the_connection_comes_back_after_it_was_cut(slack: Playground) -> None:
    got: list[Incoming] = []
    with over_socket(slack, got):
        slack.kill_sockets()
        slack.say("sanne", "dm", "may I?")
        slack.wait_until(lambda: got, timeout=20)
    assert got[0].text == "may I?"


@contextmanager
def over_http(got: list[Incoming], secret: str = SECRET, **more: Any) -> Iterator[Playground]:
    """A playground that posts signed events to the bot's HTTP door."""
    with Playground(http_events="http://127.0.0.1:9/slack/events") as slack:
        app = build_app(doors(got, **more), build_client("xoxb-playground-bot", slack.api_url), secret)
        server = build_server(build_asgi(app, secret), port=0)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        slack.wait_until(lambda: server.started)
        port = server.servers[0].sockets[0].getsockname()[1]
        slack.world.delivery.http_url = f"http://127.0.0.1:{port}/slack/events"
        try:
            yield slack
        finally:
            server.should_exit = True
            thread.join(10)


def test_signed_http_brings_mentions_clicks_and_commands(slack: Playground) -> None:
    got: list[Incoming] = []
    with over_http(got) as other:
        other.say("sanne", "ask-ai", "@may-i may I?")
        other.wait_until(lambda: len(got) == 1)
        _, ts = posted(other, ASK)
        other.press("sanne", "ask-ai", ts, "GitHub")
        other.command("sanne", "ask-ai", "/mayi may I?")
    assert [one.trigger for one in got] == ["mention", "click", "slash"]


def test_http_with_another_secret_reaches_nobody() -> None:
    got: list[Incoming] = []
    with over_http(got, secret="not-slacks") as slack:
        slack.say("sanne", "dm", "may I?")
        slack.wait_until(lambda: "http_error" in repr(slack.world.delivery.record))
    assert got == []


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="signed with an old secret"),
        pytest.param({"x-slack-request-timestamp": "0"}, id="six days old"),
        pytest.param({"x-slack-request-timestamp": "now"}, id="a time without digits"),
        pytest.param({"x-slack-request-timestamp": "9" * 400}, id="a time of 400 digits"),
        pytest.param({"x-slack-request-timestamp": "-" + "9" * 400}, id="a time of 400 digits that was never"),
        pytest.param({"x-slack-request-timestamp": "9" * 5000}, id="a time of 5000 digits"),
        pytest.param({"x-slack-signature": "v0=\u00e9"}, id="a signature of other letters"),
    ],
)
def test_of_what_is_refused_no_word_comes_into_the_log(headers: dict[str, str], caplog: pytest.LogCaptureFixture) -> None:
    text = '{"type": "event_callback", "event": {"text": "the password is Zorb' + 'lax7"}}'
    sent = payloads.signed(text, secret="an old one")
    app = build_app(doors([]), build_client("xoxb-playground-bot", "http://127.0.0.1:9/api/"), SECRET)
    with caplog.at_level(logging.DEBUG):
        client = TestClient(build_asgi(app, SECRET))
        given = {name: values[0] for name, values in sent.headers.items()} | headers
        answered = client.post("/slack/events", content=text, headers={name: v.encode() for name, v in given.items()})
    assert answered.status_code == 401
    assert "Zorb" not in caplog.text
    assert "SLACK_SIGNING_SECRET" in caplog.text


def test_http_that_is_too_large_is_refused_before_it_is_read() -> None:
    with over_http([]) as slack:
        host, _, port = slack.world.delivery.http_url.removeprefix("http://").partition("/")[0].partition(":")
        for head in (b"content-length: 300000000\r\n", b"transfer-encoding: chunked\r\n"):
            with socket.create_connection((host, int(port)), timeout=30) as line:
                line.sendall(b"POST /slack/events HTTP/1.1\r\nhost: x\r\n" + head + b"\r\n")
                if b"chunked" in head:
                    line.sendall((b"%x\r\n" % (LARGEST_BODY + 1)) + b"x" * (LARGEST_BODY + 1) + b"\r\n")  # and no end
                assert line.recv(12) == b"HTTP/1.1 413"


def test_nobody_tells_by_a_header_where_they_come_from() -> None:
    app = build_app(doors([]), build_client("xoxb-playground-bot", "http://127.0.0.1:9/api/"), SECRET)
    assert not build_server(build_asgi(app, SECRET)).config.proxy_headers


def test_http_without_a_secret_does_not_start() -> None:
    app = build_app(doors([]), build_client("xoxb-playground-bot", "http://127.0.0.1:9/api/"))
    with pytest.raises(SigningSecretMissingError, match="SLACK_SIGNING_SECRET"):
        build_asgi(app, "")
