"""Safe text goes in, tokens come out: folded words with their places, sentence and owner (the asker's own words or pasted)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.metadata import version
from threading import Lock

import snowballstemmer

from bot.text.flat import key_of
from bot.text.patterns import any_of, listed
from bot.text.small import small, small_of

STEMMERS = {"en": "english", "nl": "dutch", "de": "german", "fr": "french", "es": "spanish"}
SPOKEN = tuple(STEMMERS)
"""The languages that are read."""
WORD = re.compile(r"\[[a-z-]+\]|[^\W_]+(?:['’‘`][^\W_]+)*")
ELISION = re.compile(rf"^({any_of(small('elided'))})['’‘`](?=\w{{2}})", re.I)
POSSESSIVE = re.compile(r"['’‘`]s$", re.I)
CONTRACTED = re.compile(rf"(?:{any_of(small('contracts'))})['’‘`](?:{any_of(small('contracted'))})$", re.I)
WILL, BEHIND_WILL = small("will_drawn"), small("behind_will")
SENTENCE_END = re.compile(r"[?!\n]|\.(?=\s|$)|;")
CLAUSE_END = re.compile(r"[?!;:\n(),–—→=]|\.(?=\s|$)|\s-+>?\s|->")
PHRASE_BREAK = re.compile(r"[,;:?!\n=→]|\.(?=\s)|->|\s[-–—]\s")
"""What never stands inside one phrase; brackets, hyphens and slashes may."""
_JOINTS = frozenset({"-", "."})
"""Between two words of a name they are a part of it."""
MOST_WORDS = 600
"""Words of one message that are read; what is between its beginning and its end counts as pasted and unread."""
LONGEST_WORD = 60
"""Letters; what is longer is no word of any language, and is neither stemmed nor split."""
CUT = "…"
ABBREVIATIONS = small("short")
"""A full stop after these ends no sentence."""
_FOLDS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Lower case without accents."""
    lowered = text.lower().translate(_FOLDS)
    if lowered.isascii():
        return lowered
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))


def transliterated(text: str) -> str:
    """German umlauts written out, as people without the keys do; the text itself where there are none."""
    return fold(text.lower().translate(_UMLAUTS))


_stemming = Lock()
"""A stemmer keeps the word it is at in itself: two threads at once would get each other's stems, and keep them."""
# Compiled by PyStemmer, which snowballstemmer hands out where it is installed: half the time of a start.
_stemmers = {language: snowballstemmer.stemmer(name) for language, name in STEMMERS.items()}


@cache
def stemmed_by() -> str:
    """Which stemmers these are: what was stemmed by others and kept is of no use."""
    return " ".join(f"{name} {version(name)}" for name in ("snowballstemmer", "PyStemmer"))


_SPELT = {old: new for pair in small_of("spelt")["en"] for old, new in [pair.split("-")]}
_SPELT_FORM = re.compile(rf"({any_of(_SPELT)})({any_of(small('spelt_ending'))})?")


_SHORT = {old: new for pair in small_of("plural_short")["nl"] for old, new in [pair.split("-")]}
_SHORT_FORM = re.compile(rf"(.*)({any_of(_SHORT)})")


def _one_spelling(word: str, language: str) -> str:
    """British and American English in one spelling: "data centres" of a policy are the "data center" of a question. Dutch plurals
    whose vowel stays short, which no stemmer knows, in the singular."""
    if language == "nl" and (plural := _SHORT_FORM.fullmatch(word)):
        return f"{plural[1]}{_SHORT[plural[2]]}"
    found = _SPELT_FORM.fullmatch(word) if language == "en" else None
    return f"{_SPELT[found[1]]}{found[2] or ''}" if found else word


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word; ``language``: one of the five, else the word itself."""
    stemmer = _stemmers.get(language)
    if stemmer is None or len(word) > LONGEST_WORD:
        return word
    with _stemming:
        return str(stemmer.stemWord(_one_spelling(word, language)))


_ENDINGS = {language: endings | {""} for language, endings in small_of("word_ending").items()}
"""What a noun, an adjective or a participle ends in; words of one stem with other ends are words of their own."""


_DOUBLED = re.compile(r"(.)\1")
"""Letters are doubled in one form and not in another ("naam", "namen"), or by mistake ("payrol")."""


@lru_cache(maxsize=50_000)
def is_form_of(word: str, other: str, language: str) -> bool:
    """Whether two folded words are forms of one ("bills", "bill"), not only of one stem ("nation", "nationale")."""
    if word == other:
        return True
    endings = _ENDINGS.get(language, _ENDINGS["en"])
    word, other = _one_spelling(word, language), _one_spelling(other, language)
    word, other = _DOUBLED.sub(r"\1", word), _DOUBLED.sub(r"\1", other)
    shared = next((at for at, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    return any(word[at:] in endings and other[at:] in endings for at in range(shared, max(2, shared - 3), -1))


def is_slip(word: str, meant: str) -> bool:
    """Whether a letter fell out, came twice, or changed places with the next."""
    return len(word) != len(meant) or sorted(word) == sorted(meant)


@dataclass(frozen=True, slots=True)
class Token:
    """One word. ``start`` and ``end`` count characters of the safe text; ``gap`` is what stands before it."""

    text: str
    folded: str
    start: int
    end: int
    gap: str
    sentence: int
    clause: int
    own: bool = True
    """False in pasted, quoted or forwarded material."""
    langs: tuple[str, ...] = ()
    """The languages of its message, the main one first; none where nobody has looked."""

    @property
    def breaks(self) -> bool:
        """Whether a phrase cannot run over the gap before this word."""
        return bool(PHRASE_BREAK.search(self.gap))


def is_contracted(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether it is no word but two drawn into one: "I'll", "who'd", and the "ill" of "ill use"."""
    token, behind = tokens[place], tokens[place + 1 : place + 2]
    if not token.text.isalnum():
        return bool(CONTRACTED.match(token.text))
    return token.folded in WILL and any(one.folded in BEHIND_WILL and not one.breaks for one in behind)


def clauses_of(tokens: tuple[Token, ...]) -> dict[int, list[int]]:
    """Clause -> the places of its words, in the order of the message."""
    found: dict[int, list[int]] = {}
    for place, token in enumerate(tokens):
        found.setdefault(token.clause, []).append(place)
    return found


def quote_of(tokens: tuple[Token, ...], first: int, last: int) -> str:
    """The words from ``first`` to before ``last`` as they were written: hyphens and dots ("Phi-3", "Claude 3.5") stay between
    them, else one space."""
    joints = (token.gap if token.gap in _JOINTS else " " for token in tokens[first:last])
    return "".join(f"{joint}{token.text}" for joint, token in zip(joints, tokens[first:last], strict=True)).strip(" .-")


def tokens_of(text: str, pasted: tuple[tuple[int, int], ...] = ()) -> tuple[Token, ...]:
    """Cut a text into words; ``pasted``: character spans that are not the asker's own words."""
    found: list[Token] = []
    sentence = clause = last = 0
    for match in WORD.finditer(text):
        gap = text[last : match.start()]
        last = match.end()
        own = not any(start <= match.start() < end for start, end in pasted)
        if found:
            changed = found[-1].own != own
            short = gap.strip() == "." and (found[-1].folded in ABBREVIATIONS or len(found[-1].folded) == 1)
            sentence += (bool(SENTENCE_END.search(gap)) and not short) or changed
            clause += (bool(CLAUSE_END.search(gap)) and not short) or changed
        word, start = match.group(), match.start()
        elided = ELISION.match(word)
        if elided:
            found.append(Token(elided.group(1), fold(elided.group(1)), start, elided.end() + start, gap, sentence, clause, own))
            word, start, gap = word[elided.end() :], start + elided.end(), "'"
        bare = POSSESSIVE.sub("", word)
        folded = fold(bare.replace("'", "").replace("’", "").replace("‘", "").replace("`", ""))
        found.append(Token(word, folded, start, match.end(), gap, sentence, clause, own))
    return tuple(found)


def bounded(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The first and last words of a long text, the asker's own before pasted ones, and every kind of placeholder once.

    Where words were left away stands ``CUT``, pasted material that nobody read.
    """
    if len(tokens) <= MOST_WORDS:
        return tokens
    own = [place for place, token in enumerate(tokens) if token.own]
    pasted = [place for place, token in enumerate(tokens) if not token.own]
    kept = {*own[: MOST_WORDS // 2], *own[-MOST_WORDS // 4 :], *pasted[: MOST_WORDS // 8], *pasted[-MOST_WORDS // 8 :]}
    seen: set[tuple[str, bool]] = set()
    for place, token in enumerate(tokens):
        if token.text.startswith("[") and (token.text, token.own) not in seen:
            seen.add((token.text, token.own))
            kept.add(place)
    found: list[Token] = []
    before = -1
    for place in sorted(kept):
        token = tokens[place]
        if place != before + 1:
            found.append(replace(token, text=CUT, folded=CUT, end=token.start, gap="\n", own=False))
            token = replace(token, gap="\n")
        found.append(token)
        before = place
    return tuple(found) if before == len(tokens) - 1 else (*found, replace(found[-1], text=CUT, folded=CUT, gap="\n", own=False))


_PLAIN = re.compile(r"[a-z]+(?: [a-z]+)*")
"""A phrase that is its own words: most of the catalog's; cutting these up takes a fifth of a start."""


@lru_cache(maxsize=150_000)
def words_of(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase, as ``tokens_of`` gives them."""
    if _PLAIN.fullmatch(phrase):
        return tuple(phrase.split(" "))
    return tuple(token.folded for token in tokens_of(phrase))


def forget() -> None:
    """What was folded, stemmed and cut up while an index was made is held no longer: 80 MB of words that hardly anybody asks."""
    for worked in (fold, stem, words_of, key_of):
        worked.cache_clear()


_FENCE = re.compile(r"```.*?(?:```|\Z)", re.S)
_QUOTE_LINES = re.compile(r"(?:^[ \t]*(?:>|&gt;).*(?:\n|\Z))+", re.M)
_MAIL_HEAD = re.compile(
    rf"^(?:-{{2,}} ?{listed('mail_forwarded')}.*|{listed('mail_from')}\s*:.*\n{listed('mail_next')}\s*:.*)", re.M | re.I
)
_SECOND = r"\d{4}[-/.]\d\d[-/.]\d\d[T ,]+\d\d:\d\d|\d\d:\d\d:\d\d|[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d"
_LOG_LINES = re.compile(rf"(?:^[^\w\n]{{0,2}}(?:{_SECOND}).*(?:\n|\Z)){{3,}}", re.M)
"""Lines that begin with the second at which they were written."""
_LONG_QUOTE = re.compile(r"[\"“„«]([^\"“”„«»]{25,})[\"”“»]")


def pasted_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Character spans of a text that are quoted, forwarded or in a code block: data to look at, never instructions."""
    spans = [match.span() for pattern in (_FENCE, _QUOTE_LINES, _LOG_LINES) for match in pattern.finditer(text)]
    spans += [match.span(1) for match in _LONG_QUOTE.finditer(text) if match.group(1).count(" ") >= 4]
    head = _MAIL_HEAD.search(text)
    if head:
        spans.append((head.start(), _end_of_mail(text, head)))
    return tuple(sorted(spans))


def _end_of_mail(text: str, head: re.Match[str]) -> int:
    """Where a mail that was passed on ends: before a last paragraph that asks, where nothing was asked above it."""
    body, gap, last = text.rpartition("\n\n")
    below = head.end() < len(body) and last.rstrip().endswith("?") and "\n" not in last.strip()
    above = re.sub(r"\A[^\n?]*:\s*\Z", "", text[: head.start()])  # "Begin forwarded message:"
    return len(body + gap) if below and not above.strip() else len(text)
