"""data.yaml goes in; data classes, data types, transformations and definitions come out."""

from __future__ import annotations

import yaml

from bot.knowledge.sheets.fields import Fields
from bot.knowledge.sheets.raw import RawClass, RawDefinition, RawTransformation, RawType
from bot.knowledge.sheets.sheet import Sheet, Word
from bot.policy.house import Definition
from bot.policy.words import Citation

TYPE_FIELDS = ["id", "label", "class", "is_a", "synonyms", "examples", "catalog", "perhaps", "detectors", "becomes", "facts"]
FIELDS = ("classes", "types", "transformations", "definitions", "no_data", "askers")
CLASS_FIELDS = ["id", "label", "rank", "synonyms", "examples", "catalog", "perhaps", "detectors", "becomes"]


class ReadData:
    """What data.yaml says."""

    def __init__(self, sheet: Sheet) -> None:
        self.classes: tuple[RawClass, ...] = ()
        self.types: tuple[RawType, ...] = ()
        self.transformations: tuple[RawTransformation, ...] = ()
        self.definitions: tuple[RawDefinition, ...] = ()
        self.no_data: tuple[Word, ...] = ()
        self.askers: tuple[Word, ...] = ()
        for document in sheet.documents():
            fields = Fields(sheet, document, "data.yaml", FIELDS)
            self.classes += tuple(_data_class(sheet, node) for node in fields.entries("classes"))
            self.types += tuple(_data_type(sheet, node) for node in fields.entries("types"))
            self.transformations += tuple(_transformation(sheet, node) for node in fields.entries("transformations"))
            self.definitions += tuple(_definition(sheet, node) for node in fields.entries("definitions"))
            self.no_data += fields.words("no_data")
            self.askers += fields.words("askers")


def _data_class(sheet: Sheet, node: yaml.Node) -> RawClass:
    fields = Fields(sheet, node, "a data class", CLASS_FIELDS, ("id",))
    found = fields.id("id")
    return RawClass(
        found,
        fields.texts("label") or {"": found.text},
        fields.number("rank"),
        fields.phrases("synonyms"),
        fields.phrases("examples"),
        fields.words("catalog"),
        tuple(word.text for word in fields.words("detectors")),
        fields.words("perhaps"),
        _becomes(sheet, fields),
    )


def _data_type(sheet: Sheet, node: yaml.Node) -> RawType:
    fields = Fields(sheet, node, "a data type", TYPE_FIELDS, ("id",))
    found = fields.id("id")
    return RawType(
        found,
        fields.texts("label") or {"": found.text},
        fields.words("class"),
        fields.words("is_a"),
        fields.phrases("synonyms"),
        fields.phrases("examples"),
        fields.words("catalog"),
        tuple(word.text for word in fields.words("detectors")),
        _becomes(sheet, fields),
        fields.facts("facts"),
        fields.words("perhaps"),
    )


def _becomes(sheet: Sheet, fields: Fields) -> tuple[tuple[Word, Word], ...]:
    words = ((key, sheet.word(value, f"what `{key.text}` makes of it")) for key, value in fields.mapping("becomes"))
    return tuple((key, word) for key, word in words if word)


def _transformation(sheet: Sheet, node: yaml.Node) -> RawTransformation:
    fields = Fields(sheet, node, "a transformation", ("id", "label", "synonyms"), ("id",))
    found = fields.id("id")
    return RawTransformation(found, fields.texts("label") or {"": found.text}, fields.phrases("synonyms"))


def _definition(sheet: Sheet, node: yaml.Node) -> RawDefinition:
    fields = Fields(sheet, node, "a definition", ("word", "text", "cites"), ("word", "text"))
    at = Citation(sheet.file, fields.at.line, fields.at.column, sheet.line(fields.at.line).removeprefix("- "))
    return RawDefinition(Definition(fields.text("word"), fields.text("text"), at), fields.word("cites"))
