"""Every cell of the sample company's policy is decided; the table is kept, so that a change of it is seen in review.

After a wanted change: ``MAYI_RECORD=1 pytest tests/knowledge/test_sample_company.py``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.commands.vendors.due import undated
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.knowledge.parse import KINDS, kind_of
from bot.policy.deciding.decide import Compiled, compile_policy, decide
from bot.policy.deciding.rulings import Ruling
from bot.policy.house import Knowledge
from bot.policy.words import STRICTNESS, DataAsk, Question, Slot, ToolAsk, Verdict

SAMPLE = Path(__file__).resolve().parents[2] / "knowledge"
TABLE = Path(__file__).parent / "__snapshots__" / "sample_matrix.txt"
TODAY = date(2026, 11, 20)
MARKS = {
    Verdict.ALLOWED: "✓",
    Verdict.CONDITIONAL: "◐",
    Verdict.REVIEW: "◇",
    Verdict.UNCOVERED: "○",
    Verdict.FORBIDDEN: "✕",
}
ASKERS: dict[str, tuple[dict[Slot, str], frozenset[str]]] = {
    "staff in the Netherlands (assumed)": ({}, frozenset()),
    "clinician in the Netherlands": ({Slot.ROLE: "clinician", Slot.COUNTRY: "nl"}, frozenset()),
    "nurse in the Netherlands": ({Slot.ROLE: "nurse", Slot.COUNTRY: "nl"}, frozenset()),
    "staff in the US": ({Slot.ROLE: "staff", Slot.COUNTRY: "us"}, frozenset()),
    "clinician in the US": ({Slot.ROLE: "clinician", Slot.COUNTRY: "us"}, frozenset()),
    "researcher of the sleep study": ({Slot.ROLE: "researcher", Slot.COUNTRY: "nl"}, frozenset({"sleep-study"})),
}
Cells = dict[tuple[str, str], Ruling]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(SAMPLE).or_raise()


@pytest.fixture(scope="module")
def decided(knowledge: Knowledge) -> dict[str, Cells]:
    """Asker -> (offering, data type or class) -> ruling; every one of them."""
    compiled = compile_policy(knowledge.policy)
    return {asker: dict(all_cells(compiled, asker)) for asker in ASKERS}


def all_cells(compiled: Compiled, asker: str) -> Iterator[tuple[tuple[str, str], Ruling]]:
    context, who = ASKERS[asker]
    for offering in compiled.policy.offerings:
        for data in (*compiled.policy.data_classes, *compiled.policy.data_types):
            question = Question((ToolAsk(offering, (offering,)),), (DataAsk(data, (data,)),), context, who=who)
            yield (offering, data), decide(compiled, question, TODAY)


def conditions(ruling: Ruling) -> str:
    return "+".join(sorted(need.condition for need in ruling.needs if not need.general))


def table(knowledge: Knowledge, decided: dict[str, Cells]) -> str:
    data = (*knowledge.policy.data_classes, *knowledge.policy.data_types)
    offerings = tuple(knowledge.policy.offerings)
    lines = ["Columns: " + ", ".join(f"{number} {name}" for number, name in enumerate(data, 1)), ""]
    for asker, cells in decided.items():
        lines += [f"## {asker}", " " * 26 + " ".join(f"{number:>2}" for number in range(1, len(data) + 1))]
        lines += [f"{each:<26}" + " ".join(f" {MARKS[cells[each, name].verdict]}" for name in data) for each in offerings]
        lines += [""]
    lines += ["## What must hold (staff in the Netherlands)"]
    cells = decided["staff in the Netherlands (assumed)"]
    for each in offerings:
        told: dict[str, list[str]] = {}
        for name in data:
            if conditions(cells[each, name]):
                told.setdefault(conditions(cells[each, name]), []).append(name)
        lines += [f"{each}: {needs} <- {', '.join(names)}" for needs, names in told.items()]
    return "\n".join(lines) + "\n"


def test_every_cell_is_as_recorded(knowledge: Knowledge, decided: dict[str, Cells]) -> None:
    found = table(knowledge, decided)
    if os.environ.get("MAYI_RECORD"):
        TABLE.parent.mkdir(exist_ok=True)
        TABLE.write_text(found, encoding="utf-8")
    assert found == TABLE.read_text(encoding="utf-8")


def test_every_ruling_cites_a_line_of_the_folder(decided: dict[str, Cells]) -> None:
    for cells in decided.values():
        for (offering, data), ruling in cells.items():
            assert ruling.reasons, (offering, data)
            for reason in ruling.reasons:
                lines = (SAMPLE / reason.at.file).read_text(encoding="utf-8").split("\n")
                assert reason.at.quote in lines[reason.at.line - 1], (offering, data, reason)


def test_no_fully_stated_question_is_asked_back(decided: dict[str, Cells]) -> None:
    backs = [(asker, cell) for asker, cells in decided.items() for cell, ruling in cells.items() if ruling.ask_back]
    assert backs == []


def test_no_personal_plan_is_looser_than_a_company_plan_of_the_same_tool(knowledge: Knowledge, decided: dict[str, Cells]) -> None:
    offerings = knowledge.policy.offerings.values()
    pairs = [
        (a, b) for a in offerings for b in offerings if a.tool == b.tool and (a.account, b.account) == ("personal", "company")
    ]
    assert len(pairs) > 10
    looser = [
        (asker, free.id, paid.id, data)
        for asker, cells in decided.items()
        for free, paid in pairs
        for (offering, data), ruling in cells.items()
        if offering == free.id
        # what nobody has ruled on yet is stricter than any grant, so a trial plan may be behind for now
        and STRICTNESS[ruling.verdict] < STRICTNESS[cells[paid.id, data].verdict]
    ]
    assert looser == []


def test_no_free_plan_is_looser_than_a_plan_that_is_paid_for(knowledge: Knowledge, decided: dict[str, Cells]) -> None:
    offerings = knowledge.policy.offerings.values()
    pairs = [(a, b) for a in offerings for b in offerings if a.tool == b.tool and a.plan == "free" and b.plan != "free"]
    assert len(pairs) > 10
    for cells in decided.values():
        for free, paid in pairs:
            for data in knowledge.policy.data_types:
                assert STRICTNESS[cells[free.id, data].verdict] >= STRICTNESS[cells[paid.id, data].verdict], (
                    free.id,
                    paid.id,
                    data,
                )


def test_no_stricter_class_is_looser_than_a_milder_one(knowledge: Knowledge, decided: dict[str, Cells]) -> None:
    ranks = sorted(knowledge.policy.data_classes.values(), key=lambda each: each.rank or 0)
    assert [each.id for each in ranks] == ["public", "internal", "confidential", "restricted"]
    for asker, cells in decided.items():
        for offering in knowledge.policy.offerings:
            strictness = [STRICTNESS[cells[offering, each.id].verdict] for each in ranks]
            assert strictness == sorted(strictness), (asker, offering)


def test_health_data_leaves_the_house_for_nobody_in_europe(knowledge: Knowledge, decided: dict[str, Cells]) -> None:
    for asker, cells in decided.items():
        if "US" in asker:
            continue
        for offering in knowledge.policy.offerings.values():
            if offering.hosting != "self_hosted":
                assert cells[offering.id, "health-records"].verdict is Verdict.FORBIDDEN, (asker, offering.id)


def test_passwords_and_numbers_go_nowhere(knowledge: Knowledge, decided: dict[str, Cells]) -> None:
    for cells in decided.values():
        for offering in knowledge.policy.offerings:
            for data in ("credentials", "national-ids", "payment-details"):
                assert cells[offering, data].verdict is Verdict.FORBIDDEN


def test_all_five_verdicts_occur(decided: dict[str, Cells]) -> None:
    assert {ruling.verdict for cells in decided.values() for ruling in cells.values()} == set(Verdict)


def test_the_waiver_ends_by_itself(knowledge: Knowledge) -> None:
    compiled = compile_policy(knowledge.policy)
    question = Question(
        (ToolAsk("Claude Enterprise", ("claude/enterprise",)),),
        (DataAsk("study data", ("study-data",)),),
        who=frozenset({"sleep-study"}),
    )
    assert decide(compiled, question, date(2027, 2, 28)).verdict is Verdict.CONDITIONAL
    assert decide(compiled, question, date(2027, 3, 1)).verdict is Verdict.FORBIDDEN


def test_the_folder_has_no_fault_and_no_warning_also_beside_the_catalog(knowledge: Knowledge) -> None:
    assert [str(fault) for fault in load(SAMPLE, load_catalog()).faults] == []
    assert knowledge.organisation.sample


def test_every_file_says_something(knowledge: Knowledge) -> None:
    files = {path.relative_to(SAMPLE).as_posix() for path in SAMPLE.rglob("*") if path.is_file()} - {"README.md"}
    texts = {f"vendors/{page.file}" for vendor in knowledge.vendors for page in vendor.pages if page.file}
    assert {file for file in files if not kind_of(file)} == texts
    assert {kind_of(file) for file in files - texts} == set(KINDS.values()) - {"confirmed"}  # nobody was asked anything there


NAMED = [
    "chatgpt/free",
    "chatgpt/plus",
    "chatgpt/team",
    "chatgpt/enterprise",
    "openai-api/gpt-4o",
    "openai-api/gpt-5",
    "claude/free",
    "claude/pro",
    "claude/team",
    "claude/enterprise",
    "claude/bedrock",
    "claude-code/team",
    "gemini-app/free",
    "gemini-workspace/company",
    "vertex-ai/company",
    "m365-copilot/company",
    "copilot-chat/work",
    "github-copilot/business",
    "llama/self-hosted",
    "llama/bedrock",
    "llama/vertex",
    "llama/azure",
    "mistral-models/self-hosted",
    "mistral-models/bedrock",
    "mistral-models/vertex",
    "mistral-models/azure",
    "le-chat/free",
    "gemma/self-hosted",
    "gemma/vertex",
    "phi/self-hosted",
    "phi/azure",
    "falcon/self-hosted",
    "falcon/bedrock",
    "falcon/azure",
    "aws-bedrock/company",
    "azure-ai/company",
    "deepl/pro",
    "perplexity/free",
    "deepseek-app/app",
    "meeting-bots/any",
    "free-or-personal/any",
]


@pytest.mark.parametrize("offering", NAMED)
def test_what_people_discuss_is_named(offering: str, knowledge: Knowledge) -> None:
    assert offering in knowledge.policy.offerings


def test_everything_has_an_owner_and_a_day_on_which_it_is_looked_at_again(knowledge: Knowledge) -> None:
    assert [one.id for one in knowledge.reviews if not one.owner] == []
    assert undated(knowledge) == {}
    assert {one.kind for one in knowledge.reviews} == {"rule", "tool", "guidance", "evidence", "waiver", "way_out"}


def test_it_has_what_a_policy_has(knowledge: Knowledge) -> None:
    policy = knowledge.policy
    assert len(policy.data_classes) == 4
    assert len(policy.data_types) >= 16
    assert len(knowledge.tests) >= 20
    assert policy.waivers
    assert any(rule.sets_aside for rule in policy.rules)
    assert any(rule.where for rule in policy.rules)
    assert {change.effective for vendor in knowledge.vendors for change in vendor.changes} > {
        date(2026, 12, 15),
        date(2027, 1, 10),
    }
    assert {passage.language for passage in knowledge.guidance if passage.kind == "incident"} == {"", "nl"}
