"""Words go in, their language comes out: by the stop words of five languages, by py3langid where those are silent."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import wordfreq
from py3langid.langid import MODEL_FILE, LanguageIdentifier

SPOKEN = ("en", "nl", "de", "fr", "es")
_STOP_WORDS = {
    "en": (
        "the a an is are was were be been do does did can could may might must shall should would will i we you he she it they "
        "my our your their this that these those of to in into on for with without from by at and or not if then than what "
        "which who how why when where there have has had am any some all just only about out up ok okay please hi hello thanks "
        "use"
    ),
    "nl": (
        "de het een is zijn was waren ben kan kunnen mag mogen moet moeten zal zou ik wij we je jij u hij zij ze mijn ons onze "
        "jouw uw hun dit dat deze die van naar in op voor met zonder uit door bij en of niet geen als dan wat welke wie hoe "
        "waarom wanneer waar er heb heeft hebben had ook nog wel maar om te aan gratis graag hallo mits hoeveel"
    ),
    "de": (
        "der die das ein eine einen einem einer eines ist sind war waren bin kann konnen darf durfen muss mussen soll sollen "
        "wird werden ich wir du ihr sie er es mein meine meinen meiner unser unsere unseren dies diese dieser dieses von zu "
        "nach in im auf fur mit ohne aus durch bei und oder nicht kein keine keinen wenn dann was welche welches welcher wer "
        "wie warum wann wo habe hat haben hatte auch noch aber um dem den des zur zum vom als man bitte hallo"
    ),
    "fr": (
        "le la les un une des du de est sont etait suis peut peux puis pouvons dois doit devons je nous vous tu il elle ils "
        "elles mon ma mes notre nos votre vos leur ce cet cette ces a au aux dans sur pour avec sans par et ou ne pas si alors "
        "que quel quelle quels quelles qui comment pourquoi quand ai as avons avez ont avait aussi mais en l d c est-ce bonjour "
        "merci on y utiliser"
    ),
    "es": (
        "el la los las un una unos unas es son era soy puedo puede podemos pueden debo debe yo nosotros tu usted ellos mi mis "
        "nuestro nuestra nuestros su sus este esta estos estas de del a al en sobre para con sin por y o no si entonces que "
        "cual cuales quien como cuando donde he ha hemos han tambien pero se lo le hola gracias usar permite hay"
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
_STOPS = {language: frozenset(words.split()) for language, words in _STOP_WORDS.items()}


def stops_of(language: str) -> frozenset[str]:
    """The stop words of one of the five languages, folded."""
    return _STOPS[language]


@lru_cache(maxsize=1)
def _identifier() -> Any:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


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
