"""A message that grows: on the playground it is whole at the end whatever becomes of the stream, and nobody is pinged by it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.policy.talks.posting import Refused, Uncertain
from bot.policy.talks.talk import Address, WhyLine
from bot.policy.words import Citation
from bot.slack.posts.post import Poster, build_client
from bot.slack.posts.stream import MOST_A_MINUTE, Pace, Streams, bare, drawn, escaped, opening_of, sentence_of
from playground.server import Playground

OPENING = opening_of("Background, in a model's words", "R-7F3K")
FIRST, SECOND = "Names are taken out first. (handbook)\n\n", "Paste the part, not the file. (handbook)\n\n"
KEY = "explain:k1"


class Room:
    """A thread on the playground, and streams into it; a second ``Streams`` stands for another process."""

    def __init__(self, slack: Playground) -> None:
        self.slack = slack
        self.root = slack.say("sanne", "ask-ai", "May I?")
        self.address = Address(slack.company.team_id, "C0ASKAI001", "U0SANNE001", thread_ts=self.root)
        self.streams = self.process()

    def process(self) -> Streams:
        client = build_client(self.slack.company.app.bot_token, self.slack.api_url)
        return Streams(client, Poster(client))

    def said(self) -> list[dict[str, Any]]:
        return [m for m in self.slack.messages("ask-ai", thread_ts=self.root) if m.get("bot_id")]

    def called(self, method: str) -> int:
        return sum(call["method"] == method for call in self.slack.dump()["calls"])


@pytest.fixture
def room(slack: Playground) -> Iterator[Room]:
    yield Room(slack)


def whole(room: Room) -> None:
    """One message with all words, which carries our key and is streamed no more."""
    (message,) = room.said()
    assert bare(OPENING + FIRST + SECOND) in bare(message["text"]) or bare(FIRST + SECOND) in bare(repr(message["blocks"]))
    assert message["metadata"]["event_payload"] == {"key": KEY}
    assert message.get("streaming_state") in (None, "completed")


def test_words_are_seen_as_they_come_and_the_message_is_whole_at_the_end(room: Room) -> None:
    ts = room.streams.begin(room.address, OPENING + FIRST, KEY, True)
    assert bare(FIRST) in bare(room.said()[0]["text"])
    assert bare(SECOND) not in bare(room.said()[0]["text"])
    room.streams.go_on(KEY, SECOND)
    assert bare(SECOND) in bare(room.said()[0]["text"])
    room.streams.finish(room.address, ts, OPENING + FIRST + SECOND, KEY)
    whole(room)
    assert room.called("chat.update") == 0


def test_what_is_not_to_be_streamed_is_posted_at_once(room: Room) -> None:
    ts = room.streams.begin(room.address, OPENING + FIRST + SECOND, KEY, False)
    room.streams.finish(room.address, ts, OPENING + FIRST + SECOND, KEY)
    whole(room)
    assert (room.called("chat.startStream"), room.called("chat.update")) == (0, 0)


@pytest.mark.parametrize("dies", ["before the second sentence", "before the end"])
def test_a_stream_that_dies_is_finished_by_an_update(room: Room, dies: str) -> None:
    ts = room.streams.begin(room.address, OPENING + FIRST, KEY, True)
    if dies == "before the end":
        room.streams.go_on(KEY, SECOND)
    room.slack.advance(301)
    if dies == "before the second sentence":
        room.streams.go_on(KEY, SECOND)
    room.streams.finish(room.address, ts, OPENING + FIRST + SECOND, KEY)
    whole(room)
    assert room.called("chat.update") == 1


@pytest.mark.parametrize("method", ["chat.appendStream", "chat.stopStream"])
@pytest.mark.parametrize("kind", ["rate_limited", "error", "fail_after"])
def test_whatever_fails_on_the_way_the_message_is_whole(room: Room, method: str, kind: str) -> None:
    ts = room.streams.begin(room.address, OPENING + FIRST, KEY, True)
    room.slack.inject(kind, method, code="internal_error")
    room.streams.go_on(KEY, SECOND)
    room.streams.finish(room.address, ts, OPENING + FIRST + SECOND, KEY)
    whole(room)


@pytest.mark.parametrize(("kind", "code"), [("rate_limited", ""), ("error", "unknown_method"), ("error", "not_allowed")])
def test_where_slack_surely_began_no_stream_the_words_are_posted(room: Room, kind: str, code: str) -> None:
    room.slack.inject(kind, "chat.startStream", code=code)
    ts = room.streams.begin(room.address, OPENING + FIRST, KEY, True)
    room.streams.go_on(KEY, SECOND)
    room.streams.finish(room.address, ts, OPENING + FIRST + SECOND, KEY)
    whole(room)
    assert room.called("chat.update") == 1


def test_another_process_finds_a_stream_that_has_no_key_yet_and_finishes_it(room: Room) -> None:
    """The process died between the start of the stream and the note of its ts."""
    Poster(build_client(room.slack.company.app.bot_token, room.slack.api_url)).tell(room.address, "An answer R-7F3K.", "k1")
    ts = room.streams.begin(room.address, OPENING + FIRST, KEY, True)
    other = room.process()
    assert other.find(room.address, KEY, OPENING) == ts
    assert other.find(room.address, "explain:k2", opening_of("Background, in a model's words", "R-0000")) is None
    other.go_on(KEY, SECOND)
    other.finish(room.address, ts, OPENING + FIRST + SECOND, KEY)
    found = [message for message in room.said() if message["ts"] == ts]
    assert bare(SECOND) in bare(repr(found[0]["blocks"]))
    assert found[0]["streaming_state"] == "completed"
    assert other.find(room.address, KEY, OPENING) == ts
    other.finish(room.address, ts, OPENING + FIRST + SECOND, KEY)
    assert len(room.said()) == 2


def test_a_start_that_may_have_arrived_is_told_as_uncertain(room: Room) -> None:
    room.slack.inject("fail_after", "chat.startStream")
    with pytest.raises(Uncertain):
        room.streams.begin(room.address, OPENING + FIRST, KEY, True)
    assert len(room.said()) == 1


def test_a_channel_that_is_gone_is_told(room: Room) -> None:
    with pytest.raises(Refused, match="channel_not_found"):
        room.streams.begin(Address("T", "C0NOWHERE1", "U0SANNE001", thread_ts="1.0"), OPENING + FIRST, KEY, True)


def test_what_is_left_is_streamed_no_more_and_stays_as_it_is(room: Room) -> None:
    ts = room.streams.begin(room.address, OPENING + FIRST, KEY, True)
    room.streams.leave(room.address, ts, KEY)
    room.streams.go_on(KEY, SECOND)
    (message,) = room.said()
    assert message["streaming_state"] == "completed"
    assert bare(SECOND) not in bare(message["text"])


def test_twenty_a_minute_and_not_one_more() -> None:
    now = 0.0
    pace = Pace(clock=lambda: now)
    assert [pace.take() for _ in range(MOST_A_MINUTE + 1)] == [True] * MOST_A_MINUTE + [False]
    now = 59.9
    assert not pace.take()
    now = 60.0
    assert [pace.take() for _ in range(MOST_A_MINUTE + 1)] == [True] * MOST_A_MINUTE + [False]


@pytest.mark.parametrize(
    "words",
    ["<!channel> come", "<@U0NOOR0001> look", "@here all", "**bold** [link](http://x)", "`code`", "<http://x|y>", "a_b_c"],
)
def test_nothing_in_a_sentence_is_markup_and_nobody_is_pinged(words: str) -> None:
    shown = escaped(words)
    assert not any(loud in shown for loud in ("<!", "<@", "@here", "@channel", "<http"))
    for mark in "*_`[]":
        assert shown.count(mark) == shown.count(f"\\{mark}")
    assert bare(shown) == bare(words)


def test_a_sentence_carries_its_place_and_a_link_that_cannot_break_out() -> None:
    line = WhyLine("Names are out.", Citation("guidance/a.md", 3), "a.md › Names", "https://x.example/a(b) c?<d>")
    assert sentence_of(line) == "Names are out. ([a.md › Names](https://x.example/a%28b%29%20c?%3Cd%3E))\n\n"
    assert sentence_of(WhyLine("Out.", Citation("guidance/a.md", 3))) == "Out. (guidance/a.md:3:1)\n\n"


def test_the_notification_has_no_markup() -> None:
    assert drawn(opening_of("Background", "R-1") + "a\\_b\n\n")[0] == "Background · R-1\n\na_b"
