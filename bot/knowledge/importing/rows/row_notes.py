"""A grid in; the same grid out, in which what stands beside a row narrows its cells: a note, or a plan that ends on some day."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.knowledge.importing.cells.effects import STRICTNESS, CellWord, exact_words, needs_somebody, note_named, strictness
from bot.knowledge.importing.cells.grid import Grid
from bot.knowledge.importing.cells.whose_rows import names_people, names_some
from bot.knowledge.importing.classes.class_lists import kept_out
from bot.knowledge.importing.classes.strictness import name_parts
from bot.knowledge.importing.texts.words import fold, has_word, lists, table_words, tokens

_EMPTY = CellWord("unknown")


def weigh_notes(grid: Grid) -> None:
    """A note that restricts makes a yes conditional, unless another cell of the row is there to take it up. What is neither is
    listed: nothing that stands in the table gets lost."""
    for row in grid.rows:
        columns = [column for column in grid.columns if (row, column) in grid.cells]
        _pass_gate(grid, row, columns)
        for head, said in grid.out.get(row, ()):
            _keep_out(grid, row, columns, head, said)
        note = grid.notes.get(row, "")
        if mark := note_named(note):
            note = grid.notes[row] = grid.footnotes.get(mark, note)
        for kind, said in grid.extra.get(row, {}).items():
            if _is_limit(kind, said):
                _ask_as_well(grid, row, columns, said)
        if not note:
            continue
        if theirs := _of_class(note, columns):
            _narrow(grid, row, [column for column in columns if not _is_milder(grid, column, theirs)], note)
            continue
        waits = any(takes_note(grid, row, column) for column in columns)
        if row in grid.bound:
            _ask_as_well(grid, row, [column for column in columns if not takes_note(grid, row, column)], note)
        elif ends(note) or (not waits and restricts(note)):
            _narrow(grid, row, columns, note)
        elif not waits:
            grid.remarks.append(f"The note of `{row}` became no condition: “{note}”")


def _of_class(note: str, columns: list[str]) -> str:
    """The one class that a note begins with and says something of: "K2 only if the client agrees", "Internal: names out".
    "Internal only" is about all the others, and so may be a note of several sentences."""
    names = {name: column for column in columns for name in (column, *name_parts(column))}
    found = [(name, match) for name in names if (match := re.match(rf"{re.escape(name)}(?!\w)", note.strip(), re.IGNORECASE))]
    if not found or re.search(r"[;.]\s", note):
        return ""
    name, match = max(found, key=lambda one: len(one[0]))
    behind = note.strip()[match.end() :]
    words = tokens(behind)
    is_only = len(words) > 1 and words[0] in table_words()["only"]
    cue = words[1] if is_only else words[0] if words else ""
    binds = cue in table_words()["dangling"] and cue not in table_words()["only"]
    others = any(has_word(behind, [other]) for other in names if names[other] != names[name])
    return names[name] if (binds or behind.lstrip().startswith(":")) and len(words) > 1 and not others else ""


def _is_milder(grid: Grid, column: str, other: str) -> bool:
    """Whether no row is stricter with one class than with another, and some row is milder."""
    pairs = [(strictness(grid.cells[row, column].effect), strictness(grid.cells[row, other].effect)) for row in grid.rows]
    return all(one <= than for one, than in pairs) and any(one < than for one, than in pairs)


def _keep_out(grid: Grid, row: str, columns: list[str], head: str, said: str) -> None:
    """ "Forbidden data: Internal" says no to that class; with anything else than classes, what goes in must be none of it."""
    classes = kept_out(said, columns)
    if classes is None:
        _narrow(grid, row, columns, f"{head}: {said}")
        return
    for column in columns:
        word = grid.cells[row, column]
        if fold(column) in classes and word.effect != "deny":
            grid.cells[row, column] = CellWord("deny", doubt=f"{word.effect}, and `{head}` is “{said}”; taken as deny")


def _is_limit(kind: str, said: str) -> bool:
    """Whether what a column of that kind says of a row holds for some people only, or for some time, or has to be asked for."""
    if kind == "who":
        return names_some(said)
    if kind == "login":
        return names_people(said) or exact_words().get(fold(said)) == "review" or bool(has_word(said, table_words()["approvals"]))
    return kind == "plan" and (ends(said) or names_people(said))


def _pass_gate(grid: Grid, row: str, columns: list[str]) -> None:
    """A column "Approved" or "Blocked" is about the whole row: no cell is milder than it."""
    for kind, name, said, word in grid.gates.get(row, ()):
        gate = _gate(kind, name, said, word)
        if said and gate.effect in ("deny", "review") and all(grid.cells[row, column] == _EMPTY for column in columns):
            for column in columns:  # nothing but the row's state says what holds
                grid.cells[row, column] = gate
        if gate.effect == "conditional" and gate.condition:
            _ask_as_well(grid, row, columns, gate.condition)
        for column in columns if gate.effect != "allow" else ():
            cell = grid.cells[row, column]
            if cell.effect in STRICTNESS and strictness(gate.effect) > STRICTNESS[cell.effect]:
                state = f"`{name}` is “{said}”" if kind != "gate" else f"the row's state is “{said}”"
                doubt = f"{cell.effect}, and {state}; taken as {gate.effect}"
                condition = cell.condition or gate.condition
                grid.cells[row, column] = replace(cell, effect=gate.effect, condition=condition, doubt=doubt)


def _gate(kind: str, name: str, said: str, word: CellWord) -> CellWord:
    """What one column says of its row. Below "Blocked" a no says nothing against the row, and anything else forbids it."""
    if kind == "gate":
        is_live = fold(has_word(said, lists()["in_use"])) == fold(said) and bool(said) and word.effect in ("", "allow")
        return CellWord("allow") if is_live else word if word.effect else CellWord("conditional", said)
    if word.effect == "deny":
        return CellWord("allow")
    return CellWord("deny") if kind == "ban" else CellWord("conditional", name if word.effect == "allow" else f"{name}: {said}")


def takes_note(grid: Grid, row: str, column: str) -> bool:
    """Whether a conditional cell gets the row's note: it does not say itself what must hold, or only a legend or a footnote does
    and the note restricts."""
    word = grid.cells[row, column]
    told = bool(word.condition) or any(grid.footnotes.get(mark) for mark in word.mark.split())
    is_own = bool(word.condition) and not word.by_legend
    if grid.beside.get((row, column)) and row not in grid.bound:  # it says what must hold already
        told = True
    return word.effect == "conditional" and (not told or (not is_own and restricts(grid.notes.get(row, ""))))


def _ask_as_well(grid: Grid, row: str, columns: list[str], said: str) -> None:
    """What one column asks of the whole row holds beside what a cell, or another column, asks."""
    for column in columns:
        word = grid.cells[row, column]
        if word.effect == "allow":
            effect = "review" if needs_somebody(said) else "conditional"
            doubt = f"allowed, and beside the row stands “{said}”; taken as {effect}"
            word = grid.cells[row, column] = replace(word, effect=effect, doubt=doubt)
        if word.effect in ("conditional", "review") and said not in grid.beside.setdefault((row, column), []):
            grid.beside[row, column].append(said)


def _narrow(grid: Grid, row: str, columns: list[str], note: str) -> None:
    for column in columns:
        word = grid.cells[row, column]
        if word.effect == "allow":
            effect = "review" if needs_somebody(note) else "conditional"
            doubt = f"allowed, and beside the row stands “{note}”; taken as {effect}"
            grid.cells[row, column] = replace(word, effect=effect, condition=note, doubt=doubt)


def ends(text: str) -> bool:
    return bool(has_word(text, lists()["ends"]))


def restricts(text: str) -> bool:
    """Whether a note says what must hold or must not be."""
    words = [*lists()["condition_cues"], *lists()["cells"]["deny"], *lists()["approval"], *table_words()["not_for"]]
    return bool(has_word(text, words))
