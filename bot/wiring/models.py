"""Settings and perhaps a name go in; the model that reads, and the one that embeds, come out, or nothing."""

from __future__ import annotations

from bot.llm.embeddings import OllamaVectors
from bot.llm.ollama import OllamaModel
from bot.reading.model import AskModel
from bot.settings import Settings
from bot.wiring.nearness import Embedder, quiet_embedder
from bot.wiring.quiet import quiet_model

MOST_SECONDS = 3.0
"""A question waits no longer for an embedding."""


def ask_model_of(settings: Settings, name: str = "") -> AskModel | None:
    """The model that was named, or that the settings name; None where there is none."""
    chosen = name or settings.model
    return quiet_model(OllamaModel(chosen, settings.ollama_url, settings.model_timeout_seconds)) if chosen else None


def embedder_of(settings: Settings, name: str = "") -> Embedder | None:
    """The embedding model that was named, or that the settings name; None where there is none."""
    chosen = name or settings.embeddings
    seconds = min(settings.model_timeout_seconds, MOST_SECONDS)
    return quiet_embedder(OllamaVectors(chosen, settings.ollama_url, seconds, settings.vectors)) if chosen else None
