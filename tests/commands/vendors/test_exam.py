"""``mayi eval`` and ``mayi exam`` with recorded replies: what is asked is dumped, what is replied counts, no record is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.llm.replay import MODEL, Replay
from bot.policy.talks.claims import Reply
from tests.commands.running import run_in

QUESTIONS = (
    {"id": "1", "question": "May I put the blorbs of ward seven into ChatGPT Enterprise?", "expected": "deny"},
    {"id": "2", "question": "Claude Team for the zorblax that hangs in the hall?", "expected": "allow"},
)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    file = tmp_path / "questions.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in QUESTIONS), encoding="utf-8")
    return file


def reply_to(prompt: str) -> dict[str, Any]:
    """What a good reader says of the two questions."""
    tool = {"quote": "ChatGPT Enterprise", "ids": ["chatgpt/enterprise"]}
    piece, data = "the blorbs of ward seven", "health-records"
    if "zorblax" in prompt:
        tool = {"quote": "Claude Team", "ids": ["claude/team"]}
        piece, data = "the zorblax that hangs in the hall", "published-content"
    if "task `read`" in prompt:
        return {"asks": [{"intent": "may_i", "tools": [tool], "data": [{"quote": piece, "ids": [data]}]}]}
    return {"intent": "may_i", "tools": [tool], "data": [{"quote": piece, "id": data}]}


def dumped_in(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "messages.jsonl").read_text(encoding="utf-8").splitlines()]


def test_what_a_model_would_be_asked_is_dumped_and_its_replies_are_scored(questions: Path, tmp_path: Path) -> None:
    words = run_in(tmp_path, "eval", str(questions), "--no-model", "--json", "-")
    assert json.loads(words.out)["strict"] == 0
    dumped = run_in(tmp_path, "eval", str(questions), "--dump", "dump")
    assert dumped.code == 0
    assert "4 prompts that have no reply yet" in dumped.err
    shared = json.loads((tmp_path / "dump" / "shared.json").read_text(encoding="utf-8"))["shared"]
    assert "`health-records`" in shared
    messages = dumped_in(tmp_path / "dump")
    assert [(one["task"], one["message"], one["thread"]) for one in messages] == [
        (task, one["question"], []) for one in QUESTIONS for task in ("read", "check")
    ]
    lines = [json.dumps({"key": one["key"], "reply": reply_to(one["prompt"])}) for one in messages]
    (tmp_path / "replies.jsonl").write_text("\n".join(lines), encoding="utf-8")
    score = json.loads(run_in(tmp_path, "eval", str(questions), "--replies", "replies.jsonl", "--json", "-").out)
    assert (score["strict"], score["false_allow"]) == (1, 0)
    proposes = run_in(tmp_path, "eval", str(questions), "--replies", "replies.jsonl", "--level", "proposes", "--json", "-")
    assert json.loads(proposes.out)["strict"] == 0.5, "it forbids, and what it would allow waits for a click"
    again = run_in(tmp_path, "eval", str(questions), "--replies", "replies.jsonl", "--dump", "left")
    assert "0 prompts" in again.err


def test_replies_to_a_message_stay_good_when_its_prompt_changes_and_the_old_ones_are_counted(tmp_path: Path) -> None:
    first, second = QUESTIONS
    talk = {**second, "thread": [f"user: {first['question']}", "bot: No."]}
    (tmp_path / "questions.jsonl").write_text(json.dumps(talk), encoding="utf-8")
    run_in(tmp_path, "eval", "questions.jsonl", "--dump", "dump")
    messages = dumped_in(tmp_path / "dump")
    assert [one["thread"] for one in messages] == [[], [], [first["question"]], [first["question"]]]
    names = ("task", "message", "thread", "policy")
    made = [{**{name: one[name] for name in names}, "prompt": "0123", "reply": reply_to(one["prompt"])} for one in messages]

    def scored(lines: list[dict[str, Any]]) -> tuple[float, str]:
        (tmp_path / "replies.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        ran = run_in(tmp_path, "eval", "questions.jsonl", "--replies", "replies.jsonl", "--json", "-")
        return json.loads(ran.out)["strict"], ran.err

    strict, said = scored(made)
    assert strict == 1 and "4 replies, 4 of them old" in said and "0 prompts have none" in said
    strict, said = scored([{**line, "policy": "Another House"} for line in made])
    assert strict == 0 and "0 replies, 0 of them old" in said and "4 prompts have none" in said


def test_what_a_model_replies_is_recorded_with_its_message_and_stands_in_its_place(questions: Path, tmp_path: Path) -> None:
    run_in(tmp_path, "eval", str(questions), "--dump", "dump")
    messages = dumped_in(tmp_path / "dump")
    with Replay({one["key"]: Reply(reply_to(one["prompt"])) for one in messages}) as server:
        words = ("eval", str(questions), "--model", MODEL, "--level", "believed", "--record", "record.jsonl", "--json", "-")
        scored = [json.loads(run_in(tmp_path, *words, MAYI_OLLAMA_URL=server.url).out)["strict"] for _ in range(2)]
    lines = [json.loads(line) for line in (tmp_path / "record.jsonl").read_text(encoding="utf-8").splitlines()]
    told = [(line["task"], line["message"], line["policy"], line["prompt"]) for line in lines]
    assert told == [(one["task"], one["message"], one["policy"], one["key"]) for one in messages], "each is asked once"
    again = run_in(tmp_path, "eval", str(questions), "--replies", "record.jsonl", "--json", "-")
    assert [*scored, json.loads(again.out)["strict"]] == [1, 1, 1]
    assert "4 replies, 0 of them old" in again.err


def test_an_exam_of_recorded_replies_tells_what_is_proved_and_keeps_no_record(tmp_path: Path) -> None:
    (tmp_path / "replies.jsonl").write_text("", encoding="utf-8")
    words = ("exam", "--replies", "replies.jsonl", "--only", "three-rivers", "--json", "-")
    ran = run_in(tmp_path, *words)
    assert "recorded     0 replies, 0 of them old" in ran.err
    marks = json.loads(ran.out)
    assert {"n", "strict", "lenient", "asks", "false_allow", "bound", "level", "admitted"} <= set(marks)
    assert marks["n"] > 50
    assert not marks["admitted"]
    assert not (tmp_path / "exams").exists()


WRONG = [
    (("eval", "QUESTIONS", "--model", "m", "--no-model"), "not both"),
    (("eval", "QUESTIONS", "--model", "m", "--replies", "QUESTIONS"), "one of them"),
    (("eval", "QUESTIONS", "--record", "out.jsonl"), "--model"),
    (("eval", "QUESTIONS", "--replies", "QUESTIONS"), "questions.jsonl:1"),
    (("exam",), "MAYI_MODEL"),
    (("exam", "--replies", "QUESTIONS"), "questions.jsonl:1"),
    (("exam", "--replies", "QUESTIONS", "--only", "nobody"), "no policy nobody"),
    (("exam", "--model", "m"), "Ollama"),
    (("exam", "--tables", "--model", "m"), "Ollama"),
    (("exam", "--tables"), "MAYI_MODEL"),
    (("exam", "--tables", "--terms", "--model", "m"), "give one"),
    (("exam", "--tables", "--only", "three-rivers", "--model", "m"), "give one"),
]


@pytest.mark.parametrize(("words", "said"), WRONG)
def test_wrong_use_is_refused_with_what_to_do(words: tuple[str, ...], said: str, questions: Path, tmp_path: Path) -> None:
    given = (str(questions) if word == "QUESTIONS" else word for word in words)
    ran = run_in(tmp_path, *given, MAYI_OLLAMA_URL="http://127.0.0.1:9")
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
