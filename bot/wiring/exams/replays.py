"""What a model would be asked goes out as a dump; recorded replies go in by key, through a server of Ollama's protocol."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.environment import shipped
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.llm.ollama import OllamaModel
from bot.llm.replay import MODEL, NO_REPLY, Replay, key_of, line_of, read_replies, reply_of
from bot.policy.talks.claims import Reply
from bot.policy.trust import Level, Trust
from bot.reading.model.hearing import Hear, Learn, Model, learns_nothing
from bot.settings import read_settings
from bot.wiring.answers.answering import Answerer
from bot.wiring.answers.model.models import embedder_of, model_of
from bot.wiring.answers.model.quiet import quiet_model

FULLY = Trust(Level.FULL, lifts=True, record="recorded")
"""How far recorded replies are believed where nobody says otherwise: they have no exam of their own, and answer no staff."""
SECONDS = 30.0
"""A reply that is only read from a file takes no longer."""


class Dump:
    """The prompts that nobody has replied to yet, as a model that says nothing to them."""

    def __init__(self, replies: Mapping[str, Reply], trust: Trust) -> None:
        """``replies``: those that are there; what a thread settles hangs on the replies to its earlier messages."""
        self._replies = replies
        self._asked: dict[str, tuple[str, str]] = {}
        self.model = Model(lambda _prompt, _schema: None, self._hear, MODEL, lambda: trust)

    def _hear(self, shared: str, rest: str, _schema: dict[str, Any]) -> Reply | None:
        key = key_of(shared, rest)
        if key in self._replies:
            return self._replies[key]
        self._asked[key] = (shared, rest)
        return None

    def write(self, folder: Path) -> int:
        """``shared.json`` with the part that all prompts begin with, ``messages.jsonl`` with a key and the rest of each; gives
        how many."""
        folder.mkdir(parents=True, exist_ok=True)
        shared = {"shared": next((part for part, _ in self._asked.values()), "")}
        (folder / "shared.json").write_text(json.dumps(shared, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        lines = [json.dumps({"key": key, "prompt": rest}, ensure_ascii=False) for key, (_, rest) in self._asked.items()]
        (folder / "messages.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return len(lines)


class Sheet:
    """A model whose replies are kept by key as they come, in a file if there is one. What it holds already is not asked again."""

    def __init__(self, hear: Hear, file: Path | None = None, learn: Learn = learns_nothing) -> None:
        self._hear, self._file, self._learn = hear, file, learn
        self._learnt = ""
        self.replies: dict[str, Reply] = _whole(file) if file is not None and file.exists() else {}

    def hear(self, shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
        """The reply, asked for where it is not there yet."""
        reply = self.known(shared, rest, schema)
        if reply is None and shared != self._learnt:
            self._learn(shared)  # else the first reply of a policy would be late on a slow machine, and count as none
            self._learnt = shared
        if reply is None and (reply := self._hear(shared, rest, schema)) is not None:
            self._keep(key_of(shared, rest), reply)
        return reply

    def known(self, shared: str, rest: str, _schema: dict[str, Any]) -> Reply | None:
        """The reply, where it is there."""
        return self.replies.get(key_of(shared, rest))

    def _keep(self, key: str, reply: Reply) -> None:
        """At once, so that nothing is asked twice though the process is killed."""
        self.replies[key] = reply
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as out:
                out.write(line_of(key, reply) + "\n")


def _whole(file: Path) -> dict[str, Reply]:
    """Without a line that was cut where a process was killed."""
    found = {}
    for line in file.read_text(encoding="utf-8", errors="replace").split("\n"):
        with suppress(*NO_REPLY):
            key, reply = reply_of(line)
            found[key] = reply
    return found


@contextmanager
def replayed(replies: Mapping[str, Reply], trust: Trust = FULLY) -> Iterator[Model]:
    """A model that gives recorded replies, asked as any other: by langchain-ollama, over HTTP, in pieces."""
    with Replay(replies) as server:
        yield quiet_model(OllamaModel(MODEL, server.url, SECONDS), lambda: trust)


def heard_from(replies: Mapping[str, Reply]) -> Hear:
    """The same replies without a server, for whoever asks them ten thousand times."""
    return lambda shared, rest, _schema: replies.get(key_of(shared, rest))


@dataclass(slots=True)
class Scored:
    """Who reads while questions are scored: a model of Ollama, recorded replies, or nobody who is asked for a dump."""

    model: str = ""
    replies: list[Path] = field(default_factory=list)
    dump: Path | None = None
    record: Path | None = None
    trust: Trust | None = None
    """How far it is believed; None: a model as its exam says, recorded replies fully."""
    dumped: int = 0

    @contextmanager
    def opened(self, folder: Path | None, embeddings: str = "") -> Iterator[Answerer]:
        """The answerer of a folder. Raises ``KnowledgeError``, ``SettingsError``, and ``RepliesError``."""
        knowledge = load(folder or shipped("knowledge"), load_catalog()).or_raise()
        embedder = embedder_of(read_settings(), embeddings) if embeddings else None
        with ExitStack() as held:
            dump = Dump(read_replies(*self.replies), self.trust or FULLY) if self.dump else None
            yield Answerer(knowledge, dump.model if dump else self._chosen(held), embedder)
            if dump and self.dump:
                self.dumped = dump.write(self.dump)

    def _chosen(self, held: ExitStack) -> Model | None:
        if self.replies:
            return held.enter_context(replayed(read_replies(*self.replies), self.trust or FULLY))
        model = model_of(read_settings(), self.model) if self.model else None
        if model and self.trust is not None:
            trust = self.trust
            model = replace(model, trust=lambda: trust)
        return replace(model, hear=Sheet(model.hear, self.record).hear) if model and self.record else model
