"""A policy's offerings go in, the switches in which they differ come out ("web search off"), and the row that one speaks for."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace

from bot.policy.house import Knowledge
from bot.policy.vocabulary import ToolTerms
from bot.policy.world import Catalog
from bot.reading.tools.named import Named
from bot.reading.words.lists import all_words
from bot.tongue.entries import Match
from bot.tongue.small import Spoken, small
from bot.tongue.text import Token, clauses_of, fold, words_of

_AROUND = 7
"""Words behind a name in which its switch may stand."""
_WITHOUT = small("no", "without")
_OFF = small("off")
_EITHER = Spoken("or")
_SWITCH_NOUNS = small("switch_noun")
_STATES = ("on", "off")
_IT = small("it_again")
_NOT_REACH = 3
"""Words behind a "not" in which the state that is denied stands, but for the switch's name: "not switched privacy mode on"."""
_PLAIN = 5
"""Letters of a word for a state that is no small word as well."""
_BEFORE, _BEHIND = small("value_before"), small("value_behind")
_PLAINLY = small("told_plainly", "interjection", "that_one", "genitive", "switch_noun", "it_again")
_UNLESS = small("only", "but")


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


class Turned:
    """Reads whether a switch is on or off where no phrase says it in one: "privacy mode I had to switch off"."""

    def __init__(self, catalog: Catalog, switches: set[str]) -> None:
        self.switches = switches
        self.negations = all_words(catalog, "read.negation")
        self.frequent = all_words(catalog, "read.frequent")
        self.words = {state: all_words(catalog, f"read.{state}") for state in _STATES}

    def told(self, tokens: tuple[Token, ...], found: list[Match]) -> list[Match]:
        """Matches of switches, each with the state that its clause gives it; of two that disagree the later one."""
        switches = [m for m in found if m.entry.slot == "feature" and m.entry.id.partition(".")[0] in self._keys]
        told = [self._turned(tokens, m) for m in switches if not _is_inside(m, switches)]
        return [m for m in told if not any(m.first < o.first and _key(m) == _key(o) and m.entry.id != o.entry.id for o in told)]

    def left_open(self, tokens: tuple[Token, ...], match: Match, known: Set[int]) -> tuple[str, ...]:
        """Both states, where the one of a match is not told plainly: it is on now, for whoever asks, who says so without another
        word ("mostly on", "on last week", "I think it is on"). ``known``: places of tools and data."""
        plain = self._is_plain(tokens, match, known) and not any(
            self._is_again(tokens, clause) for clause in _beside(tokens, match, known)
        )
        return () if plain or _key(match) not in self._keys else tuple(f"{_key(match)}.{state}" for state in _STATES)

    def _is_plain(self, tokens: tuple[Token, ...], match: Match, known: Set[int]) -> bool:
        """Whether nothing else is told of a switch: in its clause, or right beside it where the question stands there."""
        clause = [p for p, token in enumerate(tokens) if token.clause == tokens[match.first].clause]
        told = set(range(match.first, match.last))
        if known & set(clause):
            behind = [p for p in clause if p >= match.last]
            if any(tokens[p].folded in self.negations | _UNLESS for p in behind):
                return False
            end = next((p for p in behind if p in known or not self._is_state(tokens, p)), len(tokens))
            return end not in clause or end in known or tokens[end].folded in _PLAINLY or tokens[end].folded not in self.frequent
        return all(self._is_known(tokens, p) for p in clause if p not in told)

    def _is_again(self, tokens: tuple[Token, ...], clause: list[int]) -> bool:
        """Whether a clause speaks of a state again, with other words beside it: "nobody knows whether it's really on"."""
        said = self._is_state(tokens, clause[-1]) or any(
            len(tokens[p].folded) >= _PLAIN and self._is_state(tokens, p) for p in clause
        )
        return said and not all(self._is_known(tokens, p) for p in clause)

    def _is_state(self, tokens: tuple[Token, ...], place: int) -> bool:
        return any(tokens[place].folded in words for words in self.words.values())

    def _is_known(self, tokens: tuple[Token, ...], place: int) -> bool:
        return tokens[place].folded in _PLAINLY | self.negations or self._is_state(tokens, place)

    @property
    def _keys(self) -> set[str]:
        return {switch.partition(".")[0] for switch in self.switches}

    def _turned(self, tokens: tuple[Token, ...], match: Match) -> Match:
        """``match``: a switch by its name alone, or with a state in which it may be denied."""
        states = self.words["on"] | self.words["off"]
        named = {p for p in range(match.first, match.last) if tokens[p].folded not in states}
        clause = tokens[match.first].clause
        said = self._state(tokens, [p for p, t in enumerate(tokens) if t.clause == clause], named)
        if not _is_bare(match) and (said is None or not said[1]):
            said = None  # its own phrase says it
        end = next((p for p in range(match.last, len(tokens)) if tokens[p].clause != clause), len(tokens))
        behind = [p for p in range(end, len(tokens)) if tokens[p].clause == tokens[end].clause] if end < len(tokens) else []
        again = self._state(tokens, behind, set()) if behind and _goes_on(tokens, behind, match) else None
        if again and again[0] == "on" and said is None:
            again = None  # "can it be on?" turns nothing on; "it was off, today it is on" does
        state = again[0] if again else said[0] if said else ""
        return replace(match, entry=replace(match.entry, id=f"{_key(match)}.{state}")) if state else match

    def _state(self, tokens: tuple[Token, ...], clause: list[int], named: set[int]) -> tuple[str, bool] | None:
        """The state that a clause speaks of, and whether it is another that is denied. ``named``: the switch's own words."""
        rest = [p for p in clause if p not in named]
        for at, place in enumerate(rest):
            state = next((one for one in _STATES if tokens[place].folded in self.words[one]), "")
            if not state:
                continue
            denied = any(tokens[p].folded in self.negations for p in rest[max(0, at - _NOT_REACH) : at])
            told = at == len(rest) - 1 or (at and tokens[rest[at - 1]].folded in _IT)  # "an", "aan" and "on" are small words, too
            if denied or told or len(tokens[place].folded) >= _PLAIN:
                return (_STATES[state == "on"] if denied else state), denied
        return None


def _beside(tokens: tuple[Token, ...], match: Match, known: Set[int]) -> list[list[int]]:
    """The clauses that hold neither the switch nor a tool or data."""
    busy = {tokens[p].clause for p in known} | {tokens[match.first].clause}
    return [places for clause, places in clauses_of(tokens).items() if clause not in busy and any(tokens[p].own for p in places)]


def _key(match: Match) -> str:
    return match.entry.id.partition(".")[0]


def _is_bare(match: Match) -> bool:
    return "." not in match.entry.id


def _is_inside(match: Match, others: list[Match]) -> bool:
    return any(o.first <= match.first and match.last <= o.last and o.size > match.size for o in others)


def _goes_on(tokens: tuple[Token, ...], clause: list[int], match: Match) -> bool:
    """Whether the next clause speaks of the switch again: "it's just not on yet", "heute ist sie an"."""
    same = tokens[clause[0]].sentence == tokens[match.first].sentence
    return same and any(tokens[place].folded.partition("'")[0] in _IT for place in clause)
