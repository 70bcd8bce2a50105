"""Any two replies of models, also hostile ones, and what words read -> the laws of how they are joined (``reconcile``'s page)."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, permutations, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.policy.deciding.decide import compile_policy, decide
from bot.policy.deciding.rulings import Note
from bot.policy.policy import Policy
from bot.policy.talks.claims import OTHER_TOOL, Claims, DataClaim, Part, Quote, Said, Told, ToolClaim
from bot.policy.talks.reconcile import DENIED, Heard, Law, Means, Reconciled, objected, reconcile
from bot.policy.talks.talk import Intent, Item
from bot.policy.trust import Level, Trust
from bot.policy.words import ANY, STRICTNESS, Citation, DataAsk, Effect, Question, Rule, Slot, ToolAsk, Verdict
from tests.laws import examples
from tests.policy.made_policies import CLASSES, CONDITIONS, OFFERINGS, PURPOSES, TYPES, policies
from tests.policy.policy_cases import TODAY

BELIEVED, PROPOSES = Trust(Level.BELIEVED, lifts=True), Trust(Level.PROPOSES)
MESSAGE = "a b c d e f"
"""The made-up message; a quote is some of its words in a row."""
some = st.sampled_from
IDS = ("names", "menus", "salaries", "secret", "public")
RULED = frozenset({Intent.MAY_I, Intent.WHICH_TOOL, Intent.COMPARE, Intent.EXPLAIN})


def item_of(claims: Claims, is_closed: bool = True) -> Item:
    """The plainest item of these claims. ``is_closed``: as words see a message."""
    tools = tuple(ToolAsk(one.quote.text, one.offerings) for one in claims.tools)
    data = tuple(DataAsk(f"{n} {one.quote.text}", one.ids, one.changed) for n, one in enumerate(claims.used))
    question = Question(
        () if claims.intent is Intent.WHICH_TOOL else tools or (ToolAsk("", tuple(OFFERINGS)),),
        data,
        {one.slot: one.id for one in claims.context if one.slot is not None},
        frozenset(one.id for one in claims.met),
        frozenset(one.id for one in claims.unmet),
        tuple(one.quote.text for one in claims.data if one.part is Part.LEFT_OUT),
        rest_named=bool(data),
        is_closed=is_closed,
    )
    return Item(claims.intent, question)


def means_of(policy: Policy) -> Means:
    compiled = compile_policy(policy)
    return Means(item_of, lambda question: decide(compiled, question, TODAY))


# drawn from lists of all there are: to draw each part by itself takes three times as long
QUOTES = [Quote(MESSAGE[2 * a : 2 * b - 1], 2 * a, 2 * b - 1) for a, b in combinations(range(len(MESSAGE.split()) + 1), 2)]
ONE_ID, TWO_IDS = [(one,) for one in IDS], list(permutations(IDS, 2))
ID_LISTS = [*ONE_ID * (len(TWO_IDS) // len(ONE_ID)), *TWO_IDS]
PARTS = [Part.USED, Part.USED, Part.USED, Part.LEFT_OUT, Part.NO_DATA]
TOOLS = [("a/x",), ("a/y",), ("b/x",), ("a/x", "a/y"), (OTHER_TOOL,)]
quotes = some(QUOTES)
listed = some([ToolClaim(*one) for one in product(QUOTES, TOOLS[:4])])
tools = some([ToolClaim(*one) for one in product(QUOTES, TOOLS)])
data = some([DataClaim(*one) for one in product(QUOTES, ID_LISTS, PARTS)])
used = some([DataClaim(*one) for one in product(QUOTES, ID_LISTS)])
named = some([DataClaim(*one, by_name=True) for one in product(QUOTES, ID_LISTS)])
SAID = [Said(*one) for one in product(QUOTES, ["redact", "approved", "check", "blurred"])]
conditions = st.lists(some(SAID), max_size=1).map(tuple)
contexts = st.lists(some([Said(*one, Slot.PURPOSE) for one in product(QUOTES, PURPOSES)]), max_size=1).map(tuple)
claims = st.builds(
    Claims,
    some([Intent.MAY_I, Intent.MAY_I, Intent.MAY_I, Intent.WHICH_TOOL, Intent.COMPARE, Intent.INCIDENT, Intent.OFF_TOPIC]),
    st.lists(tools, max_size=2).map(tuple),
    st.lists(data, max_size=3).map(tuple),
    conditions,
    conditions,
    contexts,
    st.lists(quotes, max_size=1).map(tuple) | st.just(()),
    some([1.0, 0.9, 0.1]),
)
told = st.builds(Told, st.lists(claims, min_size=1, max_size=2).map(tuple))
checks = st.builds(Told, claims.map(lambda one: (one,)))


AT_LARGE = Rule("at-large", Effect.ALLOW, frozenset({ANY}), frozenset({ANY}), Citation("rules.yaml", 99))
OPEN = Policy(OFFERINGS, TYPES, CLASSES, (AT_LARGE,), {})
"""All is allowed."""
fewer = some([1, 0, 2])
asked_for = some([{id_: one for id_, one in CONDITIONS.items() if not one.general}, CONDITIONS])


@st.composite
def generous(draw: st.DrawFn) -> Policy:
    """A policy that allows what no rule of its own is about; what is made up at random allows next to nothing."""
    policy = draw(policies())
    return replace(policy, rules=(*policy.rules[: draw(fewer)], AT_LARGE), conditions=draw(asked_for), waivers=())


intents = some([Intent.MAY_I, Intent.MAY_I, Intent.WHICH_TOOL])
one_or_two = st.lists(used, min_size=1, max_size=2).map(tuple)
surely = some([1.0, 0.9])
pieces = st.one_of(
    st.builds(dict),
    st.fixed_dictionaries({"tools": st.tuples(tools)}),
    st.fixed_dictionaries({"data": st.tuples(data)}),
    st.fixed_dictionaries({"met": conditions}),
    st.fixed_dictionaries({"sure": some([0.1, 0.9])}),
    st.fixed_dictionaries({"doubts": st.tuples(quotes)}),
)


@st.composite
def agreeing(draw: st.DrawFn) -> tuple[Told, Told]:
    """One question that both models read alike, but for one piece at most: most that are drawn at random agree in nothing."""
    ask = Claims(draw(intents), (draw(tools),), draw(one_or_two), met=draw(conditions), sure=draw(surely))
    return Told((ask,)), Told((replace(ask, **draw(pieces)),))


ruled_by = policies() | generous()
both = st.tuples(told, checks) | agreeing()
either = st.tuples(told, checks | st.none()) | agreeing()


some_names = {least: st.lists(named, min_size=least, max_size=2).map(tuple) for least in (0, 1)}
one_tool = st.lists(tools, max_size=1).map(tuple)
maybe = st.booleans()


@st.composite
def heards(draw: st.DrawFn, with_values: bool = False) -> Heard:
    """What words may have read: an item of their own, names, values. ``with_values``: all names are values."""
    said = draw(some_names[int(with_values)])
    values = frozenset(id_ for one in said for id_ in one.ids) if with_values or draw(maybe) else frozenset()
    own = Claims(Intent.MAY_I, draw(one_tool), said, draw(conditions))
    item = item_of(own, draw(maybe))
    return Heard((item,), said, values, own.tools, draw(conditions))


def is_allowed(made: Reconciled, means: Means) -> bool:
    """Whether anybody is told yes."""
    rulings = [means.rule(item.question) for item in made.items if item.intent in RULED]
    return any(ruling.verdict is Verdict.ALLOWED and ruling.ask_back is None for ruling in rulings)


def strictest(made: Reconciled, means: Means) -> int:
    return max((means.strictness(item) for item in made.items), default=0)


@given(policies(), heards(), told | st.none(), checks | st.none())
@examples(200)
def test_without_trust_the_result_is_that_of_words(policy: Policy, words: Heard, a: Told | None, b: Told | None) -> None:
    made = reconcile(words, a, b, Trust(), means_of(policy))
    assert made.items == words.items


@given(policies(), heards(), checks | st.none(), some(list(Level)))
@examples(100)
def test_no_reply_of_the_reading_model_is_the_result_of_words(policy: Policy, words: Heard, b: Told | None, level: Level) -> None:
    assert reconcile(words, None, b, Trust(level, lifts=True), means_of(policy)).items == words.items


@given(ruled_by, heards(), either, maybe)
@examples(300)
def test_what_a_model_that_proposes_would_allow_waits_for_the_askers_click(
    policy: Policy, words: Heard, told_by: tuple[Told, Told | None], both: bool
) -> None:
    _allows_nothing(policy, words, told_by, replace(PROPOSES, both=both))


@given(generous(), heards(), either, maybe)
@examples(300)
def test_nor_does_it_allow_where_a_policy_allows_much(
    policy: Policy, words: Heard, told_by: tuple[Told, Told | None], both: bool
) -> None:
    _allows_nothing(policy, words, told_by, replace(PROPOSES, both=both))


ALL_MET = tuple(Said(Quote(MESSAGE, 0, len(MESSAGE)), id_) for id_ in CONDITIONS)


def lying(told: Told) -> Told:
    """The same, by a liar: all conditions are met, nothing is unsure, and no word is left."""
    return Told(tuple(replace(ask, met=ALL_MET, unmet=(), doubts=(), sure=1.0) for ask in told.asks))


@given(ruled_by, heards(), either)
@examples(300)
def test_a_liar_that_proposes_completes_no_list_of_conditions(
    policy: Policy, words: Heard, told_by: tuple[Told, Told | None]
) -> None:
    means = means_of(policy)
    a, b = told_by
    liars = lying(a), lying(b) if b is not None else None
    _allows_nothing(policy, words, liars, PROPOSES)
    held = {id_ for item in words.items for id_ in item.question.met}
    for item in reconcile(words, *liars, PROPOSES, means).items:
        if item not in words.items:
            assert item.question.met <= held
            assert not item.question.is_closed
            assert Note.ALL_MET not in means.rule(item.question).notes or held


def _allows_nothing(policy: Policy, words: Heard, told_by: tuple[Told, Told | None], trust: Trust) -> None:
    """Whatever is newly allowed wants a click: nothing is, that words alone had not said."""
    means = means_of(policy)
    made = reconcile(words, *told_by, trust, means)
    new = tuple(item for item in made.items if item not in words.items)
    assert not is_allowed(Reconciled(new, made.law), means)


def test_an_offer_of_a_model_that_proposes_names_the_data_that_it_read() -> None:
    """Two whom nobody could tell from honest ones: one click, and on nothing but what was shown."""
    means = means_of(OPEN)
    ask = Claims(Intent.MAY_I, (ToolClaim(QUOTES[0], ("a/x",)),), (DataClaim(QUOTES[-1], ("menus",)),))
    (item,) = reconcile(Heard(), Told((ask,)), None, PROPOSES, means).items
    offer = means.rule(item.question).ask_back
    assert offer is not None and (offer.slot, offer.beside) == (Slot.ALL, ("menus",))
    stated = replace(item.question, stated=frozenset({offer.card}))
    assert means.rule(stated).verdict is Verdict.ALLOWED
    assert means.rule(replace(stated, data=(DataAsk("other", ("names",)),))).ask_back is not None


def test_a_tool_that_takes_all_data_is_no_allowed_by_a_models_word_for_the_tool() -> None:
    means = means_of(OPEN)
    ask = Claims(Intent.MAY_I, (ToolClaim(QUOTES[0], ("a/x",)),))
    assert means.is_allowed(ask)
    for trust, b in ((PROPOSES, None), (BELIEVED, None), (BELIEVED, Told((ask,)))):
        made = reconcile(Heard(), Told((ask,)), b, trust, means)
        assert made.law is Law.NOT_GROUNDED and not is_allowed(made, means)


believed = st.booleans()
"""Whether models that are believed may lift what words read."""


@given(policies(), heards(), told, checks | st.none(), believed)
@examples(300)
def test_an_allowed_needs_both_models_each_by_itself(policy: Policy, words: Heard, a: Told, b: Told | None, lifts: bool) -> None:
    for made in _newly_allowed(policy, words, a, b, lifts):
        _rests_on_both(made, words, b, means_of(policy))


@given(generous(), heards(), either, believed)
@examples(300)
def test_an_allowed_needs_both_models_where_a_policy_allows_much(
    policy: Policy, words: Heard, told_by: tuple[Told, Told | None], lifts: bool
) -> None:
    a, b = told_by
    for made in _newly_allowed(policy, words, a, b, lifts):
        _rests_on_both(made, words, b, means_of(policy))


def _newly_allowed(policy: Policy, words: Heard, a: Told, b: Told | None, lifts: bool) -> list[tuple[Item, Claims]]:
    """What is allowed and words alone have not, each beside the claims that it was made of."""
    means = means_of(policy)
    made = reconcile(words, a, b, Trust(Level.BELIEVED, lifts), means)
    assume(made.law is not Law.WORDS and made.items != words.items)
    pairs = zip(made.items, a.asks, strict=True)
    return [(item, ask) for item, ask in pairs if item not in words.items and is_allowed(Reconciled((item,), made.law), means)]


def _rests_on_both(made: tuple[Item, Claims], words: Heard, b: Told | None, means: Means) -> None:
    _, ask = made
    assert b is not None
    assert means.is_allowed(ask)
    assert means.is_allowed(b.asks[0])
    assert not b.asks[0].doubts


@given(ruled_by, heards(with_values=True), either)
@examples(250)
def test_what_a_detector_found_stays(policy: Policy, words: Heard, told_by: tuple[Told, Told | None]) -> None:
    """Nobody is told yes where the value alone would not be allowed in that tool."""
    means = means_of(policy)
    a, b = told_by
    values = tuple(one for one in words.named if set(one.ids) & words.values)
    made = reconcile(words, a, b, BELIEVED, means)
    for item in made.items:
        if item in words.items or item.intent not in RULED or not is_allowed(Reconciled((item,), made.law), means):
            continue
        for one in values:
            alone = means.rule(replace(item.question, data=(DataAsk("value", one.ids),)))
            assert alone.verdict is Verdict.ALLOWED


@given(ruled_by, heards(), both)
@examples(250)
def test_what_words_read_by_name_has_a_veto(policy: Policy, words: Heard, told_by: tuple[Told, Told]) -> None:
    means = means_of(policy)
    a, b = told_by
    made = reconcile(words, a, b, Trust(Level.BELIEVED), means)
    for item in made.items:
        if item in words.items or item.intent not in RULED or not is_allowed(Reconciled((item,), made.law), means):
            continue
        for one in words.named:
            alone = means.rule(replace(item.question, data=(DataAsk("named", one.ids),)))
            agreed = any(
                piece.quote.overlaps(one.quote) and set(piece.ids) & set(one.ids) for ask in a.asks for piece in ask.used
            )
            assert alone.verdict is Verdict.ALLOWED or agreed


@st.composite
def naming_a_tool(draw: st.DrawFn) -> Heard:
    """A message that names a tool of the policy, and perhaps data."""
    own = Claims(Intent.MAY_I, (draw(listed),), draw(some_names[0]))
    return Heard((item_of(own, draw(maybe)),), own.data, tools=own.tools, unmet=draw(conditions))


def _named_as(told: Told, tool: ToolClaim | None) -> Told:
    """The same, by one that names this tool alone, or none, and has no doubts."""
    return Told(tuple(replace(ask, tools=(tool,) if tool else (), doubts=(), sure=1.0) for ask in told.asks))


@st.composite
def swapping(draw: st.DrawFn) -> tuple[Heard, Told, Told | None]:
    """The model that reads names another tool than the message, or one that is not listed; the one that checks names none, or the
    tool of the message."""
    words, (a, b) = draw(naming_a_tool()), draw(either)
    return words, _named_as(a, draw(tools)), _named_as(b, draw(some([None, words.tools[0]]))) if b is not None else None


swapped = swapping()
levels = some([PROPOSES, BELIEVED])


@given(ruled_by, swapped, levels)
@examples(300)
def test_no_tool_that_words_read_by_name_disappears_whatever_one_pass_says(
    policy: Policy, told_by: tuple[Heard, Told, Told | None], trust: Trust
) -> None:
    words, a, b = told_by
    items = [item for item in reconcile(words, a, b, trust, means_of(policy)).items if item.intent is not Intent.WHICH_TOOL]
    asked = {id_ for item in items for tool in item.question.tools for id_ in tool.offerings}
    assert asked & set(words.tools[0].ids) or all(item.intent not in {Intent.MAY_I, *DENIED} for item in items)


@given(generous(), swapped, levels)
@examples(300)
def test_one_pass_that_swaps_the_tool_gets_nobody_a_yes_that_the_named_tool_would_not_get(
    policy: Policy, told_by: tuple[Heard, Told, Told | None], trust: Trust
) -> None:
    means = means_of(policy)
    words, a, b = told_by
    for item in reconcile(words, a, b, trust, means).items:
        ruling = means.rule(replace(item.question, is_closed=True))
        if item.intent is Intent.MAY_I and ruling.ask_back is None and ruling.verdict is Verdict.ALLOWED:
            named = [replace(item.question, tools=(ToolAsk("", (id_,)),), is_closed=True) for id_ in words.tools[0].ids]
            assert Verdict.ALLOWED in {means.rule(one).verdict for one in named}


MENUS, SALARIES = (DataClaim(QUOTES[-1], (id_,)) for id_ in ("menus", "salaries"))
A_X, A_Y, B_X = (ToolClaim(QUOTES[0], (id_,)) for id_ in ("a/x", "a/y", "b/x"))
ELSEWHERE = ToolClaim(QUOTES[-1], ("a/x",))
NAMED_SALARIES = replace(SALARIES, quote=QUOTES[6], by_name=True)
FORBIDDEN = Rule("never", Effect.FORBID, frozenset({"a/y"}), frozenset({"salaries"}), Citation("rules.yaml", 1))
UNLESS_HIRING = Rule("hiring", Effect.FORBID, frozenset({ANY}), frozenset({"salaries"}), Citation("rules.yaml", 2))
HIRING = Rule(
    "but",
    Effect.ALLOW,
    frozenset({ANY}),
    frozenset({"salaries"}),
    Citation("rules.yaml", 3),
    sets_aside=("hiring",),
    where={Slot.PURPOSE: frozenset({"hiring"})},
)
LIES = {
    "names another tool, and the one that checks none": Claims(Intent.MAY_I, (A_X,), (MENUS,)),
    "quotes other words for another tool": Claims(Intent.MAY_I, (ELSEWHERE,), (MENUS,)),
    "says that the tool is not listed": Claims(Intent.MAY_I, (ToolClaim(QUOTES[0], (OTHER_TOOL,)),), (MENUS,)),
    "names no tool and wants to compare": Claims(Intent.COMPARE, (), (MENUS,)),
    "says that it is about something else": Claims(Intent.OFF_TOPIC),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
@pytest.mark.parametrize("trust", [PROPOSES, BELIEVED], ids=["proposes", "believed"])
def test_a_model_that_reads_and_lies_about_the_tool(lie: Claims, trust: Trust) -> None:
    """The message names a tool in which salaries are forbidden; the one that checks sees them, and no tool."""
    means = means_of(replace(OPEN, rules=(AT_LARGE, FORBIDDEN)))
    words = Heard((item_of(Claims(Intent.MAY_I, (A_Y,), (SALARIES,))),), tools=(A_Y,))
    b = Told((Claims(Intent.MAY_I, (), (SALARIES,)),)) if trust is BELIEVED else None
    made = reconcile(words, Told((lie,)), b, trust, means)
    (asked,) = {tool.offerings for item in made.items for tool in item.question.tools}
    assert "a/y" in asked and len(asked) < len(OFFERINGS)
    assert not is_allowed(made, means)


def test_a_tool_that_the_check_sees_is_weighed_with_the_data_that_it_sees() -> None:
    means = means_of(replace(OPEN, rules=(AT_LARGE, FORBIDDEN)))
    ask, checked = Claims(Intent.MAY_I, (A_X,), (MENUS,)), Claims(Intent.MAY_I, (A_Y,), (SALARIES,))
    for trust in (BELIEVED, replace(PROPOSES, both=True)):
        made = reconcile(Heard(), Told((ask,)), Told((checked,)), trust, means)
        assert strictest(made, means) > STRICTNESS[Verdict.CONDITIONAL]
        assert [tool.offerings for tool in made.items[0].question.tools] == [("a/x", "a/y")]


def test_a_case_that_one_pass_alone_sees_allows_nothing_that_words_read_by_name() -> None:
    """The model that reads says that it is for hiring, where salaries are allowed; neither sees the salaries."""
    means = means_of(replace(OPEN, rules=(AT_LARGE, UNLESS_HIRING, HIRING)))
    honest = Claims(Intent.MAY_I, (A_X,), (MENUS,))
    lie = replace(honest, context=(Said(QUOTES[-1], "hiring", Slot.PURPOSE),))
    words = Heard((item_of(Claims(Intent.MAY_I, (A_X,), (NAMED_SALARIES,))),), (NAMED_SALARIES,), tools=(A_X,))
    assert not is_allowed(reconcile(words, Told((lie,)), Told((honest,)), BELIEVED, means), means)


@given(generous(), some_names[1], agreeing(), maybe)
@examples(250)
def test_no_two_liars_take_away_a_value_a_secret_or_an_identity_number(
    policy: Policy, named: tuple[DataClaim, ...], told_by: tuple[Told, Told], is_value: bool
) -> None:
    """Both quote all of it as none that goes in, and the whole message as something harmless; the policy forbids it."""
    ids = frozenset(id_ for one in named for id_ in one.ids) - {"public"}
    never = Rule("never", Effect.FORBID, frozenset({ANY}), ids, Citation("rules.yaml", 98))
    means = means_of(replace(policy, rules=(*policy.rules, never) if ids else policy.rules))
    own = item_of(Claims(Intent.MAY_I, (), named))
    words = Heard((own,), named, *((ids,) if is_value else ()), **({} if is_value else {"fixed": ids}))
    harmless = (DataClaim(QUOTES[5], ("public",)), *(DataClaim(one.quote, (), Part.NO_DATA) for one in named))
    a, b = (Told((replace(told.asks[0], data=harmless, doubts=(), sure=1.0),)) for told in told_by)
    made = reconcile(words, a, b, BELIEVED, means)
    is_told_apart = any(set(one.ids) <= ids for one in named)
    assert not (is_told_apart and made.items != words.items and is_allowed(made, means))


@given(policies(), heards(), checks, some(list(Level)))
@examples(250)
def test_an_objection_makes_an_answer_stricter_or_leaves_it(policy: Policy, words: Heard, b: Told, level: Level) -> None:
    assume(words.items)
    means = means_of(policy)
    made = objected(words, b, Trust(level, lifts=True), means)
    before = Reconciled(words.items[:1], Law.WORDS)
    if made.law is Law.OBJECTED:
        assert level is Level.BELIEVED
        assert strictest(made, means) > strictest(before, means)
        assert not is_allowed(made, means)
    else:
        assert made.items == words.items


def _never_milder(before: Reconciled, after: Reconciled, means: Means) -> None:
    assert is_allowed(after, means) <= is_allowed(before, means)


@given(policies(), heards(), told, checks, used)
@examples(300)
def test_one_more_thing_that_the_check_finds_never_loosens(
    policy: Policy, words: Heard, a: Told, b: Told, found: DataClaim
) -> None:
    _finds_one_more(policy, words, a, b, found)


@given(ruled_by, heards(), both, used)
@examples(300)
def test_one_more_thing_in_words_that_are_read_never_loosens(
    policy: Policy, words: Heard, told_by: tuple[Told, Told], found: DataClaim
) -> None:
    _finds_one_more(policy, words, *told_by, found)


def _finds_one_more(policy: Policy, words: Heard, a: Told, b: Told, found: DataClaim) -> None:
    means = means_of(policy)
    more = Told((replace(b.asks[0], data=(*b.asks[0].data, found)),))
    before, after = (reconcile(words, a, one, Trust(Level.BELIEVED), means) for one in (b, more))
    if any(ask.used for ask in a.asks) and b.asks[0].used:
        _never_milder(before, after, means)


@given(ruled_by, heards(), both, quotes)
@examples(300)
def test_one_more_doubt_never_loosens(policy: Policy, words: Heard, told_by: tuple[Told, Told], doubt: Quote) -> None:
    means = means_of(policy)
    a, b = told_by
    more = Told((replace(b.asks[0], doubts=(*b.asks[0].doubts, doubt)),))
    _never_milder(reconcile(words, a, b, BELIEVED, means), reconcile(words, a, more, BELIEVED, means), means)


@given(ruled_by, heards(), either, some([0.0, 0.5, 0.95]), some([0.0, 0.5, 0.95]))
@examples(200)
def test_a_higher_floor_never_loosens(
    policy: Policy, words: Heard, told_by: tuple[Told, Told | None], one: float, other: float
) -> None:
    means = means_of(policy)
    a, b = told_by
    low, high = sorted((one, other))
    _never_milder(*(reconcile(words, a, b, replace(BELIEVED, floor=floor), means) for floor in (low, high)), means)


@given(ruled_by, heards(), either)
@examples(300)
def test_more_trust_is_needed_for_more(policy: Policy, words: Heard, told_by: tuple[Told, Told | None]) -> None:
    """What a model that proposes leaves allowed, one that is believed leaves too, or asks about for it heard more."""
    means = means_of(policy)
    a, b = told_by
    proposed = reconcile(words, a, b, PROPOSES, means)
    assert is_allowed(proposed, means) <= is_allowed(Reconciled(words.items, Law.WORDS), means)


@given(ruled_by, heards(), told)
@examples(250)
def test_what_words_read_by_name_is_in_what_is_offered_too(policy: Policy, words: Heard, a: Told) -> None:
    """A model that proposes is not told what it may take out: what is named and stricter stays in, or is asked."""
    means = means_of(policy)
    made = reconcile(words, a, None, PROPOSES, means)
    for item in made.items:
        offer = means.rule(item.question).ask_back if item.intent in RULED and item not in words.items else None
        if offer is None or offer.slot is not Slot.ALL:
            continue
        for one in words.named:
            alone = means.rule(replace(item.question, data=(DataAsk("named", one.ids),), is_closed=True))
            agreed = any(
                piece.quote.overlaps(one.quote) and set(piece.ids) & set(one.ids) for ask in a.asks for piece in ask.used
            )
            assert alone.verdict is Verdict.ALLOWED or agreed


def test_the_order_of_verdicts_that_a_question_back_stands_in() -> None:
    assert STRICTNESS[Verdict.CONDITIONAL] < STRICTNESS[Verdict.REVIEW] < STRICTNESS[Verdict.FORBIDDEN]
