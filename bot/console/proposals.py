"""Patches that wait for a person go in; what each would change comes out, and the policy as it would be, for the try-it box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from bot.answers.mind import Mind, make_mind
from bot.clock.today import today_at
from bot.console.doors import RefusedError
from bot.console.tables import Reader
from bot.console.values.shown import Cell, Choice, Proposal, Table
from bot.knowledge.catalog import load_catalog
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.git import GitError
from bot.owners.proposals import applied
from bot.policy.changes.beyond import UNLISTED
from bot.policy.changes.change import CellChange
from bot.policy.changes.compare import EVERYTHING, Side, compare_sides
from bot.policy.house import Knowledge
from bot.policy.words import Verdict
from bot.saying import labels
from bot.saying.answers.ruling import SHAPES
from bot.saying.words import marked
from bot.settings import Settings

MOST, MOST_CELLS = 30, 100
PATH = "/console/knowledge?proposal="


@dataclass(frozen=True, slots=True)
class Proposals(Reader):
    """The patches, for one reader."""

    settings: Settings

    def choices(self) -> tuple[Choice, ...]:
        """All that wait, newest first, to pick from."""
        return tuple(Choice(path.name, path.stem) for path in self._waiting())

    def table(self) -> Table:
        """The same with their days."""
        words = self.words
        rows = tuple(
            (Cell(path.stem, PATH + path.name), self.when(datetime.fromtimestamp(path.stat().st_mtime, UTC)))
            for path in self._waiting()
        )
        return Table(words("console.proposals"), self.heads("what", "moment"), rows, words("console.proposals.empty"))

    def shown(self, name: str) -> Proposal | None:
        """What one would change; None where there is none of that name."""
        path = self._find(name)
        if path is None:
            return None
        patch = path.read_text(encoding="utf-8", errors="replace")
        try:
            before, after = (applied(self.settings.knowledge, one) for one in (None, path))
        except (GitError, KnowledgeError, OSError):
            return Proposal(path.stem, patch, self.words("console.proposal.gone"))
        old, new = (Side("", one.policy, one.labels) for one in (before, after))
        change = compare_sides(old, new, today_at(self.knowledge), allowed=(EVERYTHING,)).change
        cells = [*change.looser, *change.stricter, *change.changed_conditions]
        counts = {"looser": str(len(change.looser)), "stricter": str(len(change.stricter))}
        said = self.words("console.mend.changes", **counts) if cells else self.words("console.proposal.none")
        return Proposal(path.stem, patch, said, self._cells(cells, after))

    def mind(self, name: str) -> Mind:
        """The policy as it would be. Raises ``RefusedError`` where that cannot be had."""
        path = self._find(name)
        if path is None:
            raise RefusedError("console.proposal.gone")
        try:
            return _mind(self.settings.knowledge, path, path.stat().st_mtime_ns, self.knowledge.version)
        except (GitError, KnowledgeError, OSError) as problem:
            raise RefusedError("console.proposal.gone") from problem

    def _cells(self, cells: Sequence[CellChange], after: Knowledge) -> Table:
        def named(cell: CellChange) -> tuple[Cell, ...]:
            known = after if cell.offering in after.policy.offerings else self.knowledge
            is_any = cell.offering == UNLISTED
            tool = self.words("pick.unlisted") if is_any else labels.offering_label(cell.offering, known, self.words)
            data = labels.data_label(cell.data, known, self.words)
            verdicts = self._verdict(cell.old), self._verdict(cell.new)
            return Cell(tool), Cell(data), *verdicts, Cell(", ".join(cell.new_conditions))

        heads = self.heads("tool", "data", "before", "after", "conditions")
        return Table(self.words("console.proposal.cells"), heads, tuple(named(cell) for cell in cells[:MOST_CELLS]))

    def _verdict(self, verdict: Verdict) -> Cell:
        return Cell(marked(SHAPES[verdict], self.words(f"word.{verdict.value}")), mark=verdict.value)

    def _waiting(self) -> list[Path]:
        folder = self.settings.proposals
        found = [path for path in folder.glob("*.patch") if path.is_file()] if folder.is_dir() else []
        return sorted(found, key=lambda path: (-path.stat().st_mtime, path.name))[:MOST]

    def _find(self, name: str) -> Path | None:
        return next((path for path in self._waiting() if path.name == name), None)


@lru_cache(maxsize=4)
def _mind(folder: Path, patch: Path, _changed: int, _version: str) -> Mind:
    """Made once for each state of patch and policy."""
    return make_mind(applied(folder, patch), load_catalog())
