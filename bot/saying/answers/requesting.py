"""A ruled question goes in; what its asker can ask a person for comes out: buttons, and entries of the menu behind three dots."""

from __future__ import annotations

import re

from bot.policy.deciding.rulings import Stated
from bot.policy.house import Knowledge
from bot.policy.requests import Offer, RequestKind
from bot.policy.words import USABLE, Verdict
from bot.saying import contacts, labels
from bot.saying.answers import reasons
from bot.saying.answers.ruling import Case, asked_offerings
from bot.saying.words import Words

ADDRESS = re.compile(r"https://[^\s|>\"]+")


def request_captions(case: Case) -> dict[str, str]:
    """What may be asked for after a ruling: a tool that is not listed, or an exception; none where no owner has a channel."""
    ruling, words = case.ruling, case.words
    if ruling.verdict in USABLE or not case.tool or not owner_channel(case.knowledge):
        return {}
    if case.is_unlisted:
        return {"request_tool": words("desk.request.tool")}
    return {} if ruling.verdict is Verdict.REVIEW else {"request_exception": words("desk.request.exception")}


def offers(case: Case) -> tuple[Offer, ...]:
    """What can be asked for with one button: somebody's approval, access to the tool. Only of whom the policy names."""
    offerings = asked_offerings(case)
    tool = offerings[0] if len(offerings) == 1 else ""
    if case.ruling.verdict is Verdict.REVIEW:
        offered = _to_approve(RequestKind.EXCEPTION, reasons.owner_word(case), tool, case) if case.tool else None
        return (offered,) if offered else ()
    if case.ruling.verdict not in USABLE:
        return ()
    known = case.knowledge.policy.conditions
    open_needs = [need for need in case.ruling.needs if need.stated is Stated.OPEN and need.condition in known]
    approvers = dict.fromkeys(known[need.condition].approver for need in open_needs)
    asked = [_to_approve(RequestKind.APPROVAL, approver, tool, case) for approver in approvers if approver][:1]
    return tuple(one for one in (*asked, access(tool, case.knowledge, case.words)) if one)


def _to_approve(kind: RequestKind, named: str, tool: str, case: Case) -> Offer | None:
    """A named one without a channel is asked by way of the owner, who is not said to approve it then."""
    contact = contacts.contact_called(named, case.knowledge)
    owner = contacts.owner_contact(case.knowledge)
    if contact and contact.channel:
        return Offer(kind, case.words("desk.offer.approve", contact=contact.name), tool, contact.id)
    if kind is RequestKind.EXCEPTION and owner and owner.channel:
        label = case.words("desk.request.approval") if named else case.words("desk.offer.approve", contact=owner.name)
        return Offer(kind, label, tool, owner.id)
    return None


def access(offering: str, knowledge: Knowledge, words: Words) -> Offer | None:
    """Asking for a tool that is given out on request: of whoever answers for it, else of those who help, else of the owner."""
    listed = knowledge.policy.offerings.get(offering)
    if listed is None or listed.access != "on_request":
        return None
    label = words("desk.offer.access", tool=labels.offering_label(offering, knowledge, words))
    own = contacts.contact_called(listed.facts.get("owner", ""), knowledge)
    if own and own.channel:
        return Offer(RequestKind.ACCESS, label, offering, own.id)
    terms = knowledge.vocabulary.offerings.get(offering)
    if form := ADDRESS.search(words.pick(terms.get_it) if terms else ""):
        return Offer(RequestKind.ACCESS, label, form=form[0].rstrip(".,;:)"))
    others = (contacts.first_contact(knowledge, one) for one in ("help", "owner"))
    contact = next((one for one in others if one and one.channel), None)
    return Offer(RequestKind.ACCESS, label, offering, contact.id) if contact else None


def owner_channel(knowledge: Knowledge) -> str:
    """Where the owner is asked; empty where policy.yaml names no channel."""
    contact = contacts.owner_contact(knowledge)
    return contact.channel if contact else ""
