"""The words of ``mayi exam --tables`` go in; the exam on reading tables is sat, and a real model's record is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bot.answers.answerer import Answerer, make_answerer
from bot.answers.quiet_model import DOCUMENT_SECONDS, part_by_part, quiet_model
from bot.exam.belief import exam_files
from bot.exam.examined import Examined, sat_now, thinks_of, way_of
from bot.exam.replies import Sheet, replayed
from bot.exam.sitting import NO_MODEL, RefusedError, replies_in, told_of
from bot.exam.tables_paper import Page, pages
from bot.exam.tables_records import TablesMarks, TablesRecord, TablesRecords, tables_examined
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.tabling.entries import SCHEMA
from bot.knowledge.tabling.written import grid_of
from bot.llm.ollama import ModelError, OllamaModel
from bot.owners.import_policy import import_policy
from bot.owners.tabling import GO, lines_of, parts_of, prompt_of, table_heard, written
from bot.policy.talks.claims import Reply
from bot.policy.talks.label import ALLOW, DENY, NOT_LISTED
from bot.policy.trust import NO_TRUST
from bot.policy.words import Verdict
from bot.reading.model.hearing import Hear
from bot.settings import read_settings

REFUSED = "refused"


class TablesSitting:
    """One model in one exam on tables."""

    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        self.seconds: list[float] = []
        """For each reply that came."""

    def __call__(self, paper: Iterable[Page], told: Callable[[int], None]) -> TablesMarks:
        """``told``: is told how many lines are read of all documents."""
        found, before = [], 0
        for page in paper:
            found.append(self._sat(page, lambda read, _of, before=before: told(before + read)))  # type: ignore[misc]
            before += found[-1].lines
        summed = {name: sum(getattr(one, name) for one in found) for name in TablesMarks.__dataclass_fields__}
        return TablesMarks(**{**summed, "seconds": round(median(self.seconds or [0.0]), 3)})

    def _sat(self, page: Page, seen: Callable[[int, int], None]) -> TablesMarks:
        lines = lines_of(page.document)
        read = table_heard(lines, self._asking, seen)
        with TemporaryDirectory() as place:
            folder = Path(place)
            table, terms = written(grid_of(read.draft), folder) if read.draft.cells else (page.document, None)
            labels = labels_of(page, folder / "drafted", table, terms) if read.draft.cells else [REFUSED] * len(page.asked)
            by_words = labels_of(page, folder / "words", page.document, None)
        wanted = [label for _, label in page.asked]
        return TablesMarks(
            asked=len(wanted),
            right=sum(label == want for label, want in zip(labels, wanted, strict=True)),
            wrongly_allowed=sum(label == ALLOW and want != ALLOW for label, want in zip(labels, wanted, strict=True)),
            by_words=sum(label == want for label, want in zip(by_words, wanted, strict=True)),
            cells=len(read.draft.cells),
            lines=len(lines),
            lost=read.lost,
            refused=int(REFUSED in labels),
            seconds=0.0,
        )

    def _asking(self, shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
        reply = self._hear(shared, rest, schema)
        self.seconds += [reply.seconds] if reply is not None else []
        return reply


def labels_of(page: Page, out: Path, table: Path, terms: Path | None) -> list[str]:
    """What each question's answer comes to under the policy that these files make; ``REFUSED`` where they make none."""
    try:
        import_policy(table, terms, page.document, out)
    except KnowledgeError:
        return [REFUSED] * len(page.asked)
    answerer = make_answerer(out)
    return [label_of(answerer, text, wanted) for text, wanted in page.asked]


def label_of(answerer: Answerer, text: str, wanted: str, today: date | None = None) -> str:
    """Of an answer. A tool that is not listed, and may not be used for that, is as forbidden as an author may call it."""
    answered = answerer.ask(text, [], today=today)
    label = answered.label
    is_no = any(one.ruling and one.ruling.verdict is Verdict.FORBIDDEN for one in answered.ruled)
    return DENY if label == NOT_LISTED and is_no and wanted == DENY else label


class TablesExamining:
    """One exam on tables. ``kept``: what to say of the record, once it was sat."""

    def __init__(self, name: str, replies: list[Path]) -> None:
        """Raises ``RefusedError`` and ``SettingsError``."""
        self._settings = read_settings()
        self._name = name or ("" if replies else self._settings.model)
        self._replies, self._paper = replies, pages()
        self._lines = sum(len(lines_of(page.document)) for page in self._paper)
        if not self._name and not replies:
            raise RefusedError(NO_MODEL)
        self.kept: tuple[str, ...] = ()

    def foreseen(self) -> str:
        """What it takes, in a line, before it starts."""
        head = f"{len(self._paper)} made-up policies of {self._lines} lines, on this machine alone: no money, nothing leaves it."
        if self._replies:
            return head
        return f"{head} A part of four lines is one reply; what is stopped goes on from where it was."

    def dump(self, folder: Path) -> int:
        """Write the prompts that the replies given do not answer; gives how many."""
        asked, replies = 0, replies_in(self._replies)
        for page in self._paper:  # each has a prompt of its own that goes first
            lines, heard = lines_of(page.document), part_by_part(replies.hear, GO, SCHEMA)
            for first, last in parts_of(lines):
                heard(prompt_of(lines), first, last)
            asked += replies.write(folder / page.name)
        return asked

    def sit(self, tell: Callable[[int, int], None]) -> TablesMarks:
        """``tell``: is told how many lines are read, of how many. Raises ``RefusedError``."""
        with ExitStack() as held:
            hear, keep = self._recorded(held) if self._replies else self._real()
            marks = TablesSitting(hear)(self._paper, lambda read: tell(read, self._lines))
        self.kept = (keep(marks),)
        return marks

    def _recorded(self, held: ExitStack) -> tuple[Hear, Callable[[TablesMarks], str]]:
        model = held.enter_context(replayed(replies_in(self._replies), NO_TRUST))
        return model.hear, lambda _: "record       none: recorded replies admit nobody to anything"

    def _real(self) -> tuple[Hear, Callable[[TablesMarks], str]]:
        """The model with the way of thinking in which its replies keep to the form, on its sheet, and who keeps the record."""
        model = OllamaModel(self._name, self._settings.ollama_url, DOCUMENT_SECONDS)
        try:
            now = tables_examined(model)
            model.thinks = thinks_of(way := way_of(model, lambda: self._tried(model), 1))
        except ModelError as problem:
            raise RefusedError(str(problem)) from problem
        sheet = Sheet(
            quiet_model(model).hear, exam_files(self._settings) / f"tables-{now.digest[:12]}-{now.reading[:12]}{way}.jsonl"
        )
        return sheet.hear, lambda marks: self._keep(now, marks, way)

    def _tried(self, model: OllamaModel) -> int:
        """How many replies about the first part of the first document keep to the form, of one."""
        lines = lines_of(self._paper[0].document)
        first, last = next(parts_of(lines))
        return int(part_by_part(quiet_model(model).hear, GO, SCHEMA)(prompt_of(lines), first, last) is not None)

    def _keep(self, now: Examined, marks: TablesMarks, way: str) -> str:
        record = TablesRecord(*sat_now(), now, marks, way)
        return told_of(lambda: TablesRecords(self._settings.exams).keep(record))
