"""A reading and its rulings go in; an ``Answer`` in plain words, in the asker's language, comes out. No Slack markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.policy.deciding.rulings import AskBack, Ruling
from bot.policy.due.freshness import freshness
from bot.policy.house import Knowledge
from bot.policy.talks.answer import Answer
from bot.policy.talks.label import ASK, label_of, strictest_label
from bot.policy.talks.talk import SMALL_TALK, Intent, Reading, Ruled
from bot.policy.words import STRICTNESS, Verdict
from bot.saying import contacts, labels, model, talk
from bot.saying.answers import asked_for, asking, first_tool, known, reasons, requesting, ruling, tables
from bot.saying.answers.across import across_answer
from bot.saying.answers.ruling import Case
from bot.saying.answers.unless import with_unless
from bot.saying.blank import blank
from bot.saying.plain import as_text
from bot.saying.words import Words, languages, shorten, words_for

SHORT_VERSION = 10
LONGEST_CONDITIONS = 240
LONGEST_READ_AS = 200
MOST_QUESTIONS = 10
_SAID_AGAIN = frozenset({Intent.MAY_I, Intent.WHICH_TOOL, Intent.COMPARE})
"""What a remark in a thread brings again, with a line that says so."""
LONGEST_READ = 6000
"""Characters; a message that is longer is told that not all of it was read."""


def say(reading: Reading, ruled: tuple[Ruled, ...], knowledge: Knowledge, receipt: str, today: date) -> Answer:
    """Word what was ruled. ``ruled`` has one entry per question of the message; ``today`` dates approved exceptions."""
    words = words_for(reading.language, knowledge.organisation.languages)
    asked = sorted(ruled, key=lambda one: one.item.intent is not Intent.INCIDENT)[:MOST_QUESTIONS]
    parts = tuple(_finish(_with_terms(one, knowledge, words, today), one, words, receipt, knowledge) for one in asked)
    if not parts:
        empty = Ruled(item=reading.items[0], ruling=None) if reading.items else talk.nothing_read()
        parts = (_finish(_one(empty, knowledge, words, today), empty, words, receipt, knowledge),)
    answer = parts[0] if len(parts) == 1 else _several(parts, words)
    if reading.is_believed and any(one.verdict == Verdict.ALLOWED for one in (answer, *answer.parts)):
        answer = replace(answer, captions={**answer.captions, **model.doubt_captions(words)})
    if any(one.intent not in SMALL_TALK for one in (answer, *answer.parts)):
        answer = replace(answer, footer=_footer(receipt, knowledge, words, _badge(ruled, knowledge, words, today)))
    if len(ruled) > MOST_QUESTIONS:
        answer = replace(answer, notes=(*answer.notes, words("note.more_questions", count=str(MOST_QUESTIONS))))
    if reading.language and reading.language not in languages():
        answer = _in_a_language_we_read(answer, words)
    if len(reading.text) > LONGEST_READ:
        answer = replace(answer, notes=(*answer.notes, words("note.long")))
    return replace(answer, text=as_text(answer))


def _in_a_language_we_read(answer: Answer, words: Words) -> Answer:
    """Where something was read all the same, a note; else the one thing that helps."""
    if answer.verdict or answer.label == "ask":
        return replace(answer, notes=(*answer.notes, words("note.language", language=words("language.own"))))
    return replace(answer, sentence=words("talk.language"))


def _with_terms(ruled: Ruled, knowledge: Knowledge, words: Words, today: date) -> Answer:
    """One question; beneath its answer what is recorded of the terms that it asks about as well."""
    if ruled.item.intent is Intent.TERMS and ruled.terms and not ruled.item.question.tools:
        return across_answer(ruled, knowledge, words)
    if ruled.item.intent is Intent.TERMS and ruled.terms:
        return asked_for.with_a_button(known.terms_answer(ruled, knowledge, words, today), ruled, knowledge, words)
    answer = with_unless(_one(ruled, knowledge, words, today), ruled, knowledge, words)
    return replace(answer, terms=known.lines(ruled, knowledge, words, today)) if ruled.terms else answer


def _one(ruled: Ruled, knowledge: Knowledge, words: Words, today: date) -> Answer:
    """One question, worded by what it wants."""
    intent = ruled.item.intent
    happened = ruled.ruling is not None or talk.playbook(knowledge, words) is not None
    if intent is Intent.INCIDENT or (intent is Intent.REPORT and happened):
        return replace(talk.incident(ruled, knowledge, words), notes=_for_next_time(ruled, knowledge, words))
    is_list = intent is Intent.WHICH_TOOL and bool(ruled.tools)
    ask = tables.open_question(ruled) if is_list else ruled.ruling and ruled.ruling.ask_back
    if ask and not (is_list and first_tool.is_made_for_nothing(ruled)):
        return _asked_back(ruled, ask, knowledge, words, today)
    if is_list:
        return first_tool.which_tool(ruled, knowledge, words, today)
    if ruled.ruling is None:
        return talk.undecided(ruled, knowledge, words, today)
    answer = _ruled(ruled, ruled.ruling, knowledge, words, today)
    if len(ruled.ruling.per_tool) > 1:
        return tables.compare(answer, ruled.item, ruled.ruling, knowledge, words)
    return talk.explain(answer, ruled, knowledge, words, today) if intent is Intent.EXPLAIN else answer


def _asked_back(ruled: Ruled, ask: AskBack, knowledge: Knowledge, words: Words, today: date) -> Answer:
    """The question back, with what is known already: of a list of tools the first, of a why the reasons."""
    is_list = ruled.item.intent is Intent.WHICH_TOOL and bool(ruled.tools)
    asked = _question_back(ruled, tables.with_the_first(ruled, ask, knowledge) if is_list else ask, knowledge, words)
    if is_list and ask.is_offer:
        allowed = replace(ruled.tools[0], verdict=Verdict.ALLOWED, ask_back=None)
        listed = first_tool.which_tool(replace(ruled, tools=(allowed, *ruled.tools[1:])), knowledge, words, today)
        return replace(asked, start=listed.start)
    return talk.explain_first(asked, ruled, knowledge, words, today) if ruled.item.intent is Intent.EXPLAIN else asked


def _ruled(ruled: Ruled, made: Ruling, knowledge: Knowledge, words: Words, today: date) -> Answer:
    """A question that has its ruling."""
    case = Case(ruled.item, made, knowledge, words)
    empty = blank(ruled.item.intent, words)
    contact, caption = _contact(case, words)
    return replace(
        empty,
        verdict=made.verdict.value,
        shape=ruling.SHAPES[made.verdict],
        word=words(f"word.{made.verdict.value}"),
        sentence=ruling.sentence(case),
        checklist=ruling.checklist(case),
        instead=ruling.instead(case, ruled.alternatives),
        how_to_get=ruling.how_to_get(case, ruled.alternatives),
        contact=contact,
        why=reasons.why(case),
        notes=(*reasons.notes(case, today, ruled.takes), *_until_then(made, words)),
        offers=requesting.offers(case),
        captions={**empty.captions, "contact": caption, **requesting.request_captions(case)},
    )


def _until_then(made: Ruling, words: Words) -> tuple[str, ...]:
    """What to do while nobody has decided yet."""
    return (words("note.until_then"),) if made.verdict is Verdict.UNCOVERED else ()


def _contact(case: Case, words: Words) -> tuple[str, str]:
    """Whom to ask, and the heading that says what for: only where somebody has to decide something,
    or could: on a tool that is forbidden because nobody has looked at it yet."""
    unnamed = case.ruling.verdict is Verdict.CONDITIONAL and ".unnamed" in ruling.sentence_key(case)
    if case.ruling.verdict in (Verdict.UNCOVERED, Verdict.REVIEW) or unnamed:
        key = "contact.approves" if case.ruling.verdict is Verdict.REVIEW else "contact.decides"
        return contacts.who_decides(case.knowledge, reasons.owner_of(case)) or words("contact.nobody"), words(key)
    if case.ruling.verdict is Verdict.FORBIDDEN and case.is_unlisted:
        return contacts.who_decides(case.knowledge), words("contact.new_tools")
    return "", words("caption.contact")


def _question_back(ruled: Ruled, ask: AskBack, knowledge: Knowledge, words: Words) -> Answer:
    """The one question that matters, with its choices."""
    usable = first_tool.usable(ruled.item.question, ask, knowledge)
    is_offer = ask.is_offer
    empty = blank(ruled.item.intent, words)
    asked = (ask,) if ask.beneath is None else (ask, ask.beneath)
    return replace(
        empty,
        label=ASK,
        shape=ruling.SHAPES[Verdict.ALLOWED] if is_offer else asking.ASK_SHAPE,
        word=words("word.offer" if is_offer else "word.ask"),
        sentence=asking.ask_sentence(ask, ruled.item, knowledge, words),
        tools=tables.settled(ruled, knowledge, words) or tables.by_answer(ruled, ask, knowledge, words, usable),
        choices=tuple(
            choice
            for one in asked
            for choice in asking.choices(one, knowledge, words, first_tool.usable(ruled.item.question, one, knowledge))
        ),
        start=first_tool.likely(ruled, ask, knowledge, words),
        notes=_asked_of_you(ruled, knowledge, words),
        captions={**empty.captions, **{f"choose.{one.slot.value}": words(asking.MENU[one.slot]) for one in asked if asked[1:]}},
    )


def _asked_of_you(ruled: Ruled, knowledge: Knowledge, words: Words) -> tuple[str, ...]:
    """The conditions that hold in every case: where the strictest answer that is left is a yes, if."""
    if ruled.ruling is None or ruled.ruling.verdict is not Verdict.CONDITIONAL or _is_offer(ruled.ruling):
        return ()
    case = Case(ruled.item, ruled.ruling, knowledge, words)
    always = tuple(need for need in ruled.ruling.needs if not need.cases)
    return _told(replace(case, ruling=replace(ruled.ruling, needs=always)), "note.conditions", words)


def _is_offer(ruling: Ruling) -> bool:
    return ruling.ask_back is not None and ruling.ask_back.is_offer


def _for_next_time(ruled: Ruled, knowledge: Knowledge, words: Words) -> tuple[str, ...]:
    """After something happened: what the policy asks for before that tool takes that data, where it may at all."""
    if ruled.ruling is None or ruled.ruling.ask_back is not None:
        return ()
    return _told(Case(ruled.item, ruled.ruling, knowledge, words), "incident.needs", words)


def _told(case: Case, key: str, words: Words) -> tuple[str, ...]:
    """All conditions but general duties, in one sentence."""
    texts = [line.text.rstrip(".") for line in ruling.checklist(case) if not line.general]
    return (words(key, conditions=shorten(words("semicolon").join(texts), LONGEST_CONDITIONS)),) if texts else ()


def _finish(answer: Answer, ruled: Ruled, words: Words, receipt: str, knowledge: Knowledge) -> Answer:
    """Put on what every answer has: its label, what was understood, the receipt and the policy's version."""
    version = (ruled.ruling.version if ruled.ruling else "") or knowledge.version
    again = (words("note.again"),) if ruled.is_again and ruled.item.intent in _SAID_AGAIN else ()
    return replace(
        answer,
        notes=(*again, *answer.notes),
        label=answer.label or label_of(ruled.item.intent, ruled.ruling),
        read_as=shorten(labels.read_as(ruled.item, knowledge, words), LONGEST_READ_AS),
        receipt=receipt,
        version=version,
    )


def _badge(ruled: tuple[Ruled, ...], knowledge: Knowledge, words: Words, today: date) -> str:
    """Whether what the answer rests on was looked at again in time; nothing where no file says when."""
    fresh = [
        freshness(knowledge, one.item.question, one.ruling, today) for one in ruled if one.ruling and one.ruling.ask_back is None
    ]
    if any(one.overdue for one in fresh):
        return words("badge.overdue")
    days = [one.until for one in fresh if one.until]
    return words("badge.reviewed", date=min(days).isoformat()) if days and len(days) == len(fresh) else ""


def _footer(receipt: str, knowledge: Knowledge, words: Words, badge: str) -> str:
    version = knowledge.version[:SHORT_VERSION]
    parts = (receipt, words("footer.version", version=version) if version else "", badge)
    sample = words("footer.sample", organisation=knowledge.organisation.name) if knowledge.organisation.sample else ""
    return " · ".join(part for part in (*parts, sample) if part)


def _several(parts: tuple[Answer, ...], words: Words) -> Answer:
    """Several questions in one message: what went wrong already comes first, then the answers in the order of asking."""
    told = tuple(sorted(parts, key=lambda part: part.intent is not Intent.INCIDENT))
    label = strictest_label([part.label for part in parts])
    verdicts = [Verdict(part.verdict) for part in parts if part.verdict]
    lead = next(part for part in told if part.label == label)
    return replace(
        blank(lead.intent, words),
        label=label,
        verdict=max(verdicts, key=lambda verdict: STRICTNESS[verdict]).value if verdicts else "",
        sentence=words("several.sentence", count=str(len(parts))),
        read_as=shorten(" / ".join(dict.fromkeys(part.read_as for part in told if part.read_as)), LONGEST_READ_AS),
        receipt=lead.receipt,
        version=lead.version,
        parts=told,
    )
