"""The model's exam and the ledger go in; how far it is believed comes out, with a sample of what it allowed that owners judge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from babel.numbers import format_decimal

from bot.console.doors import Person, RefusedError, Role
from bot.console.tables import Reader
from bot.console.values.shown import Believed, Cell, Choice, Form, Table
from bot.exam.cases import Case
from bot.exam.records import Record
from bot.exam.terms_belief import TermsBelief
from bot.ledger.asked.questions import QuestionRow
from bot.ledger.ledger import Ledger
from bot.saying import model as said
from bot.saying.words import shorten
from bot.wiring.answers.doubting import Doubting, Rooms, grounded_by

PATH = "/console/model"
SAMPLE_DAYS, MOST_SAMPLE = 7, 10
MOST_LOOKED_AT, MOST_DEEDS = 500, 1000
LONGEST_TEXT, MOST_CASES, MOST_MISTAKES = 240, 50, 50
RIGHT = "judged_right"
_OF_TERMS = {
    "raise": "console.model.terms.raise",
    "lower": "console.model.terms.lower",
    "turn": "console.model.terms.turn",
}
OfTerms = Callable[[], TermsBelief]


def model_doors(rooms: Rooms, doubting: Doubting, of_terms: OfTerms | None) -> dict[str, Callable[..., Any]]:
    """The doors of the page. ``of_terms``: what the model may change of words' judging of terms now; None without a model."""

    def page(language: str) -> ModelPage:
        return ModelPage.of(rooms.minds.today().knowledge, language, rooms.ledger, doubting, of_terms)

    return {
        "model": lambda language, person: page(language).page(person),
        "judge": lambda language, person, receipt, choice: page(language).judge(person, receipt, choice),
    }


@dataclass(frozen=True, slots=True)
class ModelPage(Reader):
    """The model, for one reader."""

    ledger: Ledger
    doubting: Doubting
    of_terms: OfTerms | None

    def page(self, person: Person) -> Believed:
        """The whole page. Below what was examined stands what was taken back, above it what is to be judged."""
        now = self.doubting.standing()
        cases = self.doubting.cases.all()
        taken, sample = self._taken_back(cases, person), self._sample(person, cases)
        if now is None:
            shown = sample if sample.rows else None
            return Believed(self.words("console.model.none"), "", (taken,) if cases else (), shown)
        belief = self.doubting.believer.now() if self.doubting.believer else None
        command = said.command_of(now.model)
        level = self.words(said.LEVELS[now.level])
        why = self.words(said.WHYS[now.why], receipt=now.receipt) if now.why else ""
        sentence = f"{self.words('console.model.sentence', model=now.model, level=level)} {why}".strip() + said.progress(
            now, self.words
        )
        if belief is None or belief.record is None:
            tables = (*self._terms(now), *([taken] if cases else []))
            return Believed(sentence, command, tables, sample if sample.rows else None)
        marks = self._marks(belief.record)
        return Believed(sentence, command, (self._facts(belief.record), *marks, *self._terms(now), taken), sample)

    def judge(self, person: Person, receipt: str, choice: str) -> str:
        """``right`` is kept as a deed alone; ``wrong`` takes belief away, as the entry in Slack does."""
        row = next((one for one in self._rows() if one.receipt == receipt), None)
        if row is None:
            raise RefusedError("console.error.no_sample")
        if choice == "wrong":
            return self.doubting.say(row.receipt, person.id, self.words.language)
        return self.words("console.model.thanks", receipt=row.receipt)

    # --- the exam --------------------------------------------------------------------------------------------------------

    def _facts(self, record: Record) -> Table:
        marks, of = record.marks, record.examined
        floor = self._percent(marks.floor) if marks.floor else self.words("console.model.any")
        told = (
            ("record", Cell(record.id)),
            ("day", self.day(record.day)),
            ("size", Cell(" ".join(one for one in (of.size, of.quantisation) if one) or "–")),
            ("questions", Cell(self.number(marks.n))),
            ("asked", Cell(self.number(marks.asked))),
            ("lenient", Cell(self._percent(marks.lenient))),
            ("grounded", Cell(self.number(marks.grounded))),
            ("wrong", Cell(self.number(marks.wrong))),
            ("bound", Cell(self._percent(marks.bound))),
            ("floor", Cell(floor)),
            ("seconds", Cell(str(format_decimal(round(marks.seconds, 1), locale=self.words.language)))),
        )
        rows = tuple((Cell(self.words(f"console.model.fact.{name}")), cell) for name, cell in told)
        return Table(self.words("console.model.exam"), self.heads("what", "value"), rows)

    def _marks(self, record: Record) -> tuple[Table, ...]:
        ids = record.marks.mistakes[:MOST_MISTAKES]
        mistakes = tuple((Cell(one),) for one in ids)
        title, empty = self.words("console.model.mistakes"), self.words("console.model.mistakes.empty")
        return self._by(record, "language"), self._by(record, "kind"), Table(title, self.heads("question"), mistakes, empty)

    def _by(self, record: Record, key: str) -> Table:
        rows = tuple(
            (
                Cell(value),
                Cell(self.number(int(row["n"])), is_number=True),
                Cell(self._percent(row["strict"]), is_number=True),
                Cell(self._percent(row["lenient"]), is_number=True),
                Cell(self.number(int(row["false_allow"])), is_number=True),
            )
            for value, row in record.marks.by.get(key, {}).items()
        )
        heads = self.heads(key, "questions", "strict", "lenient", "false_allows")
        return Table(self.words(f"console.model.by_{key}"), heads, rows, self.words("console.model.mistakes.empty"))

    def _terms(self, now: said.Standing) -> tuple[Table, ...]:
        """What its exam on changes of terms admitted; nothing where it sat none, or where the server says nothing just now."""
        belief = self.of_terms() if self.of_terms is not None and now.why != "away" else None
        if belief is None or belief.record is None:
            return ()
        record = belief.record
        rows = tuple(
            (
                Cell(self.words(_OF_TERMS[name])),
                Cell(self.words("console.model.terms.may" if one.helps and not belief.why else "console.model.terms.may_not")),
                Cell(self.number(one.better), is_number=True),
                Cell(self.number(one.worse), is_number=True),
                Cell(self._percent(one.bound), is_number=True),
            )
            for name, one in record.marks.figures.items()
        )
        key = "console.model.terms.lost" if belief.why else "console.model.terms"
        title = self.words(key, day=self.day(record.day).text, record=record.id)
        return (Table(title, self.heads("what", "counts", "better", "worse", "bound"), rows),)

    def _percent(self, share: float) -> str:
        return said.percent(share, self.words)

    # --- its answers -----------------------------------------------------------------------------------------------------

    def _taken_back(self, cases: tuple[Case, ...], person: Person) -> Table:
        rows = tuple(
            (
                self.when(datetime.fromisoformat(one.at)),
                self._receipt(one.receipt, person),
                Cell(shorten(one.question, LONGEST_TEXT)),
            )
            for one in list(reversed(cases))[:MOST_CASES]
        )
        title, empty = self.words("console.model.taken_back"), self.words("console.model.taken_back.empty")
        return Table(title, self.heads("moment", "receipt", "question"), rows, empty)

    def _sample(self, person: Person, cases: tuple[Case, ...]) -> Table:
        wrong = {one.receipt for one in cases}
        right = {one.about for one in self.ledger.console_deeds(MOST_DEEDS) if one.deed == RIGHT} - wrong
        rows = []
        for row in self._rows():
            read_as = str((row.answer or {}).get("read_as", ""))
            text = Cell(shorten(row.text or "", LONGEST_TEXT))
            if row.receipt in right | wrong:
                word = Cell(self.words("console.model.right" if row.receipt in right else "console.model.wrong"))
                judged = (word, Cell("")) if row.receipt in right else (Cell(""), word)
            else:
                judged = (self._button(row, "right"), self._button(row, "wrong"))
            rows.append((self._receipt(row.receipt, person), text, Cell(read_as), *judged))
        heads = self.heads("receipt", "question", "read_as", "right", "wrong")
        title = self.words("console.model.sample", days=str(SAMPLE_DAYS))
        return Table(title, heads, tuple(rows), self.words("console.model.sample.empty"))

    def _rows(self) -> tuple[QuestionRow, ...]:
        """The sample: by a hash of the receipt, so that nobody picks it and it stays the same while nothing new is asked."""
        since = datetime.now(UTC) - timedelta(days=SAMPLE_DAYS)
        found = self.ledger.questions(since=since, label="allow", limit=MOST_LOOKED_AT)
        allowed = [row for row in found if row.model and grounded_by(row) is not None]
        return tuple(sorted(allowed, key=lambda row: sha256(row.receipt.encode()).digest())[:MOST_SAMPLE])

    def _button(self, row: QuestionRow, choice: str) -> Cell:
        label = self.words(f"console.model.{choice}")
        return Cell("", forms=(Form(PATH, row.receipt, row.receipt, label, (Choice(choice, label),)),))

    @staticmethod
    def _receipt(receipt: str, person: Person) -> Cell:
        return Cell(receipt, f"/console/questions/{receipt}" if person.role is Role.ADMIN else "")
