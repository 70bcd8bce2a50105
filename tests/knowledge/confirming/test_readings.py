"""What a model reads in a sentence, taken over with one click, lets in no more than the sentence says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.owners.confirm import Confirming
from bot.policy.confirming import Way
from bot.policy.deciding.compile import compile_policy
from bot.policy.deciding.decide import decide
from bot.policy.words import DataAsk, Question, Slot, ToolAsk, Verdict
from bot.wiring import import_policy
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
BLANK: dict[str, Any] = {"data": [], "kinds": [], "words": [], "who": []}
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


def test_a_leave_is_no_reading_of_a_sentence(ask: Callable[..., Ask]) -> None:
    leave = {"does": "allow", "tools": ["carla"], "data": ["applications"]}
    assert ask("Applications may go into Carla.", leave)("carla", "applications") is Verdict.FORBIDDEN


def test_a_ban_of_something_new_lets_it_in_nowhere(ask: Callable[..., Ask]) -> None:
    ban = {"does": "forbid", "tools": ["carla"], "kinds": [{"name": "Xylotheque labels", "class": "open"}]}
    ruled = ask("Xylotheque labels and Carla do not mix.", ban)
    assert ruled("carla", "xylotheque-labels") is Verdict.FORBIDDEN
    assert ruled("alba", "xylotheque-labels") is Verdict.UNCOVERED
