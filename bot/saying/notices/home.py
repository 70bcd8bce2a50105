"""What is kept of one person and what hangs on the notice board go in; the lines of their App Home come out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from bot.policy.house import Contact
from bot.policy.requests import Request, RequestKind, RequestState
from bot.policy.talks.answer import Answer
from bot.policy.talks.home import LOOKED_ALL, LOOKED_READ, AskedLine, Board
from bot.policy.talks.talk import Intent
from bot.policy.words import Verdict
from bot.saying.answers.asking import ASK_SHAPE
from bot.saying.answers.ruling import SHAPES
from bot.saying.blank import blank
from bot.saying.notices.card import TITLES
from bot.saying.notices.desk import contact_name
from bot.saying.plain import as_text
from bot.saying.words import Words, marked, shorten, words_for

LONGEST_ABOUT = 150
REQUESTS = {
    RequestState.OPEN: "home.request.open",
    RequestState.ANSWERED: "home.request.answered",
    RequestState.REFUSED: "home.request.refused",
    RequestState.WITHDRAWN: "home.request.withdrawn",
}


def asked_line(row: Mapping[str, Any], zone: str, words: Words, state: str = "", link: str = "", *, about: str = "") -> AskedLine:
    """One question. ``row``: the columns of its ledger row; ``state``: what became of a request that came of it; ``about``: what
    was read, for whoever looks, where that is not as it was answered."""
    answer = row["answer"] or {}
    verdict = row["told_verdict"]
    if answer.get("intent") == Intent.EMPTY and row["told_label"] == "ask":
        head = words("home.asked.paused")
    elif row["told_label"] == "ask" and not row["corrections"]:
        head = marked(ASK_SHAPE, words("word.ask"))
    elif answer.get("intent") == Intent.INCIDENT:
        head = words("home.asked.incident")
    elif row.get("posted") == "stopped":
        head = words("agent.stopped")
    else:
        head = marked(SHAPES[Verdict(verdict)], words(f"word.{verdict}")) if verdict else ""
    about = about or str(answer.get("read_as") or "") or words("quoted", text=shorten(row["text"] or "", LONGEST_ABOUT))
    day = _day(row["at"].astimezone(ZoneInfo(zone)).date(), words)
    small = [row["receipt"], day]
    if row["corrected_at"]:
        small.append(words("home.asked.changed", day=_day(row["corrected_at"].astimezone(ZoneInfo(zone)).date(), words)))
    return AskedLine(head, shorten(about, LONGEST_ABOUT), " · ".join([*small, *([state] if state else [])]), link)


def waiting_line(request: Request, about: str, zone: str, words: Words, link: str = "") -> AskedLine:
    """A request that waits for somebody's answer. ``about``: what was read, or the redacted words."""
    day = _day(request.at.astimezone(ZoneInfo(zone)).date(), words)
    return AskedLine(words(TITLES[request.kind]), shorten(about, LONGEST_ABOUT), f"{request.receipt} · {day}", link)


def request_state(request: Request, contact: Contact | None, words: Words) -> str:
    """What became of a request, as its asker is told. ``contact``: whom the policy names for it."""
    name = contact_name(contact, words)
    if request.is_open and request.told:  # its channel could not be reached
        return words("home.request.unreached", contact=name)
    if request.is_open and request.kind is RequestKind.INCIDENT:
        return words("home.request.told" if request.card_ts else "home.request.telling", contact=name)
    return words(REQUESTS[request.state])


def kept_lines(count: int, days: tuple[int, int, int], words: Words) -> tuple[str, ...]:
    """What is kept, and for how long. ``days``: texts, addresses, threads."""
    texts, addresses, threads = (str(one) for one in days)
    forms = {0: "home.kept.none", 1: "home.kept.one"}
    return (
        words(forms.get(count, "home.kept.texts"), count=str(count), days=texts),
        words("home.kept.who", address=addresses, thread=threads),
        words("home.kept.never"),
    )


def board_lines(board: Board, zone: str, words: Words, to_admin: bool = False) -> tuple[str, ...]:
    """What hangs there; an admin also sees who put it up, and when."""
    lines = []
    if board.pause:
        own = [words("quoted", text=board.pause.words)] if board.pause.words else []
        lines += [words("home.board.paused"), *own]
        if to_admin:
            lines.append(words("home.board.by", who=board.pause.by, when=_moment(board.pause.since, zone, words)))
    if board.announcement and board.announcement.until:
        until = _day(board.announcement.until, words)
        lines.append(words("home.board.announced", words=board.announcement.words, until=until))
        if to_admin:
            lines.append(words("home.board.by", who=board.announcement.by, when=_moment(board.announcement.since, zone, words)))
    return tuple(lines)


def paused(language: str, policy_languages: tuple[str, ...], receipt: str, said: str) -> Answer:
    """What every question gets while the bot is paused. ``said``: the admin's words, on a line of their own: they end as they
    like, and stay in the admin's language."""
    words = words_for(language, policy_languages)
    own = words("quoted", text=said) if said else ""
    sentence = "\n".join(part for part in (words("home.paused"), own, words("home.paused.until")) if part)
    answer = replace(blank(Intent.EMPTY, words), label="ask", sentence=sentence, receipt=receipt, footer=receipt)
    return replace(answer, text=as_text(answer))


def export_begins(count: int, words: Words) -> str:
    """The first words of an export."""
    return words("home.export.begins", count=str(count))


def export_part(number: int, text: str, words: Words) -> str:
    """One part of an export: lines of JSON between fences, which nothing in them can close."""
    return f"{words('home.export.part', number=str(number))}\n```\n{text}\n```"


def erased(count: int, digest: str, held: int, words: Words) -> str:
    """The proof of an erasure; what a legal hold keeps is said."""
    proof = words("home.erased", count=str(count), digest=digest)
    return f"{proof}\n{words('ledger.held', count=str(held))}" if held else proof


def looked_lines(looks: Iterable[tuple[str, datetime]], zone: str, words: Words) -> tuple[str, ...]:
    """That somebody looked up who asked. ``looks``: receipt and moment."""
    return tuple(_looked(receipt, _moment(at, zone, words), words) for receipt, at in looks)


def _looked(receipt: str, at: str, words: Words) -> str:
    if receipt.startswith(LOOKED_READ):
        return words("ledger.looked_read", version=receipt.removeprefix(LOOKED_READ), at=at)
    if receipt == LOOKED_ALL:
        return words("ledger.looked_all", at=at)
    return words("ledger.looked", receipt=receipt, at=at)


def export_ends(words: Words) -> str:
    """The last words of an export that is longer than a thread should be."""
    return words("ledger.export.more")


def _day(day: date, words: Words) -> str:
    return format_date(day, format="medium", locale=words.language)


def _moment(at: datetime, zone: str, words: Words) -> str:
    return format_datetime(at, format="medium", tzinfo=ZoneInfo(zone), locale=words.language)
