"""How each demand of governance stands for each offering in use, on a day: in order, or as an object for scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.policy.changes.change import cell_question
from bot.policy.deciding.compile import Compiled, compile_policy
from bot.policy.deciding.decide import decide
from bot.policy.deciding.openings import openings
from bot.policy.governance import OPEN, TO_DO, Standing, State, standings
from bot.policy.house import Knowledge
from bot.policy.words import USABLE, Offering, Question
from bot.saying.labels import offering_label
from bot.saying.words import Words, words_for


def governed(knowledge: Knowledge, today: date) -> tuple[Standing, ...]:
    """Of offerings that the rules let somebody use with some data, whether or not their evidence is there."""
    owners = {one.id: one.owner for one in knowledge.reviews if one.kind == "tool"}
    return standings(knowledge.governance, _in_use(knowledge, today), owners, today)


def _in_use(knowledge: Knowledge, today: date) -> Iterator[Offering]:
    policy = knowledge.policy
    kinds = (*policy.data_classes, *policy.data_types)
    groups = knowledge.vocabulary.groups
    rules = compile_policy(replace(policy, evidenced={}))
    for one in policy.offerings.values():
        if one.tool not in groups and any(_may_somebody(rules, one.id, kind, today) for kind in kinds):
            yield one


def _may_somebody(rules: Compiled, offering: str, kind: str, today: date) -> bool:
    ruling = decide(rules, cell_question(Question(), offering, kind), today)
    return ruling.verdict in USABLE or bool(ruling.ask_back) or any(openings(rules, Question(), offering, kind, today))


def as_object(knowledge: Knowledge, found: Sequence[Standing], today: date) -> dict[str, Any]:
    """For scripts."""
    words = words_for("en", knowledge.organisation.languages)
    states = Counter(one.state for one in found)
    return {
        "today": today.isoformat(),
        "enforced": bool(knowledge.policy.evidenced),
        **{state.value: states[state] for state in State},
        "tools": [
            {"id": offering, "name": offering_label(offering, knowledge, words), "demands": [_plain(one, words) for one in those]}
            for offering, those in by_offering(found)
        ],
        "demands": [
            {"id": those[0].demand.id, "name": words.pick(those[0].demand.label), "law": those[0].demand.law, **counted(those)}
            for _, those in by_demand(found)
        ],
        "turns": {who: counted(those, TO_DO) for who, those in by_turn(found)},
    }


def _plain(one: Standing, words: Words) -> dict[str, Any]:
    there = one.evidence
    return {
        "id": one.demand.id,
        "name": words.pick(one.demand.label),
        "state": one.state.value,
        "until": one.until.isoformat() if one.until else None,
        "where": there.where if there else "",
        "not_needed": there.not_needed if there else "",
        "note": there.note if there else "",
        "turn": one.turn,
        "file": there.at.file if there else "",
        "line": there.at.line if there else None,
    }


def counted(some: Sequence[Standing], states: Sequence[State] = tuple(State)) -> dict[str, int]:
    """State -> how many stand so."""
    found = Counter(one.state for one in some)
    return {state.value: found[state] for state in states}


def by_offering(found: Sequence[Standing]) -> list[tuple[str, list[Standing]]]:
    """Those that lack most first."""
    grouped = _grouped((one.offering, one) for one in found)
    return sorted(grouped, key=lambda pair: (-_lacking(pair[1]), -_soon(pair[1])))


def by_demand(found: Sequence[Standing]) -> list[tuple[str, list[Standing]]]:
    """In the order of the demands."""
    return _grouped((one.demand.id, one) for one in found)


def by_turn(found: Sequence[Standing]) -> list[tuple[str, list[Standing]]]:
    """Who has most to do first; only what is to be done."""
    return sorted(_grouped((one.turn, one) for one in found if one.state in TO_DO), key=lambda pair: (-len(pair[1]), pair[0]))


def turns_of(some: Iterable[Standing], nobody: str) -> str:
    """Whose turn it is to do what is to be done of these, each once. ``nobody``: what stands for nobody."""
    return ", ".join(dict.fromkeys(one.turn or nobody for one in some if one.state in TO_DO))


def _grouped(pairs: Iterable[tuple[str, Standing]]) -> list[tuple[str, list[Standing]]]:
    groups: dict[str, list[Standing]] = {}
    for name, one in pairs:
        groups.setdefault(name, []).append(one)
    return list(groups.items())


def _lacking(some: Sequence[Standing]) -> int:
    return sum(one.state in OPEN for one in some)


def _soon(some: Sequence[Standing]) -> int:
    return sum(one.state is State.SOON for one in some)
