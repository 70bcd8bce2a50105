"""What was answered goes in, the object that `mayi ask --json` prints comes out. Its names are used from outside: keep them."""

from __future__ import annotations

from typing import Any

from bot.answers.answer import Answered, label_of_one
from bot.policy.deciding.rulings import AskBack, Ruling, ToolRuling
from bot.policy.house import Knowledge
from bot.policy.talks.label import label_of
from bot.policy.talks.talk import Intent, Ruled
from bot.policy.words import Slot


def as_object(answered: Answered, knowledge: Knowledge) -> dict[str, Any]:
    """One object per message; with several questions in it, ``answers`` holds one each and the label is the strictest."""
    parts = [_part(one, answered, knowledge) for one in answered.ruled]
    whole = {
        "text": answered.answer.text,
        "language": answered.reading.language,
        "receipt": answered.answer.receipt,
        "timings_ms": answered.timings,
    }
    if len(parts) == 1:
        return {**parts[0], **whole}
    label = answered.label
    first = next((part for part in parts if part["label"] == label), parts[0] if parts else {})
    return {**first, **whole, "label": label, "answers": parts}


def _part(ruled: Ruled, answered: Answered, knowledge: Knowledge) -> dict[str, Any]:
    ruling = ruled.ruling
    first = ruled.tools[0] if ruled.item.intent is Intent.WHICH_TOOL and ruled.tools else ruling
    label = label_of_one(ruled)
    told: dict[str, Any] = {
        "label": label,
        # a question back has no verdict yet: the strictest of its worlds would read as an answer
        "verdict": first.verdict.value if first and label != "ask" else "",
        "intent": ruled.item.intent.value,
        "conditions": [_text(need.text, answered, knowledge) for need in first.needs] if first else [],
        "read_as": ruled.item.read_as,
        "ask_back": _ask_back(ruling, answered, knowledge),
        "alternatives": [_way(line, answered, knowledge) for line in ruled.alternatives],
        "citations": _citations(ruling),
    }
    if ruling and len(ruling.per_tool) > 1 and ruled.item.question.tools:
        told["per_tool"] = {name_of(one, knowledge): label_of(ruled.item.intent, one) for one in ruling.per_tool}
    if ruled.item.intent is Intent.WHICH_TOOL:
        for key, wanted in (("tools", "allow"), ("tools_conditional", "conditional")):
            fitting = [name_of(one, knowledge) for one in ruled.tools if label_of(ruled.item.intent, one) == wanted]
            told[key] = list(dict.fromkeys(fitting))
    return told


def name_of(one: ToolRuling, knowledge: Knowledge) -> str:
    """A tool by its label in the policy (a row of its matrix); an offering of several by its own."""
    words = knowledge.vocabulary
    offerings = one.offerings or ((one.name,) if one.name in words.offerings else ())
    rows = {words.offerings[id_].tool for id_ in offerings if id_ in words.offerings}
    if len(rows) != 1:
        return one.name
    row = rows.pop()
    of_row = sum(terms.tool == row for terms in words.offerings.values())
    return words.offerings[offerings[0]].label if len(offerings) == 1 and of_row > 1 else words.tools[row].label


def _text(texts: dict[str, str], answered: Answered, knowledge: Knowledge) -> str:
    language = answered.reading.language
    return texts.get(language) or texts.get(knowledge.vocabulary.languages[0]) or next(iter(texts.values()), "")


def _ask_back(ruling: Ruling | None, answered: Answered, knowledge: Knowledge) -> dict[str, Any] | None:
    if ruling is None or ruling.ask_back is None:
        return None
    asked = ruling.ask_back
    options = [_text(knowledge.labels.get(option.value, {"": option.value}), answered, knowledge) for option in asked.options]
    also = {"also": list(asked.also)} if asked.also else {}
    return {"slot": asked.slot.value, "about": asked.about, **also, "options": options, **_of_each(asked, options)}


def _of_each(asked: AskBack, options: list[str]) -> dict[str, Any]:
    """The row (a tool's verdict for each kind of data) or the column (each tool's verdict for the data); ``ask`` where it
    depends."""
    kind = {Slot.DATA: "row", Slot.TOOL: "column", Slot.PLAN: "column"}.get(asked.slot)
    verdicts = [option.verdict.value if option.verdict else "ask" for option in asked.options]
    return {kind: dict(zip(options, verdicts, strict=True))} if kind else {}


def _way(line: Any, answered: Answered, knowledge: Knowledge) -> dict[str, Any]:
    conditions = knowledge.policy.conditions
    texts = [_text(conditions[id_].text, answered, knowledge) for id_ in line.conditions if id_ in conditions]
    verdict = "ask" if line.depends else line.verdict.value
    return {"tool": line.label, "verdict": verdict, "conditions": texts, "transformation": line.transformation}


def _citations(ruling: Ruling | None) -> list[dict[str, Any]]:
    if ruling is None:
        return []
    reasons = (*ruling.reasons, *(reason for one in ruling.per_tool for reason in one.reasons))
    places = [at for reason in reasons for at in (reason.at, reason.cites) if at is not None and at.file]
    found = dict.fromkeys((at.file, at.line, at.quote) for at in places)
    return [{"file": file, "line": line, "quote": quote} for file, line, quote in found]
