"""The document's own questions with answers in; the bans, limits and kept-out data in them out.

Whatever is made of them forbids or asks for a look: a yes of an answer makes nothing looser than its cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.knowledge.importing.bans.never_lists import GUARDED, Kept, told_kinds
from bot.knowledge.importing.classes.strictness import ClassWords
from bot.knowledge.importing.pages.faq_answers import Answer, answer_of, weighed
from bot.knowledge.importing.pages.faq_questions import Question, question_of, told_of
from bot.knowledge.importing.prose.limits import Limit, LimitReader, Said
from bot.knowledge.importing.texts.document import Document, Line
from bot.knowledge.importing.texts.kinds import KindReader
from bot.knowledge.importing.texts.questions import Asked, questions_in
from bot.knowledge.importing.texts.tool_row import ToolRow, rows_in
from bot.knowledge.importing.texts.words import data_key, fold


@dataclass(frozen=True, slots=True)
class Pair:
    """A question of the document with its answer, as they were read. ``rows``: the rows that the question names."""

    asked: Asked
    question: Question
    answer: Answer
    rows: tuple[str, ...]

    @property
    def line(self) -> Line:
        """Both as one line of the document."""
        return Line(f"{self.asked.question}? {self.asked.said}", self.asked.line, self.asked.heading)

    @property
    def names_tool(self) -> bool:
        """Whether it is about rows, or about AI as such: any other tool is none of the policy's."""
        return bool(self.rows) or self.question.is_generic

    @property
    def things(self) -> tuple[str, ...]:
        """The data that leave is asked for."""
        is_told = self.question.is_leave and not self.question.of_people and self.names_tool
        return self.question.things if is_told else ()


def pairs_of(document: Document, rows: list[ToolRow]) -> list[Pair]:
    """Every question of the document that an answer follows."""
    page = questions_in(document.text if "?" in document.text else "")
    names = frozenset(fold(name) for row in rows for name in (row.label, *row.plain_names))
    read = ((asked, question_of(asked.question, names), answer_of(asked, page.title)) for asked in page.asked)
    return [
        Pair(asked, question, weighed(answer, asked, question, []), tuple(row.id for row in rows_in(asked.question, rows)))
        for asked, question, answer in read
    ]


def kept_out(pairs: Iterable[Pair], classes: list[ClassWords], reader: KindReader) -> list[Kept]:
    """Data that an answer keeps out of the rows that its question names, or of every tool. What is a column of the table that
    forbids it already is none."""
    called = {data_key(name): entry for entry in classes for name in (entry.label, *entry.synonyms)}
    return [
        Kept(thing, told_kinds(reader.read(thing), reader, GUARDED), pair.line, rows=pair.rows)
        for pair in pairs
        if pair.answer.effect == "deny"
        for thing in pair.things
        if data_key(thing) not in called
    ]


def shut_tools(pairs: Iterable[Pair]) -> list[tuple[str, Line]]:
    """Names of tools of which an answer says that they are not allowed at all."""
    return [
        (name, pair.line)
        for pair in pairs
        if pair.answer.effect == "deny" and pair.question.is_whole and not pair.question.narrowed
        for name in pair.question.tools
    ]


def withheld(pairs: Iterable[Pair], reader: LimitReader) -> Iterator[Limit]:
    """What answers keep from some people, or forbid in some setting; a look first where not every word was understood."""
    for pair in pairs:
        if pair.answer.effect == "allow" or not (pair.question.of_people or pair.question.is_leave):
            continue
        about = told_of(pair.asked.question)
        said = reader.read(about) if pair.answer.effect == "deny" else reader.read(f"{about} {fold(pair.asked.said)}")
        said = replace(said, bans=True) if pair.answer.effect == "deny" else said
        is_ban = pair.answer.effect == "deny" or not pair.question.is_turned  # "Is it forbidden for interns? No." bans nobody
        found = reader.limits(said) if is_ban and _is_about_some(said) else []
        for who, uses, rows, data in found:
            rule = f"{'not for' if who else 'never'} {' '.join(sorted(who | uses))}"
            whom, settings, tools, classes = (tuple(sorted(one)) for one in (who, uses, rows, data))
            yield Limit(rule, pair.line, pair.line.text, whom, settings, tools, classes)
        if not found and pair.question.of_people and said.who:
            whom = tuple(sorted(said.who))
            yield Limit(f"ask first for {' '.join(whom)}", pair.line, pair.line.text, whom, rows=pair.rows, asks=True)


def _is_about_some(said: Said) -> bool:
    return bool(said.who or said.uses)
