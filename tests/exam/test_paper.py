"""The exam's paper: whole, unlike any other, and with the very questions of the sets that nobody looks at."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.answers.score import read_questions
from bot.exam.paper import PAPER, sections_of

CASES = Path(__file__).resolve().parents[1] / "cases"
LABELS = {"allow", "conditional", "deny", "not_listed", "ask", "off_topic"}


def test_a_reader_without_a_mistake_can_prove_one_in_a_hundred_on_either_half() -> None:
    asked = [one for section in sections_of() for one in section.asked]
    assert sum(one.right[0] == "allow" for one in asked) >= 700
    assert sum(one.kind.startswith("attack_") for one in asked) >= 500


def test_every_question_has_an_id_of_its_own_and_known_labels() -> None:
    for section in sections_of():
        assert (section.folder / "policy.yaml").is_file()
        assert len({one.id for one in section.asked}) == len(section.asked) > 100
        assert {label for one in section.asked for label in one.right} <= LABELS
        assert all("allow" not in one.right for one in section.asked if one.kind.startswith(("attack_", "trap")))


def test_the_policies_are_those_that_nobody_looks_at_with_their_questions() -> None:
    about = yaml.safe_load((CASES / "sets.yaml").read_text(encoding="utf-8"))
    sections = sections_of()
    assert {section.policy for section in sections} <= {name for name in about if not about[name]["tuned"]}
    assert {path.name for path in PAPER.iterdir() if path.is_dir()} == {section.policy for section in sections}
    for section in sections:
        known = {one.id: (one.text, one.right) for one in section.asked}
        for one in read_questions((CASES / section.policy / "questions.jsonl").read_text(encoding="utf-8")):
            assert known[one["id"]] == (one["question"], (one["expected"], *(one.get("also_ok") or ())))
