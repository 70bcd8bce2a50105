"""A few lines of plain data -> a policy, a question: what the tables of cases and the laws are written in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from bot.policy.policy import Policy
from bot.policy.words import (
    ANY,
    Citation,
    Condition,
    DataAsk,
    DataClass,
    DataType,
    Effect,
    Offering,
    Question,
    Rule,
    Slot,
    ToolAsk,
    Verdict,
    Waiver,
)
from tests.yamls import read_yaml

TODAY = date(2026, 11, 20)
CASES = Path(__file__).parent / "cases"


def cases_of(name: str) -> list[Any]:
    """The cases of one table."""
    return list(read_yaml((CASES / name).read_text(encoding="utf-8")))


def ids(value: Any) -> frozenset[str]:
    """``*``, one id, or a list of ids."""
    return frozenset([value] if isinstance(value, str) else value)


def offering_of(id_: str, facts: dict[str, str]) -> Offering:
    """``tool/plan: {account: ..., hosting: ...}``."""
    return Offering(id_, id_.partition("/")[0], **facts)


def rule_of(given: dict[str, Any], line: int = 1) -> Rule:
    """One rule as the owner writes it, selectors as ids."""
    return Rule(
        given.get("rule", f"rule-{line}"),
        Effect(given["effect"]),
        ids(given.get("tools", ANY)),
        ids(given.get("data", ANY)),
        Citation("rules.yaml", line),
        tuple(given.get("conditions", ())),
        tuple(given.get("sets_aside", ())),
        {Slot(slot): ids(value) for slot, value in given.get("where", {}).items()},
        instead=tuple(given.get("instead", ())),
    )


def classes_of(given: Any) -> dict[str, DataClass]:
    """A list of ids, mild first, or ``id: {becomes: ...}``."""
    more = given if isinstance(given, dict) else {}
    return {id_: DataClass(id_, rank, becomes=more.get(id_, {}).get("becomes", {})) for rank, id_ in enumerate(given)}


def policy_of(given: dict[str, Any]) -> Policy:
    """A policy of plain data; everything but what the case is about may be left out."""
    types = {
        id_: DataType(id_, tuple(ids(one.get("class", ()))), tuple(one.get("is_a", ())), one.get("becomes", {}))
        for id_, one in given.get("types", {}).items()
    }
    conditions = {
        id_: Condition(
            id_,
            {"en": id_},
            asker_may_state=one.get("asker_may_state", True),
            general=one.get("general", False),
            binds=one.get("binds", False),
            offerings=ids(one.get("tools", ANY)),
            data=ids(one.get("data", ANY)),
            at=Citation("conditions.yaml", line),
            of_asker=one.get("of_asker", False),
        )
        for line, (id_, one) in enumerate(given.get("conditions", {}).items(), 1)
    }
    waivers = tuple(
        Waiver(rule_of(one, 100 + line), ids(one.get("who", ANY)), one.get("since", TODAY), one.get("until", TODAY), "the board")
        for line, one in enumerate(given.get("waivers", ()))
    )
    return Policy(
        {id_: offering_of(id_, facts or {}) for id_, facts in given.get("offerings", {}).items()},
        types,
        classes_of(given.get("classes", ())),
        tuple(rule_of(one, line) for line, one in enumerate(given.get("rules", ()), 1)),
        conditions,
        waivers,
        Verdict(given.get("default", "uncovered")),
        Citation("policy.yaml", 4),
        Verdict(given.get("unlisted", "uncovered")),
        Citation("policy.yaml", 5),
        {Slot(slot): value for slot, value in given.get("assumed", {}).items()},
        "v1",
        ids(given.get("suspended", ())),
        in_doubt=given.get("in_doubt", ""),
    )


def question_of(given: dict[str, Any]) -> Question:
    """Tools: name -> offerings (or ids that are both); ``likely``: those that only a model took it for.

    Data: ids, or ``{name, types, transformations, grounded, likely, remark}``."""
    tools = given.get("tools", {})
    likely = given.get("likely", {})
    named = tools if isinstance(tools, dict) else {id_: [id_] for id_ in tools}
    return Question(
        tuple(ToolAsk(name, tuple(offerings), tuple(likely.get(name, ()))) for name, offerings in named.items()),
        tuple(_data_of(one) for one in given.get("data", ())),
        {Slot(slot): value for slot, value in given.get("context", {}).items()},
        frozenset(given.get("met", ())),
        frozenset(given.get("unmet", ())),
        tuple(given.get("left_out", ())),
        given.get("rest_named", False),
        frozenset(given.get("who", ())),
        given.get("asked_back", 0),
        tuple(given.get("suited", ())),
        tuple(given.get("unsuited", ())),
        near=tuple(given.get("near", ())),
        is_closed=given.get("closed", True),
    )


def _data_of(given: Any) -> DataAsk:
    if isinstance(given, str):
        return DataAsk(given, (given,))
    name = given.get("name", "it")
    return DataAsk(
        name,
        tuple(given.get("types", ())),
        tuple(given.get("transformations", ())),
        given.get("grounded", True),
        tuple(given.get("likely", ())),
    )
