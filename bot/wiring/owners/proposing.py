"""A folder's questions and the settings go in; a model's proposals for them come out, checked and kept beside the files."""

from __future__ import annotations

from bot.environment import shipped
from bot.llm.ollama import OllamaModel
from bot.settings import Settings
from bot.wiring.answers.model.quiet import quiet_model
from bot.wiring.owners.confirming import Confirming, Proposed

TEMPLATE = "propose.md"
GO = "Now give the entries."
SECONDS = 600.0
"""A whole document is read; nobody waits for an answer meanwhile."""


def proposals_of(confirming: Confirming, settings: Settings) -> Proposed:
    """What the model of the settings proposes; no exam is asked for, as nothing of it counts before an owner's answer."""
    model = quiet_model(OllamaModel(settings.model, settings.ollama_url, SECONDS))
    template = (shipped("prompts") / TEMPLATE).read_text(encoding="utf-8")

    def hear(shared: str, rest: str, schema: dict[str, object]) -> dict[str, object] | None:
        reply = model.hear(f"{shared}\n{rest}", GO, schema)  # the window is measured by the first part
        return reply.data if reply else None

    return confirming.propose_with(template, hear)
