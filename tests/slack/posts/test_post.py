"""The posting port against the playground: what was posted, what surely was not, and what may have been."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.policy.talks.posting import LookRefused, PostingProblem, RateLimited, Refused, Uncertain
from bot.policy.talks.talk import Address
from bot.slack.posts.post import Poster, build_client
from playground.server import Playground
from tests.slack.answers import ALLOWED, FORBIDDEN

TEAM, ROOM = "T0MEANDER1", "C0ASKAI001"


def poster(slack: Playground, **how: Any) -> Poster:
    return Poster(build_client("xoxb-playground-bot", slack.api_url), **how)


def address(slack: Playground, **more: Any) -> Address:
    ts = slack.say("sanne", "ask-ai", "may I?")
    return Address(TEAM, ROOM, "U0SANNE001", thread_ts=ts, **more)


def test_an_answer_is_posted_in_the_thread_and_found_again_by_its_key(slack: Playground) -> None:
    where = address(slack)
    ts = poster(slack).post(where, FORBIDDEN, "key-1")
    message = slack.messages("ask-ai", thread_ts=where.thread_ts)[-1]
    assert (message["ts"], message["text"]) == (ts, "Not allowed: Customer names may not go into ChatGPT Free.")
    assert poster(slack).find(where, "key-1") == ts
    assert poster(slack).find(where, "key-2") is None


def test_a_direct_message_is_found_in_its_history(slack: Playground) -> None:
    slack.say("sanne", "dm", "may I?")
    channel = slack.messages("dm", "sanne")[0]
    where = Address(TEAM, _dm_of(slack), "U0SANNE001")
    ts = poster(slack).post(where, ALLOWED, "key-dm")
    assert channel["ts"] != ts
    assert poster(slack).find(where, "key-dm") == ts


def _dm_of(slack: Playground) -> str:
    space = slack.world.space
    return str(space.find_channel("dm", "U0SANNE001").id)


def test_a_key_on_the_second_page_is_found(slack: Playground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.slack.posts.post.PAGE", 2)
    where = address(slack)
    for number in range(5):
        poster(slack).post(where, ALLOWED, f"key-{number}")
    assert poster(slack).find(where, "key-4") == slack.messages("ask-ai", thread_ts=where.thread_ts)[-1]["ts"]


def test_an_answer_is_replaced_in_place_as_often_as_wanted(slack: Playground) -> None:
    where = address(slack)
    ts = poster(slack).post(where, ALLOWED, "key-1")
    for _ in range(2):
        assert poster(slack).update(replace(where, message_ts=ts), FORBIDDEN, "key-1") == ts
    replies = [message for message in slack.messages("ask-ai", thread_ts=where.thread_ts) if message.get("bot_id")]
    assert [message["text"][:11] for message in replies] == ["Not allowed"]
    assert poster(slack).find(where, "key-1") == ts


def test_plain_words_are_posted_without_markup(slack: Playground) -> None:
    where = address(slack)
    poster(slack).tell(where, "Changed on 3 Nov: <!channel>", "key-3")
    assert slack.messages("ask-ai", thread_ts=where.thread_ts)[-1]["text"] == "Changed on 3 Nov: &lt;!channel&gt;"


def test_the_buttons_carry_the_mark_of_the_asker_and_never_the_user(slack: Playground) -> None:
    where = address(slack)
    poster(slack, mark=lambda team, user: f"m{len(team)}{len(user)}").post(where, FORBIDDEN, "key-1")
    block = slack.messages("ask-ai", thread_ts=where.thread_ts)[-1]["blocks"][-1]
    assert block["block_id"] == "mayi|R-7F3K|m1010|en|answer|0"


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ({"kind": "rate_limited", "seconds": 7}, RateLimited),
        ({"kind": "fail_after"}, Uncertain),
        ({"kind": "error", "code": "not_in_channel"}, Refused),
        ({"kind": "error", "code": "fatal_error"}, Uncertain),
    ],
    ids=["asked to wait", "a server error after posting", "not in the channel", "an error that may have posted"],
)
def test_each_trouble_of_posting_has_its_own_name(
    slack: Playground, fault: dict[str, Any], problem: type[PostingProblem]
) -> None:
    where = address(slack)
    slack.inject(method="chat.postMessage", **fault)
    with pytest.raises(problem) as raised:
        poster(slack).post(where, ALLOWED, "key-1")
    if isinstance(raised.value, RateLimited):
        assert raised.value.retry_after_seconds == 7
    if isinstance(raised.value, Refused):
        assert raised.value.reason == "not_in_channel"


def test_what_was_posted_before_a_server_error_is_found_by_its_key(slack: Playground) -> None:
    where = address(slack)
    slack.inject("fail_after", "chat.postMessage")
    with pytest.raises(Uncertain):
        poster(slack).post(where, ALLOWED, "key-1")
    assert poster(slack).find(where, "key-1") is not None


def test_slack_that_does_not_answer_is_uncertain() -> None:
    nobody = Poster(build_client("xoxb-playground-bot", "http://127.0.0.1:9/api/"))
    with pytest.raises(Uncertain):
        nobody.post(Address(TEAM, ROOM, "U1"), ALLOWED, "key")


def test_the_client_repeats_nothing_by_itself(slack: Playground) -> None:
    where = address(slack)
    slack.inject("rate_limited", "chat.postMessage")
    with pytest.raises(RateLimited):
        poster(slack).post(where, ALLOWED, "key")
    assert poster(slack).find(where, "key") is None


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ({"kind": "error", "code": "missing_scope"}, LookRefused),
        ({"kind": "error", "code": "not_allowed_token_type"}, LookRefused),
        ({"kind": "rate_limited"}, RateLimited),
        ({"kind": "fail_after"}, Uncertain),
    ],
    ids=["no scope", "no bots", "asked to wait", "a server error"],
)
def test_a_refused_look_is_told_apart_from_a_look_that_may_work_later(
    slack: Playground, fault: dict[str, Any], problem: type[PostingProblem]
) -> None:
    where = address(slack)
    slack.inject(method="conversations.replies", **fault)
    with pytest.raises(problem):
        poster(slack).find(where, "key")


def test_a_private_answer_cannot_be_looked_for(slack: Playground) -> None:
    with pytest.raises(LookRefused):
        poster(slack).find(Address(TEAM, ROOM, "U1", private=True), "key")


def with_hook(slack: Playground, use: Callable[[Address], None]) -> None:
    """A response_url as a slash command would bring it."""
    space = slack.world.space
    hook = slack.world.make_hook(space.find_channel("ask-ai", "U0SANNE001"), "U0SANNE001")
    use(Address(TEAM, ROOM, "U0SANNE001", response_url=hook, private=True))


def test_a_private_answer_is_seen_by_the_asker_alone(slack: Playground) -> None:
    with_hook(slack, lambda where: poster(slack).private(where, FORBIDDEN))
    assert "ChatGPT Free" in repr(slack.messages("ask-ai", "sanne"))
    assert "ChatGPT Free" not in repr(slack.messages("ask-ai", "noor"))


def test_a_used_up_or_expired_private_way_is_refused(slack: Playground) -> None:
    def six_times(where: Address) -> None:
        for _ in range(5):
            poster(slack).private(where, ALLOWED)
        with pytest.raises(Refused):
            poster(slack).private(where, ALLOWED)

    def too_late(where: Address) -> None:
        slack.advance(31 * 60)
        with pytest.raises(Refused):
            poster(slack).private(where, ALLOWED)

    with_hook(slack, six_times)
    with_hook(slack, too_late)


@pytest.mark.parametrize("code", ["msg_blocks_too_long", "invalid_blocks"])
def test_a_private_answer_that_slack_finds_too_long_comes_as_plain_words(slack: Playground, code: str) -> None:
    slack.inject("error", "response_url", code=code)
    with_hook(slack, lambda where: poster(slack).private(where, FORBIDDEN))
    (message,) = [m for m in slack.messages("ask-ai", "sanne") if m.get("to")]
    assert len(message["blocks"]) == 1 and "Not allowed" in message["blocks"][0]["text"]["text"]


def test_a_private_way_that_is_refused_in_words_is_no_success(slack: Playground) -> None:
    slack.inject("error", "response_url", code="channel_not_found")
    with pytest.raises(Refused, match="channel_not_found"):
        with_hook(slack, lambda where: poster(slack).private(where, ALLOWED))


def test_a_private_answer_that_may_have_arrived_is_not_known_to_have(slack: Playground) -> None:
    slack.inject("fail_after", "response_url")
    with pytest.raises(Uncertain):
        with_hook(slack, lambda where: poster(slack).private(where, ALLOWED))


def test_a_private_way_that_is_asked_to_wait_is_waited_for(slack: Playground) -> None:
    slack.inject("rate_limited", "response_url", seconds=7)
    with pytest.raises(RateLimited) as limited:
        with_hook(slack, lambda where: poster(slack).private(where, ALLOWED))
    assert limited.value.retry_after_seconds == 7
