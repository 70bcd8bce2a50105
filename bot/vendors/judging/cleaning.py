"""One line of a captured page goes in; the same line without markup, links, numbering and spelling variants comes out."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from bot.vendors.judging.data import load

_IMAGE = re.compile(r"!\[[^\]]{0,1000}\]\([^)]{0,4000}\)")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]{0,200}\]){0,1000})\]\((?:[^()]|\([^)]{0,200}\)){0,4000}\)")
"""Bounded, since a line of brackets without an end would else be read to its end from each of them."""
_ADDRESS = re.compile(r"<?(?:https?://|www\.)[^\s<>\"'）]+>?")
_MAIL = re.compile(
    r"\[email(?: |&#160;)?protected\]|(?:mailto:)?(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+|"
    r"(?<![\w.+-])[\w.+-]+\s*[\[(](?:at|@)[\])]\s*[\w.-]+",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-zA-Z][^>]{0,200}>")
_MARKUP = re.compile(r"[*_`~|\\]+")
_NUMBERING = re.compile(
    r"^\s*(?:#+\s*|>\s*)*(?:[-*+•·▪◦‣]\s+|\(?(?:\d{1,3}|[a-zA-Z]|[ivxlIVXL]{1,6})[.)](?:\d+(?:[.)]\d+)*[.)]?)?\s+|\d{1,3}(?:\.\d{1,3})+\s+"
    r"|\d{1,3}(?=[A-Z][a-z])|(?<=# )\d{1,3}\s+(?=[^\W\d_]))*"
)
_REFERENCE = re.compile(
    r"\b(sections?|clauses?|articles?|paragraphs?|artikel(?:en)?|abschnitte?|ziffern?|secci[oó]n(?:es)?|cl[aá]usulas?|paragraphes?|annex|exhibit|schedule|§+)"
    r"\s*\(?\d+(?:\.\d+)*[a-z]?\)?(?:\([a-z0-9]{1,4}\))*",
    re.IGNORECASE,
)
_ITEM = re.compile(
    r"(?:(?<=\s)|^)\((?:[ivx]{1,5}|[a-z]|\d{1,2})\)(?=\s)(?!\s+(?:\w+\s+)?(?:days?|weeks?|months?|years?|hours?)\b)",
    re.IGNORECASE,
)
"""The mark of an item inside a sentence; a list that is written as one sentence says the same as one of lines.
"thirty (30) days" has none."""
_NEW_TAB = re.compile(r"(?:\(\s*)?opens? (?:in|into) (?:a )?new (?:tab|window)\s*\)?", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffc\ufffd]")
_QUOTES = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "‚": "'",
        "‛": "'",
        "ʼ": "'",
        "´": "'",
        "`": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "‑": "-",
        "−": "-",
        "…": "...",
        "\u00a0": " ",
    }
)
_TWICE = re.compile(r"\b(\w+)\s*\((\d{1,3})\)")
_ELISION = re.compile(r"\b([cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=[^\W\d_]{2})")
"""A French article or pronoun before a vowel: "l'entraînement" has the noun in it, as "don't" has no word of its own."""
_SAME_MARK = re.compile(r"^[-=_*|:\s]*$")


def plain(line: str) -> str:
    """A line as a person reads it: no markup, no link targets, no list mark, one kind of quote and blank."""
    text = line if line.isascii() else unicodedata.normalize("NFKC", _INVISIBLE.sub("", line)).translate(_QUOTES)
    if "](" in text:
        text = _LINK.sub(r"\1", _LINK.sub(r"\1", _IMAGE.sub(" ", text)))
    if "pen" in text:
        text = _NEW_TAB.sub(" ", text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if _SAME_MARK.match(text):
        return ""
    text = _MARKUP.sub("", text.replace("|", " "))
    text = _NUMBERING.sub("", text, count=1)
    return " ".join(text.split())


def cells(row: str) -> list[str]:
    """What stands between the bars of one row of a table."""
    return [plain(one) for one in row.strip().strip("|").split("|")] if row.lstrip().startswith("|") else []


_VARIANTS = (
    (re.compile(r"is(e[sdr]?|ing|ations?)$"), r"iz\1"),
    (re.compile(r"(?<=[a-z]{2})our(s|ed|ing|able|ite|ites|al|ful)?$"), r"or\1"),
    (re.compile(r"^licence"), "license"),
    (re.compile(r"centre(s?)$"), r"center\1"),
    (re.compile(r"^programme"), "program"),
    (re.compile(r"(fulfil|cancel|label|travel|model|enrol|instal)l(?=ed$|ing$|ment$|s$|$)"), r"\1"),
    (re.compile(r"^judgement"), "judgment"),
    (re.compile(r"catalogue"), "catalog"),
)
"""One spelling for words that are written in two ways; wrong words that come out the same on both sides do no harm."""
_PUNCTUATION = re.compile(r"[^\w\s%$€£¥<>]+")
_TWENTY = 20
_ENDLESS = re.compile(r"[^\s\u3040-\u9fff]{100}")
"""No word is that long; in pieces, it is looked at once by whatever looks for a number or a word."""
_DIGIT = re.compile(r"\d")
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d)")


def key(text: str) -> str:
    """What two clauses are compared by: plain text without addresses, references, punctuation, case and spelling variants."""
    if "http" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    if "@" in text or "[email" in text or "(at)" in text or "[at]" in text:
        text = _MAIL.sub(" ", text)
    if "(" in text:
        text = _ITEM.sub(" ", _TWICE.sub(_said_once, text))
    text = _ELISION.sub(r"\1 ", text.casefold()).replace("'s", " s").replace("'", "")
    if _DIGIT.search(text):
        text = _THOUSANDS.sub("", _REFERENCE.sub(r"\1", text))
    joined = " ".join(map(_one_spelling, _in_one(_ENDLESS.sub(r"\g<0> ", _PUNCTUATION.sub(" ", text))).split()))
    return joined.replace("sub processor", "subprocessor").replace("e mail", "email") if " " in joined else joined


def _in_one(text: str) -> str:
    """Numbers of two words, "forty eight", "cuarenta y ocho", in digits."""
    return _two_words().sub(lambda found: str(int(_numbers()[found[1]]) + int(_numbers()[found[2]])), text)


@cache
def _two_words() -> re.Pattern[str]:
    tens = "|".join(word for word, number in _numbers().items() if int(number) >= _TWENTY and not int(number) % 10)
    units = "|".join(word for word, number in _numbers().items() if int(number) < _TWENTY)
    return re.compile(rf"\b({tens})(?: et| y)? ({units})\b")


def _said_once(found: re.Match[str]) -> str:
    """A number and the same number in brackets, as word and digits, are one number."""
    first, second = found[1], found[2]
    return f" {second} " if _numbers().get(first.casefold()) == second else found[0]


@cache
def _numbers() -> dict[str, str]:
    return {word: str(number) for number, some in load("numbers").items() for word in some}


@lru_cache(maxsize=20_000)
def _one_spelling(word: str) -> str:
    if word in _numbers():
        return _numbers()[word]
    for pattern, better in _VARIANTS:
        word = pattern.sub(better, word)
    return word
