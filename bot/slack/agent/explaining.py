"""An answer that stands goes in; what a model says of the passages it showed is streamed below it, and kept with the answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot.answers.mind import Minds
from bot.app import App
from bot.clock.today import utc_now
from bot.engine.outbox import Outcome, Said, Sayer
from bot.ledger.plain import ADDRESS, ANSWER, ASKED, LINES, RULED, plain
from bot.llm.ollama import ModelError, OllamaModel
from bot.policy.talks.answer import Answer
from bot.policy.talks.incoming import Asked
from bot.policy.talks.posting import LookRefused, RateLimited, Refused, Uncertain
from bot.policy.talks.talk import Address, WhyLine
from bot.reading.background import StreamModel, Telling
from bot.saying import agent as said
from bot.saying.answers.meaning import placed
from bot.settings import Settings
from bot.slack.agent.working import Place, Working
from bot.slack.posts.post import Poster
from bot.slack.posts.stream import Streams, drawn, opening_of, sentence_of

Plain = dict[str, Any]
Lines = tuple[WhyLine, ...]
AGAIN_SECONDS = 5.0
"""When to try again where Slack did not say whether it took something."""
log = logging.getLogger("mayi.model")


@dataclass(frozen=True, slots=True)
class Told:
    """What is explained: whose question, by which passages, and where it is told."""

    asked: Asked
    passages: Lines
    language: str
    """Of the answer."""
    receipt: str
    address: Address

    @property
    def key(self) -> str:
        """In the outbox, and in the message's metadata."""
        return explanation_of(self.asked.key)


PREFIX = "explain:"


def explanation_of(key: str) -> str:
    """The key of an answer -> the key of what is told below it."""
    return f"{PREFIX}{key}"


def is_explanation(key: str) -> bool:
    """Whether something under way is told below an answer."""
    return key.startswith(PREFIX)


class Explaining:
    """What a model adds. It never delays the answer, which stands before anybody asks the model."""

    def __init__(self, app: App, minds: Minds, streams: Streams, poster: Poster, working: Working) -> None:
        self._app, self._minds, self.streams, self._poster, self._working = app, minds, streams, poster, working
        stream = stream_of(app.settings)
        self.telling = Telling(stream) if stream else None
        self.sayer = Sayer(app.ledger, self, utc_now, app.settings.after_crash)

    def asking_for_more(self, say: Callable[[Plain], Said]) -> Callable[[Plain], Said]:
        """The step that words an answer, which now also says whether a model is to explain it."""

        def both(state: Plain) -> Said:
            worded = say(state)
            shown = self._shown(worded) if self.telling else ()
            found = [one.passages for one in RULED.validate_python(state["ruled"]["ruled"]) if one.passages] if shown else []
            return {**worded, "explain": {"passages": plain(LINES, found[0])}} if found else worded

        return both

    @staticmethod
    def _shown(worded: Said) -> Lines:
        """The passages that an answer shows: there is nothing to explain where it shows none."""
        if worded.get("kind") != "answer":
            return ()
        answer: Answer = ANSWER.validate_python(worded["answer"])
        return next((one.passages for one in (answer, *answer.parts) if one.passages), ())

    def __call__(self, given: Plain) -> Outcome:
        """One try."""
        told = self._told(given)
        if told is None:
            return Outcome("refused", reason="the address or the answer is erased")
        place = Place(told.address.channel, told.address.thread_ts, told.address.user)
        if not told.address.private:
            self._working.begin(told.key, place)
        try:
            return self._explain(told) or Outcome("posted", reason="nothing to say")
        except RateLimited as limited:
            return Outcome("wait", seconds=limited.retry_after_seconds, reason="asked to wait")
        except Uncertain:
            return Outcome("wait", seconds=AGAIN_SECONDS, reason="it may not be finished")
        except Refused as refused:
            log.info("an explanation was not finished: %s", refused.reason)
            return Outcome("refused", reason=refused.reason)
        finally:
            self._working.end(told.key)

    # --- the outbox's way into Slack ------------------------------------------------------------------------------------

    def post(self, key: str, words: Said) -> str:
        """Begin the message. Raises a ``PostingProblem``."""
        address: Address = ADDRESS.validate_python(words["address"])
        if address.private:
            self._poster.remark(address, drawn(words["words"])[0])
            return ""
        return self.streams.begin(address, words["words"], key, words["streamed"])

    def find(self, key: str, words: Said) -> str | None:
        """The message that was begun before a crash."""
        address: Address = ADDRESS.validate_python(words["address"])
        if address.private:
            raise LookRefused("private")
        return self.streams.find(address, key, words["opening"])

    # --- how it is told -------------------------------------------------------------------------------------------------

    def _explain(self, told: Told) -> Outcome | None:
        """Sentence by sentence, each as soon as it is written. All of it may run again after a crash: the message is begun once,
        and finished as often as it takes. None where the model said nothing that holds, or nobody wants it any more."""
        lines: Lines = ()
        begun: Outcome | None = None
        is_streamed = False
        for line in self.telling(told.asked.text, told.passages, told.language) if self.telling else ():
            if not self._is_wanted(told):
                break
            lines = (*lines, line)
            if begun is not None:
                self.streams.go_on(told.key, sentence_of(line))
                continue
            is_streamed = is_streamed if len(lines) > 1 else not told.address.private and self.streams.may_begin()
            if is_streamed:
                begun = self._begin(told, lines, streamed=True)
                if begun.state != "posted":
                    return begun
        if begun is None and lines and self._is_wanted(told):
            begun = self._begin(told, lines, streamed=False)
        if begun is None or begun.state != "posted":
            return begun
        if not self._is_wanted(told):
            self.streams.leave(told.address, begun.ts, told.key)
            return None
        if not told.address.private:
            self.streams.finish(told.address, begun.ts, self._whole(told, lines), told.key)
        self._app.ledger.keep_background(told.asked.key, plain(LINES, lines))
        return begun

    def _told(self, given: Plain) -> Told | None:
        asked: Asked = ASKED.validate_python(given["asked"])
        ledger = self._app.ledger
        kept, posted, row = ledger.address(asked.key), ledger.outgoing(asked.key), ledger.question_by_key(asked.key)
        if kept is None or posted is None or row is None or row.answer is None:
            return None
        address: Address = ADDRESS.validate_python(kept)
        # a direct message has no thread until something is said below the answer
        address = replace(address, thread_ts=address.thread_ts or posted.ts, message_ts="")
        passages = placed(LINES.validate_python(given["explain"]["passages"]), self._minds.today().knowledge)
        return Told(asked, passages, str(row.answer["language"]), row.receipt, address)

    def _is_wanted(self, told: Told) -> bool:
        """Not once the asker has pressed stop, has taken the question back, or has got another answer in this one's place."""
        ledger = self._app.ledger
        if ledger.is_stopped(told.key) or not ledger.has_address(told.asked.key):
            return False
        row = ledger.question_by_key(told.asked.key)
        return row is not None and not row.superseded_by

    def _begin(self, told: Told, lines: Lines, *, streamed: bool) -> Outcome:
        words = {
            "address": plain(ADDRESS, told.address),
            "opening": self._opening(told),
            "words": self._whole(told, lines),
            "streamed": streamed,
        }
        return self.sayer.say_once(told.key, words)

    def _whole(self, told: Told, lines: Lines) -> str:
        return self._opening(told) + "".join(sentence_of(line) for line in lines)

    def _opening(self, told: Told) -> str:
        return opening_of(said.background(self._minds.today().knowledge, told.language), told.receipt)


def stream_of(settings: Settings) -> StreamModel | None:
    """The model of the settings, piece by piece; one that cannot be asked says nothing, and the log says why."""
    if not settings.model:
        return None
    model = OllamaModel(settings.model, settings.ollama_url, settings.model_timeout_seconds)

    def stream(prompt: str, schema: dict[str, Any]) -> Iterator[str]:
        try:
            yield from model.stream(prompt, schema)
        except ModelError as problem:
            log.warning("%s", problem)

    return stream
