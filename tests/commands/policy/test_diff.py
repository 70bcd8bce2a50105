"""`mayi diff` between folders, git revisions and a ledger's versions: what it prints, draws, and its exit code."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.commands.running import Ran, run_in
from tests.knowledge.folders import WHOLE, write

ALLOWED = "- {rule: names-on-contract, tools: {contract: dpa}, data: customer-names, effect: allow}\n"
FREE = "- {rule: recipes-anywhere, tools: '*', data: recipes, effect: allow}\n"


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A place with `old` and `new`, in which a condition fell away."""
    write(tmp_path / "old", {"rules.yaml": WHOLE["rules.yaml"] + FREE})
    write(tmp_path / "new", {"rules.yaml": ALLOWED + FREE})
    return tmp_path


def git(place: Path, *words: str) -> str:
    who = ("-c", "user.name=Noor", "-c", "user.email=noor@example.org", "-c", "init.defaultBranch=main")
    return subprocess.run(["git", *who, *words], cwd=place, check=True, capture_output=True, text=True).stdout.strip()


def committed(place: Path, files: dict[str, str], message: str) -> str:
    write(place / "knowledge", files)
    git(place, "add", "-A")
    git(place, "commit", "-qm", message)
    return git(place, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two commits; the second one takes a condition away and does not say so."""
    place = tmp_path / "policy"
    place.mkdir()
    git(place, "init", "-q")
    committed(place, {}, "A first policy")
    committed(place, {"rules.yaml": ALLOWED}, "Names go as they are")
    return place


def told(ran: Ran) -> dict[str, list[str]]:
    found = json.loads(ran.out)
    return {
        name: [f"{one['tool']} x {one['data']}" for one in found[name]] for name in ("looser", "stricter", "changed_conditions")
    }


def test_looser_first_with_the_rule_that_did_it(two: Path) -> None:
    ran = run_in(two, "diff", "old", "new")
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert "1 cell looser, 0 stricter, 0 under other conditions, 7 as before" in lines[0]
    assert lines[2:5] == [
        "LOOSER",
        "  rule `names-on-contract` (rules.yaml:1:10) has changed: conditional -> allowed, 1 cell",
        "    chatgpt/team x customer-names  [-names-out]",
    ]
    assert "--allow-looser RULE, or a line `Allow-looser: names-on-contract` in the commit message" in lines[-1]


def test_what_is_named_passes(two: Path) -> None:
    assert run_in(two, "diff", "old", "new", "--allow-looser", "names-on-contract").code == 0
    (two / "message").write_text("Names are no secret\n\nAllow-looser: chatgpt x customer-names\n")
    assert run_in(two, "diff", "old", "new", "--message", "message").code == 0
    (two / "message").write_text("Allow-looser: recipes\n")
    assert run_in(two, "diff", "old", "new", "--message", "message").code == 1


def test_what_gets_stricter_is_no_gate(two: Path) -> None:
    ran = run_in(two, "diff", "new", "old", "--json")
    assert (ran.code, told(ran)) == (0, {"looser": [], "stricter": ["chatgpt/team x customer-names"], "changed_conditions": []})


def test_the_object_for_scripts(two: Path) -> None:
    ran = run_in(two, "diff", "old", "new", "--json")
    found = json.loads(ran.out)
    assert ran.code == 1
    assert found["looser"] == [
        {
            "tool": "chatgpt/team",
            "data": "customer-names",
            "transformation": "",
            "was": "conditional",
            "now": "allowed",
            "was_conditions": ["names-out"],
            "now_conditions": [],
            "reworded": [],
            "eased": ["names-out"],
            "called": [],
            "context": {},
            "who": "",
            "since": None,
            "because": [
                {"rule": "names-on-contract", "how": "changed", "old": "rules.yaml:1:9", "new": "rules.yaml:1:10"},
            ],
        }
    ]
    assert (found["people_to_tell"], found["not_named"], found["unchanged"]) == (0, ["chatgpt/team x customer-names"], 7)


def test_a_comment_for_a_pull_request(two: Path) -> None:
    ran = run_in(two, "diff", "old", "new", "--markdown")
    assert "#### Looser (1)" in ran.out
    row = ("chatgpt/team", "customer-names", "conditional", "allowed [-names-out]")
    assert f"| {' | '.join(row)} | rule `names-on-contract` (rules.yaml:1:10) has changed |" in ran.out


def test_a_picture_of_both_matrices(two: Path) -> None:
    assert run_in(two, "diff", "old", "new", "--picture", "both.svg").code == 1
    drawn = ElementTree.fromstring((two / "both.svg").read_text(encoding="utf-8"))  # noqa: S314 - our own file
    words = " ".join(drawn.itertext())
    assert "old: 2 tools, 2 kinds of data; 2 allowed, 1 conditional" in words
    assert "new: 2 tools, 2 kinds of data; 3 allowed" in words
    run_in(two, "diff", "old", "new", "--picture", "both.png")
    assert (two / "both.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "words", [("--picture", "both.pdf"), ("--json", "--markdown"), ("--days", "0"), ("--message", "nothing")]
)
def test_wrong_use(two: Path, words: tuple[str, ...]) -> None:
    assert run_in(two, "diff", "old", "new", *words).code == 2


def test_a_commit_with_the_folder_as_it_is_now(repository: Path) -> None:
    ran = run_in(repository, "diff", "HEAD~1")
    assert ran.code == 1
    assert "1 cell looser" in ran.out.splitlines()[0]


def test_two_commits_and_a_path(repository: Path) -> None:
    ran = run_in(repository, "diff", "HEAD~1:knowledge", "HEAD:knowledge", "--json")
    found = json.loads(ran.out)
    assert (ran.code, len(found["looser"]), found["new"]["version"]) == (1, 1, git(repository, "rev-parse", "HEAD")[:12])


def test_a_commit_message_names_what_gets_looser(repository: Path) -> None:
    git(repository, "commit", "-q", "--amend", "-m", "Names go as they are\n\nAllow-looser: names-on-contract, other")
    assert run_in(repository, "diff", "HEAD~1", "HEAD").code == 0
    assert run_in(repository, "diff", "HEAD~1").code == 0


def test_a_message_before_the_edit_does_not_count(repository: Path) -> None:
    first = git(repository, "rev-parse", "HEAD")
    committed(repository, {"rules.yaml": WHOLE["rules.yaml"]}, "Back\n\nAllow-looser: names-on-contract")
    back = git(repository, "rev-parse", "HEAD")
    committed(repository, {"rules.yaml": ALLOWED}, "Names again")
    assert run_in(repository, "diff", back, "HEAD").code == 1
    assert run_in(repository, "diff", first, back).code == 0


def test_what_is_no_policy_is_said(repository: Path) -> None:
    ran = run_in(repository, "diff", "nothing", "HEAD")
    assert (ran.code, ran.out) == (3, "")
    assert "`nothing` is no policy: it is no folder, no commit that git knows here; give a folder, REV" in ran.err
    assert "has no policy.yaml below elsewhere/" in run_in(repository, "diff", "HEAD:elsewhere", "HEAD").err


def test_a_faulty_policy_is_told_with_its_faults(two: Path) -> None:
    write(two / "new", {"rules.yaml": WHOLE["rules.yaml"].replace("customer-names", "custmer-names")})
    ran = run_in(two, "diff", "old", "new")
    assert ran.code == 3
    assert "rules.yaml:3:9: unknown data type `custmer-names`" in ran.err


def test_answers_of_the_ledger_that_would_be_others_now(two: Path) -> None:
    for text in ("May I put customer names into ChatGPT Team?", "May I put recipes into ChatGPT Team?"):
        assert run_in(two, "ask", text, "--knowledge", "old", "--ledger", "sqlite:///log.db", "--json").code == 0
    ran = run_in(two, "diff", "old", "new", "--ledger", "sqlite:///log.db", "--json")
    found = json.loads(ran.out)
    assert (found["looked_at"], found["people_to_tell"]) == (2, 1)
    assert found["asked"] == [
        {
            "read_as": "ChatGPT Team · Customer names",
            "was": "conditional",
            "now": "allowed",
            "times": 1,
            "people": 1,
            "by_name": False,
        }
    ]
    page = run_in(two, "diff", "old", "new", "--ledger", "sqlite:///log.db").out
    assert "ChatGPT Team · Customer names: conditional -> allowed, asked once by 1 person" in page
