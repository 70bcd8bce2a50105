"""docs/knowledge.md cannot go stale: its examples are read, its fields are the ones that are read, its codes are all codes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.knowledge.about import ABOUT
from bot.knowledge.files import audience, conditions, data, pages, people, policy, reminders, rules, tests, tools, vendors
from bot.knowledge.parse import KINDS, kind_of, parse
from bot.knowledge.sheets.entries import Form

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
OF_SLACK = {*audience.SLACK.readers, *audience.CHANNELS.readers}
NEEDED = "organisation: Meander Care\nowner: privacy@example.org\n"
PASTED = [
    (page.name, snippet)
    for page in sorted(DOCS.glob("*.md"))
    for shown in (BLOCK, INLINE)
    for snippet in shown.findall(page.read_text(encoding="utf-8"))
    if snippet.partition(":")[0] in {*policy.RawPolicy.FORM.readers, *OF_SLACK}
]
"""What a page shows of policy.yaml, in a block or within a sentence."""
FIELDS: dict[str, tuple[Form, ...]] = {
    "policy.yaml": (policy.RawPolicy.FORM, audience.SLACK, audience.CHANNELS, reminders.REMINDERS),
    "data.yaml": (data.RawType.FORM, data.RawClass.FORM),
    "tools/*.yaml": (tools.RawTool.FORM, tools.RawOffering.FORM, tools.RECORD),
    "rules.yaml (a list) and rules/*.yaml": (rules.RawRule.FORM,),
    "conditions.yaml": (conditions.RawCondition.FORM,),
    "waivers.yaml": (rules.RawWaiver.FORM,),
    "people.yaml": (people.RawPerson.FORM,),
    "vendors/*.yaml": (
        *(vendors.RawVendor.FORM, vendors.RawChange.FORM, vendors.CONTRACT, vendors.CONTACT, vendors.MIGRATION),
        pages.PAGE,
    ),
    "tests.yaml": (tests.RawTest.FORM,),
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
    assert {field for form in FIELDS[heading] for field in form.readers} - words == set()


def test_every_code_is_listed() -> None:
    assert dict(re.findall(r"^\| (K\d+)\*? \| (.+) \|$", PAGE, re.MULTILINE)) == {code: name for code, (name, _) in ABOUT.items()}
