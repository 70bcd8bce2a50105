"""docs/checks.md is no promise: its hooks stop a commit in a real repository, and the steps of its Action run as they stand."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.commands.running import ROOT
from tests.knowledge.folders import QUIET, WHOLE, write
from tests.yamls import read_yaml

PAGE = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
BLOCKS: list[Any] = [read_yaml(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]
(LOCAL,) = [block for block in BLOCKS if "repos" in block and block["repos"][0]["repo"] == "local"]
(ACTION,) = [block for block in BLOCKS if "jobs" in block]
(MESSAGE,) = [block for block in BLOCKS if isinstance(block, list)]
TESTS = "tests:\n  - {name: names, slots: {tool: chatgpt/team, data: [customer-names]}, verdict: conditional}\n"
RULES = (
    WHOLE["rules.yaml"] + "- {rule: cooks, tools: {contract: dpa}, data: recipes, effect: condition, conditions: [names-out]}\n"
)
LOOSER = RULES.replace("effect: condition\n  conditions: [names-out]", "effect: allow")
FAULTY = RULES.replace("customer-names", "custmer-names")


def run(place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """As somebody who has may-i and pre-commit on the path, and a name in git."""
    programs = Path(sys.executable).parent
    who = {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER") for part, value in (("NAME", "N"), ("EMAIL", "n@x"))}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAYI_", "GIT_", "PRE_COMMIT"))}
    found = kept | who | {"PATH": f"{programs}:{os.environ['PATH']}", "PRE_COMMIT_HOME": str(place.parent / "hooks")}
    return subprocess.run(words, cwd=place, env=found, capture_output=True, text=True, check=False)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A policy on `main`, which a code host has as well."""
    place = tmp_path / "policy"
    write(place / "knowledge", {**QUIET, "rules.yaml": RULES, "tests.yaml": TESTS})
    run(place, "git", "init", "-q", "-b", "main")
    run(place, "git", "add", "-A")
    run(place, "git", "commit", "-qm", "A first policy")
    run(place, "git", "clone", "-q", "--bare", ".", "../host.git")
    run(place, "git", "remote", "add", "origin", "../host.git")
    run(place, "git", "fetch", "-q", "origin")
    return place


def commit(place: Path, rules: str, message: str, tests: str = TESTS) -> subprocess.CompletedProcess[str]:
    write(place / "knowledge", {**QUIET, "rules.yaml": rules, "tests.yaml": tests})
    return run(place, "git", "commit", "-qam", message)


def test_the_hooks_stop_a_faulty_edit_a_failed_test_and_what_got_looser(repository: Path) -> None:
    hooks = {"repos": [{"repo": "local", "hooks": [*LOCAL["repos"][0]["hooks"], *MESSAGE]}]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(hooks))
    run(repository, "git", "add", "-A")
    assert run(repository, "pre-commit", "install", "--hook-type", "pre-commit", "--hook-type", "commit-msg").returncode == 0
    faulty = commit(repository, FAULTY, "A slip")
    assert faulty.returncode != 0
    assert "did you mean `customer-names`?" in faulty.stderr + faulty.stdout
    untrue = commit(repository, LOOSER, "Looser")
    assert untrue.returncode != 0
    assert "allowed instead of conditional" in untrue.stderr + untrue.stdout
    right = TESTS.replace("conditional", "allowed")
    unnamed = commit(repository, LOOSER, "Looser", right)
    assert unnamed.returncode != 0
    assert "1 cell got looser that nobody named" in unnamed.stderr + unnamed.stdout
    named = commit(repository, LOOSER, "Looser\n\nAllow-looser: names-on-contract", right)
    assert named.returncode == 0, named.stderr


def steps(place: Path) -> dict[str, int]:
    """Every step of the Action that runs one of our commands, as its shell runs it; the exit code of each."""
    codes = {}
    for step in ACTION["jobs"]["policy"]["steps"]:
        if "name" in step and "mayi" in step.get("run", ""):
            script = step["run"].replace("${{ github.base_ref }}", "main")
            codes[step["name"]] = run(place, "bash", "-e", "-o", "pipefail", "-c", script).returncode
    return codes


def test_the_steps_of_the_action_run_and_leave_what_later_steps_take(repository: Path) -> None:
    run(repository, "git", "switch", "-qc", "edit")
    commit(repository, LOOSER, "Looser", TESTS.replace("conditional", "allowed"))
    assert steps(repository) == {"check": 0, "test": 0, "diff": 1}
    commit(repository, LOOSER + "# why\n", "Named\n\nAllow-looser: names-on-contract", TESTS.replace("conditional", "allowed"))
    assert steps(repository) == {"check": 0, "test": 0, "diff": 0}
    for name in ("check.sarif", "tests.xml", "diff.md", "matrix.svg"):
        assert (repository / name).stat().st_size > 100


def test_the_action_hands_faults_to_code_scanning_too(repository: Path) -> None:
    commit(repository, FAULTY, "A slip")
    assert steps(repository)["check"] == 3
    (result,) = json.loads((repository / "check.sarif").read_text())["runs"][0]["results"]
    assert result["level"] == "error"
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "knowledge/rules.yaml"
