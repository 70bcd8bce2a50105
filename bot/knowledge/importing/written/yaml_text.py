"""Plain values in, lines of YAML that a person likes to read out. Comments can stand behind a line, which dumpers do not do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

_PLAIN = re.compile(r"^[^\W\d_][\w ./()'’&+-]*$")
_WORDS = {"yes", "no", "on", "off", "true", "false", "null", "y", "n", "none", "~"}


def scalar(value: str | int | bool) -> str:
    """One value; quoted wherever YAML could read it as anything but this text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = " ".join(value.split())
    if _PLAIN.match(text) and text.lower() not in _WORDS and not text.endswith((" ", ":")):
        return text
    return json.dumps(text, ensure_ascii=False)


def flow(values: Iterable[str]) -> str:
    """``[a, b]``"""
    return "[" + ", ".join(scalar(value) for value in values) + "]"


def flow_map(values: Mapping[str, str | Iterable[str]]) -> str:
    """``{key: value, key: [a, b]}``"""
    parts = (f"{key}: {scalar(value) if isinstance(value, str) else flow(value)}" for key, value in values.items())
    return "{" + ", ".join(parts) + "}"


def entry(pairs: Iterable[tuple[str, str]], indent: int = 2) -> list[str]:
    """One item of a list from (key, YAML text); pairs without text are left out."""
    kept = [(key, text) for key, text in pairs if text]
    pad = " " * indent
    return [
        f"{pad}{'- ' if i == 0 else '  '}{key}:{'' if text.startswith(chr(10)) else ' '}{text}"
        for i, (key, text) in enumerate(kept)
    ]
