"""A module's source goes in; the words of languages that stand in its patterns, lists and comparisons come out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.knowledge.importing.texts.words import fold

FINDERS = ("compile", "sub", "subn", "split", "search", "match", "fullmatch", "findall", "finditer", "parter", "late")
ENDS = ("startswith", "endswith", "removeprefix", "removesuffix")
NO_WORD = re.compile(r"\(\?P<\w+>|\(\?P=\w+\)|\\g<\w+>|\(\?[aiLmsux-]+[:)]|\\u[0-9a-f]{4}|\\.|\[(?:\\.|[^\]\\])*\]")
"""What patterns are written with."""
WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Words:
    """What the lists hold."""

    words: frozenset[str]
    names: frozenset[str]
    """Of lists, ids and the like: no words of a language, though the lists may hold them."""
    formats: frozenset[str] = frozenset()
    """What may stand in patterns, besides."""

    def faults_in(self, source: str) -> list[str]:
        """``line: words`` for each pattern with letters in it, and for each list or comparison with words that the lists hold."""
        tree = ast.parse(source)
        nodes = (node for node in ast.walk(tree) if isinstance(node, (ast.stmt, ast.expr)))
        told = [(node.lineno, words) for node in nodes if (words := self._in_pattern(node) or self._in_list(node))]
        return [f"{line}: {', '.join(words)}" for line, words in sorted(told)]

    def _in_pattern(self, node: ast.AST) -> list[str]:
        return [word for word in _pattern_words(node) if word not in self.formats]

    def _in_list(self, node: ast.AST) -> list[str]:
        """Words of the lists that are no name of a list: two or more in one literal, or one that something is compared with."""
        if isinstance(node, (ast.Set, ast.List, ast.Tuple)):
            found = self._among(node.elts)
            return found if len(found) > 1 else []
        if isinstance(node, ast.Dict):
            found = self._among([*filter(None, node.keys), *node.values])
            return found if len(found) > 1 else []
        if isinstance(node, ast.Compare):
            return self._among([node.left, *node.comparators])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ENDS:
            return self._among(node.args)
        return []

    def _among(self, nodes: list[ast.expr]) -> list[str]:
        return [text for each in _flat(nodes) for text in _texts(each) if self._is_word(text)]

    def _is_word(self, text: str) -> bool:
        return bool(WORD.search(text)) and fold(text) in self.words and text not in self.names and "_" not in text


def _flat(nodes: list[ast.expr]) -> Iterator[ast.expr]:
    """What stands in lists, however deep: phrases are tuples of words."""
    for node in nodes:
        if isinstance(node, (ast.Set, ast.List, ast.Tuple)):
            yield from _flat(node.elts)
        else:
            yield node


def _pattern_words(node: ast.AST) -> list[str]:
    """Letters in what is searched for."""
    if isinstance(node, ast.Assign):  # a piece of a pattern, by its own name
        return _letters(node.value) if _is_raw_piece(node.value) else []
    if not isinstance(node, ast.Call) or not node.args:
        return []
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    is_of_re = isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
    return _letters(node.args[0]) if (is_of_re or name in {"parter", "late"}) and name in FINDERS else []


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


def parts_of(held: Any) -> Iterator[tuple[str, str]]:
    """Each (key, "") and ("", word) of lists in YAML, however deep."""
    if isinstance(held, dict):
        for key, value in held.items():
            yield key, ""
            yield from parts_of(value)
    elif isinstance(held, list):
        for one in held:
            yield from parts_of(one)
    else:
        yield "", str(held)
