"""Somebody's answers go in and count for nobody yet; once they are taken they stand in the policy's folder, as one edit."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from bot.knowledge.confirming.proposing import PROPOSED
from bot.knowledge.edits.writing import Kept, keep, versioned
from bot.knowledge.importing.written.update import MEMORY
from bot.owners.confirm import Confirming, digest_of_texts, texts_of
from bot.owners.drafts import DraftMovedError
from bot.owners.proposals import copy_policy
from bot.settings import Settings

MOST_KEPT = 8
"""Drafts that wait at a time, of as many people; the one that was looked at longest ago goes first."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A copy of the policy's folder, for one person's answers."""

    place: TemporaryDirectory[str]
    confirming: Confirming
    seen: str
    """Digest of the policy's own files when it was made."""

    @property
    def folder(self) -> Path:
        """The copy."""
        return self.confirming.folder


class Drafts:
    """One for each person at most. They are kept in this process, and end with it. May be called from any thread."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._kept: OrderedDict[str, Draft] = OrderedDict()

    def of(self, user: str) -> Draft | None:
        """None where this person has none."""
        with self._lock:
            if user in self._kept:
                self._kept.move_to_end(user)
            return self._kept.get(user)

    def begin(self, user: str, confirming: Confirming) -> None:
        """A copy of the files as they are now; one that is there already stays. ``confirming``: over the policy's own folder."""
        with self._lock:
            if user in self._kept:
                return
            seen, place = digest_of_texts(texts_of(self._settings.knowledge)), TemporaryDirectory()
            folder = Path(place.name) / "knowledge"
            copy_policy(self._settings.knowledge, folder, _hidden)
            self._kept[user] = Draft(place, confirming.over(folder), seen)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)[1].place.cleanup()

    def drop(self, user: str) -> None:
        """The answers in it are gone."""
        with self._lock:
            draft = self._kept.pop(user, None)
        if draft:
            draft.place.cleanup()

    def take(self, user: str, about: str, by: str) -> Kept | None:
        """Write what was answered as one edit, or propose it where the folder is a copy; None where there is no draft. Raises
        ``DraftMovedError`` where the policy's files say something else by now, ``KnowledgeError`` where they would be faulty."""
        draft = self.of(user)
        if draft is None:
            return None

        def make() -> Mapping[str, str | None]:
            before, after = texts_of(self._settings.knowledge), texts_of(draft.folder)
            if digest_of_texts(before) != draft.seen:
                raise DraftMovedError
            changed = {path: text for path, text in after.items() if text != before.get(path)}
            return {**changed, **dict.fromkeys(before.keys() - after.keys())}

        with versioned(self._settings, about, by):
            kept = keep(self._settings, about, make)
        self.drop(user)
        return kept


def _hidden(_folder: str, names: list[str]) -> set[str]:
    """What is no part of the policy: the memory of edits, a checkout."""
    return {name for name in names if name.startswith(".") and name not in (PROPOSED, MEMORY)}
