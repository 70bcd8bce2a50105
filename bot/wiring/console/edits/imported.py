"""A policy's document goes in; what was read of it comes out for one reader, can be tried, and is taken as the policy."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Any, Protocol

from bot.answers.mind import Mind, Minds, make_mind
from bot.clock.today import today_at
from bot.console.doors import MatrixWish, Person, RefusedError
from bot.console.editing import place_of, refusing
from bot.console.importing import FAULTS
from bot.console.tables import Reader
from bot.console.values.importing import DraftShown, GridShown, GridWish, Taken
from bot.console.values.shown import Choice, Mended, Try
from bot.exam.tables_records import tables_exam
from bot.knowledge.catalog import load_catalog
from bot.knowledge.edits.writing import is_copy, looked_at
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.grid.grid import Grid
from bot.knowledge.history.store import KnowledgeStore
from bot.knowledge.importing.formats import MATRIX_SUFFIXES
from bot.knowledge.importing.written.update import is_import
from bot.owners.drafts import Draft, DraftMovedError, ImportWish, compared, draft_of, take
from bot.owners.grids import Grids, KeptGrid, empty_grid, grid_from, stricter_in
from bot.owners.tabling import TableReader
from bot.policy.talks.checks import Pressed
from bot.settings import Settings
from bot.wiring.console.edits.grid import GridPage, changed, refusing_grids
from bot.wiring.console.edits.tabled import TablePage
from bot.wiring.console.matrix import sheet_of
from bot.wiring.console.trying import tried

MOST_KEPT = 4
"""Drafts that wait at a time; each holds a policy with its index."""
MOST_FAULTS, MOST_HELD = 20, 8
OFFERED = "offered"
"""In place of a draft's id: the document that was refused last."""


class Rooms(Protocol):
    """What of the house is looked at."""

    @property
    def settings(self) -> Settings: ...
    @property
    def minds(self) -> Minds: ...
    @property
    def store(self) -> KnowledgeStore: ...


@dataclass(slots=True)
class _Waiting:
    """A draft, with the reader that it would have."""

    draft: Draft
    mind: Mind
    wish: ImportWish
    looser: int
    """Answers of today that would allow more."""
    stricter: int
    grid: str = ""
    """Id of the grid that it was made of."""
    is_unseen: bool = False
    """Whether cells that a model read in it were looked at by nobody."""
    held: tuple[str, ...] = ()
    """Cells of the grid of which the document's sentences make something stricter."""


def import_doors(rooms: Rooms) -> dict[str, Any]:
    """The doors of the page, and of the grid."""
    imports = Imports(rooms)
    return {
        "import_suffixes": MATRIX_SUFFIXES,
        "read_draft": imports.read,
        "read_table": imports.begin_reading,
        "table_reading": lambda language, person, id_: imports.tables(language, person).now(id_),
        "draft": imports.known,
        "try_draft": imports.ask,
        "take_draft": imports.take,
        "grids": imports.all_grids,
        "begin_grid": imports.begin_grid,
        "grid": imports.grid,
        "edit_grid": imports.edit_grid,
        "draft_of_grid": imports.draft_of_grid,
    }


class Imports:
    """Drafts, readings of a model and grids. Drafts are kept in this process, the newest few; grids on disk."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._waiting: OrderedDict[str, _Waiting] = OrderedDict()
        self._reader, self._grids = TableReader(rooms.settings, partial(tables_exam, rooms.settings)), Grids(rooms.settings)
        self._one_at_a_time = Lock()

    def tables(self, language: str, person: Person) -> TablePage:
        """What a model reads, for one reader."""
        settings = self._rooms.settings
        return TablePage.of(self._rooms.minds.today().knowledge, language, settings, self._reader, person.user)

    def read(self, language: str, person: Person, wish: ImportWish) -> DraftShown:
        """A draft of these files."""
        self._reader.offer(person.user, None)
        try:
            return self._keep(language, wish)
        except RefusedError as problem:
            if problem.key == FAULTS:
                self.tables(language, person).offer(wish)
            raise

    def begin_reading(self, language: str, person: Person, wish: ImportWish) -> str:
        """Have the model read a document."""
        with _refusing():
            return self.tables(language, person).begin(wish)

    def known(self, language: str, id_: str) -> DraftShown | None:
        """A draft that was made before."""
        found = self._waiting.get(id_)
        return self._page(language).shown(found) if found else None

    def ask(self, language: str, id_: str, text: str, wish: MatrixWish, pressed: tuple[Pressed, ...]) -> Try:
        """How a draft answers."""
        return tried(self._of(id_).mind, language, text, wish, pressed)

    def take(self, language: str, person: Person, id_: str, is_meant: bool) -> Taken:
        """A draft becomes the policy."""
        done = self._page(language).take(self._of(id_), person, is_meant=is_meant)
        self._waiting.pop(id_, None)
        return done

    def all_grids(self, language: str) -> tuple[Choice, ...]:
        """Those that are kept."""
        return tuple(map(self._grid_page(language).choice, self._grids.all()))

    def begin_grid(self, language: str, person: Person, of: str) -> str:
        """``of``: a draft, a reading that is done, ``OFFERED``, or nothing."""
        by, offered = person.name or person.user, self._reader.offered(person.user)
        if of in self._waiting:
            found = self._waiting[of]
            return self._grids.begin(grid_from(found.draft.after, found.wish.document or found.wish.table), found.wish, by)
        if of == OFFERED and offered:
            return self._grids.begin(empty_grid(offered.document), offered, by)
        if of not in ("", OFFERED):
            reading = self.tables(language, person).done(of)
            self._reader.drop(of)
            return self._grids.begin(reading.grid(), reading.wish, by, reading.told())
        return self._grids.begin(Grid(), ImportWish(), by)

    def grid(self, language: str, id_: str) -> GridShown:
        """As it is now."""
        with refusing_grids():
            return self._grid_page(language).shown(self._grids.of(id_))

    def edit_grid(self, language: str, person: Person, id_: str, wish: GridWish) -> GridShown | None:
        """After a click."""
        by = person.name or person.user
        with refusing_grids():
            if wish.do == "close":
                self._grids.drop(id_)
                return None
            kept = self._grids.back(id_, by) if wish.do == "back" else self._grids.change(id_, by, changed(wish))
        return self._grid_page(language).shown(kept)

    def draft_of_grid(self, language: str, id_: str, typed: ImportWish) -> DraftShown:
        """A draft of its document with its table."""
        with refusing_grids():
            kept = self._grids.typed(id_, typed)
        if not kept.grid.tools or not kept.grid.classes:
            raise RefusedError("console.grid.refused.empty")
        return self._keep(language, kept.wish(), kept)

    def _keep(self, language: str, wish: ImportWish, kept: KeptGrid | None = None) -> DraftShown:
        # reading takes seconds of the processor that answers staff, too
        if not self._one_at_a_time.acquire(blocking=False):
            raise RefusedError("console.error.quick")
        try:
            found = self._page(language).read(wish)
        finally:
            self._one_at_a_time.release()
        if kept:
            found.grid, found.is_unseen = kept.id, any(cell.is_draft for cell in kept.grid.cells.values())
            found.held = stricter_in(found.draft.after, kept.grid)
        self._waiting[found.draft.id] = found
        while len(self._waiting) > MOST_KEPT:
            self._waiting.popitem(last=False)
        return self._page(language).shown(found)

    def _of(self, id_: str) -> _Waiting:
        found = self._waiting.get(id_)
        if found is None:
            raise RefusedError("console.import.gone")
        return found

    def _page(self, language: str) -> ImportPage:
        rooms = self._rooms
        return ImportPage.of(rooms.minds.today().knowledge, language, rooms.settings, rooms.store)

    def _grid_page(self, language: str) -> GridPage:
        return GridPage.of(self._rooms.minds.today().knowledge, language)


@dataclass(frozen=True, slots=True)
class ImportPage(Reader):
    """The page, for one reader."""

    settings: Settings
    store: KnowledgeStore

    def read(self, wish: ImportWish) -> _Waiting:
        """Nothing is written yet. Raises ``RefusedError`` with every fault of the files."""
        if not wish.document and not wish.table:
            raise RefusedError("console.import.no_file")
        another = self.words("console.import.another.hint")
        with _refusing(another if is_import(self.settings.knowledge) and not wish.is_another else ""):
            draft = draft_of(self.settings, wish)
            if draft.tells_nothing:
                raise RefusedError("console.import.nothing")
            found = compared(self.settings, draft, today_at(draft.after)) if draft.is_update else None
        looser = len(found.not_named) + len(found.not_named_beside) if found else 0
        stricter = len(found.change.stricter) if found else 0
        return _Waiting(draft, make_mind(draft.after, load_catalog()), wish, looser, stricter)

    def shown(self, found: _Waiting) -> DraftShown:
        """What it would be."""
        draft, words, matrix = found.draft, self.words, sheet_of(found.mind, self.words.language, MatrixWish()).matrix()
        counted = Counter(cell.word for row in matrix.rows for cell in row.cells)
        cells = ", ".join(f"{one.word} {self.number(counted[one.word])}" for one in matrix.legend if counted[one.word])
        read = words(
            "console.import.read", tools=self.number(len(matrix.rows)), classes=self.number(len(matrix.columns)), cells=cells
        )
        old = self.knowledge
        instead = words(
            "console.import.updates" if draft.is_update else "console.import.replaces", name=old.organisation.name,
            looser=self.number(found.looser), stricter=self.number(found.stricter),
        )  # fmt: skip
        remarks = [*draft.conflicts, *([words("console.import.proposes")] if is_copy(self.settings) else [])]
        remarks += [str(fault) for fault in draft.edit.faults[:MOST_FAULTS] if draft.is_update]
        if found.held:
            cells = "; ".join((*found.held[:MOST_HELD], *(["…"] if len(found.held) > MOST_HELD else [])))
            remarks.insert(0, words("console.grid.held", count=self.number(len(found.held)), cells=cells))
        if not draft.after.organisation.owner:
            remarks.insert(0, words("console.import.no_owner"))
        meant = " ".join(map(words, self._meant(found)))
        told = (read, instead, matrix, tuple(remarks), draft.stays, draft.gone, meant, found.grid)
        return DraftShown(draft.id, draft.name, *told, is_bare=set(counted) <= {words("word.uncovered")})

    @staticmethod
    def _meant(found: _Waiting) -> list[str]:
        """Keys of what must be said before it is taken: cells of a model that nobody looked at, answers that get looser, the
        end of a policy that is no sample."""
        looser, ends = found.draft.is_update and found.looser, not found.draft.is_update and found.draft.ends_a_policy
        said = {"console.import.model.meant": found.is_unseen, "console.cell.meant": looser, "console.import.meant": ends}
        return [key for key, is_so in said.items() if is_so]

    def take(self, found: _Waiting, person: Person, *, is_meant: bool) -> Taken:
        """Raises ``RefusedError`` where it must be meant and is not, or the files were edited meanwhile."""
        if self._meant(found) and not is_meant:
            raise RefusedError("console.import.not_meant")
        about = self.words("console.import.about", name=found.draft.name)
        try:
            with refusing(lambda fault: fault.what):
                kept = take(self.settings, found.draft, about, person.name or person.user)
        except DraftMovedError as problem:
            raise RefusedError("console.grid.moved" if found.grid else "console.import.moved") from problem
        if kept.path:
            told = self.words("console.import.proposed")
            return Taken(told, mended=Mended(about, place_of(kept.path, self.settings), kept.patch, told))
        looked_at(self.settings, self.store.refresh)  # whoever took it looks at it next
        return Taken(self.words("console.import.done"), kept.id)


@contextmanager
def _refusing(way_on: str = "") -> Iterator[None]:
    """Every fault of the files is told, and then the way on."""
    try:
        yield
    except (KnowledgeError, OSError, UnicodeError) as problem:
        faults = problem.faults if isinstance(problem, KnowledgeError) else (problem,)
        raise RefusedError(FAULTS, faults="\n".join((*map(str, faults[:MOST_FAULTS]), *filter(None, (way_on,))))) from problem
