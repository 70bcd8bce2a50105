"""The words of ``mayi exam`` go in; the exam is sat, and where a real model sat it, its record is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from bot.answers.answerer import Answerer, make_answerer
from bot.answers.quiet_model import quiet_model
from bot.environment import shipped
from bot.exam.belief import exam_files
from bot.exam.cases import Cases
from bot.exam.examined import Examined, examined, sat_now, thinks_of, way_of
from bot.exam.marking import Marks, Sat, marks_of
from bot.exam.paper import Asked, Section, own_section, sections_of
from bot.exam.prospects import until_decided
from bot.exam.records import Record, Records
from bot.exam.replies import RecordedReplies, RepliesError, Sheet, read_replies, replayed
from bot.exam.sealed import RecordError
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.llm.ollama import ModelError, OllamaModel
from bot.llm.replay import MODEL
from bot.policy.house import Knowledge
from bot.policy.talks.claims import Reply
from bot.policy.trust import Level, Trust
from bot.reading.model.hearing import Model, words_nothing
from bot.settings import Settings, read_settings

BELIEVED, PROPOSES = Trust(Level.BELIEVED, lifts=True, record="exam"), Trust(Level.PROPOSES, record="exam")
TRIED = 2
"""Questions on which the ways are tried."""
NO_MODEL = "no model is named: give --model NAME, or set MAYI_MODEL"
LONGEST_SECONDS = 300.0
"""For one reply: an exam waits longer than staff do, and tells what it took."""


class RefusedError(Exception):
    """An exam that cannot be sat: what, and what to do."""


class Sitting:
    """One model in one exam. Each reply is asked for once, whichever level it is looked at for."""

    def __init__(self, name: str, sheet: Sheet, words_of: Callable[[Path], Answerer] | None = None) -> None:
        """``words_of``: a knowledge folder -> who answers from it without a model."""
        self._name, self._sheet, self._words_of = name, sheet, words_of or make_answerer
        self._seconds = 0.0

    def __call__(self, sections: Iterable[Section], told: Callable[[str], None]) -> Iterator[Sat]:
        """``told``: is told the id of each question once it is done."""
        for section in sections:
            words = self._words_of(section.folder)
            full = words.heard_by(Model(words_nothing, self._asking, self._name, lambda: BELIEVED))
            full.policy_names = (section.policy, *words.policy_names)
            proposed = words.heard_by(Model(words_nothing, self._sheet.known, self._name, lambda: PROPOSES))
            for one in section.asked:
                yield self._sat(one, section.policy, words, full, proposed)
                told(one.id)

    def _sat(self, one: Asked, policy: str, words: Answerer, full: Answerer, proposed: Answerer) -> Sat:
        self._seconds = 0.0
        answered = full.ask(one.text, one.turns)
        seconds = self._seconds
        alone = words.label_and_why(one.text, one.turns)[0]
        label, joined = answered.label, answered.reading.joined
        return Sat(
            f"{policy}/{one.id}",
            one.kind,
            answered.reading.language,
            one.right,
            alone,
            proposed.label_and_why(one.text, one.turns)[0],
            label,
            label == "allow" and alone != "allow" and joined is not None,
            joined.sure if joined is not None else 1.0,
            seconds,
        )

    def _asking(self, shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
        reply = self._sheet.hear(shared, rest, schema)
        self._seconds += reply.seconds if reply is not None else 0.0
        return reply


class Examining:
    """One exam. ``kept``: what to say of the record, once it was sat."""

    def __init__(
        self,
        name: str,
        replies: list[Path],
        knowledge: Path | None,
        only: tuple[str, ...],
        *,
        whole: bool = False,
        settings: Settings | None = None,
        asked: Callable[[OllamaModel], Model] = quiet_model,
        way: str | None = None,
    ) -> None:
        """``whole``: to its end, also where nothing else can come of it. ``asked``: how a model is asked; ``way``: how it thinks,
        where that was tried. Raises ``RefusedError``, ``KnowledgeError`` and ``SettingsError``."""
        self._settings: Settings = settings or read_settings()
        self._asked, self._known_way = asked, way
        self._name = name or ("" if replies else self._settings.model)
        self._replies, self._only = replies, only
        self._whole = whole or bool(replies)
        if not self._name and not replies:
            raise RefusedError(NO_MODEL)
        self._known: Knowledge = load(knowledge or shipped("knowledge"), load_catalog()).or_raise()
        sections = sections_of(only)
        if not sections:
            raise RefusedError(f"the exam has no policy {', '.join(only)}")
        own = own_section(self._known, knowledge or shipped("knowledge"), Cases(self._settings.exams).asked())
        self._sections: tuple[Section, ...] = sections if only or not own.asked else (*sections, own)
        self._questions = sum(len(section.asked) for section in self._sections)
        self.kept: tuple[str, ...] = ()

    def foreseen(self) -> str:
        """What it takes, in a line, before it starts."""
        head = (
            f"{self._questions} questions on {len(self._sections)} policies, on this machine alone: no money, nothing leaves it."
        )
        if self._replies:
            return head
        return f"{head} At 2 s a reply about {self._questions * 4 / 3600:.1f} hours; what is stopped goes on from where it was."

    def dump(self, folder: Path) -> int:
        """Write the prompts that the replies given do not answer, one folder for each policy; gives how many."""
        replies = replies_in(self._replies)
        return sum(self._dump_of(section, replies, folder / section.policy) for section in self._sections)

    def _dump_of(self, section: Section, replies: RecordedReplies, folder: Path) -> int:
        for _ in Sitting(MODEL, Sheet(replies.hear))((section,), lambda _: None):
            pass
        return replies.write(folder)

    def sit(self, tell: Callable[[int, int], None]) -> Marks:
        """``tell``: is told how many questions are done, of how many. Raises ``RefusedError``."""
        done, wanted = iter(range(1, self._questions + 1)), self._known.organisation.believing.wrong_at_most
        with ExitStack() as held:
            model, sheet, keep = self._recorded(held) if self._replies else self._real()
            sitting = Sitting(model.name, sheet)
            sitting_now = sitting(self._sections, lambda _: tell(next(done), self._questions))
            sat = list(sitting_now if self._whole else until_decided(sitting_now, self._questions, wanted))
        marks = marks_of(sat, wanted)
        self.kept = (*self._ended(len(sat)), *keep(marks))
        return marks

    def _ended(self, asked: int) -> Iterator[str]:
        if asked < self._questions:
            why = "the others can change nothing of the level (`--whole` asks them all)"
            yield f"ended        after {asked} of {self._questions} questions: {why}"

    def _recorded(self, held: ExitStack) -> tuple[Model, Sheet, Callable[[Marks], Iterator[str]]]:
        replies = replies_in(self._replies)
        model = held.enter_context(replayed(replies))
        return model, Sheet(model.hear), lambda marks: chain((replies.summary(),), _no_record(marks))

    def _real(self) -> tuple[Model, Sheet, Callable[[Marks], Iterator[str]]]:
        """The model with the way of thinking in which its replies keep to the form, its sheet, and who keeps the record."""
        seconds = max(LONGEST_SECONDS, self._settings.model_timeout_seconds)
        model = OllamaModel(self._name, self._settings.ollama_url, seconds)
        try:
            now = examined(model)
            model.thinks = thinks_of(way := self._way(model) if self._known_way is None else self._known_way)
        except ModelError as problem:
            raise RefusedError(str(problem)) from problem
        asked = self._asked(model)
        file = exam_files(self._settings) / f"{now.digest[:12]}-{now.reading[:12]}{way}.jsonl"
        sheet = Sheet(asked.hear, file, asked.learn)
        return asked, sheet, (lambda marks: self._keep(now, marks, way)) if not self._only else _no_record

    def _way(self, model: OllamaModel) -> str:
        few = replace(self._sections[0], asked=self._sections[0].asked[:TRIED])

        def held() -> int:
            sitting = Sitting(model.name, Sheet(model.hear, learn=model.learn))
            return sum(one.seconds > 0 for one in sitting((few,), lambda _: None))

        return way_of(model, held, len(few.asked))

    def _keep(self, now: Examined, marks: Marks, way: str) -> Iterator[str]:
        wanted = self._known.organisation.believing.wrong_at_most
        record = Record(*sat_now(), now, marks, wanted, way)
        yield told_of(lambda: Records(self._settings.exams).keep(record))


def replies_in(files: list[Path]) -> RecordedReplies:
    """The replies of these files. Raises ``RefusedError``."""
    try:
        return RecordedReplies(read_replies(*files))
    except RepliesError as error:
        raise RefusedError(str(error)) from error


def told_of(keep: Callable[[], Path]) -> str:
    """What is said of a record once it is kept, or cannot be."""
    try:
        return f"record       {keep()}"
    except RecordError as problem:
        return f"record       none: {problem}"


def _no_record(_: Marks) -> Iterator[str]:
    yield "record       none: recorded replies, and a part of the exam, admit nobody to anything"
