"""The boxes of a yes-if: what the asker ticked on a card counts as met for what that card showed, and for nothing else.

A card shows a tool, data with what is done to it, the case it is asked for, and the words of its conditions. For another tool,
other data, or a policy in which any of these reads otherwise each box is open again.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b

from bot.policy.deciding.compile import Compiled
from bot.policy.deciding.offer import Rule, card_of, stricter_than
from bot.policy.deciding.rulings import AllBox, Need, Note, Ruling, Stated, ToolRuling
from bot.policy.words import Condition, Question, ToolAsk, Verdict

TICK = "tick"
"""The slot of a click on boxes; its value are the boxes that are ticked, joined by ``BETWEEN``."""
BETWEEN = ","
AS_TICKED = "as_ticked"
"""What a click on "Yes, as ticked" says: what a model took for met is met."""


def box_of(tool: ToolAsk, question: Question, condition: Condition) -> str:
    """What a tick of this condition is kept as, on a card of this tool and this data."""
    return _box(card_of(tool, question, ()), condition.id, *sorted(f"{of}={text}" for of, text in condition.text.items()))


def _box(*shown: str) -> str:
    return blake2b("|".join(shown).encode(), digest_size=8).hexdigest()


def with_ticked(compiled: Compiled, question: Question, tool: ToolAsk) -> Question:
    """The question with each condition met whose box the asker ticked on a card of this tool and data."""
    if not question.ticked:
        return question
    of_askers = (one for one in compiled.policy.conditions.values() if one.asker_may_state and not one.general)
    met = {one.id for one in of_askers if box_of(tool, question, one) in question.ticked}
    return replace(question, met=question.met | met)


def boxed(compiled: Compiled, question: Question, tool: ToolAsk, ruling: ToolRuling, rule: Rule) -> ToolRuling:
    """The ruling of a yes-if with its boxes. ``rule``: how another question about this tool is ruled."""
    if ruling.verdict is not Verdict.CONDITIONAL or ruling.ask_back is not None or not ruling.needs:
        return ruling
    needs = tuple(_with_box(compiled, question, tool, need) for need in ruling.needs)
    is_whole = question.is_closed or question.is_vouched or not question.data
    all_box = None if is_whole else _all_box(compiled, question, tool, ruling, rule)
    is_open = all_box is not None and not all_box.ticked_at
    notes = tuple(note for note in ruling.notes if note is not Note.ALL_MET or not is_open)
    return replace(ruling, needs=needs, all_box=all_box, notes=notes)


def _with_box(compiled: Compiled, question: Question, tool: ToolAsk, need: Need) -> Need:
    condition = compiled.policy.conditions.get(need.condition)
    if need.general or condition is None or not condition.asker_may_state:
        return need
    box = box_of(tool, question, condition)
    is_proposed = need.stated is Stated.OPEN and need.condition in question.proposed
    return replace(need, box=box, ticked_at=question.ticked.get(box, ""), is_proposed=is_proposed)


def _all_box(compiled: Compiled, question: Question, tool: ToolAsk, ruling: ToolRuling, rule: Rule) -> AllBox | None:
    """None where nothing that may go in besides would be stricter, or the asker has said already that it is all."""
    stricter = stricter_than(compiled, question, tool, ruling, rule)
    card = card_of(tool, question, stricter)
    box = _box(card)
    if not stricter or card in question.stated:
        return None
    return AllBox(box, stricter, question.ticked.get(box, ""))


def shown_in(ruling: ToolRuling | Ruling) -> tuple[dict[str, str], frozenset[str]]:
    """The boxes of a card -> the condition of each, empty for the first one; and those that are shown ticked."""
    needs = [need for need in ruling.needs if need.box]
    shown = {need.box for need in needs if need.is_proposed or need.stated is Stated.MET}
    first = {ruling.all_box.box: ""} if ruling.all_box is not None else {}
    if ruling.all_box is not None and ruling.all_box.ticked_at:
        shown.add(ruling.all_box.box)
    return {**first, **{need.box: need.condition for need in needs}}, frozenset(shown)


def tick(question: Question, ruling: ToolRuling | Ruling, chosen: frozenset[str], at: str) -> Question:
    """The question with the boxes of one card as its asker left them. ``chosen``: the boxes that are ticked, or ``AS_TICKED``;
    ``at``: when, in UTC. What a model ticked and nobody touched stays a proposal; a box that is not ticked any more is open."""
    boxes, shown = shown_in(ruling)
    if AS_TICKED in chosen:
        chosen, shown = shown, frozenset(question.ticked)
    new, gone = chosen & boxes.keys() - shown, shown & boxes.keys() - chosen
    kept = {box: when for box, when in question.ticked.items() if box not in gone}
    back, touched = {boxes[box] for box in gone}, {boxes[box] for box in (*new, *gone)}
    return replace(
        question,
        ticked={**kept, **dict.fromkeys(sorted(new), at)},
        met=question.met - back,
        proposed=question.proposed - touched,
    )
