"""Which row of a policy a message means: the small policies, in both halves, hold what was reached."""

from __future__ import annotations

import json

import pytest

from benchmarks.rows import BENCH
from benchmarks.small_policies import share_right

RECORDED: dict[str, float] = json.loads((BENCH.folder / "recorded.json").read_text(encoding="utf-8"))
MAY_FALL = 0.015
pytestmark = pytest.mark.sets


@pytest.fixture(scope="module")
def shares() -> dict[str, float]:
    read = list(BENCH.policies(()))
    return {
        half: share_right(one for policy in read if policy.held is held for one in policy.found)
        for half, held in (("open", False), ("held", True))
    }


@pytest.mark.parametrize("half", RECORDED)
def test_as_many_rows_are_found_as_were(half: str, shares: dict[str, float]) -> None:
    assert shares[half] >= RECORDED[half] - MAY_FALL
