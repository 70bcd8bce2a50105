"""A model goes in; asking it comes out, where one that cannot be asked says nothing, and the log says why."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from bot.llm.ollama import ModelError, OllamaModel
from bot.policy.talks.claims import Reply
from bot.policy.trust import Trust
from bot.reading.model.hearing import Hear, Model, no_trust
from bot.settings import Settings

DOCUMENT_SECONDS = 600.0
"""For each part of a document; nobody waits for an answer meanwhile."""
log = logging.getLogger("mayi.model")
_Got = TypeVar("_Got")


def quiet_model(model: OllamaModel, trust: Callable[[], Trust] = no_trust) -> Model:
    """The model as those want it who can do without. ``trust``: how far it is believed at this moment."""

    def ask(prompt: str, schema: dict[str, Any]) -> dict[str, Any] | None:
        return _or_nothing(lambda: model.ask(prompt, schema))

    def hear(shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
        return _or_nothing(lambda: model.hear(shared, rest, schema))

    def learn(shared: str) -> None:
        _or_nothing(lambda: model.learn(shared))

    return Model(ask, hear, model.name, trust, learn, model.dropped)


def document_model(settings: Settings) -> OllamaModel:
    """The model of the settings, for whoever has it read a document."""
    return OllamaModel(settings.model, settings.ollama_url, DOCUMENT_SECONDS)


def part_by_part(hear: Hear, go: str, schema: dict[str, Any]) -> Callable[[str, int, int], Mapping[str, Any] | None]:
    """Asks about one part of a document after the other; None where there was no reply. Called with the prompt, which goes first
    and is computed once, and the numbers of the part's first and last place, which stand in ``go``."""

    def heard(prompt: str, first: int, last: int) -> Mapping[str, Any] | None:
        reply = hear(prompt, go.format(first=first, last=last), schema)
        return reply.data if reply else None

    return heard


def _or_nothing(asking: Callable[[], _Got]) -> _Got | None:
    try:
        return asking()
    except ModelError as problem:
        log.warning("%s", problem)
        return None
