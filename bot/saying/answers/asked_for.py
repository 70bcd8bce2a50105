"""Somebody asks how to get a tool of which nothing is on record; whom to ask comes out, and a button that asks them."""

from __future__ import annotations

from dataclasses import replace

from bot.policy.due.known_terms import ACCESS
from bot.policy.house import Knowledge
from bot.policy.requests import Offer, RequestKind
from bot.policy.talks.answer import Answer
from bot.policy.talks.talk import Ruled
from bot.policy.words import Question
from bot.saying import contacts, labels
from bot.saying.answers import requesting
from bot.saying.words import Words, opening

COMPANY = "company"


def with_a_button(made: Answer, ruled: Ruled, knowledge: Knowledge, words: Words) -> Answer:
    """What is on record of a tool, with a button to ask for it where that is what was asked. Of one that no file tells how to get
    it is said that somebody has to be asked."""
    if ACCESS not in ruled.item.points:
        return made
    question = ruled.item.question
    made = replace(made, offers=offers(question, knowledge, words))
    if any(term.value for term in ruled.terms):
        return made
    key = "access.unknown" if any(ask.offerings for ask in question.tools) else "decides.unlisted"
    return _asking(replace(made, terms=()), key, ruled, knowledge, words)


def _asking(made: Answer, key: str, ruled: Ruled, knowledge: Knowledge, words: Words) -> Answer:
    """With whom to ask, and for what."""
    tools = ruled.item.question.tools
    names = [labels.tool_name(ask, knowledge, words) for ask in tools]
    listed = any(ask.offerings for ask in tools)
    heading = "contact.decides" if listed else "contact.new_tools"
    notes = () if not tools else (words("terms.ask", tool=names[0]),) if listed else (words("note.until_then"),)
    return replace(
        made,
        sentence=made.sentence if made.passages else opening(words(key, tool=words.join(names))),
        contact=contacts.who_decides(knowledge),
        notes=notes,
        captions={**made.captions, "contact": words(heading)},
    )


def offers(question: Question, knowledge: Knowledge, words: Words) -> tuple[Offer, ...]:
    """A button for each way to have the tool that somebody has to be asked for; nothing where no channel is named."""
    if len(question.tools) != 1:
        return ()
    (ask,) = question.tools
    if not ask.offerings:
        channel = requesting.owner_channel(knowledge)
        return (Offer(RequestKind.TOOL, words("desk.request.tool")),) if ask.name and channel else ()
    found = (requesting.access(one, knowledge, words) or _of_the_owner(one, knowledge, words) for one in ask.offerings)
    return tuple(one for one in found if one is not None)


def _of_the_owner(offering: str, knowledge: Knowledge, words: Words) -> Offer | None:
    """Asking the policy's owner for what the company has, where no file says how one gets it."""
    listed, terms = knowledge.policy.offerings.get(offering), knowledge.vocabulary.offerings.get(offering)
    owner = contacts.owner_contact(knowledge)
    is_open = listed is None or listed.access or listed.account != COMPANY or (terms is not None and terms.get_it)
    if is_open or owner is None or not owner.channel:
        return None
    label = words("desk.offer.access", tool=labels.offering_label(offering, knowledge, words))
    return Offer(RequestKind.ACCESS, label, offering, owner.id)
