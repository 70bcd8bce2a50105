"""What the files have on a vendor's terms goes in, the lines of an answer come out: each with where it stands and until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from babel.dates import format_date

from bot.policy.due.known_licences import LICENCE
from bot.policy.due.known_prices import PRICE_LIST
from bot.policy.due.known_terms import ACCESS, CONTRACT, EVIDENCE, GET_IT, PRICE, REVIEW, WAY_OUT, WEIGHTS
from bot.policy.governance import Evidence, State
from bot.policy.house import Knowledge
from bot.policy.talks.answer import Answer, TermsLine
from bot.policy.talks.talk import KnownTerm, Ruled
from bot.policy.words import ToolAsk
from bot.saying import contacts, labels, places
from bot.saying.answers import licences
from bot.saying.answers import priced as prices
from bot.saying.blank import blank
from bot.saying.words import Words, opening, shorten

MOST_LINES = 5
LONGEST_PLAN = 480
LONGEST_SIGN = 4
_SAID = frozenset({"yes", "no", "none", "on", "off"})
_WORDED = {
    ("hosting", "self_hosted"): "hosting.self_hosted",
    ("hosting", "device"): "hosting.device",
    ("weights", "open"): "weights.open",
    ("weights", "closed"): "weights.closed",
}
"""Values of facts that have words of their own."""
_NOTHING = {"retention": "unkept", "contract": "no"}
"""Facts of which "none" is said in other words."""
_SELF_NAMED = ("trains_on_inputs", "training", "retention", "region", "subprocessors", "sharing", "ownership", "contract")
"""Facts that their point names: only their value is said; others say what they are as well."""


def lines(ruled: Ruled, knowledge: Knowledge, words: Words, today: date, *, asks: bool = True) -> tuple[TermsLine, ...]:
    """A line a point, the tool named in its first; what nothing is recorded of comes last. ``asks``: with whom to ask for it."""
    told: list[TermsLine] = []
    for ask in dict.fromkeys(ruled.item.question.tools):
        groups: dict[str, list[KnownTerm]] = {}
        for term in ruled.terms:
            if term.tool == ask.name:
                groups.setdefault(term.point if term.value else "", []).append(term)
        nothing = groups.pop("", [])
        licensed, priced = groups.pop(LICENCE, []), groups.pop(PRICE_LIST, [])
        made = [_recorded(terms, ask, knowledge, words, today) for terms in groups.values()]
        made += [licences.line(one, words, today) for one in licensed]
        made += prices.lines((one.price for one in priced if one.price), words, today)
        made += [_unrecorded(nothing, knowledge, words, asks=asks)] if nothing else []
        name = labels.tool_name(ask, knowledge, words)
        told += [replace(line, text=f"{name} – {line.text}" if at == 0 else opening(line.text)) for at, line in enumerate(made)]
    befores = ["", *(line.place for line in told)]
    lone = (
        replace(line, place="", link="") if line.place == before else line for line, before in zip(told, befores, strict=False)
    )
    return tuple(lone)[:MOST_LINES]


def _recorded(terms: list[KnownTerm], ask: ToolAsk, knowledge: Knowledge, words: Words, today: date) -> TermsLine:
    """One point of one tool: its values, and for which of its offerings each holds where that is not for all."""
    first = terms[0]
    held: dict[str, list[str]] = {}
    for term in terms:
        held.setdefault(_value(term, knowledge, words), []).extend(term.offerings)
    values = []
    for value, having in held.items():
        where = words.join([labels.offering_label(one, knowledge, words) for one in dict.fromkeys(having)])
        values.append(value + (f" ({where})" if set(having) != set(ask.offerings) else ""))
    if not set(ask.offerings) <= {one for term in terms for one in term.offerings}:
        values.append(words("terms.others_none"))
    text = words("labelled", label=point_name(first.point, knowledge, words), text=" · ".join(dict.fromkeys(values)))
    days = [term.review_by for term in terms if term.review_by]
    until = (words("badge.overdue") if min(days) < today else words("badge.reviewed", date=min(days).isoformat())) if days else ""
    others = dict.fromkeys(str(term.at.line) for term in terms[1:] if term.at.file == first.at.file and term.at != first.at)
    stands = licences.seen(first, words, today) if first.seen else places.place_of(first.at, knowledge)
    place = ", ".join(part for part in (stands, *others, until) if part)
    longest = LONGEST_PLAN if first.point == WAY_OUT or first.fact == EVIDENCE else licences.LONGEST_LINE
    return TermsLine(shorten(text, longest), place, places.link_of(first.at, knowledge))


def _unrecorded(terms: list[KnownTerm], knowledge: Knowledge, words: Words, *, asks: bool) -> TermsLine:
    """What the files say nothing of: that, whom to ask, and where the vendor's own words are."""
    points = [point_name(term.point, knowledge, words) for term in terms if term.point]
    contact = contacts.whom_to_ask(knowledge) if asks else ""
    none = words("terms.none_ask", contact=contact) if contact else words("terms.none")
    text = words("labelled", label=words.join(points), text=none) if points else none
    url = next((term.url for term in terms if term.url), "")
    return TermsLine(text, words("terms.own_words", url=url.partition("://")[2].rstrip("/")) if url else "", url)


def point_name(point: str, knowledge: Knowledge, words: Words) -> str:
    """What it is about; a demand by the name that the files give it."""
    demand = next((one for one in knowledge.governance.demands if f"{EVIDENCE}{one.id}" == point), None)
    return words.pick(demand.label) if demand is not None else words(f"terms.point.{point}")


def _value(term: KnownTerm, knowledge: Knowledge, words: Words) -> str:
    """A recorded value as people say it. It is the policy's word: only yes, no, none and signs are put otherwise."""
    if term.point in (ACCESS, WAY_OUT):
        return _what_to_do(term, knowledge, words)
    if key := _WORDED.get((term.fact, term.value)):
        return words(key)
    if term.fact == EVIDENCE:
        return _of_evidence(term, words)
    if term.effective is not None:
        return words("terms.until" if term.point == CONTRACT else "terms.from", what=term.value, day=_day(term.effective, words))
    if term.value in _SAID:
        said = words(f"terms.value.{_NOTHING.get(term.fact, term.value) if term.value == 'none' else term.value}")
        return said if term.fact in _SELF_NAMED else words("labelled", label=_sign(term.fact.replace("_", " ")), text=said)
    return _sign(term.value)


def _what_to_do(term: KnownTerm, knowledge: Knowledge, words: Words) -> str:
    """How staff get it; or which tool takes over, and each step of the file, in its own words."""
    if term.fact == GET_IT:
        return words.pick(knowledge.vocabulary.offerings[term.offerings[0]].get_it)
    plans = (one.migration for one in knowledge.vendors if one.id == term.fact and one.migration)
    steps = [f"{at}. {step}" for plan in plans for at, step in enumerate(plan.steps, 1)]
    return " ".join((words("terms.way_out", tool=labels.offering_label(term.value, knowledge, words)), *steps))


def _of_evidence(term: KnownTerm, words: Words) -> str:
    """How a demand is met, from when and who has it, where the files say it: "who is ...?" asks for a name."""
    state = State.EXPIRED if term.value == State.EXPIRED else State.THERE
    if term.value == State.NOT_NEEDED:
        said = words("terms.evidence.not_needed")
    elif term.effective is None:
        said = words(f"terms.evidence.{state.value}.undated")
    else:
        said = words(f"terms.evidence.{state.value}", day=_day(term.effective, words))
    held = _held(term.evidence, words) if term.evidence is not None else ""
    return words("labelled", label=said, text=held) if held else said


def _held(evidence: Evidence, words: Words) -> str:
    """Where it is, or why it need not be, and who keeps it; a line of the files is told as their place anyway."""
    where = evidence.not_needed or evidence.where
    where = "" if where == f"{evidence.at.file}:{evidence.at.line}" else where
    kept = words("terms.evidence.kept", owner=evidence.owner) if evidence.owner else ""
    return ", ".join(part for part in (where, kept) if part)


def _sign(text: str) -> str:
    """Short words of the files are signs: EU, DPA, BAA."""
    return text.upper() if len(text) < LONGEST_SIGN and text.isalpha() else text


def _day(day: date, words: Words) -> str:
    return format_date(day, format="long", locale=words.language)


# --- an answer that is about terms alone -------------------------------------------------------------------------------


def terms_answer(ruled: Ruled, knowledge: Knowledge, words: Words, today: date) -> Answer:
    """What is recorded of a tool's terms, or that nothing is; whom to ask, and how to ask what may go in."""
    is_known = any(term.value for term in ruled.terms)
    is_bare = not is_known and not any(term.url for term in ruled.terms)
    made = blank(ruled.item.intent, words)
    tools = [labels.tool_name(ask, knowledge, words) for ask in ruled.item.question.tools]
    return replace(
        made,
        sentence=(licences.open_source(ruled.terms, words) or words(_sentence(ruled))) if is_known else words("terms.unknown"),
        terms=() if is_bare else lines(ruled, knowledge, words, today, asks=False),
        contact=contacts.whom_to_ask(knowledge),
        notes=tuple(words("terms.ask", tool=one) for one in tools[:1]),
        captions={**made.captions, "contact": words("contact.ask")},
    )


def _sentence(ruled: Ruled) -> str:
    if all(term.point == WAY_OUT for term in ruled.terms):
        return "terms.way_out.sentence"
    if all(term.point in (PRICE, PRICE_LIST) for term in ruled.terms):
        return "price.sentence"
    is_evidence = all(term.point in (WEIGHTS, LICENCE, REVIEW) or term.point.startswith(EVIDENCE) for term in ruled.terms)
    return "terms.evidence.sentence" if is_evidence else "terms.sentence"
