"""advice.yaml goes in; the table by which ways to have a tool are compared comes out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

from bot.knowledge.sheets.fields import Fields
from bot.knowledge.sheets.sheet import Sheet, Word
from bot.policy.advice import DIMENSIONS, INPUTS, WAYS, AdviceTable, Base, Broken, Entry, broken_laws
from bot.policy.words import Texts

FIELDS = ["weights", "base", "answers", "demands"]
BASE_FIELDS = ["points", "because"]
ENTRY_FIELDS = ["dimension", "points", "rules_out", "because"]
SHIPPED = Path(__file__).parents[1] / "advice.yaml"
MOST_WEIGHT, MOST_POINTS = 9, 9
ALL = "all"
LAWS = {
    "last": ("rules out `self_hosted`, which is the last way", "take points from it instead"),
    "control": (
        "moves advice towards less control than milder data",
        "each step to more sensitive data must lift a way with more control at least as much as one with less, and rule out those"
        " with less control first, and all that milder data rules out: " + ", ".join(WAYS),
    ),
    "volume": (
        "moves advice away from fixed costs",
        "each step to more volume must lift `self_hosted` at least as much as the other ways, and rule out what less volume does",
    ),
}
"""Law -> what is wrong, and what to do."""


def read_advice(sheet: Sheet) -> tuple[AdviceTable, ...]:
    """A policy's own parts of the table; laws are looked at with the shipped one below them."""
    tables = tuple(table_in(sheet, document) for document in sheet.documents())
    if not sheet.faults:
        for own in tables:
            for broken in broken_laws(shipped_table().with_own(own)):
                _tell(sheet, own, broken)
    return tables


def _tell(sheet: Sheet, own: AdviceTable, broken: Broken) -> None:
    entries = own.entries.get((broken.input, broken.value)) or ()
    at = entries[0].at if entries else None
    where = Word("", at.file, at.line, at.column) if at else None
    what, do = LAWS[broken.law]
    sheet.fault("K050", where, f"`{broken.input}: {broken.value}` {what}", do)


@cache
def shipped_table() -> AdviceTable:
    """The table that comes with the bot."""
    sheet = Sheet(SHIPPED.name, SHIPPED.read_text(encoding="utf-8"))
    (node,) = sheet.documents()
    table = table_in(sheet, node)
    assert not sheet.faults, sheet.faults  # noqa: S101 - a test reads it as well
    return table


def table_in(sheet: Sheet, node: yaml.Node) -> AdviceTable:
    """What one document says."""
    fields = Fields(sheet, node, "advice.yaml", FIELDS)
    weights = {
        key: found
        for key, value in _of(sheet, fields, "weights", DIMENSIONS, "dimension")
        if (found := _number(sheet, value, key, 0, MOST_WEIGHT)) is not None
    }
    base = {key: _base(sheet, value) for key, value in _of(sheet, fields, "base", DIMENSIONS, "dimension")}
    entries: dict[tuple[str, str], tuple[Entry, ...]] = {}
    for input_, values in _of(sheet, fields, "answers", INPUTS, "answer"):
        for word, those in sheet.pairs(values, f"`{input_}`"):
            if word.text not in INPUTS[input_]:
                sheet.choice(word, INPUTS[input_], f"value of `{input_}`")
                continue
            entries[input_, word.text] = tuple(_entry(sheet, one) for one in sheet.items(those, f"`{word.text}`"))
    demands = {
        key: tuple(_texts(sheet, one) for one in sheet.items(value, f"`{key}`"))
        for key, value in _of(sheet, fields, "demands", (ALL, *WAYS), "way")
    }
    return AdviceTable(weights, {key: one for key, one in base.items() if one}, entries, demands)


def _of(sheet: Sheet, fields: Fields, name: str, known: Iterable[str], what: str) -> list[tuple[str, yaml.Node]]:
    """Known keys of a mapping with their values."""
    options = tuple(known)
    return [(key.text, node) for key, node in fields.mapping(name) if sheet.choice(key, options, what) is not None]


def _base(sheet: Sheet, node: yaml.Node) -> Base | None:
    fields = Fields(sheet, node, "a base", BASE_FIELDS, ("points", "because"))
    points = _points(sheet, fields)
    if len(points) < len(WAYS) and fields.has("points"):
        sheet.fault("K010", fields.key_of("points"), "`points` of a base leaves a way out", f"give all: {', '.join(WAYS)}")
        return None
    return Base(points, fields.texts("because"))


def _entry(sheet: Sheet, node: yaml.Node) -> Entry:
    fields = Fields(sheet, node, "an entry", ENTRY_FIELDS, ("dimension", "because"))
    dimension = fields.choice("dimension", DIMENSIONS, "dimension") or DIMENSIONS[0]
    out = tuple(way for word in fields.words("rules_out") if (way := sheet.choice(word, WAYS, "way")))
    return Entry(dimension, _points(sheet, fields), out, fields.texts("because"), fields.at.at)


def _points(sheet: Sheet, fields: Fields) -> dict[str, int]:
    return {
        key: found
        for key, value in _of(sheet, fields, "points", WAYS, "way")
        if (found := _number(sheet, value, key, -MOST_POINTS, MOST_POINTS)) is not None
    }


def _number(sheet: Sheet, node: yaml.Node, name: str, least: int, most: int) -> int | None:
    word = sheet.word(node, f"`{name}`")
    if word is None:
        return None
    if re.fullmatch(r"[+-]?[0-9]", word.text) and least <= int(word.text) <= most:
        return int(word.text)
    sheet.fault("K036", word, f"`{name}` is `{word.text}`", f"write a whole number from {least} to {most}")
    return None


def _texts(sheet: Sheet, node: yaml.Node) -> Texts:
    """One text, or one for each language."""
    if isinstance(node, yaml.MappingNode):
        return {key.text: word.text for key, value in sheet.pairs(node, "a text") if (word := sheet.word(value, "a text"))}
    word = sheet.word(node, "a text")
    return {"": word.text} if word else {}
