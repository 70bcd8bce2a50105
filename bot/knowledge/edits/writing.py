"""An edit of the policy goes in; it stands in the files at once, or waits as a proposal where the folder is a repository's copy.

There is one way back for all edits, whoever made them: see ``undoing``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.environment import shipped
from bot.knowledge.edits.undoing import alone, is_known, write
from bot.knowledge.git import GitError
from bot.knowledge.history.checkout import Checkout, CheckoutError
from bot.knowledge.history.propose import Edit, edit_of, patch_of, propose
from bot.settings import Settings

log = logging.getLogger("mayi.edits")


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an edit."""

    edit: Edit
    about: str
    """How it is called for people."""
    id: str = ""
    """By which it is taken back; empty where nothing was written."""
    path: Path | None = None
    """The patch that waits; None where the files say it already."""

    @property
    def file(self) -> str:
        """The files that it changes, joined by commas."""
        return self.edit.file

    @property
    def patch(self) -> str:
        """Lines that go and come."""
        return self.edit.patch


def is_copy(settings: Settings) -> bool:
    """Whether the folder is a copy of a repository's: what is written into it would be lost."""
    return bool(settings.knowledge_git)


def keep(settings: Settings, about: str, make: Callable[[], Mapping[str, str | None]], *, once: bool = False) -> Kept:
    """Keep an edit. ``make`` works it out while nobody else writes: path below the folder -> its whole new text, None
    where the file goes.

    ``once``: where an edit about the same stands in the memory of edits, it was written before, and is not written again.
    Raises ``KnowledgeError`` with the faults that it would bring: then nothing is written.
    """
    folder = settings.knowledge
    if is_copy(settings):
        edit = edit_of(folder, make())
        return Kept(edit, about, path=propose(edit, settings.proposals, about).path)
    with alone(folder):
        if once and (known := is_known(folder, about)):
            texts = {path: (known.before.get(path) or "", text) for path, text in known.after.items()}
            return Kept(Edit(known.after, patch_of(folder, texts)), about, known.id)
        edit = edit_of(folder, make())
        id_ = write(folder, about, edit.after).id if edit.after else ""
    return Kept(edit, about, id_)


@dataclass(slots=True)
class Version:
    """What was made of the files by an edit."""

    made: str = ""
    """The version's id; empty where none was made."""


@contextmanager
def versioned(settings: Settings, message: str, by: str) -> Iterator[Version]:
    """What is edited meanwhile becomes one version of the folder's own git checkout, and nobody else edits it until then: it has
    one author. None where there is no checkout, and none where edits of somebody else are waiting there: theirs to publish. What
    git refuses stays in the files as it is."""
    version, folder = Version(), settings.knowledge
    with alone(folder):
        checkout = None if is_copy(settings) or folder.resolve() == shipped("knowledge").resolve() else _checkout(folder)
        yield version
        if checkout is not None and checkout.is_edited():
            try:
                version.made = checkout.commit(message, by)
            except CheckoutError as problem:
                log.warning("an edit stands in the files, and in no version of them: %s", problem)


def looked_at(settings: Settings, refresh: Callable[..., object]) -> None:
    """Have what was just written answered from at once. Nobody is in the middle of another edit meanwhile."""
    with alone(settings.knowledge):
        refresh(at_once=True)


def _checkout(folder: Path) -> Checkout | None:
    """Where every edit is in a version already."""
    try:
        checkout = Checkout(folder)
        return None if not checkout.versions(1) or checkout.is_edited() else checkout
    except (CheckoutError, GitError):
        return None
