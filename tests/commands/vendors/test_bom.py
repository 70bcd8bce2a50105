"""`mayi bom`: of the sample company and of the bot, valid by the official schema, the same for the same day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.desk.materials import bot_bill
from tests.advice.test_materials import DAY, why_invalid
from tests.commands.running import ROOT, run_in

SAMPLE = str(ROOT / "knowledge")


def test_the_sample_company_by_service_model_and_class_of_data(tmp_path: Path) -> None:
    ran = run_in(tmp_path, "bom", SAMPLE, "--at", "2026-11-25")
    assert (ran.code, ran.err) == (0, "")
    assert not why_invalid(ran.out)
    told = json.loads(ran.out)
    services = {one["bom-ref"]: one for one in told["services"]}
    own = services["service:llama/self-hosted"]
    assert own["x-trust-boundary"] is False
    assert {one["name"]: one["value"] for one in own["properties"]}["mayi:hosting"] == "self_hosted"
    models = {one["bom-ref"]: one for one in told["components"]}
    assert set(models) == {f"model:{name}" for name in ("falcon", "gemma", "llama", "mistral-models", "phi")}
    assert {one["type"] for one in models.values()} == {"machine-learning-model"}
    assert models["model:phi"]["licenses"] == [{"license": {"id": "MIT"}}]
    assert models["model:llama"]["licenses"][0]["license"]["url"].startswith("https://")
    assert all(one["licenses"] for one in models.values())
    uses = {one["ref"]: one.get("dependsOn", []) for one in told["dependencies"]}
    assert uses["service:llama/self-hosted"] == uses["service:llama/bedrock"] == ["model:llama"]


def test_data_flows_where_the_policy_lets_it(tmp_path: Path) -> None:
    services = {one["bom-ref"]: one for one in json.loads(run_in(tmp_path, "bom", SAMPLE).out)["services"]}
    flows = {ref: [data["classification"] for data in one["data"]] for ref, one in services.items()}
    own, some = ["Confidential", "Internal", "Public", "Study data"], ["Health records", "US patient data (PHI)"]
    assert flows["service:llama/self-hosted"] == sorted(own + some), "types of a class that is not usable as a whole"
    assert flows["service:chatgpt/plus"] == ["Public"]
    assert not any(ref.startswith("service:free-or-personal") for ref in services), "a group is no product"


def test_what_only_some_people_may_flows_as_well_and_says_for_whom(tmp_path: Path) -> None:
    services = {one["bom-ref"]: one for one in json.loads(run_in(tmp_path, "bom", SAMPLE, "--at", "2026-11-25").out)["services"]}
    own, exception = (
        {one["name"]: one["value"] for one in services[name]["properties"]}
        for name in ("service:llama/self-hosted", "service:claude/enterprise")
    )
    assert own["mayi:for:health-records"] == "role=clinician: conditional; role=nurse: conditional"
    assert own["mayi:conditions:health-records"] == "treating-team-only, minimum-needed"
    assert "mayi:verdict:health-records" not in own, "whoever says nothing may not"
    assert own["mayi:verdict:study-data"] == "conditional"
    assert exception["mayi:for:study-data"] == "who=sleep-study: conditional", "an exception that runs"


def test_a_file_and_a_day(tmp_path: Path) -> None:
    runs = [run_in(tmp_path, "bom", SAMPLE, "--at", "2026-11-03", "--output", name) for name in ("a.json", "b.json")]
    assert [(ran.code, ran.out) for ran in runs] == [(0, "")] * 2
    first, second = ((tmp_path / name).read_bytes() for name in ("a.json", "b.json"))
    assert first == second
    assert json.loads(first)["metadata"]["timestamp"].startswith("2026-11-03")


def test_the_bot_itself(tmp_path: Path) -> None:
    ran = run_in(tmp_path, "bom", "--bot", "--at", "2026-11-25")
    assert ran.code == 0
    assert not why_invalid(ran.out)
    parts = {one["bom-ref"]: one for one in json.loads(ran.out)["components"]}
    assert {"library:slack-bolt", "library:httpcore", "prompt:read", "catalog:tools"} <= set(parts)
    assert len(parts["prompt:read"]["hashes"][0]["content"]) == 64
    assert parts["library:slack-bolt"]["purl"].startswith("pkg:pypi/slack-bolt@")


def test_the_model_as_its_server_reports_it() -> None:
    def about(_name: str, _url: str) -> tuple[str, str, str]:
        return "a" * 64, "Q4_K_M", "8.0B"

    bill = bot_bill(DAY, "qwen3:8b", "http://127.0.0.1:11434", about)
    assert not why_invalid(bill)
    model: dict[str, Any] = next(one for one in json.loads(bill)["components"] if one["type"] == "machine-learning-model")
    assert (model["name"], model["version"]) == ("qwen3", "8b")
    assert model["hashes"] == [{"alg": "SHA-256", "content": "a" * 64}]


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--at", "yesterday"], "2026-11-03"), (["nowhere"], "cannot be read"), (["--bot"], "Ollama")],
    ids=["a day that is none", "no folder", "a model that cannot be asked for"],
)
def test_what_cannot_be_made_is_told(tmp_path: Path, words: list[str], said: str) -> None:
    ran = run_in(tmp_path, "bom", *words, MAYI_MODEL="qwen3:8b", MAYI_OLLAMA_URL="http://127.0.0.1:9")
    assert ran.code in (2, 3)
    assert said in ran.err
    assert not ran.out
