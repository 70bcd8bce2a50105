"""The document in; whom it says to ask, and whom to tell when something went wrong, out. A name is never made up."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from bot.knowledge.importing.prose.duties import Duty
from bot.knowledge.importing.texts.document import Document, Line, unmarked
from bot.knowledge.importing.texts.patterns import any_of, statements_of
from bot.knowledge.importing.texts.roles import find_role
from bot.knowledge.importing.texts.words import find_run, fold, has_word, lists, sentence_words, small_words, tokens, unique_slug

Contact = tuple[str, str, str, Line]
"""(``help`` or ``incident``, name, how, sentence)"""
_MAIL = r"[\w.+-]{1,64}@[\w-]+\.[\w.-]*\w"
_WORD = re.compile(r"[\w&'’.@-]+|[,:;?!()–—]")
_MOST, _SMALL = 6, 4
_MOST_OF_WAY = 60
"""Characters of a number and an address side by side: "extension 12, desk@..."."""
_QUOTED = 220
"""Characters that an answer quotes."""
_CHANNEL = re.compile(r"(?<!\w)#[a-z][\w-]+")
_ASKED = re.compile(r"^[^.!?]{1,80}\?\s+")


@cache
def _how() -> re.Pattern[str]:
    """An address or a number to call."""
    called = any_of(sentence_words()["phones"])
    phone = rf"(?:(?:{called})\.?\s*:?\s*)[\d +()/-]*\d|\+?\d[\d ()/-]{{5,}}\d"
    return re.compile(rf"(?P<mail>{_MAIL})|(?P<phone>{phone})", re.IGNORECASE)


def how_found(text: str) -> bool:
    """Whether a text has an address or a number to call."""
    return bool(_how().search(text))


def with_mail(name: str) -> tuple[str, str]:
    """ "Ada Hill, Compliance (ada@hill.example)": who it is, and the address, empty where none stands there."""
    mail = re.search(_MAIL, name)
    bare = re.sub(r"[(<\[]?" + re.escape(mail[0]) + r"[)>\]]?", "", name) if mail else name
    return bare.strip(" *,:–—-") or name.strip(" *"), mail[0] if mail else ""


@cache
def _named() -> re.Pattern[str]:
    """A name with capitals, or a channel, behind a word such as "contact"."""
    cues, the = any_of(sentence_words()["names_follow"]), any_of([*small_words()["determiners"], *small_words()["within"]])
    name = rf"[A-ZÀ-Þ][\w&'’.-]*(?:\s+(?:(?:{any_of(_joins())})\s+)?[A-ZÀ-Þ&][\w&'’-]*){{0,5}}"
    return re.compile(rf"\b(?:{cues})\s+(?:(?:{the})\s+)?(?P<name>(?-i:{name})|#[a-z][\w-]+)", re.IGNORECASE)


@cache
def _joins() -> frozenset[str]:
    """Words within names, folded: "Office for Research"."""
    return frozenset(fold(word) for word in sentence_words()["in_names"])


def find_contacts(document: Document, known: Collection[Contact], tools: Collection[str]) -> list[Contact]:
    """Whom to ask, where ``known`` names nobody, and whom to tell of a slip. ``tools``: names that are nobody's.

    What is said of slips names nobody to ask, and what is said of anything else nobody to tell.
    """
    nobody = {fold(tool) for tool in tools}
    lines = [line for line in document.lines if line.kind != "row"]
    ranks = slip_ranks(document)
    helps = () if any(kind == "help" for kind, *_ in known) else _find("help", [li for li in lines if li not in ranks], nobody)
    told = sorted((line for line in lines if ranks.get(line)), key=lambda line: ranks[line])
    return [*helps, *_find("incident", told, nobody)]


def slip_ranks(document: Document) -> dict[Line, int]:
    """``slip_rank`` of each sentence that has one; a question about a slip hands it on to its answer."""
    ranks: dict[Line, int] = {}
    for before, line in zip((None, *document.lines), document.lines, strict=False):
        asked = ranks.get(before, 0) if before and before.text.endswith("?") and before.line == line.line else 0
        rank = min(filter(None, (slip_rank(line), asked)), default=0)
        if rank:
            ranks[line] = rank
    return ranks


def _find(kind: str, lines: list[Line], nobody: Collection[str]) -> list[Contact]:
    """The first that the lines name."""
    for tell in (_told, _of_role) if kind == "help" else (_of_slip,):  # whoever has an address or a name first
        for line in lines:
            for text in statements_of(unmarked(line.text), begun=True):
                name, how = tell(text)
                if name and fold(name) not in nobody:
                    return [(kind, name, how, line)]
    return []


def slip_rank(line: Line) -> int:
    """1 for a sentence below a heading about slips, 2 for one that speaks of a slip, 3 for one that may; 0 for any other, such as
    where to ask what is not urgent."""
    words = sentence_words()
    if has_word(" ".join(tokens(line.text)[:2]), words["questions"]):
        return 0
    if is_slip_heading(line.heading):
        return 1
    return 2 if has_word(line.text, words["incident"]) else 3 * bool(has_word(line.text, words["perhaps_incident"]))


def is_slip_heading(heading: str) -> bool:
    """Whether a section is about what went wrong."""
    return bool(has_word(heading, lists()["incident_headings"]) or has_word(heading, sentence_words()["incident"]))


@cache
def _tellers() -> re.Pattern[str]:
    """Whom a sentence about a slip says to tell: "meld dat dan direct bij het Meldpunt", "wird der Leitung gemeldet"."""
    words = sentence_words()
    tells, to = any_of(words["tells"]), any_of(words["tells_to"])
    no_name = rf"(?!(?:{any_of(words['no_names'])})\b)"
    name = rf"{no_name}(?-i:[A-ZÀ-Þ][\w&'’.-]*(?:\s+(?:(?:{any_of(_joins())})\s+)?[A-ZÀ-Þ&][\w&'’-]*){{0,5}})"
    name += rf"(?![\w&'’-]|\s+(?:{any_of(words['way_places'])})\b)|[#/][a-z][\w-]+"
    told = rf"\b(?:{tells})(?:\s+|\s*:\s*|\b[^.;]{{0,80}}?\b(?:{to})\s+)(?P<name>{name})"
    at_end = rf"\b(?:{any_of(words['tells_before'])})\s+(?P<before>{name})(?=[^.;]{{0,60}}\b(?:{any_of(words['told'])})\b)"
    return re.compile(f"{told}|{at_end}", re.IGNORECASE)


@cache
def _ways() -> re.Pattern[str]:
    """A form or a button that is the way to tell: "fill in the incident form on the intranet"."""
    words = sentence_words()
    the = any_of([*small_words()["determiners"], *small_words()["within"]])
    ends = rf"(?=\s+(?:{any_of(words['way_ends'])})\b|[.;:,]|$)"
    return re.compile(rf"\b(?:{any_of(words['way_verbs'])})\s+(?:(?:{the})\s+)?(?P<name>[^.;:,]{{3,80}}?){ends}", re.IGNORECASE)


def _of_slip(text: str) -> tuple[str, str]:
    """Whom a sentence about a slip says to tell first, or the form or channel for it, and how to reach them."""
    number = next((m for m in _how().finditer(text) if m["mail"]), None) or _how().search(text)
    how = number[0].strip() if number else ""
    before = _before(text[: number.start()]) if number else ""
    if before and "@" in how:
        return before, how
    told, way, named, channel = (finds.search(text) for finds in (_tellers(), _ways(), _named(), _CHANNEL))
    names = [
        told["name"] or told["before"] if told else "",
        way["name"] if way and has_word(way["name"], sentence_words()["way_nouns"]) else "",
        named["name"] if named else "",
        channel[0] if channel else "",
        before if _is_somebody(before, text) else "",
        _of_role(text)[0],
    ]
    found = sorted((text.find(name), -len(name), name.rstrip(". ")) for name in names if name)
    return (found[0][2] if found else how), how


def _is_somebody(before: str, text: str) -> bool:
    """Whether words before a number name somebody: "If something leaked: extension 12" begins with no name."""
    words = before.split()
    return bool(words) and (words[-1][:1].isupper() or (before != before.lower() and not text.startswith(before)))


def _of_role(text: str) -> tuple[str, str]:
    """A role that a sentence sends people to, and a number to call there; nobody where it names who is not meant."""
    is_denied = set(tokens(text)[:1]) & set(sentence_words()["nots"])
    name = "" if is_denied else find_role(text)
    number = _how().search(text) if name else None
    return name, number[0].strip() if number else ""


def own_words(sentence: str) -> str:
    """What a sentence of the document tells people to do: without the question that it begins with."""
    return _ASKED.sub("", unmarked(sentence).strip())


def whole_words(document: Document, line: Line) -> str:
    """A sentence of the document with what follows it in its paragraph, as long as both can be quoted."""
    told = own_words(line.text)
    place = document.lines.index(line) if line in document.lines else len(document.lines)
    for after in document.lines[place + 1 :]:
        longer = f"{told} {unmarked(after.text).strip()}"
        if after.line != line.line or after.kind != line.kind or len(longer) > _QUOTED:
            break
        told = longer
    return told


def _told(text: str) -> tuple[str, str]:
    """A name and how to reach it: what stands before an address or number, else a name behind "contact" or "ask"."""
    found = list(_how().finditer(text))
    mail = next((one for one in found if one["mail"]), None)
    if found and (mail or has_word(text, sentence_words()["cues"])):
        how = text[found[0].start() : (mail or found[0]).end()].strip()
        how = how if len(how) <= _MOST_OF_WAY else (mail or found[0])[0].strip()
        return _before(text[: found[0].start()]) or find_role(text) or (mail[0] if mail else ""), how
    told = _named().search(text)
    return (told["name"].rstrip(". "), "") if told else ("", "")


def _before(text: str) -> str:
    """The words right before an address, back to a preposition or a word such as "contact"."""
    words = _WORD.findall(text)
    while words and (words[-1] in ",:;()–—" or _is_stop(words[-1])):
        words.pop()
    kept: list[str] = []
    stop = ""
    for word in reversed(words):
        if word in ",:;?!()–—" or word.endswith((".", "?")) or _is_stop(word, _joins()):
            stop = fold(word)
            break
        kept.insert(0, word)
    while kept and (_is_stop(kept[0]) or fold(kept[0]) in _joins()):
        stop = fold(kept.pop(0))
    is_name = any(word[:1].isupper() for word in kept) or (stop in sentence_words()["to_whom"] and len(kept) <= _SMALL)
    return " ".join(kept) if len(kept) <= _MOST and is_name else ""


def _is_stop(word: str, but: Collection[str] = ()) -> bool:
    """Whether no name goes on there; "IT" in capitals is one, and no "it"."""
    return fold(word) in _stops() and fold(word) not in but and not (word.isupper() and len(word) > 1)


def _stops() -> set[str]:
    words = sentence_words()
    return {fold(word) for word in (*words["cues"], *words["before"])}


_FEWEST = 2
"""Rows with an address or a number of a table of contacts."""
_ROLE_WORDS = 5
"""Words of a role."""
_OWN = ("owner", "help", "incident")


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of a table of contacts: who, what for, and how to reach them."""

    name: str
    about: str
    how: str
    line: Line


def read_contacts(document: Document) -> list[Listed]:
    """The rows of all tables of which one column has addresses or numbers."""
    blocks = groupby(document.lines, key=lambda line: (line.heading, line.kind))
    return [one for (_, kind), lines in blocks if kind == "row" for one in _of_table(list(lines))]


def _of_table(lines: list[Line]) -> Iterator[Listed]:
    body = [line for line in lines[1:] if len(line.cells) == len(lines[0].cells)]
    found = [{at for at, cell in enumerate(line.cells) if how_found(cell)} for line in body]
    places = sorted(set().union(*found), key=lambda at: -sum(at in one for one in found))
    column = next(iter(places), 0)
    who = int(column != 1 and fold(lines[0].cells[0]) in {fold(word) for word in sentence_words()["topics"]})
    if not column or sum(column in one for one in found) < max(_FEWEST, len(body) // 2):
        return
    for line in body:
        about = " ".join(cell for at, cell in enumerate(line.cells) if at not in (who, column))
        if name := unmarked(line.cells[who]).strip():
            yield Listed(name, about, line.cells[column].strip(), line)


def with_listed(known: Iterable[Contact], listed: list[Listed]) -> list[Contact]:
    """The contacts with what a table says of them. Who is listed for questions is asked, and whom the document says to tell of a
    slip stays."""
    how = {fold(one.name): one.how for one in listed}
    found = {kind: (kind, name, said or how.get(fold(name), ""), line) for kind, name, said, line in known}
    for kind, words in (("help", sentence_words()["asked_for"]), ("incident", sentence_words()["incident"])):
        row = next((one for one in listed if has_word(one.about, words)), None)
        if row and (kind == "help" or kind not in found):
            found[kind] = (kind, row.name, row.how, row.line)
    return list(found.values())


def name_approvers(duties: Iterable[Duty], listed: list[Listed], known: list[Contact], owner: str) -> list[Contact]:
    """Puts the contact whose word it takes to each condition that says so; gives contacts that are not known yet."""
    ids = {fold(name): kind for kind, name, *_ in reversed(known)}
    ids |= {fold(owner): "owner"} if owner else {}
    taken, found = {*_OWN, *ids.values()}, []
    for duty in duties:
        text = duty.text if isinstance(duty.text, str) and not duty.general else ""
        row = _row_of(duty.whose, listed) if duty.whose else _row_named(text, listed) if text else None
        name = duty.whose or (row.name if row else asked_in(text))
        if name and fold(name) not in ids:
            ids[fold(name)] = unique_slug(name, taken)
            found.append((ids[fold(name)], name, row.how if row else "", row.line if row else Line(text, 0)))
        duty.approver = ids[fold(name)] if name else ""
    return found


def how_of(name: str, listed: list[Listed]) -> str:
    """How the table says that somebody is had whom the document names elsewhere, perhaps by a longer name; empty: not."""
    row = _row_of(name, listed) or next((one for one in listed if find_run(tokens(one.name), tokens(name)) >= 0), None)
    return row.how if row else ""


def _row_of(name: str, listed: list[Listed]) -> Listed | None:
    """The row that a name stands in."""
    return next((one for one in listed if find_run(tokens(name), tokens(one.name)) >= 0), None)


def _row_named(text: str, listed: list[Listed]) -> Listed | None:
    """The row that a text names where it says that somebody is asked."""
    words, asks = tokens(text), [*sentence_words()["asks_whom"], *sentence_words()["asks"]]
    named = [one for one in listed if find_run(tokens(one.name), words) >= 0]
    return max(named, key=lambda one: len(one.name)) if named and has_word(text, asks) else None


@cache
def _asked() -> re.Pattern[str]:
    words = sentence_words()
    asks, to = any_of(words["asks_whom"]), any_of([*words["tells_to"], *small_words()["determiners"]])
    elided = any_of(small_words()["elided"])
    lead = rf"(?:(?:{to})\s+)*(?:(?:{elided})['’])?"
    return re.compile(
        rf"(?:(?:{asks})\s+{lead}(?P<behind>[^.,;:()]+)|{lead}(?P<before>[^.,;:()]+?)\s+(?:{asks}))[\s.]*", re.IGNORECASE
    )


def asked_in(text: str) -> str:
    """Whom a cell says to ask that says nothing else: "ask the Case Manager", "Leitung Züchtung fragen"; empty for any other."""
    found = _asked().fullmatch(unmarked(text).strip())
    name = (found["behind"] or found["before"]).strip() if found else ""
    return name if len(tokens(name)) <= _ROLE_WORDS else ""
