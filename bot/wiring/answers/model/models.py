"""Settings and perhaps a name go in; the model that reads, and the one that embeds, come out, or nothing."""

from __future__ import annotations

from collections.abc import Callable

from bot.answers.vectors import Embedder, quiet_embedder
from bot.exam.examined import Examined
from bot.exam.records import Records
from bot.llm.embeddings import OllamaVectors
from bot.llm.ollama import OllamaModel
from bot.reading.model.hearing import Model
from bot.settings import Settings
from bot.wiring.answers.model.belief import Believer, records_of

ADMISSION_SECONDS = 300.0
"""For one reply of an admission: nobody waits for it."""
MOST_SECONDS = 3.0
"""A question waits no longer for an embedding."""


Admit = Callable[[OllamaModel, Examined, Records], None]


def believer_of(settings: Settings, name: str = "", more: float = 0.0, admit: Admit | None = None) -> Believer | None:
    """Whoever tells how far the model is believed that was named, or that the settings name; None where there is none.

    ``more``: seconds that a reply may take beyond what an asker waits. ``admit``: sits the admission of one that is new.
    """
    chosen = name or settings.model
    if not chosen:
        return None
    model, records = OllamaModel(chosen, settings.ollama_url, settings.model_timeout_seconds + more), records_of(settings)
    if admit is None:
        return Believer(model, records)
    patient = OllamaModel(chosen, settings.ollama_url, ADMISSION_SECONDS)
    return Believer(model, records, admit=lambda now: admit(patient, now, records))


def model_of(settings: Settings, name: str = "") -> Model | None:
    """That model, believed as its exam says."""
    believer = believer_of(settings, name)
    return believer.heard if believer else None


def embedder_of(settings: Settings, name: str = "") -> Embedder | None:
    """The embedding model that was named, or that the settings name; None where there is none."""
    chosen = name or settings.embeddings
    seconds = min(settings.model_timeout_seconds, MOST_SECONDS)
    return quiet_embedder(OllamaVectors(chosen, settings.ollama_url, seconds, settings.vectors)) if chosen else None
