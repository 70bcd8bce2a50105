"""The text of one matrix cell in, its effect out: words of five languages, marks, colours or a sentence; never looser."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from bot.knowledge.importing.words import fold, has_word, lists, table_words, tokens

EFFECTS = ("allow", "conditional", "review", "deny", "unknown")
STRICTNESS = {"allow": 0, "conditional": 1, "review": 2, "deny": 4}
"""Effects by strictness; ``unknown`` has none, because it makes no rule."""
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉ", "0123456789abcde")
"""Footnote marks as they are written -> plainly."""
CALLED = (
    r"(?:foot)?notes?|fn\.?|fu(?:ß|ss)noten?|anmerkung(?:en)?|anm\.|hinweise?|(?:voet)?no(?:o)?t(?:en)?|"
    r"opmerking(?:en)?|remarques?|notas?"
)
"""What notes are called."""
_MARKER = re.compile(
    r"^(?P<word>.*?)[\s,;(]{0,4}(?P<mark>[⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉ]+|\[\w{1,3}(?:\s*[,;]\s*\d{1,2})*\]|\(\d{1,2}\)|\^\w{1,2}|[*†‡§#]{1,3}|(?<=\s)\d{1,2}\)"
    r"|(?<=[a-zA-Z✓✔✅✗✘❌])\d{1,2}\)?)$"
)
_SEE = re.compile(
    rf"^(?P<word>.*?)[\s,;:(–-]{{0,4}}(?:(?:see|siehe|s\.|zie|voir|ver|véase)\s+)?(?:{CALLED})\s*(?P<mark>\d{{1,2}}|[a-z])[\s.)]{{0,3}}$",
    re.IGNORECASE,
)
"""A word that sends to a note: "yes, see note 3"."""
_SHOWN = re.compile(r"^(?P<shape>[^\w\s\"'(\[]{1,3})\s*(?P<rest>[^\W\d_].*)$")
"""A mark before the words."""
_INNER = re.compile(r"(?<=[^\W\d_]{2})\s?(?P<mark>[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\[\d{1,2}\])(?=[\s,;.])")
"""A footnote mark within a sentence: "approval of the DPO¹ and redacted"."""
_SILENT = 3
"""How strict a cell is that makes no rule: stricter than any yes, milder than a no."""


@dataclass(frozen=True, slots=True)
class CellWord:
    """What one cell says. ``effect`` empty: nobody knows. ``doubt``: why a person should look at it."""

    effect: str
    condition: str = ""
    """The cell's own words about what must hold."""
    doubt: str = ""
    mark: str = ""
    """Footnote marks that stood behind the word, separated by blanks."""
    by_legend: bool = False
    """The condition is the legend's; a nearer one says more."""


Legend = dict[str, CellWord]
"""Folded mark or word -> what the policy says that it means."""


@cache
def _exact() -> dict[str, str]:
    table: dict[str, str] = {}
    for effect, words in lists()["cells"].items():
        table.update({fold(str(word)): effect for word in words})
    for effect, marks in lists()["symbols"].items():
        table.update({fold(mark): effect for mark in marks})
    for said in (table_words()["pictured"], table_words()["cells"]):
        for effect, names in said.items():
            table.update({fold(name): effect for name in names})
    return table


@cache
def _refers() -> frozenset[str]:
    return frozenset(fold(word) for word in lists()["refers"])


@cache
def _colours() -> dict[str, str]:
    return {fold(word): effect for effect, words in lists()["colours"].items() for word in words}


def read_cell(text: str, legend: Legend) -> CellWord:
    """What the cell says. A mark without a meaning, and a sentence nobody can read, is ``unknown`` with a doubt."""
    key = fold(text).strip(" .!;:")
    if not key:
        return CellWord("unknown")
    found = _look_up(key or fold(text), legend) or _look_up(fold(text), legend) or _shown(text, legend)
    if found:
        return found
    if mark := note_named(text):
        return CellWord("review", doubt=f"`{text}` only names a note; taken as review with the note's words", mark=mark)
    marked = _SEE.match(text.strip()) or _MARKER.match(text.strip())
    if marked and marked["word"].strip():
        return _footnoted(read_cell(marked["word"], legend), marked["mark"])
    if fold(text) in {fold(mark) for mark in lists()["unclear_marks"]} or not tokens(text):
        return CellWord("unknown", doubt=f"`{text}` has no meaning in the document or below the table; taken as unknown")
    inner = " ".join(found["mark"] for found in _INNER.finditer(text))
    return _footnoted(_sentence(_INNER.sub("", text)), inner) if inner else _sentence(text)


def _shown(text: str, legend: Legend) -> CellWord | None:
    """A mark with words behind it; None where there is none, or nobody knows the mark and the words are of a rule."""
    found = _SHOWN.match(text.strip())
    if not found:
        return None
    look, word = _look_up(fold(found["shape"]), legend), read_cell(found["rest"], legend)
    if look and not look.doubt:
        return _agreed(text, look, word)
    return word if word == CellWord("unknown") else None


def _agreed(text: str, look: CellWord, word: CellWord) -> CellWord:
    """A mark with words behind it, "✅ Yes": both say the same, or the stricter counts."""
    if not word.effect or word.effect == look.effect:
        return word
    stricter = max(look, word, key=lambda each: strictness(each.effect))
    if word.effect == "conditional" and look.effect == "allow":
        return word
    return replace(stricter, doubt=f"`{text}`: the mark says {look.effect}, the words {word.effect}; taken as {stricter.effect}")


def note_named(text: str) -> str:
    """The mark, where a text does nothing but name a note: "see note 3"."""
    found = _SEE.match(text.strip())
    return found["mark"].lower() if found and not found["word"].strip() else ""


def strictness(effect: str) -> int:
    """By strictness; what makes no rule is stricter than any yes and milder than a no."""
    return STRICTNESS.get(effect, _SILENT)


def _look_up(key: str, legend: Legend) -> CellWord | None:
    if key in legend:
        return legend[key]
    if key in _exact():
        return CellWord(_exact()[key])
    if key in _colours():
        return CellWord(_colours()[key], doubt=f"`{key}` was read as {_colours()[key]}; no legend says so")
    return None


def _footnoted(word: CellWord, mark: str) -> CellWord:
    mark = " ".join(part for part in re.split(r"[\s,;\[\]()^]+", mark.translate(RAISED).lower()) if part)
    marks = f"{word.mark} {mark}".strip()
    if word.effect == "allow":
        return CellWord("conditional", word.condition, f"allowed with footnote {mark}; taken as conditional", marks)
    return CellWord(word.effect, word.condition, word.doubt, marks)


def _sentence(text: str) -> CellWord:
    """A cell of several words: the word that it begins with decides, and any condition makes an allow conditional."""
    words = tokens(text)
    said = {_exact().get(word, "") for word in words}
    if len(said) > 1 and "" not in said and "conditional" not in said:
        strictest = max(said, key=strictness)
        return CellWord(strictest, doubt=f"`{text}` says {' and '.join(sorted(said))}; taken as {strictest}")
    heads = (" ".join(words[:size]) for size in range(min(5, len(words)), 0, -1))
    effect = next((_exact()[head] for head in heads if _starts(head)), "") or _colours().get(words[0], "")
    if effect == "deny" and not has_word(text, lists()["ban_exceptions"]):
        return CellWord("deny")
    if effect == "deny":
        return CellWord("conditional", text, "a ban with an exception; taken as conditional with the cell's words")
    if effect == "review":
        return CellWord("review", text, "kept as review with the cell's words")
    if effect == "unknown":
        return CellWord("unknown", doubt=f"`{text}` was taken as unknown")
    return _told(text, words, effect)


def _told(text: str, words: tuple[str, ...], effect: str) -> CellWord:
    """A sentence that allows in part, or only says what must hold; one that says neither is unknown, or nobody knows it."""
    if not effect and words[0] in _refers():
        return CellWord("review", text, f"`{text}` sends people to somebody; taken as review with the cell's words")
    cue = has_word(text, lists()["condition_cues"])
    approval = has_word(text, lists()["approval"])
    if effect:
        sure = cue or approval or effect == "conditional"
        return CellWord("conditional", text, "" if sure else "more than an allow; taken as conditional")
    if approval or (cue and (words[0] == cue or len(words) > 2)):
        doubt = "no word that allows or forbids; taken as conditional with the cell's words"
        return CellWord("conditional", text, "" if words[0] == cue else doubt)
    return CellWord("unknown", doubt=f"`{text}` says neither yes nor no; taken as unknown") if len(words) > 3 else CellWord("")


def _starts(head: str) -> bool:
    """Whether a sentence may begin with this word of its effect; "na" and "open" mean nothing but alone."""
    return head in _exact() and (_exact()[head] != "unknown" or " " in head or len(head) > 6)


def accepted_words() -> str:
    """The words to name in a fault."""
    return "allow, conditional, review, deny, unknown (or yes, limited, no, ✓, ✗ and the like in en, nl, de, fr, es)"


_REFERS = re.compile(
    r"\b(below|above|see|conditions?|footnotes?|notes?|restrictions?|unten|siehe|auflagen|bedingungen|onder|zie|voorwaarden|ci-dessous|voir|abajo|véase|condiciones)\b",
    re.IGNORECASE,
)
"""A meaning that only points elsewhere says nothing about what must hold."""
_TITLE = re.compile(r"^(?:legend|key|symbols?|legende|légende|leyenda|zeichen|tekens)\s*:\s*", re.IGNORECASE)
_LEGEND = re.compile(
    r"(?:^|[;,|]|\.\s|\(|[-*•]\s)\s*[`*_\"“„']*(?P<key>\([^\w\s()]{1,3}\)|[^\s`*_=:;,|()]{1,3}|[^\W\d_]{3,12})[`*_\"”“']*\s*(?:=|:|–|—|\s-\s|means|heißt|betekent|signifie|significa)\s*(?P<meaning>[^;|\n]{2,200})"
)


def read_legend(lines: list[str], near: list[str] | None = None) -> Legend:
    """What lines such as "✓ = allowed; ★ = only with approval" say about marks, letters and colours used in cells.

    ``near``: lines at the table itself. A mark that one of them explains in words that nobody can read means nothing. Where two
    lines do not agree, the stricter counts.
    """
    legend: Legend = {}
    for number, line in enumerate([*(near or []), *lines]):
        for said, meaning in _meanings(line):
            key, word = fold(said), read_cell(meaning.strip().rstrip("."), {})
            if not is_mark(said) or not tokens(meaning):
                continue
            if not word.effect or (word.effect == "unknown" and word.doubt):
                if number >= len(near or []) or tokens(said):
                    continue
                word = CellWord("unknown", doubt=f"`{said}` is explained as “{meaning.strip()}”; taken as unknown")
            is_word = key in _exact() and key not in _symbols()
            if is_word and strictness(word.effect) <= strictness(_exact()[key]):
                continue
            text = "" if _REFERS.search(word.condition) else word.condition
            legend[key] = _both(said, legend.get(key), replace(word, condition=text, by_legend=bool(text)))
    return legend


def _both(said: str, first: CellWord | None, second: CellWord) -> CellWord:
    """What two lines say of one mark."""
    if first is None:
        return replace(second, doubt=second.doubt if second.effect == "unknown" else "")
    if strictness(second.effect) <= strictness(first.effect):
        is_milder = second.effect != first.effect
        doubt = f"`{said}` is explained as {second.effect} as well; taken as {first.effect}" if is_milder else first.doubt
        return replace(first, doubt=doubt)
    return replace(second, doubt=f"`{said}` is explained as {first.effect} as well; taken as {second.effect}")


def is_mark(text: str) -> bool:
    """Whether it is a mark, a letter or two, or a colour, and no word."""
    return not tokens(text) or len(fold(text)) <= 2 or fold(text) in _colours()


def _meanings(line: str) -> list[tuple[str, str]]:
    """(mark, what it is said to mean) for each that the line explains, with a sign between or, mark by mark, without one."""
    pieces = [_TITLE.sub("", piece.strip().strip("|")) for piece in re.split(r"\s*[;|]\s*|\s+[·•]\s+", line)]
    shown = [found for piece in pieces if (found := _SHOWN.match(piece)) and fold(found["shape"].rstrip(" =:–—-")) in _symbols()]
    if len(shown) == len(pieces) > 1:
        return [(found["shape"].rstrip(" =:–—-"), found["rest"]) for found in shown]
    parts = [part for piece in pieces for part in _apart(piece)]
    return [(found["key"], found["meaning"]) for part in parts if (found := _LEGEND.match(part))]


def _apart(piece: str) -> list[str]:
    """A piece that explains several marks or colours, "green = allowed, red = never", at each of them."""
    starts = [0]
    for found in re.finditer(r"[,.]\s+(?:and\s+)?(?=(?P<key>\S{1,12})\s*(?P<sign>[=:]))", piece):
        if fold(found["key"]) in _colours() or (found["sign"] == "=" and len(found["key"]) <= 3):
            starts.append(found.end())
    return [piece[start:end].rstrip(" ,.") for start, end in zip(starts, [*starts[1:], len(piece)], strict=True)]


@cache
def _symbols() -> frozenset[str]:
    """Marks that say something by themselves."""
    return frozenset(fold(mark) for marks in lists()["symbols"].values() for mark in marks)
