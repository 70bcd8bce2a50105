"""Which data of a small policy a question is about: the words of the policy decide which of its things is meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.answers.answerer import Answerer, make_answerer
from bot.policy.talks.talk import Asker
from bot.reading.door import make_safe
from bot.wiring import import_policy
from tests.reading.conftest import heard
from tests.yamls import read_yaml

CASES: dict[str, dict[str, Any]] = read_yaml((Path(__file__).parent / "data.yaml").read_text(encoding="utf-8"))
MATRIX = "tool,Public,Office,Guarded,Vault\nChatGPT Team,allow,allow,conditional,deny\n"
TERMS = """{"data_classes": [
  {"name": "Public", "synonyms": ["openbaar"]},
  {"name": "Office", "examples": ["procedures", "staff meetings", "training slides"]},
  {"name": "Guarded", "examples": ["KYC files", "suspicious activity reports", "customer data",
    "freight papers except class 1 and 7"]},
  {"name": "Vault", "examples": ["patient data", "drawings of dams and locks", "process recipes"]}]}"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    folder = tmp_path_factory.mktemp("small")
    (folder / "matrix.csv").write_text(MATRIX)
    (folder / "terms.json").write_text(TERMS)
    import_policy(folder / "matrix.csv", folder / "terms.json", None, folder / "out")
    return make_answerer(folder / "out")


@pytest.mark.parametrize("name", CASES)
def test_data_is_what_the_policy_calls_it(name: str, small: Answerer) -> None:
    case = CASES[name]
    (item,) = small.mind.reader.read(make_safe(case["asked"]), None, Asker()).items
    assert sorted(heard(item.question)) == case["data"]
