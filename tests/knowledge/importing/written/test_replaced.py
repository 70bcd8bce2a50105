"""A policy that takes the place of another: who answers for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.importing.written.update import Typed, replaced
from tests.knowledge.importing.imports import catalog, import_matrix
from tests.yamls import read_yaml

MATRIX = "tool,Public,Private\nClaude Team,allow,deny\n"
NAMED, NOBODY = "# AI\n\nOwner: Ada Hill, Compliance.\n", "# AI\n\nBe careful.\n"


@pytest.mark.parametrize(
    ("document", "given", "name", "how"),
    [
        (NOBODY, "Ada Hill, ada@hill.example", "Ada Hill", "ada@hill.example"),
        (NOBODY, "ada@hill.example", "ada@hill.example", "ada@hill.example"),
        (NOBODY, "Ada Hill", "Ada Hill", "Ada Hill"),
        (NAMED, "Noor Baak (noor@hill.example)", "Noor Baak", "noor@hill.example"),
    ],
)
def test_who_answers_is_a_name_and_an_address(document: str, given: str, name: str, how: str, tmp_path: Path) -> None:
    import_matrix(MATRIX, tmp_path / "new", document=document)
    files = {path.relative_to(tmp_path / "new").as_posix(): path.read_text() for path in (tmp_path / "new").rglob("*.*")}
    (tmp_path / "old").mkdir()
    made: dict[str, Any] = read_yaml(replaced(tmp_path / "old", files, catalog(), Typed(given)).files["policy.yaml"])
    (owner,) = (one for one in made["contacts"] if one["id"] == "owner")
    assert (owner["name"], owner["how"], made["owner"]) == (name, how, name)
