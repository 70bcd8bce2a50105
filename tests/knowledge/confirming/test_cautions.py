"""A sentence that takes something away decides until its owner has answered: no yes for what it names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.answers.answerer import make_answerer
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.owners.confirm import Confirming
from bot.policy.confirming import DROP, FORBID, KEEP, Way
from bot.policy.house import Knowledge
from bot.wiring import import_policy
from tests.knowledge.confirming.test_readings import DOCUMENT
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "cautions.yaml").read_text(encoding="utf-8"))
ROTAS = "Rotas must never be put into any AI tool."


def imported(text: str, tmp_path: Path) -> Path:
    """The folder of a policy with this sentence below its table."""
    source = tmp_path / "policy.md"
    source.write_text(f"{DOCUMENT}\n## Rules\n\n{text}\n", encoding="utf-8")
    import_policy(source, None, None, tmp_path / "out")
    return tmp_path / "out"


def held_back(knowledge: Knowledge) -> list[str]:
    """Tools and data of each review that a sentence wrote."""
    rules = [rule for rule in knowledge.policy.rules if rule.id.startswith("caution-")]
    return [" ".join((*sorted({one.partition("/")[0] for one in rule.offerings}), *(sorted(rule.data)))) for rule in rules]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_sentence_holds_back_what_it_names(case: dict[str, Any], tmp_path: Path) -> None:
    assert held_back(load(imported(case["text"], tmp_path), load_catalog()).or_raise()) == case["holds"]


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [(None, "review"), (Way(KEEP), "review"), (Way(DROP), "allowed"), (Way(FORBID, (), ("rotas",)), "forbidden")],
    ids=["unanswered", "it stays so", "it rules nothing", "it forbids"],
)
def test_it_decides_until_it_is_answered(answer: Way | None, verdict: str, tmp_path: Path) -> None:
    folder = imported(ROTAS, tmp_path)
    if answer:
        confirming = Confirming(folder)
        asked = next(one.question for one in confirming.questions() if one.question.sentence == ROTAS)
        confirming.answer(asked.id, answer, "ada", asked.asked)
    assert make_answerer(folder).ask("May I put rotas into Alba?").answer.verdict == verdict


def test_it_stands_first_among_the_owners_questions(tmp_path: Path) -> None:
    questions = Confirming(imported(ROTAS, tmp_path)).questions()
    assert questions[0].question.sentence == ROTAS
