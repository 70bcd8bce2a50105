"""Lines of text in; what they say that marks, letters and colours in the cells of a matrix mean, out."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from bot.knowledge.importing.cells.effects import (
    SHOWN,
    CellWord,
    Legend,
    colour_words,
    exact_words,
    read_cell,
    sign_of,
    strictness,
    symbols,
)
from bot.knowledge.importing.cells.raw_tables import Rows
from bot.knowledge.importing.texts.patterns import any_of
from bot.knowledge.importing.texts.words import example_words, fold, has_word, lists, table_words, tokens

_MARK = 2
"""What is longer is no mark."""
_SEVERAL = 2
"""Marks of one line."""
_SHORT = 5
"""Words of a meaning that says no more than yes or no."""
_QUOTES = re.compile(r"(\*\*|`|[\"“”„«»]|(?<!\w)[*_]+(?=\S)|(?<=\S)[*_]+(?!\w))")
_BOLD = re.compile(r"(\*\*|__)(?P<key>[^*_:]{1,12})(?::\1|\1\s*[:=–—-])\s*")
_LETTER = re.compile(r"^(?P<key>\w{1,2})\s+(?P<meaning>[^\W\d_].{2,})$")


@cache
def _refers() -> re.Pattern[str]:
    """A meaning that only points elsewhere says nothing about what must hold."""
    return re.compile(rf"\b(?:{any_of(table_words()['notes']['elsewhere'])})\b", re.IGNORECASE)


@cache
def _title() -> re.Pattern[str]:
    return re.compile(rf"^(?:{any_of(table_words()['legend_heads'])})\s*:\s*", re.IGNORECASE)


@cache
def _legend() -> re.Pattern[str]:
    """A mark or colour with what it means: "✓ = allowed"."""
    return re.compile(
        r"(?:^|[;,|]|\.\s|\(|[-*•]\s)\s*[`*_\"“„']{0,6}(?P<key>\([^\w\s()]{1,3}\)|[^\s`*_=:;,|()]{1,3}|[^\W\d_]{3,12})[`*_\"”“']{0,6}"
        rf"\s*(?:=|:|–|—|\s-\s|{any_of(table_words()['legend_verbs']['means'])})\s*(?P<meaning>[^;|\n]{{2,200}})"
    )


@cache
def _means() -> re.Pattern[str]:
    """A word with what it means: "Allowed with controls – account numbers masked"."""
    means, that = (any_of(table_words()["legend_verbs"][name]) for name in ("means", "that"))
    return re.compile(
        rf"^(?P<key>[^:=–—]{{3,40}}?)\s*(?:=|:|–|—|\s-\s|\b(?:{means})\b\s*(?:{that})?\s*:?)\s*(?P<meaning>\S.*)$", re.IGNORECASE
    )


def read_legend(lines: list[str], near: list[str] | None = None, signs: frozenset[str] = frozenset()) -> Legend:
    """What lines such as "✓ = allowed; ★ = only with approval" say about marks, letters and colours used in cells.

    ``near``: lines at the table itself. A mark that one of them explains in words that nobody can read means nothing. Where two
    lines do not agree, the stricter counts. ``signs``: what stands alone in cells; such a mark needs no sign before its meaning.
    """
    legend: Legend = {}
    own = signs - _bullets()
    alone = _each_its_line(near or [], own)
    for number, line in enumerate([*(near or []), *lines]):
        for said, meaning in _meanings(line, own, alone if number < len(near or []) else frozenset()):
            key, word = sign_of(said), _meant(meaning.strip().rstrip("."))
            is_idle = exact_words().get(fold(said), "unknown") == "unknown"  # a word of the cells that says nothing by itself
            is_used = fold(said) in signs and is_idle
            if not (is_mark(said) or is_used) or not tokens(meaning):
                continue
            if is_used and not is_mark(said) and word.effect == "allow" and number >= len(near or []):
                continue  # a line of the document may speak of something else by that word
            if not word.effect or (word.effect == "unknown" and word.doubt):
                if number >= len(near or []) or tokens(said):
                    continue
                word = CellWord("unknown", doubt=f"`{said}` is explained as “{meaning.strip()}”; taken as unknown")
            is_word = key in exact_words() and key not in symbols()
            if is_word and strictness(word.effect) <= strictness(exact_words()[key]):
                continue
            text = "" if _refers().search(word.condition) else word.condition
            legend[key] = _both(said, legend.get(key), replace(word, condition=text, by_legend=bool(text)))
    return legend


def _meant(meaning: str) -> CellWord:
    """What a meaning says; where nobody can read it, a no that it ends in: "the tool isn't made for that, so don't"."""
    word, said = read_cell(meaning, {}), tokens(meaning)
    if len(said) <= _SHORT and word.effect in ("", "unknown", "conditional"):
        if any(tuple(said[: len(ban)]) == ban for ban in map(tokens, table_words()["ban_heads"])):
            return CellWord("deny")  # "must not be entered"
        if said[0] in table_words()["may"] and not has_word(meaning, lists()["condition_cues"]):
            return CellWord("allow")  # "may be entered"
    so = re.search(rf",\s*(?:{any_of(table_words()['legend_verbs']['so'])})\s+(?P<last>[^,]+)$", meaning, re.IGNORECASE)
    last = read_cell(so["last"], {}) if so and word.effect in ("", "unknown") else word
    return last if last.effect == "deny" else word


def read_meanings(rows: Rows, lines: list[str]) -> Legend:
    """What lines say that words for a conditional yes mean ("Allowed with controls – account numbers masked"): then that must
    hold. A meaning never makes a cell milder."""
    said = {fold(cell.text): read_cell(cell.text, {}) for row in rows[1:] for cell in row[1:] if cell.text and not cell.fill}
    words = {key: word for key, word in said.items() if word.effect == "conditional" and not word.doubt and len(key) > _MARK}
    found: Legend = {}
    parts = (part for line in lines for part in _apart(_QUOTES.sub("", line).strip(), frozenset(words)))
    for part in parts:
        match = _means().match(part)
        key = fold(match["key"]).strip() if match else ""
        if not match or key not in words or key in found or len(tokens(match["meaning"])) < _MARK:
            continue
        told = read_cell(match["meaning"].strip().rstrip("."), {})
        effect = told.effect if told.effect in ("review", "deny") else "conditional"
        text = "" if _refers().search(match["meaning"]) and effect == "conditional" else match["meaning"].strip().rstrip(".")
        if text:
            found[key] = CellWord(effect, text, by_legend=True)
    return found


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
    return not tokens(text) or len(fold(text)) <= 2 or fold(text) in colour_words()


def _meanings(line: str, signs: frozenset[str], alone: frozenset[str]) -> list[tuple[str, str]]:
    """(mark, what it is said to mean) for each that the line explains, with a sign between or, mark by mark, without one.
    ``alone``: marks that need no second one on their line."""
    # "✔ = may be used   ✘ = may not be used": a mark with its sign begins the next one.
    if told := _in_bold(line, signs):
        return told
    line = _at_each(_with_signs(line), signs)
    line = re.sub(r"(?<!\s)\s+(?=(?P<mark>[^\w\s()\"'.,;:=–—-]{1,3})\s*=\s)", lambda gap: "; " if gap.start() else "", line)
    pieces = [_title().sub("", piece.strip().strip("|")) for piece in re.split(r"(?<!\s)\s*[;|]\s*|(?<!\s)\s+[·•]\s+", line)]
    shown = [(shape, found["rest"]) for piece in pieces if (found := SHOWN.match(piece)) and (shape := _shape(found))]
    known = [fold(shape) for shape, _ in shown if fold(shape) in symbols() | signs]
    if len(known) == len(pieces) and (len(pieces) > 1 or known[0] in alone):
        return shown
    if _title().match(line.strip()):  # "Key: A allowed; C ask first; N not allowed"
        letters = [
            (found["key"], found["meaning"])
            for piece in pieces
            if (found := _LETTER.match(piece)) and fold(found["key"]) in signs
        ]
        if len(letters) == len(pieces) > 1:
            return letters
    if told := told_in_prose(line, signs):
        return told
    parts = [part for piece in pieces for part in _apart(piece, signs)]
    return [(found["key"], found["meaning"]) for part in parts if (found := _legend().match(part))]


def _in_bold(line: str, signs: frozenset[str]) -> list[tuple[str, str]]:
    """What a line explains mark by mark, each in bold: "**Green**: go ahead. **Red**: pilot; ask us first"."""
    found = list(_BOLD.finditer(line))
    if len(found) < _SEVERAL or any(fold(match["key"]) not in signs for match in found):
        return []
    ends = [*(match.start() for match in found[1:]), len(line)]
    return [(match["key"], line[match.end() : end].strip()) for match, end in zip(found, ends, strict=True)]


def _at_each(line: str, signs: frozenset[str]) -> str:
    """A line that explains one mark behind the other, "● free  ◐ with leave  ✕ no", with an end before each of them."""
    marks = [re.escape(sign) for sign in sorted(signs) if not tokens(sign) and len(sign) == 1 and sign not in _bullets()]
    said = _title().sub("", line.strip())
    found = re.findall(rf"(?:^|(?<=\s))(?:{'|'.join(marks)})(?=\s+[^\W\d_])", said) if marks else []
    if len(set(found)) < _SEVERAL or not said.startswith(found[0]):
        return line
    return re.sub(rf"\s+(?=(?:{'|'.join(marks)})\s+[^\W\d_])", "; ", said)


def _with_signs(line: str) -> str:
    """A line with the mark itself where it says what a mark means by what people call it: "A dash means no"."""
    words = table_words()["legend_verbs"]
    before, behind = any_of(words["articles"]), any_of(words["means"])
    for mark, names in table_words()["sign_names"].items():
        line = re.sub(rf"\b(?:(?:{before})\s+)?(?:{any_of(names)})(?=\s+(?:{behind})\b)", mark, line, flags=re.IGNORECASE)
    return line


def _shape(found: re.Match[str]) -> str:
    return found["shape"].rstrip(" =:–—-")


def _each_its_line(near: list[str], signs: frozenset[str]) -> frozenset[str]:
    """Marks without a meaning of their own that lines at the table begin with, where several do: one line is a line of text."""
    found = {fold(_shape(match)) for line in near if (match := SHOWN.match(line.strip()))}
    said = signs.intersection(found) - symbols()
    return said if len(said) > 1 else frozenset()


@cache
def _next_mark() -> re.Pattern[str]:
    joints = any_of(table_words()["legend_verbs"]["joints"])
    key = r"[^\s=:,.]{1,12}(?:\s[^\s=:,.]{1,12}){0,2}|\S{1,12}"
    return re.compile(rf"[,.]\s+(?:(?:{joints})\s+)?(?=(?P<key>{key})\s*(?P<sign>[=:]))")


def _apart(piece: str, signs: frozenset[str]) -> list[str]:
    """A piece that explains several marks, colours or words of cells, "green = allowed, red = never", at each of them."""
    starts, shown = [0], {*colour_words(), *signs}
    is_one = fold(piece.partition(":")[0]) in shown  # and so is what stands before the next colon
    for found in _next_mark().finditer(piece):
        key = fold(found["key"])
        is_sign = len(found["key"]) <= 3 or key in signs or key in exact_words()
        if key in colour_words() or (found["sign"] == "=" and is_sign) or (is_one and key in shown):
            starts.append(found.end())
    return [piece[start:end].rstrip(" ,.") for start, end in zip(starts, [*starts[1:], len(piece)], strict=True)]


@cache
def _bullets() -> frozenset[str]:
    """Marks that begin the lines of any list."""
    return frozenset(fold(mark) for mark in table_words()["bullets"])


_MARK_LETTERS = 2
"""What is longer is a word."""


def told_in_prose(line: str, signs: frozenset[str]) -> list[tuple[str, str]]:
    """(mark, meaning) for each mark, letter or colour of which a verb says what it means. ``signs``: what stands alone in cells.
    A lone colour or letter may be about something else; a lone mark is not."""
    found = [match for match in _verbs().finditer(line) if _is_sign(match["key"], signs)]
    if not found or (len(found) == 1 and tokens(found[0]["key"])):
        return []
    ends = [match.start() for match in found[1:]] + [len(line)]
    told: list[tuple[str, str]] = []
    for match, end in zip(found, ends, strict=True):
        text = line[match.end() : end]
        text = _joint().sub("", text) if end < len(line) else text
        sentence = re.split(r"[.;](?:\s|$)", text, maxsplit=1)[0]
        needs = match["verb"] if match["needs"] else ""
        meaning = f"{needs} {_bare(sentence)}".strip()
        told += [] if _is_milder(match["key"], meaning) else [(match["key"], meaning)]
    return told


def _is_sign(key: str, signs: frozenset[str]) -> bool:
    said = fold(key)
    return said in colour_words() or (len(key) <= _MARK_LETTERS and (said in signs or not tokens(key)))


def _is_milder(key: str, meaning: str) -> bool:
    """Whether a meaning makes a mark milder than it is by itself, or denies something in words that nobody can read."""
    effect = read_cell(meaning, {}).effect
    usual = colour_words().get(fold(key)) or exact_words().get(fold(key), "allow")
    denied = has_word(meaning, [*lists()["classes"]["negation"], *example_words()["denials"]])
    return bool(denied and effect not in ("deny", "review")) or strictness(effect) < strictness(usual)


@cache
def _verbs() -> re.Pattern[str]:
    means, needs, shapes, that = (_any_of(kind) for kind in ("means", "needs", "shapes", "that"))
    return re.compile(
        r"(?:(?<=^)|(?<=[\s(\"“„«'`*]))(?P<key>[^\s,;.()\"'“”„«»`*]{1,12})[)\"'”“»`*]*"
        rf"(?:\s+(?:{shapes}))?\s+(?P<verb>(?:{means})|(?P<needs>{needs}))\s+(?:(?:{that})\s+)?",
        re.IGNORECASE,
    )


@cache
def _joint() -> re.Pattern[str]:
    """What stands between a meaning and the next mark: ", and a star ("."""
    joints, articles = _any_of("joints"), _any_of("articles")
    return re.compile(rf"[\s,;]+(?:(?:{joints})\s+)?(?:(?:{articles})\s+)?(?:[^\W\d_]+\s*)?\(?$", re.IGNORECASE)


def _bare(meaning: str) -> str:
    """A meaning without what it is said of: "the tool is approved for that level" -> "approved"."""
    subjects, copulas, tails = (_any_of(kind) for kind in ("subjects", "copulas", "tails"))
    said = re.sub(rf"^\s*(?:{subjects})\s+(?:(?:{copulas})\s+)?", "", meaning, flags=re.IGNORECASE)
    return re.sub(rf"\s+(?:{tails})$", "", said.strip(" .,"), flags=re.IGNORECASE)


def _any_of(kind: str) -> str:
    return any_of(table_words()["legend_verbs"][kind])
