"""Words go in, their languages come out: by the stop words of five languages, else by how often words are used in each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from bot.policy.house import Knowledge
from bot.policy.world import Catalog
from bot.reading.words.no_question import is_bare
from bot.text.small import small, small_of
from bot.text.spans import places_in
from bot.text.tokens import SPOKEN, Token, words_of
from bot.text.unspoken import RARE, unspoken, usage, words_in

STOPS = small_of("stop")
"""By language."""
_WHY = small_of("why")
_CLEARLY = 0.7
_HOME = 0.9
"""What the policy's own language is ahead by."""
_ENOUGH_LEFT = 2
"""Words that a message must have beside its politeness, to be judged without it."""
_IDLE = small("idle").union(*STOPS.values())
"""Words of a sentence that only asks about another one: "Hello! May I do that?", "Ist das in Ordnung?"."""
_ALSO = 3
"""Stop words by which a sentence is in another language than the message."""
_CLEAR = 2
_SHORT, _LONG = 2, 8
"""Words of a short sentence."""
_MORE = 3.0
"""By how much more often, in all, its words are used in another language than in the message's."""
_PLAINLY, _WHOLLY = 2.5, 6.0
"""The same for a short message, of whose author the language is known, with a stop word of that language alone; without one."""
_ENOUGH = 10
"""Words from which on a message is not short: what its author speaks elsewhere then only tips the balance."""
_MOST_POLITE = 5
_LONGEST_NAME, _LONG_LIST = 4, 12
"""Words of a name in a list, and names of one that is long."""
_TELLS = 4_000
"""Characters that tell the language."""


def stops_of(language: str) -> frozenset[str]:
    """The stop words of one of the five languages, folded; none of another one."""
    return STOPS.get(language, frozenset())


def is_stop(word: str) -> bool:
    """Whether a folded word is a stop word of any of the five."""
    return any(word in stops_of(language) for language in SPOKEN)


@dataclass(frozen=True, slots=True)
class House:
    """What a policy gives to tell the language of its questions."""

    names: frozenset[str] = frozenset()
    """Names of tools: they are of no language."""
    language: str = ""
    """The policy's own: where the words cannot tell, it is meant."""

    @classmethod
    def of(cls, knowledge: Knowledge, catalog: Catalog) -> House:
        """The house of one policy, with the names of its tools and of the world's."""
        tools = [
            tuple(name for name in (tool.name, *tool.names) if not tool.ordinary or len(words_of(name)) > 1)
            for tool in catalog.tools.values()
        ]
        rows = [(row.label, *row.names) for row in knowledge.vocabulary.tools.values() if not row.group]
        loans = [meaning.names.get("any", ()) for meaning in catalog.meanings.values()]  # "open weights" in any language
        called = (
            name for names in (*tools, *rows, *loans, *(brand.names for brand in catalog.brands.values())) for name in names
        )
        spoken = knowledge.organisation.languages[:1]
        return cls(
            frozenset(" ".join(words_of(name)) for name in called), spoken[0] if spoken[:1] and spoken[0] in SPOKEN else ""
        )


NO_HOUSE = House()


def languages_of(
    tokens: tuple[Token, ...], text: str, known: str, polite: frozenset[str], house: House = NO_HOUSE
) -> tuple[str, ...]:
    """The language of a message, and those that whole sentences of it are in beside it.

    What only greets, asks nicely or thanks (``polite``: such phrases) does not tell, nor do sentences that name nothing: the
    question's own words do.
    """
    own = without(_without_list(tuple(token for token in tokens if token.own)), house.names)
    says_nothing = is_bare(text) or (not own and any(token.own for token in tokens))
    if says_nothing and (known or house.language):
        return (known or house.language,)
    clothed = without(own, polite)
    named = _that_name(clothed)
    said = next((words for words in (named, clothed) if len(words) >= _ENOUGH_LEFT), own)
    told = text[:_TELLS] if len(said) == len(tokens) else " ".join(token.text for token in said)[:_TELLS]
    language = _of_question(said) or language_of(tuple(token.folded for token in said), told, known, house.language)
    return (language, *_beside(clothed if said is named else said, language))


def in_langs(tokens: tuple[Token, ...], languages: tuple[str, ...]) -> tuple[Token, ...]:
    """The words with the languages that they are read in: their sentence's own, where it is one beside the message's, or one
    that nobody here reads."""
    sentences = _sentences(tokens)
    foreign = {number: code for number, words in sentences.items() if (code := unspoken(" ".join(t.text for t in words)))}
    told: dict[int, tuple[str, ...]] = {number: (code,) for number, code in foreign.items() if code != languages[0]}
    if len(languages) > 1:
        for number, words in sentences.items():
            also = _also([token.folded for token in words], languages[0])
            told.setdefault(number, tuple(dict.fromkeys((*(one for one in also if one in languages), languages[0]))))
    return tuple(replace(token, langs=told.get(token.sentence, languages)) for token in tokens)


def _that_name(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Without the sentences that name nothing."""
    naming = {token.sentence for token in tokens if token.folded not in _IDLE}
    return tuple(token for token in tokens if token.sentence in naming)


def _sentences(tokens: tuple[Token, ...]) -> dict[int, list[Token]]:
    """The words of each sentence."""
    sentences: dict[int, list[Token]] = {}
    for token in tokens:
        sentences.setdefault(token.sentence, []).append(token)
    return sentences


def _without_list(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Without what stands within a long list: names of things are of any language."""
    starts = [place for place, token in enumerate(tokens) if place and "," in token.gap]
    inside = [(first, last) for first, last in pairwise(starts) if last - first <= _LONGEST_NAME]
    if len(inside) < _LONG_LIST:
        return tokens
    listed = places_in(inside)
    return tuple(token for place, token in enumerate(tokens) if place not in listed)


def without(tokens: tuple[Token, ...], phrases: frozenset[str]) -> tuple[Token, ...]:
    """The words outside all of these phrases."""
    kept: list[Token] = []
    place = 0
    while place < len(tokens):
        sizes = range(min(_MOST_POLITE, len(tokens) - place), 0, -1)
        size = next((n for n in sizes if " ".join(t.folded for t in tokens[place : place + n]) in phrases), 0)
        kept += [] if size else [tokens[place]]
        place += size or 1
    return tuple(kept)


def _of_question(tokens: tuple[Token, ...]) -> str:
    """The language of the one sentence that asks, where others stand beside it; empty where that is not clear."""
    asking = [before.sentence for before, token in pairwise(tokens) if "?" in token.gap and before.sentence != token.sentence]
    if len(asking) != 1:
        return ""
    best, lead = _clearest([token.folded for token in tokens if token.sentence == asking[0]])
    return best if lead >= _CLEAR else ""


def _beside(tokens: tuple[Token, ...], language: str) -> tuple[str, ...]:
    """The other languages that sentences of a message are in."""
    told = (best for words in _sentences(tokens).values() for best in _also([token.folded for token in words], language))
    return tuple(dict.fromkeys(best for best in told if best != language))


def _also(words: list[str], language: str) -> tuple[str, ...]:
    """The language of a sentence beside others: by its stop words, or where it is short by how much more often its words are
    used there ("sans me connecter")."""
    best, lead = _clearest(words)
    if lead >= _ALSO:
        return (best,)
    if language not in SPOKEN or not _SHORT <= len(words) <= _LONG:
        return ()
    score = {lang: sum(often) for lang, often in usage(words).items()}
    best = max(SPOKEN, key=lambda lang: score[lang])
    return (best,) if score[best] - score[language] >= _MORE else ()


def _clearest(words: list[str]) -> tuple[str, int]:
    """The language with the most stop words, and by how many it leads."""
    counts = {lang: sum(word in stops for word in words) for lang, stops in STOPS.items()}
    first, second = sorted(SPOKEN, key=lambda lang: -counts[lang])[:2]
    return first, counts[first] - counts[second]


def language_of(words: tuple[str, ...], text: str, known: str = "", home: str = "") -> str:
    """The language of a message: folded ``words``, raw ``text``; ``known``: the thread's or the asker's, kept on short ones;
    ``home``: the policy's, where the words cannot tell."""
    counts = {language: sum(word in stops for word in words) for language, stops in STOPS.items()}
    ranked = sorted(SPOKEN, key=lambda language: -counts[language])
    best, second = ranked[0], ranked[1]
    if other := unspoken(text):
        return other
    if known and counts[best] - counts.get(known, 0) < _CLEAR and len(words) < _ENOUGH:
        return _plainly(words, counts, known)
    home = known or home
    if counts[best] >= _CLEAR and counts[best] - counts[second] >= _CLEAR:
        return best
    if likely := _by_frequency(text, counts, home):
        return likely
    least = _CLEAR if len(words) > _SHORT else 1
    return home if home and counts[best] - counts.get(home, 0) < least else best


def _plainly(words: tuple[str, ...], counts: dict[str, int], known: str) -> str:
    """The known language, unless a sentence is plainly in another one: "is it allowed" of somebody whose Slack is in Dutch. What
    is but a thing's name is said by many in another language than they speak ("meeting notes"); a lone "warum?" is no name."""
    if len(words) < _SHORT or known not in SPOKEN:
        asks = [language for language in SPOKEN if len(words) == 1 and words[0] in _WHY.get(language, ())]
        return asks[0] if len(asks) == 1 and known in SPOKEN else known
    score = {lang: sum(often) for lang, often in usage(list(words)).items()}
    best = max(SPOKEN, key=lambda lang: score[lang])
    lead, others = score[best] - score[known], (counts[one] for one in SPOKEN if one not in (best, known))
    is_its_own = counts[best] > max(others)
    return best if lead >= (_PLAINLY if is_its_own else _WHOLLY) else known


def _by_frequency(text: str, counts: dict[str, int], home: str = "") -> str:
    """The language that uses these words most often; none where most of them are in no dictionary, or two are as likely."""
    words = words_in(text)
    used = usage(words)
    known = sum(any(often[place] > RARE for often in used.values()) for place in range(len(words)))
    if not words or 2 * known < len(words):
        return ""
    score = {language: sum(used[language]) + counts[language] + _HOME * (language == home) for language in SPOKEN}
    first, second = sorted(SPOKEN, key=lambda language: -score[language])[:2]
    if score[first] - score[second] >= _CLEARLY:
        return first
    complete = [language for language in SPOKEN if all(often > RARE for often in used[language])]
    return complete[0] if complete == [first] else ""  # "was kostet pro Million": only one has all of its words
