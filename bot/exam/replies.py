"""What a model would be asked goes out as a dump; recorded replies go in, through a server of Ollama's protocol."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.answers.answerer import CURRENT_MESSAGE, Answerer
from bot.answers.quiet_model import quiet_model
from bot.answers.score import turns_of
from bot.answers.vectors import embedder_of
from bot.environment import shipped
from bot.exam.belief import model_of
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.llm.ollama import OllamaModel
from bot.llm.replay import MODEL, Replay, key_of
from bot.policy.talks.claims import Reply
from bot.policy.trust import Level, Trust
from bot.reading.model.hearing import Hear, Learn, Model, learns_nothing
from bot.settings import read_settings

FULLY = Trust(Level.BELIEVED, lifts=True, record="recorded")
"""How far recorded replies are believed where nobody says otherwise: they have no exam of their own, and answer no staff."""
SECONDS = 30.0
"""A reply that is only read from a file takes no longer."""
NO_REPLY = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)
"""What a line raises that holds none."""


class RepliesError(ValueError):
    """A file that holds no recorded replies: its line, and what is wrong there."""


@dataclass(frozen=True, slots=True)
class ReplyKey:
    """What a recorded reply is to: a task on a message as it was typed, whatever the prompt was."""

    task: str
    message: str
    thread: tuple[str, ...] = ()
    """What the asker typed before, oldest first."""
    policy: str = ""
    """Empty: of any policy."""


def reply_keys(schema: Mapping[str, Any]) -> tuple[ReplyKey, ...]:
    """What a reply to the message that is being answered may be recorded for: under each name of the policy, then of any."""
    typed = CURRENT_MESSAGE.get()
    if not typed.message:
        return ()
    task = "read" if "asks" in schema["properties"] else "check"
    return tuple(_message_key(task, typed.message, typed.thread, name) for name in (*typed.policies, ""))


def _message_key(task: str, message: str, thread: Sequence[str], policy: str) -> ReplyKey:
    """Alike, however a thread's turns are written: the bot's are made anew, the asker's may begin with ``user:``."""
    turns = tuple(text for who, text in turns_of(list(thread)) if who == "user")
    return ReplyKey(task, message.strip(), turns, policy)


def line_of(to: str | ReplyKey, reply: Reply) -> str:
    """A line of a file of replies; what is empty or as usual is left out."""
    told: dict[str, Any] = {"key": to, "reply": reply.data}
    if isinstance(to, ReplyKey):
        told = {"policy": to.policy, "task": to.task, "message": to.message, "thread": to.thread, "prompt": reply.prompt}
        told = {name: value for name, value in told.items() if value} | {"reply": reply.data}
    if reply.sure < 1:
        told["sure"] = round(reply.sure, 4)
    if reply.seconds:
        told |= {"seconds": round(reply.seconds, 3), "tokens": reply.tokens}
    return json.dumps(told)  # in letters that every file takes, and no line ends in


def reply_of(line: str) -> tuple[str | ReplyKey, Reply]:
    """What a line's reply is to, and the reply: ``{"task", "message", "thread", "reply"}``, perhaps with ``policy`` and the
    digest of its prompt (``prompt``, or ``key`` as a dump has it), or ``{"key", "reply"}``; perhaps with ``sure``, ``seconds``
    and ``tokens``.

    Raises what ``NO_REPLY`` lists where it is none.
    """
    told = json.loads(line)
    thread = told.get("thread") or []
    thread = [thread] if isinstance(thread, str) else thread
    prompt = told.get("key", told.get("prompt", "")) if "task" in told else told["key"]
    texts = [prompt, *(told.get(name, "") for name in ("task", "message", "policy")), *thread]
    if not all(isinstance(one, str) for one in texts) or not isinstance(told["reply"], dict):
        raise ValueError("`reply` is an object, `thread` a list of texts, and `key` or what else names the message a text")
    sure, seconds = float(told.get("sure", 1.0)), float(told.get("seconds", 0.0))
    if not (0 <= sure <= 1 and 0 <= seconds < float("inf")):
        raise ValueError("`sure` is from 0 to 1, and `seconds` are some")
    reply = Reply(told["reply"], sure, tokens=int(told.get("tokens", 0)), seconds=seconds, prompt=prompt)
    return (_message_key(told["task"], told["message"], thread, told.get("policy", "")) if "task" in told else prompt), reply


def read_replies(*files: Path) -> dict[str | ReplyKey, Reply]:
    """The replies of JSON lines; of several to the same the last holds. Raises ``RepliesError``."""
    found: dict[str | ReplyKey, Reply] = {}
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


class RecordedReplies:
    """Replies that were recorded, found by what was typed; and the prompts that have none."""

    def __init__(self, replies: Mapping[str | ReplyKey, Reply]) -> None:
        self._replies = replies
        self.is_old: dict[str | ReplyKey, bool] = {}
        """Of each that was asked for: whether it was made for another prompt than today's."""
        self.unanswered: dict[str | ReplyKey, tuple[str, dict[str, Any]]] = {}
        """What has none -> the part that all its policy's prompts share, and what is dumped of it."""

    def hear(self, shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
        """The reply to the message that is being answered; what a thread settles hangs on those to its earlier messages."""
        key, typed = key_of(shared, rest), reply_keys(schema)
        places: tuple[str | ReplyKey, ...] = (key, *typed)
        to = next(iter(typed), key)
        reply = next((self._replies[one] for one in places if one in self._replies), None)
        if reply is None:
            self.unanswered[to] = (shared, {"key": key, **(asdict(to) if isinstance(to, ReplyKey) else {}), "prompt": rest})
        else:
            self.is_old[to] = reply.prompt not in ("", key)
        return reply

    def model(self, trust: Trust) -> Model:
        """Whoever says what was recorded."""
        return Model(lambda _prompt, _schema: None, self.hear, MODEL, lambda: trust)

    def summary(self) -> str:
        """How many replies were asked for, and how many of them are old, in a line."""
        old = f"{sum(self.is_old.values())} of them old (made for another prompt)"
        return f"recorded     {len(self.is_old)} replies, {old}; {len(self.unanswered)} prompts have none"

    def write(self, folder: Path) -> int:
        """Write the prompts that have no reply and forget them: ``shared.json`` with the part that all begin with,
        ``messages.jsonl`` with a line for each; gives how many."""
        folder.mkdir(parents=True, exist_ok=True)
        shared = {"shared": next((part for part, _ in self.unanswered.values()), "")}
        (folder / "shared.json").write_text(json.dumps(shared, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        lines = [json.dumps(line, ensure_ascii=False) for _, line in self.unanswered.values()]
        (folder / "messages.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        self.unanswered.clear()
        return len(lines)


class Sheet:
    """A model whose replies are kept by their prompts as they come, in a file if there is one. What it holds already is not asked
    again; a prompt that has changed is."""

    def __init__(
        self, hear: Hear, file: Path | None = None, learn: Learn = learns_nothing, *, with_messages: bool = False
    ) -> None:
        """``with_messages``: whether the file also says what was typed; an exam's own says none of it, for staff may have."""
        self._hear, self._file, self._learn, self._with_messages = hear, file, learn, with_messages
        self._learnt = ""
        self.replies: dict[str, Reply] = _whole(file) if file is not None and file.exists() else {}

    def hear(self, shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
        """The reply, asked for where it is not there yet."""
        reply = self.known(shared, rest, schema)
        if reply is None and shared != self._learnt:
            self._learn(shared)  # else the first reply of a policy would be late on a slow machine, and count as none
            self._learnt = shared
        if reply is None and (reply := self._hear(shared, rest, schema)) is not None:
            to = next(iter(reply_keys(schema)), "") if self._with_messages else ""
            self._keep(to, replace(reply, prompt=key_of(shared, rest)))
        return reply

    def known(self, shared: str, rest: str, _schema: dict[str, Any]) -> Reply | None:
        """The reply, where it is there."""
        return self.replies.get(key_of(shared, rest))

    def _keep(self, to: str | ReplyKey, reply: Reply) -> None:
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
def replayed(recorded: RecordedReplies, trust: Trust = FULLY) -> Iterator[Model]:
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
    recorded_replies: RecordedReplies = field(default_factory=lambda: RecordedReplies({}))
    dumped: int = 0

    @contextmanager
    def opened(self, folder: Path | None, embeddings: str = "") -> Iterator[Answerer]:
        """The answerer of a folder. Raises ``KnowledgeError``, ``SettingsError``, and ``RepliesError``."""
        knowledge = load(folder or shipped("knowledge"), load_catalog()).or_raise()
        embedder = embedder_of(read_settings(), embeddings) if embeddings else None
        with ExitStack() as held:
            self.recorded_replies = RecordedReplies(read_replies(*self.replies))
            answerer = Answerer(knowledge, self._chosen(held), embedder)
            if folder:
                answerer.policy_names += folder.resolve().parts[-2:]  # the policies of the exam are called by their folders
            yield answerer
            if self.dump:
                self.dumped = self.recorded_replies.write(self.dump)

    def _chosen(self, held: ExitStack) -> Model | None:
        if self.dump:
            return self.recorded_replies.model(self.trust or FULLY)
        if self.replies:
            return held.enter_context(replayed(self.recorded_replies, self.trust or FULLY))
        model = model_of(read_settings(), self.model) if self.model else None
        if model and self.trust is not None:
            trust = self.trust
            model = replace(model, trust=lambda: trust)
        return replace(model, hear=Sheet(model.hear, self.record, with_messages=True).hear) if model and self.record else model
