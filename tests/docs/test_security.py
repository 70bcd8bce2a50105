"""docs/security.md names tests: each is there, each item has one, and what it says of packages, prompts and the model is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import Settings, variable

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`((?:[\w]+/)*test_\w+\.py(?:::\w+)?)`", PAGE)))
THREATS = ("Spoofing", "Tampering", "Repudiation", "Information disclosure", "Denial of service", "Elevation of privilege")
ITEMS = [f"LLM{number:02}" for number in range(1, 11)]


@pytest.mark.parametrize("name", NAMED)
def test_every_named_test_is_there(name: str) -> None:
    path, _, function = name.partition("::")
    code = (ROOT / "tests" / path).read_text(encoding="utf-8")
    assert re.search(rf"^(?:async )?def {function}\(", code, re.M) if function else "def test_" in code


@pytest.mark.parametrize("item", [*THREATS, *ITEMS])
def test_every_item_has_a_test(item: str) -> None:
    row = next(line for line in PAGE.splitlines() if re.match(rf"\| (?:\*\*)?{item}\b", line))
    assert "test_" in row.split("|")[3]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_a_hash(name: str) -> None:
    entries = re.split(r"\n(?=[\w.-]+==)", "\n" + (ROOT / name).read_text(encoding="utf-8"))[1:]
    assert len(entries) > 20
    assert [entry.split("==")[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_model_is_given_no_functions() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    assert re.search(r"\bbind_tools\b|\btools=\[|\btool_choice\b|create_agent", code) is None


def test_prompts_hold_no_settings() -> None:
    prompts = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "prompts").rglob("*.md"))
    assert [variable(name) for name in Settings.model_fields if variable(name) in prompts] == []
