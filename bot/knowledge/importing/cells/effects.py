"""The text of one matrix cell in, its effect out: words of five languages, marks, colours or a sentence; never looser."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from bot.knowledge.importing.texts.patterns import any_of
from bot.knowledge.importing.texts.words import (
    fold,
    group_words,
    has_word,
    limit_words,
    lists,
    sentence_words,
    table_words,
    tokens,
)

STRICTNESS = {"allow": 0, "conditional": 1, "review": 2, "deny": 4}
"""Effects by strictness; ``unknown`` has none, because it makes no rule."""
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖ", "0123456789abcdefghijklmnop")
"""Footnote marks as they are written -> plainly."""
RAISED_SIGNS = "".join(chr(code) for code in RAISED)
_MARKER = re.compile(
    r"^(?P<word>.*?)[\s,;(]{0,4}(?P<mark>[⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖ]+|\[\w{1,3}(?:\s*[,;]\s*\d{1,2})*\]|\((?:\d{1,2}|[a-z])\)|\^\w{1,2}|[*†‡§#]{1,3}|(?<=\s)(?:\d{1,2}|[a-z])\)"
    r"|(?<=[a-zA-Z✓✔✅✗✘❌])\d{1,2}\)?)$"
)
SHOWN = re.compile(r"^(?P<shape>[^\w\s\"'(\[]{1,3})\s*(?P<rest>(?:[(\[](?=[^\W\d_]{2}))?[^\W\d_].*)$")
"""A mark before the words."""
_SET_APART = re.compile(r"^([^\w\s\"'(\[]{1,2})\s+[-–—:]\s+(?=[^\W\d_])")
"""A dash between a mark and its words: "✓ – names out first"."""
_INNER = re.compile(r"(?<=[^\W\d_]{2})\s?(?P<mark>[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\[\d{1,2}\])(?=[\s,;.])")
"""A footnote mark within a sentence: "approval of the DPO¹ and redacted"."""
_DASH = re.compile(r"\s[-–—]\s")
"""A dash that parts words; a hyphen joins them."""
_NEITHER = "says neither yes nor no; taken as unknown"
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
def _see() -> re.Pattern[str]:
    """A word that sends to a note: "yes, see note 3", "yes, see 3"."""
    see, notes = (any_of(table_words()["notes"][name]) for name in ("see", "called"))
    sent = rf"(?:(?:(?:{see})\s+)?(?:{notes})\s*|\b(?:{see})\s+)"
    return re.compile(rf"^(?P<word>.*?)[\s,;:(–-]{{0,4}}{sent}(?P<mark>\d{{1,2}}|[a-z])[\s.)]{{0,3}}$", re.IGNORECASE)


@cache
def exact_words() -> dict[str, str]:
    table: dict[str, str] = {}
    for effect, words in lists()["cells"].items():
        table.update({fold(str(word)): effect for word in words})
    for effect, marks in lists()["symbols"].items():
        table.update({fold(mark): effect for mark in marks})
    table.update({fold(name): "deny" for name in sentence_words()["forbids"]})
    for said in (table_words()["pictured"], table_words()["alone"], table_words()["cells"]):
        for effect, names in said.items():
            table.update({fold(name): effect for name in names})
    return table


@cache
def _apart() -> frozenset[str]:
    """Words that stand for a yes or a no only where nothing follows them directly."""
    kinds = (*table_words()["pictured"].values(), table_words()["alone"]["allow"])
    return frozenset(fold(name) for names in kinds for name in names)


@cache
def symbols() -> frozenset[str]:
    """Marks that say something by themselves."""
    return frozenset(fold(mark) for marks in lists()["symbols"].values() for mark in marks)


@cache
def _only() -> frozenset[str]:
    return frozenset(fold(word) for word in table_words()["only"])


@cache
def _dangling() -> frozenset[str]:
    return frozenset(fold(word) for word in table_words()["dangling"])


@cache
def _refers() -> frozenset[str]:
    return frozenset(fold(word) for word in lists()["refers"])


@cache
def colour_words() -> dict[str, str]:
    return {fold(word): effect for effect, words in lists()["colours"].items() for word in words}


def read_cell(text: str, legend: Legend) -> CellWord:
    """What the cell says. A mark without a meaning, and a sentence nobody can read, is ``unknown`` with a doubt."""
    key = fold(text).strip(" .!;:")
    if not key:
        return legend.get(sign_of(text), CellWord("unknown")) if text.strip() else CellWord("unknown")
    found = _look_up(key, legend) or _look_up(fold(text), legend) or _firm(key, legend) or _shown(text, legend)
    if found:
        return found
    if mark := note_named(text):
        return only_note(text, mark)
    marked = _see().match(text.strip()) or _MARKER.match(text.strip())
    if marked and marked["word"].strip() and not _is_open(marked):
        return footnoted(read_cell(marked["word"], legend), marked["mark"])
    if fold(text) in {fold(mark) for mark in lists()["unclear_marks"]} or not tokens(text):
        return CellWord("unknown", doubt=f"`{text}` has no meaning in the document or below the table; taken as unknown")
    inner = " ".join(found["mark"] for found in _INNER.finditer(text))
    return footnoted(_sentence(_INNER.sub("", text)), inner) if inner else _sentence(text)


def _is_open(marked: re.Match[str]) -> bool:
    """Whether the bracket behind a mark closes what stands before it: "(rule 6)"."""
    said = marked["mark"]
    return said.endswith(")") and not said.startswith("(") and marked["word"].count("(") > marked["word"].count(")")


def sign_of(text: str) -> str:
    """What stands for a mark in a legend: its folded form, and a hyphen for all dashes, which folding takes for blanks."""
    return fold(text) or ("-" if text.strip() and text.strip() in "-‐‑‒–—" else "")


def _firm(key: str, legend: Legend) -> CellWord | None:
    """A yes or a no behind a word such as "strictly"."""
    first, _, rest = key.partition(" ")
    return _look_up(rest, legend) if first in {fold(word) for word in table_words()["firmly"]} else None


def _shown(text: str, legend: Legend) -> CellWord | None:
    """A mark with words behind it; None where there is none, or nobody knows the mark and the words are of a rule."""
    found = SHOWN.match(_SET_APART.sub(r"\1 ", text.strip()))
    if not found:
        return None
    look, word = _look_up(fold(found["shape"]), legend), read_cell(found["rest"], legend)
    if look and not look.doubt:
        return _agreed(text, look, word)
    return word if word == CellWord("unknown") else None


def _agreed(text: str, look: CellWord, word: CellWord) -> CellWord:
    """A mark with words behind it, "✅ Yes": both say the same, or the stricter counts. Words that nobody can read narrow it."""
    if (not word.effect or word.doubt.endswith(_NEITHER)) and look.effect in ("allow", "conditional"):
        doubt = f"`{text}`: the mark says {look.effect}, and nobody can read the words; taken as conditional with them"
        return CellWord("conditional", text, doubt)
    if not word.effect:
        return replace(look, doubt=f"`{text}`: the mark says {look.effect}, and nobody can read the words")
    if word.effect == look.effect:
        return word
    stricter = max(look, word, key=lambda each: strictness(each.effect))
    if word.effect == "conditional" and look.effect == "allow":
        return word
    return replace(stricter, doubt=f"`{text}`: the mark says {look.effect}, the words {word.effect}; taken as {stricter.effect}")


def note_named(text: str) -> str:
    """The mark, where a text does nothing but name a note: "see note 3"."""
    found = _see().match(text.strip())
    return found["mark"].lower() if found and not found["word"].strip() else ""


def strictness(effect: str) -> int:
    """By strictness; what makes no rule is stricter than any yes and milder than a no."""
    return STRICTNESS.get(effect, _SILENT)


def joined(one: CellWord, other: CellWord) -> CellWord:
    """What two cells say that both hold: the stricter effect, under the conditions, doubts and marks of both."""
    worst, milder = sorted((one, other), key=lambda word: -strictness(word.effect))
    if worst.effect == "deny":
        return worst
    conditions, doubts, marks = (
        tuple(dict.fromkeys(text for text in texts if text))
        for texts in ((worst.condition, milder.condition), (worst.doubt, milder.doubt), (worst.mark, milder.mark))
    )
    by_legend = worst.by_legend and (milder.by_legend or not milder.condition)
    return CellWord(worst.effect, "; ".join(conditions), "; ".join(doubts), " ".join(marks), by_legend)


def _look_up(key: str, legend: Legend) -> CellWord | None:
    if key in legend:
        return legend[key]
    if key in exact_words():
        return CellWord(exact_words()[key])
    if key in colour_words():
        return CellWord(colour_words()[key], doubt=f"`{key}` was read as {colour_words()[key]}; no legend says so")
    return None


def only_note(text: str, mark: str, notes: Iterable[str] = ()) -> CellWord:
    """A cell that holds nothing but marks of ``notes``: conditional where each says, as a cell would, what must hold."""
    held = [read_cell(note, {}).effect == "conditional" and not has_word(note, _undecided()) for note in notes]
    effect = "conditional" if held and all(held) else "review"
    return CellWord(effect, doubt=f"`{text}` only names a note; taken as {effect} with the note's words", mark=mark)


@cache
def _undecided() -> list[str]:
    """Words of a note that takes something away, or leaves it to somebody: no asker can say that it is met."""
    return [*limit_words()["never"], *limit_words()["undecided"]]


def footnoted(word: CellWord, mark: str) -> CellWord:
    """A cell with a footnote: what that says must hold, so a yes is conditional."""
    mark = " ".join(part for part in re.split(r"[\s,;\[\]()^]+", mark.translate(RAISED).lower()) if part)
    marks = f"{word.mark} {mark}".strip()
    if word.effect == "allow":
        return CellWord("conditional", word.condition, f"allowed with footnote {mark}; taken as conditional", marks)
    return CellWord(word.effect, word.condition, word.doubt, marks)


@lru_cache(maxsize=10_000)
def _sentence(text: str) -> CellWord:
    """A cell of several words: the word that it begins with decides, and any condition makes an allow conditional."""
    words = tokens(text)
    said = {exact_words().get(word, "") for word in words}
    heads = [" ".join(words[:size]) for size in range(min(5, len(words)), 0, -1)]
    head = next((head for head in heads if _starts(head, text)), "")
    effect = exact_words().get(head, "") or colour_words().get(words[0], "")
    if effect == "allow" and exact_words().get(" ".join(words[max(1, len(head.split())) :])) == "deny":
        said = {effect, "deny"}  # "full access denied"
    if len(said) > 1 and "" not in said and "conditional" not in said:
        strictest = max(said, key=strictness)
        return CellWord(strictest, doubt=f"`{text}` says {' and '.join(sorted(said))}; taken as {strictest}")
    if effect == "allow" and _asks_nothing(text, head):
        return CellWord("allow")
    effect = effect or ("deny" if _denies_approval(words) else "")
    if effect == "deny" and not has_word(text, lists()["ban_exceptions"]):
        return CellWord("deny")
    if effect == "deny":
        return CellWord("conditional", text, "a ban with an exception; taken as conditional with the cell's words")
    if effect == "review":
        return CellWord("review", text, "kept as review with the cell's words")
    return _told(text, words, effect)


@cache
def _nothing_asked() -> re.Pattern[str]:
    words = table_words()["asks_nothing"]
    without, none, kinds, asked, needed = (any_of(words[name]) for name in ("without", "none", "kinds", "asked", "needed"))
    what = rf"\s+(?:(?:{kinds})\s+)*(?:{asked})"
    return re.compile(rf"^[\s,;:(–-]*(?:(?:{without}){what}|(?:{none}){what}\s+(?:{needed}))[\s.)!]*$", re.IGNORECASE)


def _asks_nothing(text: str, head: str) -> bool:
    """ "No form needed", "ohne Antrag" behind a yes, and not a word more: nothing else must hold."""
    said = fold(text)
    return said.startswith(head) and bool(_nothing_asked().match(said[len(head) :]))


def _denies_approval(words: tuple[str, ...]) -> bool:
    """ "niet akkoord", "nicht genehmigt": a word for a yes or an approval, and a "not" right before it."""
    return len(words) > 1 and words[0] in lists()["classes"]["negation"] and words[1] in _approving()


@cache
def _approving() -> frozenset[str]:
    told = (*lists()["cells"]["allow"], *lists()["approval"], *table_words()["approvals"], *group_words("approved"))
    return frozenset(fold(word) for word in told)


def _told(text: str, words: tuple[str, ...], effect: str) -> CellWord:
    """A sentence that allows in part, or only says what must hold; one that says neither is unknown, or nobody knows it."""
    if effect == "unknown":
        return CellWord("unknown", doubt=f"`{text}` was taken as unknown")
    if words[-1] in _dangling() and all(word in exact_words() for word in words[:-1]):
        return CellWord("conditional")  # "yes, if" and nothing behind it
    refers = not effect and any(" ".join(words[:size]) in _refers() for size in range(1, 5))
    if refers or needs_somebody(text):
        doubt = f"`{text}` sends people to somebody; taken as review with the cell's words" if refers else ""
        return CellWord("review", text, doubt)
    cue = has_word(text, lists()["condition_cues"])
    approval = has_word(text, lists()["approval"])
    if effect:
        sure = cue or approval or effect == "conditional"
        return CellWord("conditional", text, "" if sure else "more than an allow; taken as conditional")
    is_only = words[-1] in _only() and len(words) > 1
    if approval or is_only or (cue and (words[0] == cue or len(words) > 2)):
        doubt = "no word that allows or forbids; taken as conditional with the cell's words"
        return CellWord("conditional", text, "" if words[0] == cue else doubt)
    return CellWord("unknown", doubt=f"`{text}` {_NEITHER}") if len(words) > 3 else CellWord("")


def needs_somebody(text: str) -> bool:
    """Whether words ask for what somebody else has to say first: no asker can tick that. Consent is theirs whose the data is."""
    return bool(has_word(text, [word for word in table_words()["approvals"] if word not in table_words()["consents"]]))


def _starts(head: str, text: str) -> bool:
    """Whether a sentence may begin with this word of its effect; "na" and "open" mean nothing but alone. What a picture is called
    stands for it only where it stands apart: "cross: no names", and not "cross-border only with approval"."""
    if head not in exact_words() or (exact_words()[head] == "unknown" and " " not in head and len(head) <= 6):
        return False
    return head not in _apart() or re.match(r"\s?[^\w\s]", fold(_DASH.sub(": ", text)).partition(head)[2]) is not None


def accepted_words() -> str:
    """The words to name in a fault."""
    return "allow, conditional, review, deny, unknown (or yes, limited, no, ✓, ✗ and the like in en, nl, de, fr, es)"
