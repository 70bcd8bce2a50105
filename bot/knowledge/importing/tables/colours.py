"""A coloured or commented cell and what the legend says of colours in; what the cell says out, never looser than its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bot.knowledge.importing.cells.effects import STRICTNESS, CellWord, Legend, read_cell
from bot.knowledge.importing.cells.hues import family_of
from bot.knowledge.importing.cells.raw_tables import Cell, Rows
from bot.knowledge.importing.tables.shape import keys_of
from bot.knowledge.importing.texts.words import fold, lists


@dataclass(slots=True)
class Keys:
    """What the policy says that colours mean."""

    exact: dict[str, CellWord] = field(default_factory=dict)
    """Colour as ``rrggbb`` -> its word: an empty cell of just this colour says it."""
    near: dict[str, tuple[CellWord, str]] = field(default_factory=dict)
    """Family (green, amber, red) -> the strictest word of it, and why another colour of the family is doubtful."""


_LEAVES = ("allow", "conditional")
_FAMILIES = {"green": "allow", "amber": "conditional", "red": "deny"}
_UNKNOWN = 3
"""How strict a cell without a rule is: nobody may read it as a yes."""


def _strictness(word: CellWord) -> int:
    return STRICTNESS.get(word.effect, _UNKNOWN)


def read_keys(lines: Rows, legend: Legend, fills: Iterable[str]) -> Keys:
    """Colours that lines around the matrix show with a word or call by name. ``fills``: those of the matrix."""
    keys = Keys()
    for line in lines:
        for fill, said in keys_of(line):
            word = read_cell(said.text, legend)
            keys.exact[fill] = max(keys.exact.get(fill, word), word, key=_strictness)
    shown, used = dict(keys.exact), set(fills)
    for family, effect in _FAMILIES.items():
        named = [legend[fold(name)] for name in lists()["colours"][effect] if fold(name) in legend]
        seen = [word for fill, word in shown.items() if family_of(fill) == family]
        if not named and not seen:
            continue
        same = sorted(fill for fill in used if family_of(fill) == family)
        if not seen and len(same) == 1 and len({word.effect for word in named}) == 1:
            # The legend's only green is the table's only green.
            keys.exact[same[0]] = named[0]
        why = f"another {family} than the legend's" if seen else f"the table has more than one {family}, or the legend has"
        keys.near[family] = (max([*named, *seen], key=_strictness), why)
    return keys


def read_coloured(cell: Cell, legend: Legend, keys: Keys) -> CellWord:
    """What the cell says by its words, its ground and its comment together; the stricter counts where they do not agree."""
    word = _with_ground(cell, read_cell(cell.text, legend), keys)
    word = _in_ink(cell, word)
    word = _struck(cell, word, legend) if cell.struck else word
    if cell.doubt:
        word = replace(word, effect="review" if word.effect in _LEAVES else word.effect or "unknown")
    if cell.doubt or cell.told:
        word = replace(word, doubt="; ".join(filter(None, (word.doubt, cell.doubt, cell.told))))
    return _with_comment(word, cell.note, legend) if cell.note else word


def _in_ink(cell: Cell, word: CellWord) -> CellWord:
    """A yes in red or amber letters: whoever wrote it meant something by them."""
    family = family_of(cell.ink)
    if word.effect != "allow" or family not in ("red", "amber"):
        return word
    effect = "unknown" if family == "red" else "conditional"
    return replace(word, effect=effect, doubt=f"`{cell.text}` is written in {family}; taken as {effect}")


def _struck(cell: Cell, word: CellWord, legend: Legend) -> CellWord:
    """Words that are struck through hold no more; where others stand beside them, the stricter counts."""
    doubt = f"`{cell.struck}` is struck through"
    if not cell.text:
        return CellWord("unknown", doubt=f"{doubt}; taken as unknown")
    before = read_cell(cell.struck, legend)
    found = max(word, before, key=_strictness) if before.effect in STRICTNESS else word
    return replace(found, doubt="; ".join(filter(None, (word.doubt, f"{doubt}; taken as {found.effect}"))))


def _with_ground(cell: Cell, word: CellWord, keys: Keys) -> CellWord:
    family = family_of(cell.fill)
    if cell.fill in keys.exact:
        return _on(cell, word, keys.exact[cell.fill])
    unexplained = _without_key(cell, word, family)
    if family not in keys.near:
        return unexplained
    meant, why = keys.near[family]
    # A colour that is only like the legend's says no more than one without a legend.
    found = max(_on(cell, word, meant), unexplained, key=_strictness)
    if not cell.text:
        return replace(found, doubt=f"a cell that is only {family}, {why}; taken as {found.effect}")
    return replace(found, doubt="; ".join(filter(None, (found.doubt, why)))) if found.effect else found


def _on(cell: Cell, word: CellWord, meant: CellWord) -> CellWord:
    """A cell on a colour that means something: only an empty one says what its colour means."""
    if not cell.text:
        return meant
    if not word.effect or word.effect == meant.effect:
        return word
    stricter = max(word, meant, key=_strictness)
    doubt = f"`{cell.text}` stands on a colour that means {meant.effect}; taken as {stricter.effect}"
    return replace(stricter, doubt=doubt, condition=stricter.condition or word.condition, mark=word.mark)


def _without_key(cell: Cell, word: CellWord, family: str) -> CellWord:
    """Colours that no legend explains: they forbid or narrow, they never allow."""
    if cell.text:
        if word.effect == "allow" and family == "red":
            return CellWord("unknown", doubt=f"`{cell.text}` stands on red, and no legend says what that means; taken as unknown")
        if word.effect == "allow" and family == "amber":
            doubt = f"`{cell.text}` stands on amber, and no legend says what that means; taken as conditional"
            return replace(word, effect="conditional", doubt=doubt)
        return word
    effect = {"amber": "conditional", "red": "deny"}.get(family, "unknown")
    if not family:
        return word
    return CellWord(effect, doubt=f"a cell that is only {family}, and no legend says what that means; taken as {effect}")


def _with_comment(word: CellWord, note: str, legend: Legend) -> CellWord:
    """A comment at a cell says what must hold; at an allow it makes a condition of it. One that is a plain yes or no is a second
    word: the stricter counts."""
    doubt = f"it has a comment: “{note}”"
    said = read_cell(note, legend)
    if said.effect in ("allow", "deny") and not said.doubt and not said.mark and word.effect in STRICTNESS:
        if STRICTNESS[said.effect] <= STRICTNESS[word.effect]:
            return word
        return CellWord("deny", doubt=f"{doubt}; taken as deny")
    if word.effect not in ("allow", "conditional", "review"):
        return replace(word, doubt="; ".join(filter(None, (word.doubt, doubt)))) if word.effect else word
    effect = "conditional" if word.effect == "allow" else word.effect
    condition = " ".join(filter(None, (word.condition, note)))
    return replace(
        word, effect=effect, condition=condition, doubt="; ".join(filter(None, (word.doubt, f"{doubt}; taken as {effect}")))
    )
