"""A policy, an answer and what became of a request go in; the words of the owner's desk come out: buttons, cards, replies."""

from __future__ import annotations

from bot.policy.house import Contact, Knowledge
from bot.policy.words import Verdict
from bot.saying import labels
from bot.saying.ruling import Case
from bot.saying.words import Words

INCIDENT_CONTACTS = ("incident", "help", "owner")
"""Whom an incident is told to: the first of these that policy.yaml names."""


def tell_captions(contact: Contact | None, words: Words) -> dict[str, str]:
    """The button that tells a contact of an incident, and its dialog; none where the policy names no channel for them."""
    if contact is None or not contact.channel:
        return {}
    return {
        "tell": words("desk.tell", contact=contact.name),
        "tell_confirm": words("desk.tell.confirm", contact=contact.name),
        "tell_yes": words("desk.tell.yes"),
        "tell_no": words("desk.tell.no"),
    }


def request_captions(case: Case) -> dict[str, str]:
    """What may be asked for after a ruling: a tool that is not listed, or an exception; none where no owner has a channel."""
    ruling, words = case.ruling, case.words
    if ruling.verdict in (Verdict.ALLOWED, Verdict.CONDITIONAL) or not case.tool or not owner_channel(case.knowledge):
        return {}
    if case.is_unlisted:
        return {"request_tool": words("desk.request.tool")}
    key = "desk.request.approval" if ruling.verdict is Verdict.REVIEW else "desk.request.exception"
    return {"request_exception": words(key)}


def owner_channel(knowledge: Knowledge) -> str:
    """Where the owner is asked; empty where policy.yaml names no channel."""
    contact = labels.first_contact(knowledge, "owner")
    return contact.channel if contact else ""
