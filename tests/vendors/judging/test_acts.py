"""A sentence goes in; whether somebody may do something with customers' data in it comes out. The cases are data."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.vendors.judging.acts import acts, is_of_customer_alone
from bot.vendors.judging.clauses import sentences
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parents[1] / "cases" / "acts.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_sentence_says_who_may_do_what(case: dict[str, str]) -> None:
    """The first act of a sentence decides."""
    found = acts(case.get("lead", ""), case["text"])
    way = ("+" if found[0].way > 0 else "-") if found else "0"
    assert way == case["way"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("You must not share your password with anybody.", True),
        ("You must not share files, but we may share yours.", False),
        ("You grant us a licence to use your texts.", False),
        ("Customer data is encrypted.", False),
        ("The service is described in the manual.", False),
        ("您不得使用本服务。", False),
    ],
)
def test_what_only_customers_do_is_known(text: str, wanted: bool) -> None:
    """What happens to their data in the same sentence makes it another one."""
    (one,) = sentences(text)
    assert is_of_customer_alone(one) is wanted
