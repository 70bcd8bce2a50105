"""`personal_accounts: forbidden`: said once, a private login is forbidden with every tool, and nobody else is asked about one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answerer import Answerer
from tests.reading.askers.test_own_words import SMALL
from tests.reading.conftest import answerer_for, when_that_is_all
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "private_accounts.yaml").read_text(encoding="utf-8"))
ROW = {
    "id": "free-or-private",
    "label": "Free or private AI",
    "group": True,
    "covers": {"account": ["personal"], "plan": ["free"]},
}


@cache
def house(is_said: bool) -> Answerer:
    said = {"personal_accounts": "forbidden"} if is_said else {}
    return answerer_for(SMALL | {"policy.yaml": SMALL["policy.yaml"] | said, "tools/free.yaml": ROW})


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_private_login_is_never_allowed(case: dict[str, Any]) -> None:
    assert [when_that_is_all(house(is_said), case["asked"]) for is_said in (False, True)] == case["label"]


def test_the_answer_says_that_the_policy_forbids_private_logins() -> None:
    policy = house(True).mind.knowledge.policy
    rule = next(one for one in policy.rules if one.id == "personal-accounts")
    assert (rule.at.file, rule.at.quote) == ("policy.yaml", "personal_accounts: forbidden")
    assert rule.offerings == {"free-or-private/any", "personal-accounts/any"}
