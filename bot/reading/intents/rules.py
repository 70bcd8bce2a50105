"""Cues, tools and data of a message go in, what it wants comes out. Rules on words; never a similarity."""

from __future__ import annotations

from bot.policy.talks.talk import Intent
from bot.reading.intents.facts import wants_words
from bot.reading.intents.past_use import Told, told
from bot.reading.intents.seen import Seen
from bot.reading.words.cues import Cues
from bot.text.small import Spoken, small
from bot.text.tokens import LONGEST_WORD, Token

_SMALL_TALK = 24
"""Words; who says more than so many says something."""
_FRAME = 10
"""Words between a word that leaves the tool open and a verb of putting."""
_EARLY = 4
"""Place of a word up to which it begins the message: "and by the way, why ..."."""
_BEGINS = 3
"""Words of a sentence at most before the one that asks."""
_LEADS = 3
"""Words from the one that says what for to the data: "for a longer rota"."""
_MEASURE = 2
"""Words behind "clearer than" that name what the answer is measured by."""
_ARTICLE = 1
"""Words beside the data in "what is a client name"."""
_NEVER = 10_000
"""Behind the last word of any message."""
_EXCHANGES = small("exchanges")
_UPLOADS, _WHERE, _THIS = Spoken("uploads"), Spoken("put_into"), small("pointing")


def intent_of(tokens: tuple[Token, ...], cues: Cues, seen: Seen) -> Intent:  # noqa: PLR0911, PLR0912 - one return a rule
    """The intent of a message."""
    if not any(any(c.isalpha() for c in token.text) and len(token.text) <= LONGEST_WORD for token in tokens):
        return Intent.EMPTY
    if seen.in_thread and _says_again(tokens, cues, seen):
        return Intent.EXPLAIN
    small = None if "house" in seen.forms else _small_talk(tokens, cues, seen)
    if small is not None:
        return small
    has_ai = seen.tools > 0 or cues.has("read.ai")
    deed = told(tokens, cues, seen.tool_spans, seen.sensitive, seen.data_places) if has_ai or seen.sensitive else Told()
    report = cues.has("read.report") or (cues.has("told.tell") and cues.has("told.leak"))
    if deed.done or deed.supposed:
        if report and not (deed.done and deed.by_asker):
            return Intent.REPORT
        if deed.done:
            return Intent.INCIDENT
    if seen.in_thread and cues.has("told.did") and not cues.has("told.not") and not _asks_on(tokens, cues, 0):
        return Intent.INCIDENT
    asks = bool(cues.places("read.may") - cues.places("read.report"))  # "who should I tell" asks for no permission
    if _has_happened(cues, seen, asks):
        return Intent.REPORT if report else Intent.INCIDENT
    if "accuse" in seen.forms:
        return Intent.REPORT
    if "undo" in seen.forms:
        return Intent.INCIDENT
    if "house" in seen.forms and not (seen.listed or seen.in_thread or (seen.products and seen.data)):
        return Intent.EXPLAIN
    report = report or "report" in seen.forms
    if report and not (seen.tools and seen.data and (asks or not cues.has("intent.report"))):
        return Intent.REPORT
    if "trouble" in seen.forms and not (asks or seen.listed or "leave" in seen.forms):
        return Intent.OFF_TOPIC  # "is ChatGPT down?" is the help desk's matter
    terms = cues.has("read.terms") or cues.has("intent.vendor")
    if terms and has_ai and not seen.listed and not seen.stated and not (asks and seen.tools):
        return Intent.TERMS
    if _asks_terms(seen, asks):
        return Intent.TERMS
    if (cues.has("read.advice") or cues.has("intent.buy")) and not seen.listed and not (asks and seen.tools):
        return Intent.ADVICE
    if "explain" in seen.forms and cues.has("intent.policy") and not (seen.tools or seen.data or seen.in_thread):
        return Intent.EXPLAIN
    about_data = asks and seen.tools and seen.sensitive
    if ("output" in seen.forms and not about_data) or ("advice" in seen.forms and not (seen.products and (asks or seen.listed))):
        return Intent.ADVICE
    return _asking(tokens, cues, seen, has_ai)


def _asks_terms(seen: Seen, asks: bool) -> bool:
    """ "how long does it keep that": about a vendor. In a thread what is stated is an answer; alone it is what is asked."""
    answers = (seen.stated and seen.in_thread) or asks or "leave" in seen.forms
    return not seen.listed and ("setting" in seen.forms or ("terms" in seen.forms and not answers))


def _has_happened(cues: Cues, seen: Seen, asks: bool) -> bool:
    """ "the notetaker mailed the summary to everybody": told as it was, and no leave is asked for."""
    supposed = cues.has("told.if") and not cues.has("told.accident")
    return "incident" in seen.forms and not (asks or supposed or "leave" in seen.forms)


def _says_again(tokens: tuple[Token, ...], cues: Cues, seen: Seen) -> bool:
    """ "are you sure", "so that's a no?": doubts or repeats the answer, and not one word of the message says more."""
    said = cues.places("read.again")
    polite = cues.places("read.courtesy", "read.greeting")
    own = {place for place, token in enumerate(tokens) if token.own}
    return bool(said) and own <= said | polite and not (seen.tools or seen.data)


def _small_talk(tokens: tuple[Token, ...], cues: Cues, seen: Seen) -> Intent | None:
    """A greeting, praise, blame or a question about the bot itself: short, and no data beside it."""
    own = [token for token in tokens if token.own]
    greeted = len(cues.places("read.greeting"))
    if not seen.tools and own and greeted and greeted >= len(own) - (not seen.data):
        return Intent.FEEDBACK if cues.has("intent.praise") else Intent.GREETING
    if _only_judges(tokens, cues, seen) or _blames(cues, seen):
        return Intent.FEEDBACK
    if seen.listed or seen.stated or len(own) > _SMALL_TALK or cues.has("ask.have"):
        return None
    about_bot = cues.of("intent.you")
    if about_bot and not (cues.has("read.may") and seen.tools):
        return Intent.GREETING
    praise = cues.of("intent.praise") or cues.of("read.feedback")
    if praise and not seen.tools and not _asks_on(tokens, cues, praise[0].last):
        return Intent.FEEDBACK
    return None


def _only_judges(tokens: tuple[Token, ...], cues: Cues, seen: Seen) -> bool:
    """ "that was clearer than the handbook": the answer is judged, and what it is measured by is no data of a question."""
    judged = [match.last for match in cues.of("intent.praise") if match.size > 1]
    if not judged or seen.tools or seen.stated or cues.has("read.additive") or _asks_on(tokens, cues, min(judged)):
        return False
    return all(place <= min(judged) + _MEASURE for place in seen.data_places)


def _blames(cues: Cues, seen: Seen) -> bool:
    """ "Your answer about Gemini was wrong": it may name a tool, and asks nothing."""
    return cues.has("intent.your_answer") and cues.has("intent.wrong") and not seen.data and not cues.has("read.may")


def _asks_on(tokens: tuple[Token, ...], cues: Cues, place: int) -> bool:
    """Whether a question follows the thanks: "thanks! and which tool may I use?"."""
    later = [m for name in ("read.may", "read.which_tool", "ask.have") for m in cues.of(name) if m.first >= place]
    return bool(later) or _open_tool(tokens, cues, frozenset())


def _asking(tokens: tuple[Token, ...], cues: Cues, seen: Seen, has_ai: bool) -> Intent:  # noqa: PLR0911, PLR0912 - one return a rule
    other_desk = (cues.has("off_topic") and not seen.sensitive) or (_wants_fact(cues) and not seen.in_thread and not seen.named)
    if other_desk and not has_ai and not seen.facts:
        return Intent.OFF_TOPIC
    if cues.has("intent.private") and not seen.sensitive and not seen.stated and not seen.in_thread:
        return Intent.OFF_TOPIC
    if (
        (seen.in_thread and (_is_explain(cues, seen) or wants_words(tokens, cues, seen)))
        or _about_policy(cues, seen)
        or _asks_meaning(tokens, cues, seen)
    ):
        return Intent.EXPLAIN
    if "explain" in seen.forms and not (seen.products or seen.in_thread or (cues.has("read.may") and seen.data)):
        return Intent.EXPLAIN
    if "approver" in seen.forms and not (seen.tools and "leave" in seen.forms):
        return Intent.EXPLAIN  # "who can say yes to our figures?"
    is_task = any(match.first <= 3 for match in cues.of("read.task")) or "task" in seen.forms
    if is_task and not seen.tools and not cues.has("read.ai"):
        return Intent.TASK
    if _wants_tool(tokens, cues, seen, has_ai) or _wants_list(seen):
        return Intent.WHICH_TOOL
    if seen.tools > 1 or (seen.tools and "compare" in seen.forms):
        return Intent.COMPARE
    if _begins_with_why(cues) and (seen.tools or seen.data or seen.facts or cues.has("intent.policy")):
        return Intent.EXPLAIN
    if seen.tools:
        return Intent.MAY_I
    if cues.has("read.explain") and not seen.sensitive and (cues.has("read.ai") or seen.facts):
        return Intent.EXPLAIN
    if has_ai or seen.sensitive:
        return Intent.MAY_I
    if seen.data and (cues.has("read.may") or seen.in_thread or seen.stated):
        return Intent.MAY_I
    if cues.has("intent.tool_noun") and (seen.data or cues.has("read.may") or cues.has("intent.needs")):
        return Intent.MAY_I
    if cues.has("read.may") and _uploads(tokens, cues):
        return Intent.MAY_I
    return Intent.EXPLAIN if seen.in_thread and _asks_for_words(cues) else Intent.OFF_TOPIC


def _uploads(tokens: tuple[Token, ...], cues: Cues) -> bool:
    """ "can I upload a pdf", with no word of where to: here somebody asks that of a tool."""
    puts = {token.sentence for token in tokens if token.own and token in _UPLOADS}
    held = cues.places("container", "read.container") | {at for at, token in enumerate(tokens) if token.folded in _THIS}
    return any(tokens[at].sentence in puts for at in held) and not any(token in _WHERE for token in tokens)


def _asks_for_words(cues: Cues) -> bool:
    """ "what's a DPA anyway", behind an answer: begins as a question, and of another desk's matters it has no word."""
    begins = any(match.first == 0 for match in cues.of("read.asking"))
    adds = cues.has("fact.still_in") or cues.has("read.additive") or _goes_on(cues)
    return begins and not (adds or cues.has("off_topic") or _wants_fact(cues))


def _goes_on(cues: Cues) -> bool:
    """ "What about the invoices": begins as a question, and asks for no words."""
    return any(match.first == 0 and match.size > 1 for match in cues.of("read.follow"))


def _about_policy(cues: Cues, seen: Seen) -> bool:
    """ "who owns the policy", "who do I ask for a new tool": of the policy itself, and of no tool or data."""
    begins = _begins_with_why(cues) or any(match.first <= _EARLY for match in cues.of("intent.keeper"))
    is_about = cues.has("intent.policy") or cues.has("intent.new_tool")
    return begins and is_about and not (seen.tools or seen.data or seen.stated)


def _asks_meaning(tokens: tuple[Token, ...], cues: Cues, seen: Seen) -> bool:
    """ "what is PII": begins so, and behind it stands nothing but data (and an article)."""
    asked = max((match.last for match in cues.of("intent.meaning") if match.first == 0), default=-1)
    rest = {place for place, token in enumerate(tokens) if place > asked and token.own} - seen.data_places
    for_tool = any(match.first == 0 for match in cues.of("read.which_tool"))  # "what's allowed for rotas"
    asked = -1 if for_tool else asked
    return asked >= 0 and not _goes_on(cues) and bool(seen.data) and not seen.tools and len(rest) <= _ARTICLE


def _wants_fact(cues: Cues) -> bool:
    """ "what is the interest rate today": begins as a question for a time, a number or a place, and has nothing done to data."""
    asks = any(match.first <= 1 for match in cues.of("intent.fact"))
    handled = any(cues.has(name) for name in ("handling", "ask.put", "read.may", "intent.policy", "read.which_tool"))
    return asks and not handled


def _wants_tool(tokens: tuple[Token, ...], cues: Cues, seen: Seen, has_ai: bool) -> bool:
    """No tool is named, and somebody asks for one: in so many words, or in a frame ("what ... throw at")."""
    if seen.tools:
        return False
    if cues.has("ask.have") and (has_ai or seen.data or _names_tool(cues)):
        return True
    if cues.has("read.which_tool"):
        return not (seen.in_thread and _exchanges(cues)) and (has_ai or bool(seen.data) or _names_tool(cues))
    if not seen.data or _begins_with_why(cues):
        return False
    return _open_tool(tokens, cues, seen.data_places) or _what_for(tokens, cues, seen.data_places)


def _open_tool(tokens: tuple[Token, ...], cues: Cues, data: frozenset[int]) -> bool:
    """A word that leaves the tool open ("what", "anything"), and behind it a verb of putting something into one."""
    puts = [m.first for m in cues.of("ask.put")]
    handles = [*puts, *(m.first for m in cues.of("handling"))]
    other = cues.places("ask.not_tool")
    frames = [(m, puts, 0) for m in cues.of("ask.open") if m.last not in data] + [(m, handles, 6) for m in cues.of("ask.into")]
    for match, verbs, before in frames:
        if match.last in other or match.first in data:
            continue
        reach = range(match.first - before, match.last + _FRAME + 1)
        if any(place in reach and tokens[place].sentence == tokens[match.first].sentence for place in verbs):
            return True
    return False


def _wants_list(seen: Seen) -> bool:
    """The form of a sentence asks for a tool; a tool that it names is the one that another is sought for ("instead of X")."""
    if "instead" in seen.forms and seen.products <= 1:
        return True
    return "which" in seen.forms and not (seen.products or seen.in_thread)


def _what_for(tokens: tuple[Token, ...], cues: Cues, data: frozenset[int]) -> bool:
    """ "What is there for rotas?", "what can touch drawings?": a word for a thing begins the sentence, then somebody asks for
    leave or for what there is, and a word that says what for leads to the data."""
    before = {place - reach for place in data for reach in range(1, _LEADS + 1)}
    other, leads = cues.places("ask.not_tool"), cues.of("ask.for")
    for match in cues.of("ask.what"):
        sentence = tokens[match.first].sentence
        early = sum(token.sentence == sentence for token in tokens[: match.first])
        if match.last in other or match.last in data or match.first in data or early > _BEGINS:
            continue
        asked = [m.last for m in cues.of("ask.may") if match.first <= m.first and tokens[m.first].sentence == sentence]
        if any(
            m.last - 1 in before and min(asked, default=_NEVER) <= m.last and tokens[m.first].sentence == sentence for m in leads
        ):
            return True
    return False


def _begins_with_why(cues: Cues) -> bool:
    """Whether a message begins with a question for a reason, a meaning or a person."""
    asks = min((m.first for m in cues.of("read.may") if m.size > 1), default=_NEVER)
    return any(match.first <= _EARLY and match.first < asks for match in cues.of("intent.why"))


def _names_tool(cues: Cues) -> bool:
    return any(len(match.entry.words) >= 2 for match in cues.of("read.which_tool"))


def _exchanges(cues: Cues) -> bool:
    """Whether a word such as instead is all that asks for another tool: in a thread it exchanges the data."""
    return all(_EXCHANGES.issuperset(match.entry.words) for match in cues.of("read.which_tool"))


def _is_explain(cues: Cues, seen: Seen) -> bool:
    if _begins_with_why(cues) and not (seen.tools and seen.listed):
        return True
    return cues.has("read.explain") and not seen.tools and not seen.sensitive
