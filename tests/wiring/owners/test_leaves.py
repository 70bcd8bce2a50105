"""A sentence that lets something in where no cell says anything: what its owner is asked, and what an answer writes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.catalog import load_catalog
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.load import load
from bot.policy.confirming import ALLOW, IF, About, Open, Way
from bot.policy.deciding.compile import compile_policy
from bot.policy.deciding.decide import decide
from bot.policy.deciding.worlds import OTHER
from bot.policy.words import DataAsk, Question, Slot, ToolAsk, Verdict
from bot.wiring.owners.confirming import Confirming
from tests.wiring.owned import FILES

TODAY = date(2026, 11, 26)
GIVES = "The planning team may use Carla with open and internal texts."
SAID = {
    "tools/carla.yaml": "id: carla\nlabel: Carla\nofferings:\n  - {id: any, label: Carla}\n",
    "matrix.csv": FILES["matrix.csv"] + "Carla,unknown,unknown,deny\n",
    "guidance/policy.md": f"# How we use AI\n\n{GIVES} Alba may be used for internal texts. Carla may not have people data.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, text in (FILES | SAID).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def given(folder: Path) -> list[Open]:
    asked = (one.question for one in Confirming(folder).questions())
    return [one for one in asked if one.about is About.SENTENCE and one.gives]


def verdict(folder: Path, tool: str, data: str) -> Verdict:
    policy = load(folder, load_catalog()).or_raise().policy
    question = Question((ToolAsk(tool, (f"{tool}/any",)),), (DataAsk(data, (data,)),), {Slot.PURPOSE: OTHER})
    return decide(compile_policy(policy), question, TODAY).verdict


def test_a_leave_that_no_cell_tells_is_asked_about_with_what_it_would_allow(folder: Path) -> None:
    (question,) = given(folder)
    assert question.sentence == GIVES
    assert question.ways[:2] == (Way(ALLOW, ("carla",), ("open", "internal")), Way(IF, ("carla",), ("open", "internal")))
    flips = next(one for one in Confirming(folder).questions() if one.question.id == question.id).flips
    assert {(flip.data, flip.before, flip.after) for flip in flips[ALLOW]} == {
        (data, Verdict.UNCOVERED, Verdict.ALLOWED) for data in ("open", "internal")
    }


def test_an_answer_allows_what_was_named_and_is_taken_back(folder: Path) -> None:
    (question,) = given(folder)
    Confirming(folder).answer(question.id, Way(ALLOW), "Noor")
    assert [verdict(folder, "carla", data) for data in ("open", "internal", "people")] == [
        Verdict.ALLOWED, Verdict.ALLOWED, Verdict.FORBIDDEN,
    ]  # fmt: skip
    assert not given(folder)
    Confirming(folder).undo()
    assert verdict(folder, "carla", "open") is Verdict.UNCOVERED


def test_what_it_asks_for_becomes_the_condition_in_its_own_words(folder: Path) -> None:
    (question,) = given(folder)
    Confirming(folder).answer(question.id, Way(IF, (), ("open",)), "Noor")
    assert (verdict(folder, "carla", "open"), verdict(folder, "carla", "internal")) == (Verdict.CONDITIONAL, Verdict.UNCOVERED)
    conditions = load(folder, load_catalog()).or_raise().policy.conditions
    assert GIVES in [one.text["en"] for one in conditions.values()]


def test_a_leave_for_everything_is_refused(folder: Path) -> None:
    (question,) = given(folder)
    for way in (Way(ALLOW, ("carla",)), Way(ALLOW, (), ("open",)), Way(IF)):
        with pytest.raises(KnowledgeError, match="names no tool and no data"):
            Confirming(folder).answer(question.id, way, "Noor", exactly=True)


def test_where_the_cells_say_something_nobody_is_asked(folder: Path) -> None:
    said = folder / "matrix.csv"
    said.write_text(said.read_text(encoding="utf-8").replace("unknown,unknown", "allow,deny"), encoding="utf-8")
    assert not given(folder)


def test_what_is_denied_is_no_leave_and_an_open_cell_does_not_say_it(folder: Path) -> None:
    said = folder / "matrix.csv"
    said.write_text(
        said.read_text(encoding="utf-8").replace("Carla,unknown,unknown,deny", "Carla,unknown,unknown,unknown"), encoding="utf-8"
    )
    assert [one.sentence for one in given(folder)] == [GIVES]
    denied = next(
        one.question for one in Confirming(folder).questions() if one.question.sentence == "Carla may not have people data."
    )
    assert [way.id for way in denied.ways] == ["drop", "forbid", "ask"]
