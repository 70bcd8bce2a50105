"""`mayi doctor` on a playground: each thing that can be wrong with an installation is told in a line, with what to do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.exam.admission import Admission, AdmissionMarks
from bot.exam.belief import exam_files
from bot.exam.examined import examined
from bot.exam.idle import Progress
from bot.exam.records import Records
from bot.llm.ollama import OllamaModel
from bot.settings import read_settings
from bot.slack.manifest import SCOPES
from playground.company import SAMPLE, load_company
from playground.server import Playground
from tests.commands.running import KEY, ROOT, run_in
from tests.knowledge.repository import make_repository
from tests.llm.ollama_stand_in import standing_in

COMPANY = load_company(SAMPLE)


@pytest.fixture
def slack() -> Iterator[Playground]:
    """A workspace that granted the bot exactly what its manifest asks for."""
    with Playground(replace(COMPANY, app=replace(COMPANY.app, scopes=tuple(SCOPES)))) as playground:
        yield playground


def settings(slack: Playground) -> dict[str, str]:
    app = slack.company.app
    return {
        "SLACK_BOT_TOKEN": app.bot_token,
        "SLACK_APP_TOKEN": app.app_token,
        "MAYI_KEY": KEY,
        "MAYI_SLACK_API_URL": slack.api_url,
    }


def told(folder: Path, given: dict[str, str]) -> tuple[int, list[dict[str, Any]]]:
    """Exit code, and the findings as JSON."""
    ran = run_in(folder, "doctor", "--json", **given)
    return ran.code, json.loads(ran.out)["findings"]


def faults(findings: list[dict[str, Any]]) -> list[str]:
    return [f"{one['about']}: {one['says']} -> {one['do']}" for one in findings if one["state"] == "fault"]


def test_where_nothing_is_missing_it_says_so_line_by_line(slack: Playground, tmp_path: Path) -> None:
    ran = run_in(tmp_path, "doctor", **settings(slack))
    assert (ran.code, ran.err) == (0, "")
    for words in (
        "✓ bot token: works: may-i in Meander Care",
        "✓ app token",
        "✓ scopes: all",
        "✓ channels: #ai-policy",
        "✓ database",
    ):
        assert words in ran.out
    assert ran.out.endswith("Everything that the bot needs is there.\n")
    assert not (tmp_path / "mayi.db").exists()


def test_the_same_as_one_object(slack: Playground, tmp_path: Path) -> None:
    code, findings = told(tmp_path, settings(slack))
    assert code == 0
    assert faults(findings) == []
    assert {"bot token", "app token", "scopes", "events", "channels", "knowledge", "database", "engine", "model"} == {
        one["about"] for one in findings
    }


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "bot token: Slack refuses it: invalid_auth -> take SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, "app token: Slack refuses it: invalid_auth -> make an app-level token"),
        ({"SLACK_APP_TOKEN": ""}, "settings: SLACK_APP_TOKEN is missing -> set it"),
        ({"MAYI_KEY": "short"}, "settings: MAYI_KEY: must have at least 32 characters -> correct it"),
        ({"MAYI_SLACK_API_URL": "http://127.0.0.1:9/api/"}, "bot token: Slack does not answer at http://127.0.0.1:9"),
        ({"MAYI_MODEL": "llama3", "MAYI_OLLAMA_URL": "http://127.0.0.1:9"}, "model: no Ollama answers at http://127.0.0.1:9"),
        ({"MAYI_DATABASE": "sqlite:///taken/x.db"}, "database: taken/x.db cannot be made -> name a file"),
        ({"MAYI_DATABASE": "nonsense"}, "database: "),
        ({"MAYI_ENGINE_DATABASE": "sqlite:///taken/x.db"}, "engine: taken/x.db cannot be made"),
        ({"MAYI_KNOWLEDGE": "nowhere"}, "knowledge: nowhere has 1 faults"),
    ],
)
def test_what_is_wrong_is_told_with_what_to_do(slack: Playground, tmp_path: Path, given: dict[str, str], said: str) -> None:
    (tmp_path / "taken").write_text("a file where a folder is wanted")
    code, findings = told(tmp_path, settings(slack) | given)
    assert code == 1
    assert [one for one in faults(findings) if one.startswith(said)], findings


def test_a_scope_that_was_not_granted_is_named_with_its_reason(tmp_path: Path) -> None:
    fewer = tuple(scope for scope in SCOPES if scope not in ("users:read", "files:write"))
    with Playground(replace(COMPANY, app=replace(COMPANY.app, scopes=(*fewer, "reactions:write")))) as slack:
        code, findings = told(tmp_path, settings(slack))
    assert code == 1
    assert [one for one in faults(findings) if "`users:read` is missing" in one and "mayi manifest" in one]
    notes = [one["says"] for one in findings if one["state"] == "note"]
    assert [said for said in notes if "reactions:write" in said]
    assert [said for said in notes if "`files:write` is missing" in said], "the bot works without it"


def test_a_channel_that_is_not_there_and_one_that_the_bot_is_not_in(slack: Playground, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "knowledge", tmp_path / "k")
    policy = tmp_path / "k" / "policy.yaml"
    text = policy.read_text().replace('reminder_channel: "#ai-policy"', 'reminder_channel: "#general"')
    policy.write_text(
        text.replace('how: privacy@meander-care.example\n    channel: "#ai-policy"', 'how: x\n    channel: "#nowhere"')
    )
    code, findings = told(tmp_path, settings(slack) | {"MAYI_KNOWLEDGE": "k"})
    assert code == 1
    assert [one for one in faults(findings) if "#nowhere (contact owner) is not there" in one]
    assert [one for one in faults(findings) if "the bot is not in #general (reminder_channel)" in one]


def test_signed_http_needs_no_app_token(slack: Playground, tmp_path: Path) -> None:
    given = settings(slack) | {"MAYI_MODE": "http", "SLACK_SIGNING_SECRET": "s" * 32, "SLACK_APP_TOKEN": ""}
    code, findings = told(tmp_path, given)
    assert (code, faults(findings)) == (0, [])
    assert [one for one in findings if one["about"] == "http"]


@pytest.mark.parametrize(
    ("branch", "states"),
    [("main", {"repository": "ok", "knowledge": "note"}), ("gone", {"repository": "fault", "knowledge": "note"})],
)
def test_a_repository_of_the_policy_is_asked_for_its_branch_and_not_pulled(
    slack: Playground, tmp_path: Path, branch: str, states: dict[str, str]
) -> None:
    origin = make_repository(tmp_path / "origin")
    given = {"MAYI_KNOWLEDGE_GIT": f"file://{origin}", "MAYI_KNOWLEDGE_BRANCH": branch, "MAYI_CACHE": str(tmp_path / "cache")}
    _, findings = told(tmp_path, settings(slack) | given)
    assert {one["about"]: one["state"] for one in findings if one["about"] in states} == states
    assert not (tmp_path / "cache" / "policy").exists()


def test_a_machine_with_too_little_memory_for_the_model_is_told_with_a_smaller_one(slack: Playground, tmp_path: Path) -> None:
    with standing_in(way="killed") as (url, _):
        code, findings = told(tmp_path, settings(slack) | {"MAYI_MODEL": "stand-in", "MAYI_OLLAMA_URL": url})
    assert code == 1
    (said,) = [one for one in faults(findings) if one.startswith("model: ")]
    assert "too little memory for model `stand-in` and a window of " in said and "name a smaller one (MAYI_MODEL)" in said
    assert "Ollama answers" not in said and "ollama pull" not in said


def test_how_far_an_exam_in_idle_time_is_is_told(slack: Playground, tmp_path: Path) -> None:
    with standing_in() as (url, _):
        given = settings(slack) | {"MAYI_MODEL": "stand-in", "MAYI_OLLAMA_URL": url, "MAYI_CACHE": str(tmp_path / "cache")}
        given["MAYI_EXAMS"] = str(tmp_path / "exams")
        now = examined(OllamaModel("stand-in", url))
        marks = AdmissionMarks(52, 0, 3, 0, 1.5, both=False)
        Records(tmp_path / "exams").admissions.keep(Admission("261123-adm", date(2026, 11, 23), now, marks))
        Progress(312, 1111, 10.0).keep(exam_files(read_settings(cache=tmp_path / "cache")), now)
        _, findings = told(tmp_path, given)
    assert [one["says"] for one in findings if "312 of 1111 questions, about 2.2 hours left" in one["says"]]


def test_a_model_that_can_be_loaded_has_nothing_to_be_told(slack: Playground, tmp_path: Path) -> None:
    with standing_in() as (url, server):
        code, findings = told(tmp_path, settings(slack) | {"MAYI_MODEL": "stand-in", "MAYI_OLLAMA_URL": url})
    assert (code, faults(findings)) == (0, [])
    assert [body["options"]["num_ctx"] for body in server.asked if body.get("prompt") == ""], "loaded as messages load it"
