"""Knowledge and a day go in; warnings come out that only a look at every cell, at all dates and at all people shows.

They are for whoever edits the policy: a running bot never waits for them. What policy.yaml lists as ``accepted`` is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.knowledge.faults import Fault, in_order, many
from bot.knowledge.sheets.undefined import undefined_classes
from bot.knowledge.sheets.wordings import look_at_names
from bot.policy.changes.survey import Odd, Oddity, survey
from bot.policy.deciding.cell import World, look
from bot.policy.deciding.compile import Compiled, compile_policy
from bot.policy.house import Knowledge
from bot.policy.words import CELL, Citation, Effect, Question, Rule, Slot, Verdict, When
from bot.policy.world import CatalogKind

SHOWN = 6
"""So many cells or ids are named in one message."""
_GRANTS = {Effect.ALLOW: "allows", Effect.CONDITION: "grants under conditions", Effect.REVIEW: "sends to review"}
_LIMITS = {Effect.CONDITION: "sets conditions on", Effect.REVIEW: "sends to review", Effect.FORBID: "forbids"}


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at every cell found."""

    warnings: tuple[Fault, ...]
    accepted: int = 0
    """Warnings that policy.yaml accepts."""


def look_at_cells(knowledge: Knowledge, today: date, kinds: Mapping[str, CatalogKind]) -> Looked:
    """All warnings of one policy on one day, by file and line. ``kinds``: those of the catalog."""
    compiled = compile_policy(knowledge.policy)
    odd = [_warning(knowledge, one) for one in survey(compiled, today)]
    odd += [*_in_doubt(knowledge, compiled, today), *_undefined(knowledge)]
    found = [*odd, *_undated(knowledge), *_ended(knowledge, today), *_unmeetable(knowledge), *look_at_names(knowledge, kinds)]
    accepted = {(one.code, one.about) for one in knowledge.accepted}
    left = [fault for fault in found if (fault.code, fault.about) not in accepted]
    known = {(fault.code, fault.about) for fault in found}
    idle = [
        _warn("K049", one.at, f"the accepted warning {one.code} of `{one.about}` is none any more", "delete it", one.about)
        for one in knowledge.accepted
        if (one.code, one.about) not in known
    ]
    return Looked(in_order([*left, *idle]), len(found) - len(left))


def _warn(code: str, at: Citation, what: str, do: str, about: str, *beside: Citation) -> Fault:
    return Fault(code, "warning", at, what, do, about, beside)


# --- cells -----------------------------------------------------------------------------------------------------------


def _warning(knowledge: Knowledge, odd: Odd) -> Fault:
    match odd.oddity:
        case Oddity.UNCOVERED:
            return _uncovered(knowledge, odd)
        case Oddity.NEVER_DECIDES:
            return _never_decides(odd)
        case Oddity.CONTRADICTION:
            return _contradiction(odd)
    return _upside_down(knowledge, odd)


def _uncovered(knowledge: Knowledge, odd: Odd) -> Fault:
    offering = odd.cells[0][0]
    data = [data for _, data in odd.cells]
    what = f"nothing covers {many(len(data), 'cell')} of `{offering}`: {_named(data)}"
    do = "add a rule or fill the cell; until then people are sent to the owner"
    return _warn("K041", knowledge.policy.offerings[offering].at, what, do, offering)


def _in_doubt(knowledge: Knowledge, compiled: Compiled, today: date) -> Iterator[Fault]:
    """What nobody could read is allowed nowhere: where the class for doubt is, people are asked as ever."""
    class_, policy = knowledge.policy.in_doubt, knowledge.policy
    world = World(Question(), today, compiled.assumed)
    free = [one for one in policy.offerings if class_ and look(compiled, world, one, class_).verdict is Verdict.ALLOWED]
    if free:
        what = f"`in_doubt` is `{class_}`, which {_named(free)} may take: there people are asked all the same what the data is"
        yield _warn("K056", policy.data_classes[class_].at, what, "name a stricter class, or delete `in_doubt`", class_)


def _undefined(knowledge: Knowledge) -> Iterator[Fault]:
    """Classes that rules speak of, and of which no file says what belongs to them."""
    for class_ in undefined_classes(knowledge):
        what = f"the policy rules on `{class_}` and says nowhere what belongs to it"
        do = "add `examples`, `catalog` or data types of this class; until then only its name is read as it"
        yield _warn("K057", knowledge.policy.data_classes[class_].at, what, do, class_)


def _never_decides(odd: Odd) -> Fault:
    rule, other = odd.rules
    how = "sets it aside" if odd.is_set_aside else f"{_LIMITS[_weight(other)]} the same"
    cells = many(len(odd.cells), "cell")
    what = f"the rule `{rule.id}` never decides: in all of its {cells} another rule is stronger, in {_cell(odd.cells[0])}"
    what += f" `{other.id}` ({other.at}), which {how}"
    do = f"delete it, or let it set `{other.id}` aside" if not odd.is_set_aside else "delete it, or narrow the other one"
    return _warn("K042", _at(rule), what, do, rule.id, _at(other))


def _contradiction(odd: Odd) -> Fault:
    rule, milder, *more = odd.rules
    others = f" (and {many(len(more), 'other rule')})" if more else ""
    what = f"the rule `{rule.id}` {_LIMITS[_weight(rule)]} what `{milder.id}` ({milder.at}){others} {_GRANTS[_weight(milder)]},"
    what += f" in {many(len(odd.cells), 'cell')} such as {_cell(odd.cells[0])}; only precedence settles it"
    do = "name the one that gives way in the other's `sets_aside`, or narrow one of them"
    return _warn("K043", _at(rule), what, do, rule.id, *[_at(one) for one in (milder, *more)])


def _upside_down(knowledge: Knowledge, odd: Odd) -> Fault:
    looser, stricter = odd.cells[:2]
    one, other = odd.rules
    is_plan = odd.oddity is Oddity.FREE_LOOSER
    code, word = (
        ("K044", "a free plan is looser than one that is paid for") if is_plan else ("K045", "a stricter class is looser")
    )
    pairs = len(odd.cells) // 2
    more = f" (and {many(pairs - 1, 'such pair')} more)" if pairs > 1 else ""
    what = f"{word}: {_cell(looser)} is {odd.verdicts[0]} by `{one.id}` ({one.at}), {_cell(stricter)} is {odd.verdicts[1]}"
    what += f" by `{other.id}` ({other.at}){more}"
    do = "mend one of the two rules" if is_plan else "mend one of the two rules, or the `rank` of a class"
    about = f"{looser[0]} {stricter[0]}" if is_plan else looser[0]
    return _warn(code, _at(one), what, do, about, _at(other), knowledge.policy.offerings[stricter[0]].at)


def _at(rule: Rule) -> Citation:
    """Where the rule's own name stands; of a matrix cell the cell."""
    return rule.at if rule.id.startswith(CELL) else replace(rule.at, quote=rule.id)


def _weight(rule: Rule) -> Effect:
    """A rule that allows but names conditions decides as a condition."""
    return Effect.CONDITION if rule.effect is Effect.ALLOW and rule.conditions else rule.effect


def _cell(place: tuple[str, str]) -> str:
    return f"`{place[0] or 'any tool'}` × `{place[1]}`"


def _named(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
    return ", ".join(f"`{one}`" for one in ids[:SHOWN]) + more


# --- dates -----------------------------------------------------------------------------------------------------------


def _undated(knowledge: Knowledge) -> Iterator[Fault]:
    tools = knowledge.vocabulary.tools
    for one in knowledge.reviews:
        if one.kind == "tool" and one.review_by is None and not (one.id in tools and tools[one.id].group):
            do = "add `review_by: YYYY-MM-DD`"
            yield _warn("K046", one.at, f"the tool `{one.id}` has no review date, so nobody is told to look again", do, one.id)


def _ended(knowledge: Knowledge, today: date) -> Iterator[Fault]:
    for waiver in knowledge.policy.waivers:
        if waiver.until < today:
            what = f"the waiver `{waiver.rule.id}` ended on {waiver.until}; the rules hold again"
            do = "delete it, or have it approved anew with a later `until`"
            yield _warn("K047", _at(waiver.rule), what, do, waiver.rule.id)


# --- what nobody can meet --------------------------------------------------------------------------------------------


def _unmeetable(knowledge: Knowledge) -> Iterator[Fault]:
    yield from _unconfirmable(knowledge)
    yield from _nobodys(knowledge)


def _unconfirmable(knowledge: Knowledge) -> Iterator[Fault]:
    """Conditions that nobody can tell to be met: not the asker, and no contact; or by words that also say that they are not."""
    has_contact = bool(knowledge.organisation.contacts or knowledge.organisation.owner)
    for condition in knowledge.policy.conditions.values():
        terms = knowledge.vocabulary.conditions.get(condition.id)
        met, unmet = ({word.casefold() for word in words} for words in ((terms.met, terms.unmet) if terms else ((), ())))
        if met & unmet:
            what = f"nobody can meet the condition `{condition.id}`: `{min(met & unmet)}` says that it is met and that it is not"
            yield _warn("K048", condition.at, what, "delete it from `says_met` or from `says_unmet`", condition.id)
        elif not condition.asker_may_state and condition.when is When.BEFORE and not condition.general and not has_contact:
            what = f"nobody can meet the condition `{condition.id}`: the asker's word is not taken, and no contact is named"
            yield _warn("K048", condition.at, what, "add the contact who confirms it to policy.yaml", condition.id)


def _nobodys(knowledge: Knowledge) -> Iterator[Fault]:
    """Rules for a role or a country that nobody of people.yaml has and that is not assumed either."""
    if not knowledge.people:
        return
    assumed = knowledge.policy.assumed
    known = {
        Slot.ROLE: {person.role.lower() for person in knowledge.people},
        Slot.COUNTRY: {person.country.lower() for person in knowledge.people},
    }
    rules = [*knowledge.policy.rules, *(waiver.rule for waiver in knowledge.policy.waivers)]
    for rule in rules:
        for slot, people in known.items():
            wanted = {value.lower() for value in rule.where.get(slot.value, frozenset())}
            if wanted and not wanted & (people | {assumed.get(slot, "").lower()}):
                values = " or ".join(sorted(wanted))
                what = (
                    f"nobody can meet what the rule `{rule.id}` asks for: no entry of people.yaml has the {slot.value} `{values}`"
                )
                yield _warn("K048", _at(rule), what, f"mend the {slot.value}, or add who has it to people.yaml", rule.id)
