"""What a model reads of a document goes in; how far it is comes out for one reader."""

from __future__ import annotations

from dataclasses import dataclass

from bot.console.doors import RefusedError
from bot.console.tables import Reader
from bot.console.values.importing import TableReading
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.importing.formats import MATRIX_SUFFIXES
from bot.owners.drafts import ImportWish
from bot.owners.tabling import Reading, TableReader, lines_in
from bot.settings import Settings

_TOLD = {
    "reading": "console.import.model.reading",
    "silent": "console.import.model.silent",
    "nothing": "console.import.model.nothing",
    "done": "console.import.model.done",
}


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
