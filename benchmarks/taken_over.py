"""A document and what a model read in it go in; the policy as an owner leaves it who takes over each that holds comes out.

``tabled.json``: the reply to ``prompts/table.md``. ``proposed.json``: the reply to ``prompts/propose.md``, each entry with its
sentence's text in place of the number, as numbers move with the import.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.environment import shipped
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.tabling.drafted import draft_of
from bot.knowledge.tabling.entries import checked
from bot.knowledge.tabling.written import grid_of
from bot.owners.confirm import Confirming
from bot.owners.tabling import lines_of, written
from bot.policy.confirming import Way

PROPOSED, TABLED = "proposed.json", "tabled.json"


def tabled_in(reply: Path, document: Path, folder: Path) -> tuple[Path, Path]:
    """The table that a model read in the document, and its glossary, as ``mayi table`` writes them."""
    draft = draft_of(checked([json.loads(reply.read_text(encoding="utf-8"))], lines_of(document)))
    return written(grid_of(draft), folder)


def confirm_all(folder: Path, reply: Path) -> int:
    """How many proposals were taken over; a leave that the product refuses is left out, as its owner would."""
    entries = json.loads(reply.read_text(encoding="utf-8"))["rules"]

    def hear(prompt: str, *_: int) -> Mapping[str, Any]:
        lines = (line.partition(". ") for line in prompt.splitlines())
        numbers = {text: int(number) for number, _, text in lines if number.isdecimal()}
        found = ((one, _sentence(one, list(numbers))) for one in entries)
        return {"rules": [{**one, "sentence": numbers[text]} for one, text in found if text]}

    confirming = Confirming(folder)
    confirming.propose_with((shipped("prompts") / "propose.md").read_text(encoding="utf-8"), hear)
    taken = 0
    for asked in [one.question for one in confirming.questions() if one.question.proposed]:
        try:
            confirming.answer(asked.id, Way(asked.proposed), "owner")
        except KnowledgeError:
            continue
        taken += 1
    return taken


def _sentence(entry: Mapping[str, Any], texts: list[str]) -> str:
    """The sentence of an entry; empty where the policy's rules say it by now, or it is cut otherwise."""
    if entry["sentence"] in texts:
        return str(entry["sentence"])
    return next((text for text in texts if entry["quote"] in text), "")
