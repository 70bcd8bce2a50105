"""Lists below a line such as "This never goes into any AI tool:" in; the data that they keep out of every tool, one by one, out.

The line must say nothing else: what it says of some tools, some people or some case alone is left to people, and so is an item
that gives a way out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from bot.knowledge.importing.texts.document import Document, Line, unmarked
from bot.knowledge.importing.texts.kinds import SURE, KindReader
from bot.knowledge.importing.texts.patterns import any_of, parter, pieces, without_deed, without_determiner
from bot.knowledge.importing.texts.sentences import list_sentences_of
from bot.knowledge.importing.texts.words import fold, has_word, lists, never_words, small_words, table_words, tokens

MOST_WORDS = 8
"""Words of one thing."""
_MOST_NAME = 4
GUARDED, SECRET, _NOTHING = 3, 4, 9
"""How sensitive a kind is that a lone word tells, and one of which a part is enough: an id number, a key, a diagnosis."""
_SEVERAL = 2
_GLUE = "ʘ"
_HALVES = re.compile(r"\w+- \w+ \w+")
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing of such a list. ``names``: who or what it is at present, each alone enough to know it by.

    ``rows``: ids of the only tools that it is kept out of.
    """

    phrase: str
    kinds: tuple[str, ...]
    line: Line
    names: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


def find_never_lists(
    document: Document,
    reader: KindReader,
    read_uses: Callable[[str], tuple[str, ...]] = lambda _: (),
    is_of_deed: Callable[[str], bool] = lambda _: False,
) -> tuple[list[Kept], list[Line]]:
    """Also gives the items that nobody could read whole. ``read_uses``: text -> uses of the catalog that it names; what such an
    item does its deed to besides is no data of its own: "ranking applicants or colleagues". ``is_of_deed``: whether an item says
    what nobody does with its things ("translating medical letters"), which may go in for all else."""
    found, left = [], []
    for line, text in (one for one in _items(document) if not is_of_deed(one[1])):
        things, is_whole = _things(line, text, reader)
        if things and read_uses(text):
            things = [things[0], *(kept for kept in things[1:] if reader.read(kept.phrase))]
        found += things
        left += [] if is_whole else [line]
    return found, left


def keeps_all_out(text: str) -> bool:
    """Whether a line or heading says of data that it goes into no tool, and nothing else."""
    said = _BRACKETS.sub("", unmarked(text)).strip(" :.*")
    bare, *more = without_even(said).split(",")
    if any(_narrows().search(clause) for clause in said.split(",")[1:] if not _begins_even(clause)):
        return False  # "for temps", "unless ..."; else only how strictly it is meant: "and nobody can give you permission"
    if _begins_even(bare):
        return any(_is_all_out(clause, of_tools=_names_tools(bare)) for clause in more)  # "whatever the tool, never enter"
    of_tools = _names_tools(said[len(without_even(said)) :])
    return _is_all_out(bare, of_tools=of_tools) or _is_all_out(" ".join((bare, *more)))


@cache
def _narrows() -> re.Pattern[str]:
    return re.compile(rf"{lists()['no_tool_doubt']}|^\s*(?:{any_of(table_words()['whose']['for'])})\b", re.IGNORECASE)


def _is_all_out(text: str, *, of_tools: bool = False) -> bool:
    """``of_tools``: what stands beside it says that it is meant of tools, whichever."""
    words, known = _lead_words(), _all_lead_words()
    told = (word for word in tokens(text) if not word.isdigit())
    said = [word if word in known else _elided().sub("", word) for word in told]  # "n'entrent jamais"
    has = {name for name, held in words.items() if held.intersection(said)}
    is_out = has >= {"stays", "outs"}
    if is_out:  # "what stays out of all of them", and no "tools that we keep out"
        behind = said[next(at for at, word in enumerate(said) if word in words["outs"]) :]
        is_of_data = bool((words["tools"] | words["them"]).intersection(behind))
    else:
        is_of_data = bool(of_tools or has & {"puts", "gives", "enters", "data"} or has >= {"into", "tools"})
    if not is_of_data or len(has & {"nots", "forbidden"}) + is_out != 1 or not known.issuperset(said):
        return False
    return not re.search(lists()["no_tool_doubt"], " ".join(said), re.IGNORECASE)


@cache
def _lead_words() -> dict[str, frozenset[str]]:
    """The words that such a line may be made of, by what they say."""
    names = ("nots", "forbidden", "puts", "gives", "enters", "data", "into", "tools", "stays", "outs", "them", "idle")
    return {name: frozenset(never_words()[name]) for name in names}


@cache
def _all_lead_words() -> frozenset[str]:
    return frozenset().union(*_lead_words().values())


def _names_tools(text: str) -> bool:
    return bool(_lead_words()["tools"].intersection(tokens(text)))


def _begins_even(text: str) -> bool:
    """Whether a line begins with how strictly something is meant."""
    said = tokens(text)
    return any(said[: len(one)] == one for one in map(tokens, never_words()["even"]))


def _says_how_strictly(head: str) -> bool:
    """Whether a line above a list says nothing but that: "Whatever the tool, and that does include Copilot"."""
    is_mild = has_word(head, (*lists()["cells"]["allow"], *table_words()["page_lists"]["may"], *table_words()["may"]))
    return _begins_even(head) and not is_mild and not _narrows().search(head)


def without_even(text: str) -> str:
    """Text up to where it only says how strictly it is meant: "not even in Copilot"."""
    even = [tokens(phrase) for phrase in never_words()["even"]]
    held, words = frozenset(tokens(text)), text.split()
    even = [one for one in even if held.issuperset(one)]
    ends = (at for at in range(1, len(words)) for one in even if tokens(" ".join(words[at : at + len(one)])) == one)
    return " ".join(words[: next(ends, len(words))]).rstrip(" ,")


def _items(document: Document) -> Iterator[tuple[Line, str]]:
    """The things below a line or heading that keeps them out, and those behind its colon."""
    lead, heading = "", ""
    for line in document.lines:
        if line.heading != heading:
            lead, heading = line.heading if keeps_all_out(line.heading) else "", line.heading
        if line.kind == "row":
            lead = ""
        elif line.kind == "item":
            if lead:
                yield replace(line, text=f"{lead}: {unmarked(line.text).rstrip(' ;.')}"), line.text
        else:
            head, colon, behind = unmarked(line.text).partition(":")
            is_lead = keeps_all_out(head)
            if is_lead and tokens(behind):
                yield line, behind
            goes_on = not colon or (_says_how_strictly(head) and not tokens(behind))
            lead = head.strip() if is_lead else lead if goes_on else ""


def is_lead_word(word: str) -> bool:
    """Whether a folded word is one of those that only say that something goes into no tool."""
    return word in _all_lead_words()


def things_of(line: Line, text: str, reader: KindReader) -> list[Kept]:
    """The things that a text names, kept out of every tool."""
    return _things(line, text, reader)[0]


def _things(line: Line, text: str, reader: KindReader) -> tuple[list[Kept], bool]:
    """The things of one item, and whether these are all of them."""
    first, *rest = list_sentences_of(unmarked(text).strip(" ;."))
    if re.search(lists()["no_tool_doubt"], first, re.IGNORECASE):
        return [], False
    names = tuple(name for sentence in rest for name in _names(sentence))
    about = _without_about(without_deed(first))
    is_wide = about != first or bool(names)  # "anything about a stop customer" is not all that is about customers
    found, is_whole = [], True
    for phrase in phrases_of(about, reader):
        degrees = reader.read(phrase)
        is_who = fold(phrase) in table_words()["whose"]["anybody"] or (reader.people(phrase) and not degrees)
        if len(tokens(phrase)) > MOST_WORDS or is_who:
            is_whole = False  # "about guests or staff": people are no data
            continue
        found.append(Kept(phrase, () if names else told_kinds(degrees, reader, _NOTHING if is_wide else SECRET), line, names))
    return found, is_whole and bool(found)


def told_kinds(degrees: dict[str, int], reader: KindReader, secret: int = SECRET) -> tuple[str, ...]:
    """The kinds that a thing is, and those that are a part of it and at least so sensitive."""
    return tuple(sorted(k for k, degree in degrees.items() if degree == SURE or reader.kinds[k].sensitivity >= secret))


def phrases_of(text: str, reader: KindReader) -> list[str]:
    """What one item names, thing by thing. Behind what the things are called together a lone word must tell a guarded kind:
    "data of families: phones, grants"."""
    inside = [part for aside in _BRACKETS.findall(text) if "," in aside for part in pieces(aside, reader.language)]
    head, _, listed = _BRACKETS.sub("", text).partition(":")
    each = [part for part in pieces(_HALVES.sub(_held, listed or head), reader.language) if part.strip(" .")]
    if listed:
        each = [head, *(part for part in each if len(tokens(part)) > 1 or _is_guarded(part, reader))]
    elif not _stand_alone(each, reader):
        each = _whole(each)
    told = [bare(part.replace(_GLUE, " ").strip(" .:-–")) for part in (*each, *inside)]
    return list(dict.fromkeys(part for part in told if part))


def _stand_alone(parts: list[str], reader: KindReader) -> bool:
    """Whether "of ..." at the end belongs to the last thing alone: each has its own article, or the last is a kind as it is."""
    things = [bare(part.strip(" .")) for part in parts]
    known = [bool(told_kinds(reader.read(thing), reader, GUARDED)) for thing in things]
    has_own = all(_is_the(part) or _starts_of(part) for part in parts[1:])
    at = [_place_of(thing) for thing in things]
    is_at_end = bool(at) and at[-1] > 0 and not any(at[:-1])
    is_word = bool(at) and at[0] > 0 and things[0][at[0] :].split()[0].lower() in never_words()["compounds"]
    return (is_word and all(known)) or (is_at_end and (has_own or known[-1]))


def _is_guarded(part: str, reader: KindReader) -> bool:
    return any(degree == SURE and reader.kinds[k].sensitivity >= GUARDED for k, degree in reader.read(part).items())


def _held(found: re.Match[str]) -> str:
    """Two halves of a word kept together: "alcohol- and drug tests" is one thing."""
    return found[0].replace(" ", _GLUE)


def _whole(parts: list[str]) -> list[str]:
    """Parts with the "of ..." that they share: "routes and rest times of valuables", "copies of passports or licences, and the
    social security number"."""
    if len(parts) < _SEVERAL:
        return parts
    at, is_short = [_place_of(part) for part in parts], [len(tokens(part)) <= _SEVERAL for part in parts]
    if at[-1] and not any(at[:-1]) and all(is_short[:-1]) and len(tokens(parts[-1][: at[-1]])) <= _SEVERAL:
        tail = parts[-1][at[-1] :]
        word, rest = tail.split(maxsplit=1)
        if word.lower() in never_words()["compounds"] and not _is_the(rest):
            lone = any(len(tokens(part)) == 1 for part in parts[:-1])
            return [", ".join(parts)] if lone else parts  # nobody can tell what it belongs to
        return [*(f"{part.strip()} {tail}" for part in parts[:-1]), parts[-1]]
    if not at[0]:
        return parts
    link, *of = parts[0][at[0] :].split(maxsplit=1)
    is_named = [_is_the(part) for part in of]
    found, goes_on = parts[:1], True
    for part, place in zip(parts[1:], at[1:], strict=True):
        goes_on = goes_on and not place and _is_the(part) in is_named
        starts = part.split(maxsplit=1)[0].lower() in never_words()["of"]
        head = parts[0][: at[0]] if starts else f"{parts[0][: at[0]]}{link} "
        found.append(f"{head}{part}" if goes_on or starts else part)
    return found


def _starts_of(part: str) -> bool:
    """Whether a part has an "of" of its own before it: "d'évaluations"."""
    return part.split(maxsplit=1)[0].lower() in never_words()["of"] or bool(_elided().match(part))


@cache
def _elided() -> re.Pattern[str]:
    return re.compile(rf"^(?:{any_of(small_words()['elided'])})['’]", re.IGNORECASE)


def bare(part: str) -> str:
    """Without the small words before a thing: "de salaires", "d'évaluations"."""
    before = ""
    while part != before:
        before, part = part, without_determiner(_elided().sub("", part))
        first, _, rest = part.partition(" ")
        part = rest.strip() if rest and first.lower() in never_words()["of"] else part
    return part


def _is_the(part: str) -> bool:
    return without_determiner(part) != part


def _place_of(part: str) -> int:
    """Where the last "of ..." of a part begins; 0 without one."""
    found = [match.start() for match in re.finditer(rf"(?<=\s)(?:{any_of(never_words()['of'])})(?=\s)", part, re.IGNORECASE)]
    return found[-1] if found else 0


def _behind(text: str, leads: list[str]) -> str:
    """What stands behind the longest of some leads that a text begins with; empty where it begins with none."""
    lead = next((one for one in sorted(leads, key=len, reverse=True) if fold(text).startswith(f"{one} ")), "")
    return text.split(maxsplit=len(lead.split()))[-1] if lead else ""


def _without_about(text: str) -> str:
    """ "Anything to do with a stop customer" -> "a stop customer"."""
    words = never_words()
    rest = _behind(text, words["about"])
    for end in words["about_ends"]:
        rest = re.sub(rf"[\s,]*{re.escape(end)}$", "", rest, flags=re.IGNORECASE)
    return without_determiner(rest) or text


def _names(sentence: str) -> list[str]:
    """Who or what a thing is at present: "These are now Orvelta Pharma and Lumiq Batteries; they have said no to AI"."""
    listed = re.split(r"[;:(]|\s[–—-]\s", _behind(sentence, never_words()["names"]))[0]
    parts = [without_determiner(part.strip(" .")) for part in parter(",").split(listed)]
    return [part for part in parts if any(c.isupper() for c in part) and len(tokens(part)) <= _MOST_NAME]
