"""A policy's document goes in; what was read of it comes out for one reader, can be tried, and is taken as the policy."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from bot.console.doors import MatrixWish, Person, RefusedError
from bot.console.values.importing import DraftShown, ImportWish, Taken
from bot.console.values.shown import Mended, Try
from bot.knowledge.catalog import load_catalog
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.history.store import KnowledgeStore
from bot.knowledge.importing.formats import MATRIX_SUFFIXES
from bot.policy.talks.checks import Pressed
from bot.settings import Settings
from bot.wiring.answers.mind import Mind, make_mind
from bot.wiring.console.edits.announced import Rooms, place_of, refusing
from bot.wiring.console.edits.tabled import TablePage, model_read, remarks_of
from bot.wiring.console.matrix import sheet_of
from bot.wiring.console.reading import Reader
from bot.wiring.console.trying import tried
from bot.wiring.owners.imports.drafting import Draft, DraftMovedError, compared, draft_of, is_moved, take
from bot.wiring.owners.imports.tabled import Reading, TableReader
from bot.wiring.owners.writing import is_copy, looked_at
from bot.wiring.today import today_at

MOST_KEPT = 4
"""Drafts that wait at a time; each holds a policy with its index."""
MOST_FAULTS = 20
FAULTS = "console.import.faults"


@dataclass(slots=True)
class _Waiting:
    """A draft, with the reader that it would have."""

    draft: Draft
    mind: Mind
    looser: int
    """Answers of today that would allow more."""
    stricter: int
    reading: Reading | None
    """A model's, where it made the table."""


def import_doors(rooms: Rooms) -> dict[str, Any]:
    """The doors of the page. Drafts are kept in this process, the newest few."""
    waiting: OrderedDict[str, _Waiting] = OrderedDict()
    reader = TableReader(rooms.settings)

    def page(language: str) -> ImportPage:
        return ImportPage.of(rooms.minds.today().knowledge, language, rooms.settings, rooms.store)

    def tables(language: str, person: Person) -> TablePage:
        return TablePage.of(rooms.minds.today().knowledge, language, rooms.settings, reader, person.user)

    one_at_a_time = Lock()

    def read(language: str, person: Person, wish: ImportWish) -> DraftShown:
        # reading takes seconds of the processor that answers staff, too; nobody has to click again for what the model read
        if not one_at_a_time.acquire(blocking=bool(wish.reading)):
            raise RefusedError("console.error.quick")
        reader.offer(person.user, None)
        try:
            reading = tables(language, person).done(wish.reading) if wish.reading else None
            found = kept_of(reading) or page(language).read(wish, reading)
            waiting[found.draft.id] = found
            while len(waiting) > MOST_KEPT:
                waiting.popitem(last=False)
        except RefusedError as problem:
            if problem.key == FAULTS and not wish.reading:
                tables(language, person).offer(wish)
            raise
        finally:
            one_at_a_time.release()
        return page(language).shown(found)

    def kept_of(reading: Reading | None) -> _Waiting | None:
        """The draft that was made of it, where the policy is still the one that it was made for."""
        made = [one for one in waiting.values() if reading and one.reading and one.reading.id == reading.id]
        return next((one for one in made if not is_moved(rooms.settings, one.draft)), None)

    def begun(language: str, person: Person, wish: ImportWish) -> str:
        with _refusing():
            return tables(language, person).begin(wish)

    def waits(id_: str) -> _Waiting:
        found = waiting.get(id_)
        if found is None:
            raise RefusedError("console.import.gone")
        return found

    def known(language: str, id_: str) -> DraftShown | None:
        found = waiting.get(id_)
        return page(language).shown(found) if found else None

    def taken(language: str, person: Person, id_: str, is_meant: bool) -> Taken:
        found = waits(id_)
        done = page(language).take(found, person, is_meant=is_meant)
        waiting.pop(id_, None)
        if found.reading:
            reader.drop(found.reading.id)
        return done

    def asked(language: str, id_: str, text: str, wish: MatrixWish, pressed: tuple[Pressed, ...]) -> Try:
        return tried(waits(id_).mind, language, text, wish, pressed)

    return {
        "import_suffixes": MATRIX_SUFFIXES,
        "read_draft": read,
        "read_table": begun,
        "table_reading": lambda language, person, id_: tables(language, person).now(id_),
        "draft": known,
        "try_draft": asked,
        "take_draft": taken,
    }


@dataclass(frozen=True, slots=True)
class ImportPage(Reader):
    """The page, for one reader."""

    settings: Settings
    store: KnowledgeStore

    def read(self, wish: ImportWish, reading: Reading | None = None) -> _Waiting:
        """Nothing is written yet. Raises ``RefusedError`` with every fault of the files."""
        if not reading and not wish.document and not wish.table:
            raise RefusedError("console.import.no_file")
        with _refusing():
            wish = reading.files() if reading else wish
            draft = draft_of(self.settings, wish)
            if draft.tells_nothing:
                raise RefusedError("console.import.nothing")
            found = compared(self.settings, draft, today_at(draft.after)) if draft.is_update else None
        looser = len(found.not_named) + len(found.not_named_beside) if found else 0
        stricter = len(found.change.stricter) if found else 0
        return _Waiting(draft, make_mind(draft.after, load_catalog()), looser, stricter, reading)

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
        if not draft.after.organisation.owner:
            remarks.insert(0, words("console.import.no_owner"))
        reading = found.reading
        remarks = [*remarks_of(self, reading), *remarks] if reading else remarks
        shown = DraftShown(draft.id, draft.name, read, instead, matrix, tuple(remarks), draft.stays, draft.gone)
        shown = replace(shown, by_model=model_read(self, reading)) if reading else shown
        return replace(shown, meant=" ".join(map(words, self._meant(found))))

    @staticmethod
    def _meant(found: _Waiting) -> list[str]:
        """Keys of what must be said before it is taken: a model read it, it allows more, or a policy goes that is no sample."""
        looser, ends = found.draft.is_update and found.looser, not found.draft.is_update and found.draft.ends_a_policy
        said = {"console.import.model.meant": found.reading, "console.cell.meant": looser, "console.import.meant": ends}
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
            raise RefusedError("console.import.model.moved" if found.reading else "console.import.moved") from problem
        if kept.path:
            told = self.words("console.import.proposed")
            return Taken(told, mended=Mended(about, place_of(kept.path, self.settings), kept.patch, told))
        looked_at(self.settings, self.store.refresh)  # whoever took it looks at it next
        return Taken(self.words("console.import.done"), kept.id)


@contextmanager
def _refusing() -> Iterator[None]:
    """Every fault of the files is told."""
    try:
        yield
    except (KnowledgeError, OSError, UnicodeError) as problem:
        faults = problem.faults if isinstance(problem, KnowledgeError) else (problem,)
        raise RefusedError(FAULTS, faults="\n".join(map(str, faults[:MOST_FAULTS]))) from problem
