"""A page of questions with answers, without any table in; a table out: a row for each tool, a column for what is asked about.

A cell is a yes only where the question asks for leave and the answer says nothing but yes. What more it says is its condition;
what nobody could read needs a review, with its words; of two answers the stricter counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from bot.knowledge.importing.cells.raw_tables import MAX_COLUMNS, Cell
from bot.knowledge.importing.pages.faq_answers import Answer, answer_of, later, narrowed_above, weighed, with_more
from bot.knowledge.importing.pages.faq_questions import Question, is_deed, names_in_title, question_of
from bot.knowledge.importing.pages.faq_tools import Named, named_in
from bot.knowledge.importing.pages.level_lists import banned
from bot.knowledge.importing.pages.listed import Listed
from bot.knowledge.importing.pages.page_labels import Label, is_no, is_until, label_of
from bot.knowledge.importing.pages.page_sections import Item
from bot.knowledge.importing.pages.page_things import Thing, is_rest, is_use_of, of_bullet, of_texts
from bot.knowledge.importing.texts.questions import Asked, Page, questions_in
from bot.knowledge.importing.texts.words import data_key, faq_set, faq_words, fold, has_word, lists, table_words, tokens
from bot.policy.words import Citation

_SEVERAL = 2
_STRICT = ("", "allow", "conditional", "review", "deny")
ALL, OTHERS = "", "-"
"""In the place of a tool's name: every tool that the page names; every one of which nothing of its own is said."""


@dataclass(slots=True)
class _Told:
    """What the page says so far."""

    tools: dict[str, tuple[str, int]] = field(default_factory=dict)
    data: dict[str, tuple[str, int]] = field(default_factory=dict)
    said: dict[tuple[str, str], list[Answer]] = field(default_factory=dict)
    """(Tool, ``ALL`` or ``OTHERS``, data) -> what answers say."""
    shut: dict[str, Answer] = field(default_factory=dict)
    """Tools that are forbidden, whatever the data."""
    remarks: list[str] = field(default_factory=list)

    def add(self, tools: tuple[str, ...], data: tuple[str, ...], answer: Answer, line: int) -> None:
        for name in tools:
            self.tools.setdefault(fold(name), (name, line))
        self.of_tools(tuple(map(fold, tools)) or (ALL,), data, answer, line)

    def of_tools(self, keys: tuple[str, ...], data: tuple[str, ...], answer: Answer, line: int) -> None:
        for thing in data:
            self.data.setdefault(data_key(thing), (thing, line))
            for key in keys:
                self.said.setdefault((key, data_key(thing)), []).append(answer)


def read_faq(file: str, text: str) -> Listed | None:
    """None where fewer than two questions with answers say which tool may have what. ``file``: what citations name."""
    page = questions_in(text)
    told = _Told()
    invented = frozenset(
        name for asked in page.asked for name in names_in_title(asked.question) if tokens(name)[0] not in _common(page)
    )
    doubts = _doubts(page)
    count = sum(_take(asked, question_of(asked.question, invented), (page, doubts, invented), told) for asked in page.asked)
    if count < _SEVERAL or not told.tools or not 0 < len(told.data) < MAX_COLUMNS:
        return None
    return _table(file, text, told)


def _common(page: Page) -> frozenset[str]:
    """Words that stand in small letters somewhere: no names."""
    return frozenset(word for asked in page.asked for word in asked.said.split() if word.islower())


def _doubts(page: Page) -> list[str]:
    """What the title, or a sentence outside the questions, says of all: a draft, a pilot, not before a day."""
    return [said for said in (page.title, *(text for text, _ in page.beside)) if is_until(said) or has_word(said, later())]


def _take(asked: Asked, question: Question, around: tuple[Page, list[str], frozenset[str]], told: _Told) -> int:
    """What one pair says; 1 where it says something of a tool or of data, else 0."""
    page, doubts, invented = around
    if question.of_people:
        return 0  # of some people, and no word on everybody: it becomes a limit
    if _listed(asked, question, (page.title, doubts), told):
        return 1
    answer, named = answer_of(asked, page.title), named_in(asked, invented)
    if not question.is_leave:
        is_named = named.effects and named.is_bare and answer.effect == "review" and not question.is_turned
        answer = Answer("conditional", asked.said, asked.said, answer.line) if is_named else answer
        answer = answer if answer.effect == "deny" else weighed(answer, asked, question, doubts)
        return _take_statement(asked, question, answer, named, told)
    answer, data = weighed(answer, asked, question, doubts), question.things
    if question.is_whole and answer.effect == "deny" and not question.narrowed:
        told.add(question.tools, (), answer, asked.line)
        told.shut |= dict.fromkeys(map(fold, question.tools), answer)
    elif not data or not (question.tools or question.is_generic):
        told.add(question.tools, (), answer, asked.line)
        told.remarks.append(_lost(asked))
        return 0
    elif question.tools or answer.effect == "deny":
        told.add(question.tools, data, answer, asked.line)
    else:
        _take_named(asked, data, answer, named, told)
    return 1


def _take_named(asked: Asked, data: tuple[str, ...], answer: Answer, named: Named, told: _Told) -> None:
    """Where a question is about AI as such, its answer says of the tools that it names: "only in Copilot"."""
    if not named.effects:
        told.add((), data, Answer("review", answer.asks or asked.said, answer.quote, answer.line), asked.line)
        return
    asks = answer.asks if asked.said.strip(" .") in answer.asks else f"{answer.asks}. {asked.said}".strip(" .")
    for name, effect in named.effects.items():
        worst = "review" if answer.effect == "review" and effect != "deny" else effect
        said = "" if worst == "deny" else asks
        told.add((name,), data, Answer(worst, said, asked.said, answer.line), asked.line)
    if has_word(asked.said, table_words()["only"]):
        told.of_tools((OTHERS,), data, Answer("deny", "", answer.quote, answer.line), asked.line)


def _listed(asked: Asked, question: Question, around: tuple[str, list[str]], told: _Told) -> int:
    """ "What may I put into Copilot? Published reports, agendas.": each thing of the answer, or of its list. ``around``: the
    page's title, and what is said of all of it."""
    label, (title, doubts) = _label(asked, question), around
    if label is None:
        return 0
    items = [*(asked.answer[:1] if asked.opens_list else ()), *asked.listed]
    things = [thing for text, line in items for thing in of_bullet(Item(text, line))]
    is_first = asked.opens_list or not things
    things = things or of_texts([Item(text, line) for text, line in asked.answer[:1]])
    effect, beside = with_more([text for text, _ in asked.answer[is_first:]], title)
    effect = effect if label.effect == "allow" else label.effect
    kept = [thing for thing in things if not is_rest(thing.name) and not is_use_of(thing.name) and tokens(thing.name)]
    for thing in kept:
        asks = [*narrowed_above(asked), *label.asks, *beside]
        told.add(question.tools, (thing.name,), _of_thing(thing, effect, asks, doubts), asked.line)
    return int(bool(kept))


def _label(asked: Asked, question: Question) -> Label | None:
    """What a question such as "What may I put into Copilot?" says of the things that answer it."""
    flat = tokens(asked.question)
    which, modal, who = map(faq_set, ("which", "modal", "who"))
    if not question.tools or question.data or question.of_people or not which.intersection(flat[:1]):
        return None
    bare = asked.question
    for name in question.tools:
        bare = bare.replace(name, " ")
    if label := label_of(bare):
        return label
    is_may = any(one in modal and other in who for one, other in pairwise(flat)) and not has_word(bare, faq_words()["needs"])
    if not is_may or not is_deed(flat):
        return None
    return Label(asked.question, "deny" if is_no(bare) else "allow", [asked.question] if question.narrowed else [])


def _of_thing(thing: Thing, effect: str, asks: list[str], doubts: list[str]) -> Answer:
    asked = ". ".join(dict.fromkeys(one.strip(" .") for one in (*doubts, *thing.asks, *asks)))
    if effect == "deny":
        return Answer("deny", "", thing.name, thing.line)
    effect = "review" if doubts else "conditional" if effect == "allow" and asked else effect
    return Answer(effect, asked, thing.name, thing.line)


def _take_statement(asked: Asked, question: Question, answer: Answer, named: Named, told: _Told) -> int:
    """What answers a question that asks for no leave: which tools may be used for some data, or that one is forbidden."""
    data = question.data if question.is_generic and not question.narrowed else ()
    if not faq_set("which").intersection(tokens(asked.question)[:1]):
        return 0
    if answer.effect == "deny" and data:
        told.add((), data, answer, asked.line)
        return 1
    if answer.effect == "deny" and question.tools and {*map(fold, named.effects)} & {*map(fold, question.tools)}:
        told.add(question.tools, (), answer, asked.line)
        told.shut |= dict.fromkeys(map(fold, question.tools), answer)
        return 1
    if data and named.effects:
        _take_named(asked, data, answer, named, told)
        return 1
    told.add(question.tools, (), answer, asked.line)
    told.remarks += [_lost(asked)] if question.tools else []
    return 0


def _lost(asked: Asked) -> str:
    return f"Line {asked.line}: “{asked.question}?” became no rule: “{asked.said}”"


def _table(file: str, text: str, told: _Told) -> Listed:
    head = (
        Cell(lists()["headers"]["tool"][0], Citation(file, 1)),
        *(Cell(name, Citation(file, line)) for name, line in told.data.values()),
    )
    rows = [head]
    remarks = [
        "The file has no table. It was read as questions with answers; what a tool was not asked about is left empty, and what"
        " an answer says beside its yes is a condition."
    ]
    for tool, (name, line) in told.tools.items():
        cells = []
        for data, (thing, _) in told.data.items():
            answer = _strictest(told, tool, data)
            cells.append(Cell(_word(answer), Citation(file, answer.line or line, 1, answer.quote[:200])))
            if answer.effect:
                said = {"allow": "allowed", "deny": "forbidden"}.get(answer.effect, answer.effect)
                remarks.append(f"Line {answer.line}: `{name}` × `{thing}` is {said}: “{answer.quote}”")
        rows.append((Cell(name, Citation(file, line)), *cells))
    more = banned(file, text, [name for name, _ in told.tools.values()], len(told.data))
    more = [row for row in more if "?" not in row[0].text]
    return Listed((*rows, *more), [*remarks, *told.remarks])


def _strictest(told: _Told, tool: str, data: str) -> Answer:
    """Of all that is said of a tool and some data the strictest, with what all of them ask for."""
    if tool in told.shut:
        return told.shut[tool]
    said = [*told.said.get((tool, data), ()), *told.said.get((ALL, data), ())] or told.said.get((OTHERS, data), [])
    if not said:
        return Answer("")
    worst = max(said, key=lambda one: _STRICT.index(one.effect))
    asks = ". ".join(dict.fromkeys(one.asks.strip(" .") for one in said if one.asks and one.effect != "deny"))
    return Answer(worst.effect, asks, worst.quote, worst.line)


def _word(answer: Answer) -> str:
    words = table_words()["class_columns"]
    if answer.effect in ("", "deny"):
        return str(words["no"]) if answer.effect else ""
    if answer.effect == "allow":
        return str(words["yes"])
    return f"{words['review' if answer.effect == 'review' else 'yes']}: {answer.asks}".rstrip(": ")
