"""A policy's folder goes in; its open questions come out as cards for one reader, an answer is written or proposed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from bot.console.doors import UNDO_LOOSER, Person, RefusedError
from bot.console.values.asking import AnswerShown, AnswerWish, AskWish, Picker, QuestionShown, ToConfirm
from bot.console.values.shown import Choice, Mended
from bot.knowledge.confirming.edits import CONFIRMED
from bot.knowledge.history.store import KnowledgeStore
from bot.ledger.ledger import Ledger
from bot.policy.confirming import OF_SOME, ONLY_FOR, Way, Weighed
from bot.saying.notices.confirming import Confirmer
from bot.saying.words import shorten
from bot.settings import Settings
from bot.wiring.console.edits.announced import place_of, refusing
from bot.wiring.console.edits.covered import CoveragePage
from bot.wiring.console.reading import Reader
from bot.wiring.owners.cells import looser_without
from bot.wiring.owners.confirming import Confirming, NotAnsweredError, confirming_of, is_bare, is_question
from bot.wiring.owners.undoing import NotTakenBackError, alone
from bot.wiring.owners.writing import is_copy, looked_at, versioned

FIRST = 12
LONGEST_NAME = 80


class Rooms(Protocol):
    """What of the house is looked at."""

    @property
    def settings(self) -> Settings: ...
    @property
    def store(self) -> KnowledgeStore: ...
    @property
    def ledger(self) -> Ledger: ...


def confirm_doors(rooms: Rooms) -> dict[str, Callable[..., Any]]:
    """The doors of both pages."""

    def page(language: str) -> ConfirmPage:
        confirming = confirming_of(rooms.settings.knowledge, rooms.ledger)
        return ConfirmPage.of(confirming.knowledge(), language, rooms.settings, confirming, confirming.sayer(language))

    def taken_back(language: str, person: Person, edit: str, is_meant: bool) -> tuple[str, str]:
        told = page(language).take_back(person, edit, is_meant=is_meant)
        looked_at(rooms.settings, rooms.store.refresh)  # whoever took it back looks at the matrix next
        return told

    def coverage(language: str, is_unread_only: bool) -> Any:
        confirming = confirming_of(rooms.settings.knowledge, rooms.ledger)
        return CoveragePage.of(confirming.knowledge(), language, confirming).page(is_unread_only=is_unread_only)

    return {
        "to_confirm": lambda language, wish: _refusing(lambda: page(language).page(wish)),
        "confirm": lambda language, person, wish: _refusing(lambda: page(language).answer(person, wish)),
        "take_back": lambda *said: _refusing(lambda: taken_back(*said)),
        "coverage": lambda language, is_unread_only: _refusing(lambda: coverage(language, is_unread_only)),
    }


@dataclass(frozen=True, slots=True)
class ConfirmPage(Reader):
    """The questions, for one reader."""

    settings: Settings
    confirming: Confirming
    sayer: Confirmer

    @property
    def proposes(self) -> bool:
        """Whether the folder is a copy of a repository's: what is written into it would be lost."""
        return is_copy(self.settings)

    def page(self, wish: AskWish) -> ToConfirm:
        """The first of them, all of them, or one."""
        remark = self.words("console.confirm.proposes") if self.proposes else ""
        last = self._last()
        if wish.only:
            about = self._known(wish.about) if wish.about else None
            found = self.confirming.question(wish.only, about)
            if found is None:
                raise RefusedError("console.confirm.refused.gone")
            return ToConfirm("", remark, (self._shown(found),), last=last, is_one=True)
        count, ranked = self.confirming.count(), self.confirming.questions()
        shown = ranked if wish.all else ranked[:FIRST]
        lead = self.words("console.confirm.lead", count=self.number(count)) if count else ""
        more = self.words("console.confirm.more", count=self.number(len(ranked))) if len(shown) < len(ranked) else ""
        left = count - len(ranked)
        later = self.words("console.confirm.later", count=self.number(left)) if left and not more else ""
        notes = tuple(self.confirming.notes().items())
        noted = self.words("console.confirm.notes", count=self.number(sum(len(said) for _, said in notes))) if notes else ""
        return ToConfirm(lead, remark, tuple(map(self._shown, shown)), more, later, last, notes=notes, noted=noted)

    def answer(self, person: Person, wish: AnswerWish) -> tuple[str, Mended | None]:
        """Written at once, or proposed where the folder is a copy."""
        way, by = Way(wish.way, wish.tools, wish.data, wish.who), person.name or person.user
        if not self.proposes:
            done = self.confirming.answer(wish.question, way, by, wish.asked, exactly=True)
            return self.words("console.confirm.done", files=", ".join(f"`{one}`" for one in done.files)), None
        out = self.settings.proposals
        done, proposal = self.confirming.propose(wish.question, way, by, wish.asked, out, exactly=True)
        is_note = done.files == (CONFIRMED,)
        files = ", ".join(f"`{one}`" for one in done.files)
        told = self.words("console.confirm.noted") if is_note else self.words("console.confirm.proposed", files=files)
        about = (
            f"{self.sayer.sentence(done.question) or self.sayer.ask(done.question)}: {self.sayer.way(done.question, done.way)}"
        )
        return told, Mended(about, place_of(proposal.path, self.settings), proposal.patch, told)

    def take_back(self, person: Person, edit: str, *, is_meant: bool) -> tuple[str, str]:
        """The newest edit, where it is the one that was shown; in words, and what it was about. What allows more than today is
        asked for twice, as where an edit does."""
        nothing = self.words("console.confirm.nothing_to_undo"), ""
        if self.proposes or not edit:
            return nothing
        with alone(self.settings.knowledge):
            if not is_meant and (looser := looser_without(self.settings.knowledge, edit)):
                raise RefusedError(UNDO_LOOSER, count=self.number(looser))
            last = self.confirming.last()
            with versioned(self.settings, f"Take back: {last.about if last else ''}", person.name or person.user):
                taken = self.confirming.undo(edit)
        if not taken:
            return nothing
        return self.words("console.confirm.undone" if is_question(taken) else "console.edit.undone", question=taken), taken

    def _last(self) -> Choice | None:
        """The newest edit: an answer about a sentence, by its words."""
        last = None if self.proposes else self.confirming.last()
        if last is None:
            return None
        said = next((one.text for one in self.confirming.coverage().sentences if one.id == last.about), last.about)
        return Choice(last.id, shorten(said, LONGEST_NAME))

    # --- one question ----------------------------------------------------------------------------------------------------

    def _shown(self, one: Weighed) -> QuestionShown:
        question = one.question
        answers = tuple(self._answer(one, way) for way in question.ways)
        said = next((way for way in question.ways if is_bare(question, Way(way.id))), None)
        place = f"{question.at.file}:{question.at.line}" if question.at.file else ""
        return QuestionShown(
            question.id,
            question.id.replace("/", "-"),
            question.asked,
            self.sayer.ask(question),
            self.sayer.sentence(question),
            place,
            answers,
            self._pickers(said) if said else (),
            ", ".join(some.who) if (some := question.way(ONLY_FOR)) else None,
        )

    def _answer(self, one: Weighed, way: Way) -> AnswerShown:
        if is_bare(one.question, way):
            pick = self.words("console.confirm.pick_people" if way.id in OF_SOME else "console.confirm.pick")
            return AnswerShown(way.id, self.sayer.way(one.question, way), (pick,), is_bare=True)
        flips = one.flips.get(way.id, ())
        changes = self.sayer.changes(flips) or (self.sayer.change(flips, way.id),)
        return AnswerShown(way.id, self.sayer.way(one.question, way), changes)

    def _pickers(self, said: Way) -> tuple[Picker, ...]:
        """What a sentence may be about; what it is read to be about is chosen."""
        tools, data = (
            tuple(Choice(id_, one.label) for id_, one in named.items())
            for named in (self.knowledge.vocabulary.tools, self.knowledge.vocabulary.data)
        )
        return (
            Picker("tools", self.words("console.confirm.tools"), tools, frozenset(said.tools)),
            Picker("data", self.words("console.confirm.data"), data, frozenset(said.data)),
        )

    def _known(self, about: Way) -> Way:
        words = self.knowledge.vocabulary
        tools, data = (
            tuple(filter(known.__contains__, said)) for known, said in ((words.tools, about.tools), (words.data, about.data))
        )
        return replace(about, tools=tools, data=data)


def _refusing(do: Callable[[], Any]) -> Any:
    """What cannot be done is told in the reader's words."""
    with refusing():
        try:
            return do()
        except (NotAnsweredError, NotTakenBackError) as problem:
            values = {"why": problem.faults[0].what} if problem.why == "edited" else {}
            raise RefusedError(f"console.confirm.refused.{problem.why}", **values) from problem
