"""Pages that say below each kind of data, tool by tool, whether it may go in."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.importing.pages.by_data import read_by_data
from tests.knowledge.importing.test_tables import conditions, imported

ITEMS = """# AI

## By kind of document

1. **Published documents** (annual report, website)
   - Copilot: may
   - HaddonGPT: may
2. **Tenant data** (leases, complaints)
   - Copilot: may not
   - HaddonGPT: may, if name and address are out{beside}

## Mind

- Evictions: never with AI.
"""
HEADINGS = """# AI

## {first}
- Copilot: yes
- DeepL Pro: yes
{beside}
## {second}
- Copilot: no
- DeepL Pro: with consent
"""


def table(text: str) -> list[list[str]]:
    listed = read_by_data("m.md", text)
    return [[cell.text for cell in row] for row in listed.rows] if listed else []


def test_items_of_data_with_tools_below_are_a_matrix(tmp_path: Path) -> None:
    matrix, confirm, knowledge = imported(tmp_path, ITEMS.format(beside=""), "m.md")
    assert matrix == "tool,Published documents,Tenant data\nCopilot,allow,deny\nHaddonGPT,allow,conditional\n"
    assert conditions(knowledge) == {"haddongpt:tenant-data": "may, if name and address are out"}
    assert "which says" not in confirm
    assert "read as a page that says below each kind of data" in confirm


def test_what_stands_below_a_line_narrows_it() -> None:
    text = ITEMS.format(beside="\n     - not on the train").replace("Copilot: may\n", "Copilot: may\n     - only with MFA\n")
    assert table(text)[1][1:] == ["may. only with MFA", "may not"]
    assert table(text)[2][2] == "may, if name and address are out. not on the train"


def test_headings_of_data_lead_lines_as_well_and_a_sentence_beside_them_narrows_each_yes() -> None:
    heads = {"first": "Public data", "second": "Client data"}
    assert table(HEADINGS.format(**heads, beside=""))[1:] == [["Copilot", "yes", "no"], ["DeepL Pro", "yes", "with consent"]]
    told = table(HEADINGS.format(**heads, beside="\nOnly after a training.\n"))
    assert [row[1] for row in told[1:]] == ["yes: Only after a training"] * 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Marketing", "Finance"),
        ("Microsoft tools", "Client data"),
        ("Which data for Copilot?", "Client data"),
        ("Public data (planned)", "Client data (planned)"),
        ("Client data", "Client data"),
    ],
)
def test_what_leads_to_lines_of_tools_and_is_no_data_makes_no_table(first: str, second: str) -> None:
    assert not table(HEADINGS.format(first=first, second=second, beside=""))
