"""A "without" ends where what follows is said to be in after all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.conftest import named_label
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "scope_ends.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("policy", "question"), [(p, q) for p, asked in CASES["in_again"].items() for q in asked])
def test_what_is_in_again_counts(policy: str, question: str) -> None:
    assert named_label(policy, question) == "deny"


@pytest.mark.parametrize(("policy", "question"), [(p, q) for p, asked in CASES["left_out"].items() for q in asked])
def test_what_is_left_out_does_not(policy: str, question: str) -> None:
    assert named_label(policy, question) in {"allow", "conditional"}
