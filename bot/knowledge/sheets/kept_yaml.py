"""A YAML file's text in; its documents to change, and a way to write them back that keeps people's comments and spacing, out."""

from __future__ import annotations

import difflib
import io
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML


def only_what_changed(before: str, after: str) -> str:
    """Where ruamel writes an untouched line in another way, the person's own line stays."""
    untouched = _rewritten(before).splitlines(keepends=True)
    mine = before.splitlines(keepends=True)
    if len(untouched) != len(mine):
        return after
    wanted = after.splitlines(keepends=True)
    merged: list[str] = []
    for tag, start, end, to, until in difflib.SequenceMatcher(None, untouched, wanted, autojunk=False).get_opcodes():
        merged += mine[start:end] if tag == "equal" else wanted[to:until]
    if merged and any(not line.endswith("\n") for line in merged[:-1]):
        merged = [line if line.endswith("\n") else f"{line}\n" for line in merged]
    return "".join(merged)


@lru_cache(maxsize=4)
def _rewritten(text: str) -> str:
    """Kept, as several ways to edit one file are tried after each other, and a long one takes a part of a second."""
    documents, write = open_kept(text)
    return write(documents)


def open_kept(text: str) -> tuple[list[Any], Callable[[list[Any]], str]]:
    """The file's documents, and how to write them back with the file's own indentation."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    dash = next((line for line in text.split("\n") if line.lstrip().startswith("- ") and line.startswith(" ")), "")
    offset = len(dash) - len(dash.lstrip()) if dash else 0
    yaml.indent(mapping=2, sequence=offset + 2, offset=offset)

    def write(documents: list[Any]) -> str:
        stream = io.StringIO()
        yaml.dump_all(documents, stream)
        return stream.getvalue()

    return [each for each in yaml.load_all(text) if each is not None], write
