"""A reply of a model on changed clauses -> an opinion with true quotes, or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.policy.talks.claims import Reply
from bot.policy.vendors.terms_heard import Opinion
from bot.vendors.hearing.replies import opinion_of_check, opinion_of_read

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "hearing.yaml").read_text(encoding="utf-8"))
SIDES = tuple((was, now) for was, now in CASES["sides"])


def said(opinion: Opinion | None) -> list[str] | None:
    """Severity and direction."""
    return [opinion.weight.severity.value, opinion.weight.direction.value] if opinion is not None else None


@pytest.mark.parametrize("case", CASES["reads"], ids=[case["name"] for case in CASES["reads"]])
def test_the_first_pass(case: dict[str, Any]) -> None:
    ids = {name: {"id": case["reply"][name]} for name in ("topic", "severity", "direction")}
    assert said(opinion_of_read(Reply({**case["reply"], **ids}, 0.7), SIDES)) == case.get("read")


@pytest.mark.parametrize("case", CASES["checks"], ids=[case["name"] for case in CASES["checks"]])
def test_the_second_pass(case: dict[str, Any]) -> None:
    reply = {name: [{"quote": quote, "id": id_} for quote, id_ in some] for name, some in case["reply"].items()}
    assert said(opinion_of_check(Reply(reply), SIDES)) == case.get("read")


@pytest.mark.parametrize("reply", [None, {}, {"before": 3}, {"allows": "all"}, {"allows": [{}]}, {"severity": {"id": "alert"}}])
def test_what_is_of_another_form_is_no_reply(reply: dict[str, Any] | None) -> None:
    told = Reply(reply) if reply is not None else None
    assert opinion_of_read(told, SIDES) is None
    assert opinion_of_check(told, SIDES) is None
