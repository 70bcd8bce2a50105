"""Words of languages are data: the Python of the import holds none, neither in patterns nor in lists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.knowledge.importing.words import fold

HERE = Path(__file__).resolve().parents[2] / "bot" / "knowledge" / "importing"
MODULES = sorted(HERE.glob("*.py"))
FINDERS = ("compile", "sub", "subn", "split", "search", "match", "fullmatch", "findall", "finditer", "parter")
ENDS = ("startswith", "endswith", "removeprefix", "removesuffix")
NO_WORD = re.compile(r"\(\?P<\w+>|\(\?P=\w+\)|\\g<\w+>|\(\?[aiLmsux-]+[:)]|\\.|\[(?:\\.|[^\]\\])*\]")
"""What patterns are written with."""
WORD = re.compile(r"[^\W\d_]{2,}")
FORMATS = {
    "cell.py": "colours of CSS",
    "markup.py": "tags of HTML",
    "seen.py": "properties of CSS",
    "styles.py": "properties of CSS",
    "papers.py": "tags of HTML",
    "sheets.py": "what spreadsheet programs write before a comment",
    "yaml_text.py": "words that YAML takes for truth values",
    "glossary.py": "fields of terms.json",
    "files.py": "fields of the files that are written",
}
"""Modules that read or write a format, which has words of its own."""
OWN = {
    *("row", "item", "text"),  # kinds of lines of a document
    *("tools", "class", "use"),  # what a heading, or a word of a sentence, is about
    *("red", "amber", "green"),  # families of colours
    *("empty", "forbidden", "examples"),  # what a table lacks, what is found of tools without a name, a kind of column
    *("agency", "contractor", "student", "visitor"),  # ids of groups of people
    *("chatbot", "meeting-assistant", "transcription"),  # ids of families of the catalog
    "So",  # a category of Unicode
}
"""Names of the import's own that the lists hold as words, too."""


def faults_in(source: str) -> list[str]:
    """``line: words`` for each pattern with letters in it, and for each list or comparison with words that the lists hold."""
    tree = ast.parse(source)
    nodes = (node for node in ast.walk(tree) if isinstance(node, (ast.stmt, ast.expr)))
    told = [(node.lineno, words) for node in nodes if (words := _pattern_words(node) or _listed_words(node))]
    return [f"{line}: {', '.join(words)}" for line, words in sorted(told)]


def _pattern_words(node: ast.AST) -> list[str]:
    """Letters in what is searched for."""
    if isinstance(node, ast.Assign):  # a piece of a pattern, by its own name
        return _letters(node.value) if _is_raw_piece(node.value) else []
    if not isinstance(node, ast.Call) or not node.args:
        return []
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    is_of_re = isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
    return _letters(node.args[0]) if (is_of_re or name == "parter") and name in FINDERS else []


def _is_raw_piece(node: ast.AST) -> bool:
    return isinstance(node, (ast.Constant, ast.JoinedStr)) and any("\\" in text for text in _texts(node))


def _texts(node: ast.AST) -> list[str]:
    """The strings of an expression as they stand, without what is put into them."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.JoinedStr):
        return [text for part in node.values if isinstance(part, ast.Constant) for text in _texts(part)]
    if isinstance(node, ast.BinOp):
        return [*_texts(node.left), *_texts(node.right)]
    return []


def _letters(node: ast.AST) -> list[str]:
    return [word for text in _texts(node) for word in WORD.findall(NO_WORD.sub(" ", text))]


def _listed_words(node: ast.AST) -> list[str]:
    """Words of the lists that are no name of a list: two or more in one literal, or one that something is compared with."""
    if isinstance(node, (ast.Set, ast.List, ast.Tuple)):
        found = [text for each in node.elts for text in _texts(each) if _is_word(text)]
        return found if len(found) > 1 else []
    if isinstance(node, ast.Dict):
        found = [text for each in (*filter(None, node.keys), *node.values) for text in _texts(each) if _is_word(text)]
        return found if len(found) > 1 else []
    if isinstance(node, ast.Compare):
        return [text for each in (node.left, *node.comparators) for text in _texts(each) if _is_word(text)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ENDS:
        return [text for each in node.args for text in _texts(each) if WORD.search(text) and _is_word(text)]
    return []


def _is_word(text: str) -> bool:
    return bool(WORD.search(text)) and fold(text) in _words() and text not in _names() | OWN and "_" not in text


@cache
def _words() -> frozenset[str]:
    return frozenset(fold(word) for _, word in _all() if word)


@cache
def _names() -> frozenset[str]:
    """Keys of the lists: effects, kinds of columns, levels, languages, ids of the catalog."""
    return frozenset(key for key, _ in _all() if key)


@cache
def _all() -> tuple[tuple[str, str], ...]:
    """Each (key, "") and ("", word) of the lists of the import."""
    texts = (path.read_text("utf-8") for path in sorted(HERE.glob("*.yaml")))
    return tuple(one for text in texts for one in _parts(yaml.load(text, yaml.BaseLoader)))  # noqa: S506 - only strings


def _parts(held: Any) -> Iterator[tuple[str, str]]:
    if isinstance(held, dict):
        for key, value in held.items():
            yield key, ""
            yield from _parts(value)
    elif isinstance(held, list):
        for one in held:
            yield from _parts(one)
    else:
        yield "", str(held)


@pytest.mark.parametrize("path", [path for path in MODULES if path.name not in FORMATS], ids=lambda path: path.stem)
def test_a_module_of_the_import_holds_no_words_of_a_language(path: Path) -> None:
    assert faults_in(path.read_text("utf-8")) == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_module_that_may_hold_words_of_a_format_holds_some(name: str) -> None:
    assert faults_in((HERE / name).read_text("utf-8"))


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ('A = re.compile(r"^(?P<name>\\w+)\\s+(?:and|und)\\s")', ["1: and, und"]),
        ('re.split(rf"\\b{word}\\b|sowie", text)', ["1: sowie"]),
        ('_NAME = r"[A-Z]\\w+(?:\\s+de\\s+)?"', ["1: de"]),
        ('IDLE = {"the", "und"}', ["1: the, und"]),
        ('if word == "sauf": pass', ["1: sauf"]),
        ('word.endswith("gegevens")', ["1: gegevens"]),
        ('A = re.compile(rf"^(?P<name>\\w+)\\s+(?i:{words})[a-z]{2,3}")', []),
        ('if effect in ("allow", "deny"): pass', []),
        ('remarks.append("The row of the table was named anew.")', []),
    ],
)
def test_words_in_code_are_found(source: str, faults: list[str]) -> None:
    assert faults_in(source) == faults
