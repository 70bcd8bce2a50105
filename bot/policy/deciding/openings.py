"""One cell -> everybody for whom its rules let the data flow: who and when, with their own ruling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.policy.deciding.cell import World, look
from bot.policy.deciding.circumstances import circumstances
from bot.policy.deciding.compile import Compiled
from bot.policy.deciding.decide import decide
from bot.policy.deciding.rulings import Ruling
from bot.policy.words import STRICTNESS, USABLE, DataAsk, Question, Slot, ToolAsk, Verdict


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody who may, where whoever says nothing of themselves may not or may less freely."""

    context: Mapping[Slot, str]
    """What they say; empty with no ``who``: it hangs on what somebody leaves unsaid."""
    who: str
    """Person, group or role id where it is a waiver's holder."""
    verdict: Verdict
    ruling: Ruling


def openings(compiled: Compiled, unsaid: Question, offering: str, data: str, today: date) -> Iterator[Opening]:
    """``unsaid``: what the silence of somebody means. Who says more than another opening takes opens nothing more."""
    asked = replace(unsaid, tools=(ToolAsk(offering, (offering,)),), data=(DataAsk(data, (data,)),))
    usual = decide(compiled, asked, today)
    floor = STRICTNESS[Verdict.FORBIDDEN] + 1 if usual.ask_back else STRICTNESS[usual.verdict]
    found: list[Opening] = []
    for context, who in circumstances((compiled,), offering, data):
        said = {Slot(slot): value for slot, value in context.items()}
        theirs = replace(asked, context={**asked.context, **said}, who=frozenset({who}) if who else asked.who)
        values = {**compiled.assumed, **{slot.value: value for slot, value in theirs.context.items()}}
        verdict = look(compiled, World(theirs, today, values), offering, data).verdict
        if verdict not in USABLE or STRICTNESS[verdict] >= floor:
            continue
        if any(one.context.items() <= said.items() and one.who in ("", who) and one.verdict is verdict for one in found):
            continue
        found.append(Opening(said, who, verdict, decide(compiled, theirs, today)))
        yield found[-1]
