"""A knowledge folder goes in at the first use of a version; the ledger keeps its files, without those that are about persons."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from bot.knowledge.faults import Fault
from bot.knowledge.load import files_of, parsed, version_of
from bot.knowledge.parse import kind_of
from bot.knowledge.sheets.plain_files import read_plain
from bot.knowledge.version import version_at
from bot.ledger.ledger import Ledger

PERSON_ID = re.compile(r"\b[UW](?=[A-Z0-9]*\d)[A-Z0-9]{6,20}\b")
ADDRESS = re.compile(r"[\w.+-]+@(?=[\w-]+\.)")
ABOUT_PERSONS = frozenset({"people", "waivers"})
"""Kinds of files that name persons; what they say of groups and roles is what an answer rested on."""


def keep_files(ledger: Ledger, folder: Path, version: str, now: datetime) -> bool:
    """Keep the files of a version at its first use; whether they are kept now. Files that have moved on meanwhile are not."""
    if ledger.has_snapshot(version):
        return True
    paths = files_of(folder)
    if isinstance(paths, Fault):
        return False
    try:
        read = {path: read_plain(folder / path) for path in paths if kind_of(path)}
        files = {path: data.decode("utf-8-sig") for path, data in read.items()}
    except (OSError, UnicodeDecodeError):
        return False
    if version_at(folder, version_of([parsed(path, data) for path, data in read.items()])) != version:
        return False
    ledger.keep_snapshot(version, without_persons(files), now)
    return True


def without_persons(files: dict[str, str]) -> dict[str, str]:
    """The same files, line by line, in which persons have numbers in the place of their ids and addresses."""
    numbers: dict[str, int] = {}

    def number(match: re.Match[str]) -> int:
        return numbers.setdefault(match.group(), len(numbers) + 1)

    masked = {}
    for path, text in sorted(files.items()):
        known = PERSON_ID.sub(lambda match: f"U0SOMEBODY{number(match)}", text)
        if kind_of(path) in ABOUT_PERSONS:
            known = ADDRESS.sub(lambda match: f"somebody{number(match)}@", known)
        masked[path] = known
    return masked
