"""Uses that a policy forbids are recognised in questions of five languages, and nothing else is taken for one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answerer import Answerer
from bot.policy.words import SEVERAL, Slot
from tests.reading.conftest import answerer_for
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "uses.yaml").read_text(encoding="utf-8"))
SAID = [(case["use"], state, said) for case in CASES for state in ("forbidden", "fine") for said in case[state]]


@cache
def policy() -> Answerer:
    """One tool that takes everything, and a ban of each use."""
    ban = {"tools": "*", "data": "*", "effect": "forbid"}
    files: dict[str, Any] = {
        "policy.yaml": {"organisation": "Uses", "languages": ["en"], "owner": "o@example.org", "default": "uncovered"},
        "data.yaml": {"classes": [{"id": "everything", "label": "Everything", "rank": 0}]},
        "tools/chatgpt.yaml": {"id": "chatgpt-team", "label": "ChatGPT Team", "catalog": ["chatgpt"]},
        "rules.yaml": [
            {"rule": "all", "tools": ["chatgpt-team"], "data": ["everything"], "effect": "allow"},
            *({"rule": f"never-{c['use']}", "where": {"purpose": [c["use"]]}, **ban} for c in CASES),
        ],
    }
    return answerer_for(files)


@pytest.mark.parametrize(("use", "state", "said"), SAID, ids=[f"{said} is {state}" for _, state, said in SAID])
def test_a_use_is_recognised(use: str, state: str, said: str) -> None:
    item = policy().ask(f"{said}, ChatGPT Team?").ruled[0].item
    assert (use in item.question.context.get(Slot.PURPOSE, "").split(SEVERAL)) is (state == "forbidden")


@pytest.mark.parametrize(
    "text",
    [
        "Can I use AI to decide which care worker to fire?",
        "Mag AI beslissen wie er ontslagen wordt?",
        "Darf die KI entscheiden, wer gekündigt wird?",
        "L'IA peut-elle choisir qui licencier ?",
        "¿Puede la IA decidir a quién despedir?",
        "can Claude pick the best candidate out of these CVs?",
    ],
)
def test_a_use_that_a_condition_forbids_is_no_small_talk(text: str, sample: Answerer) -> None:
    assert sample.ask(text).answer.label in ("ask", "conditional")


def test_a_word_of_one_of_five_languages_forbids_no_use(sample: Answerer) -> None:
    """The Spanish "público" of a condition is no publishing: a text for the press is public."""
    assert sample.label_and_why("May I use ChatGPT Plus for the press release", [])[0] == "conditional"
