"""Proposals: a patch file for a person, and a word to the owner."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from bot.flows.owners.propose import Propose
from bot.knowledge.history.propose import added, edit_of, propose

POLICY = {
    "policy.yaml": "organisation: X\ndefault: uncovered\n",
    "data.yaml": "types:\n  - id: names\n    label: Names\n",
    "tools/acme.yaml": "id: acme\nlabel: Acme\n",
    "rules.yaml": "# ours\n- rule: no-names\n  tools: acme\n  data: names\n  effect: forbid\n",
}


@dataclass
class RefusalError(Exception):
    """A wish that would break the policy."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in POLICY.items():
        path = tmp_path / "knowledge" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "knowledge"


def flow(folder: Path, told: dict[str, dict[str, Any]]) -> Propose[dict[str, Any], Any]:
    def write(rule: dict[str, Any]) -> Any:
        after = {"rules.yaml": added(folder, "rules.yaml", "rules", rule)}
        return propose(edit_of(folder, after), folder.parent / "proposals", rule["rule"])

    return Propose(
        write=write,
        digest=lambda text: sha256(text.encode()).hexdigest()[:12],
        enqueue=told.setdefault,
    )


def test_a_wish_becomes_a_patch_and_the_owner_hears_of_it_once(folder: Path) -> None:
    told: dict[str, dict[str, Any]] = {}
    rule = {"rule": "names-if-needed", "tools": "acme", "data": "names", "effect": "review"}
    proposed = flow(folder, told)(rule, because="asked in a thread")
    flow(folder, told)(rule, because="asked in a thread")
    assert "+- rule: names-if-needed" in proposed.path.read_text()
    assert (folder / "rules.yaml").read_text() == POLICY["rules.yaml"]
    (notice,) = told.values()
    assert (notice["kind"], notice["file"], notice["because"]) == ("proposal", "rules.yaml", "asked in a thread")


def test_where_no_patch_is_written_nobody_is_told() -> None:
    told: dict[str, dict[str, Any]] = {}

    def refuse(wish: str) -> Any:
        raise RefusalError

    with pytest.raises(RefusalError):
        Propose(write=refuse, digest=str, enqueue=told.setdefault)("a wish")
    assert told == {}
