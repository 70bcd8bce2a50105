"""A request and what became of it go in; its card in the owner's channel comes out: title, lines, foot and buttons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.policy.house import Knowledge
from bot.policy.requests import APPROVED, GRANTED, Request, RequestKind, RequestState
from bot.policy.talks.talk import Item
from bot.policy.words import Verdict
from bot.saying import labels
from bot.saying.notices import desk
from bot.saying.words import Words, shorten, words_for

LONGEST_QUESTION = 1200
TITLES = {
    RequestKind.OWNER: "desk.card.owner",
    RequestKind.INCIDENT: "desk.card.incident",
    RequestKind.TOOL: "desk.card.tool",
    RequestKind.EXCEPTION: "desk.card.exception",
    RequestKind.ACCESS: "desk.card.access",
    RequestKind.APPROVAL: "desk.card.approval",
}
BUTTONS = {
    **{"answer": "desk.answer", "rule": "desk.rule", "approve": "desk.approve", "decline": "desk.decline", "pass": "desk.pass"},
    RequestKind.ACCESS: "desk.grant.access",
    RequestKind.APPROVAL: "desk.grant.approval",
}
Action = Literal["answer", "rule", "approve", "grant", "decline", "pass"]
"""What a card's button does."""


@dataclass(frozen=True, slots=True)
class Given:
    """The answer that a request is about: the redacted question, what was understood, what was said."""

    text: str = ""
    read_as: str = ""
    answer: str = ""
    register: str = ""
    """Where what is done about an incident is noted; empty where no console is served."""


Line = tuple[str, str, str]
"""Heading, words, and whose name stands before them: ``asker``, ``owner`` or nobody."""


def given_in(asked: Given, items: tuple[Item, ...], verdict: str, knowledge: Knowledge, language: str) -> Given:
    """The same for one owner's form, in their language: only the question is quoted, and of the answer its verdict stands."""
    words = words_for(language, knowledge.organisation.languages)
    said = desk.verdict(verdict, words) if verdict in set(Verdict) else ""
    return replace(asked, read_as=labels.all_read_as(items, knowledge, words), answer=said)


def card(request: Request, asked: Given, knowledge: Knowledge, language: str = "") -> tuple[str, tuple[Line, ...], str]:
    """A request as its channel sees it, in the policy's language: title, lines and foot. ``language``: of one who reads it
    alone."""
    words = words_for(language, knowledge.organisation.languages)
    title = f"{words(TITLES[request.kind])} · {request.receipt}"
    if request.erased:
        return title, (("", words("desk.withdrawn"), ""),), ""
    named = request.kind is not RequestKind.OWNER
    when = _moment(request.at, knowledge, words)
    lines: list[Line] = [(words("desk.line.who"), when, "asker")] if named else [(words("desk.line.when"), when, "")]
    lines += [
        (words("desk.line.question"), words("quoted", text=shorten(asked.text, LONGEST_QUESTION)) if asked.text else "", "")
    ]
    lines += [(words("caption.read_as"), asked.read_as, ""), (words("desk.line.given"), asked.answer, "")]
    lines += [(words("desk.line.for"), desk.named_contact(request, knowledge), "")]
    lines += _wished(request, knowledge, words)
    lines += _done(request, knowledge, words)
    lines += [(words("desk.line.register"), asked.register, "")] if request.kind is RequestKind.INCIDENT else []
    return title, tuple(line for line in lines if line[1]), _foot(request, knowledge, words)


def buttons(request: Request, knowledge: Knowledge) -> tuple[tuple[Action, str], ...]:
    """What an owner may press: action and label."""
    words = words_for("", knowledge.organisation.languages)
    if not request.is_open or request.kind is RequestKind.INCIDENT:
        return ()
    found: tuple[Action, ...] = ("answer", "rule")
    if request.kind in APPROVED:
        found = ("approve", "decline")
    elif request.kind in GRANTED:
        found = ("grant", "decline")
    passing: tuple[Action, ...] = ("pass",) if desk.pass_on_to(request, knowledge) else ()
    return tuple((one, words(BUTTONS[request.kind if one == "grant" else one])) for one in (*found, *passing))


def _wished(request: Request, knowledge: Knowledge, words: Words) -> list[Line]:
    wish = request.wish
    tool = labels.offering_label(wish.tool, knowledge, words) if wish.tool else wish.tool_name
    data = labels.data_label(wish.data, knowledge, words) if wish.data else ""
    until = desk.day(wish.until, words)
    asked = (
        ("desk.line.tool", tool),
        ("desk.line.data", data),
        ("desk.line.why" if request.kind in APPROVED else "desk.line.added", wish.why),
        ("desk.line.until", until),
    )
    return [(words(key), value, "") for key, value in asked]


def _done(request: Request, knowledge: Knowledge, words: Words) -> list[Line]:
    said = request.settlement
    if request.settled_at is None:
        return []
    approved = "desk.line.approved_by" if request.kind in APPROVED | GRANTED else "desk.line.answered_by"
    key = "desk.line.declined_by" if request.state is RequestState.REFUSED else approved
    is_waiting = request.patch.endswith(".patch")
    conditions = words("semicolon").join(labels.condition_text(one, knowledge, words).rstrip(".") for one in said.conditions)
    return [
        (words(key), _moment(request.settled_at, knowledge, words), "owner"),
        (words("desk.line.verdict"), desk.verdict(said.verdict, words) if said.verdict else "", ""),
        (words("desk.line.until"), desk.day(said.until, words), ""),
        (words("desk.line.words"), said.words, ""),
        (words("desk.line.conditions"), conditions, ""),
        (words("desk.line.patch"), short_place(request.patch) if is_waiting else "", ""),
        (words("desk.line.written"), "" if is_waiting else request.patch, ""),
    ]


def short_place(path: str) -> str:
    """A file with its folder: where it stands on the server is nobody's business in a channel."""
    return "/".join(PurePath(path).parts[-2:])


def _foot(request: Request, knowledge: Knowledge, words: Words) -> str:
    if request.is_open:
        if request.kind is RequestKind.INCIDENT:
            return ""
        if request.wish.to and any(person.team.casefold() == request.wish.to for person in knowledge.people):
            return words("desk.may.team", contact=request.wish.to)
        return words("desk.may" if any(person.is_owner for person in knowledge.people) else "desk.may.nobody")
    if not request.told:
        return ""
    return words("desk.asker_told") if request.told == "posted" else words("desk.asker_not_told", reason=request.told)


def _moment(at: datetime, knowledge: Knowledge, words: Words) -> str:
    local = at.astimezone(ZoneInfo(knowledge.organisation.time_zone))
    return f"{format_date(local.date(), format='medium', locale=words.language)}, {local:%H:%M}"
