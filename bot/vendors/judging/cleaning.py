"""One line of a captured page goes in; the same line without markup, links, numbering and spelling variants comes out."""

from __future__ import annotations

import re
import unicodedata

_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\((?:[^()]|\([^)]*\))*\)")
_ADDRESS = re.compile(r"<?(?:https?://|www\.)[^\s<>\"'）]+>?")
_MAIL = re.compile(
    r"\[email(?: |&#160;)?protected\]|(?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[\w.+-]+\s*[\[(](?:at|@)[\])]\s*[\w.-]+",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-zA-Z][^>]{0,200}>")
_MARKUP = re.compile(r"[*_`~|\\]+")
_NUMBERING = re.compile(
    r"^\s*(?:#+\s*|>\s*)*(?:[-*+•·▪◦‣]\s+|\(?(?:\d{1,3}|[a-zA-Z]|[ivxlIVXL]{1,6})[.)](?:\d{1,3}[.)]?)*\s+|\d{1,3}(?:\.\d{1,3})+\s+|\d{1,3}(?=[A-Z][a-z]))*"
)
_REFERENCE = re.compile(
    r"\b(sections?|clauses?|articles?|paragraphs?|artikel(?:en)?|abschnitte?|ziffern?|secci[oó]n(?:es)?|cl[aá]usulas?|paragraphes?|annex|exhibit|schedule|§+)"
    r"\s*\(?\d+(?:\.\d+)*[a-z]?\)?(?:\([a-z0-9]{1,4}\))*",
    re.IGNORECASE,
)
_NEW_TAB = re.compile(r"\(?\s*opens? (?:in|into) (?:a )?new (?:tab|window)\s*\)?", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffc\ufffd]")
_QUOTES = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "‚": "'",
        "‛": "'",
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
_SAME_MARK = re.compile(r"^[-=_*|:\s]*$")


def plain(line: str) -> str:
    """A line as a person reads it: no markup, no link targets, no list mark, one kind of quote and blank."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", line)).translate(_QUOTES)
    text = _IMAGE.sub(" ", text)
    text = _LINK.sub(r"\1", _LINK.sub(r"\1", text))
    text = _NEW_TAB.sub(" ", text)
    text = _TAG.sub(" ", text)
    if _SAME_MARK.match(text):
        return ""
    text = _MARKUP.sub("", text.replace("|", " ")) if "|" in text else _MARKUP.sub("", text)
    text = _NUMBERING.sub("", text, count=1)
    return _SPACES.sub(" ", text).strip()


_WORD_VARIANTS = (
    (re.compile(r"is(e[sdr]?|ing|ations?)\b"), r"iz\1"),
    (re.compile(r"(?<=[a-z]{2})our(s|ed|ing|able|ite|ites|al|ful)?\b"), r"or\1"),
    (re.compile(r"licence"), "license"),
    (re.compile(r"cent(?:re)(s?)\b"), r"center\1"),
    (re.compile(r"\bprogramme"), "program"),
    (re.compile(r"(fulfil|cancel|label|travel|model|enrol|instal)l(?=ed|ing|ment|s\b|\b)"), r"\1"),
    (re.compile(r"\be-mail"), "email"),
    (re.compile(r"judgement"), "judgment"),
    (re.compile(r"(catal)ogue"), r"\1og"),
    (re.compile(r"\bsub[- ]processor"), "subprocessor"),
    (re.compile(r"\bthird[- ]part"), "third part"),
    (re.compile(r"\bopt[- ](in|out)"), r"opt \1"),
)
_PUNCTUATION = re.compile(r"[^\w\s%$€£¥<>]+")


def key(text: str) -> str:
    """What two clauses are compared by: plain text without addresses, references, punctuation, case and spelling variants."""
    text = _ADDRESS.sub(" ", text)
    text = _MAIL.sub(" ", text)
    text = _REFERENCE.sub(r"\1", text)
    text = text.casefold()
    for pattern, better in _WORD_VARIANTS:
        text = pattern.sub(better, text)
    text = text.replace("'s", " s").replace("'", "")
    text = re.sub(r"(?<=\d)[.,](?=\d)", "", text)
    return _SPACES.sub(" ", _PUNCTUATION.sub(" ", text)).strip()
