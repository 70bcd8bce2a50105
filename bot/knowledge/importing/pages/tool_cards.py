"""A page with a section for each tool whose labels name classes that the page explains, "Good for: Open", in; a table out.

A class beside a yes is allowed where nothing else stands with it, and under those words where something does; a class beside a no
is forbidden; of a class that a section does not name the page says nothing. What the section says of people, and whatever else
narrows it, are columns of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from bot.knowledge.importing.cells.raw_tables import Cell
from bot.knowledge.importing.classes.explained import Run, explained_runs
from bot.knowledge.importing.classes.strictness import name_parts
from bot.knowledge.importing.pages.list_leads import HEADING
from bot.knowledge.importing.pages.listed import Listed
from bot.knowledge.importing.pages.page_labels import is_no, label_of, limits
from bot.knowledge.importing.pages.page_things import is_example, is_rest
from bot.knowledge.importing.pages.page_tools import approving, kind_of, names_of, tone
from bot.knowledge.importing.pages.products import names_product
from bot.knowledge.importing.texts.idle import idle
from bot.knowledge.importing.texts.patterns import any_of
from bot.knowledge.importing.texts.sentences import statements_of
from bot.knowledge.importing.texts.words import data_key, fold, group_words, has_word, lists, small_words, table_words, tokens
from bot.policy.words import Citation

_LABEL = re.compile(
    r"^\s*(?:[-*+•]\s+)?(?P<marks>\*\*|__)?(?P<label>[^:*_|]{2,40}?)\s*(?:(?(1)(?::(?P=marks)|(?P=marks)\s*[:.–—-]?)|:))\s*(?P<rest>.*)$"
)
_ASIDE = re.compile(r"\(([^()]*)\)")
_BEHIND = re.compile(r":\s|\s[–—-]\s")
_MORE = re.compile(r"\s[–—-]\s|[,:;?]|~~")
"""In the heading of a tool, what stands before more than its name."""
_BULLET = re.compile(r"^\s*[-*+•]\s+")
_ITEM = re.compile(r"\s*[,;/]\s*")
_SEVERAL = 2
"""Sections that name classes, from which on a page is one of these."""


@dataclass(slots=True)
class _Said:
    """What stands behind one label. ``effect``: allow, deny, ``ask`` or ``who``; empty for whatever else."""

    effect: str
    label: str
    text: str

    def with_label(self, part: str) -> str:
        return f"{self.label}: {part}" if self.label else part


@dataclass(slots=True)
class _Card:
    """The section of one heading."""

    names: tuple[str, ...]
    line: int
    doubts: list[str]
    """Headings that narrow what stands below, or say that it does not hold."""
    said: list[_Said] = field(default_factory=list)

    def of(self, effect: str) -> list[_Said]:
        return [one for one in self.said if one.effect == effect]


def read_cards(file: str, text: str) -> Listed | None:
    """None where fewer than two sections name classes behind their labels. ``file``: what citations name."""
    cards = list(_cards(text.splitlines()))
    ruled = [card for card in cards if card.of("allow") or card.of("deny")]
    for run in explained_runs((), text):
        keys = _keys(run)
        naming = [card for card in ruled if any(_named(one.text, keys) for one in (*card.of("allow"), *card.of("deny")))]
        if len(naming) >= _SEVERAL and any(_named(one.text, keys) for card in naming for one in card.of("allow")):
            return _table(file, ruled, run, keys)
    return None


def _cards(lines: list[str]) -> Iterator[_Card]:
    """The sections below headings that name tools; what stands behind a label, and in the bullets below it, is said of it."""
    above: list[tuple[int, str]] = []
    card, title, last = None, "", 0
    for number, line in enumerate(lines, 1):
        if heading := HEADING.match(line):
            level, text = len(heading["level"]), heading["text"].strip(" #*")
            title = title or text
            if card is not None and level > above[-1][0] and not names_product(text):
                continue  # a part of the section
            if card is not None:
                yield card
            above = [*(one for one in above if one[0] < level), (level, text)]
            names = names_of(text) if text != title else ()
            card = _Card(names, number, list(_doubts([one for _, one in above if one != title]))) if names else None
        elif card is not None and line.strip():
            _take(card, line, is_next=number == last + 1)
            last = number
    if card is not None:
        yield card


def _doubts(headings: list[str]) -> Iterator[str]:
    """The headings of a tool that say more than its name, and than that tools stand below."""
    *above, own = headings
    yield from (one for one in above if set(tokens(one)) - _of_tools())
    bare = _ASIDE.sub("", own)
    asides = " ".join(_ASIDE.findall(own))
    is_plain = names_of(bare) and not _MORE.search(bare) and not set(tokens(bare)) & {*table_words()["whose"]["for"]}
    if not is_plain or is_no(own) or has_word(asides, _not_real()):
        yield own


@cache
def _of_tools() -> frozenset[str]:
    """Words of a heading below which tools stand, and that says nothing of them."""
    told = [*group_words("generic"), *lists()["headers"]["tool"], *lists()["list_words"], *approving()]
    return frozenset(word for one in told for word in tokens(one)) | idle()


@cache
def _not_real() -> list[str]:
    return [
        *table_words()["level_lists"]["not_real"],
        *table_words()["page_lists"]["not_sure"],
        *lists()["tool_lists"]["not_now"],
    ]


def _take(card: _Card, line: str, *, is_next: bool) -> None:
    """``is_next``: the line goes on right behind another one of the section."""
    found = _LABEL.match(line)
    effect = _effect_of(found["label"]) if found else None
    is_item = bool(_BULLET.match(line)) and bool(card.said) and not card.said[-1].text
    if found and (found["marks"] or effect is not None or not is_item):
        card.said.append(_Said(effect or "", found["label"].strip(), found["rest"].strip(" *")))
    elif card.said and (_BULLET.match(line) or is_next):
        last = card.said[-1]
        joint = "; " if _BULLET.match(line) else " "
        last.text = joint.join(filter(None, (last.text, _BULLET.sub("", line).strip(" *"))))
    else:
        card.said.append(_Said("", "", line.strip(" *>-")))


def _effect_of(label: str) -> str | None:
    """None where nobody knows the label; a yes with a word more in it is asked for first."""
    if kind_of(label) == "who":
        return "who"
    if is_no(label):
        return "deny"
    known = label_of(label)
    if fold(label).strip() in {fold(word) for word in _good()} or (known and known.effect == "allow"):
        return "allow"
    return "ask" if known or has_word(label, _good()) else None


@cache
def _good() -> list[str]:
    return [*table_words()["class_columns"]["listed"], *table_words()["page_lists"]["uses"], *table_words()["page_lists"]["may"]]


def _keys(run: Run) -> dict[str, str]:
    """What each class may be called, folded -> its name; what two have in common is nobody's."""
    keys: dict[str, str] = {}
    for name in run.names:
        for part in {fold(name), data_key(name), *map(fold, name_parts(name))} - {""}:
            keys[part] = name if keys.get(part, name) == name else ""
    return {key: name for key, name in keys.items() if name}


def _named(text: str, keys: dict[str, str]) -> list[str]:
    """The classes that a text names."""
    return list(dict.fromkeys(name for key, name in keys.items() if has_word(text, [key])))


def _table(file: str, cards: list[_Card], run: Run, keys: dict[str, str]) -> Listed:
    named = frozenset(fold(name) for card in cards for one in card.said for name in _named(one.text, keys))
    classes = run.around(named)
    who, needs = lists()["headers"]["who"][0], lists()["condition_heads"][0]
    rows = [tuple(Cell(text, Citation(file, 1)) for text in ("tool", *classes, who, needs))]
    remarks = [
        "The file has no table. It was read as a page with a section for each tool, which names the classes that it may have."
    ]
    for card in cards:
        people = "; ".join(one.text for one in card.of("who"))
        asked = ". ".join(_asked(card, keys))
        words = [*(_word(card, name, keys) for name in classes), people, asked]
        for name in card.names:
            at = Citation(file, card.line, 1, name)
            rows.append((Cell(name, at), *(Cell(word, at) for word in words)))
    return Listed(tuple(rows), remarks)


def _word(card: _Card, name: str, keys: dict[str, str]) -> str:
    """What a section says of one class, as a cell would."""
    words = table_words()["class_columns"]
    if any(is_no(one) for one in card.doubts):
        return str(words["no"])
    denied = [part for one in card.of("deny") for part in statements_of(one.text) if name in _named(part, keys)]
    if denied:
        is_sure = not any(map(_buts().search, denied))
        return str(words["no"]) if is_sure else f"{words['review']}: {card.of('deny')[0].label}: {'. '.join(denied)}"
    return _let_in(card, name, keys)


def _let_in(card: _Card, name: str, keys: dict[str, str]) -> str:
    """What a section that does not forbid a class says of it."""
    words = table_words()["class_columns"]
    told = [part for one in card.of("allow") for part in statements_of(one.text) if name in _named(_head_of(part), keys)]
    if not told:
        is_shut = _is_shut(card.of("deny")) or any(_is_none(one.text) for one in card.of("allow"))
        return str(words["no"] if is_shut else "")
    buts = [_buts().split(part, maxsplit=1) for part in told]
    if any(name in _named(behind, keys) for _, *rest in buts for behind in rest):
        return str(words["no"])
    if doubts := [*card.doubts, *_doubts_of(card, name, keys), *_unread(card)]:
        return f"{words['review']}: {'. '.join(doubts)}"
    if all(_is_plain(part, keys) for part in told):
        return str(words["yes"])
    return f"{words['yes']}: {'. '.join(part.strip(' .') for part in told)}"


def _doubts_of(card: _Card, name: str, keys: dict[str, str]) -> Iterator[str]:
    """What stands against a yes to one class: an "Ask first" that names it, another yes that does not, a question, a no in it."""
    for one in card.said:
        is_named = name in _named(one.text, keys)
        is_doubted = "?" in one.text or (is_named and is_no(_buts().split(one.text, maxsplit=1)[0]))
        if (one.effect == "ask" and is_named) or (one.effect == "allow" and (is_doubted or not is_named)):
            yield one.with_label(one.text)


@cache
def _buts() -> re.Pattern[str]:
    """Words behind which what a yes or no is not about stands."""
    return re.compile(rf"\b(?:{any_of([*lists()['exceptions'], *table_words()['page_lists']['buts']])})\b", re.IGNORECASE)


def _unread(card: _Card) -> list[str]:
    """Sentences of a section of which nobody knows what they take away."""
    return [said for one in card.of("") for part in statements_of(one.text) if tone(said := one.with_label(part)) == "doubt"]


def _is_shut(denied: Iterable[_Said]) -> bool:
    """ "Never for: anything"."""
    return any(is_rest(part) for one in denied for part in _ITEM.split(one.text) if tokens(part))


def _is_none(text: str) -> bool:
    """ "Good for: nothing here"."""
    none = {fold(word) for word in table_words()["class_columns"]["none"]}
    return bool(tokens(text)) and tokens(text)[0] in none


def _is_plain(text: str, keys: dict[str, str]) -> bool:
    """Whether a sentence names classes, and behind a colon or in brackets examples of them, and narrows nothing."""
    asides = _ASIDE.findall(text)
    behind = _BEHIND.split(_ASIDE.sub(" ", text), maxsplit=1)[1:]
    if limits(text, of_data=True) or any(_named(one, keys) or not is_example(one) for one in (*asides, *behind) if tokens(one)):
        return False
    return not _left_of(_head_of(text), keys)


def _head_of(text: str) -> str:
    """A sentence without brackets, and without what stands behind a colon or a dash."""
    return _BEHIND.split(_ASIDE.sub(" ", text), maxsplit=1)[0]


def _left_of(text: str, keys: dict[str, str]) -> list[str]:
    """The words of a text beside the names of classes and what joins them."""
    joiners = {fold(word) for said in small_words()["joiners"].values() for word in said}
    rest = (word for told in table_words()["page_lists"]["rest"] for word in tokens(told))
    joiners |= {*map(fold, table_words()["class_columns"]["behind"]), *rest}
    left = fold(text)
    for key in sorted(keys, key=len, reverse=True):
        left = re.sub(rf"(?<!\w){re.escape(key)}(?!\w)", " ", left)
    return [word for word in tokens(left) if word not in joiners and word not in idle()]


def _asked(card: _Card, keys: dict[str, str]) -> Iterator[str]:
    """What else narrows the use of a tool, of whatever data: sentences about people or settings, and a no to things that are no
    class of their own."""
    for one in card.said:
        for part in statements_of(one.text):
            if one.effect == "" and tone(said := one.with_label(part)) == "ask":
                yield said.strip(" .")
            elif one.effect == "allow" and _named(one.text, keys) and not _named(part, keys) and not is_example(part):
                yield part.strip(" .")
            elif one.effect == "deny" and _left_of(_buts().split(part, maxsplit=1)[0], keys):
                yield one.with_label(part).strip(" .")
