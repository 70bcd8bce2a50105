"""Whatever was ruled: there are words for it in every language, and they never promise more than the ruling."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.policy.deciding.rulings import AskBack, Note, Option, Reason, Ruling, Stated, ToolRuling
from bot.policy.talks.talk import SMALL_TALK, AlternativeLine, Intent, Item, Reading, Ruled, WhyLine
from bot.policy.words import Citation, DataAsk, Effect, Question, Slot, ToolAsk, Verdict
from bot.saying.answers.ruling import SHAPES
from bot.saying.say import say
from bot.saying.words import languages, phrase
from tests.laws import examples
from tests.saying import company as co

ODD = st.sampled_from(["", "x", "{tool}", "names {", "“", "a" * 300, "é ü", "no/such", "claude/team", "customer-names"])
NEEDS = st.lists(
    st.builds(
        lambda name, stated, cases: co.need(name, stated, cases=tuple(cases)),
        st.sampled_from(["names-out", "check"]),
        st.sampled_from(list(Stated)),
        st.lists(ODD, max_size=2),
    ),
    max_size=4,
).map(tuple)
RULES = st.sampled_from(["no-free", "default", "unlisted", "matrix:claude/team:invoices", "matrix:odd", "pilot", "gone"])
CITES = st.one_of(st.none(), st.builds(Citation, st.sampled_from(["rules.yaml", "guidance/handbook.md", ""]), st.integers(0, 30)))
REASONS = st.lists(
    st.builds(
        Reason,
        RULES,
        st.one_of(st.none(), st.sampled_from(list(Effect))),
        st.builds(Citation, st.just("rules.yaml"), st.integers(0, 9), st.just(1), ODD),
        because=st.one_of(st.just({}), st.just({"nl": "Omdat."}), st.just(co.ON_CONTRACT)),
        cites=CITES,
    ),
    max_size=4,
).map(tuple)
SLOTS = st.sampled_from([slot for slot in Slot if slot is not Slot.ALL])  # an offer is what deciding makes of an allowed
ASKS = st.builds(
    AskBack,
    SLOTS,
    st.lists(st.builds(Option, ODD, st.lists(ODD, max_size=2).map(tuple)), max_size=5).map(tuple),
    ODD,
)
NOTES = st.lists(st.sampled_from(list(Note)), max_size=3, unique=True).map(tuple)
TOOL_RULINGS = st.lists(
    st.builds(ToolRuling, ODD, st.sampled_from(list(Verdict)), st.just(()), NEEDS, REASONS, st.one_of(st.none(), ASKS), NOTES),
    max_size=8,
).map(tuple)
RULINGS = st.builds(
    Ruling,
    st.sampled_from(list(Verdict)),
    NEEDS,
    REASONS,
    st.one_of(st.none(), st.none(), ASKS),
    NOTES,
    st.dictionaries(SLOTS, ODD, max_size=2),
    TOOL_RULINGS,
)
TOOLS = st.lists(st.builds(ToolAsk, ODD, st.lists(ODD, max_size=3).map(tuple)), max_size=3).map(tuple)
DATA = st.lists(st.builds(DataAsk, ODD, st.lists(ODD, max_size=2).map(tuple), st.lists(ODD, max_size=1).map(tuple)), max_size=3)
ITEMS = st.builds(
    Item,
    st.sampled_from(list(Intent)),
    st.builds(Question, TOOLS, DATA.map(tuple), left_out=st.lists(ODD, max_size=2).map(tuple)),
    unread=st.lists(ODD, max_size=2).map(tuple),
)
WAYS = st.lists(
    st.builds(AlternativeLine, ODD, ODD, st.sampled_from(list(Verdict)), st.lists(ODD, max_size=2).map(tuple), ODD, ODD)
)
PASSAGES = st.lists(st.builds(WhyLine, ODD, st.just(Citation("guidance/handbook.md", 12))), max_size=3).map(tuple)
RULED = st.builds(Ruled, ITEMS, st.one_of(st.none(), RULINGS), WAYS.map(tuple), TOOL_RULINGS, PASSAGES)
LANGUAGES = st.sampled_from([*languages(), "ja", ""])


@examples(300)
@given(st.lists(RULED, max_size=3), LANGUAGES)
def test_there_are_words_for_every_ruling_in_every_language(ruled: list[Ruled], language: str) -> None:
    reading = Reading("text", language, tuple(one.item for one in ruled))
    answer = say(reading, tuple(ruled), co.company(sample=True), "R-1", date(2026, 11, 20))
    assert answer.text.strip()
    assert answer.sentence.strip()
    is_small_talk = all(one.intent in SMALL_TALK for one in (answer, *answer.parts))  # thanks are one line
    assert ("sample" in answer.text) is not is_small_talk or answer.language != "en"


@examples(200)
@given(RULED, st.sampled_from(languages()))
def test_a_yes_is_said_only_where_everything_is_allowed(ruled: Ruled, language: str) -> None:
    answer = say(Reading("text", language, (ruled.item,)), (ruled,), co.company(), "R-1", date(2026, 11, 20))
    verdicts = {one.verdict for one in ruled.tools if one.ask_back is None} | {one.verdict for one in ruled.tools}
    ruling = ruled.ruling
    is_yes = ruling is not None and ruling.verdict is Verdict.ALLOWED and ruling.ask_back is None
    if answer.word == phrase(language, "word.allowed") or answer.shape == SHAPES[Verdict.ALLOWED] or answer.label == "allow":
        assert is_yes or Verdict.ALLOWED in verdicts
        assert answer.verdict == Verdict.ALLOWED.value


@given(RULINGS, st.sampled_from(languages()))
def test_label_verdict_shape_and_word_say_the_same(ruling: Ruling, language: str) -> None:
    item = Item(Intent.MAY_I, Question((ToolAsk("Claude", ("claude/team",)),), (DataAsk("x", ("invoices",)),)))
    ruled = Ruled(item, replace(ruling, per_tool=()))
    answer = say(Reading("text", language, (item,)), (ruled,), co.company(), "R-1", date(2026, 11, 20))
    if ruling.ask_back is not None:
        assert (answer.verdict, answer.label, answer.shape) == ("", "ask", "?")
        return
    assert answer.verdict == ruling.verdict.value
    assert answer.shape == SHAPES[ruling.verdict]
    assert answer.word == phrase(language, f"word.{ruling.verdict.value}")
