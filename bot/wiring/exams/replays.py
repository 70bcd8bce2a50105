"""What a model would be asked goes out as a dump; recorded replies go in, through a server of Ollama's protocol."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.environment import shipped
from bot.flows.owners.score import turns_of
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.llm.ollama import OllamaModel
from bot.llm.replay import MODEL, Replay, key_of
from bot.policy.talks.claims import Reply
from bot.policy.trust import Level, Trust
from bot.reading.model.hearing import Hear, Learn, Model, learns_nothing
from bot.settings import read_settings
from bot.wiring.answers.answering import TYPED, Answerer
from bot.wiring.answers.model.models import embedder_of, model_of
from bot.wiring.answers.model.quiet import quiet_model

FULLY = Trust(Level.FULL, lifts=True, record="recorded")
"""How far recorded replies are believed where nobody says otherwise: they have no exam of their own, and answer no staff."""
SECONDS = 30.0
"""A reply that is only read from a file takes no longer."""
NO_REPLY = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)
"""What a line raises that holds none."""


class RepliesError(ValueError):
    """A file that holds no recorded replies: its line, and what is wrong there."""


@dataclass(frozen=True, slots=True)
class ReplyTo:
    """What a recorded reply is to: a task on a message as it was typed, whatever the prompt was."""

    task: str
    message: str
    thread: tuple[str, ...] = ()
    """What the asker typed before, oldest first."""
    policy: str = ""
    """Empty: of any policy."""


Replies = Mapping[str | ReplyTo, Reply]
"""By what they are to; where a line tells nothing but its key, by the digest of its prompt."""


def typed_now(schema: Mapping[str, Any]) -> tuple[ReplyTo, ...]:
    """What a reply to the message that is being answered may be recorded for: under each name of the policy, then of any."""
    typed = TYPED.get()
    if not typed.message:
        return ()
    task = "read" if "asks" in schema["properties"] else "check"
    return tuple(_reply_to(task, typed.message, typed.thread, name) for name in (*typed.policies, ""))


def _reply_to(task: str, message: str, thread: Sequence[str], policy: str) -> ReplyTo:
    """Alike, however a thread's turns are written: the bot's are made anew, the asker's may begin with ``user:``."""
    turns = tuple(text for who, text in turns_of(list(thread)) if who == "user")
    return ReplyTo(task, message.strip(), turns, policy)


def line_of(to: str | ReplyTo, reply: Reply) -> str:
    """A line of a file of replies; what is empty or as usual is left out."""
    told: dict[str, Any] = {"key": to, "reply": reply.data}
    if isinstance(to, ReplyTo):
        told = {"policy": to.policy, "task": to.task, "message": to.message, "thread": to.thread, "prompt": reply.prompt}
        told = {name: value for name, value in told.items() if value} | {"reply": reply.data}
    if reply.sure < 1:
        told["sure"] = round(reply.sure, 4)
    if reply.seconds:
        told |= {"seconds": round(reply.seconds, 3), "tokens": reply.tokens}
    return json.dumps(told)  # in letters that every file takes, and no line ends in


def reply_of(line: str) -> tuple[str | ReplyTo, Reply]:
    """What a line's reply is to, and the reply: ``{"key", "reply"}``, or ``{"task", "message", "thread", "reply"}``, perhaps with
    ``policy`` and ``prompt``; of both forms perhaps with ``sure``, ``seconds`` and ``tokens``.

    Raises what ``NO_REPLY`` lists where it is none.
    """
    told = json.loads(line)
    prompt, thread = told.get("prompt", "") if "task" in told else told["key"], told.get("thread") or []
    thread = [thread] if isinstance(thread, str) else thread
    texts = [prompt, *(told.get(name, "") for name in ("task", "message", "policy")), *thread]
    if not all(isinstance(one, str) for one in texts) or not isinstance(told["reply"], dict):
        raise ValueError("`reply` is an object, `thread` a list of texts, and `key` or what else names the message a text")
    sure, seconds = float(told.get("sure", 1.0)), float(told.get("seconds", 0.0))
    if not (0 <= sure <= 1 and 0 <= seconds < float("inf")):
        raise ValueError("`sure` is from 0 to 1, and `seconds` are some")
    reply = Reply(told["reply"], sure, tokens=int(told.get("tokens", 0)), seconds=seconds, prompt=prompt)
    return _reply_to(told["task"], told["message"], thread, told.get("policy", "")) if "task" in told else prompt, reply


def read_replies(*files: Path) -> Replies:
    """The replies of JSON lines; of several to the same the last holds. Raises ``RepliesError``."""
    found: dict[str | ReplyTo, Reply] = {}
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), 1):
            if not line.strip():
                continue
            try:
                to, reply = reply_of(line)
                found[to] = reply
            except NO_REPLY as error:
                raise RepliesError(f"{path}:{number}: is no line of recorded replies: {error!r}") from error
    return found


class Recorded:
    """Replies that were recorded, found by what was typed; and the prompts that have none."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies
        self.old: dict[str, bool] = {}
        """Digest of each prompt that had a reply -> whether that was made for another prompt."""
        self.open: dict[str, tuple[str, dict[str, Any]]] = {}
        """Digest of each prompt that had none -> the part that all share, and what is dumped of it."""

    def hear(self, shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
        """The reply to the message that is being answered; what a thread settles hangs on those to its earlier messages."""
        key, typed = key_of(shared, rest), typed_now(schema)
        places: tuple[str | ReplyTo, ...] = (key, *typed)
        reply = next((self._replies[to] for to in places if to in self._replies), None)
        if reply is None:
            self.open[key] = (shared, {"key": key, **(asdict(typed[0]) if typed else {}), "prompt": rest})
        else:
            self.old[key] = reply.prompt not in ("", key)
        return reply

    def model(self, trust: Trust) -> Model:
        """Whoever says what was recorded."""
        return Model(lambda _prompt, _schema: None, self.hear, MODEL, lambda: trust)

    def counted(self) -> str:
        """How many replies were asked for, and how many of them are old, in a line."""
        old = f"{sum(self.old.values())} of them old (made for another prompt)"
        return f"recorded     {len(self.old)} replies, {old}; {len(self.open)} prompts have none"

    def write(self, folder: Path) -> int:
        """Write the prompts that have no reply and forget them: ``shared.json`` with the part that all begin with,
        ``messages.jsonl`` with a line for each; gives how many."""
        folder.mkdir(parents=True, exist_ok=True)
        shared = {"shared": next((part for part, _ in self.open.values()), "")}
        (folder / "shared.json").write_text(json.dumps(shared, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        lines = [json.dumps(line, ensure_ascii=False) for _, line in self.open.values()]
        (folder / "messages.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        self.open.clear()
        return len(lines)


class Sheet:
    """A model whose replies are kept by their prompts as they come, in a file if there is one. What it holds already is not asked
    again; a prompt that has changed is."""

    def __init__(self, hear: Hear, file: Path | None = None, learn: Learn = learns_nothing, *, tells_typed: bool = False) -> None:
        """``tells_typed``: whether the file also says what was typed; an exam's own says none of it, for staff may have."""
        self._hear, self._file, self._learn, self._tells_typed = hear, file, learn, tells_typed
        self._learnt = ""
        self.replies: dict[str, Reply] = _whole(file) if file is not None and file.exists() else {}

    def hear(self, shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
        """The reply, asked for where it is not there yet."""
        reply = self.known(shared, rest, schema)
        if reply is None and shared != self._learnt:
            self._learn(shared)  # else the first reply of a policy would be late on a slow machine, and count as none
            self._learnt = shared
        if reply is None and (reply := self._hear(shared, rest, schema)) is not None:
            to = next(iter(typed_now(schema)), "") if self._tells_typed else ""
            self._keep(to, replace(reply, prompt=key_of(shared, rest)))
        return reply

    def known(self, shared: str, rest: str, _schema: dict[str, Any]) -> Reply | None:
        """The reply, where it is there."""
        return self.replies.get(key_of(shared, rest))

    def _keep(self, to: str | ReplyTo, reply: Reply) -> None:
        """At once, so that nothing is asked twice though the process is killed."""
        self.replies[reply.prompt] = reply
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as out:
                out.write(line_of(to or reply.prompt, reply) + "\n")


def _whole(file: Path) -> dict[str, Reply]:
    """Without a line that was cut where a process was killed."""
    found = {}
    for line in file.read_text(encoding="utf-8", errors="replace").split("\n"):
        with suppress(*NO_REPLY):
            _, reply = reply_of(line)
            found[reply.prompt] = reply
    return found


@contextmanager
def replayed(recorded: Recorded, trust: Trust = FULLY) -> Iterator[Model]:
    """A model that gives recorded replies, asked as any other: by langchain-ollama, over HTTP, in pieces."""
    served: dict[str, Reply] = {}
    with Replay(served) as server:
        model = quiet_model(OllamaModel(MODEL, server.url, SECONDS), lambda: trust)

        def hear(shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
            if (reply := recorded.hear(shared, rest, schema)) is not None:
                served[key_of(shared, rest)] = reply
            return model.hear(shared, rest, schema)

        yield replace(model, hear=hear)


@dataclass(slots=True)
class Scored:
    """Who reads while questions are scored: a model of Ollama, recorded replies, or nobody who is asked for a dump."""

    model: str = ""
    replies: list[Path] = field(default_factory=list)
    dump: Path | None = None
    record: Path | None = None
    trust: Trust | None = None
    """How far it is believed; None: a model as its exam says, recorded replies fully."""
    recorded: Recorded = field(default_factory=lambda: Recorded({}))
    dumped: int = 0

    @contextmanager
    def opened(self, folder: Path | None, embeddings: str = "") -> Iterator[Answerer]:
        """The answerer of a folder. Raises ``KnowledgeError``, ``SettingsError``, and ``RepliesError``."""
        knowledge = load(folder or shipped("knowledge"), load_catalog()).or_raise()
        embedder = embedder_of(read_settings(), embeddings) if embeddings else None
        with ExitStack() as held:
            self.recorded = Recorded(read_replies(*self.replies))
            answerer = Answerer(knowledge, self._chosen(held), embedder)
            if folder:
                answerer.names += folder.resolve().parts[-2:]  # the policies of the exam are called by their folders
            yield answerer
            if self.dump:
                self.dumped = self.recorded.write(self.dump)

    def _chosen(self, held: ExitStack) -> Model | None:
        if self.dump:
            return self.recorded.model(self.trust or FULLY)
        if self.replies:
            return held.enter_context(replayed(self.recorded, self.trust or FULLY))
        model = model_of(read_settings(), self.model) if self.model else None
        if model and self.trust is not None:
            trust = self.trust
            model = replace(model, trust=lambda: trust)
        return replace(model, hear=Sheet(model.hear, self.record, tells_typed=True).hear) if model and self.record else model
