"""One ruled question goes in; the policy's own sentences that decided, and what else has to be known, come out."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from bot.policy.deciding.clauses import changes_of
from bot.policy.deciding.grounds import SUSPENDED, UNPROVEN
from bot.policy.deciding.rulings import Note, Reason, Ruling, ToolRuling
from bot.policy.due.freshness import freshness
from bot.policy.house import Knowledge
from bot.policy.talks.talk import WhyLine
from bot.policy.words import ANY, CELL, GIVES, USABLE, Citation, Effect, Slot, Verdict
from bot.saying import contacts, labels, places
from bot.saying.answers.ruling import DECIDED_BY_SILENCE, Case, asked_offerings, left_out
from bot.saying.words import Words, shorten

LONGEST_QUOTE = 220
REASONS = 2
UNLISTED = "unlisted"
"""The rule of a reason where a line of policy.yaml on unlisted tools decided."""
NAMESAKES = 2
OVERDUE = {"tool": "note.overdue.tool", "guidance": "note.overdue.guidance"}
"""Kind of what was not looked at again in time -> how that is said; a rule and a waiver alike."""


def why(case: Case) -> tuple[WhyLine, ...]:
    """The policy's own sentences that decided, each with its place."""
    lines: dict[tuple[str, str], WhyLine] = {}
    about = _about(case)
    in_words = {one.effect for one in about if case.words.pick(one.because) or (one.cites and one.cites.quote)}
    for reason in about:
        if _is_cell(reason, case) and reason.effect in in_words:
            continue
        line = _reason(reason, case)
        if line.quote:
            lines.setdefault((line.quote, line.place), line)
    told = sorted(lines.values(), key=lambda line: line.place.startswith("policy.yaml"))
    return tuple(told)[: REASONS if in_words else 1]  # cells of one row say the same again


def _about(case: Case) -> tuple[Reason, ...]:
    """The reasons, where nobody knows what some data is without the bans of other data from every tool: a toolbox talk is not
    refused because passwords are."""
    asked, reasons = case.question.data, case.ruling.reasons
    if all(ask.types for ask in asked):
        return reasons
    said = {type_ for ask in asked for type_ in ask.types}
    elsewhere = {
        rule.id
        for rule in case.knowledge.policy.rules
        if ANY in rule.offerings and ANY not in rule.data and not rule.data & said and not rule.where
    }
    return tuple(one for one in reasons if one.rule not in elsewhere) or reasons


def _reason(reason: Reason, case: Case) -> WhyLine:
    knowledge, words = case.knowledge, case.words
    at = reason.cites or reason.at
    because = words.pick(reason.because)
    quote = because or (reason.cites.quote if reason.cites else "") or reason.at.quote or ""
    if _is_cell(reason, case):
        quote = _cell(reason, case)
    elif reason.rule in (*DECIDED_BY_SILENCE, SUSPENDED, UNPROVEN):
        own = knowledge.organisation.unlisted_because if reason.rule == UNLISTED else ""
        quote = own or words(f"why.{reason.rule}")
    elif reason.effect is None and reason.rule in knowledge.policy.conditions:
        quote = words.pick(knowledge.policy.conditions[reason.rule].text) or quote
    elif not because and not (reason.cites and reason.cites.quote) and reason.effect and reason.offering and reason.data:
        quote = _pair(reason, reason.offering, reason.data, case)  # a rule without words says what it rules
    return why_line(shorten(quote, LONGEST_QUOTE), at, knowledge)


def _is_cell(reason: Reason, case: Case) -> bool:
    """Whether a matrix cell decided that has no sentence of its own; it is quoted only where no rule with words says the same."""
    return reason.rule.startswith(CELL) and not case.words.pick(reason.because)


def _cell(reason: Reason, case: Case) -> str:
    """A matrix cell in words: row, column and what stands there."""
    row, column = [*reason.rule.split(":", 2), "", ""][1:3]
    return _pair(reason, row, column, case)


def _pair(reason: Reason, row: str, column: str, case: Case) -> str:
    return case.words(
        "why.cell",
        row=labels.case_label(row, case.knowledge, case.words),
        column=labels.data_label(column, case.knowledge, case.words),
        cell=case.words(f"word.{GIVES[reason.effect].value}") if reason.effect else reason.at.quote,
    )


def why_line(quote: str, at: Citation, knowledge: Knowledge) -> WhyLine:
    """A quote with its place and, where the policy can be opened, its link."""
    return WhyLine(quote, at, places.place_of(at, knowledge), places.link_of(at, knowledge))


# --- the notes ---------------------------------------------------------------------------------------------------


def notes(case: Case, today: date, takes: dict[str, Verdict] | None = None) -> tuple[str, ...]:
    """What else has to be known: where the policy is silent, what was left out, what was assumed, what nobody could read.

    ``takes``: as in ``Ruled``.
    """
    ruling, words = case.ruling, case.words
    said: list[str] = []
    if Note.SILENT_ON_TRANSFORMATION in ruling.notes:
        done = [one for ask in case.question.data for one in ask.transformations]
        names = words.join([labels.transformation_label(one, case.knowledge, words) for one in done])
        said.append(words("note.silent_on_transformation", transformation=names) if names else words("note.silent"))
    if Note.LEFT_OUT in ruling.notes and case.question.left_out and ruling.verdict is not Verdict.CONDITIONAL:
        said.append(words("note.left_out", left=left_out(case)))
    if Note.NOT_GROUNDED in ruling.notes and takes is None and not case.item.is_agreed:
        said.append(words("note.not_grounded"))
    if takes:
        said.append(_may_go_in(case, takes))
    if Note.WAIVER in ruling.notes:
        said.extend(_waivers(case))
    if Note.IN_DOUBT in ruling.notes:
        said.append(words("note.in_doubt", data=labels.data_label(case.knowledge.policy.in_doubt, case.knowledge, words)))
    if Note.ASSUMED_STRICTEST in ruling.notes and Note.NOT_GROUNDED not in ruling.notes:
        said.append(words("note.assumed_strictest"))
    said.extend(_namesakes(case))
    said.extend(_changed_terms(case))
    said.extend(_overdue(case, today))
    said.extend(assumptions(ruling.assumed if isinstance(ruling, Ruling) else {}, case.knowledge, words))
    return tuple(said)


def _may_go_in(case: Case, takes: dict[str, Verdict]) -> str:
    """Under a no to data that was not surely read: what may go into the tool, so that whoever knows the data knows the answer."""
    words = case.words
    named = {id_: labels.data_label(id_, case.knowledge, words) for id_ in takes}
    for id_, verdict in takes.items():
        if verdict is not Verdict.ALLOWED:
            named[id_] = words("labelled.examples", label=named[id_], examples=words(f"word.{verdict.value}"))
    return words("note.takes", tool=case.tool, classes=words.join(list(named.values())))


def assumptions(assumed: dict[Slot, str], knowledge: Knowledge, words: Words) -> tuple[str, ...]:
    """What nobody said and the answer rests on, so that whoever it is not true of asks again."""
    values = [f"{words('slot.' + slot)} {labels.slot_value(slot, value, knowledge, words)}" for slot, value in assumed.items()]
    return (words("note.assumed", values=", ".join(values)),) if values else ()


def _namesakes(case: Case) -> list[str]:
    """Other tools whose name only adds to that of the one that may be used ("X", "X with web search"): a yes is none for them.
    Products of the world are told apart by what everybody knows of them."""
    known = case.knowledge.vocabulary
    asked = {known.offerings[id_].tool for id_ in asked_offerings(case) if id_ in known.offerings}
    if case.ruling.verdict not in USABLE or len(asked) != 1:
        return []
    tool = asked.pop()
    if known.tools[tool].catalog:
        return []
    name = labels.tool_label(tool, case.knowledge, case.words)
    longer = [labels.tool_label(id_, case.knowledge, case.words) for id_ in known.tools]
    others = [one for one in longer if one.casefold().startswith(f"{name.casefold()} ")][:NAMESAKES]
    return [case.words("note.namesakes", tool=name, others=case.words.join(others, style="or"))] if others else []


def _waivers(case: Case) -> list[str]:
    deciding = {reason.rule for reason in case.ruling.reasons}
    return [
        case.words(
            "note.waiver_by" if waiver.approved_by else "note.waiver", until=waiver.until.isoformat(), by=waiver.approved_by
        )
        for waiver in case.knowledge.policy.waivers
        if waiver.rule.id in deciding and waiver.until < date.max
    ]


def _changed_terms(case: Case) -> list[str]:
    """The changes of terms under review on which this ruling rests."""
    if not case.knowledge.changed_terms or not isinstance(case.ruling, Ruling):
        return []
    asked = [id_ for ask in case.question.tools for id_ in ask.offerings]
    found = changes_of(case.knowledge.policy, case.ruling, asked, case.knowledge.changed_terms)
    names = {vendor.id: vendor.name for vendor in case.knowledge.vendors}
    told = ((names.get(one.vendor, one.vendor), format_date(one.on, "long", locale=case.words.language)) for one in found)
    return [case.words("note.terms_changed", vendor=vendor, date=day) for vendor, day in dict.fromkeys(told)]


def _overdue(case: Case, today: date) -> list[str]:
    """What was not looked at again in time, of all that the ruling rests on: the oldest is enough to say."""
    overdue = freshness(case.knowledge, case.question, case.ruling, today).overdue[:1]
    names = {one.id: labels.tool_label(one.id, case.knowledge, case.words) for one in overdue if one.kind == "tool"}
    keys = [(OVERDUE.get(one.kind, "note.overdue"), one) for one in overdue]
    return [case.words(key, date=str(one.review_by), tool=names.get(one.id, one.id)) for key, one in keys]


def owner_of(case: Case) -> str:
    """Who answers for the rule that decided, or approves what it asks for, with how they are had; empty: nobody."""
    return line_of(owner_word(case), case.knowledge)


def owner_word(case: Case) -> str:
    """Who answers for the rule that decided (one that wants approval first), or whose approval it wants, as the policy names
    them; empty: nobody."""
    ruling = case.ruling
    if ruling.verdict is Verdict.REVIEW and (approver := _approver(ruling, case.knowledge)):
        return approver
    weighty = [reason for reason in ruling.reasons if reason.effect is Effect.REVIEW] or list(ruling.reasons)
    deciding = {reason.rule for reason in weighty}
    return next((rule.owner for rule in case.knowledge.policy.rules if rule.id in deciding and rule.owner), "")


def approver_of(ruling: Ruling | None, knowledge: Knowledge) -> str:
    """Whose approval a ruling wants, with how they are had; empty: nobody's."""
    return line_of(_approver(ruling, knowledge), knowledge) if ruling else ""


def line_of(word: str, knowledge: Knowledge) -> str:
    """Who is called so by the policy, with how they are had; the word itself where it is no contact."""
    contact = contacts.contact_called(word, knowledge)
    return contacts.contact_line(contact) if contact else word


def _approver(ruling: Ruling | ToolRuling, knowledge: Knowledge) -> str:
    known = knowledge.policy.conditions
    needed = (known[need.condition].approver for need in ruling.needs if need.condition in known and not need.general)
    return next(filter(None, needed), "")
