"""Words go in, their languages come out: by the stop words of five languages, by py3langid where those are silent."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Any

import wordfreq
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from bot.reading.text import Token

SPOKEN = ("en", "nl", "de", "fr", "es")
_STOP_WORDS = {
    "en": (
        "the a an is are was were be been do does did can could may might must shall should would will i we you he she it "
        "they my our your their this that these those of to in into on for with without from by at and or not if then "
        "than what which who how why when where there have has had am any some all just only about out up ok okay please "
        "hi hello thanks use me him us them its his anyone someone nobody nothing something every each so too very more "
        "now here today yesterday over after before since until because though still already got get dont didnt isnt im "
        "ive let being"
    ),
    "nl": (
        "de het een is zijn was waren ben kan kunnen mag mogen moet moeten zal zou ik wij we je jij u hij zij ze mijn ons "
        "onze jouw uw hun dit dat deze die van naar in op voor met zonder uit door bij en of niet geen als dan wat welke "
        "wie hoe waarom wanneer waar er heb heeft hebben had ook nog wel maar om te aan gratis graag hallo mits hoeveel "
        "mij me jullie haar zich alles iets niets iemand niemand al alleen nu vandaag gisteren hier daar ervan erin dus "
        "want omdat tot tegen tussen onder over na zelf worden wordt werd gaat doen doet zo veel alle hoeft nodig mn"
    ),
    "de": (
        "der die das ein eine einen einem einer eines ist sind war waren bin kann konnen darf durfen muss mussen soll "
        "sollen wird werden ich wir du ihr sie er es mein meine meinen meiner unser unsere unseren dies diese dieser "
        "dieses von zu nach in im auf fur mit ohne aus durch bei und oder nicht kein keine keinen wenn dann was welche "
        "welches welcher wer wie warum wann wo habe hat haben hatte auch noch aber um dem den des zur zum vom als man "
        "bitte hallo uber mir mich dir uns unserem unserer meinem dass weil doch schon nur so sehr mehr vor bis gegen "
        "seit zwischen unter wegen alle alles jemand niemand nichts nix etwas davon dazu damit dafur hier dort jetzt "
        "heute gestern hab ihre ihren ihrem ihrer seine sein seinen geht gibt lassen diesem jede jeder jedes ins am beim "
        "mal gerade ob wurde weiss"
    ),
    "fr": (
        "le la les un une des du de est sont etait suis peut peux puis pouvons dois doit devons je nous vous tu il elle "
        "ils elles mon ma mes notre nos votre vos leur ce cet cette ces a au aux dans sur pour avec sans par et ou ne pas "
        "si alors que quel quelle quels quelles qui comment pourquoi quand ai as avons avez ont avait aussi mais en l d c "
        "est-ce bonjour merci on y utiliser moi me te lui eux se tout tous toute toutes rien chez vers entre sous jusqu "
        "depuis pendant ici deja encore tres plus moins bien etre fait faire va ses son sa leurs qu donc car comme j m n "
        "s"
    ),
    "es": (
        "el la los las un una unos unas es son era soy puedo puede podemos pueden debo debe yo nosotros tu usted ellos mi "
        "mis nuestro nuestra nuestros su sus este esta estos estas de del a al en sobre para con sin por y o no si "
        "entonces que cual cuales quien como cuando donde he ha hemos han tambien pero se lo le hola gracias usar permite "
        "hay me te nos les nuestras esto eso ese esa todo todos toda nada algo alguien nadie hacia entre hasta desde "
        "durante hoy ayer aqui ya muy mas menos bien ser va tiene tengo tenemos sido porque pues asi"
    ),
}
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
_MOST_POLITE = 5
_TELLS = 4_000
"""Characters that tell the language."""
_STOPS = {language: frozenset(words.split()) for language, words in _STOP_WORDS.items()}


def stops_of(language: str) -> frozenset[str]:
    """The stop words of one of the five languages, folded."""
    return _STOPS[language]


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
    told = (_clearest(words) for words in sentences.values())
    return tuple(dict.fromkeys(best for best, lead in told if best != language and lead >= _ALSO))


def _clearest(words: list[str]) -> tuple[str, int]:
    """The language with the most stop words, and by how many it leads."""
    counts = {tongue: sum(word in stops for word in words) for tongue, stops in _STOPS.items()}
    first, second = sorted(SPOKEN, key=lambda tongue: -counts[tongue])[:2]
    return first, counts[first] - counts[second]


def language_of(words: tuple[str, ...], text: str, known: str = "") -> str:  # noqa: PLR0911 - one return a rule
    """The language of a message: folded ``words``, raw ``text``; ``known``: the thread's or the asker's, kept on short ones."""
    counts = {language: sum(word in stops for word in words) for language, stops in _STOPS.items()}
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


def _by_frequency(text: str, counts: dict[str, int]) -> str:
    """The language that uses these words most often; none where most of them are in no dictionary, or two are as likely."""
    words = _WORD.findall(text.lower())[:_ENOUGH]
    zipf = {language: [wordfreq.zipf_frequency(word, language) for word in words] for language in SPOKEN}
    known = sum(any(zipf[language][place] > _RARE for language in SPOKEN) for place in range(len(words)))
    if not words or 2 * known < len(words):
        return ""
    score = {language: sum(max(one, _RARE) for one in zipf[language]) + counts[language] for language in SPOKEN}
    first, second = sorted(SPOKEN, key=lambda language: -score[language])[:2]
    return first if score[first] - score[second] >= _CLEARLY else ""
