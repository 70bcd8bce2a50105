"""A proposed edit is a patch that git applies, and people's comments stay."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.faults import KnowledgeError
from bot.knowledge.history.propose import (
    Proposal,
    added,
    edit_of,
    effect_of,
    names_added,
    passage_added,
    propose,
    with_edits,
)
from bot.knowledge.load import load

SAMPLE = Path(__file__).resolve().parents[3] / "knowledge"
RULE = {
    "rule": "notes-into-le-chat",
    "tools": ["le-chat/team"],
    "data": ["meeting-notes"],
    "effect": "condition",
    "conditions": ["minimum-needed"],
    "because": "Tried out until spring.",
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository with the sample company's knowledge folder in it."""
    shutil.copytree(SAMPLE, tmp_path / "repo" / "knowledge")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path / "repo", check=True)
    return tmp_path / "repo"


def apply(repository: Path, patch: Path) -> None:
    subprocess.run(["git", "apply", "--whitespace=error-all", str(patch)], cwd=repository, check=True)


def propose_edits(folder: Path, after: Mapping[str, str], out: Path, name: str) -> Proposal:
    return propose(edit_of(folder, after), out, name)


def propose_rule(folder: Path, rule: dict[str, Any], out: Path) -> Proposal:
    """A patch that adds a rule."""
    return propose_edits(folder, {"rules.yaml": added(folder, "rules.yaml", "rules", rule)}, out, rule["rule"])


def propose_names(folder: Path, thing: str, words: list[str], out: Path) -> Proposal:
    """A patch that adds names to a thing."""
    return propose_edits(folder, names_added(folder, thing, words), out, thing)


def changed_lines(patch: str, sign: str) -> list[str]:
    return [line for line in patch.split("\n") if line.startswith(sign) and not line.startswith(sign * 3)]


def test_a_new_rule_is_appended_and_nothing_else_changes(repository: Path, tmp_path: Path) -> None:
    proposal = propose_rule(repository / "knowledge", RULE, tmp_path / "patches")

    assert changed_lines(proposal.patch, "-") == []
    apply(repository, proposal.path)
    knowledge = load(repository / "knowledge").or_raise()
    rule = next(rule for rule in knowledge.policy.rules if rule.id == "notes-into-le-chat")
    assert rule.offerings == {"le-chat/team"}
    assert rule.conditions == ("minimum-needed",)


def test_the_folder_itself_is_not_touched(repository: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in repository.rglob("*.yaml")}
    propose_rule(repository / "knowledge", RULE, tmp_path / "patches")
    assert {path: path.read_bytes() for path in repository.rglob("*.yaml")} == before


@pytest.mark.parametrize("thing", ["health-records", "confidential", "deepl/pro", "claude", "phi", "anonymised"])
def test_new_names_change_one_line_or_add_one(repository: Path, tmp_path: Path, thing: str) -> None:
    proposal = propose_names(repository / "knowledge", thing, ["quite another name"], tmp_path / "patches")

    assert len(changed_lines(proposal.patch, "-")) <= 1
    assert len(changed_lines(proposal.patch, "+")) <= 2
    apply(repository, proposal.path)
    words = load(repository / "knowledge").or_raise().vocabulary
    things = {**words.tools, **words.offerings, **words.data, **words.transformations}
    assert "quite another name" in things[thing].names


def test_an_answer_becomes_a_passage_of_the_guidance(repository: Path, tmp_path: Path) -> None:
    proposal = propose_edits(
        repository / "knowledge",
        passage_added(repository / "knowledge", "May I use Otter?", "No: it is a meeting bot."),
        tmp_path / "patches",
        "answer",
    )
    apply(repository, proposal.path)
    guidance = load(repository / "knowledge").or_raise().guidance
    assert [(each.anchor, each.text) for each in guidance if each.heading == "May I use Otter?"] == [
        ("may-i-use-otter", "No: it is a meeting bot.")
    ]


def test_an_answer_may_begin_a_new_file(repository: Path, tmp_path: Path) -> None:
    proposal = propose_edits(
        repository / "knowledge",
        passage_added(repository / "knowledge", "New", "Text.", file="guidance/answers.md"),
        tmp_path / "patches",
        "answer",
    )
    apply(repository, proposal.path)
    assert (repository / "knowledge/guidance/answers.md").read_text() == "## New\n\nText.\n"


def test_two_proposals_of_one_name_are_two_files_and_the_same_one_twice_is_one(repository: Path, tmp_path: Path) -> None:
    knowledge, patches = repository / "knowledge", tmp_path / "patches"
    first = propose_rule(knowledge, RULE, patches)
    second = propose_rule(knowledge, {**RULE, "because": "Tried out until summer."}, patches)
    assert first.path != second.path
    assert first.path.exists()
    assert [propose_rule(knowledge, RULE, patches).path for _ in range(2)] == [first.path, first.path]


def test_a_rule_that_would_be_faulty_is_not_proposed(repository: Path, tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="unknown data type `meeting-note`; did you mean `meeting-notes`"):
        propose_rule(repository / "knowledge", {**RULE, "data": ["meeting-note"]}, tmp_path / "patches")
    assert not (tmp_path / "patches").exists()


def test_names_for_a_thing_that_is_not_there_are_refused(repository: Path, tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="nothing has the id `helth-records`"):
        propose_names(repository / "knowledge", "helth-records", ["x"], tmp_path / "patches")


WAIVER = {
    "id": "exception-r-7f3k",
    "who": ["U0SANNE001"],
    "tools": ["claude/team"],
    "data": ["health-records"],
    "effect": "condition",
    "conditions": ["remove-direct-identifiers"],
    "sets_aside": ["restricted-data-stays-home"],
    "since": datetime.date(2026, 11, 20),
    "until": datetime.date(2027, 2, 1),
    "approved_by": "noor",
}


def test_one_patch_changes_several_files(repository: Path, tmp_path: Path) -> None:
    folder = repository / "knowledge"
    after = {
        "waivers.yaml": added(folder, "waivers.yaml", "waivers", {**WAIVER, "who": ["U0NOBODY01"]}),
        "people.yaml": added(folder, "people.yaml", "people", {"match": "U0NOBODY01", "role": "nurse"}),
        "tools/grok.yaml": "id: grok\nlabel: Grok\n",
    }
    proposal = propose_edits(folder, after, tmp_path / "patches", "exception")
    assert proposal.file == "people.yaml, tools/grok.yaml, waivers.yaml"
    assert changed_lines(proposal.patch, "-") == []
    apply(repository, proposal.path)
    knowledge = load(folder).or_raise()
    waiver = next(one for one in knowledge.policy.waivers if one.rule.id == "exception-r-7f3k")
    assert (waiver.who, waiver.until) == (frozenset({"U0NOBODY01"}), datetime.date(2027, 2, 1))
    assert "grok" in knowledge.vocabulary.tools


def test_knowledge_with_an_edit_can_be_looked_at_before_anything_is_written(repository: Path, tmp_path: Path) -> None:
    folder = repository / "knowledge"
    knowledge = with_edits(folder, {"waivers.yaml": added(folder, "waivers.yaml", "waivers", WAIVER)})
    assert "exception-r-7f3k" in {one.rule.id for one in knowledge.policy.waivers}
    assert "exception-r-7f3k" not in (folder / "waivers.yaml").read_text()


def test_a_waiver_for_somebody_whom_no_file_names_is_refused(repository: Path, tmp_path: Path) -> None:
    folder = repository / "knowledge"
    after = {"waivers.yaml": added(folder, "waivers.yaml", "waivers", {**WAIVER, "who": ["U0NOBODY01"]})}
    with pytest.raises(KnowledgeError, match="U0NOBODY01"):
        propose_edits(folder, after, tmp_path / "patches", "exception")
    assert not (tmp_path / "patches").exists()


def test_the_first_waiver_makes_the_file(repository: Path, tmp_path: Path) -> None:
    folder = repository / "knowledge"
    (folder / "waivers.yaml").unlink()
    proposal = propose_edits(
        folder, {"waivers.yaml": added(folder, "waivers.yaml", "waivers", WAIVER)}, tmp_path / "patches", "exception"
    )
    apply(repository, proposal.path)
    assert [one.rule.id for one in load(folder).or_raise().policy.waivers] == ["exception-r-7f3k"]


def test_a_rule_is_given_a_stricter_effect_and_loses_the_conditions_that_a_ban_has_not(repository: Path, tmp_path: Path) -> None:
    folder = repository / "knowledge"
    made = propose_edits(folder, effect_of(folder, "confidential-data-on-contract", "forbid"), tmp_path / "out", "x")
    apply(repository, made.path)
    known = load(repository / "knowledge").or_raise()
    rule = next(one for one in known.policy.rules if one.id == "confidential-data-on-contract")
    assert (rule.effect, rule.conditions) == ("forbid", ())
    assert changed_lines(made.patch, "+") == ["+  effect: forbid"]


def test_a_rule_is_given_no_milder_or_equal_effect(repository: Path, tmp_path: Path) -> None:
    folder = repository / "knowledge"
    after = effect_of(folder, "confidential-data-on-contract", "forbid")
    apply(repository, propose_edits(folder, after, tmp_path / "out", "x").path)
    for effect in ("review", "forbid"):
        with pytest.raises(KnowledgeError, match="is no stricter than `forbid`"):
            effect_of(folder, "confidential-data-on-contract", effect)


def test_a_rule_that_no_file_has_is_given_no_effect(repository: Path) -> None:
    with pytest.raises(KnowledgeError, match="no file has the rule `matrix:a:b`"):
        effect_of(repository / "knowledge", "matrix:a:b", "forbid")
