"""Several tools with their rulings go in; the lines of a small table, best first, come out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.policy.deciding.rulings import AskBack, Option, Ruling, Stated, ToolRuling
from bot.policy.deciding.starting import is_usable, order
from bot.policy.house import Knowledge
from bot.policy.talks.answer import Answer, ToolLine
from bot.policy.talks.talk import Intent, Item, Ruled
from bot.policy.words import ANY, STRICTNESS, USABLE, Effect, Question, Slot, Verdict
from bot.saying import labels
from bot.saying.answers.asking import ASK_SHAPE, examples, in_order, is_of_group, option_label
from bot.saying.answers.ruling import SHAPES, Case, sentence
from bot.saying.words import Words, marked, opening, shorten

NAMED = 3
LONGEST_CONDITION = 90
MOST_APART = 8
"""Offerings of one tool that are told apart in a line."""
MOST_OF_DATA = 8
"""Kinds of data that are told; where a policy has more, its buttons are enough."""
MOST_IN_LINE = 6
"""Answers of one verdict that are named."""


def open_question(ruled: Ruled) -> AskBack | None:
    """The question that must come before a table: only where no tool is settled as usable and something is open."""
    if ruled.tools and ruled.tools[0].ask_back is not None and ruled.tools[0].ask_back.is_offer:
        return ruled.tools[0].ask_back
    if any(map(is_usable, ruled.tools)):
        return None
    open_ones = [one.ask_back for one in ruled.tools if one.ask_back is not None]
    if not open_ones:
        return None
    return (ruled.ruling.ask_back if ruled.ruling else None) or open_ones[0]


def with_the_first(ruled: Ruled, ask: AskBack, knowledge: Knowledge) -> AskBack:
    """For whoever asks which tool: what each answer would lead to is what it means for the tool that then comes first."""
    if ask.slot is not Slot.DATA:
        return ask
    question = ruled.item.question

    def first(option: Option) -> Option:
        then = order(knowledge.policy, question, (_then(one, option.value) for one in ruled.tools))[0]
        return replace(option, verdict=None if then.ask_back is not None else then.verdict, apart=())

    return replace(ask, options=tuple(map(first, ask.options)))


def _then(one: ToolRuling, value: str) -> ToolRuling:
    """A tool once its own question back has this answer; as it is where it asks something else."""
    verdict = next((option.verdict for option in one.ask_back.options if option.value == value), None) if one.ask_back else None
    return replace(one, verdict=verdict, ask_back=None) if verdict else one


def compare(answer: Answer, item: Item, ruling: Ruling, knowledge: Knowledge, words: Words) -> Answer:
    """Several named tools: the answer for the best one, and a line for each."""
    order = list(Verdict)
    rulings = sorted(ruling.per_tool, key=lambda one: (one.ask_back is not None, order.index(one.verdict)))
    lines = tuple(line(one, labels.ruled_name(one, ruling.per_tool, knowledge, words), words) for one in rulings)
    # where one of them may be used the table is the way out; where none may, another tool is, and how to get that is not said
    usable = ruling.verdict in (Verdict.ALLOWED, Verdict.CONDITIONAL, Verdict.REVIEW)
    ways = () if usable else answer.instead
    how_to_get = answer.how_to_get if usable else ""
    told = _headline(Case(item, ruling, knowledge, words), answer.sentence, rulings)
    if _is_one_word(item) and lines[0].label in told:
        lines = lines[1:]  # the sentence and its checklist are about that one
    return replace(answer, sentence=told, tools=lines, instead=ways, how_to_get=how_to_get)


def _headline(case: Case, told: str, rulings: list[ToolRuling]) -> str:
    """The best one's sentence, with the others named before it; of all of them, where there is no difference."""
    first, words = rulings[0], case.words
    names = [labels.ruled_name(one, case.ruling.per_tool, case.knowledge, words) for one in rulings]  # type: ignore[union-attr]
    if len(set(names)) < len(names) or len(names) > NAMED or first.ask_back is not None or _is_one_word(case.item):
        return told
    if all((one.verdict, _bound(one), one.ask_back) == (first.verdict, _bound(first), None) for one in rulings):
        return words("compare.same", sentence=sentence(case, words.join(names)))
    if first.verdict not in (Verdict.ALLOWED, Verdict.CONDITIONAL, Verdict.REVIEW):
        return told
    return words("compare.rather", tool=names[0], others=words.join(names[1:], style="or"), sentence=told)


def _is_one_word(item: Item) -> bool:
    """Whether the asker named one tool, which is several here ("Copilot"), and compares nothing."""
    return len({(one.start, one.end) for one in item.mentions if one.slot == Slot.TOOL.value}) == 1


def _bound(one: ToolRuling) -> frozenset[str]:
    """What it asks for itself."""
    return frozenset(need.condition for need in one.needs if not need.general)


def settled(ruled: Ruled, knowledge: Knowledge, words: Words) -> tuple[ToolLine, ...]:
    """Of several named tools, while one of them is asked about: a line for each of the others that is settled."""
    is_list = ruled.item.intent is Intent.WHICH_TOOL  # which names none of them
    several = ruled.ruling.per_tool if ruled.ruling and not is_list and len(ruled.item.question.tools) > 1 else ()
    return tuple(line(one, labels.ruled_name(one, several, knowledge, words), words) for one in several if one.ask_back is None)


def by_answer(
    ruled: Ruled, ask: AskBack, knowledge: Knowledge, words: Words, usable: Sequence[ToolRuling] = ()
) -> tuple[ToolLine, ...]:
    """What each answer to a question back would lead to: one line for all answers of one verdict, mild first. Whoever
    sees it mostly has an answer and need not click. ``usable``: as ``choices`` has it."""
    told = any(option.verdict is not None for option in ask.options)
    if (
        not told
        or ask.is_offer
        or not _is_sure(ruled.item.question, ask)
        or (ask.slot is Slot.DATA and len(ask.options) > MOST_OF_DATA)
    ):
        return ()
    groups: dict[ToolLine, list[Option]] = {}
    for option in in_order(ask, knowledge, usable):
        groups.setdefault(_led_to(option, ask.slot, ruled.item.question, knowledge, words), []).append(option)
    near = _near_choices(ruled.item.question, ask, knowledge) if ask.slot is Slot.DATA else ()
    mild_first = sorted(groups.items(), key=lambda one: STRICTNESS[one[0].verdict])
    lines = tuple(replace(line, label=_labels(line, options, ask, near, knowledge, words)) for line, options in mild_first)
    lines = _with_never(lines, ask, knowledge, words)
    is_of_all = ask.slot is Slot.TOOL and not ask.about  # of all tools there are it is enough to know which may be used
    return tuple(line for line in lines if line.verdict in USABLE) if is_of_all else lines


def _with_never(lines: tuple[ToolLine, ...], ask: AskBack, knowledge: Knowledge, words: Words) -> tuple[ToolLine, ...]:
    """With the data types that may not go in though their class may, in the line of what may not."""
    if not ask.not_in_it:
        return lines
    told = _in_line([opening(labels.data_label(id_, knowledge, words)) for id_ in ask.not_in_it], words)
    no = Verdict.FORBIDDEN
    if any(line.verdict is no for line in lines):
        return tuple(replace(line, label=f"{line.label}, {told}") if line.verdict is no else line for line in lines)
    return (*lines, ToolLine(told, no, SHAPES[no], words(f"word.{no.value}")))


def _near_choices(question: Question, ask: AskBack, knowledge: Knowledge) -> tuple[str, ...]:
    """The choice that the nearest of the message's words is, else the class that it is of."""
    held = knowledge.policy.data_types
    nearest = question.near[:1]
    if any(option.value in nearest for option in ask.options):
        return nearest
    return tuple(class_ for id_ in nearest if id_ in held for class_ in held[id_].classes)


def _is_sure(question: Question, ask: AskBack) -> bool:
    """Whether nothing but what is asked about is a guess: else an answer that would be allowed is asked about again."""
    asked = {ask.about, *ask.also} if ask.slot is Slot.DATA else set()
    return all(one.grounded for one in question.data if one.name not in asked)


def _labels(  # noqa: PLR0917 - what a line says
    line: ToolLine, options: list[Option], ask: AskBack, near: Collection[str], knowledge: Knowledge, words: Words
) -> str:
    """All answers of one line, kinds of data with examples; of what may not go in one is enough. ``near``: those that are marked
    as what the message seems to say."""
    most = 2 if line.verdict in USABLE or line.shape == ASK_SHAPE else 1
    told = []
    for option in options:
        label = option_label(ask, option, knowledge, words)
        seen = examples(ask.slot, option.value, knowledge, words, most)
        label = words("labelled.examples", label=label, examples=seen) if seen else label
        told.append(words("ask.near", label=label) if option.value in near else label)
    return _in_line(list(dict.fromkeys(told)), words, NAMED if ask.slot is Slot.TOOL else MOST_IN_LINE)


def _in_line(named: Sequence[str], words: Words, most: int = MOST_IN_LINE) -> str:
    """The first of what is ruled alike, and how many more there are."""
    return ", ".join(words.first_of(named, most))


def _led_to(option: Option, slot: Slot, question: Question, knowledge: Knowledge, words: Words) -> ToolLine:
    """Its line without a label: the same for all that is ruled alike."""
    if option.verdict is None:
        return ToolLine("", Verdict.UNCOVERED, ASK_SHAPE, _apart(option, knowledge, words) or words("word.depends"))
    is_bound = slot is Slot.DATA and option.verdict is Verdict.CONDITIONAL
    condition = _condition_of(option.value, question, knowledge, words) if is_bound else ""
    return ToolLine("", option.verdict, SHAPES[option.verdict], words(f"word.{option.verdict.value}"), condition)


def _apart(option: Option, knowledge: Knowledge, words: Words) -> str:
    """The offerings under the word that holds for each, mild first; empty where they are too many to name, or none is settled.
    A row for whatever has no other is named only where it is ruled as none of the others is."""
    groups: dict[Verdict | None, list[str]] = {verdict: [] for verdict in (*Verdict, None)}
    for offering, verdict in sorted(option.apart, key=lambda one: is_of_group((one[0],), knowledge)):
        if not (groups[verdict] and is_of_group((offering,), knowledge)):
            groups[verdict].append(labels.offering_label(offering, knowledge, words))
    if len(option.apart) > MOST_APART or not any(verdict for _, verdict in option.apart):
        return ""
    mark = {verdict: marked(shape, words(f"word.{verdict.value}")) for verdict, shape in SHAPES.items()}
    told = ((mark[verdict] if verdict else words("word.depends"), dict.fromkeys(names)) for verdict, names in groups.items())
    return " · ".join(words("labelled", label=word, text=", ".join(names)) for word, names in told if names)


def _condition_of(data: str, question: Question, knowledge: Knowledge, words: Words) -> str:
    """What a rule that holds for everybody asks for before this data goes into any form of the tool; the first of it."""
    offerings = {offering for tool in question.tools for offering in tool.offerings}
    for rule in knowledge.policy.rules:
        reaches = (ANY in rule.offerings or offerings <= rule.offerings) and (ANY in rule.data or data in rule.data)
        if rule.effect is Effect.CONDITION and offerings and reaches and not rule.where and rule.conditions:
            return shorten(words.held(labels.condition_text(rule.conditions[0], knowledge, words)), LONGEST_CONDITION)
    return ""


def offering_name(one: ToolRuling, knowledge: Knowledge, words: Words) -> str:
    known = one.name in knowledge.vocabulary.offerings or one.name in knowledge.policy.offerings
    return labels.offering_label(one.name, knowledge, words) if known else one.name


def line(one: ToolRuling, label: str, words: Words) -> ToolLine:
    """One row: an open question shows as one, and a condition only where there is something to do."""
    if one.ask_back is not None:
        return ToolLine(label, one.verdict, ASK_SHAPE, words("word.depends"))
    needs = sorted((need for need in one.needs if not need.general), key=lambda need: need.stated is Stated.MET)
    condition = shorten(words.held(words.pick(needs[0].text) or needs[0].condition), LONGEST_CONDITION) if needs else ""
    if len(needs) > 1:
        condition = words("table.and_more", condition=condition.rstrip("."), count=str(len(needs) - 1))
    if one.verdict in (Verdict.UNCOVERED, Verdict.ALLOWED):
        condition = ""
    return ToolLine(label, one.verdict, SHAPES[one.verdict], words(f"word.{one.verdict.value}"), condition)
