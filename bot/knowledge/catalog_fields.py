"""One field of a catalog's entry goes in, its words come out; what is unknown there is told as a fault on the sheet."""

from __future__ import annotations

import yaml

from bot.knowledge.faults import did_you_mean
from bot.knowledge.sheets.sheet import Sheet
from bot.policy.world import Words

LANGUAGES = ("any", "en", "nl", "de", "fr", "es")
MOST_SENSITIVE = 4


def fields_of(sheet: Sheet, node: yaml.Node, what: str, known: tuple[str, ...]) -> dict[str, yaml.Node]:
    """The entry's fields by their names. ``what``: how a fault calls the entry."""
    found: dict[str, yaml.Node] = {}
    for key, value in sheet.pairs(node, what):
        if key.text in known:
            found[key.text] = value
        else:
            sheet.fault("K009", key, f"unknown field `{key.text}` in {what}", did_you_mean(key.text, known))
    return found


def by_language(sheet: Sheet, node: yaml.Node, what: str, besides: tuple[str, ...] = ()) -> Words:
    """A list of phrases for each language. ``besides``: other keys that may stand beside the languages."""
    fields = fields_of(sheet, node, what, (*LANGUAGES, *besides))
    return {language: phrases_of(sheet, words, what) for language, words in fields.items() if language in LANGUAGES}


def word_of(sheet: Sheet, node: yaml.Node, what: str) -> str:
    """One word or text; empty where it is none."""
    word = sheet.word(node, what)
    return word.text.strip() if word else ""


def phrases_of(sheet: Sheet, node: yaml.Node, what: str) -> tuple[str, ...]:
    """Words in lower case with single spaces, each once, in the file's order."""
    return tuple(dict.fromkeys(" ".join(word.text.lower().split()) for word in sheet.words(node, what)))


def one_among(sheet: Sheet, node: yaml.Node, value: str, options: tuple[str, ...], what: str) -> str:
    """The value, whatever it is; one that is no option is told."""
    if value not in options:
        sheet.fault("K011", node, f"unknown {what} `{value}`", did_you_mean(value, options, f"use one of: {', '.join(options)}"))
    return value


def level_of(sheet: Sheet, node: yaml.Node) -> int:
    """A level of sensitivity; the highest where it is none."""
    text = word_of(sheet, node, "sensitivity")
    if text.isdecimal() and int(text) <= MOST_SENSITIVE:
        return int(text)
    sheet.fault("K036", node, f"sensitivity `{text}` is not a level", f"write a number from 0 to {MOST_SENSITIVE}")
    return MOST_SENSITIVE


def texts_of(sheet: Sheet, node: yaml.Node, what: str) -> dict[str, str]:
    """One text for each language."""
    return {
        key.text: word.text.strip() for key, value in sheet.pairs(node, what) if (word := sheet.word(value, what)) is not None
    }
