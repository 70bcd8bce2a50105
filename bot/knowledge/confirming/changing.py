"""The texts of a folder's files go in, and come out changed in place: an entry here, a list there. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ruamel.yaml.comments import CommentedMap

from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.parse import kind_of
from bot.knowledge.sheets.kept_yaml import only_what_changed, open_kept
from bot.policy.words import Citation

RULES = "rules.yaml"


class Changed:
    """A file's documents, to be changed in place; its text is the new one at the end."""

    def __init__(self, texts: dict[str, str], path: str) -> None:
        self._texts, self._path = texts, path

    def __enter__(self) -> list[Any]:
        if self._path not in self._texts:
            raise gone(self._path, "the file is gone")
        self._documents, self._write = open_kept(self._texts[self._path])
        if not self._documents:
            raise gone(self._path, "the file is empty")
        return self._documents

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._texts[self._path] = only_what_changed(self._texts[self._path], self._write(self._documents))


def files_of_rules(texts: Mapping[str, str]) -> list[str]:
    """The files that hold rules, in their order."""
    return [path for path, text in sorted(texts.items()) if kind_of(path) == "rules" and text.strip()]


def entries_of(document: Any, key: str) -> Any:
    """The entries of a document: a plain list, or a list below ``key``."""
    return document.get(key) or () if isinstance(document, CommentedMap) else document


def gone(path: str, what: str) -> KnowledgeError:
    """The files do not say (any more) what an edit is about."""
    return KnowledgeError([Fault("K080", "fault", Citation(path, 1), what, "look at it again: the files have changed")])
