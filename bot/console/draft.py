"""A policy's document goes in; what was read of it comes out for a reader, is kept, tried, and taken as the policy."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from threading import Lock

from bot.answers.mind import Mind, Minds, make_mind
from bot.app import App
from bot.clock.today import today_at
from bot.console.doors import MatrixWish, Person, RefusedError
from bot.console.editing import place_of, refusing
from bot.console.matrix import sheet_of
from bot.console.tables import Reader
from bot.console.try_it import tried
from bot.console.values.shown import Matrix, Mended, Try
from bot.exam.tables_records import tables_exam
from bot.knowledge.catalog import load_catalog
from bot.knowledge.edits.writing import is_copy, looked_at
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.history.store import KnowledgeStore
from bot.knowledge.importing.formats import MATRIX_SUFFIXES
from bot.knowledge.importing.written.update import is_import
from bot.owners.drafts import Draft, DraftMovedError, ImportWish, compared, draft_of, take
from bot.owners.grids import Grids, KeptGrid, stricter_in
from bot.owners.tabling import Reading, TableReader, lines_in
from bot.policy.house import Knowledge
from bot.policy.talks.checks import Pressed
from bot.settings import Settings

FAULTS = "console.import.faults"
"""Why a document is refused that its owner can put into a grid."""

_TOLD = {
    "reading": "console.import.model.reading",
    "silent": "console.import.model.silent",
    "nothing": "console.import.model.nothing",
    "done": "console.import.model.done",
}


@dataclass(frozen=True, slots=True)
class TableReading:
    """How far the model is that reads a document into a table."""

    is_offered: bool = False
    """Whether there is a model."""
    id: str = ""
    """Of this person's own reading."""
    told: str = ""
    is_busy: bool = False
    is_done: bool = False
    waits: str = ""
    """Name of the file that was refused last and that the model could read."""


@dataclass(frozen=True, slots=True)
class DraftShown:
    """What was read, before it counts."""

    id: str = ""
    """By which it is taken."""
    name: str = ""
    read: str = ""
    """How much of it was read."""
    instead: str = ""
    """What becomes of the policy of today."""
    matrix: Matrix = Matrix()
    remarks: tuple[str, ...] = ()
    """What its owner should know before it counts."""
    stays: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    """Files."""
    meant: str = ""
    """What must be said before it is taken; empty where nothing must."""
    grid: str = ""
    """Id of the grid that it was made of; empty where it was read of a file."""
    is_bare: bool = False
    """Whether no cell says anything."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking it did. ``mended``: where it waits as a proposal."""

    told: str
    undo: str = ""
    mended: Mended | None = None


@dataclass(frozen=True, slots=True)
class TablePage(Reader):
    """The part of the page that is about the model."""

    settings: Settings
    reader: TableReader
    user: str

    def now(self, id_: str) -> TableReading:
        """Of this person's reading, of that id where one is given; else of whoever's is under way."""
        if not self.settings.model:
            return TableReading()
        own, offered = self.reader.of(self.user, id_), self.reader.offered(self.user)
        waits = offered.document.name if offered and offered.document else ""
        if id_ and not own:
            return TableReading(True, told=self.words("console.import.model.gone"), waits=waits)
        found = own or self.reader.under_way
        if not found:
            return TableReading(True, waits=waits)
        return TableReading(
            True, own.id if own else "", self._told(found), found.state == "reading", found.state == "done", waits
        )

    def begin(self, wish: ImportWish) -> str:
        """The id of the reading. Without a document, the one that was refused last is read."""
        if not self.settings.model:
            raise RefusedError("console.read.no_model")
        wish = wish if wish.document else self.reader.offered(self.user) or wish
        if not wish.document:
            raise RefusedError("console.import.no_file")
        lines = lines_in(wish.document)
        if not lines:
            raise RefusedError("console.import.model.nothing", name=wish.document.name)
        id_ = self.reader.begin(self.user, wish, lines)
        if not id_:
            raise RefusedError("console.read.busy")
        return id_

    def done(self, id_: str) -> Reading:
        """What was read, to make a draft of."""
        found = self.reader.of(self.user, id_)
        if not found or found.state != "done":
            raise RefusedError("console.import.model.gone")
        return found

    def offer(self, refused: ImportWish) -> None:
        """What no import could read is kept, as the model might, or its owner in a grid."""
        if refused.document and refused.document.name.lower().endswith(MATRIX_SUFFIXES):
            try:
                lines = lines_in(refused.document)
            except KnowledgeError:
                return
            if lines:
                self.reader.offer(self.user, refused)

    def _told(self, found: Reading) -> str:
        numbers = {"read": self.number(found.read), "of": self.number(len(found.lines))}
        cells = self.number(len(found.found.draft.cells)) if found.found else ""
        return self.words(_TOLD[found.state], model=self.settings.model, name=found.name, cells=cells, **numbers)


MOST_KEPT = 4
"""Drafts that wait at a time; each holds a policy with its index."""
MOST_FAULTS, MOST_HELD = 20, 8


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


class Imports:
    """Drafts, readings of a model and grids. Drafts are kept in this process, the newest few; grids on disk."""

    def __init__(self, app: App, minds: Minds) -> None:
        self._app, self._minds = app, minds
        self.waiting: OrderedDict[str, _Waiting] = OrderedDict()
        self.reader, self.grids = TableReader(app.settings, partial(tables_exam, app.settings)), Grids(app.settings)
        self._one_at_a_time = Lock()

    @property
    def knowledge(self) -> Knowledge:
        """The policy that answers now."""
        return self._minds.today().knowledge

    def tables(self, language: str, person: Person) -> TablePage:
        """What a model reads, for one reader."""
        return TablePage.of(self.knowledge, language, self._app.settings, self.reader, person.user)

    def read(self, language: str, person: Person, wish: ImportWish) -> DraftShown:
        """A draft of these files."""
        self.reader.offer(person.user, None)
        try:
            return self.keep(language, wish)
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
        found = self.waiting.get(id_)
        return self._page(language).shown(found) if found else None

    def ask(self, language: str, id_: str, text: str, wish: MatrixWish, pressed: tuple[Pressed, ...]) -> Try:
        """How a draft answers."""
        return tried(self._of(id_).mind, language, text, wish, pressed)

    def take(self, language: str, person: Person, id_: str, is_meant: bool) -> Taken:
        """A draft becomes the policy."""
        done = self._page(language).take(self._of(id_), person, is_meant=is_meant)
        self.waiting.pop(id_, None)
        return done

    def keep(self, language: str, wish: ImportWish, kept: KeptGrid | None = None) -> DraftShown:
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
        self.waiting[found.draft.id] = found
        while len(self.waiting) > MOST_KEPT:
            self.waiting.popitem(last=False)
        return self._page(language).shown(found)

    def _of(self, id_: str) -> _Waiting:
        found = self.waiting.get(id_)
        if found is None:
            raise RefusedError("console.import.gone")
        return found

    def _page(self, language: str) -> ImportPage:
        return ImportPage.of(self.knowledge, language, self._app.settings, self._app.store)


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
