"""A folder's questions and the settings go in; a model's proposals for them come out, checked and kept beside the files."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock, Thread
from typing import Literal

from bot.answers.quiet_model import document_model, part_by_part, quiet_model
from bot.environment import shipped
from bot.knowledge.confirming.proposing import SCHEMA
from bot.settings import Settings
from bot.wiring.owners.confirming import Confirming, Proposed

TEMPLATE = "propose.md"
GO = "Now give the entries of the sentences {first} to {last}, and of no others."
log = logging.getLogger("mayi.model")


def proposals_of(confirming: Confirming, settings: Settings, seen: Callable[[int, int], None] = lambda *_: None) -> Proposed:
    """What the model of the settings proposes; no exam is asked for, as nothing of it counts before an owner's answer.

    ``seen``: as ``Confirming.propose_with`` has it.
    """
    template = (shipped("prompts") / TEMPLATE).read_text(encoding="utf-8")
    hear = quiet_model(document_model(settings)).hear
    return confirming.propose_with(template, part_by_part(hear, GO, SCHEMA), seen)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the model is. ``read`` and ``of`` count sentences; ``kept`` and ``refused`` proposals, once it is done."""

    state: Literal["", "reading", "done", "failed"] = ""
    read: int = 0
    of: int = 0
    kept: int = 0
    refused: int = 0


class DocumentReader:
    """Has the model read the documents in the background, one reading at a time. May be called from any thread."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._lock = settings, Lock()
        self._progress = Progress()

    @property
    def progress(self) -> Progress:
        """As it is now."""
        return self._progress

    def begin(self, confirming: Confirming) -> bool:
        """False where one is under way."""
        with self._lock:
            if self._progress.state == "reading":
                return False
            self._progress = Progress("reading")
        Thread(target=self._read, args=(confirming,), name="mayi-propose", daemon=True).start()
        return True

    def _read(self, confirming: Confirming) -> None:
        def seen(read: int, of: int) -> None:
            self._progress = replace(self._progress, read=read, of=of)

        try:
            found = proposals_of(confirming, self._settings, seen)
        except Exception:
            log.exception("the documents could not be read by the model")
            self._progress = replace(self._progress, state="failed")
            return
        state: Literal["done", "failed"] = "done" if found.has_reply else "failed"
        self._progress = Progress(state, found.of - found.lost, found.of, len(found.kept), len(found.refused))
