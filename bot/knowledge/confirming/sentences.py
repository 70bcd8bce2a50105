"""A policy's files go in; each sentence of its documents comes out, with what became of it: nothing vanishes in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from bot.knowledge.confirming.around import Around
from bot.knowledge.confirming.naming import Names
from bot.knowledge.confirming.same_words import FEWEST, Words, cited_in
from bot.knowledge.confirming.sections import Sections, is_by_hand
from bot.knowledge.confirming.told import CAUTION, Standing, Told
from bot.knowledge.importing.prose.limit_sentences import parts
from bot.knowledge.importing.texts.document import Document, Line, parse, unmarked
from bot.knowledge.importing.texts.patterns import whole
from bot.knowledge.importing.texts.words import has_word, limit_words, permit_words, sentence_words, tokens
from bot.knowledge.parse import kind_of
from bot.policy.confirming import AS_READ, DROP, KEEP
from bot.policy.deciding.compile import compile_policy
from bot.policy.deciding.decide import decide
from bot.policy.deciding.worlds import OTHER
from bot.policy.house import Knowledge
from bot.policy.words import Citation, DataAsk, Question, Rule, Slot, ToolAsk, Verdict

_NOTES = "guidance/notes.md"
"""What the import writes of a matrix's own notes: they are conditions already."""
_LEAD = re.compile(r"^\s*(?:[-*+•]\s+|\d+[.)]\s+)?(?P<mark>\*\*|__)(?P<lead>[^*_]{2,80})(?P=mark)")
_QUOTED = re.compile(r"""\(\s*["'“”„«‘][^()]*["'“”»’]\s*\)""")
_REACH = 5
"""Words behind an "only" that are looked at."""
DATA = "data.yaml"
_LEFT_AS = {KEEP: Standing.LEFT, DROP: Standing.CONFIRMED, AS_READ: Standing.RULE}


def told_sentences(files: Mapping[str, str], knowledge: Knowledge) -> tuple[Told, ...]:
    """Every sentence, list item and table row of the documents, in their order. ``files``: path below the folder -> text."""
    return tuple(Documents(files, knowledge))


class Documents:
    """The documents of one policy, beside what was made of them."""

    def __init__(self, files: Mapping[str, str], knowledge: Knowledge) -> None:
        self._files, self._knowledge, self._names = files, knowledge, Names(knowledge)
        self._cited, self._sections = cited_in(files), Sections(files, knowledge.policy)
        self._is_by_hand = is_by_hand(files)
        self._settled = {one.question: one.answer for one in knowledge.confirmed if one.answer in _LEFT_AS}
        self._labels = {tool.label: id_ for id_, tool in knowledge.vocabulary.tools.items()}
        self._held = Held(knowledge)
        self._rules = tuple((rule, tuple(map(Words, rule.because.values()))) for rule in knowledge.policy.rules)
        self._conditions = tuple((id_, tuple(map(Words, one.text.values()))) for id_, one in knowledge.policy.conditions.items())

    def __iter__(self) -> Iterator[Told]:
        for path in sorted(path for path in self._files if kind_of(path) == "guidance" and path != _NOTES):
            yield from self._of(path, parse(self._files[path]))

    def _of(self, path: str, document: Document) -> Iterator[Told]:
        around, leads = Around(document, self._labels), self._leads(document.text)
        defined = {term.line for term in document.terms if self._names.data(term.word)}
        above = {one.lead.rstrip(" :") for one in document.lines if one.lead}  # asked about with each item
        last = 0
        carried: tuple[str, ...] = ()
        for line in document.lines:
            carried, last = (carried if line.line == last else ()), line.line  # of a paragraph in one line
            if line.line == 1 and line.text.startswith("---"):
                continue  # who looks after the page, and until when
            at = Citation(path, line.line)
            for told in self._told(at, line, around, leads, carried):
                carried = told.tools
                is_taken = line.line in defined or (self._cited.get((path, line.line)) == DATA and not forbids(told.text))
                is_example = is_taken and told.standing is Standing.UNREAD
                standing = Standing.EXAMPLE if is_example else told.standing
                is_ban = told.text.rstrip(" :") not in above and forbids(f"{line.lead} {told.text}") and self._is_lost(told)
                yield replace(told, standing=standing, heading=line.lead or line.heading, is_ban=is_ban)

    def _leads(self, text: str) -> Sequence[tuple[str, ...]]:
        """For each line of a text, the tools that its paragraph or list item begins with in bold: all of it is about them."""
        found: list[tuple[str, ...]] = []
        before = ""
        for raw in text.splitlines():
            lead = _LEAD.match(raw)
            goes_on = bool(before.strip()) and not before.lstrip().startswith("#")
            found.append(self._names.tools(lead["lead"]) if lead else found[-1] if goes_on else ())
            before = raw
        return found

    def _told(
        self, at: Citation, line: Line, around: Around, leads: Sequence[tuple[str, ...]], carried: tuple[str, ...]
    ) -> Iterator[Told]:
        """``carried``: the tools that the sentence before is about."""
        if line.kind == "row":
            standing = Standing.RULE if self._names.tools(line.text) or self._names.data(line.text) else Standing.BACKGROUND
            yield Told(line.text, at, standing)
            return
        said = [part for part, _ in parts(line.text, any_length=True)] or [unmarked(line.text)]
        below = around(line)
        lead = leads[line.line - 1] if line.line <= len(leads) else ()
        for text in said:
            if len(tokens(text)) < FEWEST and not _restrains(text) and not forbids(line.lead):
                continue
            named = self._names.tools(text)
            carried = named or carried
            yield self._standing(text, at, lead or named or carried or below, line.lead)

    def _standing(self, text: str, at: Citation, tools: tuple[str, ...], above: str = "") -> Told:
        """``above``: the words that lead to its list."""
        data = self._names.data(text)
        told = Told(text, at, Standing.BACKGROUND, (), tools, data, self._is_only(text))

        def as_(standing: Standing, *rests: str) -> Told:
            return replace(told, standing=standing, rests=rests)

        words = Words(text)
        rules = [rule for rule, said in self._rules if any(map(words.stands_beside, said))]
        waiting = tuple(rule.id for rule in rules if waits(rule))
        if waiting:
            left = _LEFT_AS.get(self._settled.get(told.id, ""), Standing.WAITS)
            return as_(left, *(waiting if left is not Standing.RULE else (rule.id for rule in rules)))
        if rules:
            own = all(map(self._is_known_by_its_words, rules))
            return as_(Standing.WORDS if own else Standing.RULE, *(rule.id for rule in rules))
        conditions = [
            id_ for id_, said in self._conditions if any(words.stands_beside(one) or words.is_much_of(one) for one in said)
        ]
        if conditions:
            asked = (self._knowledge.policy.conditions[id_] for id_ in conditions)
            return as_(Standing.NOTE if all(one.general and not one.binds for one in asked) else Standing.CONDITION, *conditions)
        if not _restrains(text) and not forbids(above):
            return as_(Standing.EXAMPLE) if (at.file, at.line) in self._cited else told
        if self._settled.get(told.id) in (KEEP, DROP):
            return as_(Standing.CONFIRMED)
        cited = self._cited.get((at.file, at.line), "")
        ruled = self._sections.rules_of(at, data if forbids(text) else ())
        is_said = ruled or cited == "policy.yaml" or self._held(told)
        return as_(Standing.RULE if is_said else Standing.UNREAD, *ruled)

    def _is_only(self, text: str) -> bool:
        """Whether an "only" is about data or people: in "only when the owner agrees" it is about what must hold."""
        if has_word(text, sentence_words()["nothing_else"]):
            return True
        behind = (tokens(text[found.end() :])[:_REACH] for found in whole(limit_words()["only"]).finditer(without_quotes(text)))
        return any(not (words[:1] and words[0] in when_words()) or self._names.data(" ".join(words)) for words in behind)

    def _is_lost(self, told: Told) -> bool:
        """Whether no rule that waits for nothing quotes the sentence. Whoever wrote the rules by hand knew what it means, unless
        it names what rules are about."""
        words = Words(told.text)
        rules = (said for rule, said in self._rules if not waits(rule))
        is_read = any(any(map(words.stands_beside, said)) for said in rules)
        return not is_read and bool(told.tools or told.data or not self._is_by_hand)

    def _is_known_by_its_words(self, rule: Rule) -> bool:
        """Whether all that it is about is named by its own words, and by nothing of the catalog."""
        data = self._knowledge.vocabulary.data
        named = (data[id_].catalog or data[id_].perhaps if id_ in data else True for id_ in rule.data)
        return bool(rule.data) and rule.data.isdisjoint(self._knowledge.policy.data_classes) and not any(named)


class Held:
    """Whether the cells of a policy say already what a sentence takes away."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._policy, self._compiled = knowledge.policy, compile_policy(knowledge.policy)
        self._of_tool: dict[str, list[str]] = {}
        for offering in knowledge.policy.offerings.values():
            self._of_tool.setdefault(offering.tool, []).append(offering.id)

    def __call__(self, told: Told) -> bool:
        """Of the tools that it is about, nothing that it takes away may go in; where it says under what, not simply."""
        offerings = self._offerings(told.tools or tuple(self._of_tool))
        classes = tuple(self._policy.data_classes)
        data = told.data
        if told.is_only or not data:
            named = {broad for id_ in data for broad in (id_, *self._classes_of(id_))}
            data = tuple(id_ for id_ in classes if id_ not in named)
        milder = {Verdict.ALLOWED, Verdict.UNCOVERED} | (set() if _is_conditional(told.text) else {Verdict.CONDITIONAL})
        return bool(offerings and data) and all(self._verdict(tool, id_) not in milder for tool in offerings for id_ in data)

    def _offerings(self, tools: Sequence[str]) -> list[str]:
        return [id_ for tool in tools for id_ in self._of_tool.get(tool, ())]

    def _classes_of(self, id_: str) -> tuple[str, ...]:
        return self._policy.data_types[id_].classes if id_ in self._policy.data_types else ()

    def _verdict(self, offering: str, data: str) -> Verdict:
        question = Question((ToolAsk(offering, (offering,)),), (DataAsk(data, (data,)),), {Slot.PURPOSE: OTHER})
        return decide(self._compiled, question, date.min).verdict


def waits(rule: Rule) -> bool:
    """Whether an import made it of a sentence that nobody could read, and no owner has said yet what that rules."""
    return Slot.WORDS in rule.where or rule.id.startswith(CAUTION)


def _is_conditional(text: str) -> bool:
    """Whether a sentence says under what something may go in all the same."""
    words = limit_words()
    return bool(has_word(text, (*words["only"], *words["under"], *words["asks_first"])))


def forbids(text: str) -> bool:
    """Whether a sentence says what must or may not be done: "are never typed in" does, "that is not published" only tells."""
    words = sentence_words()
    return bool(has_word(text, (*words["commands"], *words["forbids"], *words["nobody"])))


@cache
def when_words() -> frozenset[str]:
    """Words behind an "only" that begin what must hold."""
    words = permit_words()
    return frozenset((*limit_words()["under"], *words["asides"], *(tokens(one)[-1] for one in words["only_after"])))


def without_quotes(text: str) -> str:
    """A text with blanks in the place of what it quotes in brackets, which is an example: ("the only twins in the village")."""
    return _QUOTED.sub(lambda found: " " * len(found[0]), text)


def _restrains(text: str) -> bool:
    """Whether a sentence takes something away, or wants something first."""
    bare = without_quotes(unmarked(text))
    return bool(has_word(bare, (*limit_words()["ban"], *limit_words()["only"], *sentence_words()["restrains"])))
