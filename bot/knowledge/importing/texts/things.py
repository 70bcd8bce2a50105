"""A text that lists things in; the things out."""

from __future__ import annotations

import re
from functools import cache

from bot.knowledge.importing.texts.kinds import negated
from bot.knowledge.importing.texts.patterns import any_of, joiners, list_sentences_of, whole, without_brackets
from bot.knowledge.importing.texts.words import example_words, finder, fold, generic_data, has_word, lists, small_words, tokens

MOST_WORDS, SHORT, _SEVERAL, _LISTED, _FEW = 10, 5, 2, 3, 4
_ASIDE = re.compile(r"\s*\([^()]*,[^()]*\)(?=\s+[^\s,;])")
"""Brackets within a thing: "replies to calls (ANR, ERC) before they are sent"."""


@cache
def _leads() -> re.Pattern[str]:
    """What a list of examples begins with: "such as", "this covers", a colon."""
    words = "|".join(re.escape(word) for word in sorted(example_words()["leads"], key=len, reverse=True))
    return re.compile(rf"(?:(?<!\w)(?:{words})(?!\w)|:)[\s:,–—]*", re.IGNORECASE)


@cache
def _stop(is_strict: bool) -> re.Pattern[str]:
    """Where the list of a class ends: behind it stands what is not in it, or, of a milder class, what is in another."""
    words = example_words()["stops"] + ([] if is_strict else example_words()["contrasts"])
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


@cache
def _unpublished() -> re.Pattern[str]:
    """It says of a thing what it is, and denies nothing: "unpublished manuscripts", "protocols not yet published"."""
    words = any_of(lists()["unpublished"])
    return re.compile(rf"^\s*(?:{words})(?=\s)|(?<=\s)(?:{words})\s*$", re.IGNORECASE)


@cache
def _inside() -> re.Pattern[str]:
    """Where a clause begins that tells what is in a thing, or was in it."""
    return re.compile(rf"{whole(example_words()['inside']).pattern}|^\s*(?:{any_of(example_words()['inside_begun'])})\b", re.I)


@cache
def _too() -> re.Pattern[str]:
    """How a sentence begins that goes on with the list of the one before."""
    return re.compile(rf"^(?:{any_of(example_words()['too_list'])})\s+(?=\S)", re.IGNORECASE)


@cache
def _first_joiner() -> re.Pattern[str]:
    return re.compile(
        rf"^(?:{joiners()}|{any_of([*example_words()['and_so_on'], *example_words()['too_list']])})\s+", re.IGNORECASE
    )


def leads_in(text: str) -> bool:
    """Whether something in the text introduces a list of examples."""
    return bool(_leads().search(text))


def lead_of(text: str) -> str:
    """What introduces the first list of examples in a text, as it is written; a colon where nothing does."""
    found = _leads().search(text)
    return found.group() if found else ":"


def leads_on(text: str) -> bool:
    """Whether a text ends in what introduces a list, so that the list stands below it."""
    found = list(_leads().finditer(text.strip()))
    return bool(found) and found[-1].end() == len(text.strip())


def items(text: str, is_strict: bool = False, language: str = "") -> list[str]:
    """The things that a text lists: behind "such as" or a colon where there is one, up to an exception, each at most 10 words.

    ``is_strict``: the things go into a class that forbids more than it allows, so that a thing "without consent" or "before the
    exam" may be one of it. Elsewhere what is without names, salaries and addresses says nothing of salaries.
    """
    body = _stop(is_strict).split(text.replace("*", ""), maxsplit=1)[0]
    first, *more = list_sentences_of(body)
    found = _of_sentence(_too().sub("", first), is_strict, language)
    for sentence in more:  # "What we work with every day. This covers rotas and minutes."
        tells = (leads_in(sentence) or goes_on(sentence)) and not has_word(sentence, lists()["exceptions"])
        if tells or is_bare_list(sentence):
            told = _of_sentence(_too().sub("", sentence), is_strict, language)
            found += [thing for thing in told if thing not in found]
    return found


def goes_on(sentence: str) -> bool:
    """Whether a sentence names more things of the list before it: "Also published guidelines, journal articles"."""
    rest = _too().sub("", sentence)
    is_thing = "," in rest or any(word.lower() in example_words()["articles"] for word in rest.split()[:1])
    return rest != sentence and is_thing and not finder("rules", begun="rules_begun").search(rest)


def is_bare_list(sentence: str) -> bool:
    """Whether a sentence is nothing but things: "Timetables, maps, notices, the printed catalogue." """
    parts = re.split(r"\s*[,;]\s*", without_brackets(sentence).strip(" ."))
    words = [tokens(part) for part in parts]
    told = [[word for word in one if word.rpartition("'")[2] not in _small()] for one in words]
    long = sum(len(one) > SHORT for one in told[:-1])
    if len(parts) < _LISTED or not all(told) or long * _FEW > len(parts) or max(map(len, told)) > MOST_WORDS:
        return False
    idle = {fold(word) for word in (*example_words()["pronouns"], *example_words()["modals"])}
    rest = sentence if len(words[0]) > 1 else ", ".join(parts[1:])
    return (
        not idle & {word for one in words for word in (one[0], *one[1:2])}
        and not finder("rules", begun="rules_begun").search(rest)
        and not has_word(parts[0], lists()["exceptions"])
    )


@cache
def _small() -> frozenset[str]:
    """Words that only join those of a thing."""
    return frozenset(fold(word) for word in (*lists()["prepositions"], *example_words()["articles"]))


def _of_sentence(text: str, is_strict: bool, language: str) -> list[str]:
    account, _, listed = text.strip().rpartition(": ")
    before, _, account = account.rpartition(": ")
    if before and _is_account(before, account) and len(found := _of_list(listed, is_strict, language)) >= _SEVERAL:
        return list(dict.fromkeys((*(_of_list(account, is_strict, language) if is_strict else ()), *found)))
    lead = _leads().split(text.strip(), maxsplit=1)
    if len(lead) > 1 and not lead[1]:
        return []  # what it says of a list that stands below it
    found = _of_list(lead[1], is_strict, language) if len(lead) > 1 else []
    if found and is_bare_list(lead[0]):  # "Prices, margins, contracts, and data of people: names, letters"
        return list(dict.fromkeys((*_of_list(lead[0], is_strict, language), *found)))
    if len(found) > 1 or (found and lead[0].count(",") < _SEVERAL):
        return found
    whole = _of_list(text if len(lead) == 1 else lead[0], is_strict, language)
    return whole if len(whole) > 1 or (whole and (len(tokens(text)) <= SHORT or "," in text)) else found


def _is_account(before: str, account: str) -> bool:
    """Whether between two colons stands what the things behind them have in common: "ours: what we would not print: rotas, how-to
    notes". What takes away at its end ("..., without: letters"), or says another thing, is none."""
    words = tokens(account)
    if len(tokens(before)) >= _FEW or re.search(r";|\s[–—-]\s", account):
        return False
    if not any(words[: len(tokens(one))] == tokens(one) for one in example_words()["accounts"]):
        return False
    told = example_words()
    away = [*lists()["exceptions"], *told["stops"], *told["contrasts"], *(one for one in told["conditions"] if one != "if")]
    tail = account.rpartition(",")[2] if "," in account else ""
    return not has_word(" ".join(words[-_FEW:]), away) and not has_word(tail, told["conditions"])


def _of_list(body: str, is_strict: bool, language: str) -> list[str]:
    """The things of one list; what stands before a dash says what they are."""
    if not is_strict and is_condition(body):
        return []  # "once names, room numbers and addresses are removed"
    if has_word(body, example_words()["modals"]) and finder("relative").search(re.split(r"[,;]", body, maxsplit=1)[0]):
        return []  # "information of which loss, change or disclosure could do harm"
    if dashed := re.match(r"^[^,;:]+\s[–—-]\s+(?P<list>[^,;]+,.+)$", body):
        body = dashed["list"]
    body = _without_clauses(body if is_strict else _ASIDE.sub("", body), is_strict)
    bare_body = without_brackets(body)
    # "Personal data of citizens (applications, sick notes)": a list in brackets is more of the list.
    body = re.sub(r"\s*\(([^()]*,[^()]*)\)", _of_brackets, body)
    # "of" joins in Dutch only: "drafts of the audit office" is one thing.
    join = joiners(language if not has_word(body, small_words()["of_english"]) else "en")
    # "Flyers without names, payslips and addresses": the rest may hang on the same "without".
    joined = re.search(rf",[^,;]*\s(?:{join})\s[^,;]*$", bare_body, re.IGNORECASE) is not None
    parts: list[str] = []
    for chunk in re.split(r"\s*[,;]\s*", body.strip(" .()")):
        is_last = body.strip(" .()").endswith(chunk)
        each = re.split(rf"\s+(?:{join})\s+(?=[^,;]{{2,40}}$)", chunk, flags=re.IGNORECASE) if is_last else [chunk]
        kept = _kept(each, is_strict)
        if not is_strict and is_condition(each[0]):
            parts = parts[:-1]  # "drafts, if the author agrees"
            if tokens(chunk)[-1] in example_words()["clause_ends"]:
                continue  # "Notizen, soweit darin niemand beurteilt wird, Aushänge"
            break  # "minutes, if names, wages and debts are out"
        if not is_strict and has_word(chunk, example_words()["conditions"]):
            break  # "minutes once names, wages and debts are out": nobody knows where the clause ends
        parts += kept
        if len(kept) < len(each) and not is_strict and (_denies_the_rest(chunk) or joined):
            break
    bare = [re.split(r"\s[–—]\s", part, maxsplit=1)[0].strip(" .()") for part in parts]
    bare = [part.split(" (", 1)[0] if part.count("(") > part.count(")") else part for part in bare]
    bare = [_first_joiner().sub("", part) for part in bare]
    return [part for part in bare if 1 <= len(tokens(part)) <= MOST_WORDS and not _says_nothing(part, language)]


def _of_brackets(found: re.Match[str]) -> str:
    """A list in brackets, as more of the list around it; none where it says what does not belong to it."""
    return "" if has_word(found[1], example_words()["denials"]) else f", {found[1]}"


def _without_clauses(body: str, is_strict: bool) -> str:
    """Without what a clause says of a thing: "plans in which nobody is named, maps". What a clause itself lists ends where it
    ends, and nobody knows where: "scans, data from which names, dates and addresses are gone". Of a milder class, what only some
    of are in it goes as well: "pictures of plants, which are sold already"."""
    kept: list[str] = []
    for chunk in re.split(r"(?<=[,;])", body):
        told = _inside().search(chunk)
        if told and len(tokens(chunk[told.end() :])) <= _SEVERAL:
            break
        if kept and _is_clause(chunk):
            kept = kept if is_strict else kept[:-1]
            continue
        kept += [] if told else [chunk]
    return "".join(kept)


def _is_clause(chunk: str) -> bool:
    """Whether a part only tells of the thing before it: ", die schon im Handel sind,", and not ", die Preise,"."""
    words = chunk.strip(" .,;").split()
    return bool(words) and words[0] in example_words()["told_of"] and words[-1].islower()


def _kept(parts: list[str], is_strict: bool) -> list[str]:
    """The parts up to one that says what something is not: what is joined to it may hang on the same "without"."""
    found = []
    for part in parts:
        if negated(_unpublished().sub("", part)) and not (is_strict and not has_word(part, example_words()["denials"])):
            break
        found.append(part)
    return found


def is_condition(part: str) -> bool:
    """Whether a part only says when the one before it belongs to the class."""
    words = tokens(part)
    return any(words[: len(tokens(cue))] == tokens(cue) for cue in example_words()["conditions"])


def _denies_the_rest(part: str) -> bool:
    """Whether a part has no thing of its own before its "not": "information without names", and not "drafts without names"."""
    words = tokens(part)
    at = next((at for at, word in enumerate(words) if word in lists()["exceptions"]), len(words))
    idle = generic_data() | {fold(word) for word in example_words()["relatives"]}
    return at < len(words) and all(word in idle for word in words[:at])


def _says_nothing(part: str, language: str) -> bool:
    """ "And so on", what only speaks of things named before ("it as a search engine"), and what may come of it."""
    words = example_words()
    idle = fold(part).strip(". ") in {fold(word) for word in (*words["and_so_on"], *words["pronouns"])}
    begins, *_, ends = f"{part} {part}".lower().split()  # "letters to and from the regulator"
    return (
        idle
        or any({begins, ends} & set(hung) for of, hung in words["hung"].items() if language in ("", of))
        or tokens(part)[0] in words["pronouns"]
        or bool(set(tokens(part)) & {fold(word) for word in words["modals"]})
    )


def bracketed(text: str) -> list[tuple[str, str]]:
    """(thing, what it is one of) for lists in brackets: "material that came for review (drafts, proposals)"."""
    found = []
    for match in re.finditer(r"(?P<head>[^,;:.()]{1,200}?)\s*\((?P<list>[^()]*,[^()]*)\)", text.replace("*", "")):
        found += [(thing, match["head"].strip()) for thing in items(f"e.g. {match['list']}")]
    return found
