"""An answer and what became of a request go in; the desk's words come out: to the asker, and what is put into the files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from babel.dates import format_date

from bot.policy.house import Contact, Knowledge
from bot.policy.requests import APPROVED, GRANTED, Request, RequestKind, RequestState
from bot.policy.talks.answer import Answer
from bot.policy.talks.talk import Item
from bot.policy.words import Verdict
from bot.saying import contacts, labels
from bot.saying.answers.ruling import SHAPES
from bot.saying.plain import as_text
from bot.saying.words import Words, words_for

GRANTED_WORDS = {RequestKind.ACCESS: "desk.said.access", RequestKind.APPROVAL: "desk.said.approval"}
ENDED = {"again": "desk.asked_before", "settled": "desk.settled_before", "gone": "desk.gone", "unknown": "slack.failed"}
"""What became of a wish that goes nowhere now -> the words for it."""


def incident_contact(knowledge: Knowledge) -> Contact | None:
    """Whom an incident is told to: the contact for it, else ``help`` or ``owner``.

    Whoever is asked about tools is not told of a slip where the policy has a passage about slips that names nobody.
    """
    others = () if any(passage.kind == "incident" for passage in knowledge.guidance) else ("help", "owner")
    return contacts.first_contact(knowledge, "incident", *others)


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


def given(answer: Answer) -> str:
    """The whole answer as the card quotes it: what was read and the receipt have lines of their own there."""
    return as_text(replace(answer, read_as="", footer="", parts=tuple(replace(one, read_as="") for one in answer.parts)))


def pass_on_to(request: Request, knowledge: Knowledge) -> tuple[tuple[str, str], ...]:
    """Contacts to whom a request may be passed on: id and name. Only in another channel can somebody else be asked."""
    others = knowledge.organisation.contacts
    return tuple((one.id, one.name) for one in others if one.channel and one.channel != request.channel)


def passed_on(to: str, receipt: str, knowledge: Knowledge) -> str:
    """What is left of a card that was passed on."""
    contact = next((one for one in knowledge.organisation.contacts if one.id == to), None)
    words = words_for("", knowledge.organisation.languages)
    return words("desk.passed", contact=contact_name(contact, words), receipt=receipt)


def named_contact(request: Request, knowledge: Knowledge) -> str:
    """Whom a request is for, where it names somebody."""
    named = (one.name for one in knowledge.organisation.contacts if one.id == request.wish.to)
    return next(named, "")


# --- what the asker is told --------------------------------------------------------------------------------------


def contact_name(contact: Contact | None, words: Words) -> str:
    """How a contact is called."""
    return contact.name if contact and contact.name else words("desk.the_owner")


def remark(state: str, kind: RequestKind, contact: Contact | None, *, receipt: str, language: str, private: bool) -> str:
    """The word to somebody who has just asked. ``state``: as ``Opened`` has it."""
    words = words_for(language, (language,))
    if state == "nobody":
        line = contacts.contact_line(contact) if contact else ""
        return words("slack.owner.nobody", contact=line) if line else words("desk.nobody")
    if state in ENDED:
        return words(ENDED[state], receipt=receipt)
    if kind is RequestKind.INCIDENT:
        key = "desk.told" if state == "told" else "desk.telling"
        return words(key, contact=contact_name(contact, words), receipt=receipt)
    return words("desk.asked_privately" if private else "slack.owner.asked")


def consent(kind: RequestKind, contact: Contact | None, language: str, knowledge: Knowledge) -> str:
    """What whoever asks reads first. The owner's word is asked for without a name, all else with it."""
    words = words_for(language, knowledge.organisation.languages)
    key = "desk.consent.unnamed" if kind is RequestKind.OWNER else "desk.consent"
    return words(key, contact=contact_name(contact, words))


def settled(request: Request, contact: Contact | None, knowledge: Knowledge, items: tuple[Item, ...] = ()) -> str:
    """What came of a request, as a reply to the asker: honest about what is not in force yet. ``items``: what was asked, as
    other talk may stand between."""
    words = words_for(request.language, knowledge.organisation.languages)
    said, name, about = request.settlement, contact_name(contact, words), _about(request, items, knowledge, words)
    receipt = words("labelled", label=request.receipt, text=about) if about else request.receipt
    lines = [_outcome(request, name, receipt, words), said.words]
    lines += [f"☐ {labels.condition_text(one, knowledge, words)}" for one in said.conditions]
    if request.state is RequestState.ANSWERED and request.kind in APPROVED:
        lines.append(words("desk.said.not_yet"))
    elif said.as_knowledge:
        lines.append(words("desk.said.knowledge"))
    return "\n".join(line for line in lines if line)


def _about(request: Request, items: tuple[Item, ...], knowledge: Knowledge, words: Words) -> str:
    """What was asked for, in the names of lists: what somebody wrote may hold data, and is not said a second time. Who is given
    a tool is told of no data: that would read as leave for it."""
    wish, asks = request.wish, [item.question for item in items]
    tools = [labels.offering_label(wish.tool, knowledge, words) if wish.tool else wish.tool_name]
    data = [labels.data_label(wish.data, knowledge, words)]
    if not tools[0]:
        tools = [labels.tool_name(ask, knowledge, words) for one in asks for ask in one.tools if ask.offerings]
    if not wish.data and request.kind is not RequestKind.ACCESS:
        kinds = [ask.types for one in asks for ask in one.data if len(ask.types) <= labels.FEW]
        data = [labels.data_label(id_, knowledge, words) for ids in kinds for id_ in ids]
    return " · ".join(told for names in (tools, data) if (told := words.join(_few(names, words))))


def _few(names: list[str], words: Words) -> list[str]:
    kept = list(dict.fromkeys(names))
    more = len(kept) - labels.FEW
    return [*kept[: labels.FEW], words("list.more", count=str(more))] if more > 0 else kept


def _outcome(request: Request, name: str, receipt: str, words: Words) -> str:
    said = request.settlement
    if request.state is RequestState.REFUSED:
        return words("desk.said.declined", contact=name, receipt=receipt)
    if request.kind in GRANTED:
        return words(GRANTED_WORDS[request.kind], contact=name, receipt=receipt)
    if request.kind in APPROVED:
        return words("desk.said.approved", contact=name, receipt=receipt, until=day(said.until, words))
    return words("desk.said.answer", contact=name, receipt=receipt, verdict=verdict(said.verdict, words))


def told(request: Request, contact: Contact | None, knowledge: Knowledge) -> str:
    """That a contact has been told of an incident."""
    words = words_for(request.language, knowledge.organisation.languages)
    return words("desk.told", contact=contact_name(contact, words), receipt=request.receipt)


def closed(request: Request, contact: Contact | None, knowledge: Knowledge) -> str:
    """That the incident somebody reported has been closed."""
    words = words_for(request.language, knowledge.organisation.languages)
    return words("desk.closed", contact=contact_name(contact, words), receipt=request.receipt)


def unreached(request: Request, contact: Contact | None, knowledge: Knowledge) -> str:
    """That the contact's channel could not be reached, and where they are had."""
    words = words_for(request.language, knowledge.organisation.languages)
    how = (contact.how or contact.name) if contact else words("contact.nobody")
    return words("desk.unreached", contact=contact_name(contact, words), receipt=request.receipt, how=how)


def verdicts(language: str) -> tuple[tuple[str, str], ...]:
    """What an owner may answer: every verdict but "not covered", in order of strictness."""
    words = words_for(language, (language,))
    return tuple((one.value, verdict(one.value, words)) for one in Verdict if one is not Verdict.UNCOVERED)


def conditions(knowledge: Knowledge, language: str) -> tuple[tuple[str, str], ...]:
    """The policy's conditions that can be chosen: id and words. Duties hold for everybody anyhow."""
    words = words_for(language, knowledge.organisation.languages)
    chosen = [id_ for id_, one in knowledge.policy.conditions.items() if not one.general]
    return tuple((id_, labels.condition_text(id_, knowledge, words)) for id_ in chosen)


def verdict(value: str, words: Words) -> str:
    """``◐ Yes, if``."""
    return f"{SHAPES[Verdict(value)]} {words(f'word.{value}')}"


def day(iso: str, words: Words) -> str:
    """A day as people write it; ``iso`` may be empty."""
    return format_date(date.fromisoformat(iso), format="long", locale=words.language) if iso else ""


# --- the proposed edit -------------------------------------------------------------------------------------------


def passage(request: Request, knowledge: Knowledge) -> str:
    """An owner's answer as the guidance keeps it, in the policy's language: the verdict first, what they said, what must hold."""
    words, said = words_for("", knowledge.organisation.languages), request.settlement
    held = [f"- {labels.condition_text(one, knowledge, words)}" for one in said.conditions]
    first = words("labelled", label=words(f"word.{Verdict(said.verdict).value}"), text=said.words)
    return "\n".join([first, *(["", *held] if held else [])])


def no_edit(receipt: str, reason: str, knowledge: Knowledge) -> str:
    """A word to the owner: the files could not be written, and why."""
    return words_for("", knowledge.organisation.languages)("desk.patch.none", receipt=receipt, reason=reason)


def unsure_edit(value: str, knowledge: Knowledge) -> str:
    """A word to the owner: with the edit alone the answer would be another one."""
    words = words_for("", knowledge.organisation.languages)
    return words("desk.patch.unsure", verdict=verdict(value, words))
