"""What a model reads of a document goes in; how far it is, and each cell beside its lines, come out for one reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.console.doors import RefusedError
from bot.console.values.importing import ImportWish, ModelRead, TableReading
from bot.console.values.shown import Cell, Table
from bot.exam.tables_records import TablesRecord
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.importing.formats import DOCUMENT_SUFFIXES
from bot.knowledge.tabling.drafted import Mark
from bot.knowledge.tabling.entries import Change, Does, Ruling
from bot.knowledge.tabling.written import grouped, named
from bot.policy.words import Verdict
from bot.saying.answers.ruling import SHAPES
from bot.saying.words import marked
from bot.settings import Settings
from bot.wiring.console.reading import Reader
from bot.wiring.owners.imports.tabled import Reading, TableReader, lines_in

_VERDICTS = {Mark.ALLOW: Verdict.ALLOWED, Mark.CONDITIONAL: Verdict.CONDITIONAL, Mark.DENY: Verdict.FORBIDDEN}
_TOLD = {
    "reading": "console.import.model.reading",
    "silent": "console.import.model.silent",
    "nothing": "console.import.model.nothing",
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
        """What no import could read is kept where the model might."""
        if self.settings.model and refused.document and refused.document.name.lower().endswith(DOCUMENT_SUFFIXES):
            try:
                lines = lines_in(refused.document)
            except KnowledgeError:
                return
            if lines:
                self.reader.offer(self.user, refused)

    def _told(self, found: Reading) -> str:
        numbers = {"read": self.number(found.read), "of": self.number(len(found.lines))}
        key = _TOLD.get(found.state)  # what is done is shown
        return self.words(key, model=self.settings.model, name=found.name, **numbers) if key else ""


def remarks_of(page: Reader, reading: Reading) -> list[str]:
    """What nobody should overlook before a table that a model made is taken."""
    told = [page.words("console.import.model.look")]
    told.append(_of_exam(page, reading.found.exam if reading.found else None))
    if reading.found and reading.found.lost:
        numbers = {"count": page.number(reading.found.lost), "of": page.number(len(reading.lines))}
        told.append(page.words("console.import.model.lost", **numbers))
    return told


def _of_exam(page: Reader, exam: TablesRecord | None) -> str:
    if not exam:
        return page.words("console.import.model.no_exam")
    marks = {"right": exam.marks.right, "asked": exam.marks.asked, "wrong": exam.marks.wrongly_allowed}
    numbers = {name: page.number(number) for name, number in marks.items()}
    return page.words("console.import.model.exam", day=page.day(exam.day).text, **numbers)


def model_read(page: Reader, reading: Reading) -> ModelRead | None:
    """Each cell, and what only some people may not, beside the lines that say so; and what was left out."""
    if not reading.found:
        return None
    words, draft = page.words, reading.found.draft
    cells = tuple(
        (
            Cell(tool),
            Cell("; ".join(columns)),
            _marked(page, cell.mark),
            Cell("; ".join(cell.conditions) or "–"),
            _lines(reading, cell.rests),
        )
        for tool, columns, cell in grouped(draft)
    )
    people = tuple(
        (
            Cell(", ".join(one.about)),
            Cell(", ".join(named(one.tools)) or words("confirm.any_tool")),
            Cell(", ".join(named(one.data)) or words("confirm.any_data")),
            _marked(page, Mark.DENY if one.does is Does.FORBID else Mark.CONDITIONAL),
            _lines(reading, (one,)),
        )
        for one in draft.people
    )
    changes = tuple(
        (
            Cell("; ".join(one.data)),
            Cell(one.once or "–"),
            Cell(one.becomes or "; ".join(one.data)),
            _lines(reading, (one,)),
        )
        for one in draft.changes
    )
    held = tuple((Cell(name), Cell("; ".join(things))) for name, things in draft.columns.items() if things)
    tables = [Table("", page.heads("tool", "data", "counts", "conditions", "line"), cells)]
    tables += [Table("", page.heads("data", "holds"), held)] if held else []
    tables += [Table("", page.heads("people", "tool", "data", "counts", "line"), people)] if people else []
    tables += [Table("", page.heads("data", "once", "becomes", "line"), changes)] if changes else []
    told = words("console.import.model.read", count=page.number(len(draft.cells) + len(people) + len(changes)))
    why = reading.found.refused
    left_out = words("console.import.model.left_out", count=page.number(len(why))) if why else ""
    return ModelRead(told, tuple(tables), left_out, why)


def _marked(page: Reader, mark: Mark) -> Cell:
    verdict = _VERDICTS[mark]
    return Cell(marked(SHAPES[verdict], page.words(f"word.{verdict.value}")), mark=verdict.value)


def _lines(reading: Reading, rests: Sequence[Ruling | Change]) -> Cell:
    numbers = dict.fromkeys(one.line for one in rests)
    return Cell(" · ".join(f"{number}: {reading.lines[number - 1]}" for number in numbers))
