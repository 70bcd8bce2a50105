"""Rows that catch tools which they do not name in; a condition for each that holds only what is the organisation's own out."""

from __future__ import annotations

from dataclasses import replace

from bot.knowledge.importing.built import Built
from bot.knowledge.importing.prose.duties import Duty, make_duty
from bot.knowledge.importing.texts.words import unique_slug


def duties_of_ours(built: Built, taken: set[str]) -> list[Duty]:
    """In the policy's own words what must hold of a tool that a row catches and does not name: "AI inside software of ours". Its
    cells that allow become conditional; others say themselves what must hold."""
    found = []
    for label, row in built.tools.items():
        cells = {place: word for place, word in built.grid.cells.items() if place[0] == label and row.only_if_ours}
        granted = {place: word for place, word in cells.items() if word.effect == "allow"}
        if granted:
            duty = make_duty(unique_slug(f"in {row.id}", taken), row.label, built.language, built.short)
            duty.tools, duty.data = (row.id,), tuple(built.class_ids[column] for _, column in granted)
            built.grid.cells |= {place: replace(word, effect="conditional") for place, word in granted.items()}
            found.append(duty)
    return found
