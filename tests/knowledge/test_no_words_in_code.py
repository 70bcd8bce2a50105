"""Words of languages are data: the Python of the import holds none, neither in patterns nor in lists."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.knowledge.importing.texts.words import fold
from tests.words_in_code import Words, parts_of

HERE = Path(__file__).resolve().parents[2] / "bot" / "knowledge" / "importing"
MODULES = sorted(HERE.rglob("*.py"))
FORMATS = {
    "hues.py": "colours of CSS",
    "markup.py": "tags of HTML",
    "seen.py": "properties of CSS",
    "runs.py": "kinds of styles of Word",
    "papers.py": "tags of HTML",
    "sheets.py": "what spreadsheet programs write before a comment",
    "glossary.py": "fields of terms.json",
    "files.py": "fields of the files that are written",
    "update.py": "kinds and fields of the files that are kept",
}
"""Modules that read or write a format, which has words of its own."""
OWN = {
    *("row", "item", "text"),  # kinds of lines of a document
    *("tools", "class", "use"),  # what a heading, or a word of a sentence, is about
    *("red", "amber", "green"),  # families of colours
    *("empty", "forbidden", "examples"),  # what a table lacks, what is found of tools without a name, a kind of column
    *("agency", "contractor", "student", "visitor"),  # ids of groups of people
    *("chatbot", "meeting-assistant", "transcription"),  # ids of families of the catalog
    *("role", "purpose", "account"),  # slots of a question
    *("del", "strike"),  # tags of HTML
    *("Sources", "replaced"),  # what the import gives to others
    "condition",  # the head of a table of conditions that `mayi export` writes
    "rule",  # a field of the files that are written
    "So",  # a category of Unicode
    "if",  # a condition that stands alone
}
"""Names of the import's own that the lists hold as words, too."""


@pytest.fixture(scope="module")
def words() -> Words:
    """The lists of the import; their keys are effects, kinds of columns, levels, languages, ids of the catalog."""
    texts = (path.read_text("utf-8") for path in sorted(HERE.rglob("*.yaml")))
    held = [one for text in texts for one in parts_of(yaml.load(text, yaml.BaseLoader))]  # noqa: S506 - only strings
    return Words(frozenset(fold(word) for _, word in held if word), frozenset(key for key, _ in held if key) | OWN)


@pytest.mark.parametrize("path", [path for path in MODULES if path.name not in FORMATS], ids=lambda path: path.stem)
def test_a_module_of_the_import_holds_no_words_of_a_language(words: Words, path: Path) -> None:
    assert words.faults_in(path.read_text("utf-8")) == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_module_that_may_hold_words_of_a_format_holds_some(words: Words, name: str) -> None:
    assert words.faults_in(next(HERE.rglob(name)).read_text("utf-8"))


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ('A = re.compile(r"^(?P<name>\\w+)\\s+(?:and|und)\\s")', ["1: and, und"]),
        ('re.split(rf"\\b{word}\\b|sowie", text)', ["1: sowie"]),
        ('_NAME = r"[A-Z]\\w+(?:\\s+de\\s+)?"', ["1: de"]),
        ('IDLE = {"the", "und"}', ["1: the, und"]),
        ('if word == "sauf": pass', ["1: sauf"]),
        ('if words in (("sauf",), ("x",)): pass', ["1: sauf"]),
        ('word.endswith("gegevens")', ["1: gegevens"]),
        ('A = re.compile(rf"^(?P<name>\\w+)\\s+(?i:{words})[a-z]{2,3}")', []),
        ('if effect in ("allow", "deny"): pass', []),
        ('remarks.append("The row of the table was named anew.")', []),
    ],
)
def test_words_in_code_are_found(words: Words, source: str, faults: list[str]) -> None:
    assert words.faults_in(source) == faults
