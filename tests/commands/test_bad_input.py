"""Whatever is wrong, `mayi` says what it is and what to do, with the right exit code, nothing on standard output and no stack."""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.server import Playground
from tests.commands.running import KEY, ROOT, Ran, run_in

SERVING = {"SLACK_BOT_TOKEN": "xoxb-playground-bot", "SLACK_APP_TOKEN": "xapp-playground-app", "MAYI_KEY": KEY}
NOWHERE = "http://127.0.0.1:9/api/"


def refused(ran: Ran, code: int, *words: str) -> None:
    """It ended as a fault of use (2) or of knowledge (3) ends: in words, on standard error alone."""
    assert ran.code == code, ran.err
    assert ran.out == ""
    assert "Traceback" not in ran.err
    assert "unforeseen" not in ran.err
    for word in words:
        assert word in ran.err


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


# --- mayi serve ---------------------------------------------------------------------------------------------------------


def test_every_missing_variable_is_named_at_once(tmp_path: Path) -> None:
    refused(run_in(tmp_path, "serve"), 2, "SLACK_BOT_TOKEN: is missing", "SLACK_APP_TOKEN: is missing", "MAYI_KEY: is missing")


def test_every_malformed_variable_is_named_at_once(tmp_path: Path) -> None:
    given = {"MAYI_MODE": "pigeon", "MAYI_HTTP_PORT": "x", "SLACK_BOT_TOKEN": "xoxp-1", "MAYI_KEY": "short"}
    ran = run_in(tmp_path, "serve", **given)
    refused(ran, 2, *(f"{name}: " for name in given), "at least 32 characters", ".env.example")
    assert len(ran.err.splitlines()) == len(given)


def test_broken_knowledge_is_told_with_every_fault_and_its_place(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "knowledge", tmp_path / "policy")
    (tmp_path / "policy" / "rules.yaml").write_text("- rule: x\n  tools: [nope]\n  data: '*'\n  effect: maybe\n")
    ran = run_in(tmp_path, "serve", **SERVING, MAYI_KNOWLEDGE="policy")
    refused(ran, 3, "rules.yaml:2:11: unknown tool `nope`", "rules.yaml:4:11: unknown effect `maybe`; use one of")


def test_a_knowledge_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    refused(run_in(tmp_path, "serve", **SERVING, MAYI_KNOWLEDGE="gone"), 3, "gone` cannot be read", "give the folder")


def test_a_database_that_can_only_be_read_is_told_and_stays_as_it_is(tmp_path: Path) -> None:
    """Root may write whatever the file's mode says, so for root SQLite itself is told to open it for reading."""
    file = tmp_path / "mayi.db"
    address = f"sqlite:///{file}"
    assert run_in(tmp_path, "db", "upgrade", "--ledger", address).code == 0
    before = file.read_bytes()
    file.chmod(0o444)
    read_only = f"sqlite:///file:{file}?mode=ro&uri=true" if os.geteuid() == 0 else address
    refused(run_in(tmp_path, "serve", **SERVING, MAYI_DATABASE=read_only), 2, "mayi.db is read-only", "make it writable")
    assert file.read_bytes() == before


def test_a_database_below_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    refused(run_in(tmp_path, "serve", **SERVING, MAYI_DATABASE="sqlite:///file/mayi.db"), 2, "file/mayi.db", "may be written to")


def test_a_postgresql_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    url = "postgresql+psycopg://mayi:sesame@127.0.0.1:9/mayi"
    ran = run_in(tmp_path, "serve", **SERVING, MAYI_DATABASE=url)
    refused(ran, 2, "127.0.0.1:9", "cannot be reached", "check host and port")
    assert "sesame" not in ran.err


def test_a_taken_port_is_told_before_anything_starts(tmp_path: Path, taken_port: int) -> None:
    http = {"MAYI_MODE": "http", "SLACK_SIGNING_SECRET": "secret", "MAYI_HTTP_PORT": str(taken_port)}
    refused(run_in(tmp_path, "serve", **SERVING, **http), 2, f"port {taken_port} on 127.0.0.1 is in use", "MAYI_HTTP_PORT")


def test_a_slack_that_does_not_answer_is_told(tmp_path: Path) -> None:
    refused(run_in(tmp_path, "serve", **SERVING, MAYI_SLACK_API_URL=NOWHERE), 2, "Slack does not answer", "check the network")


@pytest.mark.parametrize(
    ("name", "value", "do"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-of-yesterday", "OAuth & Permissions"),
        ("SLACK_APP_TOKEN", "xapp-of-yesterday", "connections:write"),
    ],
)
def test_a_token_that_slack_refuses_is_named(tmp_path: Path, name: str, value: str, do: str) -> None:
    with Playground() as slack:
        ran = run_in(tmp_path, "serve", **(SERVING | {name: value}), MAYI_SLACK_API_URL=slack.api_url)
    refused(ran, 2, f"Slack refuses {name}: invalid_auth", do)
    assert value not in ran.err


# --- mayi demo ----------------------------------------------------------------------------------------------------------


def test_a_taken_port_of_the_demo_is_told_with_another_to_try(tmp_path: Path, taken_port: int) -> None:
    refused(run_in(tmp_path, "demo", "--port", str(taken_port)), 2, f"port {taken_port}", f"--port {taken_port + 2}")
    assert not list(tmp_path.iterdir())


def test_a_demo_in_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    refused(run_in(tmp_path, "demo", "--data", "file"), 2, "file cannot be used for the demo", "--data")


def test_a_demo_of_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    refused(run_in(tmp_path, "demo", "--knowledge", "gone"), 3, "gone` cannot be read")


# --- the others ---------------------------------------------------------------------------------------------------------

QUESTION = {"id": "q1", "question": "May I use ChatGPT Free for patient letters?", "expected": "deny"}

Refusal = tuple[tuple[str, ...], int, tuple[str, ...]]
REFUSED: dict[str, Refusal] = {
    "an unknown knowledge folder for a question": (
        ("ask", "May I?", "--knowledge", "gone"),
        3,
        ("gone` cannot be read", "give the folder"),
    ),
    "a file for a knowledge folder": (("ask", "May I?", "--knowledge", "good.jsonl"), 3, ("`good.jsonl` cannot be read",)),
    "a turn without a speaker": (("ask", "May I?", "--thread", "hello"), 2, ("`hello` names no speaker", "user: ...")),
    "a fact about the asker that there is not": (("ask", "May I?", "--as", "shoe=42"), 2, ("`shoe=42`", "country=NL,role=nurse")),
    "a model and no model": (("ask", "May I?", "--model", "x", "--no-model"), 2, ("not both",)),
    "a ledger that is no address": (
        ("ask", "May I?", "--ledger", "nonsense"),
        2,
        ("what begins with 'nonsense' is no database URL", "sqlite:///"),
    ),
    "a ledger below a file": (("ask", "May I?", "--ledger", "sqlite:///good.jsonl/x.db"), 2, ("may be written to",)),
    "questions that are no JSON": (("eval", "broken.jsonl"), 2, ("broken.jsonl: line 2 is no JSON",)),
    "questions that are not there": (("eval", "gone.jsonl"), 2, ("gone.jsonl",)),
    "a score for a folder that is not there": (
        ("eval", "good.jsonl", "--json", "gone/score.json"),
        2,
        ("gone/score.json: cannot be written",),
    ),
    "an unknown knowledge folder for a score": (("eval", "good.jsonl", "--knowledge", "gone"), 3, ("gone` cannot be read",)),
    "a matrix that is not there": (
        ("import", "gone.csv", "--out", "new"),
        3,
        ("gone.csv", "there is no such file", "nothing was written"),
    ),
    "a folder that is not empty": (("import", "matrix.csv", "--out", "."), 2, ("give a folder that does not exist yet",)),
    "an export of an unknown folder": (("export", "--knowledge", "gone"), 3, ("gone` cannot be read",)),
    "a form that is none": (("export", "--knowledge", "policy", "--format", "pdf"), 2, ("csv", "svg")),
    "an address that Slack does not post to": (("manifest", "--url", "http://here"), 2, ("https://",)),
    "a fault code that there is not": (("check", "--about", "K999"), 2, ("K999",)),
    "a database that is not there": (("db", "current", "--ledger", "sqlite:///gone.db"), 2, ("mayi db upgrade",)),
    "a port that there is not": (("demo", "--port", "70000"), 2, ("--port", "65535")),
    "a command that there is not": (("sevre",), 2, ("sevre",)),
}
"""What is wrong: the words of the command, its exit code, and what it says."""


@pytest.mark.parametrize("name", REFUSED)
def test_wrong_use_is_told_in_words(tmp_path: Path, name: str) -> None:
    words, code, told = REFUSED[name]
    (tmp_path / "good.jsonl").write_text(json.dumps(QUESTION) + "\n")
    (tmp_path / "broken.jsonl").write_text(json.dumps(QUESTION) + '\n{"id": "q2", "question": \n')
    (tmp_path / "matrix.csv").write_text("tool,public\nChatGPT Free,allow\n")
    before = {path.name for path in tmp_path.iterdir()}
    refused(run_in(tmp_path, *words), code, *told)
    assert {path.name for path in tmp_path.iterdir()} == before


def test_a_missing_folder_is_a_fault_that_check_reports_as_its_result(tmp_path: Path) -> None:
    ran = run_in(tmp_path, "check", "gone", "--json")
    assert (ran.code, ran.err) == (3, "")
    told = json.loads(ran.out)
    assert told["ok"] is False
    assert "gone` cannot be read" in told["faults"][0]["what"]
    assert told["faults"][0]["do"]


def test_a_log_level_that_there_is_not_is_told(tmp_path: Path) -> None:
    refused(run_in(tmp_path, "check", MAYI_LOG_LEVEL="loud"), 2, "MAYI_LOG_LEVEL", "debug, info, warning or error")


def test_a_log_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    refused(run_in(tmp_path, "check", MAYI_LOG_FILE="file/mayi.log"), 2, "MAYI_LOG_FILE: file/mayi.log cannot be written")


@pytest.mark.parametrize("text", ["", "🎉🎉", "x" * 40_000], ids=["empty", "only emoji", "40,000 letters"])
def test_odd_questions_are_answered_with_one_object(tmp_path: Path, text: str) -> None:
    ran = run_in(tmp_path, "ask", text, "--json")
    assert (ran.code, ran.err) == (0, "")
    told = json.loads(ran.out)
    assert told["text"]
    assert told["label"] not in ("allow", "conditional")
