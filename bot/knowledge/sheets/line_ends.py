"""A file as it stands and a new text of it go in; the text comes out with the file's own mark and line ends.

Whoever edits a text sees neither; lines that nobody edited keep their bytes.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path

from bot.knowledge.sheets.plain_files import read_plain

MARK = "\ufeff"
"""Some editors begin a file with it."""
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")


def as_it_stands(path: Path) -> str:
    """The file's text with its mark and its line ends; nothing where there is no such file."""
    return read_plain(path).decode() if path.exists() else ""


def without_ends(text: str) -> str:
    """The same as everybody reads it: no mark, and one kind of line end."""
    return text.removeprefix(MARK).replace("\r\n", "\n").replace("\r", "\n")


def with_ends(standing: str, after: str) -> str:
    """The new text as the file has it. ``standing``: as it stands now. What has such ends already is given back."""
    after = without_ends(after)
    mark, old = MARK if standing.startswith(MARK) else "", _LINES.findall(standing.removeprefix(MARK))
    ends = {line[len(line.rstrip("\r\n")) :] for line in old} - {""}
    if ends <= {"\n"}:
        return mark + after
    if len(ends) == 1:
        return mark + after.replace("\n", ends.pop())
    return mark + "".join(_merged(old, _LINES.findall(after)))


def _merged(old: list[str], new: list[str]) -> list[str]:
    """Of a file with several kinds of ends: a new line ends as the one above it."""
    merged: list[str] = []
    matched = difflib.SequenceMatcher(None, [without_ends(one) for one in old], new, autojunk=False)
    for tag, start, end, to, until in matched.get_opcodes():
        if tag == "equal":
            merged += old[start:end]
            continue
        above = merged[-1] if merged else old[0]
        merged += [line.replace("\n", above[len(above.rstrip("\r\n")) :] or "\n") for line in new[to:until]]
    return merged
