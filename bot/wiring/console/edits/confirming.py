"""A policy's folder goes in; its open questions come out as cards for one reader, answers are written, proposed or drafted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from bot.answers.mind import make_mind
from bot.console.doors import UNDO_LOOSER, MatrixWish, Person, RefusedError
from bot.console.editing import place_of, refusing
from bot.console.tables import Reader
from bot.console.values.asking import Answered, AnswerWish, AskWish, DraftState, ReadState, ToConfirm
from bot.console.values.ruled import LastEdit
from bot.console.values.shown import Mended, Try
from bot.knowledge.catalog import load_catalog
from bot.knowledge.confirming.edits import CONFIRMED
from bot.knowledge.edits.undoing import NotTakenBackError, alone, newest, put_aside
from bot.knowledge.edits.writing import is_copy, looked_at, versioned
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.history.store import KnowledgeStore
from bot.ledger.ledger import Ledger
from bot.owners.cells import looser_without
from bot.owners.confirm import Confirming, DocumentReader, Done, NotAnsweredError, Pick, confirming_of, is_question
from bot.owners.drafts import DraftMovedError
from bot.policy.confirming import Tier, Way, few
from bot.policy.house import Knowledge
from bot.policy.talks.checks import Pressed
from bot.saying.notices.confirming import Confirmer
from bot.saying.words import shorten, words_for
from bot.settings import Settings
from bot.wiring.console.edits.cards import Cards
from bot.wiring.console.edits.covered import CoveragePage
from bot.wiring.console.edits.drafts import Drafts
from bot.wiring.console.trying import tried

LONGEST_NAME = 80
_READ = {
    "": "console.read.offer",
    "reading": "console.read.reading",
    "done": "console.read.done",
    "failed": "console.read.failed",
}
MOST_TOLD = 3
"""Answers that are repeated once they stand, before the rest is counted."""


class Rooms(Protocol):
    """What of the house is looked at."""

    @property
    def settings(self) -> Settings: ...
    @property
    def store(self) -> KnowledgeStore: ...
    @property
    def ledger(self) -> Ledger: ...


def confirm_doors(rooms: Rooms) -> dict[str, Callable[..., Any]]:
    """The doors of both pages. Drafts are kept in this process, one for each person."""
    drafts, reader = Drafts(rooms.settings), DocumentReader(rooms.settings)

    def page(language: str, person: Person) -> ConfirmPage:
        own, draft = confirming_of(rooms.settings.knowledge, rooms.ledger), drafts.of(person.user)
        if draft:
            settings = rooms.settings.model_copy(update={"knowledge": draft.folder, "knowledge_git": ""})
            asks = draft.confirming
        else:
            settings, asks = rooms.settings, own
        return ConfirmPage.of(asks.knowledge(), language, settings, asks, asks.sayer(language), bool(draft), reader)

    def taken_back(language: str, person: Person, edit: str, is_meant: bool) -> tuple[str, str]:
        told = page(language, person).take_back(person, edit, is_meant=is_meant)
        looked_at(rooms.settings, rooms.store.refresh)  # whoever took it back looks at the matrix next
        return told

    def drafted(language: str, person: Person, step: str) -> tuple[str, str]:
        """What became of the draft, and the id of the edit that it became."""
        words = page(language, person).words
        if step == "begin":
            drafts.begin(person.user, confirming_of(rooms.settings.knowledge, rooms.ledger))
            return words("console.draft.begun"), ""
        if step == "drop":
            drafts.drop(person.user)
            return words("console.draft.dropped"), ""
        if step != "take":
            raise RefusedError("console.error.malformed")
        try:
            kept = drafts.take(person.user, words("console.draft.about"), person.name or person.user)
        except DraftMovedError as problem:
            raise RefusedError("console.draft.moved") from problem
        if kept is None:
            raise RefusedError("console.draft.gone")
        looked_at(rooms.settings, rooms.store.refresh)
        return words("console.draft.proposed" if kept.path else "console.draft.taken"), kept.id

    def tried_out(language: str, person: Person, text: str, pressed: tuple[Pressed, ...]) -> tuple[tuple[str, Try], ...]:
        """What the bot would say with the answers of today, and with those of the draft; a click counts in both."""
        words = page(language, person).words
        own, draft = confirming_of(rooms.settings.knowledge, rooms.ledger), drafts.of(person.user)
        asked = [(words("console.draft.try.now"), own)] + ([(words("console.draft.try.then"), draft.confirming)] if draft else [])
        return tuple((about, _tried(one.knowledge(), language, text, pressed)) for about, one in asked)

    def last_edit(language: str) -> LastEdit:
        folder = rooms.settings.knowledge
        found = None if is_copy(rooms.settings) else newest(folder)
        last = LastEdit(found.id, found.about) if found else LastEdit()
        if found:
            asks = confirming_of(folder, rooms.ledger)
            with suppress(KnowledgeError):  # a fault of the files breaks no page
                last = ConfirmPage.of(asks.knowledge(), language, rooms.settings, asks, asks.sayer(language)).last_edit()
        words, broken = words_for(language, rooms.store.current().organisation.languages), put_aside(folder)
        told = words("console.edit.memory_broken", files=", ".join(f"`{one}`" for one in broken)) if broken else ""
        return replace(last, remark=told)

    def coverage(language: str, is_unread_only: bool) -> Any:
        confirming = confirming_of(rooms.settings.knowledge, rooms.ledger)
        knowledge, sayer = confirming.knowledge(), confirming.sayer(language)
        return CoveragePage.of(knowledge, language, confirming, sayer).page(is_unread_only=is_unread_only)

    return {
        "to_confirm": lambda language, person, wish: _refusing(lambda: page(language, person).page(wish)),
        "confirm": lambda language, person, wishes: _refusing(lambda: page(language, person).answer(person, wishes)),
        "last_edit": last_edit,
        "take_back": lambda *said: _refusing(lambda: taken_back(*said)),
        "read_document": lambda language, person: _refusing(lambda: page(language, person).read_document()),
        "draft_answers": lambda *said: _refusing(lambda: drafted(*said)),
        "try_answers": lambda *said: _refusing(lambda: tried_out(*said)),
        "coverage": lambda language, is_unread_only: _refusing(lambda: coverage(language, is_unread_only)),
    }


@dataclass(frozen=True, slots=True)
class ConfirmPage(Reader):
    """The questions, for one reader."""

    settings: Settings
    confirming: Confirming
    sayer: Confirmer
    is_draft: bool = False
    """Whether the folder is a copy in which answers are tried."""
    reader: DocumentReader | None = None
    """The model that reads the documents, where there is one."""

    @property
    def proposes(self) -> bool:
        """Whether the folder is a copy of a repository's: what is written into it would be lost."""
        return is_copy(self.settings)

    def page(self, wish: AskWish) -> ToConfirm:
        """The first of them, all of them, or one."""
        remark = self.words("console.confirm.proposes") if self.proposes else ""
        cards, last = Cards(self.knowledge, self.confirming, self.sayer), self.last_edit()
        draft = DraftState(self.is_draft, self.words("console.draft.open" if self.is_draft else "console.draft.offer"))
        if wish.only:
            about = self._known(wish.about) if wish.about else None
            found = self.confirming.question(wish.only, about)
            if found is None:
                raise RefusedError("console.confirm.refused.gone")
            return ToConfirm(remark=remark, questions=(cards.one(found),), last=last, is_one=True, draft=draft)
        count, ranked = self.confirming.count(), self.confirming.questions()
        first, changing = few(ranked), sum(one.tier is Tier.MATTERS for one in ranked)
        shown = cards.of(ranked if wish.all else first)
        numbers = {"count": self.number(count), "changing": self.number(changing)}
        left_out = 0 if wish.all else len(ranked) - len(first)
        key = "console.confirm.more" if changing > len(first) else "console.confirm.smaller"
        more = self.words(key, count=self.number(left_out)) if left_out else ""
        left = count - len(ranked)
        notes = tuple(self.confirming.notes().items())
        return ToConfirm(
            self.words("console.confirm.lead", **numbers) if count else "",
            self.words("console.confirm.changing", **numbers) if count else "",
            remark,
            shown,
            more,
            self.words("console.confirm.later", count=self.number(left)) if left and not more else "",
            last,
            notes=notes,
            noted=self.words("console.confirm.notes", count=self.number(sum(len(said) for _, said in notes))) if notes else "",
            draft=draft,
            read=self._read(),
            is_all=wish.all,
        )

    def read_document(self) -> str:
        """Have the model begin; what is told of it."""
        if self.reader is None or not self.settings.model:
            raise RefusedError("console.read.no_model")
        begun = self.reader.begin(self.confirming)
        return self.words("console.read.begun" if begun else "console.read.busy")

    def _read(self) -> ReadState:
        if self.reader is None or not self.settings.model:
            return ReadState()
        now = self.reader.progress
        numbers = {name: self.number(getattr(now, name)) for name in ("read", "of", "kept", "refused")}
        told = self.words(_READ[now.state], model=self.settings.model, **numbers)
        return ReadState(told, now.state == "reading")

    def answer(self, person: Person, wishes: Sequence[AnswerWish]) -> Answered:
        """Written at once as one edit, or proposed where the folder is a copy."""
        picks = [Pick(one.question, Way(one.way, one.tools, one.data), one.asked) for one in wishes]
        by = person.name or person.user
        if not self.proposes:
            done = self.confirming.answer_all(picks, by, exactly=True)
            return Answered(self._told(done), done.edit)
        done, proposal = self.confirming.propose(picks, by, self.settings.proposals, exactly=True)
        told = self.words("console.confirm.noted" if done.files == (CONFIRMED,) else "console.confirm.proposed")
        said = "; ".join(self._told(done))
        return Answered((told,), mended=Mended(said, place_of(proposal.path, self.settings), proposal.patch, told))

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
        key = "console.confirm.undone" if is_question(taken) else "console.edit.undone"
        return self.words(key, question=self._named(taken)), self._named(taken)

    def _told(self, done: Done) -> tuple[str, ...]:
        """Each answer in words, and how many more."""
        answered = ((done.question, done.way), *done.rest)
        told = [self.sayer.done(question, way) for question, way in answered[:MOST_TOLD]]
        rest = len(answered) - len(told)
        return (*told, *((self.words("console.confirm.done.more", count=self.number(rest)),) if rest else ()))

    def last_edit(self) -> LastEdit:
        """The newest edit, by the words of what it is about, and whether taking it back allows more."""
        last = None if self.proposes else self.confirming.last()
        if last is None:
            return LastEdit()
        count = _looser(self.settings.knowledge, last.id, self.knowledge.version)
        return LastEdit(
            last.id, self._named(last.about), self.words("console.edit.looser", count=self.number(count)) if count else ""
        )

    def _named(self, about: str) -> str:
        """What an edit is called in the memory of edits, for people: questions by what they are about."""
        if not is_question(about):
            return about
        first, *more = about.split(" ")
        said = next((one.text for one in self.confirming.coverage().sentences if one.id == first), "") or self.sayer.named(first)
        name = shorten(said, LONGEST_NAME)
        return self.words("console.confirm.several", name=name, count=self.number(len(more))) if more else name

    def _known(self, about: Way) -> Way:
        words = self.knowledge.vocabulary
        tools, data = (
            tuple(filter(known.__contains__, said)) for known, said in ((words.tools, about.tools), (words.data, about.data))
        )
        return replace(about, tools=tools, data=data)


@lru_cache(maxsize=16)
def _looser(folder: Path, edit: str, _version: str) -> int:
    """How many answers get looser without an edit; 0 as well where it cannot be taken back, which is told who tries."""
    with suppress(KnowledgeError):
        return looser_without(folder, edit)
    return 0


def _tried(knowledge: Knowledge, language: str, text: str, pressed: tuple[Pressed, ...]) -> Try:
    return tried(make_mind(knowledge, load_catalog()), language, text, MatrixWish(), pressed)


def _refusing(do: Callable[[], Any]) -> Any:
    """What cannot be done is told in the reader's words."""
    with refusing():
        try:
            return do()
        except (NotAnsweredError, NotTakenBackError) as problem:
            values = {"why": problem.faults[0].what} if problem.why == "edited" else {}
            raise RefusedError(f"console.confirm.refused.{problem.why}", **values) from problem
