"""Open questions go in, ranked; they come out as cards for one reader, those together that have the same answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.console.values.shown import Choice
from bot.owners.confirm import Confirming, is_bare
from bot.policy.confirming import About, Open, Way, Weighed, alike
from bot.policy.house import Knowledge
from bot.saying.notices.confirming import Confirmer

MOST_ROWS = 12
"""Questions on one card."""
FEW = 5
"""Fewer questions than so many are not counted out to anybody."""


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """One answer that can be clicked, and what it would change."""

    way: str
    label: str
    changes: tuple[str, ...]
    is_bare: bool = False
    """It does not say yet what it is about."""


@dataclass(frozen=True, slots=True)
class Picker:
    """A list to choose several from."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    picked: frozenset[str]


@dataclass(frozen=True, slots=True)
class RowShown:
    """One question of a card with several that have the same answers."""

    id: str
    asked: str
    text: str
    """What it is about; of a sentence, its own words."""
    quiet: str = ""
    """Where it stands, or how it was read."""
    changes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """An answer, and what it would change."""
    link: str = ""
    """To the question alone, where tools or data are chosen."""


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """One card: a question, or several (``rows``) with one row of answers each. ``pickers``: what a sentence may be about; none
    where that is no part of the answer."""

    id: str
    anchor: str
    asked: str
    text: str
    sentence: str
    place: str
    answers: tuple[AnswerShown, ...]
    pickers: tuple[Picker, ...] = ()
    example: str = ""
    """A question that somebody would ask of it, or that nobody did."""
    rows: tuple[RowShown, ...] = ()
    tier: str = "matters"
    """``rare`` where nobody is known to ask such things, ``idle`` where no answer of it, as it is offered, changes one."""


@dataclass(frozen=True, slots=True)
class Cards:
    """What one reader is asked."""

    knowledge: Knowledge
    confirming: Confirming
    sayer: Confirmer

    def of(self, questions: Sequence[Weighed]) -> tuple[QuestionShown, ...]:
        """Their cards: first those of which an answer changes one of the bot's."""
        lots = [lot[at : at + MOST_ROWS] for lot in alike(questions) for at in range(0, len(lot), MOST_ROWS)]
        places = {one.question.id: place for place, one in enumerate(questions)}
        lots.sort(key=lambda lot: (lot[0].tier, places[lot[0].question.id]))
        return tuple(self._lot(lot) if len(lot) > 1 else self.one(lot[0]) for lot in lots)

    def one(self, one: Weighed) -> QuestionShown:
        """A question for itself."""
        question = one.question
        answers = tuple(self._answer(one, way) for way in question.ways)
        said = next((way for way in question.ways if is_bare(question, Way(way.id))), None)
        return QuestionShown(
            question.id,
            question.id.replace("/", "-"),
            question.asked,
            self.sayer.ask(question),
            self.sayer.sentence(question),
            self._place(question),
            answers,
            self._pickers(said) if said else (),
            self._example(question),
            tier=one.tier.name.lower(),
        )

    # --- several -----------------------------------------------------------------------------------------------------------

    def _lot(self, lot: Sequence[Weighed]) -> QuestionShown:
        first = lot[0].question
        ways = tuple(way for way in first.ways if not is_bare(first, way))
        answers = tuple(AnswerShown(way.id, self.sayer.way(first, way), ()) for way in ways)
        rows = tuple(self._row(one, ways) for one in lot)
        card = self.one(lot[0])
        return replace(
            card, id="", text=self.sayer.ask_all([one.question for one in lot]), sentence="", place="", answers=answers,
            pickers=(), example="", rows=rows,
        )  # fmt: skip

    def _row(self, one: Weighed, ways: Sequence[Way]) -> RowShown:
        question = one.question
        changes = tuple(
            (self.sayer.way(question, way), self.sayer.changes(one.flips.get(way.id, ()), way.id, question)) for way in ways
        )
        if question.about is About.RULE:
            quiet = f"{self.sayer.rule(question.subject)} · {self._place(question)}"
        else:
            quiet = self._place(question) or self.sayer.usual_words(question)
        link = f"/console/confirm?question={question.id}" if question.about is About.SENTENCE else ""
        example = self._example(question)
        return RowShown(
            question.id, question.asked, self.sayer.subject(question), " · ".join(filter(None, (quiet, example))), changes, link
        )

    # --- parts -------------------------------------------------------------------------------------------------------------

    def _answer(self, one: Weighed, way: Way) -> AnswerShown:
        words = self.sayer.words
        if is_bare(one.question, way):
            pick = words("console.confirm.pick")
            return AnswerShown(way.id, self.sayer.way(one.question, way), (pick,), is_bare=True)
        changes = self.sayer.changes(one.flips.get(way.id, ()), way.id, one.question)
        return AnswerShown(way.id, self.sayer.way(one.question, way), changes)

    def _example(self, question: Open) -> str:
        """A question that it is about, as people ask it; of words that a rule waits for, whether anybody said one so far."""
        words = self.sayer.words
        waited = self.confirming.waited_for(question) if question.about is About.SENTENCE else ()
        if waited:
            count = self.confirming.times_said(waited)
            few = count is not None and count < FEW
            if count == 0:
                return words("confirm.asked.never")
            return words("confirm.asked.few") if few else words("confirm.asked", count=str(count)) if count else ""
        said = self.confirming.example(question.subject) if question.about is About.KIND else ""
        return words("confirm.example", text=words("quoted", text=said)) if said else ""

    def _place(self, question: Open) -> str:
        if not question.at.file:
            return ""
        place = self.sayer.words("confirm.place", file=question.at.file.rpartition("/")[2], line=str(question.at.line))
        return " · ".join(filter(None, (question.heading, place)))

    def _pickers(self, said: Way) -> tuple[Picker, ...]:
        """What a sentence may be about; what it is read to be about is chosen."""
        tools, data = (
            tuple(Choice(id_, one.label) for id_, one in named.items())
            for named in (self.knowledge.vocabulary.tools, self.knowledge.vocabulary.data)
        )
        return (
            Picker("tools", self.sayer.words("console.confirm.tools"), tools, frozenset(said.tools)),
            Picker("data", self.sayer.words("console.confirm.data"), data, frozenset(said.data)),
        )
