"""Text goes in; passwords of plain words come out, answers to security questions, and rows of words that recover an account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise, takewhile

from bot.redaction.finder import Finder, has_word
from bot.redaction.name_parts import LOW, UP
from bot.redaction.secret_value import is_no_value, password_words
from bot.redaction.spans import Span
from bot.redaction.vocabulary import is_common, is_grammar, is_tool, is_uncommon
from bot.text.patterns import late, listed, written

_WORD_FOR_PASSPHRASE = late(rf"(?<![\w-]){listed('phrase_called')}(?![\w-])", re.I)
_QUOTED_PHRASE = late(r"(?:[\"“„«‘]|(?<!\w)')\s?(?P<value>[^\"“”„«»\n?]{3,80}?)\s?(?:[\"”“»’]|'(?!\w))")
_JOINED_WORD = r"[^\W\d_]{1,80}(?:[-._&+][^\W\d_]{1,80}){0,24}"
_WORD_RIGHT_BEHIND = late(rf"\s(?P<value>{_JOINED_WORD})(?=[,;.!?)]|\s|$)")
_WORD_AS = late(
    rf"(?<!\S)[\"'“«]?(?P<value>{_JOINED_WORD})[\"'”»]?,?\s(?:{listed('as_said')})\s(?:[^\W\d_]+[\s-]){{0,3}}\Z", re.I
)
_ASKED_FOR = late(
    rf"(?<!\w)(?:{listed('password_asked')})\s[\"'“«]?(?P<value>{_JOINED_WORD})[\"'”»]?,?\s(?:[^\W\d_’']+[\s'’-]){{0,6}}\Z", re.I
)
_HOW_IT_IS_SPELT = late(
    rf"(?<![\w-]){listed('password', 'password_said', 'network')}(?![\w-])[^\n.?!:]{{0,40}}?\s{listed('is')}:?\s"
    rf"(?P<value>[^\n.?!]{{3,90}}?),?\s{listed('spelt_how')}(?!\w)",
    re.I,
)
_WORDS_COUNTED = late(
    rf"(?<!\w)(?:{listed('sign_in_with')}\s{listed('sign_in_word')}|{listed('words_counted')})[,:]?\s{{1,2}}"
    r"(?P<value>[^\W\d_]{2,20}(?:,? [\w'’-]{2,20}){2,11})",
    re.I,
)
"""What lets somebody in, and then words: as far as none of them is of grammar."""
_ROW_OF_WORDS = late(
    rf"(?:,[^\n.:=?!,]{{0,40}},)?[^\n.:=?!,]{{0,40}}?(?P<sign>\s?[:=→]|\s[-=]>|"
    rf"\s{listed('is', 'is_password', 'is_said', 'is_strong', 'is_set')})\s{{1,2}}"
    rf"(?P<value>(?P<article>{listed('phrase_begins')}\s)?(?P<first>[^\W_]{{1,40}})(?:,? [\w'’-]{{1,40}}){{2,11}})"
    r"(?=[.,;!?)\n]|\s?¿|\s[–-]\s|$)"
)
_ROW_BESIDE = late(
    rf"(?P<comma>,)?\s(?P<value>(?:{LOW}{{2,20}} ){{2,7}}{LOW}{{2,20}}(?=[.,;!?)\n]|\s[–-]\s|$)|"
    rf"(?:{UP}{LOW}{{1,20}} ){{2,7}}{UP}{LOW}{{1,20}}(?!\w))"
)
_REFUSED, _STOP, _JSON_QUOTES = written("no_value", "no_value_said"), late(r"[.!?]\s|\n"), ("'", '"')
_QUOTED_TALK = late(rf"(?<!\w){listed('quoted_talk')}(?!\w)", re.I)
_NEAR_QUOTE, _FARTHEST_QUOTE = 28, 90
_SHORTEST_ODD_WORD, _FEWEST_WORDS = 8, 3


_QUESTION = late(rf"(?<![^\W_]){listed('security_question', 'named_memory')}(?![^\W_])", re.I)
_WORD_FOR_SECURITY = late(rf"(?<![^\W_]){listed('security_said')}(?![^\W_])", re.I)
_WORD_FOR_ANSWER = late(rf"(?<![^\W_]){listed('security_said')}(?![^\W_])|(?<![^\W_]){listed('answer_said')}(?![^\W_])", re.I)
_IS_ANSWER = listed("answer", "answer_said", "answer_is", "is", "is_password", "is_strong")
_JOINS_ANSWER = rf"(?:\s?[:=→?]\s?|\s[-–]\s|,\s|\s)(?:{_IS_ANSWER}[\s:=]{{1,2}}){{1,2}}"
_ANSWER_SIGN = r"[\"”»]?\s?(?:[:=→?]|[-=]>|[)]\s?:)\s{0,2}"
_OPENING_QUOTE = r"[\"'“„«‘]?"
_WORD_OF_ANSWER = rf"{UP}[\w’'-]{{1,40}}"
_ANSWER = (
    rf"{_OPENING_QUOTE}(?P<value>{_WORD_OF_ANSWER}(?:\s{_WORD_OF_ANSWER}){{0,3}}|"
    rf"[^\W\d_]{{4,40}}(?:\s(?:{_WORD_OF_ANSWER}|\d{{1,4}})){{0,3}})(?!\w)"
)
_UP_TO_ANSWER = late(rf"[^.\n:=?]{{0,60}}?(?:(?i:{_JOINS_ANSWER})|{_ANSWER_SIGN}){_ANSWER}")
_NAME_BESIDE = late(rf"(?:\s[^\W\d_]{{2,12}}){{0,2}}?\s{_OPENING_QUOTE}(?P<value>{UP}{LOW}[\w’'-]{{1,40}})(?!\w)")
_RIGHT_AFTER_WORD = late(rf"(?:(?i:{_JOINS_ANSWER})|{_ANSWER_SIGN}|\s){_ANSWER}")


def passphrase(text: str) -> Iterator[Span]:
    """What somebody calls a password and no sign of its own gives away."""
    phrases = {match.span() for match in _WORD_FOR_PASSPHRASE.finditer(text)}
    for begin, end in dict.fromkeys([*password_words(text), *phrases]):
        first, row, behind = max(begin - _FARTHEST_QUOTE, 0), _ROW_OF_WORDS.match(text, end), _WORD_RIGHT_BEHIND.match(text, end)
        if (begin, end) in phrases and row and row.group("first").lower() not in _REFUSED and not _is_talk(row):
            yield *row.span("value"), "password"
        beside = _ROW_BESIDE.match(text, end) if (begin, end) in phrases else None
        if beside and _is_row(beside.group("value"), _FEWEST_WORDS + (beside.group("comma") is None)):
            yield *beside.span("value"), "password"
        if behind and _is_odd(behind.group("value"), alone=True):
            yield *behind.span("value"), "password"
        for pattern, name in ((_WORD_AS, "as_said"), (_ASKED_FOR, "password_asked")):
            before = pattern.search(text, first, begin) if has_word(text, name) else None
            if before and _is_odd(before.group("value"), alone=pattern is _WORD_AS) and not _STOP.search(before.group()):
                yield *before.span("value"), "password"
        if not (text[end : end + 1] in _JSON_QUOTES and text[begin - 1 : begin] in _JSON_QUOTES):
            for match in _QUOTED_PHRASE.finditer(text, first, min(end + _FARTHEST_QUOTE, len(text))):
                if _is_called(match, begin, end, (begin, end) in phrases) and _is_phrase(
                    match.group("value"), (begin, end) in phrases
                ):
                    yield *match.span("value"), "password"


def _is_talk(row: re.Match[str]) -> bool:
    """Whether a sentence goes on behind "is": "is longer than before", "is a row of words"."""
    words = row.group("value")[len(row.group("article") or "") :].split()
    plain = sum(1 for _ in takewhile(lambda word: not is_grammar(word), words))
    return row.group("sign").strip().isalpha() and plain < _FEWEST_WORDS - (row.group("article") is not None)


def _is_row(words: str, fewest: int) -> bool:
    """Whether words are as many, and none is of grammar or of what people say of passwords."""
    is_plain = not any(is_grammar(word) or word.lower() in written("password_thing") for word in words.split())
    return is_plain and words.count(" ") + 1 >= fewest and not password_words(words)


def _is_called(match: re.Match[str], begin: int, end: int, is_phrase: bool) -> bool:
    """Whether what stands in quotes is near a word for a password, in the same sentence, and nobody says it."""
    text, (first, last) = match.string, match.span("value")
    if first <= end and (last >= begin or (" " in match.group("value") and not is_phrase)):
        return False
    between, before = text[last + 1 : begin] if last < begin else text[end : first - 1], text[max(first - 30, 0) : first - 1]
    is_said = _QUOTED_TALK.search(before) or before.endswith("@") or _STOP.search(between)
    return len(between) <= _NEAR_QUOTE and not is_said


def _is_phrase(value: str, is_called: bool) -> bool:
    """Whether words in quotes are a password and no name of a thing: small letters, or a word of no language."""
    if is_no_value(value) or password_words(value) or is_tool(value.split(maxsplit=1)[0]):
        return False
    return (len(value.split()) >= _FEWEST_WORDS and (is_called or value.islower())) or (
        " " not in value and _is_odd(value, alone=True)
    )


def _is_odd(value: str, alone: bool) -> bool:
    """Three words and more joined, none of them small; or, where it stands alone, a long one that nobody says."""
    parts = re.split(r"[-._&+]", value)
    if is_tool(value) or value.lower() in written("joined_talk") or password_words(value) or is_no_value(value):
        return False
    if len(parts) >= _FEWEST_WORDS:
        return not is_grammar(parts[0]) and not is_grammar(parts[-1]) and value.islower()
    return alone and len(parts) == 1 and len(value) >= _SHORTEST_ODD_WORD and value.islower() and not is_common(value)


def row_of_words(text: str) -> Iterator[Span]:
    """Behind what lets somebody in, the first words in small letters that no word of grammar parts."""
    for match in _WORDS_COUNTED.finditer(text) if has_word(text, "sign_in_with", "words_counted") else ():
        words = re.compile(r"[^\W\d_]+").finditer(text, *match.span("value"))
        for is_plain, run in groupby(words, key=lambda word: word.group().islower() and not is_grammar(word.group())):
            row = list(run)
            if is_plain and len(row) >= _FEWEST_WORDS:
                yield row[0].start(), row[-1].end(), "password"
                break


def security_answer(text: str) -> Iterator[Span]:
    """Answers to questions that only the right person can answer: "first pet? Biscuit"."""
    if not has_word(text, "security_question", "named_memory", "security_said"):
        return
    places = [(cue.end(), _UP_TO_ANSWER, False) for cue in _WORD_FOR_SECURITY.finditer(text)]
    for cue in _QUESTION.finditer(text):
        near = _WORD_FOR_ANSWER.finditer(text, cue.end(), min(cue.end() + _FARTHEST_QUOTE, len(text)))
        places += [(cue.end(), _UP_TO_ANSWER, True), (cue.end(), _NAME_BESIDE, False)]
        places += [(answer.end(), _RIGHT_AFTER_WORD, True) for answer in near]
    for at, pattern, plain in places:
        if (found := pattern.match(text, at)) and (size := _length_of_answer(found, plain)):
            yield found.start("value"), found.start("value") + size, "password"


def _length_of_answer(found: re.Match[str], plain: bool) -> int:
    """0 if it is none. ``plain``: a common word is one, too, if a sentence could not go on with it."""
    words, begin = found.group("value").split(), found.start("value")
    while words and is_tool(words[-1]):
        words.pop()
    if not words or is_grammar(words[0]) or _QUESTION.match(found.string, begin):
        return 0
    is_name = words[0][0].isupper() and (len(words) > 1 or plain or not is_common(words[0]))
    is_behind_sign = plain and found.string[found.start() : begin].rstrip()[-1:] in (":", "=", "→", ">")
    return len(" ".join(words)) if is_name or is_uncommon(words[0]) or is_behind_sign else 0


_WORD_FOR_RECOVERY = late(rf"(?<![\w-])(?:{listed('phrase_said')})", re.I)
_RECOVERY_WORDS = late(
    r"(?<![\w-])[a-zß-ÿ]{3,8}(?:(?: ?[,;|/→>] ?| [-–] ?|\n|[,;]\n|-| |[ \n,]{0,3}\d{1,2}[.):]? )[a-zß-ÿ]{3,8}){7,60}(?![\w-])"
)
_SIGN_IN_LIST = late(r"[/|→>]")
"""Signs between things that may go into a tool, or steps: rows that nobody calls so are not written with them."""
_SMALL_WORDS = written("small_words")
_SIZES = (12, 15, 18, 21, 24)  # words of such a row, by the standard that purses follow
_FEWEST_CALLED, _FEWEST_ALONE, _SHARE_DIFFERENT = 8, 12, 0.6
"""Words of a row that is called so, and of one that is not; the share of them that differ from each other."""


def recovery_phrase(text: str) -> Iterator[Span]:
    """Twelve words and more with no small word of a sentence among them; fewer, or with such words, where they are called so
    and are as many as these rows have, or where a comma, a line or a number parts each from the next."""
    for row in _RECOVERY_WORDS.finditer(text):
        words = [*re.compile(r"[a-zß-ÿ]+").finditer(text, *row.span())]
        is_called = _WORD_FOR_RECOVERY.search(text) is not None
        is_list = not is_called and _SIGN_IN_LIST.search(text, words[0].start(), words[-1].end())
        if is_list or len({word.group() for word in words}) < len(words) * _SHARE_DIFFERENT:
            continue
        fewest = _FEWEST_CALLED if is_called else _FEWEST_ALONE
        runs = [(is_small, list(run)) for is_small, run in groupby(words, key=lambda word: word.group() in _SMALL_WORDS)]
        found = [run for is_small, run in runs if not is_small and len(run) >= fewest]
        parts = _parts_of_row(text, words)
        found += [part for has_signs, part in parts if (has_signs and len(part) >= fewest) or (is_called and len(part) in _SIZES)]
        yield from ((part[0].start(), part[-1].end(), "key") for part in found)


def _parts_of_row(text: str, words: list[re.Match[str]]) -> Iterator[tuple[bool, list[re.Match[str]]]]:
    """Each with whether signs or numbers stand between its words, and not blanks alone."""
    signs = (re.search(r"[^\s\w]|\d", text[one.end() : other.start()]) is not None for one, other in pairwise(words))
    begin = end = 0
    for has_signs, gaps in groupby(signs):
        end += len(list(gaps))
        yield has_signs, words[begin : end + 1]
        begin = end + has_signs


CALLED = (security_answer, recovery_phrase)
FINDERS = (
    *CALLED,
    passphrase,
    row_of_words,
    Finder(
        "password", _HOW_IT_IS_SPELT, valid=lambda match: not is_grammar(match.group("value").split()[0]), context=("spelt_how",)
    ),
)
