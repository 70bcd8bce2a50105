"""Words for what was done to data go in; out comes which are said of all of what is asked about, and which of a part."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.policy.house import Knowledge
from bot.policy.talks.talk import Item
from bot.policy.words import DataAsk
from bot.policy.world import Catalog
from bot.reading.data.pieces import Piece
from bot.reading.left_out.of_parts import Meant, thing_of
from bot.reading.left_out.scope import Scope, undone_in
from bot.reading.words.cues import Cues
from bot.reading.words.language import is_stop
from bot.reading.words.lists import all_words
from bot.tongue.entries import Match
from bot.tongue.spans import places_of
from bot.tongue.text import Token, stem, words_of

_CHANGED, _DEEDS = "transformation.", ("removal", "read.removal_after", "read.removal_before")


@dataclass(frozen=True, slots=True)
class Done:
    """``whole``: each transformation that is said of the whole -> places where that is named; ``parts``: places of one that is
    said of a part -> of that part; ``idle``: all of them in a thread, where they name no other data; ``again``: where the
    thread's data is only named again."""

    whole: dict[Match, frozenset[int]] = field(default_factory=dict)
    parts: dict[frozenset[int], frozenset[int]] = field(default_factory=dict)
    idle: frozenset[int] = frozenset()
    again: frozenset[int] = frozenset()

    def without_idle(self, matches: list[Match]) -> list[Match]:
        """Without what only says to what of the thread's data something was done: "everything personal"."""
        return [m for m in matches if not set(range(m.first, m.last)) <= self.idle]

    def without_again(self, scope: Scope) -> Scope:
        """Without the thread's data where it is only named again as what something was done to: it neither joins it nor is it
        taken out."""
        kept, out = (
            tuple(p for p in held if not set(range(p.first, p.last)) <= self.again) for held in (scope.kept, scope.left_out)
        )
        return replace(scope, kept=kept, left_out=out)


class Wholly:
    """Knows what one policy's own words for a transformation say is taken out by it."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog) -> None:
        self.data, self.types = knowledge.vocabulary.data, knowledge.policy.data_types
        changed = [name for name in catalog.words if name.startswith(_CHANGED)]
        deeds = frozenset(word for phrase in all_words(catalog, *_DEEDS, *changed) for word in phrase.split())
        self.phrases = {
            one.id: tuple(things for name in one.names if (things := _things(name) - deeds))
            for one in knowledge.vocabulary.transformations.values()
        }

    def of(
        self,
        tokens: tuple[Token, ...],
        matches: list[Match],
        cues: Cues,
        pieces: list[Piece],
        *,
        kept: tuple[Piece, ...],
        settled: Item | None,
        tools: list[tuple[int, int]],
    ) -> Done:
        """``pieces``: the data of the message; ``kept``: what of it is used, which is the whole where no thread has one;
        ``tools``: places of tools."""
        said = [match for match in matches if match.entry.slot == "transformation"]
        if not said:
            return Done()
        known = self._again(tokens, pieces, settled) if settled is not None else places_of(p for p in kept if p.own)
        named = frozenset(place for first, last in tools for place in range(first, last))
        meant = Meant(frozenset(known), named, self.phrases, settled is None)
        things = {match: thing_of(tokens, match, cues, meant) for match in said}
        # "and the anonymised letters?" in a thread about something else
        new = places_of(p for p in kept if p.own) - known if settled is not None else frozenset[int]()
        meant = Meant(frozenset(known | new), named, self.phrases)
        other = {match: thing_of(tokens, match, cues, meant) for match, thing in things.items() if thing.places & new}
        other = {match: thing for match, thing in other.items() if not thing.is_part and match.last in thing.places}
        things = {match: thing for match, thing in things.items() if match not in other}
        whole = {match: thing.places for match, thing in things.items() if not thing.is_part}
        undone = undone_in(tokens, said, cues)
        idle = (
            places_of([match]) | thing.places | thing.beside
            for match, thing in things.items()
            if settled is not None and match.first not in undone
        )
        return Done(
            whole | {match: thing.places & new for match, thing in other.items()},
            {frozenset(places_of([match])): thing.places for match, thing in things.items() if thing.is_part},
            (spoken := frozenset().union(*idle)),
            spoken & known.union(*whole.values()),
        )

    def _again(self, tokens: tuple[Token, ...], pieces: list[Piece], settled: Item) -> set[int]:
        """Places where the thread's data is named again, by its type, a wider one, or any word that it was called by; none where
        of several only some are named: what is said of these is said of a part."""
        asked = settled.question.data
        named = [self._named(tokens, pieces, (ask,), settled) for ask in asked]
        return set().union(*named) if all(named) or len(asked) == 1 else set()

    def _named(self, tokens: tuple[Token, ...], pieces: list[Piece], asked: tuple[DataAsk, ...], settled: Item) -> set[int]:
        types = {id_ for ask in asked for id_ in ask.types}
        wider = {one for id_ in types if id_ in self.types for one in self.types[id_].is_a}
        names = [ask.name for ask in asked] + [self.data[id_].label for id_ in sorted(types) if id_ in self.data]
        names += [mention.quote for mention in settled.mentions if mention.slot == "data" and (mention.id in types or not types)]
        words = {word for name in names for word in words_of(name) if not is_stop(word)}
        said = {stem(word, tongue) for word in words for tongue in ("en", *tokens[0].tongues[:1])}
        again = {p for p, t in enumerate(tokens) if {t.folded, *(stem(t.folded, one) for one in ("en", *t.tongues[:1]))} & said}
        return again | places_of(p for p in pieces if p.types and set(p.types) <= types | wider)


def _things(name: str) -> frozenset[str]:
    """What a policy's phrase says is taken out, beside the deed: "amounts removed"."""
    return frozenset(word for word in words_of(name) if not is_stop(word))
