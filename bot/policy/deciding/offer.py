"""An allowed that the message alone does not ground goes in; an offer comes out: it is allowed if that is all that goes in.

Whoever says *that is all* states it for what the offer showed: the tool, the data, and the classes that would be stricter. For
another tool, other data, or a policy in which any of these differs it is asked anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import NamedTuple

from bot.policy.deciding.compile import Compiled
from bot.policy.deciding.rulings import AskBack, Option, ToolRuling
from bot.policy.words import STRICTNESS, DataAsk, Question, Slot, ToolAsk, Verdict

THAT_IS_ALL, MORE = "that_is_all", "more"
"""What a click on an offer says."""


class Brief(NamedTuple):
    """What a ruling comes to."""

    verdict: Verdict
    is_open: bool = False
    """Whether something would be asked back."""


Rule = Callable[[Question, ToolAsk], Brief]


def offered(compiled: Compiled, question: Question, tool: ToolAsk, ruling: ToolRuling, rule: Rule) -> ToolRuling:
    """The ruling; or, where words are near to something stricter, the row; or the offer that takes the place of an allowed.
    ``rule``: how another question about this tool is ruled."""
    if ruling.ask_back is not None or question.is_closed or ruling.verdict is Verdict.FORBIDDEN:
        return ruling
    if not question.data:
        return _row(compiled, question, tool, ruling, rule) if ruling.verdict is Verdict.ALLOWED else ruling
    if any(_is_stricter(rule(_of(question, id_), tool), ruling) for id_ in question.near):
        return _row(compiled, question, tool, ruling, rule)
    if ruling.verdict is not Verdict.ALLOWED:
        return ruling
    stricter = stricter_than(compiled, question, tool, ruling, rule)
    card = card_of(tool, question, stricter)
    if card in question.stated:
        return ruling
    data = tuple(dict.fromkeys(id_ for ask in question.data for id_ in ask.types))
    options = (Option(THAT_IS_ALL, tool.offerings, Verdict.ALLOWED), Option(MORE, tool.offerings))
    ask_back = AskBack(Slot.ALL, options, tool.name, beside=data, not_in_it=stricter, card=card)
    return replace(ruling, verdict=Verdict.CONDITIONAL, ask_back=ask_back)


def _of(question: Question, id_: str) -> Question:
    """The same of one kind of data alone, if that were all."""
    return replace(question, data=(DataAsk(id_, (id_,)),), near=(), is_closed=True, left_out=(), rest_named=False)


def _is_stricter(one: Brief, other: ToolRuling) -> bool:
    return one.is_open or STRICTNESS[one.verdict] > STRICTNESS[other.verdict]


def _row(compiled: Compiled, question: Question, tool: ToolAsk, ruling: ToolRuling, rule: Rule) -> ToolRuling:
    """What else may go in is near to something stricter: which class all of it is, each with what it would lead to."""
    asked = replace(question, is_closed=True)
    ruled = _by_class(compiled, lambda id_: rule(replace(asked, data=(*question.data, DataAsk(id_, (id_,)))), tool))
    options = tuple(Option(id_, verdict=_settled(one)) for id_, one in ruled.items())
    return replace(ruling, verdict=Verdict.CONDITIONAL, ask_back=AskBack(Slot.DATA, options))


def with_types(  # noqa: PLR0917 - a ruling and what it was made of
    compiled: Compiled, question: Question, tool: ToolAsk, ruling: ToolRuling, rule: Rule, types: Collection[str]
) -> ToolRuling:
    """The ruling; in a question about data with what its classes hide: data types that words are near to are choices of their
    own, others that may not go in are named. ``types``: those that are looked up."""
    ask_back = ruling.ask_back
    if ask_back is None or ask_back.slot is not Slot.DATA or ask_back.about or not compiled.policy.data_classes:
        return ruling
    asked, verdicts = replace(question, is_closed=True), {option.value: option.verdict for option in ask_back.options}

    def with_it(id_: str) -> Brief:
        return rule(replace(asked, data=(*question.data, DataAsk(id_, (id_,)))), tool)

    hidden = _hidden(compiled, verdicts, with_it, types)
    near = [Option(id_, verdict=_settled(one)) for id_, one in hidden.items() if id_ in question.near]
    never = tuple(id_ for id_, one in hidden.items() if _settled(one) is Verdict.FORBIDDEN and id_ not in question.near)
    return replace(ruling, ask_back=replace(ask_back, options=(*ask_back.options, *near), not_in_it=never))


def _hidden(
    compiled: Compiled, verdicts: dict[str, Verdict | None], rule: Callable[[str], Brief], among: Collection[str]
) -> dict[str, Brief]:
    """Those of some data types that are ruled more strictly than their class, or, without one, than some class: whoever means
    one and chooses the class would be told what does not hold for it. ``verdicts``: of what is to choose from."""
    types = compiled.policy.data_types
    found: dict[str, Brief] = {}
    for group in compiled.data_groups:
        ids = [id_ for id_ in group.members if id_ in types and id_ in among and id_ not in verdicts]
        if not ids:
            continue
        one = rule(ids[0])  # all of a group are ruled alike
        for id_ in ids:
            classes = [verdicts[class_] for class_ in types[id_].classes if class_ in verdicts] or list(verdicts.values())
            if any(held is None or STRICTNESS[one.verdict] > STRICTNESS[held] for held in classes):
                found[id_] = one
    return found


def _settled(one: Brief) -> Verdict | None:
    return None if one.is_open else one.verdict


def answered(question: Question, offer: AskBack, value: str) -> Question:
    """A click on an offer: stated for what it showed. Whatever is no statement says that more goes in, which nobody read."""
    if value == THAT_IS_ALL:
        return replace(question, stated=question.stated | {offer.card})
    return replace(question, data=(*question.data, DataAsk("")))


def card_of(tool: ToolAsk, question: Question, stricter: tuple[str, ...]) -> str:
    """What an offer shows, as a text that is another one where anything of it differs."""
    data = sorted("+".join((*ask.types, *sorted(ask.transformations))) for ask in question.data)
    context = sorted(f"{slot}={value}" for slot, value in question.context.items())
    return "|".join((",".join(sorted(tool.offerings)), ",".join(data), ",".join(sorted(stricter)), ",".join(context)))


def stricter_than(compiled: Compiled, question: Question, tool: ToolAsk, ruling: ToolRuling, rule: Rule) -> tuple[str, ...]:
    """What this tool takes less freely than what was ruled: classes, in the policy's order, and data types that may not go in
    though their class may."""

    def ruled(id_: str) -> Brief:
        return rule(_of(question, id_), tool)

    classes = _by_class(compiled, ruled)
    stricter = [id_ for id_, one in classes.items() if _is_stricter(one, ruling)]
    held = compiled.policy.data_types
    hidden = _hidden(compiled, {id_: _settled(one) for id_, one in classes.items() if id_ not in stricter}, ruled, held)
    never = (
        id_ for id_, one in hidden.items() if _settled(one) is Verdict.FORBIDDEN and not set(held[id_].classes) & set(stricter)
    )
    return (*stricter, *never)


def _by_class(compiled: Compiled, rule: Callable[[str], Brief]) -> dict[str, Brief]:
    """Each class, in the policy's order, with what its ruling comes to. Of a policy without classes: each data type."""
    return {id_: rule(id_) for id_ in compiled.policy.data_classes or compiled.policy.data_types}
