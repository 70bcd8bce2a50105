"""An answer as the ledger has it goes in; the entries for tests.yaml that ask the same and want the same come out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.policy.deciding.rulings import Ruling
from bot.policy.talks.checks import UNLISTED
from bot.policy.talks.talk import Item
from bot.policy.words import Offering, Question, Slot

ASK = "ask"
_WHO = (Slot.ROLE, Slot.COUNTRY)


class NoTestError(Exception):
    """The answer holds nothing that could be asked again. The words say why."""


def entries_of(
    name: str,
    text: str,
    answered: Sequence[tuple[Item, Ruling]],
    *,
    offerings: Mapping[str, Offering],
    known: Callable[[str], bool],
    reads: Callable[[str, dict[str, str]], Sequence[Question]],
) -> list[dict[str, Any]]:
    """In words where the words alone, without their thread, are read as they were then; else as slots.

    ``known``: whether a rule or condition of this id is there today; ``reads``: a text and who asks -> the questions read in it.
    Raises ``NoTestError``.
    """
    if not answered:
        raise NoTestError("nothing was decided in it, or it has been erased")
    if len(answered) == 1 and text:
        item, ruling = answered[0]
        who = _asker(item.question)
        if [_same(one) for one in reads(text, who)] == [_same(item.question)]:
            return [{"name": _named(name, item), "question": text, **({"as": who} if who else {}), **_wanted(ruling, known)}]
    entries = []
    for item, ruling in answered:
        slots = _slots(item.question, offerings)
        if slots is None:
            raise NoTestError("its words alone are not read as they were in their thread, and it cannot be said in slots")
        entries.append({"name": _named(name, item), "slots": slots, **_wanted(ruling, known)})
    return entries


def _named(name: str, item: Item) -> str:
    return f"{name}: {item.read_as}" if item.read_as else name


def _wanted(ruling: Ruling, known: Callable[[str], bool]) -> dict[str, Any]:
    if ruling.ask_back:
        return {"verdict": ASK}
    conditions = [id_ for id_ in dict.fromkeys(need.condition for need in ruling.needs if not need.general) if known(id_)]
    rules = [id_ for id_ in dict.fromkeys(reason.rule for reason in ruling.reasons) if known(id_)]
    wanted: dict[str, Any] = {"verdict": ruling.verdict.value, "conditions": conditions, "cites": rules}
    return {key: value for key, value in wanted.items() if value}


def _asker(question: Question) -> dict[str, str]:
    return {slot.value: question.context[slot] for slot in _WHO if question.context.get(slot)}


def _same(question: Question) -> object:
    """What makes a question the same one; how things are called in it plays no part."""
    tools = tuple(frozenset(tool.offerings) for tool in question.tools)
    data = tuple((frozenset(ask.types), frozenset(ask.transformations)) for ask in question.data)
    return (tools, data, tuple(sorted(question.context.items())), question.met, question.unmet, bool(question.left_out))


def _slots(question: Question, offerings: Mapping[str, Offering]) -> dict[str, Any] | None:
    """None where slots of a test cannot say it: data that may be several things, some plans of a tool, a part left out."""
    tools = [_tool(tool.offerings, offerings) for tool in question.tools]
    done = {ask.transformations for ask in question.data}
    if "" in tools or len(done) > 1 or question.left_out or any(len(ask.types) != 1 for ask in question.data):
        return None
    found: dict[str, Any] = {
        "tool": tools[0] if len(tools) == 1 else tools,
        "data": [ask.types[0] for ask in question.data],
        "transformations": list(done.pop()) if done else [],
        "met": sorted(question.met),
        "unmet": sorted(question.unmet),
        **{slot.value: value for slot, value in question.context.items()},
    }
    return {key: value for key, value in found.items() if value}


def _tool(asked: Sequence[str], offerings: Mapping[str, Offering]) -> str:
    if not asked:
        return UNLISTED
    if len(asked) == 1:
        return asked[0]
    tools = {offerings[id_].tool for id_ in asked if id_ in offerings}
    whole = {id_ for id_, offering in offerings.items() if offering.tool in tools}
    return tools.pop() if len(tools) == 1 and set(asked) == whole else ""
