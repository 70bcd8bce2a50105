"""Words go in, their languages come out: by the stop words of five languages, by py3langid where those are silent."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Any

import wordfreq
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from bot.reading.small import small_of
from bot.reading.text import Token

SPOKEN = ("en", "nl", "de", "fr", "es")
STOPS = small_of("stop")
"""By language."""
_WORD = re.compile(r"[^\W\d_]+")
_RARE = 2.0
"""Zipf frequency that a word is given at least: one that a language hardly has tells no more than one that it does not have."""
_CLEARLY = 0.7
_ENOUGH = 60
"""Words that tell the language."""
_SURE = 0.9
_TELLING = 4
_LATIN_END = 0x250
_ENOUGH_LEFT = 2
"""Words that a message must have beside its politeness, to be judged without it."""
_ALSO = 3
"""Stop words by which a sentence is in another language than the message."""
_CLEAR = 2
_SHORT, _LONG = 2, 8
"""Words of a short sentence."""
_MORE = 3.0
"""By how much more often, in all, its words are used in another language than in the message's."""
_MOST_POLITE = 5
_TELLS = 4_000
"""Characters that tell the language."""


def stops_of(language: str) -> frozenset[str]:
    """The stop words of one of the five languages, folded."""
    return STOPS[language]


@lru_cache(maxsize=1)
def _identifier() -> Any:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def languages_of(tokens: tuple[Token, ...], text: str, known: str, polite: frozenset[str]) -> tuple[str, ...]:
    """The language of a message, and those that whole sentences of it are in beside it.

    What only greets, asks nicely or thanks (``polite``: such phrases) does not tell: the question's own words do.
    """
    own = tuple(token for token in tokens if token.own)
    said = without(own, polite)
    if len(said) < _ENOUGH_LEFT or len(said) == len(own):
        said, told = own, text[:_TELLS]
    else:
        told = " ".join(token.text for token in said)[:_TELLS]
    language = _of_question(said) or language_of(tuple(token.folded for token in said), told, known)
    return (language, *_beside(said, language))


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
    sentences: dict[int, list[str]] = {}
    for token in tokens:
        sentences.setdefault(token.sentence, []).append(token.folded)
    told = (best for words in sentences.values() for best in _also(words, language))
    return tuple(dict.fromkeys(best for best in told if best != language))


def _also(words: list[str], language: str) -> tuple[str, ...]:
    """The language of a sentence beside others: by its stop words, or where it is short by how much more often its words are
    used there ("sans me connecter")."""
    best, lead = _clearest(words)
    if lead >= _ALSO:
        return (best,)
    if language not in SPOKEN or not _SHORT <= len(words) <= _LONG:
        return ()
    score = {tongue: sum(often) for tongue, often in _usage(words).items()}
    best = max(SPOKEN, key=lambda tongue: score[tongue])
    return (best,) if score[best] - score[language] >= _MORE else ()


def _clearest(words: list[str]) -> tuple[str, int]:
    """The language with the most stop words, and by how many it leads."""
    counts = {tongue: sum(word in stops for word in words) for tongue, stops in STOPS.items()}
    first, second = sorted(SPOKEN, key=lambda tongue: -counts[tongue])[:2]
    return first, counts[first] - counts[second]


def language_of(words: tuple[str, ...], text: str, known: str = "") -> str:  # noqa: PLR0911 - one return a rule
    """The language of a message: folded ``words``, raw ``text``; ``known``: the thread's or the asker's, kept on short ones."""
    counts = {language: sum(word in stops for word in words) for language, stops in STOPS.items()}
    ranked = sorted(SPOKEN, key=lambda language: -counts[language])
    best, second = ranked[0], ranked[1]
    if known and len(words) < 6 and counts[best] - counts.get(known, 0) < 2:
        return known
    if counts[best] >= 2 and counts[best] - counts[second] >= 2:
        return best
    if len(words) < 3 and counts[best] == counts[second] and known:
        return known
    code, sure = _identifier().classify(text)
    if code not in SPOKEN and (_is_other_script(text) or (sure > _SURE and counts[best] <= 1 and len(words) >= _TELLING)):
        return str(code)
    likely = _by_frequency(text, counts)
    if likely:
        return likely
    if counts[best] == 0 and code in SPOKEN:
        return known or str(code)
    return best if counts[best] > counts[second] else (known if known in (best, second) else best)


def _is_other_script(text: str) -> bool:
    """Whether most letters are none of the Latin alphabet's."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and 2 * sum(ord(c) >= _LATIN_END for c in letters) > len(letters)


def _usage(words: list[str]) -> dict[str, list[float]]:
    """Language -> how often each word is used in it (Zipf), never less than a rare one."""
    return {tongue: [max(wordfreq.zipf_frequency(word, tongue), _RARE) for word in words] for tongue in SPOKEN}


def _by_frequency(text: str, counts: dict[str, int]) -> str:
    """The language that uses these words most often; none where most of them are in no dictionary, or two are as likely."""
    words = _WORD.findall(text.lower())[:_ENOUGH]
    usage = _usage(words)
    known = sum(any(often[place] > _RARE for often in usage.values()) for place in range(len(words)))
    if not words or 2 * known < len(words):
        return ""
    score = {language: sum(usage[language]) + counts[language] for language in SPOKEN}
    first, second = sorted(SPOKEN, key=lambda language: -score[language])[:2]
    return first if score[first] - score[second] >= _CLEARLY else ""
