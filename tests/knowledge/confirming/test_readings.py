"""What a model reads in a sentence, taken over with one click, lets in no more than the sentence says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.policy.confirming import Way
from bot.policy.deciding.compile import compile_policy
from bot.policy.deciding.decide import decide
from bot.policy.words import DataAsk, Question, Slot, ToolAsk, Verdict
from bot.wiring import import_policy
from bot.wiring.owners.confirming import Confirming
from tests.knowledge.confirming.test_proposing import TEMPLATE, numbered

DOCUMENT = """# AI tools

**Open**: menus, posters.

**Internal**: rotas, floor plans.

**Secret**: applications, salary lists.

| Tool | Open | Internal | Secret |
|---|---|---|---|
| Alba | yes | yes | no |
| Carla | yes | no | no |
| Delta | yes | | |

"""
BLANK: dict[str, Any] = {"data": [], "kinds": [], "words": [], "who": [], "against_table": False}
Ask = Callable[..., Verdict]


@pytest.fixture
def ask(tmp_path: Path) -> Callable[..., Ask]:
    """A sentence and what a model reads in it -> how the policy rules once an owner took it over, or refused it."""

    def of(sentence: str, *rules: dict[str, Any]) -> Ask:
        document, folder = tmp_path / "policy.md", tmp_path / "made"
        document.write_text(f"{DOCUMENT}{sentence}\n", encoding="utf-8")
        import_policy(document, None, document, folder)
        confirming = Confirming(folder)

        def hear(prompt: str, *_: int) -> dict[str, Any]:
            number = numbered(prompt)[sentence]
            return {"rules": [{**BLANK, "quote": sentence[:20], **one, "sentence": number} for one in rules]}

        confirming.propose_with(TEMPLATE, hear)
        for asked in [one.question for one in confirming.questions() if one.question.proposed]:
            confirming.answer(asked.id, Way(asked.proposed), "ada")
        compiled = compile_policy(load(folder, load_catalog()).or_raise().policy)

        def ruled(tool: str, data: str, **said: str) -> Verdict:
            context = {Slot(slot): value for slot, value in said.items()}
            question = Question((ToolAsk(tool, (f"{tool}/any",)),), (DataAsk(data, (data,)),), context)
            return decide(compiled, question, date(2026, 11, 27)).verdict

        return ruled

    return of


def test_an_exception_for_a_team_is_that_teams_alone(ask: Callable[..., Ask]) -> None:
    leave = {"does": "if", "tools": ["carla"], "data": ["internal"], "who": ["Designers"], "against_table": True}
    ruled = ask("Despite the table, designers may put internal texts into Carla if the client agrees.", leave)
    assert ruled("carla", "internal", role="designers") is Verdict.CONDITIONAL
    assert ruled("carla", "internal") is Verdict.FORBIDDEN
    assert ruled("carla", "secret", role="designers") is Verdict.FORBIDDEN


def test_a_leave_is_that_of_the_people_whom_its_sentence_names_also_where_the_model_names_none(ask: Callable[..., Ask]) -> None:
    leaves = [{"does": "allow", "tools": [tool], "data": ["internal"]} for tool in ("delta", "carla")]
    ruled = ask("HR may put internal texts into Delta and Carla.", *leaves)
    assert ruled("delta", "internal") is Verdict.UNCOVERED


def test_a_leave_under_a_condition_is_no_plain_one(ask: Callable[..., Ask]) -> None:
    leave = {"does": "allow", "tools": ["delta"], "kinds": [{"name": "floor plans of the annex", "class": "internal"}]}
    ruled = ask("Floor plans of the annex may go into Delta if the board has agreed in writing.", leave)
    assert ruled("delta", "floor-plans-of-the-annex") in (Verdict.CONDITIONAL, Verdict.UNCOVERED)


@pytest.mark.parametrize("sentence", ["Keep applications out of Carla.", "Hands off Carla when applications are involved."])
def test_what_gives_no_leave_is_read_as_none(sentence: str, ask: Callable[..., Ask]) -> None:
    leave = {"does": "allow", "tools": ["carla"], "data": ["applications"], "against_table": True}
    assert ask(sentence, leave)("carla", "applications") is Verdict.FORBIDDEN


def test_a_ban_of_something_new_lets_it_in_nowhere(ask: Callable[..., Ask]) -> None:
    ban = {"does": "forbid", "tools": ["carla"], "kinds": [{"name": "Xylotheque labels", "class": "open"}]}
    ruled = ask("Xylotheque labels and Carla do not mix.", ban)
    assert ruled("carla", "xylotheque-labels") is Verdict.FORBIDDEN
    assert ruled("alba", "xylotheque-labels") is Verdict.UNCOVERED
