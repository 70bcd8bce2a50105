"""What happened goes in; the words that the house says by itself come out: corrections, apologies, words to the owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import PurePath
from textwrap import shorten

from babel.dates import format_date

from bot.policy.house import Knowledge
from bot.policy.talks.answer import Answer
from bot.policy.talks.incoming import Asked
from bot.policy.talks.talk import Intent
from bot.policy.words import Verdict
from bot.saying.blank import blank
from bot.saying.notices.looks import SECRETS
from bot.saying.plain import as_text
from bot.saying.words import words_for

MOST_LINES = 10
LONGEST_QUESTION = 120
"""Letters of a question in a message about several."""
TO_ONE = ("dm", "private")
"""Kinds of channels in which nobody else reads a message."""


def correction(before: str, now: Answer, day: date, question: str = "") -> str:
    """One line in the old thread. ``before``: the verdict that was told; ``now``: the answer of today, with what must hold;
    ``question``: as it was asked, where the line stands in a list of several."""
    words = words_for(now.language, (now.language,))
    checks = words("semicolon").join(line.text.rstrip(".") for line in now.checklist if not line.general)
    was = words(f"word.{before}") if before else words("word.ask")
    return words(
        "notice.correction.listed" if question else "notice.correction",
        question=shorten(question, LONGEST_QUESTION, placeholder="…"),
        day=format_date(day, format="long", locale=words.language),
        now=now.word,
        before=was,
        sentence=f"{now.sentence} {checks}." if checks else now.sentence,
    )


def corrections(entries: Sequence[str], language: str, policy_languages: tuple[str, ...], day: date) -> str:
    """One message about several answers of one person."""
    words = words_for(language, policy_languages)
    heading = words("notice.corrections", day=format_date(day, format="long", locale=words.language))
    return "\n".join([heading, *(f"• {one}" for one in entries)])


def objection(before: str, answer: Answer) -> Answer:
    """The answer that holds, below the one that does not. ``before``: the word that was said first."""
    words = words_for(answer.language, (answer.language,))
    taken_back = replace(answer, sentence=words("notice.objection", before=before, sentence=answer.sentence))
    return replace(taken_back, text=as_text(taken_back))


def sorry(language: str, policy_languages: tuple[str, ...], receipt: str) -> Answer:
    """The reply where a step failed each time: nobody is left in silence, and nothing is allowed by an accident."""
    return _plain_answer("sorry.sentence", language, policy_languages, receipt)


def expired(language: str, policy_languages: tuple[str, ...], receipt: str) -> Answer:
    """The reply to a click under an answer whose thread is not known any more."""
    return _plain_answer("expired.sentence", language, policy_languages, receipt)


def barred(why: str, knowledge: Knowledge, language: str, receipt: str) -> Answer:
    """The calm line for somebody who is not answered. ``why``: ``guest``, ``stranger``, ``unknown``, ``channel``."""
    words = words_for(language, knowledge.organisation.languages)
    sentence = words(f"barred.{why}", organisation=knowledge.organisation.name)
    answer = replace(blank(Intent.OFF_TOPIC, words), label="off_topic", sentence=sentence, receipt=receipt, footer=receipt)
    return replace(answer, text=as_text(answer))


def by_todays_policy(answer: Answer) -> Answer:
    """An answer to a click under an older one: it says that the policy has changed in between."""
    return _noted(answer, "note.policy_changed")


def about_files(answer: Answer) -> Answer:
    """An answer to a message with files: only their names were looked at."""
    return _noted(answer, "note.files")


def with_copy(answer: Answer) -> Answer:
    """An answer to a message in which values stand that redaction found: its asker may have the text without them. Not where it
    may go in as it is, nor after a mishap, when there is one thing to do."""
    if answer.intent in (Intent.INCIDENT, Intent.REPORT) or answer.verdict == Verdict.ALLOWED.value:
        return answer
    words = words_for(answer.language, (answer.language,))
    return replace(answer, captions={**answer.captions, "copy": words("caption.copy")})


def about_values(answer: Answer, asked: Asked) -> Answer:
    """An answer to a message in which redaction found values: with its copy, and that a secret has to be changed. In a channel
    its author is told that alone; the steps after a mishap say it."""
    alone = asked.channel_kind in TO_ONE and answer.intent is not Intent.INCIDENT
    return with_copy(answer if not alone or SECRETS.isdisjoint(asked.kinds) else _noted(answer, "note.secret"))


def in_the_open(kinds: tuple[str, ...], language: str, policy_languages: tuple[str, ...]) -> str:
    """A word to an author, in private: what in their message everybody in the channel can read, and how to take it out. What was
    secret is none any more by that."""
    words = words_for(language, policy_languages)
    told = words("open.hint", kinds=words.join([words(f"look.kind.{kind}") for kind in kinds]))
    return told if SECRETS.isdisjoint(kinds) else f"{told} {words('note.secret')}"


def _noted(answer: Answer, key: str) -> Answer:
    words = words_for(answer.language, (answer.language,))
    noted = replace(answer, notes=(words(key), *answer.notes))
    return replace(noted, text=as_text(noted))


def undelivered(kind: str, receipt: str, reason: str, policy_languages: tuple[str, ...]) -> str:
    """A word to the owner: an answer that is ``late`` (perhaps not seen) or ``refused`` (surely not seen)."""
    words = words_for("", policy_languages)
    return words("notice.late" if kind == "late" else "notice.refused", receipt=receipt, reason=reason or "?")


def unseen(receipt: str, is_late: bool, language: str, policy_languages: tuple[str, ...]) -> str:
    """A word to an asker, in private: the answer did not arrive (``is_late``: perhaps), and what to do."""
    return words_for(language, policy_languages)("notice.unseen.late" if is_late else "notice.unseen.refused", receipt=receipt)


def log_is_away(since: datetime, count: int, policy_languages: tuple[str, ...]) -> str:
    """A word to the admins: what was asked waits until the log can be written again."""
    return words_for("", policy_languages)("notice.log_away", since=f"{since:%H:%M} UTC", count=str(count))


def log_is_back(count: int, policy_languages: tuple[str, ...]) -> str:
    """A word to the admins: it can be written again, and what waited goes on."""
    return words_for("", policy_languages)("notice.log_back", count=str(count))


def clock_leapt(now: datetime, policy_languages: tuple[str, ...]) -> str:
    """A word to the admins: the machine's clock may be wrong, and nothing is erased by it yet."""
    return words_for("", policy_languages)("notice.clock_leapt", day=now.date().isoformat())


def faults(lines: list[str], version: str, policy_languages: tuple[str, ...]) -> str:
    """A word to the owner: an edit that cannot be used, with its first faults."""
    words = words_for("", policy_languages)
    shown = [f"• {line}" for line in lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        shown.append(words("list.more", count=str(len(lines) - MOST_LINES)))
    return "\n".join([words("notice.faults", version=version), *shown])


def edited(file: str, patch: str, policy_languages: tuple[str, ...]) -> str:
    """A word to the owner: an edit of these files. ``patch``: where it waits for a person; empty where they say it."""
    key = "notice.proposal" if patch else "notice.edited"
    return words_for("", policy_languages)(key, file=file, patch=PurePath(patch).name)


def _plain_answer(key: str, language: str, policy_languages: tuple[str, ...], receipt: str) -> Answer:
    words = words_for(language, policy_languages)
    answer = replace(
        blank(Intent.MAY_I, words), label="ask", shape="○", word=words("word.uncovered"), sentence=words(key), receipt=receipt
    )
    answer = replace(answer, footer=receipt)
    return replace(answer, text=as_text(answer))
