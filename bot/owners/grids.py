"""A document, and what was read of it, go in; a grid that owners fill in together comes out, kept on disk as they go.

A grid is no policy: nothing of it counts before somebody takes the draft that an import makes of it."""

from __future__ import annotations

import json
import logging
import secrets
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from threading import Lock
from typing import Any

from bot.clock.today import today_at
from bot.knowledge.confirming.told import CAUTION
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.grid.grid import Cell, Grid, GridError, Head, Sign
from bot.knowledge.grid.written import csv_of, grid_of, kept_of, terms_of
from bot.knowledge.joined.rules import ASK_THE_OWNER
from bot.owners.drafts import ImportWish, Upload
from bot.owners.tabling import lines_in
from bot.policy.changes.change import cell_question
from bot.policy.deciding.decide import Compiled, careful, compile_policy, decide
from bot.policy.deciding.rulings import Ruling
from bot.policy.house import Knowledge
from bot.policy.words import STRICTNESS, Question, Verdict
from bot.saying import labels
from bot.saying.words import words_for
from bot.settings import Settings

MOST_KEPT = 20
"""Grids; of more the ones that were changed longest ago go."""
MOST_BACK, MOST_CELLS = 20, 20_000
"""Changes that can be taken back, and cells in all of them."""
LATER = date(9000, 1, 1)
"""What ends on a day counts as ended: a grid knows no days."""
_OWN_LINES = ("default", "unlisted")
VERDICTS = {
    Sign.ALLOW: Verdict.ALLOWED,
    Sign.CONDITIONAL: Verdict.CONDITIONAL,
    Sign.REVIEW: Verdict.REVIEW,
    Sign.DENY: Verdict.FORBIDDEN,
}
_SIGNS = {verdict: sign for sign, verdict in VERDICTS.items()}
log = logging.getLogger("mayi.imports")


@dataclass(frozen=True, slots=True)
class KeptGrid:
    """A grid with its document."""

    id: str
    grids: tuple[Grid, ...]
    """As it was after each change, the newest last."""
    document: Upload | None = None
    owner: str = ""
    """Who answers for the policy, as typed."""
    organisation: str = ""
    """What it is called, as typed."""
    is_another: bool = False
    """Whether it is no newer version of the policy of today."""
    by: str = ""
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    """Who changed it last, and when."""
    model: Mapping[str, Any] = field(default_factory=dict)
    """What is to be told of a model that drafted it; empty where none did."""

    @property
    def grid(self) -> Grid:
        """As it is now."""
        return self.grids[-1]

    @property
    def name(self) -> str:
        """Of the document; empty where there is none."""
        return self.document.name if self.document else ""

    def wish(self) -> ImportWish:
        """The files of an import."""
        table, terms = csv_of(self.grid), terms_of(self.grid)
        files = Upload("table.csv", table.encode()), Upload("terms.json", terms.encode())
        return ImportWish(self.document, files[0], self.owner, self.organisation, self.is_another, files[1])


class Grids:
    """All of a house. May be called from any thread."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.proposals / "grids"
        self._lock = Lock()

    def all(self) -> tuple[KeptGrid, ...]:
        """The one that was changed last first."""
        names = [path.name for path in self._folder.iterdir()] if self._folder.is_dir() else []
        found = [one for one in map(self._read, names) if one]
        return tuple(sorted(found, key=lambda one: one.at, reverse=True))

    def of(self, id_: str) -> KeptGrid:
        """Raises ``GridError`` where nobody keeps it any more."""
        found = self._read(id_) if id_.isalnum() else None
        if found is None:
            raise GridError("closed")
        return found

    def begin(self, grid: Grid, wish: ImportWish, by: str, model: Mapping[str, Any] | None = None) -> str:
        """Its id."""
        document = wish.document or wish.table
        one = KeptGrid(secrets.token_hex(8), (grid,), document, *_typed(wish), by, model=model or {})
        with self._lock:
            self._write(one, document)
            for old in self.all()[MOST_KEPT:]:
                shutil.rmtree(self._folder / old.id, ignore_errors=True)
        return one.id

    def change(self, id_: str, by: str, make: Callable[[Grid], Grid]) -> KeptGrid:
        """The grid after it. Raises ``GridError``, and then it stays as it was."""
        with self._lock:
            one = self.of(id_)
            grids = [*one.grids, new] if (new := make(one.grid)) != one.grid else list(one.grids)
            while len(grids) > MOST_BACK + 1 or (len(grids) > 2 and sum(len(grid.cells) for grid in grids) > MOST_CELLS):
                grids.pop(0)
            return self._write(replace(one, grids=tuple(grids), by=by, at=datetime.now(UTC)))

    def typed(self, id_: str, wish: ImportWish) -> KeptGrid:
        """With what was typed beside it. Raises ``GridError``."""
        owner, organisation, is_another = _typed(wish)
        with self._lock:
            return self._write(replace(self.of(id_), owner=owner, organisation=organisation, is_another=is_another))

    def back(self, id_: str, by: str) -> KeptGrid:
        """Without the newest change. Raises ``GridError``."""
        with self._lock:
            one = self.of(id_)
            return self._write(replace(one, grids=one.grids[:-1] or one.grids, by=by, at=datetime.now(UTC)))

    def drop(self, id_: str) -> None:
        """Throw it away. Raises ``GridError``."""
        with self._lock:
            shutil.rmtree(self._folder / self.of(id_).id)

    def _read(self, id_: str) -> KeptGrid | None:
        folder = self._folder / id_
        try:
            kept = json.loads((folder / "grid.json").read_text(encoding="utf-8"))
            beside, lines = kept["beside"], tuple(kept["lines"])
            grids = tuple(grid_of(one, beside, lines) for one in kept["grids"])
            document = Upload(kept["name"], (folder / "document").read_bytes()) if kept["name"] else None
            typed, at = (kept["owner"], kept["organisation"], kept["is_another"]), datetime.fromisoformat(kept["at"])
            return KeptGrid(id_, grids, document, *typed, kept["by"], at, kept["model"])
        except FileNotFoundError:
            return None
        except (OSError, KeyError, TypeError, ValueError) as problem:
            log.warning("the grid %s cannot be read, and is left out: %s", folder, problem)
            return None

    def _write(self, one: KeptGrid, document: Upload | None = None) -> KeptGrid:
        folder = self._folder / one.id
        folder.mkdir(parents=True, exist_ok=True)
        if document:
            (folder / "document").write_bytes(document.content)
        told: dict[str, Any] = {"name": one.name, "owner": one.owner, "by": one.by, "at": one.at.isoformat()}
        told |= {"organisation": one.organisation, "is_another": one.is_another}
        told |= {"model": dict(one.model), "beside": dict(one.grid.beside), "lines": list(one.grid.lines)}
        told["grids"] = [kept_of(grid) for grid in one.grids]
        new = folder / "grid.json.new"
        new.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        new.replace(folder / "grid.json")
        return one


def empty_grid(document: Upload | None) -> Grid:
    """Beside a document of which nothing was read, or beside none."""
    try:
        return Grid(lines=lines_in(document) if document else ())
    except KnowledgeError:
        return Grid()


def grid_from(knowledge: Knowledge, document: Upload | None) -> Grid:
    """The rows, columns and cells that an import read of a document. What a rule says of some people, or from some day on, makes
    the whole cell as strict; sentences that wait for an answer are asked about again."""
    policy, words = knowledge.policy, words_for("en", knowledge.organisation.languages)
    rules = tuple(rule for rule in policy.rules if not rule.id.startswith(CAUTION))
    compiled, empty = compile_policy(replace(policy, rules=rules)), empty_grid(document)
    names = {id_: labels.offering_label(id_, knowledge, words) for id_ in policy.offerings}
    names |= {id_: labels.data_label(id_, knowledge, words) for id_ in policy.data_classes}
    heads = {id_: Head(f"r{number}", name, line=empty.line_of(name)) for number, (id_, name) in enumerate(names.items())}
    days = (today_at(knowledge), LATER)
    cells: dict[tuple[str, str], Cell] = {}
    for offering in policy.offerings:
        for data in policy.data_classes:
            cell = max((_ruled(compiled, offering, data, day) for day in days), key=_strictness)
            if found := _cell(cell, words.pick):
                cells[heads[offering].key, heads[data].key] = found
    tools = sorted((heads[id_] for id_ in policy.offerings), key=lambda one: one.line or len(empty.lines) + 1)
    return replace(empty, tools=tuple(tools), classes=tuple(heads[id_] for id_ in policy.data_classes), cells=cells)


def stricter_in(knowledge: Knowledge, grid: Grid) -> tuple[str, ...]:
    """Cells of a grid that the policy made of it rules more strictly than they say, by their names."""
    policy, words = knowledge.policy, words_for("en", knowledge.organisation.languages)
    compiled, today = compile_policy(policy), today_at(knowledge)
    tools = {labels.offering_label(id_, knowledge, words): id_ for id_ in policy.offerings}
    classes = {labels.data_label(id_, knowledge, words): id_ for id_ in policy.data_classes}
    found = []
    for (tool, class_), cell in grid.cells.items():
        names = grid.head(tool).name, grid.head(class_).name
        if names[0] in tools and names[1] in classes:
            ruling = _ruled(compiled, tools[names[0]], classes[names[1]], today)
            if _strictness(ruling) > STRICTNESS[VERDICTS[cell.sign]]:
                found.append(" × ".join(names))
    return tuple(found)


def _typed(wish: ImportWish) -> tuple[str, str, bool]:
    return wish.owner, wish.organisation, wish.is_another


def _ruled(compiled: Compiled, offering: str, data: str, day: date) -> Ruling:
    question = cell_question(Question(), offering, data)
    return careful(question, decide(compiled, question, day))


def _strictness(ruling: Ruling) -> int:
    return STRICTNESS[Verdict.REVIEW if ruling.ask_back else ruling.verdict]


def _cell(ruling: Ruling, pick: Callable[[dict[str, str]], str]) -> Cell | None:
    if ruling.ask_back:
        return Cell(Sign.REVIEW)
    if ruling.verdict is Verdict.UNCOVERED or {one.rule for one in ruling.reasons} <= {*_OWN_LINES}:
        return None
    asked = (pick(need.text) or need.condition for need in ruling.needs if not need.general and need.condition != ASK_THE_OWNER)
    return Cell(_SIGNS[ruling.verdict], tuple(asked) if ruling.verdict is Verdict.CONDITIONAL else ())
