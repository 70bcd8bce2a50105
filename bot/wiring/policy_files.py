"""A knowledge folder goes in at the first use of a version; the ledger keeps its files, without those that are about persons."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from bot.knowledge.catalog import load_catalog
from bot.knowledge.faults import Fault
from bot.knowledge.load import files_of, load
from bot.knowledge.parse import kind_of
from bot.ledger.ledger import Ledger

LEFT_OUT = frozenset({"people"})
"""Kinds of files that are about persons and rule nothing of an answer that was given."""
PERSON_ID = re.compile(r"\b[UW][A-Z0-9]{8,20}\b")
MASK = "U0SOMEBODY"


def keep_files(ledger: Ledger, folder: Path, version: str, now: datetime) -> bool:
    """Keep the files of a version at its first use; whether they are kept now. Files that have moved on meanwhile are not."""
    if ledger.has_snapshot(version):
        return True
    paths = files_of(folder)
    if isinstance(paths, Fault):
        return False
    try:
        files = {path: (folder / path).read_bytes().decode("utf-8-sig") for path in paths if kind_of(path) not in ("", *LEFT_OUT)}
    except (OSError, UnicodeDecodeError):
        return False
    knowledge = load(folder, load_catalog()).knowledge
    if knowledge is None or knowledge.version != version:
        return False
    ledger.keep_snapshot(version, {path: PERSON_ID.sub(MASK, text) for path, text in files.items()}, now)
    return True
