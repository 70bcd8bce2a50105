"""What the engine posts through, and the words of what the house says by itself: plain data in, Slack messages out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.clock.today import today_at
from bot.flows.questions.correct import Again, Correct
from bot.ledger.asked.questions import QuestionRow
from bot.ledger.ledger import Ledger
from bot.ledger.plain import ADDRESS, ANSWER, READING
from bot.policy.deciding.grounds import SUSPENDED
from bot.policy.house import Knowledge
from bot.policy.talks.answer import Answer
from bot.policy.talks.posting import LookRefused, Refused
from bot.policy.talks.relisted import relisted
from bot.policy.talks.talk import Address, Ruled
from bot.policy.words import STRICTNESS
from bot.saying.notices import own as notices
from bot.slack.posts.channels import Channels
from bot.slack.posts.post import Poster
from bot.wiring.answers.in_the_open import OF_OTHERS
from bot.wiring.answers.mind import Minds
from bot.wiring.answers.steps import rule_for
from bot.wiring.voices import Voices
from bot.wiring.wordings import placed

Plain = dict[str, Any]
THREAD_IS_READ = timedelta(days=30)
"""Of an older thread hardly anybody reads what is new in it."""


@dataclass(frozen=True, slots=True)
class ChatPort:
    """The outbox protocol's way into Slack. Said is an ``answer`` (to an address), or ``words`` (to one, or to a channel)."""

    ledger: Ledger
    poster: Poster
    channels: Channels
    voices: Voices = field(default_factory=dict)

    def post(self, key: str, said: Plain) -> str:
        """Post once; gives the ts, empty for a private answer and for silence. Raises a ``PostingProblem``."""
        if said.get("kind") == "silence":
            return ""
        address = self._address(said)
        voice = self.voices.get(said.get("kind", ""))
        if voice is not None and voice.post is not None:
            return voice.post(key, said, address)
        if "words" in said:
            return self.poster.tell(address, said["words"], key)
        answer: Answer = ANSWER.validate_python(said["answer"])
        if said.get("kind") == "whisper":
            # at the bottom of the channel: in a thread without replies nobody would see it
            self.poster.whisper(replace(address, thread_ts=""), answer)
            return ""
        if address.private:
            self.poster.private(address, answer)
            return ""
        address = placed(self.ledger, key, address)
        return self.poster.update(address, answer, key) if address.message_ts else self.poster.post(address, answer, key)

    def find(self, key: str, said: Plain) -> str | None:
        """Look for our key where it would stand. An update in place is simply done again."""
        address = self._address(said)
        voice = self.voices.get(said.get("kind", ""))
        if address.private or said.get("kind") == "whisper" or (voice is not None and voice.is_whispered):
            raise LookRefused("private")
        if said.get("kind") == "answer":
            address = placed(self.ledger, key, address)
        return None if address.message_ts and "words" not in said else self.poster.find(address, key)

    def _address(self, said: Plain) -> Address:
        if "channel" in said:
            return Address("", self.channels.id_of(said["channel"]), "")
        kept = self.ledger.address(said["key"])
        if kept is None:
            raise Refused("the address is erased")
        address: Address = ADDRESS.validate_python(kept)
        if "thread_ts" in said:
            address = replace(address, thread_ts=said["thread_ts"])
        if "words" in said and (address.private or said.get("in_private")):
            # who asked in private is told in private: a line of ours must not stand in the channel
            return replace(address, channel=address.user, thread_ts="", private=False)
        return address


@dataclass(frozen=True, slots=True)
class Notices:
    """Corrections and words to the owner, by the kind of the notice; and what the voices say."""

    minds: Minds
    correct: Correct[QuestionRow]
    voices: Voices = field(default_factory=dict)

    def word(self, notice: Plain) -> Plain | None:
        """The words; None where there is nothing to say any more, or nobody to say it to."""
        kind = notice["kind"]
        if kind == "correction":
            return self.correct.word(notice)
        if kind in self.voices:
            return self.voices[kind].word(notice)
        knowledge = self.minds.today().knowledge
        channel = next((contact.channel for contact in knowledge.organisation.contacts if contact.id == "owner"), "")
        languages = knowledge.organisation.languages
        if kind == "faults":
            words = notices.faults(notice["lines"], notice["version"], languages)
        else:
            words = notices.edited(notice["file"], notice["patch"], languages)
        return {"channel": channel, "words": words} if channel else None

    def keep(self, notice: Plain, outcome: Plain) -> None:
        """What became of it."""
        if notice["kind"] == "correction":
            self.correct.kept(notice, outcome)
        elif notice["kind"] in self.voices:
            self.voices[notice["kind"]].keep(notice, outcome)


def keeping(log: Callable[[Plain], None], correct: Correct[QuestionRow], ledger: Ledger) -> Callable[[Plain], None]:
    """The step that keeps an answer; one that was under way while the policy changed is corrected at once."""

    def keep(state: Plain) -> None:
        log(state)
        correct.late(ledger.receipt(state["asked"]["key"]), state.get("ruled", {}).get("version", ""))

    return keep


def nothing_approved(_receipt: str, _knowledge: Knowledge) -> tuple[str, ...]:
    """No tool was approved for that answer."""
    return ()


def answer_again(
    minds: Minds,
    ids_of: Callable[[str, Knowledge], frozenset[str]],
    now: Callable[[], datetime],
    approved: Callable[[str, Knowledge], tuple[str, ...]] = nothing_approved,
) -> Callable[[QuestionRow], Answer | None]:
    """An answer as it was given -> what the policy says now of the slots that were kept. Raw text plays no part.

    ``ids_of``: key -> the asker's ids, for waivers. ``approved``: receipt -> offerings of a tool that was not listed and is now.
    """

    ruled_again = _again(minds, ids_of, now, approved)

    def again(row: QuestionRow) -> Answer | None:
        found = ruled_again(row)
        return found[1] if found else None

    return again


def _again(
    minds: Minds,
    ids_of: Callable[[str, Knowledge], frozenset[str]],
    now: Callable[[], datetime],
    approved: Callable[[str, Knowledge], tuple[str, ...]],
) -> Callable[[QuestionRow], tuple[tuple[Ruled, ...], Answer] | None]:
    def again(row: QuestionRow) -> tuple[tuple[Ruled, ...], Answer] | None:
        if not row.reading:
            return None
        mind = minds.today()
        reading = relisted(READING.validate_python(row.reading), approved(row.receipt, mind.knowledge))
        today = today_at(mind.knowledge, now())
        ruled = rule_for(mind, reading, ids_of(row.key, mind.knowledge), today)
        return ruled, mind.flow.say(reading, ruled, row.receipt, today)

    return again


def in_one_message(minds: Minds, now: Callable[[], datetime]) -> Callable[[Sequence[tuple[QuestionRow, Again]]], str]:
    """Changed answers of one person -> the words that tell of all."""

    def words(several: Sequence[tuple[QuestionRow, Again]]) -> str:
        knowledge = minds.today().knowledge
        entries, language = [again.entry() for _, again in several], several[0][0].language
        return notices.corrections(entries, language, knowledge.organisation.languages, today_at(knowledge, now()))

    return words


def is_told_alone(ledger: Ledger, now: Callable[[], datetime]) -> Callable[[QuestionRow], bool]:
    """Whether an answer is corrected in a direct message: nobody else saw it, or its thread is older than a month."""

    def is_alone(row: QuestionRow) -> bool:
        kept = ledger.address(row.key)
        is_old = row.at < now() - THREAD_IS_READ
        return is_old or row.channel_kind not in OF_OTHERS or bool(kept and kept.get("private"))

    return is_alone


def _is_stricter(now: str, before: str) -> bool:
    ranks = {verdict.value: rank for verdict, rank in STRICTNESS.items()}
    return ranks.get(now, ranks["review"]) > ranks.get(before, ranks["review"])


def decide_again(
    minds: Minds,
    ids_of: Callable[[str, Knowledge], frozenset[str]],
    now: Callable[[], datetime],
    approved: Callable[[str, Knowledge], tuple[str, ...]] = nothing_approved,
) -> Callable[[QuestionRow], Again | None]:
    """An answer as it was given -> the words of its correction, where something was decided."""
    answered = _again(minds, ids_of, now, approved)

    def again(row: QuestionRow) -> Again | None:
        found = answered(row) if row.verdict else None
        if found is None:
            return None
        ruled, answer = found
        today = today_at(minds.today().knowledge, now())
        words = partial(notices.correction, row.told_verdict, answer, today)
        is_suspended = any(reason.rule == SUSPENDED for one in ruled if one.ruling for reason in one.ruling.reasons)
        wait = "at_once" if is_suspended else "stricter" if _is_stricter(answer.verdict, row.told_verdict) else "milder"
        return Again(answer.label, answer.verdict, words, partial(words, row.text or row.receipt), wait)

    return again
