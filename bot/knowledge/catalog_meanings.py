"""The list of meanings of a catalog file goes in; each meaning comes out, with the families that it names."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from bot.knowledge.catalog_fields import by_language, fields_of, texts_of, word_of
from bot.knowledge.faults import did_you_mean
from bot.knowledge.sheets.sheet import Sheet, Word
from bot.policy.world import CatalogMeaning

_FIELDS = ("id", "label", "names", "about", "such_as", "akin", "seen")
_FACTS = ("weights", "hosting", "family")
_WEIGHTS = ("open", "closed")


def meanings_in(sheet: Sheet, node: yaml.Node, hosting: tuple[str, ...]) -> Iterator[tuple[CatalogMeaning, list[Word]]]:
    """Faults are told on the sheet. ``hosting``: ways in which a tool is run."""
    seen: set[str] = set()
    for entry in sheet.items(node, "the list of meanings"):
        fields = fields_of(sheet, entry, "this meaning", _FIELDS)
        missing = [name for name in ("id", "label", "names", "about") if name not in fields]
        for name in missing:
            sheet.fault("K010", entry, f"`{name}` is missing in a meaning", f"add a line `{name}: ...`")
        id_ = sheet.word(fields["id"], "id") if "id" in fields else None
        if missing or id_ is None:
            continue
        if id_.text in seen:
            sheet.fault("K020", id_, f"the meaning `{id_.text}` is there already", "join the two, or give this one another id")
        seen.add(id_.text)
        facts = {key: sheet.word(value, key) for key, value in _facts(sheet, fields).items()}
        for key, options in (("weights", _WEIGHTS), ("hosting", hosting)):
            word = facts.get(key)
            if word is not None and word.text not in options:
                sheet.fault("K011", word, f"unknown {key} `{word.text}`", did_you_mean(word.text, options))
        told = sheet.word(fields["seen"], "seen") if "seen" in fields else None
        yield (
            CatalogMeaning(
                sheet.id(id_, "meaning").text,
                texts_of(sheet, fields["label"], "label"),
                by_language(sheet, fields["names"], "names"),
                texts_of(sheet, fields["about"], "about"),
                {key: word.text for key, word in facts.items() if word is not None},
                word_of(sheet, fields["akin"], "akin") if "akin" in fields else "",
                told.text.strip() if told else "",
            ),
            [word for key, word in facts.items() if key == "family" and word is not None],
        )


def _facts(sheet: Sheet, fields: dict[str, yaml.Node]) -> dict[str, yaml.Node]:
    return fields_of(sheet, fields["such_as"], "such_as", _FACTS) if "such_as" in fields else {}
