"""Recorded replies are found by what was typed, whatever the prompt is today; and a file of them is read as it was written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answerer import CURRENT_MESSAGE, TypedMessage
from bot.exam.replies import RecordedReplies, ReplyKey, Sheet, line_of, read_replies, replayed, reply_of
from bot.llm.replay import key_of
from bot.policy.talks.claims import Reply
from bot.policy.trust import NO_TRUST
from bot.reading.model.hearing import Model

READ, CHECK = ({"type": "object", "properties": {name: {}}} for name in ("asks", "data"))
ASKED = "May the minutes go into Copilot?"
LINE = {"task": "read", "message": ASKED, "reply": {"asks": []}}
OLD = Reply({"asks": []})

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters=":"), min_size=1).map(str.strip).filter(bool)
keys = st.builds(ReplyKey, st.sampled_from(("read", "check")), texts, st.lists(texts, max_size=3).map(tuple), st.just("") | texts)
replies = st.builds(
    Reply,
    st.dictionaries(texts, st.lists(texts)),
    st.sampled_from((1.0, 0.5, 0.0)),
    tokens=st.just(7),
    seconds=st.sampled_from((0.25, 2.5)),
    prompt=st.just("") | texts,
)


def recorded(tmp_path: Path, *lines: dict[str, Any]) -> RecordedReplies:
    file = tmp_path / "replies.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return RecordedReplies(read_replies(file))


def heard(
    replies: RecordedReplies | Model | Sheet,
    message: str = ASKED,
    *thread: str,
    policies: tuple[str, ...] = ("Acme",),
    schema: dict[str, Any] = READ,
    rest: str = "a prompt",
) -> Reply | None:
    """What is given to a message that is asked of a policy, in a prompt that nobody has seen before."""
    token = CURRENT_MESSAGE.set(TypedMessage(message, thread, policies))
    try:
        return replies.hear("the policy", rest, schema)
    finally:
        CURRENT_MESSAGE.reset(token)


@given(to=keys, reply=replies)
def test_a_line_that_tells_its_message_is_read_as_it_was_written(to: ReplyKey, reply: Reply) -> None:
    assert reply_of(line_of(to, reply)) == (to, reply)


@given(key=texts, reply=replies)
def test_a_line_with_a_key_alone_is_read_as_it_was_written(key: str, reply: Reply) -> None:
    assert reply_of(line_of(key, reply)) == (key, Reply(reply.data, reply.sure, 0, reply.tokens, reply.seconds, key))


def test_the_last_of_several_lines_to_the_same_holds(tmp_path: Path) -> None:
    replies = recorded(
        tmp_path, LINE, {**LINE, "reply": {"asks": [1]}}, {"key": "k", "reply": {}}, {"key": "k", "reply": {"a": 1}}
    )
    assert heard(replies) == Reply({"asks": [1]})
    file = tmp_path / "blank.jsonl"
    file.write_text(f"\n{line_of('k', OLD)}\n\n", encoding="utf-8")
    assert list(read_replies(tmp_path / "replies.jsonl", file)) == [ReplyKey("read", ASKED), "k"]


WRONG = [
    "{",
    "[]",
    "5",
    '"task"',
    '{"key": "k"}',
    '{"key": 5, "reply": {}}',
    '{"key": "k", "reply": "allowed"}',
    '{"task": "read", "reply": {}}',
    '{"task": "read", "message": 5, "reply": {}}',
    '{"task": "read", "message": "m", "thread": [5], "reply": {}}',
    '{"task": "read", "message": "m", "policy": {}, "reply": {}}',
    '{"task": "read", "message": "m", "reply": {}, "sure": 2}',
]


@pytest.mark.parametrize("line", WRONG)
def test_a_line_that_is_none_is_named_with_its_file_and_number(line: str, tmp_path: Path) -> None:
    file = tmp_path / "replies.jsonl"
    file.write_text(f"{line_of('k', OLD)}\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"replies\.jsonl:2: "):
        read_replies(file)


def test_a_reply_is_to_one_task_on_one_message_in_one_thread_of_one_policy(tmp_path: Path) -> None:
    said = {**LINE, "policy": "Acme", "thread": ["the minutes are public"]}
    replies = recorded(tmp_path, said)
    assert heard(replies, ASKED, "the minutes are public") == OLD
    assert heard(replies, ASKED, "the minutes are public", policies=("acme-folder", "Acme")) == OLD
    others = [
        heard(replies),
        heard(replies, ASKED, "the minutes are secret"),
        heard(replies, ASKED, "hello", "the minutes are public"),
        heard(replies, "May the notes go into Copilot?", "the minutes are public"),
        heard(replies, ASKED, "the minutes are public", policies=("Emca",)),
        heard(replies, ASKED, "the minutes are public", schema=CHECK),
        replies.hear("the policy", "a prompt", READ),
    ]
    assert others == [None] * len(others)


def test_without_a_policy_a_line_holds_for_any_and_one_for_this_policy_goes_first(tmp_path: Path) -> None:
    mine = {**LINE, "policy": "Acme", "reply": {"asks": ["mine"]}}
    replies = recorded(tmp_path, mine, LINE)
    assert heard(replies, policies=("Emca",)) == OLD
    assert heard(replies) == Reply({"asks": ["mine"]})


@pytest.mark.parametrize("thread", [["user: a", "bot: Not allowed."], ["a"], "a"])
def test_a_thread_is_what_the_asker_typed_however_it_is_written(thread: Any, tmp_path: Path) -> None:
    assert heard(recorded(tmp_path, {**LINE, "thread": thread}), ASKED, "a") == OLD


def test_replies_to_another_prompt_than_todays_are_counted(tmp_path: Path) -> None:
    now = key_of("the policy", "a prompt")
    made = [{**LINE, "message": name, "prompt": prompt} for name, prompt in (("same", now), ("old", "0"), ("unknown", ""))]
    replies = recorded(tmp_path, *made)
    for message in ("same", "unknown", "nobody's"):
        heard(replies, message)
    assert replies.summary() == "recorded     2 replies, 0 of them old (made for another prompt); 1 prompts have none"
    heard(replies, "old", rest="today's prompt")
    heard(replies, "old", rest="today's prompt")
    assert replies.summary() == "recorded     3 replies, 1 of them old (made for another prompt); 1 prompts have none"


def test_a_line_with_a_key_alone_is_of_that_very_prompt(tmp_path: Path) -> None:
    replies = recorded(tmp_path, {"key": key_of("the policy", "a prompt"), "reply": {"asks": []}})
    assert heard(replies) is not None
    assert heard(replies, rest="another prompt") is None
    assert sum(replies.is_old.values()) == 0


def test_recorded_replies_come_over_the_path_of_any_model(tmp_path: Path) -> None:
    with replayed(recorded(tmp_path, LINE), NO_TRUST) as model:
        reply = heard(model, rest="a prompt of today")
    assert reply is not None and reply.data == {"asks": []}


def test_what_has_no_reply_is_written_with_what_was_typed(tmp_path: Path) -> None:
    replies = recorded(tmp_path, LINE)
    heard(replies)
    heard(replies, ASKED, "the minutes are public", policies=("acme-folder", "Acme"))
    assert replies.write(tmp_path / "dump") == 1
    (line,) = map(json.loads, (tmp_path / "dump" / "messages.jsonl").read_text(encoding="utf-8").splitlines())
    assert line == {
        "key": key_of("the policy", "a prompt"),
        "task": "read",
        "message": ASKED,
        "thread": ["the minutes are public"],
        "policy": "acme-folder",
        "prompt": "a prompt",
    }
    assert replies.write(tmp_path / "dump") == 0
    said = recorded(tmp_path, {**line, "reply": {"asks": []}})
    assert heard(said, ASKED, "the minutes are public", policies=("Acme", "acme-folder")) is not None
    assert list(said.is_old.values()) == [False], "a dump's line with a reply is a line of replies"


def test_a_model_is_recorded_with_what_was_typed_and_asked_again_where_the_prompt_has_changed(tmp_path: Path) -> None:
    file, asked = tmp_path / "record.jsonl", []

    def model(_shared: str, rest: str, _schema: dict[str, Any]) -> Reply:
        asked.append(rest)
        return Reply({"asks": []}, seconds=1.5, tokens=9)

    for rest in ("a prompt", "a prompt", "the prompt of a later version"):
        heard(Sheet(model, file, with_messages=True), rest=rest)
    assert asked == ["a prompt", "the prompt of a later version"]
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [line["prompt"] for line in lines] == [key_of("the policy", rest) for rest in asked]
    assert {line["policy"] for line in lines} == {"Acme"} and {line["message"] for line in lines} == {ASKED}
    assert heard(RecordedReplies(read_replies(file)), rest="a prompt of next year") is not None


def test_the_file_of_an_exam_says_nothing_that_was_typed(tmp_path: Path) -> None:
    file = tmp_path / "progress.jsonl"
    heard(Sheet(lambda *_: OLD, file))
    assert json.loads(file.read_text(encoding="utf-8")) == {"key": key_of("the policy", "a prompt"), "reply": {"asks": []}}
