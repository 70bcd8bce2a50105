"""A policy's files go in; each sentence of its documents comes out, with what became of it: nothing vanishes in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from bot.knowledge.confirming.naming import Names
from bot.knowledge.confirming.same_words import FEWEST, Words, cited_in
from bot.knowledge.confirming.sections import Sections, is_by_hand
from bot.knowledge.confirming.told import Standing, Told, limited
from bot.knowledge.importing.bans.never_sentences import Around
from bot.knowledge.importing.permits.kinds_let_in import kinds_of, reader_of
from bot.knowledge.importing.permits.leave_lists import leaves_in, rest_of
from bot.knowledge.importing.permits.people import People
from bot.knowledge.importing.permits.statements import Statement, but_for, of_people, statement_of
from bot.knowledge.importing.permits.teams import departments_of
from bot.knowledge.importing.prose.limit_sentences import parts
from bot.knowledge.importing.texts.document import Document, Line, parse, unmarked
from bot.knowledge.importing.texts.patterns import whole
from bot.knowledge.importing.texts.tool_row import head_of
from bot.knowledge.importing.texts.words import fold, has_word, limit_words, permit_words, sentence_words, table_words, tokens
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
_RULED = (Standing.RULE, Standing.WORDS, Standing.LEFT, Standing.CONFIRMED)


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
        self._own = frozenset(fold(head_of(tool.label)) for tool in knowledge.vocabulary.tools.values())
        self._reader = reader_of(knowledge.organisation.languages[0])
        self._classes = tuple((knowledge.vocabulary.data[id_].label, id_) for id_ in knowledge.policy.data_classes)
        self._rest_labels = frozenset(table_words()["rest"].values())
        self._people = People(self._names.names, knowledge.organisation.languages[0], self._reader.read)
        self._rules = tuple((rule, tuple(map(Words, rule.because.values()))) for rule in knowledge.policy.rules)
        self._conditions = tuple((id_, tuple(map(Words, one.text.values()))) for id_, one in knowledge.policy.conditions.items())

    def __iter__(self) -> Iterator[Told]:
        for path in sorted(path for path in self._files if kind_of(path) == "guidance" and path != _NOTES):
            document = parse(self._files[path])
            yield from limited(self._of(path, document), document.text.splitlines(), self._people)

    def _of(self, path: str, document: Document) -> Iterator[Told]:
        around, leads = Around(document, self._labels), self._leads(document.text)
        teams = departments_of(document.text, tuple(label for label, _ in self._classes))
        listed = {leave.line: leave for leave in leaves_in(document.text, self._own)}
        defined = {term.line for term in document.terms if self._names.data(term.word)}
        above = {one.lead.rstrip(" :") for one in document.lines if one.lead}  # asked about with each item
        last = 0
        carried: tuple[str, ...] = ()
        for line in document.lines:
            carried, last = (carried if line.line == last else ()), line.line  # of a paragraph in one line
            if line.line == 1 and line.text.startswith("---"):
                continue  # who looks after the page, and until when
            at = Citation(path, line.line)
            rest, leave = line, listed.get(line.line)
            if leave:
                rest = replace(line, text=rest_of(line.text, leave))
                yield self._listed(leave, at)
                carried = self._names.tools(", ".join(leave.tools))
            for told in self._told(at, rest, around, leads, carried) if rest.text else ():
                carried = told.tools
                is_taken = line.line in defined or (self._cited.get((path, line.line)) == DATA and not forbids(told.text))
                is_example = is_taken and told.standing is Standing.UNREAD
                says = replace(told.says, who=told.says.who or teams.get(line.line, ()))
                standing = Standing.EXAMPLE if is_example else told.standing
                is_ban = told.text.rstrip(" :") not in above and forbids(f"{line.lead} {told.text}") and self._is_lost(told)
                yield replace(told, standing=standing, says=says, heading=line.lead or line.heading, is_ban=is_ban)

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
        gave = False
        for text in said:
            led, read = self._led(text, line, at), statement_of(text, goes_on=gave, people=self._people)
            gave = bool(read.given)
            if led is None and len(tokens(text)) < FEWEST and not _restrains(text) and not forbids(line.lead):
                continue
            named = self._names.tools(text)
            carried = named or carried
            told = self._standing(text, at, lead or named or carried or below, line.lead)
            yield led or self._giving(told, read)

    def _listed(self, leave: Statement, at: Citation) -> Told:
        """What an item of a list of tools lets in, or keeps out, of its tool; where it names no data that is all of it."""
        told = self._standing(leave.text, at, self._names.tools(", ".join(leave.tools)))
        named = {fold(kind) for kind in kinds_of(leave, self._reader)}
        kinds = (id_ for label, id_ in self._classes if fold(label) in named)
        data = tuple(dict.fromkeys((*kinds, *self._names.let_in(but_for(leave.given)))))
        if leave.is_ban:
            return replace(told, data=data)
        rest = [id_ for label, id_ in self._classes if not leave.given and (leave.condition or label not in self._rest_labels)]
        given = tuple(dict.fromkeys((*data, *rest)))
        is_open = told.standing not in _RULED and self._held.is_open(told.tools, given)
        return replace(told, gives=given, says=of_people(leave, self._people)) if is_open else told

    def _led(self, text: str, line: Line, at: Citation) -> Told | None:
        """An item with the sentence above its list, where only that gives leave: "You may use Claude for:"."""
        if not line.lead or statement_of(text).given or not statement_of(line.lead).given:
            return None
        told = self._standing(f"{line.lead} {text}", at, self._names.tools(line.lead))
        led = self._giving(told, statement_of(told.text, people=self._people))
        return led if led.gives else None

    def _giving(self, told: Told, read: Statement) -> Told:
        """With what it lets into its tools, and under what, where nothing says so yet."""
        if told.standing in _RULED or not (read.given or read.is_decided):
            return told
        data = self._names.let_in(but_for(read.given)) if read.given else ()
        is_lost = not data and (read.is_decided or told.standing in (Standing.BACKGROUND, Standing.EXAMPLE))
        lost = told.data or (tuple(id_ for _, id_ in self._classes) if read.is_decided else ())
        is_open = self._held.is_open(told.tools, lost if is_lost else data)
        return replace(told, gives=data, says=read) if is_open else told

    def _standing(self, text: str, at: Citation, tools: tuple[str, ...], above: str = "") -> Told:
        """``above``: the words that lead to its list."""
        data = self._names.data(text)
        told = Told(text, at, Standing.BACKGROUND, (), tools, data, self._is_only(text))

        def as_(standing: Standing, *rests: str) -> Told:
            return replace(told, standing=standing, rests=rests)

        words = Words(text)
        rules = [rule for rule, said in self._rules if any(map(words.stands_beside, said))]
        waiting = tuple(rule.id for rule in rules if Slot.WORDS in rule.where)
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
        rules = (said for rule, said in self._rules if Slot.WORDS not in rule.where)
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
        offerings = self._offerings(told.tools)
        classes = tuple(self._policy.data_classes)
        data = told.data
        if told.is_only or not data:
            named = {broad for id_ in data for broad in (id_, *self._classes_of(id_))}
            data = tuple(id_ for id_ in classes if id_ not in named)
        milder = {Verdict.ALLOWED, Verdict.UNCOVERED} | (set() if _is_conditional(told.text) else {Verdict.CONDITIONAL})
        return bool(offerings and data) and all(self._verdict(tool, id_) not in milder for tool in offerings for id_ in data)

    def is_open(self, tools: Sequence[str], data: Sequence[str]) -> bool:
        """Whether nothing is said of one of these tools with some of the data."""
        return any(self._verdict(tool, id_) is Verdict.UNCOVERED for tool in self._offerings(tools) for id_ in data)

    def _offerings(self, tools: Sequence[str]) -> list[str]:
        return [id_ for tool in tools for id_ in self._of_tool.get(tool, ())]

    def _classes_of(self, id_: str) -> tuple[str, ...]:
        return self._policy.data_types[id_].classes if id_ in self._policy.data_types else ()

    def _verdict(self, offering: str, data: str) -> Verdict:
        question = Question((ToolAsk(offering, (offering,)),), (DataAsk(data, (data,)),), {Slot.PURPOSE: OTHER})
        return decide(self._compiled, question, date.min).verdict


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
