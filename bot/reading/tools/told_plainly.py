"""Words told of a tool beside the question go in; whether they leave its plan, account, licence or machine open comes out.

What makes an answer milder has to be told plainly: "it is the company one" does, "I think it is", "it says Plus at the top", "my
sister's office pays for it" and "at night with my own" do not. Nothing is known of the other words: they need not be doubts.
"""

from __future__ import annotations

from collections.abc import Iterable, Set

from bot.policy.world import Catalog
from bot.reading.tools.named import PAID, Named
from bot.reading.words.lists import all_words, in_words
from bot.tongue.entries import Match
from bot.tongue.patterns import written
from bot.tongue.small import Spoken, small
from bot.tongue.spans import places_of
from bot.tongue.text import POSSESSIVE, Token, clauses_of, fold, words_of

_PLAIN = small("told_plainly", "interjection", "that_one", "genitive")
_OWN = tuple(sorted((words_of(phrase) for phrase in small("bare_own")), key=len, reverse=True))
_OWN_WORDS = small("own")
_ALONE = small("alone_own")
_STATES = small("state")
_GIVEN_UP = small("given_up")
_ANY_MORE = small("any_more")
_GIVEN, _WAS = small("given_me"), small("was")
_MONTHS = frozenset(map(fold, written("month")))
_MY, _HAS, _IT = small("my"), small("having", "pays_for"), small("it_again")
_ONE = small("that_one")
_CONTAINS, _ONLY = Spoken("contains"), small("only")
_NAMES = frozenset({"toolplan", "row", "offering", "tool"})
_SEALS = small("mark_seal")
_AND, _ASKER = small("and_part"), Spoken("asker_does")
_ASIDE = 4
"""Words of a clause that names what is not used: "not with Copilot Business"."""
_LEADING = 3
"""Words of a clause that only leads to the next one: "Ich glaube, es ist Pro"."""
_SLOTS = frozenset({"plan", "account", "beside", "mark", "toolplan", "offering", "row", "tool", "brand"})
"""What may be said of a tool, or is its name."""


class ToldPlainly:
    """Knows the words that say of a tool whose it is, for one policy."""

    def __init__(self, catalog: Catalog, names: set[str], said: Set[str]) -> None:
        """``names``: the words of the organisation's own name, folded; ``said``: all words that it calls itself by."""
        self.nouns = in_words(catalog, "seat.noun") | {(w,) for w in small("way_in")}
        self.than = all_words(catalog, "read.than")
        self.machines = all_words(catalog, "read.machine")
        self.negations = all_words(catalog, "read.negation") | small("no_plan")
        self.removals, self.removed = all_words(catalog, "read.removal_verb"), all_words(catalog, "read.removal_particle")
        self.personal = all_words(catalog, "seat.mine")
        self.others = in_words(catalog, "seat.others")
        self.colleagues = all_words(catalog, "seat.colleague", "maker.employer", "maker.any_organisation") | names
        self.houses = {fold(word) for word in all_words(catalog, "maker.organisation")} - said
        self.stops = all_words(catalog, "read.frequent")
        self.plain = _PLAIN | names | all_words(catalog, "read.courtesy", "maker.employer")

    def is_open(self, tokens: tuple[Token, ...], tools: list[Named], matches: list[Match], marks: Iterable[int]) -> bool:
        """Whether a clause beside the question leaves it open which of the tools' plans, accounts or machines is used.

        ``marks``: places of words by which the policy tells one row of another ("the green shield")."""
        seals = (p for p, token in enumerate(tokens) if token.folded in _SEALS and token.own)
        told = {
            *marks,
            *seals,
            *places_of(m for m in matches if m.via != "fuzzy" and m.entry.slot in _SLOTS and self._tells(tokens, m)),
        }
        known = places_of(m for m in matches if m.via != "fuzzy" and m.entry.slot in _SLOTS and not self._is_elsewhere(tokens, m))
        whole = places_of(m for m in matches if m.entry.slot == "account" and m.size > 1)
        data = places_of(m for m in matches if m.entry.slot in ("data", "kind", "part") and m.via != "fuzzy") - whole
        named = {tokens[tool.first].clause for tool in tools if tool.first < tool.last}
        if any(self._is_machine_of_others(tokens, place) for place in range(len(tokens)) if place not in data):
            return True
        others = {m.first for m in matches if m.size > 1 and m.entry.slot in _NAMES}  # "Claude Team is slow today"
        clauses = [c for c in clauses_of(tokens).values() if all(tokens[p].own for p in c) and not {*c[:1]} & others]
        clauses = [c for c in clauses if tokens[c[0]].clause not in named and not self._is_of_data(tokens, c)]
        return any(self._leaves_open(tokens, clause, told, told | known, data) for clause in clauses)

    def _leaves_open(self, tokens: tuple[Token, ...], clause: list[int], told: Set[int], known: Set[int], data: Set[int]) -> bool:
        than = next((p for p in clause if tokens[p].folded in self.than), clause[-1] + 1)
        if any(tokens[p].folded in _OWN_WORDS for p in clause if p > than):  # not "je crois que c'est le Team"
            clause = [p for p in clause if p < than]  # "cheaper than my own Max": what is only compared with is not used
        speaks = any(p in told or self._is_noun(tokens, p) for p in clause if p not in data)
        if clause and (self._is_own_told(tokens, clause, data, speaks) or self._is_had_by_others(tokens, clause)):
            return True
        return speaks and not self._is_plain(tokens, clause, known | data)

    def _is_of_data(self, tokens: tuple[Token, ...], clause: list[int]) -> bool:
        """ "It contains no key", "if I take the account ids out": what is in the data, and of no tool."""
        denied = {p for p in clause if tokens[p].folded in self.negations}
        holds = any(tokens[p] in _CONTAINS and {p - 1, p + 1} & denied for p in clause)
        takes = [p for p in clause if tokens[p].folded in self.removals and tokens[p - 1] in _ASKER]
        return holds or any(tokens[p].folded in self.removed for start in takes for p in clause if p > start + 1)

    def _tells(self, tokens: tuple[Token, ...], match: Match) -> bool:
        """Whether a match says something of a tool: not "my own" or "private" alone, no account of another house than this one,
        and no plan that is a word of the sentence ("plus two notes")."""
        if match.entry.slot == "beside":
            return False
        if match.entry.slot == "account" and match.size == 1:
            last = match.last < len(tokens) and not tokens[match.last].breaks
            return last and (self._is_noun(tokens, match.last) or tokens[match.last].folded in _ONE)
        if match.entry.slot == "plan" and match.first and tokens[match.first - 1].folded in _OWN_WORDS:
            return False
        if match.entry.slot == "plan" and match.size == 1:
            return match.first > 0 and tokens[match.first].text[:1].isupper() and not tokens[match.first].breaks
        if match.entry.slot == "account" and tokens[match.last - 1].folded in _OWN_WORDS:
            return False
        return not self._is_elsewhere(tokens, match)

    def _is_elsewhere(self, tokens: tuple[Token, ...], match: Match) -> bool:
        """ "My university login", where the policy is no university's."""
        return match.entry.slot == "account" and any(t.folded in self.houses for t in tokens[match.first : match.last])

    def _is_noun(self, tokens: tuple[Token, ...], place: int) -> bool:
        if any(tuple(t.folded for t in tokens[place : place + size]) in self.nouns for size in (1, 2)):
            return True
        return place > 0 and tokens[place].folded in _ONE and bool(POSSESSIVE.search(tokens[place - 1].text))  # "the bank's one"

    def _is_plain(self, tokens: tuple[Token, ...], clause: list[int], known: Set[int]) -> bool:
        """Whether a clause has no word but such as tell whose something is, now and for whoever asks."""
        first, sentence = clause[0], tokens[clause[0]].sentence
        before = [p for p in range(first) if tokens[p].clause == tokens[first - 1].clause and tokens[p].sentence == sentence]
        clause = [*before, *clause] if len(before) <= _LEADING and not known & {*before} else clause
        clause = self._had(tokens, clause)
        if self._is_put_aside(tokens, clause, known):
            return True
        words = [tokens[p].folded for p in clause if p not in known and not self._is_noun(tokens, p)]
        words = words[1:] if words and words[0] in _ONLY and tokens[clause[0]].folded in _ONLY else words
        denied = any(word in self.negations for word in words) and any(tokens[p].folded in self.personal for p in clause)
        free = self.negations | self.personal | _GIVEN_UP | _ANY_MORE if denied or {*words} & _GIVEN_UP else _MONTHS
        free = free | _WAS if {*words} & _GIVEN else free
        return all(word in self.plain or word in self.machines or word in free for word in words)

    def _had(self, tokens: tuple[Token, ...], clause: list[int]) -> list[int]:
        """What is told by the asker behind the last "and", or all of it: "the boss has read it and I have a licence"."""
        joins = [p for p in clause if tokens[p].folded in _AND and p < clause[-1] and tokens[p + 1] in _ASKER]
        return [p for p in clause if p > joins[-1]] if joins and tokens[joins[-1] + 2].folded in _HAS else clause

    def _is_put_aside(self, tokens: tuple[Token, ...], clause: list[int], known: Set[int]) -> bool:
        """ "Not Copilot Business", "we don't go through the vendor's API": what is named to say that it is not used."""
        said = [tokens[p].folded in self.negations for p in clause]
        if said[0] and len(clause) <= _ASIDE:
            rest = (p for p in clause[1:] if p not in known and not self._is_noun(tokens, p))
            return all(tokens[p].folded in self.plain for p in rest)
        of_others = any(POSSESSIVE.search(tokens[p].text) for p in clause[2:-1])
        return tokens[clause[0]] in _ASKER and said[1:2] == [True] and of_others

    def _is_own_told(self, tokens: tuple[Token, ...], clause: list[int], data: Set[int], speaks: bool) -> bool:
        """ "At night with my own", "or my own if it's down", "I have my own Max": something of the asker's own is at hand."""
        denied = any(tokens[p].folded in self.negations for p in clause)
        if denied != any(tokens[p].folded in _GIVEN_UP for p in clause):
            return False
        return any(self._is_own_at(tokens, place, clause[-1], speaks) for place in clause if place not in data)

    def _is_own_at(self, tokens: tuple[Token, ...], place: int, last: int, speaks: bool) -> bool:
        """``speaks``: the clause speaks of a licence or the like."""
        for phrase in _OWN:
            end = place + len(phrase)
            if tuple(t.folded for t in tokens[place:end]) != phrase:
                continue
            before = tokens[place - 1].folded if place and tokens[place - 1].clause == tokens[place].clause else ""
            if (before in _STATES and not speaks) or before in _ALONE:
                return False  # "the memo is mine", "I wrote it on my own"
            behind = tokens[end] if end <= last else None
            plan = behind is not None and ((behind.folded in PAID and before in _HAS) or self._is_noun(tokens, end))
            is_plan = behind is not None and behind.folded in PAID and behind.text[:1].isupper()  # "my own Plus is too dear"
            return behind is None or plan or (behind.folded in self.stops and not is_plan)
        return False

    def _is_had_by_others(self, tokens: tuple[Token, ...], clause: list[int]) -> bool:
        """ "My husband's company has it", "das hat die Firma meiner Frau": somebody else has the tool."""
        others = [p for p in clause if self._is_of_others(tokens, p)]
        return bool(others) and any(tokens[p].folded in _HAS for p in clause) and any(tokens[p].folded in _IT for p in clause)

    def _is_of_others(self, tokens: tuple[Token, ...], place: int) -> bool:
        """Whether somebody's who is none of the house stands there: "my sister's", "meiner Frau"."""
        word = fold(POSSESSIVE.sub("", tokens[place].text))
        if (word,) in self.others and place and tokens[place - 1].folded in _MY:
            return True
        own = POSSESSIVE.search(tokens[place].text) and place and tokens[place - 1].folded in _MY
        return bool(own) and word not in self.colleagues and not tokens[place].breaks

    def _is_machine_of_others(self, tokens: tuple[Token, ...], place: int) -> bool:
        """ "From my brother's PC", "auf dem Rechner meiner Frau"."""
        if tokens[place].folded not in self.machines or not tokens[place].own:
            return False
        near = [p for p in (place - 1, place + 2, place + 3) if 0 <= p < len(tokens)]
        return any(tokens[p].clause == tokens[place].clause and self._is_of_others(tokens, p) for p in near)
