"""What a document says once for all tools stands in policy.yaml, with the line that says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.knowledge.importing.imports import import_matrix
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "for_all.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_holds_for_all_is_written_once(case: dict[str, Any], tmp_path: Path) -> None:
    matrix = f"tool,Public,Internal,Guarded\nCopilot,allow,allow,deny\n{case.get('rows', 'DeepL Pro')},allow,deny,deny\n"
    import_matrix(matrix, tmp_path / "out", document=f"# Policy\n\n## Rules\n\n{case['text']}\n")
    lines = (tmp_path / "out" / "policy.yaml").read_text(encoding="utf-8").splitlines()
    at = "  # guidance/policy.md:5:1"
    assert (f"personal_accounts: forbidden{at}" in lines) is case.get("private", False)


def test_what_a_group_grants_to_free_versions_it_grants_to_no_private_login(tmp_path: Path) -> None:
    matrix = "tool,Public,Internal\nFree or public AI tools,allow,deny\n"
    import_matrix(matrix, tmp_path / "out", document="# Policy\n\nPersonal accounts may not be used.\n")
    row = (tmp_path / "out" / "tools" / "free-or-public-ai-tools.yaml").read_text(encoding="utf-8")
    assert "plan: [free]" in row
    assert "account" not in row
