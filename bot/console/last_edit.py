"""The newest edit of the policy's files goes in; how it is called comes out for one reader, and it is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from bot.app import App
from bot.console.doors import Person, RefusedError
from bot.console.editing import refusing
from bot.console.tables import Reader
from bot.knowledge.edits.undoing import NotTakenBackError, alone, newest, put_aside
from bot.knowledge.edits.writing import is_copy, versioned
from bot.knowledge.faults import KnowledgeError
from bot.owners.cells import looser_without
from bot.owners.confirm import Confirming, NotAnsweredError, confirming_of, is_question
from bot.saying.notices.confirming import Confirmer
from bot.saying.words import shorten, words_for
from bot.settings import Settings

LONGEST_NAME = 80
UNDO_LOOSER = "console.edit.undo_looser"
"""Why taking an edit back is refused until somebody says that it is meant."""


@dataclass(frozen=True, slots=True)
class LastEdit:
    """The edit that can be taken back; without an id there is none."""

    id: str = ""
    about: str = ""
    looser: str = ""
    """That taking it back would allow more, which must be meant."""
    remark: str = ""
    """What has to be said of the memory of edits."""


@dataclass(frozen=True, slots=True)
class EditPage(Reader):
    """A page that edits the policy, for one reader."""

    settings: Settings
    confirming: Confirming
    sayer: Confirmer

    @property
    def proposes(self) -> bool:
        """Whether the folder is a copy of a repository's: what is written into it would be lost."""
        return is_copy(self.settings)

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


def last_edit(app: App, language: str) -> LastEdit:
    """The edit that would be taken back, for a reader of this language."""
    folder = app.settings.knowledge
    found = None if is_copy(app.settings) else newest(folder)
    last = LastEdit(found.id, found.about) if found else LastEdit()
    if found:
        asks = confirming_of(folder, app.ledger)
        with suppress(KnowledgeError):  # a fault of the files breaks no page
            last = EditPage.of(asks.knowledge(), language, app.settings, asks, asks.sayer(language)).last_edit()
    words, broken = words_for(language, app.store.current().organisation.languages), put_aside(folder)
    told = words("console.edit.memory_broken", files=", ".join(f"`{one}`" for one in broken)) if broken else ""
    return replace(last, remark=told)


@lru_cache(maxsize=16)
def _looser(folder: Path, edit: str, _version: str) -> int:
    """How many answers get looser without an edit; 0 as well where it cannot be taken back, which is told who tries."""
    with suppress(KnowledgeError):
        return looser_without(folder, edit)
    return 0


@contextmanager
def refusing_edits() -> Iterator[None]:
    """What cannot be done is told in the reader's words."""
    with refusing():
        try:
            yield
        except (NotAnsweredError, NotTakenBackError) as problem:
            values = {"why": problem.faults[0].what} if problem.why == "edited" else {}
            raise RefusedError(f"console.confirm.refused.{problem.why}", **values) from problem
