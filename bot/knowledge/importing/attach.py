"""Conditions of the glossary, of cells, footnotes and notes in; conditions with the cells that they attach to out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from zlib import crc32

from bot.knowledge.importing.built import Built
from bot.knowledge.importing.cells.entries import resolve
from bot.knowledge.importing.cells.grid import Grid
from bot.knowledge.importing.prose.duties import Duty, ask_owner_duties, make_duty
from bot.knowledge.importing.prose.unlisted import is_of_unlisted
from bot.knowledge.importing.rows.row_notes import takes_note
from bot.knowledge.importing.texts.glossary import ConditionEntry
from bot.knowledge.importing.texts.patterns import any_of, sentences_of
from bot.knowledge.importing.texts.words import (
    duty_words,
    finder,
    fold,
    has_word,
    limit_words,
    lists,
    slug,
    small_words,
    table_words,
    tokens,
    unique_slug,
)

Cells = set[tuple[str, str]]
"""(row, column) pairs."""
_SUBJECT = 8
"""Words that tell what a sentence is about."""
_NAMED, _TELLING = 3, 6
"""Words of a tool's id and of a condition that tell it from all others; where they do not, a check sum of the text does."""


def attach(
    built: Built,
    conditions: tuple[ConditionEntry, ...],
    tool_names: dict[str, str],
    class_names: dict[str, str],
    taken: set[str],
) -> list[Duty]:
    """The cell's word always wins: a condition attaches to cells that say conditional or need a review, and to no other."""
    conditional: Cells = {key for key, word in built.grid.cells.items() if word.effect == "conditional"}
    asking = conditional | {key for key, word in built.grid.cells.items() if word.effect == "review"}
    covered: Cells = set()
    duties: list[Duty] = []
    for condition in conditions:
        tools, classes = resolve(condition, tool_names, class_names, [])
        duty = _of_glossary(built, condition, (tools, classes), asking, taken)
        if duty:
            duties.append(duty)
            covered |= {(tool, name) for tool in tools for name in classes} & conditional
    told = list(_of_cells(built, covered))
    covered |= {(row, column) for row, column, _ in told}
    duties += _by_words(built, told, taken)
    return [*duties, *_bare(built, conditional - covered, taken)]


def _of_glossary(
    built: Built, condition: ConditionEntry, named: tuple[tuple[str, ...], tuple[str, ...]], asking: Cells, taken: set[str]
) -> Duty | None:
    """A condition for cells, or a general duty where it names no tool or no class; a mere note is none at all, nor is what
    holds for tools that are not listed."""
    tools, classes = named
    said = f"`{condition.text}` ({condition.id})"
    general = condition.general or not tools or not classes
    if not general and not asking & {(tool, name) for tool in tools for name in classes}:
        built.notes.append((f"{', '.join(tools)}: {', '.join(classes)}", condition.text))
        built.ask("Conditions", f"{said} is for cells that ask for no condition; kept as a note in guidance/notes.md.")
        return None
    if general and not condition.general and _is_of_unlisted(condition.text):
        built.unlisted = built.unlisted or condition.text
        built.ask("General duties", f"{said} is about tools that are not listed: only answers about those quote it.")
        return None
    if general and not condition.general:
        built.ask("General duties", f"{said} names no {'tool' if not tools else 'data class'}; it changes no ruling.")
    duty = make_duty(unique_slug(condition.id, taken), condition.text, built.language, built.short)
    duty.tools = tuple(built.tools[name].id for name in tools)
    duty.data = tuple(built.class_ids[name] for name in classes)
    duty.general = general
    duty.when = condition.when or duty.when
    return duty


def _is_of_unlisted(text: str) -> bool:
    """Whether a condition is about tools that are not listed; "never paste it into other tools" is an order to all."""
    return is_of_unlisted(" ".join(tokens(text)[:_SUBJECT])) and not finder("commands").match(text)


def _of_cells(built: Built, covered: Cells) -> Iterator[tuple[str, str, str]]:
    """(Row, column, words) of what cells say themselves."""
    for (row, column), word in built.grid.cells.items():
        text = "" if word.by_legend and (row, column) in covered else own_words(built.grid, row, column)
        beside = [said for said in built.grid.beside.get((row, column), ()) if said != text]
        who = beside if not word.condition and not word.mark else []  # a column of people comes before the row's note
        yield from ((row, column, said) for said in who)
        if word.effect in ("conditional", "review") and text:
            if text == built.grid.notes.get(row):
                built.ask("Conditions", f"`{row}` × `{column}`: the row's note was taken as its condition: “{text}”")
            yield row, column, text
        yield from ((row, column, said) for said in beside if not who)


def _by_words(built: Built, told: list[tuple[str, str, str]], taken: set[str]) -> list[Duty]:
    """The same conditions for all cells of a row with the same words: one for each thing that must hold."""
    columns: dict[tuple[str, str], list[str]] = {}
    for row, column, text in told:
        columns.setdefault((row, text), []).append(column)
    told_parts = [
        (built.tools[row].id, part, names) for (row, text), names in columns.items() for part in parts_of(text, (row, *names))
    ]
    shared = Counter(_called(tool, part) for tool, part, _ in told_parts)
    people = {built.tools[row].id: extra.get("who", "") for row, extra in built.grid.extra.items()}
    duties = []
    for tool, part, names in told_parts:
        called = _called(tool, part)
        called += f" {crc32(f'{tool} {part}'.encode()):x}" if shared[called] > 1 else ""
        duty = make_duty(unique_slug(called, taken), part, built.language, built.short)
        duty.tools, duty.data = (tool,), tuple(built.class_ids[name] for name in names)
        duty.of_asker = duty.of_asker or part == people.get(tool)
        duties.append(duty)
    return duties


def _called(tool: str, said: str) -> str:
    """What a condition's id is made of: its own words, so that it stays the same whatever else stands in the table."""
    return slug(" ".join((*tool.split("-")[:_NAMED], *tokens(said)[:_TELLING])))


def own_words(grid: Grid, row: str, column: str) -> str:
    """What the cell itself, its footnote or the row's notes say must hold."""
    word = grid.cells[row, column]
    if not word.condition and not word.mark and word.effect != "conditional":
        return ""
    footnotes = [grid.footnotes.get(mark, "") for mark in word.mark.split()]
    parts = (
        what_holds(word.condition),
        *map(what_holds, footnotes),
        grid.notes.get(row, "") if takes_note(grid, row, column) else "",
    )
    return _joined([part for part in dict.fromkeys(parts) if part])


def _joined(parts: list[str]) -> str:
    """Sentences one after the other, each with its end."""
    return " ".join(part if number == len(parts) or part[-1] in ".!?;:" else f"{part}." for number, part in enumerate(parts, 1))


def _bare(built: Built, cells: Cells, taken: set[str]) -> list[Duty]:
    """Conditional cells of which nobody knows what must hold, row by row."""
    bare: dict[str, list[str]] = {}
    for row, column in (key for key in built.grid.cells if key in cells):
        bare.setdefault(built.tools[row].id, []).append(built.class_ids[column])
        what = "is conditional, and nothing says what must hold. Answers say: ask the policy owner."
        built.ask("Conditions", f"`{row}` × `{column}` {what}")
    return ask_owner_duties(bare, taken)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A yes with a sign behind it, a yes with an "if" behind it, and an "if"."""
    ifs, buts = (any_of(table_words()["holds"][name]) for name in ("ifs", "buts"))
    written = table_words()["class_columns"]["review"]  # what a page that is no table was written with
    yes = any_of([*lists()["cells"]["allow"], written])
    parted = re.compile(rf"^(?:{yes})\s*(?:[,:;.]|\s[–—-])\s*(?:(?:{buts})\s+)?(?=\w)", re.IGNORECASE)
    return parted, re.compile(rf"^(?:{yes})\s+(?={ifs}\s)", re.IGNORECASE), re.compile(rf"^(?:{ifs})\s+(?=\w)", re.IGNORECASE)


def what_holds(text: str) -> str:
    """The text without "yes," and "if" before what must hold. A bare "if" with a clause behind it is left: "if the client
    objects, leave the file out" says what to do then."""
    parted, together, begins = _patterns()
    led = text
    while (cut := parted.sub("", together.sub("", led))) != led:
        led = cut
    bare = begins.sub("", led)
    return bare if led != text or not re.search(r"[,;:]\s", bare) else text


_TITLE = 2
"""Words of a first sentence that is a title: "Stripped. Names are removed."."""
_EARLY = 2
"""Words at the beginning of a sentence that may stand for what was said."""


def parts_of(text: str, names: tuple[str, ...]) -> list[str]:
    """Sentences that can be met one by one. What goes on about the one before, or is another way than that, stays with it; a
    title of the cell's own row and column is none. ``names``: those of both."""
    own = frozenset(word for name in names for word in tokens(name))
    title, _, rest = text.partition(": ")
    told = sentences_of(rest if rest and _is_title(title, own) else text)
    while len(told) > 1 and _is_title(told[0], own):
        told = told[1:]
    if len(told) > 1 and len(tokens(told[0])) <= _TITLE:
        told = [f"{told[0]} {told[1]}", *told[2:]]
    parts = told[:1]
    for sentence in told[1:]:
        if _goes_on(sentence, frozenset(tokens(parts[-1]))):
            parts[-1] = f"{parts[-1]} {sentence}"
        else:
            parts.append(sentence)
    return parts


def _is_title(sentence: str, own: frozenset[str]) -> bool:
    return bool(sentence) and all(word in own or word in _joiners() for word in tokens(sentence))


@cache
def _joiners() -> frozenset[str]:
    return frozenset(fold(word) for words in small_words()["joiners"].values() for word in words)


@cache
def _told() -> dict[str, frozenset[str]]:
    return {name: frozenset(map(fold, of)) for name, of in duty_words()["goes_on"].items()}


def _goes_on(sentence: str, before: frozenset[str]) -> bool:
    """Whether it speaks of what stands before it ("it", "that list"), or is another way ("or ..."). ``before``: its words."""
    words, told = tokens(sentence), _told()
    if not words or words[0] in told["or"]:
        return True
    limits = (*limit_words()["ban"], *limit_words()["only"], *lists()["exceptions"], *duty_words()["goes_on"]["must"])
    if has_word(sentence, limits):
        return False  # it asks for more, or takes something away
    if has_word(sentence, duty_words()["goes_on"]["enough"]) or told["it"].intersection(words[:_EARLY]):
        return True
    return any(one in told["that"] and other in before for one, other in pairwise(words))


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
