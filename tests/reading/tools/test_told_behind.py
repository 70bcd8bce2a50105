"""An account, a way or a switch that is told behind the question chooses the row; one that is compared or denied does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.conftest import label_when_that_is_all, named_label
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "told_behind.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("policy", "question"), [(p, q) for p, asked in CASES["not_allowed"].items() for q in asked])
def test_what_is_used_counts(policy: str, question: str) -> None:
    assert label_when_that_is_all(policy, question) not in {"allow", "conditional"}


@pytest.mark.parametrize(("policy", "question"), [(p, q) for p, asked in CASES["allowed"].items() for q in asked])
def test_what_is_not_used_does_not(policy: str, question: str) -> None:
    assert named_label(policy, question) == "allow"
