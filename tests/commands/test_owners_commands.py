"""Commands of policy owners: exit codes, and what stands on which stream."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from tests.commands.running import run_in
from tests.knowledge.folders import write
from tests.knowledge.repository import commit, edit, make_repository, run_git
from tests.yamls import read_yaml

ANSWERS = ("--answer", "tools=DeepL Pro", "--defaults")


def test_a_new_policy_is_written_once(tmp_path: Path) -> None:
    made = run_in(tmp_path, "new", "mine", *ANSWERS)
    assert made.code == 0 and "mine/OPEN.md" in made.out and not made.err
    again = run_in(tmp_path, "new", "mine", *ANSWERS)
    assert again.code == 2 and "not empty" in again.err


def test_answers_come_from_a_file_and_options_win(tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_text("organisation: From the file\nstrictness: careful\ntools: [DeepL Pro]\n")
    made = run_in(tmp_path, "new", "mine", "--answers", "answers.yaml", "--answer", "strictness=open", "--json")
    assert made.code == 0 and "knowledge/policy.yaml" in json.loads(made.out)["files"]
    assert 'organisation: "From the file"' in (tmp_path / "mine/knowledge/policy.yaml").read_text()
    assert "DeepL Pro,allow,allow,allow,conditional" in (tmp_path / "mine/knowledge/matrix.csv").read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "nobody is there to answer"),
        (("--answers", "nowhere.yaml"), "nowhere.yaml: cannot be read"),
        (("--answers", "list.yaml"), "one answer a line"),
        (("--answers", "bomb.yaml"), "bomb.yaml:2: an alias (`*a0`); write the words out"),
        (("--answer", "strictness"), "write ID=WORDS"),
        (("--defaults", "--answer", "strictness=lax"), "careful, usual, open"),
    ],
)
def test_answers_that_cannot_be_used_end_with_2_and_write_nothing(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    (tmp_path / "list.yaml").write_text("- one\n- two\n")
    (tmp_path / "bomb.yaml").write_text("".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 10 if n else 'x'}]\n" for n in range(60)))
    ran = run_in(tmp_path, "new", "mine", *words)
    assert (ran.code, ran.out) == (2, "") and said in ran.err
    assert not (tmp_path / "mine").exists()


def test_publish_versions_and_rollback_as_a_script_sees_them(tmp_path: Path) -> None:
    make_repository(tmp_path)
    first = run_git(tmp_path, "rev-parse", "HEAD")[:12]
    edit(tmp_path)
    open_edits = json.loads(run_in(tmp_path, "versions", "--json").out)
    assert open_edits["edited"] is True and [one["version"] for one in open_edits["versions"]] == [first]
    done = json.loads(run_in(tmp_path, "publish", "-m", "larger", "--json").out)
    assert done["pushed_to"] == "" and done["version"] != first
    back = json.loads(run_in(tmp_path, "rollback", first, "--json").out)
    assert back["back_to"] == first


def test_a_faulty_policy_is_not_published_and_a_folder_without_git_says_how_to_begin(tmp_path: Path) -> None:
    make_repository(tmp_path / "mine")
    (tmp_path / "mine/knowledge/rules.yaml").write_text("- rule: one\n  effect: maybe\n")
    ran = run_in(tmp_path / "mine", "publish", "-m", "oops")
    assert ran.code == 3 and "rules.yaml:2" in ran.err and not ran.out
    write(tmp_path / "plain" / "knowledge")
    ran = run_in(tmp_path / "plain", "publish")
    assert ran.code == 2 and "git init" in ran.err


def test_a_policy_whose_own_tests_fail_is_not_published_and_each_is_named(tmp_path: Path) -> None:
    make_repository(tmp_path)
    wrong = "{name: names stay here, slots: {tool: chatgpt/team, data: [customer-names]}, verdict: forbidden}"
    (tmp_path / "knowledge/tests.yaml").write_text(f"tests:\n- {wrong}\n")
    ran = run_in(tmp_path, "publish", "-m", "oops")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines() == [
        "tests.yaml:2: names stay here: conditional instead of forbidden",
        "Not published: mend the rule or the test, or give --without-tests.",
    ]
    assert run_in(tmp_path, "publish", "--without-tests").code == 0


@pytest.mark.parametrize(
    ("before", "after", "codes"),
    [
        ("Claude Free,allow,deny,", "Claude Free,deny,deny,", {"check": 0, "test": 0, "diff": 0}),
        ("Claude Free,allow,deny,", "Claude Free,allow,allow,", {"check": 0, "test": 0, "diff": 1}),
        ("ChatGPT Free,allow,deny,", "ChatGPT Free,allow,allow,", {"check": 0, "test": 1, "diff": 1}),
        ("Claude Free,allow,deny,", "Claude Free,allow,denny,", {"check": 3, "test": 3, "diff": 3}),
    ],
    ids=["a stricter edit passes", "a looser one stops", "one against a test stops", "a slip stops"],
)
def test_the_workflow_of_a_new_policy_checks_tests_and_shows_an_edit(
    before: str, after: str, codes: dict[str, int], tmp_path: Path
) -> None:
    run_in(tmp_path, "new", "mine", *ANSWERS)
    mine = tmp_path / "mine"
    run_git(mine, "init", "--quiet", "-b", "main")
    commit(mine, "the first policy")
    run_git(mine, "update-ref", "refs/remotes/origin/main", "HEAD")
    table = mine / "knowledge/matrix.csv"
    assert before in table.read_text()
    table.write_text(table.read_text().replace(before, after))
    commit(mine, "an edit")
    steps = read_yaml((mine / ".github/workflows/policy.yaml").read_text())["jobs"]["check"]["steps"]
    ours = [step for step in steps if step.get("run", "").startswith("mayi ")]
    assert [step.get("env", {}) for step in ours if "$BASE" in step["run"]] == [{"BASE": "${{ github.base_ref }}"}]
    lines = [shlex.split(step["run"].replace("$BASE", "main")) for step in ours]
    assert {line[1]: run_in(mine, *line[1:]).code for line in lines} == codes


@pytest.mark.parametrize(
    ("settings", "commit", "said"),
    [
        ({}, "a" * 12, "MAYI_KNOWLEDGE_GIT: is not set"),
        ({"MAYI_KNOWLEDGE_GIT": "ext::sh -c whoami"}, "a" * 12, "MAYI_KNOWLEDGE_GIT: must be https://"),
        ({"MAYI_KNOWLEDGE_GIT": "file:///nowhere"}, "main", "at least 12 letters"),
    ],
)
def test_a_rewritten_history_is_accepted_by_its_commit_only(
    tmp_path: Path, settings: dict[str, str], commit: str, said: str
) -> None:
    ran = run_in(tmp_path, "publish", "--accept", commit, **settings)
    assert ran.code == 2 and said in ran.err


def test_gaps_are_listed_and_mended_and_that_can_be_taken_back(tmp_path: Path) -> None:
    run_in(tmp_path, "new", "mine", *ANSWERS)
    policy = ("--knowledge", "mine/knowledge", "--ledger", "sqlite:///asked.db")
    missing = run_in(tmp_path, "gaps", *policy)
    assert missing.code == 2 and "there is no ledger asked.db" in missing.err
    run_in(tmp_path, "db", "upgrade", "--ledger", "sqlite:///asked.db")
    empty = run_in(tmp_path, "gaps", *policy)
    assert empty.code == 0 and empty.out.startswith("Nothing in the last 30 days")
    run_in(tmp_path, "ask", "May I use Perplexity for source code?", *policy)
    found = json.loads(run_in(tmp_path, "gaps", "--json", *policy).out)["gaps"]
    assert [(gap["number"], gap["lack"], gap["data"]) for gap in found] == [(1, "tool", "source-code")]
    before = {path: path.read_text() for path in (tmp_path / "mine").rglob("*") if path.is_file()}
    fixed = run_in(tmp_path, "gaps", "fix", "1", "--effect", "forbid", "--json", *policy)
    assert fixed.code == 0 and json.loads(fixed.out)["file"] == "rules.yaml, tools/perplexity.yaml"
    assert "effect: forbid" in (tmp_path / "mine/knowledge/rules.yaml").read_text()
    assert run_in(tmp_path, "confirm", "mine/knowledge", "--undo").out.startswith("Taken back: Perplexity")
    (tmp_path / "mine/knowledge/.undo.json").unlink()
    assert before == {path: path.read_text() for path in (tmp_path / "mine").rglob("*") if path.is_file()}
    assert (run_in(tmp_path, "gaps", "fix", "9", *policy).code, run_in(tmp_path, "gaps", "fix", "1", "--effect", "x").code) == (
        2,
        2,
    )
