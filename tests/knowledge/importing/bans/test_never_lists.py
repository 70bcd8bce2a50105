"""Lists of what never goes into an AI tool: which lines begin one, what its items name, and that nobody is allowed any of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.bans.never_lists import find_never_lists, keeps_all_out
from bot.knowledge.importing.prose.uses import UseReader
from bot.knowledge.importing.texts.document import parse
from bot.knowledge.importing.texts.kinds import KindReader
from bot.wiring import import_policy, make_answerer
from tests.askers import label_as_read
from tests.knowledge.importing.imports import noted
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "never_lists.yaml").read_text(encoding="utf-8"))
MATRIX = "tool,Public,Internal,Client\nMicrosoft 365 Copilot,allow,allow,allow\nChatGPT Team,allow,allow,deny\n"
DOCUMENT = """# AI policy
Public is what is on our website. Internal is work instructions. Client is client files.

## Limits
This goes into no AI tool:

- passwords and gate codes;
- anything about a **stop customer**. These are now Orvelta Pharma and the Ministry of Defence;
- photos, unless nobody can be recognised

Never enter the following into AI: blueprints, source code.
"""


@cache
def kinds(language: str) -> KindReader:
    return KindReader(load_catalog(), language)


@pytest.mark.parametrize("case", CASES["leads"], ids=lambda case: case["line"])
def test_a_line_keeps_all_that_stands_below_it_out_of_every_tool(case: dict[str, Any]) -> None:
    assert keeps_all_out(case["line"]) is case["kept"]


@pytest.mark.parametrize("case", CASES["below"], ids=lambda case: case["line"])
def test_a_list_keeps_out_what_its_heading_says_where_its_lead_says_how_strictly(case: dict[str, Any]) -> None:
    found, _ = find_never_lists(parse(f"# AI\n\n## {case['heading']}\n\n{case['line']}\n\n- passwords\n"), kinds("en"))
    assert [kept.phrase for kept in found] == ["passwords"] * case["kept"]


@pytest.mark.parametrize("case", CASES["items"], ids=lambda case: case["item"])
def test_an_item_names_these_things(case: dict[str, Any]) -> None:
    document = parse(f"# Policy\n\nNever enter:\n\n- {case['item']}\n")
    found, left = find_never_lists(document, kinds(case.get("language", "en")))
    assert [kept.phrase for kept in found] == case["things"]
    assert left is not case.get("whole", True)


def test_whom_a_use_is_done_to_besides_is_no_data() -> None:
    document = parse("# Policy\n\n## Never, in any tool\n\n- Ranking applicants or fellow players.\n- Scores and passwords.\n")
    found, _ = find_never_lists(document, kinds("en"), UseReader(load_catalog(), "en").read)
    assert [kept.phrase for kept in found] == ["Ranking applicants", "Scores", "passwords"]


def test_what_the_list_names_is_forbidden_and_what_could_not_be_read_is_listed(tmp_path: Path) -> None:
    (tmp_path / "matrix.csv").write_text(MATRIX, encoding="utf-8")
    (tmp_path / "policy.md").write_text(DOCUMENT, encoding="utf-8")
    import_policy(tmp_path / "matrix.csv", None, tmp_path / "policy.md", tmp_path / "out")
    answerer = make_answerer(tmp_path / "out")
    labels = {
        ask: label_as_read(answerer, ask)
        for ask in (
            "gate codes in Copilot?",
            "a work instruction about Orvelta in Copilot",
            "work instruction for the Ministry of Defence, Copilot?",
            "a work instruction in Copilot",
            "may I put the following file into Copilot?",
            "blueprints in Copilot",
            "may I ask Copilot the following question about our website?",
        )
    }
    assert list(labels.values()) == ["deny", "deny", "deny", "allow", "ask", "deny", "allow"], labels
    assert "photos, unless nobody can be recognised" in noted(tmp_path / "out")
