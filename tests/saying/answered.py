"""A few lines of plain data, or values of the core, go in; the answer of the small company comes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.policy.deciding.rulings import AskBack, Need, Note, Option, Reason, Ruling, Stated
from bot.policy.house import Knowledge
from bot.policy.talks.answer import Answer
from bot.policy.talks.talk import AlternativeLine, Intent, Item, Reading, Ruled
from bot.policy.words import Condition, DataAsk, Question, Slot, ToolAsk, Verdict
from bot.saying.say import say
from tests.saying import company as co
from tests.yamls import read_yaml

CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 11, 20)
FREE = ToolAsk("ChatGPT", ("chatgpt/free",))
TEAM = ToolAsk("Claude", ("claude/team",))
NAMES = DataAsk("customer names", ("customer-names",))
UNLISTED = Reason("unlisted", None, co.POLICY.unlisted_at)
SILENT = Reason("default", None, co.POLICY.default_at)
WAYS_OUT = (
    AlternativeLine("llama/inhouse", "In-house Llama", Verdict.ALLOWED),
    AlternativeLine("claude/team", "Claude Team", Verdict.CONDITIONAL, ("names-out",), get_it="IT portal"),
)
SECOND_LOOK = Condition("second-look", {"en": "A colleague has looked at it."})
WITH_LOOK = replace(co.company(), policy=replace(co.POLICY, conditions={**co.POLICY.conditions, "second-look": SECOND_LOOK}))
AFTER = [
    AlternativeLine(id_, label, Verdict.CONDITIONAL, ("second-look",), "anonymised", get_it=how)
    for id_, label, how in (("claude/team", "Claude Team", "Ask for Claude Team"), ("chatgpt/free", "ChatGPT Free", "two days"))
]
"""Ways out once names are removed, and a colleague has looked."""
NO = Ruling(Verdict.FORBIDDEN, reasons=(co.reason(co.NO_FREE),))
TOOLS = {"free": FREE, "team": TEAM}
REASONS = {
    "no-free": co.reason(co.NO_FREE),
    "team": co.reason(co.TEAM),
    "llama": co.reason(co.LLAMA),
    "pilot": co.reason(co.PILOT.rule, "study-data"),
    "unlisted": UNLISTED,
    "silent": SILENT,
}
FIELDS = {"name", "tool", "data", "left_out", "language", "company", "ways_out", "ruling", "gives", "begins", "holds", "lacks"}
LINES = {"checklist": "text", "why": "quote"}
"""Fields of an answer that hold lines, and what of a line a case tells."""


# --- values in -------------------------------------------------------------------------------------------------------


def asked(*tools: ToolAsk, data: tuple[DataAsk, ...] = (NAMES,), intent: Intent = Intent.MAY_I, **more: object) -> Item:
    """One question, about customer names where nothing else is said."""
    return Item(intent, Question(tools=tools, data=data, **more), read_as="what was read")  # type: ignore[arg-type]


def said(*ruled: Ruled, language: str = "en", knowledge: Knowledge | None = None) -> Answer:
    """The answer to a message of several questions."""
    reading = Reading("text", language, tuple(one.item for one in ruled))
    return say(reading, ruled, knowledge or co.company(), "R-7F3K", TODAY)


def one(item: Item, ruling: Ruling | None, alternatives: tuple[AlternativeLine, ...] = (), **more: object) -> Answer:
    """The answer to one question."""
    language, knowledge = more.pop("language", "en"), more.pop("knowledge", None)
    return said(Ruled(item, ruling, alternatives, **more), language=language, knowledge=knowledge)  # type: ignore[arg-type]


# --- plain data in ---------------------------------------------------------------------------------------------------


def cases_of(name: str) -> list[dict[str, Any]]:
    """The cases of one table; its head tells the fields."""
    return list(read_yaml((CASES / name).read_text(encoding="utf-8")))


def answer_of(case: dict[str, Any]) -> Answer:
    """The answer that a case gets."""
    name, data = case.get("tool", "team"), case.get("data", "customer-names")
    item = asked(
        TOOLS.get(name) or ToolAsk(name),
        data=(DataAsk(data["unread"]) if isinstance(data, dict) else DataAsk("x", (data,)),),
        left_out=tuple(case.get("left_out", ())),
    )
    ways_out = WAYS_OUT if case.get("ways_out") else ()
    knowledge = co.company(**case.get("company", {}))
    return one(item, _ruling(case["ruling"]), ways_out, language=case.get("language", "en"), knowledge=knowledge)


def shown_by(answer: Answer, field: str) -> Any:
    """A field of an answer as a case writes it."""
    value = getattr(answer, field)
    if field == "choices":
        return {choice.label: choice.value for choice in value}
    if field in LINES:
        return [getattr(line, LINES[field]) for line in value]
    return list(value) if isinstance(value, tuple) else value


def _ruling(given: dict[str, Any]) -> Ruling:
    return Ruling(
        Verdict(given["verdict"]),
        needs=tuple(map(_need, given.get("needs", ()))),
        reasons=tuple(REASONS[name] for name in given.get("by", ())),
        notes=tuple(map(Note, given.get("notes", ()))),
        assumed={Slot(slot): value for slot, value in given.get("assumed", {}).items()},
        ask_back=_ask_back(given["asks"]) if "asks" in given else None,
    )


def _need(given: str | dict[str, Any]) -> Need:
    if isinstance(given, str):
        return co.need(given)
    need = co.need(given["condition"], Stated(given.get("stated", "open")), cases=tuple(given.get("cases", ())))
    return replace(need, general=given.get("general", need.general))


def _ask_back(given: dict[str, Any]) -> AskBack:
    slot = Slot(given["slot"])
    options = tuple(Option(id_, (id_,) if slot is Slot.TOOL else ()) for id_ in given["options"])
    return AskBack(slot, options, given.get("about", ""))
