"""Matches of data words go in, pieces of data come out: what each may be in this policy, and whether that is grounded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.policy.house import Knowledge
from bot.policy.world import Catalog
from bot.reading.data.pictured import Pictured
from bot.reading.data.ties import HARMLESS, Tie, Ties
from bot.reading.tools.plans import says_less
from bot.reading.words.cues import Cues
from bot.reading.words.lists import all_words
from bot.text.entries import Match, longest
from bot.text.index import Index
from bot.text.small import small
from bot.text.spans import places_in, places_of
from bot.text.tokens import POSSESSIVE, Token, quote_of, stem, words_of

TELLING = 2
"""From this sensitivity on data in pasted material counts: it can make a ruling stricter, never milder."""
DATA = frozenset({"data", "kind"})
_ENDINGS = small("verb_form")
_NAME = "person"
"""The placeholder of a name: alone it says about whom something is, and not what, so it grounds no allowed."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One data phrase. ``types``: all that it may be; ``all_of`` pieces of one phrase stand side by side."""

    first: int
    last: int
    types: tuple[str, ...]
    name: str
    via: str
    source: str
    grounded: bool = True
    is_class: bool = False
    """A word for the class itself: a modifier, its noun is read too."""
    is_weak: bool = False
    """A form or an activity ("draft", "notes"): says little of what is in it."""
    sensitivity: int = 0
    mild: bool = False
    """Whether it is of the class for what is public or harmless."""
    own: bool = True
    kind: str = ""
    personal: bool = False
    """Whether it is data about people by its kind, or by a kind that the policy ties it to."""


class DataReader:
    """Reads data for one policy."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog, index: Index) -> None:
        self.knowledge, self.catalog, self.index = knowledge, catalog, index
        self.terms = knowledge.vocabulary.data
        self.ties = Ties(knowledge, catalog)
        self.containers = all_words(catalog, "read.container", "container")
        self.frequent = all_words(catalog, "read.frequent", "handling")
        self.plan_nouns = all_words(catalog, "read.plan_noun")
        self.weak = self.containers | self.frequent
        held = (terms for id_, terms in self.terms.items() if not terms.is_class and not self.ties.is_mild((id_,)))
        names = (words_of(name) for terms in held for name in (terms.label, *terms.names))
        self.guarded = frozenset(self._stem(words[-1]) for words in names if len(words) > 1)
        """What sorts of things the policy holds back: where it has "process recipes", a recipe is no harmless thing."""
        self.pictured = Pictured(knowledge, index)

    def pieces(
        self,
        tokens: tuple[Token, ...],
        matches: list[Match],
        taken: Iterable[tuple[int, int]],
        plans: list[Match],
    ) -> list[Piece]:
        """Every data phrase outside the ``taken`` token spans (tool names) and not within one for a plan or account, in order."""
        busy = places_in(taken)
        free = self._free(tokens, [*matches, *self.pictured.also(tokens, matches)], busy)
        free = [m for m in free if not any(says_less(tokens, m, plan) for plan in plans)]
        found: list[Piece] = []
        spans: dict[tuple[int, int], list[Match]] = {}
        for match in longest(free, frozenset({"data", "kind", "word"})):
            spans.setdefault((match.first, match.last), []).append(match)
        for (first, last), here in sorted(spans.items()):
            inside = [m for m in free if first <= m.first and m.last <= last and m.size < last - first]
            found += self._of_span(tokens, first, last, here, inside)
        found += self._placeholders(tokens, any(p.own and p.grounded and p.sensitivity >= TELLING for p in found))
        found = [replace(p, grounded=p.grounded and not self._only_whose(tokens, p, found)) for p in found]
        heard = [p for p in found if p.own or (not p.mild and _is_named(p) and (p.sensitivity >= TELLING or _is_told(p)))]
        return sorted(heard, key=lambda piece: (piece.first, piece.last))

    def _free(self, tokens: tuple[Token, ...], matches: list[Match], busy: set[int]) -> list[Match]:
        """The matches that may be data: a likeness counts where nothing is named outright."""
        free = [m for m in matches if m.entry.slot in DATA or (m.entry.id == HARMLESS and not self._is_guarded(tokens, m))]
        free = [m for m in free if not self.pictured.names_people_only(tokens, m)]
        free = [m for m in free if m.entry.source == "policy" or m.size > 1 or m.entry.words[0] not in self.frequent]
        free = [m for m in free if not set(range(m.first, m.last)) <= busy and not self._is_deed(tokens, m)]
        exact = [m for m in free if m.via != "fuzzy"]
        solid = places_of(exact)
        return exact + [m for m in free if m.via == "fuzzy" and not set(range(m.first, m.last)) <= solid]

    def _is_guarded(self, tokens: tuple[Token, ...], match: Match) -> bool:
        return match.size == 1 and self._stem(tokens[match.first].folded) in self.guarded

    def _is_deed(self, tokens: tuple[Token, ...], match: Match) -> bool:
        """ "The one that opens with my login": a form of a deed is no class called Open, whose data would be harmless."""
        word, said = match.entry.words[0], tokens[match.first].folded
        mild = match.entry.source == "policy" and match.size == 1 and match.via != "fuzzy" and match.entry.id in self.ties.mild
        # "opens" is found by the stem of the Dutch word for public, too
        forms = {said.removesuffix(ending) for ending in _ENDINGS if said.endswith(ending)} - {said}
        return mild and word != said and any(word.startswith(form) for form in forms)

    @staticmethod
    def _only_whose(tokens: tuple[Token, ...], piece: Piece, found: list[Piece]) -> bool:
        """Whether a class's word only tells whose a thing is that nobody read: "the comments under the client's post"."""
        if not piece.is_class or not POSSESSIVE.search(tokens[piece.last - 1].text):
            return False
        sentence = tokens[piece.first].sentence
        return not any(not p.is_class and p.grounded and tokens[p.first].sentence == sentence for p in found)

    def _of_span(self, tokens: tuple[Token, ...], first: int, last: int, here: list[Match], inside: list[Match]) -> list[Piece]:
        own = [m for m in here if m.entry.slot == "data"]
        kinds = [m for m in here if m.entry.slot != "data"]
        if own:
            return self._of_policy(tokens, first, last, own)
        pieces = self._of_kinds(tokens, self._narrowest(kinds))
        harmless = all(m.entry.id == HARMLESS for m in kinds)
        within = [
            m
            for m in inside
            if m.entry.slot == "data" and (harmless or not self._is_weak(m)) and not self.terms[m.entry.id].is_class
        ]
        if harmless and within:
            pieces = []
        for match in longest(within, frozenset({"data"})):
            of_policy = self._of_policy(tokens, match.first, match.last, [match])
            pieces += [replace(p, first=first, last=last, is_weak=False) for p in of_policy] if harmless else of_policy
        classes = [m for m in inside if m.entry.slot == "data" and m.entry.via == "name" and self.terms[m.entry.id].is_class]
        ruled = longest(classes, frozenset({"data"}))
        return [*pieces, *(piece for m in ruled for piece in self._of_policy(tokens, m.first, m.last, [m]))]

    def _narrowest(self, matches: list[Match]) -> list[Match]:
        """Of several kinds by one phrase those that are not a broader kind of another."""
        ids = {m.entry.id for m in matches}
        broader = {b for id_ in ids if id_ in self.catalog.kinds for b in self.catalog.kinds[id_].is_a}
        return [m for m in matches if m.entry.id not in broader]

    def _of_policy(self, tokens: tuple[Token, ...], first: int, last: int, here: list[Match]) -> list[Piece]:
        ids = tuple(dict.fromkeys(m.entry.id for m in here))
        types = self.ties._narrow(ids) or ids
        by_name = any(m.entry.via == "name" for m in here)
        match = here[0]
        is_class = by_name and all(self.terms[id_].is_class for id_ in types)
        return [
            Piece(
                first,
                last,
                types,
                " / ".join(self.terms[id_].label for id_ in types),
                match.via if match.via in ("fuzzy", "compound") else match.entry.via,
                "policy",
                is_class=is_class,
                is_weak=self._is_weak(match) and not is_class,
                sensitivity=max((self.ties.sensitivity(k) for id_ in types for k in self.terms[id_].catalog), default=1),
                mild=self.ties.is_mild(types),
                own=tokens[first].own,
                personal=any(self.ties.is_personal(kind) for id_ in types for kind in self.terms[id_].catalog),
            )
        ]

    def _is_weak(self, match: Match) -> bool:
        return all(word in self.weak for word in match.entry.words)

    def of_kind(self, tokens: tuple[Token, ...], match: Match) -> list[Piece]:
        kind = match.entry.id
        tie = self._called(self.ties.of(kind), tokens[match.first : match.last])
        label = self.catalog.kinds[kind].label if kind in self.catalog.kinds else quote_of(tokens, match.first, match.last)
        piece = Piece(
            match.first,
            match.last,
            (),
            label,
            match.via if match.via in ("fuzzy", "compound") else "catalog",
            "catalog",
            tie.grounded,
            is_weak=self._is_weak(match),
            sensitivity=self.ties.sensitivity(kind),
            mild=self.ties.is_mild(tie.ids),
            own=tokens[match.first].own,
            kind=kind,
            personal=self.ties.is_personal(kind),
        )
        return self._tied(piece, tie)

    def _of_kinds(self, tokens: tuple[Token, ...], matches: Iterable[Match]) -> list[Piece]:
        return [piece for match in matches for piece in self.of_kind(tokens, match)]

    def _called(self, tie: Tie, said: tuple[Token, ...]) -> Tie:
        """Of several things of the policy that one kind is, those that the policy calls by a word of the asker's: "rent" is its
        "rent accounts" rather than its "eviction notices"."""
        types = [id_ for id_ in tie.ids if id_ in self.terms and not self.terms[id_].is_class]
        if not tie.all_of or len(types) < 2:
            return tie
        stems = {self._stem(token.folded) for token in said if token.folded not in self.weak}
        named = tuple(id_ for id_ in types if stems & self._stems_of(id_))
        return replace(tie, ids=named) if named else tie

    def _stem(self, word: str) -> str:
        return stem(word, self.knowledge.vocabulary.languages[0])

    def _stems_of(self, id_: str) -> set[str]:
        """The stems of what a thing is called in the policy."""
        terms = self.terms[id_]
        return {self._stem(word) for name in (terms.label, *terms.names) for word in words_of(name)}

    def _tied(self, piece: Piece, tie: Tie) -> list[Piece]:
        if not tie.ids:
            return [replace(piece, grounded=False)]
        if tie.all_of:
            labels = [self.terms[id_].label if id_ in self.terms else piece.name for id_ in tie.ids]
            return [replace(piece, types=(id_,), name=label) for id_, label in zip(tie.ids, labels, strict=True)]
        return [replace(piece, types=tie.ids)]

    def general(self, tokens: tuple[Token, ...], cues: Cues) -> list[Piece]:
        """A question that anybody may ask holds no data: "explain what a pivot table is", "learn Spanish", "convert units".

        Never where something of the asker's is meant, or a thing that holds data.
        """
        asked = cues.of("read.general_question")
        found = [*asked, *(m for m in cues.of("read.general_task") if not self._is_guarded(tokens, m))]
        if not found or not cues.has("read.may") or cues.has("read.own_thing"):
            return []
        if not asked and any(token.folded in self.containers for token in tokens):
            return []
        entry = replace(found[0].entry, slot="word", id=HARMLESS)
        return [replace(piece, is_weak=True) for piece in self.of_kind(tokens, replace(found[0], entry=entry))]

    def _placeholders(self, tokens: tuple[Token, ...], told: bool) -> list[Piece]:
        """``told``: it is said what the data is ("the grades of Mr Stone")."""
        found = []
        for place, token in enumerate(tokens):
            if not token.text.startswith("["):
                continue
            name = token.text.strip("[]")
            tie = self.ties.of_detector(name)
            grounded = tie.grounded and (told or name != _NAME)
            piece = Piece(place, place + 1, (), name, "detector", "policy", grounded, sensitivity=3, own=token.own)
            found += self._tied(piece, tie)
        return found


def _is_named(piece: Piece) -> bool:
    """Whether it says what the data is: a lone "confidential" in pasted material is a stamp, "client code" is a thing."""
    return not piece.is_class or piece.last - piece.first > 1


def _is_told(piece: Piece) -> bool:
    """Whether the policy's own words name the data: then it counts in pasted material too."""
    return piece.source == "policy" and not piece.is_weak
