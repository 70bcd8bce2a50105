"""A policy's offerings go in, the switches in which they differ come out ("web search off"), and the row that one speaks for."""

from __future__ import annotations

from collections.abc import Mapping

from bot.policy.house import Knowledge
from bot.policy.vocabulary import ToolTerms
from bot.reading.tools.named import Named
from bot.tongue.small import Spoken, small
from bot.tongue.text import Token, fold, words_of

_AROUND = 7
"""Words behind a name in which its switch may stand."""
_WITHOUT = small("no", "without")
_OFF = small("off")
_EITHER = Spoken("or")
_SWITCH_NOUNS = small("switch_noun")
_BEFORE, _BEHIND = small("value_before"), small("value_behind")


def switches_of(knowledge: Knowledge) -> set[str]:
    """Facts of offerings that people may say: ``web_search.off``. Only those that differ within the policy matter."""
    said = {f"{key}.{value}" for o in knowledge.policy.offerings.values() for key, value in o.facts.items()}
    differ = {one for one in said if any(one.partition(".")[0] == o.partition(".")[0] and o != one for o in said)}
    return differ | _named_switches(knowledge)


def _named_switches(knowledge: Knowledge) -> set[str]:
    """Both states of a switch that a row has in its name: "without privacy mode" is not "Cursor with privacy mode"."""
    terms, offerings = knowledge.vocabulary.tools, knowledge.vocabulary.offerings
    found = set()
    for offering in knowledge.policy.offerings.values():
        said = fold(f"{terms[offering.tool].label} {offerings[offering.id].label}") if offering.tool in terms else ""
        for key, value in offering.facts.items():
            if value in ("on", "off") and key.replace("_", " ") in said:
                found |= {f"{key}.on", f"{key}.off"}
    return found


def values_at(tokens: tuple[Token, ...], places: set[int]) -> set[int]:
    """Which of some words for yes and no are the value of something: "Privacy mode: No", "the flag stands on no"."""
    found = set()
    for place in places:
        gap, before = tokens[place].gap, tokens[place - 1].folded if place else ""
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        ends = after is None or after.breaks or after.clause != tokens[place].clause or after.folded in _BEHIND
        if ends and place and (":" in gap or "=" in gap or before in _BEFORE):
            found.add(place)
    return found


def by_switch(terms: Mapping[str, ToolTerms], named: Named, rows: list[str], tokens: tuple[Token, ...]) -> list[str]:
    """Rows that differ by what one name adds ("X", "X with internet mode"): the words behind the name say which is meant."""
    if len(rows) != 1 or not tokens:
        return rows
    short = words_of(terms[rows[0]].label)
    for other in terms.values():
        long = words_of(other.label)
        if other.group or len(long) <= len(short) + 1 or long[: len(short)] != short:
            continue
        if long[len(short)] in _WITHOUT or tuple(t.folded for t in tokens[named.first : named.last]) == long:
            continue
        added = {word for word in long[len(short) + 1 :] if word not in _SWITCH_NOUNS}
        places = [p for p in range(named.last, min(len(tokens), named.last + _AROUND)) if tokens[p].folded in added]
        if not places:
            continue
        around = (*tokens[max(named.last, places[0] - 2) : places[0]], *tokens[places[0] + 1 : places[0] + 5])
        off = any(t.folded in _WITHOUT | _OFF for t in around)
        if off and any(t in _EITHER for t in around):
            return [rows[0], other.id]
        return rows if off else [other.id]
    return rows
