"""A question that nothing is decided for, or that went wrong already, goes in; a calm answer comes out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.policy.house import Contact, Knowledge, Passage
from bot.policy.talks.answer import Answer
from bot.policy.talks.label import ASKS
from bot.policy.talks.talk import Intent, Item, Ruled, WhyLine
from bot.policy.words import Effect, Question, Slot
from bot.saying import contacts, labels, places
from bot.saying.answers import approving, meaning, reasons
from bot.saying.blank import blank
from bot.saying.notices import desk
from bot.saying.words import Words, marked, shorten

STEP = re.compile(r"^\s*\d+[.)]\s+(?P<words>.+)$")
MOST_STEPS = 6
LONGEST_STEP = 220
PASSAGES = 2
ASKS_FOR_WORDS = (Intent.EXPLAIN, Intent.REPORT, Intent.TERMS, Intent.ADVICE)


def nothing_read() -> Ruled:
    """What stands for a message in which there was nothing to read."""
    return Ruled(item=Item(intent=Intent.EMPTY, question=Question()), ruling=None)


def incident(ruled: Ruled, knowledge: Knowledge, words: Words) -> Answer:
    """Something has happened: thanks, steps, whom to tell. No scolding, and no contact that the policy does not name."""
    named = desk.incident_contact(knowledge)
    contact = contacts.contact_line(named) if named else ""
    passage = playbook(knowledge, words)
    steps = playbook_steps(passage) if passage else ()
    if not steps:
        steps = (words("incident.stop"), words("incident.keep"), _tell(named, passage, words))
    at = places.at(passage) if passage else None
    why = (WhyLine("", at, places.place_of(at, knowledge), places.link_of(at, knowledge)),) if at else ()
    made = blank(ruled.item.intent, words)
    return replace(
        made, sentence=words("incident.thanks"), steps=steps, contact=contact, why=why,
        captions={
            **made.captions, **desk.tell_captions(named, words),
            "contact": words("contact.tell"), "why": words("caption.passages"),
        },
    )  # fmt: skip


def _tell(named: Contact | None, passage: Passage | None, words: Words) -> str:
    """Whom to tell, and what the policy itself says of it; without a contact the manager."""
    contact = contacts.contact_line(named) if named else ""
    told = words("incident.tell", contact=contact) if contact else words("incident.tell_manager")
    own = named.says if named else " ".join(passage.text.split()) if passage else ""
    says = words("quoted", text=shorten(own, LONGEST_STEP)) if own else ""
    return f"{told} {words('incident.own_words', quote=says)}" if says else told


def playbook(knowledge: Knowledge, words: Words) -> Passage | None:
    """The policy's incident passage: in the answer's language, else in the policy's, else any."""
    found = [passage for passage in knowledge.guidance if passage.kind == "incident"]
    for language in (words.language, words.policy_language, ""):
        for passage in found:
            if passage.language == language:
                return passage
    return found[0] if found else None


def playbook_steps(passage: Passage) -> tuple[str, ...]:
    """The numbered list of a playbook; a line that goes on belongs to the step above it."""
    steps: list[str] = []
    open_step = False
    for line in passage.text.splitlines():
        numbered = STEP.match(line)
        if numbered:
            steps.append(numbered["words"].strip())
            open_step = True
        elif open_step and line.strip():
            steps[-1] += f" {line.strip()}"
        else:
            open_step = False
    return tuple(shorten(step, LONGEST_STEP) for step in steps[:MOST_STEPS])


def explain(answer: Answer, ruled: Ruled, knowledge: Knowledge, words: Words, today: date) -> Answer:
    """A question about a ruling: the ruling stays in one sentence, and the policy's own words about it are shown. In a thread,
    where the ruling stands above with all else that was said of it, these words come first, as they are what was asked for.
    """
    found = quoted(ruled, knowledge, words, today)
    notes = meaning.notes(ruled, knowledge, words) if found else (words("explain.no_more"),)
    passages = found or _cited(answer.why, knowledge)
    if passages and ruled.is_again:
        said = answer.sentence if not answer.sentence.rstrip().endswith(":") else ""  # its boxes stand above as well
        notes = (*notes, words("explain.above", said=" – ".join(filter(None, (marked(answer.shape, answer.word), said)))))
        answer = replace(answer, shape="", word="", sentence=words(meaning.sentence_key(ruled)), checklist=())
    captions = answer.captions if answer.contact else {**answer.captions, "contact": words("contact.ask")}
    return replace(
        answer,
        checklist=tuple(line for line in answer.checklist if not line.general),
        instead=(),
        how_to_get="",
        why=() if passages else answer.why,
        passages=passages,
        background=meaning.placed(ruled.background, knowledge),
        contact=answer.contact or contacts.whom_to_ask(knowledge, reasons.approver_of(ruled.ruling, knowledge)),
        notes=notes,
        captions=captions,
    )


def _cited(why: tuple[WhyLine, ...], knowledge: Knowledge) -> tuple[WhyLine, ...]:
    """ "Why?" alone: the passages that the reasons cite, with what stands around the sentence that was quoted above."""
    of_place = {(one.file, one.line): one.text for one in knowledge.guidance}
    cited = ((line, " ".join(of_place.get((line.at.file, line.at.line), "").split())) for line in why)
    return tuple(replace(line, quote=shorten(text, meaning.LONGEST_PASSAGE)) for line, text in cited if text)[:PASSAGES]


def explain_first(answer: Answer, ruled: Ruled, knowledge: Knowledge, words: Words, today: date) -> Answer:
    """A question about words that no ruling is known for: the policy's words first, the question back below them; where it has
    none, that is said below the question."""
    passages = quoted(ruled, knowledge, words, today)
    if not passages:
        return replace(answer, notes=(words("explain.no_more"), *answer.notes))
    return replace(
        answer,
        shape="",
        word="",
        sentence=words(meaning.sentence_key(ruled)),
        passages=passages,
        background=meaning.placed(ruled.background, knowledge),
        notes=(*meaning.notes(ruled, knowledge, words), answer.sentence, *answer.notes),
    )


def quoted(ruled: Ruled, knowledge: Knowledge, words: Words, today: date) -> tuple[WhyLine, ...]:
    """The passages that were found, short enough for a phone, each with its place; what a word means before them."""
    told = meaning.lines(ruled, knowledge, words, today)
    found = meaning.beside(ruled)[: max(PASSAGES - len(told), 0)]
    return (
        *told,
        *meaning.placed(tuple(replace(line, quote=shorten(line.quote, meaning.LONGEST_PASSAGE)) for line in found), knowledge),
    )


def undecided(ruled: Ruled, knowledge: Knowledge, words: Words, today: date) -> Answer:
    """Nothing to decide: the policy's own words where it was asked for them, else one friendly line with an example."""
    intent = ruled.item.intent
    made = blank(intent, words)
    if intent in ASKS:
        named = len({mention.id for mention in ruled.item.mentions if mention.slot == Slot.TOOL.value})
        return replace(made, sentence=words(f"talk.{intent.value}", count=str(named)))
    if intent in ASKS_FOR_WORDS:
        approver = approving.approvers(ruled.item.question, knowledge)
        told = approving.sentences(ruled.item.question, knowledge, words) if approver else ()
        told = told or meaning.of_data(ruled.item.question, knowledge, words)[:1]
        passages = (*told, *quoted(ruled, knowledge, words, today))
        passages = passages[: max(PASSAGES, len(ruled.meanings))]
        background = meaning.placed(ruled.background, knowledge)
        captions = {**made.captions, "contact": words("contact.approves" if approver else "contact.ask")}
        made = replace(made, contact=contacts.whom_to_ask(knowledge, approver), captions=captions)
        key = meaning.sentence_key(ruled) if passages else "passages.none"
        notes = (*meaning.notes(ruled, knowledge, words), *((words("note.advise"),) if ruled.item.asks_way else ()))
        return replace(made, sentence=words(key), passages=passages, background=background if passages else (), notes=notes)
    return replace(made, sentence=_to_us(ruled, knowledge, words))


def _to_us(ruled: Ruled, knowledge: Knowledge, words: Words) -> str:
    """What is said of no tool and no data: thanks get one line, and so does what changes nothing of an answer above."""
    intent = ruled.item.intent
    if intent in (Intent.THANKS, Intent.FEEDBACK):
        return words(f"talk.{intent.value}")
    if intent is Intent.OFF_TOPIC and ruled.goes_on:
        return words("talk.stands")
    key = f"talk.{intent.value}" if intent in (Intent.GREETING, Intent.ABOUT_BOT, Intent.TASK, Intent.EMPTY) else "talk.off_topic"
    first = f"{words(key)} {purpose(knowledge, words)}"
    return "\n".join((first, *_kept(ruled, words))) if intent is Intent.ABOUT_BOT else first


def _kept(ruled: Ruled, words: Words) -> tuple[str, ...]:
    """What is kept of a question, and who sees it."""
    if not ruled.text_days:
        return (words("home.kept.never"),)
    texts = words("about_bot.kept", days=str(ruled.text_days)), words("about_bot.seen"), words("home.kept.never")
    return (*texts, words("about_bot.erase", title=words("home.data.title")), words("home.ways"))


def purpose(knowledge: Knowledge, words: Words) -> str:
    """What the bot is for, with an example from the policy's own tools and data."""
    tool, data = example(knowledge, words)
    return words("talk.purpose_example", tool=tool, data=data) if tool and data else words("talk.purpose")


def example(knowledge: Knowledge, words: Words) -> tuple[str, str]:
    """A tool and a data type of the policy that a rule speaks about, a granting rule first; both empty where there is none."""
    order = (Effect.CONDITION, Effect.ALLOW)
    terms = knowledge.vocabulary.offerings
    known = sorted(terms, key=lambda id_: (not terms[id_].plans, terms[id_].account != "company", terms[id_].hosting != "vendor"))
    for rule in sorted(knowledge.policy.rules, key=lambda rule: order.index(rule.effect) if rule.effect in order else 2):
        offerings = [id_ for id_ in known if id_ in rule.offerings]
        reached = (id_ for id_, type_ in knowledge.policy.data_types.items() if {id_, *type_.classes, *type_.is_a} & rule.data)
        data = next(reached, "")
        if offerings and data:
            label = words.inside(labels.data_label(data, knowledge, words))
            return labels.offering_label(offerings[0], knowledge, words), label
    return "", ""
