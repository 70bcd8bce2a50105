"""`mayi due`: what is to be looked at again, and answers that rest on what is overdue."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.running import run_in
from tests.knowledge.folders import WHOLE, write

PAGE = "---\nowner: noor@example.org\nreview_by: 2020-02-01\n---\n" + WHOLE["guidance/book.md"]
RULE = WHOLE["rules.yaml"] + "  cites: guidance/book.md#personal-data\n  review_by: 2099-01-01\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    tool = WHOLE["tools/chatgpt.yaml"] + "review_by: 2099-01-01\nowner: it@example.org\n"
    write(tmp_path / "knowledge", {"guidance/book.md": PAGE, "rules.yaml": RULE, "tools/chatgpt.yaml": tool})
    return tmp_path


def test_what_is_overdue_is_listed_with_its_owner_and_place(place: Path) -> None:
    ran = run_in(place, "due", "--json")
    found = json.loads(ran.out)
    assert (ran.code, found["overdue"], found["undated"]) == (0, 1, {})
    (one,) = found["due"]
    assert one.pop("days_left") < -2000
    assert one == {
        "kind": "guidance",
        "id": "guidance/book.md",
        "review_by": "2020-02-01",
        "owner": "noor@example.org",
        "file": "guidance/book.md",
        "line": 1,
    }


def test_a_page_for_people_and_a_gate(place: Path) -> None:
    ran = run_in(place, "due", "--strict")
    assert ran.code == 1
    assert "guidance/book.md" in ran.out
    assert "1 to look at within 30 days, 1 of them overdue." in ran.out


def test_without_a_day_nothing_is_due_and_it_is_counted(place: Path) -> None:
    write(place / "knowledge", {})
    ran = run_in(place, "due")
    assert ran.code == 0
    assert "0 to look at within 30 days, 0 of them overdue.\nWithout a review date: 1 guidance, 1 rule, 1 tool.\n" in ran.out


def test_the_day_of_the_policy_is_the_day_of_each_rule_without_one(place: Path) -> None:
    write(place / "knowledge", {"policy.yaml": WHOLE["policy.yaml"] + "review_by: 2020-01-01\n"})
    found = json.loads(run_in(place, "due", "--json").out)
    assert [(one["kind"], one["id"]) for one in found["due"]] == [("rule", "names-on-contract")]


@pytest.mark.parametrize(
    ("question", "note", "badge"),
    [
        (
            "May I put customer names into ChatGPT Team?",
            "The page of the policy behind this was due for review on 2020-02-01.",
            "review overdue",
        ),
        (
            "Mag ik customer names in ChatGPT Team zetten?",
            "De pagina van het beleid hierachter had op 2020-02-01 herzien moeten zijn.",
            "herziening te laat",
        ),
    ],
)
def test_an_answer_that_rests_on_it_says_so_and_keeps_its_verdict(place: Path, question: str, note: str, badge: str) -> None:
    told = json.loads(run_in(place, "ask", question, "--knowledge", "knowledge", "--json").out)
    assert told["verdict"] == "conditional"
    assert note in told["text"]
    assert badge in told["text"].splitlines()[-1]


def test_an_answer_whose_grounds_were_all_reviewed_says_until_when(place: Path) -> None:
    write(place / "knowledge", {"guidance/book.md": PAGE.replace("2020-02-01", "2098-02-01"), "rules.yaml": RULE})
    (place / "knowledge" / "tools" / "chatgpt.yaml").write_text(WHOLE["tools/chatgpt.yaml"] + "review_by: 2099-01-01\n")
    told = json.loads(
        run_in(place, "ask", "May I put customer names into ChatGPT Team?", "--knowledge", "knowledge", "--json").out
    )
    assert "reviewed until 2098-02-01" in told["text"].splitlines()[-1]
    assert "due for review" not in told["text"]


@pytest.mark.parametrize("command", ["check", "test", "due", "reminders"])
def test_a_folder_may_be_named_as_with_the_other_commands(command: str, place: Path) -> None:
    named = run_in(place, command, "--json", "--knowledge", "knowledge")
    assert (named.code, named.out) == ((plain := run_in(place, command, "knowledge", "--json")).code, plain.out)
    ran = run_in(place, command, "--knowledge", "nowhere")
    assert "`nowhere` cannot be read" in ran.err + ran.out
