"""data.yaml goes in; data classes, data types, transformations and definitions come out."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, ClassVar

from bot.knowledge.sheets import entries as e
from bot.knowledge.sheets.fields import Fields
from bot.knowledge.sheets.sheet import Word
from bot.policy.house import Definition


def _becomes(fields: Fields, name: str) -> tuple[tuple[Word, Word], ...]:
    words = ((key, fields.sheet.word(value, f"what `{key.text}` makes of it")) for key, value in fields.mapping(name))
    return tuple((key, word) for key, word in words if word)


class _Named(e.Entry):
    """What has an id, a label and other names."""

    id: e.Id
    label: e.InLanguages = field(default_factory=dict)
    synonyms: e.Phrases = ()

    def check(self, fields: Fields) -> None:
        self.label = self.label or {"": self.id.text}


class _Kind(_Named):
    """What a class and a type of data may both say."""

    examples: e.Phrases = ()
    catalog: e.Words = ()
    perhaps: e.Words = ()
    detectors: e.Strings = ()
    becomes: Annotated[tuple[tuple[Word, Word], ...], _becomes] = ()


class RawClass(_Kind):
    WHAT = "a data class"
    rank: Annotated[int | None, e.number()] = None


class RawType(_Kind):
    WHAT = "a data type"
    NAMES: ClassVar = {"classes": "class"}
    classes: e.Words = ()
    is_a: e.Words = ()
    facts: e.Free = field(default_factory=dict)


class RawTransformation(_Named):
    WHAT = "a transformation"


class RawDefinition(e.Entry):
    WHAT = "a definition"
    word: e.Text
    text: e.Text
    cites: e.OneWord = None
    definition: Definition = field(init=False)

    def check(self, fields: Fields) -> None:
        self.definition = Definition(self.word, self.text, fields.line)


class RawData(e.Entry):
    """What one document of data.yaml says."""

    WHAT = "data.yaml"
    classes: Annotated[tuple[RawClass, ...], e.entries(RawClass)] = ()
    types: Annotated[tuple[RawType, ...], e.entries(RawType)] = ()
    transformations: Annotated[tuple[RawTransformation, ...], e.entries(RawTransformation)] = ()
    definitions: Annotated[tuple[RawDefinition, ...], e.entries(RawDefinition)] = ()
    no_data: e.Words = ()
    askers: e.Words = ()
