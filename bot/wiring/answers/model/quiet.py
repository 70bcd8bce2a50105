"""A model goes in; asking it comes out, where one that cannot be asked says nothing, and the log says why."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from bot.llm.ollama import ModelError, OllamaModel
from bot.policy.talks.claims import Reply
from bot.policy.trust import Trust
from bot.reading.model.hearing import Model, no_trust

log = logging.getLogger("mayi.model")
_Got = TypeVar("_Got")


def quiet_model(model: OllamaModel, trust: Callable[[], Trust] = no_trust) -> Model:
    """The model as those want it who can do without. ``trust``: how far it is believed at this moment."""

    def ask(prompt: str, schema: dict[str, Any]) -> dict[str, Any] | None:
        return _or_nothing(lambda: model.ask(prompt, schema))

    def hear(shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
        return _or_nothing(lambda: model.hear(shared, rest, schema))

    return Model(ask, hear, model.name, trust)


def _or_nothing(asking: Callable[[], _Got]) -> _Got | None:
    try:
        return asking()
    except ModelError as problem:
        log.warning("%s", problem)
        return None
