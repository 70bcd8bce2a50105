"""Whose manuscript it is: what somebody judges for others is under peer review, whatever their own drafts are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.reading.conftest import answerer_of, heard
from tests.yamls import read_yaml

CASES: list[Any] = read_yaml((Path(__file__).parent / "refereed.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["asked"])
def test_what_is_judged_for_others(case: Any) -> None:
    reading = answerer_of("universite-montclair").ask(case["asked"]).reading
    read = {id_ for item in reading.items for id_ in heard(item.question)}
    assert ("manuscripts-under-review" in read) is case["theirs"]
