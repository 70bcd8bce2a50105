"""A condition of several parts is ticked where each of them is said, and none is still to follow."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.conftest import answerer_of
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "in_part.yaml").read_text(encoding="utf-8"))
SAID = [(c["policy"], c["condition"], q, state) for c in CASES for state in ("open", "ticked") for q in c[state]]


@pytest.mark.parametrize(("policy", "condition", "question", "state"), SAID)
def test_a_box_is_ticked_part_by_part(policy: str, condition: str, question: str, state: str) -> None:
    met = {id_ for ruled in answerer_of(policy).ask(question).ruled for id_ in ruled.item.question.met}
    assert (condition in met) is (state == "ticked")
