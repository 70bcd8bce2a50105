"""A knowledge folder goes in, an answerer comes out: questions from the command line, without Slack and without an engine."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from bot.flows.answer import Answered
from bot.flows.told import Told
from bot.knowledge.catalog import load_catalog
from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.load import load
from bot.ledger import open_ledger
from bot.llm.ollama import OllamaModel
from bot.policy.talk import Answer, Asker, Reading, ThreadState
from bot.policy.words import Citation, Ruling
from bot.reading.door import make_safe
from bot.reading.model import AskModel
from bot.settings import Settings, shipped
from bot.wiring.mind import Mind, make_mind, quiet_model


class Answerer:
    """Answers questions from one policy version."""

    def __init__(self, mind: Mind) -> None:
        self.mind = mind
        self.told = Told(mind.knowledge)

    def ask(
        self, text: str, thread_turns: list[tuple[str, str]] | None = None, as_: dict[str, str] | None = None, today: date | None = None
    ) -> Answered:
        """Answer one message. ``thread_turns``: (who, text), oldest first; the user's are read again, what the bot asked is made anew."""
        said = as_ or {}
        groups = frozenset({*said.get("group", "").split("+"), said.get("role", "")} - {""})
        asker = Asker("", said.get("role", ""), said.get("country", ""), said.get("language", ""), groups)
        day = today or datetime.now(UTC).date()
        state: ThreadState | None = None
        for who, turn in thread_turns or []:
            if who == "user":
                state = self.mind.flow(make_safe(turn), state, asker, "", day).state
        return self.mind.flow(make_safe(text), state, asker, secrets.token_hex(3).upper(), day)

    def label_and_why(self, text: str, thread_turns: list[tuple[str, str]]) -> tuple[str, str]:
        """The label, and in a line what was read and decided."""
        answered = self.ask(text, thread_turns)
        read = "; ".join(f"{one.item.intent.value}: {one.item.read_as or 'nothing read'}" for one in answered.ruled)
        rules = [reason.rule for one in answered.ruled if one.ruling for reason in one.ruling.reasons][:4]
        return self.told.label(answered), f"{read} | {', '.join(dict.fromkeys(rules)) or 'no rule'}"


def make_answerer(folder: Path | None = None, model: str = "") -> Answerer:
    """Load a knowledge folder (else the shipped sample); ``model``: an Ollama model's name. Raises ``KnowledgeError``."""
    where = folder or shipped("knowledge")
    if not where.is_dir():
        what = f"the knowledge folder {where} does not exist"
        raise KnowledgeError((Fault("K001", "fault", Citation(str(where), 1), what, "give the folder that holds policy.yaml"),))
    loaded = load(where, load_catalog())
    if loaded.knowledge is None:
        raise KnowledgeError(loaded.faults)
    ask_model: AskModel | None = None
    if model:
        settings = Settings()
        ask_model = quiet_model(OllamaModel(model, settings.ollama_url, settings.model_timeout_seconds))
    return Answerer(make_mind(loaded.knowledge, load_catalog(), ask_model, model))


def log_answer(url: str, answered: Answered, label: str, version: str) -> Answered:
    """Write one answer into a ledger, which is made where there is none; gives it with the ledger's receipt."""
    key = Settings().key
    ledger = open_ledger(url, key.get_secret_value().encode() if key else b"command line")
    rulings = [ruled.ruling for ruled in answered.ruled if ruled.ruling is not None]
    cited = [(r.rule, r.at) for ruling in rulings for r in ruling.reasons]
    values: dict[str, Any] = {
        "at": datetime.now(UTC),
        "channel_kind": "command",
        "trigger": "command",
        "text": answered.reading.text,
        "kinds": list(make_safe(answered.reading.text).kinds),
        "language": answered.reading.language,
        "intent": answered.ruled[0].item.intent.value if answered.ruled else "",
        "reading": TypeAdapter(Reading).dump_python(answered.reading, mode="json"),
        "ruling": TypeAdapter(list[Ruling]).dump_python(rulings, mode="json"),
        "label": label,
        "verdict": answered.answer.verdict,
        "rules": [{"rule": rule, "file": at.file, "line": at.line, "column": at.column} for rule, at in cited],
        "policy_version": version,
        "prompt_hash": answered.reading.prompt_hash,
        "model": answered.reading.model,
        "timings_ms": answered.timings,
    }
    try:
        id_ = f"ask:{secrets.token_hex(12)}"
        receipt = ledger.receipt(id_)
        text = answered.answer.text.replace(answered.answer.receipt, receipt) if answered.answer.receipt else answered.answer.text
        answer = replace(answered.answer, receipt=receipt, text=text)
        ledger.keep_question(id_, receipt=receipt, answer=TypeAdapter(Answer).dump_python(answer, mode="json"), **values)
    finally:
        ledger.close()
    return replace(answered, answer=answer)
