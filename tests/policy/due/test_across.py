"""Of all tools which have on record what is demanded, which lack it, and which nobody looked at in time."""

from __future__ import annotations

from datetime import date, timedelta

from bot.policy.due.across import across_tools
from bot.policy.governance import Demand, Evidence, Governance
from bot.policy.house import Knowledge, Organisation
from bot.policy.policy import Policy
from bot.policy.vocabulary import Vocabulary
from bot.policy.words import Citation, Offering

TODAY = date(2026, 11, 28)
AT = Citation("tools/a.yaml", 3)
NAMES = ("one", "two", "three")
RISKS = Demand("risk_assessment", {"en": "Risk assessment"})
RUN_OUT = Evidence("risk_assessment", frozenset({"two/team"}), date(2025, 1, 1), TODAY - timedelta(days=1))
KEPT = Evidence("risk_assessment", frozenset({"three/team"}), date(2026, 1, 1))


def house(*reviews: str) -> Knowledge:
    facts = [{"review_by": day} if day else {} for day in (*reviews, "", "", "")]
    offerings = {
        f"{name}/team": Offering(f"{name}/team", name, facts=fact, at=AT) for name, fact in zip(NAMES, facts, strict=False)
    }
    governance = Governance((RISKS,), (RUN_OUT, KEPT))
    return Knowledge(Policy(offerings, {}, {}, (), {}), Vocabulary(), Organisation("Example"), governance=governance)


def test_what_is_missing_comes_first() -> None:
    found = across_tools(house(), ("evidence.risk_assessment",), TODAY)
    assert [(term.value, term.offerings) for term in found] == [
        ("missing", ("one/team",)),
        ("expired", ("two/team",)),
        ("there", ("three/team",)),
    ]


def test_those_past_their_day_are_overdue_and_their_day_itself_is_in_time() -> None:
    found = across_tools(house("2026-11-27", "2026-11-28"), ("review",), TODAY)
    assert [(term.value, term.offerings) for term in found] == [("overdue", ("one/team",))]


def test_it_is_said_where_none_is_overdue() -> None:
    assert [term.value for term in across_tools(house(), ("review",), TODAY)] == ["none"]


def test_nothing_is_told_of_what_nobody_demands() -> None:
    assert across_tools(house(), ("evidence.horoscope",), TODAY) == ()
