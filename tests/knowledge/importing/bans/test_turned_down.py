"""Tools that a document says were looked at and turned down are banned, and no others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.policy.words import Effect
from tests.knowledge.importing.imports import import_matrix
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "turned_down.yaml").read_text(encoding="utf-8"))["documents"]
MATRIX = "tool,Public,Internal\nDeepL Pro,allow,allow\nDesk Chat,allow,deny\n"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_was_turned_down_is_banned(case: dict[str, Any], tmp_path: Path) -> None:
    policy = import_matrix(MATRIX, tmp_path / "out", document=f"# Policy\n\n{case['text']}\n").policy
    banned = [rule.id for rule in policy.rules if rule.id.startswith("no-") and rule.effect is Effect.FORBID and rule.offerings]
    assert banned == [f"no-{name}" for name in case["bans"]]
