"""A message goes in; what its attached files are called and of which type they are comes out. No file is ever fetched."""

from __future__ import annotations

import re
from typing import Any

MOST_FILES = 10
LONGEST_NAME = 120


def file_names(message: dict[str, Any]) -> tuple[str, ...]:
    """``patient list 2024.xlsx (Excel Spreadsheet)``: words to be read. A file that Slack shows nobody has none."""
    return tuple(name for file in (message.get("files") or ())[:MOST_FILES] if (name := _name(file)))


def _name(file: dict[str, Any]) -> str:
    written = str(file.get("name") or file.get("title") or "")
    name = " ".join(re.sub(r"[_\-+]+", " ", written).split())[:LONGEST_NAME]
    kind = str(file.get("pretty_type") or file.get("filetype") or "")
    return f"{name} ({kind})" if name and kind else name
