"""A model goes in; asking it comes out, where one that cannot be asked says nothing, and the log says why."""

from __future__ import annotations

import logging
from typing import Any

from bot.llm.ollama import ModelError, OllamaModel
from bot.reading.model import AskModel

log = logging.getLogger("mayi.model")


def quiet_model(model: OllamaModel) -> AskModel:
    """The model as those want it who can do without."""

    def ask(prompt: str, schema: dict[str, Any]) -> dict[str, Any] | None:
        try:
            return model.ask(prompt, schema)
        except ModelError as problem:
            log.warning("%s", problem)
            return None

    return ask
