"""Sentences of the document of which no rule was made in; a review for whoever speaks of what they are about out.

A sentence that bans, narrows or asks for something, and that nobody could read as a whole, must not end in a yes: whoever says
its telling words gets the sentence itself. Such rules only ever make a ruling stricter, and each is listed for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise

from bot.knowledge.importing.asked import Pair
from bot.knowledge.importing.built import Built
from bot.knowledge.importing.ends import end_of
from bot.knowledge.importing.pages.faq_questions import told_of
from bot.knowledge.importing.prose.contact_tables import asked_in
from bot.knowledge.importing.prose.contacts import is_slip_heading
from bot.knowledge.importing.prose.duties import make_duty
from bot.knowledge.importing.prose.duty_says import approved_by
from bot.knowledge.importing.prose.handed import PUBLISHING, SENDING, Handed, is_bound, is_handed, is_public, is_sent, told_by
from bot.knowledge.importing.prose.limit_sentences import parts, spread
from bot.knowledge.importing.prose.limits import Limit
from bot.knowledge.importing.texts.document import Document, Line, unmarked
from bot.knowledge.importing.texts.idle import idle
from bot.knowledge.importing.texts.patterns import any_of
from bot.knowledge.importing.texts.tool_row import ToolRow, rows_in, rows_meant
from bot.knowledge.importing.texts.words import (
    caution_words,
    data_key,
    find_run,
    fold,
    has_word,
    left_unread,
    limit_words,
    lists,
    permit_words,
    table_words,
    tokens,
    unique_slug,
)
from bot.knowledge.importing.waiting.row_leaves import classes_before, leave_duty, leave_of, never_in
from bot.knowledge.importing.waiting.telling import LEAST, Telling, look_first

_BEGUN = 2
"""Words in which a sentence points back."""
_LISTED = 3
"""Examples of classes in a sentence that tells what a class holds."""
_MUCH = 0.8
"""Share of the words of the shorter of two sentences from which on both say the same."""


def find_cautions(built: Built, telling: Telling, taken: set[str]) -> list[Limit]:
    """One for each sentence that takes something away and became nothing else."""
    rows = list(built.tools.values())
    found = list(_of_answers(built, telling, taken))
    handed = Handed(_contacts(built))
    left = list(_left(built, handed, frozenset(one.line.line for one in found)))
    for line, said, part, before in sorted(left, key=lambda one: not handed.whom(one[1])):
        about = f"{line.lead} {part}" if said.startswith(line.lead) else part
        named = rows_in(about, rows)
        whose = handed.whom(said)
        found += _of_public((line, said, before), whose, built, taken) if whose or not named else ()
        found += _of_sending(line, said, built, taken) if not named else ()
        if whose and is_public(said):
            continue
        of_row, of = leave_of(part, named, telling), {row.id for row in named}
        if of_row and before:  # "They go into Noota only with their consent" is said of things, and of no other tool
            of_row, named, words = None, [], telling.of(f"{before}{part}", of)
        else:
            words = telling.of(never_in(part) if of_row else part, of)
        if of_row:
            built.duties.append(leave_duty(built, of_row, said, taken))
            built.duties[-1].data = classes_before(part, of_row, built)
            built.ask("Conditions", f"Line {line.line}: taken for what `{of_row.label}` asks of every use: “{said}”")
        is_told = bool(words) and not _points_back(part)
        topic = "" if is_told else line.topic  # who or what it is about stands in bold before it, and nowhere in it
        words = telling.of_topic(topic) if topic else words
        quoted, whole = (f"{topic}: {one}" if topic and not has_word(one, [topic]) else one for one in (said, part))
        if not words and of_row:
            continue
        if not words:
            built.untold.append(replace(line, text=quoted))
            if _is_of_a_number(said):
                _show_always(line, quoted, built, taken)
        else:
            held = () if _is_of_others(whole, named) else rows_meant(about, rows) if named else ()
            rule = look_first(words, taken)
            found.append(Limit(rule, line, quoted, rows=held, asks=True, words=words))
    return found


def _is_of_a_number(said: str) -> bool:
    """Whether a sentence says how much or how many at most: "Do not upload more than 20 records at a time"."""
    return bool(has_word(said, limit_words()["numbered"])) and any(word.isdigit() for word in tokens(said))


def _show_always(line: Line, said: str, built: Built, taken: set[str]) -> None:
    """Its words tell nothing that people would say, so whoever gets a yes is shown it."""
    duty = make_duty(unique_slug("always-at-most", taken), said, built.language, built.short)
    duty.when, duty.general, duty.met, duty.unmet = "using", True, (), ()
    built.duties.append(duty)
    built.ask("General duties", f"Line {line.line}: a number that no cell has, shown with every yes, as `{duty.id}`: “{said}”")


def _contacts(built: Built) -> list[str]:
    """Whom the policy names."""
    asked = (asked_in(duty.text) for duty in built.duties if isinstance(duty.text, str))
    listed = (one.name for one in built.prose.listed)
    return [name for name in (*(name for _, name, *_ in built.prose.contacts), *listed, built.prose.owner, *asked) if name]


def _of_public(sentence: tuple[Line, str, str], whose: str, built: Built, taken: set[str]) -> Iterator[Limit]:
    """What holds for what the public reads, where a sentence is about that: somebody's word, or else a look first. ``sentence``:
    with what it points back to."""
    line, said, before = sentence
    asked = [one for one in built.limits if one.said == said and one.uses == (PUBLISHING,)]
    if not is_public(said) or (asked and not whose):
        return
    built.limits[:] = [one for one in built.limits if one not in asked]
    known = {duty.whose: duty.id for duty in built.duties if duty.whose}
    words, rule, needs = told_by(f"{before}{said}"), f"ask first for {PUBLISHING}", known.get(whose, "")
    if whose and not needs:
        duty = make_duty(unique_slug(f"{PUBLISHING} {whose}", taken), said, built.language, built.short)
        duty.whose, duty.met, duty.unmet, needs = whose, approved_by(whose, built.language), (), duty.id
        built.duties.append(duty)
    if whose or not known:
        yield Limit(unique_slug(rule, taken), line, said, uses=(PUBLISHING,), asks=True, needs=needs)
    if words and (whose or known):
        yield Limit(unique_slug(f"{rule} {words[0]}", taken), line, said, asks=True, words=words, needs=needs)


def _of_sending(line: Line, said: str, built: Built, taken: set[str]) -> Iterator[Limit]:
    """A look first for what goes to people outside, where a sentence narrows that."""
    if is_sent(said, _up_to(line, said, built)):
        yield Limit(unique_slug(f"ask first for {SENDING}", taken), line, said, uses=(SENDING,), asks=True)


def _up_to(line: Line, said: str, built: Built) -> str:
    """A sentence with those before it in its paragraph."""
    text = unmarked(" ".join(one.text for one in built.document.lines if one.line == line.line))
    return text[: text.find(said)] + said


def _of_answers(built: Built, telling: Telling, taken: set[str]) -> Iterator[Limit]:
    """Of questions whose answer is no plain yes, and of which nothing else was made, what they are about is looked at first."""
    for pair in built.asked:
        if _is_told(pair, built):
            continue
        words = telling.of(" ".join((told_of(pair.asked.question), pair.question.narrowed)), set())
        words = words or tuple(map(fold, pair.things))  # however common they are
        if words:
            rule = look_first(words, taken)
            yield Limit(rule, pair.line, pair.line.text, rows=pair.rows, asks=True, words=words)


def _is_told(pair: Pair, built: Built) -> bool:
    """Whether an answer takes nothing away, or what it takes away is told otherwise: in a cell, a ban or a limit."""
    if pair.answer.effect == "allow" or not (pair.question.is_leave or pair.question.of_people) or not pair.names_tool:
        return True
    made = {ban.line for ban in built.data_bans} | {ban.line for ban in built.bans} | {one.line for one in built.limits}
    columns = {data_key(name): entry.label for entry in built.classes for name in (entry.label, *entry.synonyms)}
    asked = [columns.get(data_key(thing), "") for thing in pair.things]
    of_rows = [row for row, id_ in built.row_ids.items() if not pair.rows or id_ in pair.rows]
    cells = [built.grid.cells.get((row, column)) for row in of_rows for column in asked]
    is_yes = any(cell and cell.effect == "allow" for cell in cells)  # the cell does not say what the answer takes away
    return pair.line in made or bool(asked and all(asked) and not is_yes)


def _reasons(built: Built, quoted: frozenset[int]) -> dict[int, frozenset[str]]:
    """Lines of answers that say no, each with the rows that the no is about: what else stands there says why. Also those that
    are quoted already."""
    return {
        line: frozenset(pair.rows)
        for pair in built.asked
        if pair.line.line in quoted
        or (pair.answer.effect == "deny" and (pair.question.is_leave or pair.question.of_people) and pair.names_tool)
        for _, line in pair.asked.answer
    }


def _left(built: Built, handed: Handed, quoted: frozenset[int]) -> Iterator[tuple[Line, str, str, str]]:
    """Sentences, as they stand and folded, that narrow something and are not used yet; each with what it points back to.

    ``quoted``: lines of questions of which there is a look first, with their answers.
    """
    prose, rows = built.prose, list(built.tools.values())
    used = {one.said for one in built.limits if not one.asks}
    whole = {ban.line for ban in built.bans} | {ban.line for ban in built.use_bans}
    whole |= {change.line for change in prose.becomes}
    shown = {line for kind, *_, line in prose.contacts if kind == "incident" or not is_bound(line.text)}
    shown |= set(built.duty_lines)  # which hold nothing up
    whole |= {line for line in (prose.unlisted_line, prose.private_logins, prose.doubt and prose.doubt[1]) if line}
    phrases = [(one.line.line, fold(one.phrase)) for one in built.data_bans]
    marks = {mark for word in built.grid.cells.values() for mark in word.mark.split()}
    notes = [text for mark, text in built.grid.footnotes.items() if mark in marks]
    known = [*_texts(built), *built.told_cells.values(), *notes, *built.grid.notes.values()]
    told = [frozenset(tokens(text)) for text in known if text]
    read = [tokens(text) for text in built.read]
    examples = {fold(example) for entry in built.classes for example in entry.examples}
    reasons = _reasons(built, quoted)
    explained = {term.line for term in built.document.terms if _is_class(term.word, built)}
    kept_back = [word for word in (*caution_words()["kept_back"], *_reds(built.document)) if not _is_class(word, built)]
    before = heading = ""
    heads = {line.lead for line in built.document.lines if has_word(line.lead, limit_words()["ban"])}
    for line in built.document.lines:
        if line.kind == "row" or line.line in explained or is_slip_heading(line.heading):
            continue
        for at, (said, part) in enumerate(parts(line.text, any_length=True)):
            is_led = not at and line.lead in heads
            meant, before, heading = _meant(part, before if line.heading == heading else ""), part, line.heading
            held = frozenset(tokens(said))
            is_told = any(len(held & one) >= _MUCH * min(len(held), len(one)) for one in told if len(one) >= LEAST)
            left = left_unread(said, read)  # what was read of it says not all of it
            is_told |= left is not None and not _narrows(left, rows, built.language, kept_back)
            is_banned = any(number == line.line and phrase in fold(said) for number, phrase in phrases)
            if line.line in reasons and {row.id for row in rows_in(part, rows)} <= reasons[line.line]:
                continue
            listed = sum(example in fold(said) for example in examples)
            is_used = said in used or said in heads or line in whole or listed >= _LISTED or is_banned
            is_seen = handed.whom(said) or (is_public(said) and is_handed(said))
            is_due = (is_seen and is_public(said)) or is_sent(said, _up_to(line, said, built))
            is_known = (is_told or line in shown) and not is_due
            if not (is_used or is_known) and (is_led or is_seen or is_due or _narrows(part, rows, built.language, kept_back)):
                yield line, f"{line.lead} {said}".rstrip(" ;,") if is_led else said, part, meant


def _reds(document: Document) -> list[str]:
    """Words for red where the document speaks in colours: "payslips are red, in every tool"."""
    shades = lists()["colours"]
    return shades["deny"] if has_word(document.text, shades["allow"]) and has_word(document.text, shades["deny"]) else []


def _points_back(part: str) -> bool:
    """Whether a sentence begins with what was spoken of before: "For them only NoteHound is open"."""
    return bool(set(tokens(spread(part))[:_BEGUN]) & {*caution_words()["points_back"]})


def _meant(part: str, before: str) -> str:
    """The sentence before one that only points back to what it is about, with a comma behind it: "Drawings that customers give us
    are theirs. They go into Noota only, and only with their consent"; empty for any other."""
    points = before and tokens(spread(part))[:1] and tokens(spread(part))[0] in caution_words()["points_back"]
    return f"{before.rstrip(' .;:!')}, " if points else ""


def _texts(built: Built) -> Iterable[str]:
    """What duties say, but for those of every use that forbid something: beside an answer nobody would see that it is meant."""
    bans = limit_words()["ban"]
    for duty in built.duties:
        for text in duty.text.values() if isinstance(duty.text, dict) else (duty.text,):
            if not (duty.general and not duty.tools and has_word(text, bans)):
                yield text


def _is_class(word: str, built: Built) -> bool:
    return data_key(word) in {data_key(name) for entry in built.classes for name in (entry.label, *entry.synonyms)}


def _narrows(part: str, rows: list[ToolRow], language: str, kept_back: list[str]) -> bool:
    """Whether a sentence takes something away; what is no leave ("a nod is not an approval") takes nothing, nor what is not kept
    back ("summaries are not reserved"). ``kept_back``: words for what is."""
    limits, told = limit_words(), caution_words()
    if (freed := _freed().search(part)) and _is_all(part[freed.end() :]):
        part = f"{part[: freed.start()]} {part[freed.end() :]}"
    here = [word for word in tokens(spread(part)) if word not in told["articles"]]
    if any(one in limits["ban"] and other in told["leave"] for one, other in pairwise(here)):
        return False
    if has_word(spread(part), limits["ban"]) or has_word(part, [*limits["only"], *told["narrows"], *kept_back]):
        return True
    if has_word(part.partition(":")[0], table_words()["page_lists"]["asks"]) and ":" in part:  # "Ask first: connectors"
        return True
    is_limited = has_word(part, [*limits["under"], *told["condition"]]) or end_of(part, language)[0]
    return bool(is_limited) and bool(rows_in(part, rows))


@cache
def _freed() -> re.Pattern[str]:
    """ "Not reserved", "ne sont pas interdits"."""
    ban = rf"\b(?:{any_of(limit_words()['ban'])})\W{{1,3}}"
    return re.compile(rf"(?:{ban}\w+\W{{1,3}})?{ban}(?:{any_of(limit_words()['freed'])})\b", re.IGNORECASE)


def _is_all(rest: str) -> bool:
    """Whether what stands behind "not reserved" is nothing, or a list of what is not: no exception, and no other clause."""
    told = [*lists()["exceptions"], *limit_words()["freed"], *permit_words()["excepted"]]
    return not rest.strip(" .!") or (rest.lstrip().startswith(":") and ";" not in rest and not has_word(rest, told))


def _is_of_others(part: str, named: list[ToolRow]) -> bool:
    """Whether the rows are what some people or data are left with, and all others are meant: "locums use NoteHound only"."""
    here = tokens(part)
    places = [find_run(tokens(name), here) for row in named for name in row.plain_names]
    first = min((at for at in places if at >= 0), default=0)
    lead = [word for word in here[:first] if word not in idle() and len(word) >= LEAST]
    return bool(lead) and bool(has_word(part, [*limit_words()["only"], *caution_words()["others"]]))
