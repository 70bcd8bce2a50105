"""docs/knowledge.md cannot go stale: its examples are read, its fields are the ones that are read, its codes are all codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.knowledge.about import ABOUT
from bot.knowledge.files import audience, conditions, data, people, policy, reminders, rules, tests, tools, vendors
from bot.knowledge.parse import KINDS, kind_of, parse

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "knowledge.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
EXAMPLES = [
    (path, block)
    for heading, text in SECTIONS.items()
    for path in [heading.split()[0].replace("*", "example")]
    for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
]
BLOCK, INLINE = re.compile(r"```yaml\n(.*?)```", re.DOTALL), re.compile(r"`(\w+: [{\[][^`]*)`")
OF_SLACK = {*audience.FIELDS, *audience.LISTS}
NEEDED = "organisation: Meander Care\nowner: privacy@example.org\n"
PASTED = [
    (page.name, snippet)
    for page in sorted(DOCS.glob("*.md"))
    for shown in (BLOCK, INLINE)
    for snippet in shown.findall(page.read_text(encoding="utf-8"))
    if snippet.partition(":")[0] in {*policy.FIELDS, *OF_SLACK}
]
"""What a page shows of policy.yaml, in a block or within a sentence."""
FIELDS: dict[str, Sequence[str]] = {
    "policy.yaml": (*policy.FIELDS, *audience.FIELDS, *audience.LISTS, *reminders.FIELDS),
    "data.yaml": (*data.TYPE_FIELDS, *data.CLASS_FIELDS),
    "tools/*.yaml": (*tools.TOOL_FIELDS, *tools.OFFERING_FIELDS, *tools.EVIDENCE_FIELDS, *tools.COVERS),
    "rules.yaml (a list) and rules/*.yaml": rules.RULE_FIELDS,
    "conditions.yaml": conditions.FIELDS,
    "waivers.yaml": rules.WAIVER_FIELDS,
    "people.yaml": people.FIELDS,
    "vendors/*.yaml": vendors.FIELDS,
    "tests.yaml": tests.FIELDS,
}


@pytest.mark.parametrize(("path", "block"), EXAMPLES, ids=[path for path, _ in EXAMPLES])
def test_the_example_is_read_without_a_fault(path: str, block: str) -> None:
    assert kind_of(path)
    assert [str(fault) for fault in parse(path, block.encode()).faults] == []


@pytest.mark.parametrize(("page", "snippet"), PASTED, ids=[f"{page}: {snippet[:40]}" for page, snippet in PASTED])
def test_what_a_page_shows_of_the_policy_file_can_be_pasted_into_it(page: str, snippet: str) -> None:
    whole = snippet if snippet.startswith("organisation:") else NEEDED + snippet
    assert [str(fault) for fault in parse("policy.yaml", whole.encode()).faults] == [], page


def test_every_kind_of_yaml_file_has_an_example() -> None:
    kinds = {kind for path, kind in KINDS.items() if path.endswith(".yaml")}
    assert {kind_of(path) for path, _ in EXAMPLES} == kinds


@pytest.mark.parametrize("heading", FIELDS)
def test_every_field_is_documented(heading: str) -> None:
    words = set(re.findall(r"[a-z_]+", SECTIONS[heading]))
    assert set(FIELDS[heading]) - words == set()


def test_every_code_is_listed() -> None:
    assert dict(re.findall(r"^\| (K\d+)\*? \| (.+) \|$", PAGE, re.MULTILINE)) == {code: name for code, (name, _) in ABOUT.items()}
