"""A ban of a name holds for all that the document explains under it, wherever it does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.policy.words import Verdict
from bot.wiring import import_policy, make_answerer
from tests.askers import as_read

TABLE = """
| Tool | Open | Office |
|---|---|---|
| Microsoft 365 Copilot | yes | yes |
"""
EXPLAINED = {
    "in a list": "- **Open**: flyers.\n- **Office**: rotas.\n- **Vault**: care plans, patient files.\n",
    "in a table": (
        "| Shelf | What is there |\n|---|---|\n| Open | flyers |\n| Office | rotas |\n| Vault | care plans, patient files |\n"
    ),
    "below a heading": "## Open\n\nflyers\n\n## Office\n\nrotas\n\n## Vault\n\n- care plans\n- patient files\n\n## Rules\n",
}


def asked(folder: Path, text: str) -> Verdict:
    document = folder / "policy.md"
    document.write_text(f"# AI tools\n\n{text}", encoding="utf-8")
    import_policy(document, None, document, folder / "made")
    question = "Can I put a care plan into Microsoft 365 Copilot?"
    ruling = as_read(make_answerer(folder / "made"), question, today=date(2026, 11, 27)).ruled[0].ruling
    assert ruling is not None
    return ruling.verdict


@pytest.mark.parametrize("where", EXPLAINED)
def test_what_is_explained_under_a_banned_name_is_banned(where: str, tmp_path: Path) -> None:
    said = "The Vault stays out of every tool."
    assert asked(tmp_path, f"{EXPLAINED[where]}\n{said}\n{TABLE}") is Verdict.FORBIDDEN


@pytest.mark.parametrize(
    "said",
    ["The Vault stays out of ChatGPT Free.", "The Vault stays out of every tool but our own.", "Ask Ines about the Vault."],
)
def test_a_ban_of_some_tools_or_with_a_way_out_is_none_of_all(said: str, tmp_path: Path) -> None:
    assert asked(tmp_path, f"{EXPLAINED['in a list']}\n{said}\n{TABLE}") is not Verdict.FORBIDDEN
