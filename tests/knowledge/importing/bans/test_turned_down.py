"""Tools that a document says were looked at and turned down are banned, and no others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.policy.words import Effect
from bot.wiring import import_policy
from tests.knowledge.importing.imports import import_matrix
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "turned_down.yaml").read_text(encoding="utf-8"))["documents"]
MATRIX = "tool,Public,Internal\nDeepL Pro,allow,allow\nDesk Chat,allow,deny\n"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_was_turned_down_is_banned(case: dict[str, Any], tmp_path: Path) -> None:
    policy = import_matrix(MATRIX, tmp_path / "out", document=f"# Policy\n\n{case['text']}\n").policy
    banned = [rule.id for rule in policy.rules if rule.id.startswith("no-") and rule.effect is Effect.FORBID and rule.offerings]
    assert banned == [f"no-{name}" for name in case["bans"]]


def test_the_name_of_a_kind_of_data_is_no_tool_though_a_tool_is_called_so(tmp_path: Path) -> None:
    (tmp_path / "matrix.csv").write_text(MATRIX, encoding="utf-8")
    (tmp_path / "policy.md").write_text("# AI\n\n## Turned down\n\nOtter: never. PHI: never.\n", encoding="utf-8")
    import_policy(tmp_path / "matrix.csv", None, tmp_path / "policy.md", tmp_path / "out")
    rules = load(tmp_path / "out", load_catalog()).or_raise().policy.rules
    assert [rule.id for rule in rules if rule.id in ("no-otter", "no-phi")] == ["no-otter"]
