"""A coloured or commented cell and what the legend says of colours in; what the cell says out, never looser than its words."""

from __future__ import annotations

from dataclasses import replace

from bot.knowledge.importing.cell import Cell, Rows, family_of
from bot.knowledge.importing.cells import STRICTNESS, CellWord, Legend, read_cell
from bot.knowledge.importing.shape import keys_of
from bot.knowledge.importing.words import fold, lists

Keys = dict[str, CellWord]
"""Colour as ``rrggbb``, or its family (green, amber, red) -> what the policy says that it means."""

_FAMILIES = {"green": "allow", "amber": "conditional", "red": "deny"}
_UNKNOWN = 3
"""How strict a cell without a rule is: nobody may read it as a yes."""


def read_keys(lines: Rows, legend: Legend) -> Keys:
    """Colours that lines around the matrix show with a word, and those that the legend calls by name."""
    keys: Keys = {}
    for family, effect in _FAMILIES.items():
        word = next((legend[fold(name)] for name in lists()["colours"][effect] if fold(name) in legend), None)
        if word is not None:
            keys[family] = word
    for line in lines:
        for fill, said in keys_of(line):
            word = read_cell(said.text, legend)
            keys[fill] = word
            keys.setdefault(family_of(fill) or fill, word)
    return keys


def read_coloured(cell: Cell, legend: Legend, keys: Keys) -> CellWord:
    """What the cell says by its words, its ground and its comment together; the stricter counts where they do not agree."""
    word = _with_ground(cell, read_cell(cell.text, legend), keys)
    return _with_comment(word, cell.note) if cell.note else word


def _with_ground(cell: Cell, word: CellWord, keys: Keys) -> CellWord:
    family = family_of(cell.fill)
    meant = keys.get(cell.fill) or keys.get(family)
    if meant is None:
        return _without_key(cell, word, family)
    if not cell.text or (word.effect == "unknown" and word.doubt):
        return meant
    if not word.effect or word.effect == meant.effect:
        return word
    stricter = max(word, meant, key=lambda each: STRICTNESS.get(each.effect, _UNKNOWN))
    doubt = f"`{cell.text}` stands on a colour that means {meant.effect}; taken as {stricter.effect}"
    return replace(stricter, doubt=doubt, condition=stricter.condition or word.condition, mark=word.mark)


def _without_key(cell: Cell, word: CellWord, family: str) -> CellWord:
    """Colours that no legend explains: they forbid or narrow, they never allow."""
    if cell.text:
        if word.effect == "allow" and family == "red":
            return CellWord("unknown", doubt=f"`{cell.text}` stands on red, and no legend says what that means; taken as unknown")
        return word
    effect = {"amber": "conditional", "red": "deny"}.get(family, "unknown")
    if not family:
        return word
    return CellWord(effect, doubt=f"a cell that is only {family}, and no legend says what that means; taken as {effect}")


def _with_comment(word: CellWord, note: str) -> CellWord:
    """A comment at a cell says what must hold; at an allow it makes a condition of it."""
    doubt = f"it has a comment: “{note}”"
    if word.effect not in ("allow", "conditional", "review"):
        return replace(word, doubt="; ".join(filter(None, (word.doubt, doubt)))) if word.effect else word
    effect = "conditional" if word.effect == "allow" else word.effect
    condition = " ".join(filter(None, (word.condition, note)))
    return replace(
        word, effect=effect, condition=condition, doubt="; ".join(filter(None, (word.doubt, f"{doubt}; taken as {effect}")))
    )
