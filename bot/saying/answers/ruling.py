"""One ruled question goes in; its verdict sentence, checklist, way out, reasons and notes come out."""

from __future__ import annotations

from dataclasses import dataclass

from bot.policy.deciding.rulings import Need, Note, Ruling, Stated, ToolRuling
from bot.policy.house import Knowledge
from bot.policy.talks.answer import CheckLine
from bot.policy.talks.talk import AlternativeLine, Item
from bot.policy.words import USABLE, Effect, Question, Verdict
from bot.saying import labels
from bot.saying.answers import taken
from bot.saying.words import Words, opening, shorten
from bot.text.tokens import stem, words_of

SHAPES = {
    Verdict.ALLOWED: "✓",
    Verdict.CONDITIONAL: "◐",
    Verdict.REVIEW: "◇",
    Verdict.UNCOVERED: "○",
    Verdict.FORBIDDEN: "✕",
}
DECIDED_BY_SILENCE = ("default", "unlisted")
UNREAD, TAKEN, UNKNOWN = ".unread", ".taken", ".unknown"
WAYS_OUT = 2
SHORT_WORD = 3
"""Letters of a word that is hardly a brand: the, our, for."""
GENERAL_DUTIES = 2
LONGEST_DUTY, LONGEST_NEAR = 110, 160
"""Letters of a duty that is shown with every answer, and with one that it speaks of."""
LONGEST_TAKES = 120


@dataclass(frozen=True, slots=True)
class Case:
    """What one sentence is about: the question, what was ruled, and the words to say it with."""

    item: Item
    ruling: Ruling | ToolRuling
    knowledge: Knowledge
    words: Words

    @property
    def question(self) -> Question:
        return self.item.question

    @property
    def tool(self) -> str:
        """The tool as people know it; for several the one that the ruling is for."""
        if isinstance(self.ruling, ToolRuling):
            return self.ruling.name
        asks = self.question.tools
        if len(asks) > 1 and self.ruling.per_tool:
            best = self.ruling.per_tool[_best(self.ruling)]
            return labels.ruled_name(best, self.ruling.per_tool, self.knowledge, self.words)
        return labels.called(asks[0], self.item, self.knowledge, self.words) if asks else ""

    @property
    def data(self) -> str:
        return labels.data_names(self.item, self.knowledge, self.words)

    @property
    def is_unlisted(self) -> bool:
        return Note.UNLISTED in self.ruling.notes or any(reason.rule == "unlisted" for reason in self.ruling.reasons)

    @property
    def is_silent(self) -> bool:
        """Whether nothing but the policy's default decided."""
        reasons = self.ruling.reasons
        return bool(reasons) and all(reason.rule in DECIDED_BY_SILENCE for reason in reasons)


def _best(ruling: Ruling) -> int:
    """Place of the tool whose ruling is the whole one's: the same needs and reasons, not only the same verdict."""
    for place, one in enumerate(ruling.per_tool):
        if (one.verdict, one.needs, one.reasons, one.ask_back) == (ruling.verdict, ruling.needs, ruling.reasons, ruling.ask_back):
            return place
    order = list(Verdict)
    rulings = ruling.per_tool
    return min(range(len(rulings)), key=lambda i: (rulings[i].ask_back is not None, order.index(rulings[i].verdict), i))


# --- the sentence ------------------------------------------------------------------------------------------------


def sentence(case: Case, tool: str = "") -> str:
    """What is ruled, in one sentence. ``tool``: how to call what it is ruled of, where that is several."""
    key = sentence_key(case)
    is_yes = case.ruling.verdict in USABLE
    changed = is_yes and Note.SILENT_ON_TRANSFORMATION not in case.ruling.notes
    if key.endswith((TAKEN, UNKNOWN)):
        data = taken.told(case.item, case.ruling, case.knowledge, case.words)
    else:  # the unread one has quotes of its own
        item = case.item if is_yes else taken.read_alone(case.item)
        data = labels.data_names(item, case.knowledge, case.words, quoted=not key.endswith(UNREAD), changed=changed)
    return opening(case.words(key, tool=tool or case.tool, data=data or case.words("data.any")))


def sentence_key(case: Case) -> str:
    """Which sentence of the catalogs fits a ruling."""
    verdict = case.ruling.verdict.value
    if not case.tool:
        unmet = case.ruling.verdict is Verdict.FORBIDDEN and _is_until_met(case)
        return f"sentence.no_tool.{verdict}{'.unmet' if unmet else ''}"
    return f"sentence.{verdict}{_variant(case)}"


def _variant(case: Case) -> str:
    """Which way of saying the verdict fits: why it is what it is."""
    ruling = case.ruling
    in_doubt = Note.IN_DOUBT in ruling.notes
    if ruling.verdict is Verdict.UNCOVERED:
        unread = Note.UNREAD_DATA in ruling.notes and not case.is_unlisted and not in_doubt
        return ".unlisted" if case.is_unlisted else UNREAD if unread else ".cell"
    if ruling.verdict in (Verdict.FORBIDDEN, Verdict.REVIEW) and case.is_silent:
        return ".unlisted" if case.is_unlisted else ".default"
    if ruling.verdict is Verdict.FORBIDDEN:
        return ".unmet" if _is_until_met(case) else _of_guess(case)
    if ruling.verdict is Verdict.CONDITIONAL:
        if Note.ALL_MET in ruling.notes:
            return ".met"
        if not _binding(ruling) and Note.LEFT_OUT not in ruling.notes:
            return ".unnamed"
    return ""


def _of_guess(case: Case) -> str:
    """Whether a no rests on words alone of which nobody is sure, and on what they were taken for."""
    if Note.IN_DOUBT in case.ruling.notes:
        return ""
    asks = taken.blamed(case.item, case.ruling, case.knowledge.policy)
    if asks:
        return TAKEN if len(asks[0].types) == 1 else UNKNOWN
    return ".whatever" if labels.is_all_unread(case.item) else ""


def _is_until_met(case: Case) -> bool:
    """Whether only a condition that is not met stands in the way; of several tools, or where none was said, of some tool."""
    ruling = case.ruling
    unmet = [need for need in ruling.needs if need.stated is Stated.UNMET]
    banned = {reason.offering for reason in ruling.reasons if reason.effect is Effect.FORBID}
    if not banned:
        return bool(unmet)
    held = {reason.offering for reason in ruling.reasons if reason.effect is Effect.CONDITION} - banned
    return any(held.intersection(need.cases) for need in unmet)


def _binding(ruling: Ruling | ToolRuling) -> list[Need]:
    """The conditions of this very use, and a duty of all where it is said not to be met."""
    return [need for need in ruling.needs if not need.general or need.stated is Stated.UNMET]


# --- the checklist -----------------------------------------------------------------------------------------------


def checklist(case: Case) -> tuple[CheckLine, ...]:
    """The conditions as people tick them off, general duties last. Nothing to tick where the answer is no for good."""
    ruling, words = case.ruling, case.words
    if ruling.verdict is Verdict.UNCOVERED or (ruling.verdict is Verdict.FORBIDDEN and not _is_until_met(case)):
        return ()
    lines = [*_first_box(case), *(_line(need, case) for need in _binding(ruling))]
    # what is out was what a condition asked for: no second box for the same
    is_ticked = case.question.rest_named and any(need.stated is Stated.MET for need in _binding(ruling))
    if Note.LEFT_OUT in ruling.notes and case.question.left_out and ruling.verdict is Verdict.CONDITIONAL and not is_ticked:
        lines.append(CheckLine(opening(words("check.left_out", left=left_out(case))), Stated.OPEN))
    duties = () if ruling.verdict is Verdict.FORBIDDEN else general_duties(case)  # a no is short: what is missing, nothing else
    return tuple(dict.fromkeys((*lines, *duties)))


def _first_box(case: Case) -> list[CheckLine]:
    """Where the message has words that nobody could place: that what was read is all that goes in."""
    box = case.ruling.all_box
    if box is None or len(case.question.tools) > 1:
        return []
    named = [case.words.inside(labels.data_label(id_, case.knowledge, case.words)) for id_ in box.not_in_it]
    text = case.words("check.all", others=case.words.join(named, style="or"))
    return [CheckLine(text, Stated.MET if box.ticked_at else Stated.OPEN, box=box.box, ticked_at=box.ticked_at)]


def _line(need: Need, case: Case) -> CheckLine:
    """A condition with its box; where several tools are compared it is told, and nothing can be ticked."""
    text = _need_text(need, case)
    if not need.box or len(case.question.tools) > 1:
        return CheckLine(text, need.stated)
    stated = Stated.MET if need.is_proposed else need.stated
    return CheckLine(text, stated, box=need.box, ticked_at=need.ticked_at, is_proposed=need.is_proposed)


def general_duties(case: Case) -> tuple[CheckLine, ...]:
    """The duties that hold for everybody: few, since they come with every answer, those first that speak of what was asked.

    One too long for a line tells of something narrower ("After an accident, when nobody is reached ..."): only those."""
    duties = [need for need in case.ruling.needs if need.general and need.stated is not Stated.UNMET]
    texts = {need.condition: _need_text(need, case) for need in duties}
    asked = _stems([*(mention.quote for mention in case.item.mentions), case.data, case.tool], case)
    near = {id_: bool(asked & _stems([text], case)) for id_, text in texts.items()}
    shown = [need for need in duties if near[need.condition] or len(texts[need.condition]) <= LONGEST_DUTY]
    shown.sort(key=lambda need: not near[need.condition])
    return tuple(CheckLine(shorten(texts[one.condition], LONGEST_NEAR), one.stated, True) for one in shown[:GENERAL_DUTIES])


def _stems(texts: list[str], case: Case) -> set[str]:
    """The telling words of some texts, as stems of the policy's language."""
    return {stem(word, case.words.policy_language) for text in texts for word in words_of(text) if len(word) > SHORT_WORD}


def _need_text(need: Need, case: Case) -> str:
    text = case.words.held(case.words.pick(need.text) or need.condition)
    if not need.cases:
        return text
    cases = case.words.join([labels.case_label(one, case.knowledge, case.words) for one in need.cases[:3]], style="or")
    return case.words("check.case", case=cases, text=text)


def left_out(case: Case) -> str:
    """What is taken out, in the answer's language: the reader tells it by the policy's first name for it."""
    known = case.knowledge.vocabulary.data
    ids = {terms.label.casefold(): id_ for id_, terms in known.items()}
    names = [one if one in known else ids.get(one.casefold(), one) for one in case.question.left_out]
    return case.words.join([case.words.inside(labels.data_label(one, case.knowledge, case.words)) for one in names])


# --- the way out -------------------------------------------------------------------------------------------------


def instead(case: Case, alternatives: tuple[AlternativeLine, ...]) -> tuple[str, ...]:
    """What to use instead, best first; what takes the same is said once. Nothing where the tool may be used."""
    if case.ruling.verdict in USABLE:
        return ()
    groups: dict[tuple[str, str], list[AlternativeLine]] = {}
    for line in shown_ways(alternatives, case):
        groups.setdefault((line.transformation, _takes(line, case)), []).append(line)
    contrasted = any(line.transformation for lines in groups.values() for line in lines)
    return tuple(way_out(lines, case, contrasted=contrasted) for lines in groups.values())


def shown_ways(alternatives: tuple[AlternativeLine, ...], case: Case) -> list[AlternativeLine]:
    """The ways out that an answer names: the first ones, each once, and one for the data as it is where there is one."""
    known = {(line.transformation, way_label(line, case), _takes(line, case)): line for line in nearest_first(alternatives, case)}
    ways = list(known.values())
    plain = next((line for line in ways if not line.transformation), None)
    return [*ways[: WAYS_OUT - 1], plain] if plain is not None and plain not in ways[:WAYS_OUT] else ways[:WAYS_OUT]


def way_label(line: AlternativeLine, case: Case) -> str:
    """The tool of a way out."""
    return line.label or labels.offering_label(line.offering, case.knowledge, case.words)


def nearest_first(alternatives: tuple[AlternativeLine, ...], case: Case) -> list[AlternativeLine]:
    """Of equally mild ways out the asked tool's own brand first: "Gemini Workspace" for Gemini."""
    quotes = [mention.quote for mention in case.item.mentions if mention.slot == "tool"]
    names = [*quotes, *(ask.name for ask in case.question.tools)]
    asked = {word.casefold() for name in names for word in name.split() if word[:1].isalpha() and len(word) > SHORT_WORD}

    def is_kin(line: AlternativeLine) -> bool:
        return bool(asked & {word.casefold() for word in way_label(line, case).split()})

    # where a task was named, what is made for it was put before what asks for less
    least = list(Verdict).index(Verdict.CONDITIONAL) if case.question.families else 0
    return sorted(alternatives, key=lambda line: (max(list(Verdict).index(line.verdict), least), not is_kin(line)))


def way_out(lines: list[AlternativeLine], case: Case, *, contrasted: bool) -> str:
    """Alternatives that take the same, as one line: what is done to the data first, the tools, and what must hold.

    ``contrasted``: another way asks for changed data, so that this one says that it takes the data as it is.
    """
    words, first = case.words, lines[0]
    tools = words.join([way_label(line, case) for line in lines], style="or")
    takes = _takes(first, case)
    way = f"{tools}, {takes}" if takes else tools
    if first.transformation:
        done = words.inside(labels.transformation_label(first.transformation, case.knowledge, words))
        return opening(words("instead.after", transformation=done, way=way))
    return way if takes or not contrasted else words("instead.as_it_is", tool=tools)


def _takes(line: AlternativeLine, case: Case) -> str:
    """What must hold for a way out besides the data's own change."""
    if line.depends:
        return case.words("instead.depends")
    held = (case.words.held(labels.condition_text(one, case.knowledge, case.words)) for one in line.conditions)
    texts = [_inside(text.rstrip("."), case) for text in held]
    if texts:
        return case.words("instead.if", conditions=shorten(case.words("semicolon").join(texts), LONGEST_TAKES))
    return "" if line.verdict is Verdict.ALLOWED else case.words.inside(case.words(f"word.{line.verdict.value}"))


def _inside(sentence: str, case: Case) -> str:
    """A condition within another sentence. "A colleague" is no "C code": an article is small too."""
    return sentence[0].lower() + sentence[1:] if sentence.startswith("A ") else case.words.inside(sentence)


def how_to_get(case: Case, alternatives: tuple[AlternativeLine, ...]) -> str:
    """Where the licence or the access is had: for the tool asked about where it may be used, else for each way out named."""
    words = case.words
    if case.ruling.verdict in (Verdict.ALLOWED, Verdict.CONDITIONAL, Verdict.REVIEW):
        offerings = asked_offerings(case)
        terms = case.knowledge.vocabulary.offerings.get(offerings[0]) if len(offerings) == 1 else None
        told = words.pick(terms.get_it) if terms else ""
        needs_name = bool(instead(case, alternatives)) or len(case.question.tools) > 1
        return _named(labels.offering_label(offerings[0], case.knowledge, words), told, words) if told and needs_name else told
    told_ways = [_named(way_label(line, case), line.get_it, words) for line in shown_ways(alternatives, case) if line.get_it]
    return " · ".join(dict.fromkeys(told_ways))


def _named(label: str, get_it: str, words: Words) -> str:
    """How a tool is had, with its name, unless that is said anyhow."""
    return get_it if label in get_it else words("labelled", label=label, text=get_it)


def asked_offerings(case: Case) -> list[str]:
    """Offerings of the tool that the ruling is for: of several tools, of the one that the sentence names."""
    if isinstance(case.ruling, ToolRuling):
        return list(case.ruling.offerings)
    if len(case.ruling.per_tool) > 1:
        return list(case.ruling.per_tool[_best(case.ruling)].offerings)
    return [offering for ask in case.question.tools for offering in ask.offerings]
