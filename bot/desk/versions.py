"""Versions of the policy go in, of a ledger or of git; what each changed since a day comes out, as ``mayi diff`` finds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bot.knowledge.catalog import load_catalog
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.git import GitError
from bot.knowledge.history.revision import commits_of, find_revision, load_revision
from bot.knowledge.parse import one_big_breath
from bot.ledger.ledger import Ledger
from bot.ledger.publications import unpacked
from bot.policy.changes.compare import Compared, Side, compare_sides

MOST = 100
"""So many versions are compared, the newest: a policy that is edited each day has a year of them behind it."""


@dataclass(frozen=True, slots=True)
class Revised:
    """One version that came into force. ``compared``: with the one before; None for the first, or where one cannot be read."""

    version: str
    at: datetime
    before: str = ""
    compared: Compared | None = None


@dataclass(frozen=True, slots=True)
class Versions:
    """All versions that are known, oldest first, and how one is read."""

    known: Sequence[tuple[str, datetime]]
    read: Callable[[str], Side | None]
    are_commits: bool = False
    """Whether they are those of git: when they were written, not when they came into force."""

    @one_big_breath()
    def since(self, moment: datetime, today: date) -> list[Revised]:
        """Those from a moment on, the newest first, each beside the last one before it that can be read."""
        found: list[Revised] = []
        last = ""
        before: Side | None = None
        first = next((place for place, (_, at) in enumerate(self.known) if at >= moment), len(self.known))
        for version, at in self.known[max(first - 1, len(self.known) - MOST - 1, 0) :]:
            side = self.read(version)
            if at >= moment:
                found.append(Revised(version, at, last, compare_sides(before, side, today) if before and side else None))
            last, before = version, side or before
        return found[::-1]

    @one_big_breath()
    def alike(self, today: date) -> frozenset[str]:
        """The newest version, and those right before it since which nothing changed for anybody."""
        found: set[str] = set()
        newest: Side | None = None
        for version, _ in self.known[::-1][:MOST]:
            side = self.read(version)
            if side is None or (newest and compare_sides(side, newest, today).change.is_any):
                break
            newest = newest or side
            found.add(version)
        return frozenset(found)


def versions_of_ledger(ledger: Ledger) -> Versions:
    """As they came into force here."""

    def read(version: str) -> Side | None:
        kept = ledger.publication(version)
        return Side(version, *unpacked(kept)) if kept else None

    return Versions(ledger.publications(), read)


def versions_of_git(folder: Path) -> Versions:
    """As they were committed."""

    def read(commit: str) -> Side | None:
        try:
            revision = find_revision(commit, folder)
            knowledge = load_revision(revision, load_catalog()).or_raise() if revision else None
        except (GitError, KnowledgeError):
            return None  # a commit between two others may be half an edit
        return Side(commit, knowledge.policy, knowledge.labels) if knowledge else None

    return Versions(commits_of(folder, MOST + 1), read, are_commits=True)
