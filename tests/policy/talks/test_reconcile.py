"""Any two replies of models, also hostile ones, and what words read -> the laws of how they are joined (``reconcile``'s page)."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, permutations, product

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.policy.deciding.decide import compile_policy, decide
from bot.policy.policy import Policy
from bot.policy.talks.claims import OTHER_TOOL, Claims, DataClaim, Part, Quote, Said, Told, ToolClaim
from bot.policy.talks.reconcile import Heard, Law, Means, Reconciled, objected, reconcile
from bot.policy.talks.talk import Intent, Item
from bot.policy.trust import Level, Trust
from bot.policy.words import ANY, STRICTNESS, Citation, DataAsk, Effect, Question, Rule, Slot, ToolAsk, Verdict
from tests.laws import examples
from tests.policy.made_policies import CONDITIONS, OFFERINGS, PURPOSES, TYPES, policies
from tests.policy.policy_cases import TODAY

FULL = Trust(Level.FULL, lifts=True)
MESSAGE = "a b c d e f"
"""The made-up message; a quote is some of its words in a row."""
some = st.sampled_from
IDS = ("names", "menus", "salaries", "secret", "public")
RULED = frozenset({Intent.MAY_I, Intent.WHICH_TOOL, Intent.COMPARE, Intent.EXPLAIN})


def item_of(claims: Claims, may_ground: bool) -> Item:
    """The plainest item of these claims."""
    tools = tuple(ToolAsk(one.quote.text, () if OTHER_TOOL in one.ids else one.ids) for one in claims.tools)
    data = tuple(DataAsk(f"{n} {one.quote.text}", one.ids, one.changed, may_ground) for n, one in enumerate(claims.used))
    question = Question(
        () if claims.intent is Intent.WHICH_TOOL else tools or (ToolAsk("", tuple(OFFERINGS)),),
        data,
        {one.slot: one.id for one in claims.context if one.slot is not None},
        frozenset(one.id for one in claims.met),
        frozenset(one.id for one in claims.unmet),
        tuple(one.quote.text for one in claims.data if one.part is Part.LEFT_OUT),
        rest_named=bool(data),
        tools_grounded=may_ground,
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
one_tool, one_quote = (st.lists(each, max_size=1).map(tuple) for each in (tools, quotes))
maybe = st.booleans()


@st.composite
def heards(draw: st.DrawFn, with_values: bool = False) -> Heard:
    """What words may have read: an item of their own, names, values, unread words. ``with_values``: all names are values."""
    said = draw(some_names[int(with_values)])
    values = frozenset(id_ for one in said for id_ in one.ids) if with_values or draw(maybe) else frozenset()
    own = Claims(Intent.MAY_I, draw(one_tool), said)
    item = item_of(own, draw(maybe))
    return Heard((item,), said, values, own.tools, draw(conditions), draw(one_quote))


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


@given(ruled_by, heards(), either)
@examples(300)
def test_a_guard_never_makes_an_answer_milder(policy: Policy, words: Heard, told_by: tuple[Told, Told | None]) -> None:
    means = means_of(policy)
    a, b = told_by
    made = reconcile(words, a, b, Trust(Level.GUARD), means)
    assert strictest(made, means) >= strictest(Reconciled(words.items, Law.WORDS), means)
    assert is_allowed(made, means) <= is_allowed(Reconciled(words.items, Law.WORDS), means)


believed = st.tuples(some([Level.HARMLESS, Level.FULL]), st.booleans())
"""How far the models are believed, and whether they may lift what words read."""


@given(policies(), heards(), told, checks | st.none(), believed)
@examples(600)
def test_an_allowed_needs_both_models_each_by_itself(
    policy: Policy, words: Heard, a: Told, b: Told | None, trust: tuple[Level, bool]
) -> None:
    for made in _newly_allowed(policy, words, a, b, trust):
        _rests_on_both(made, words, b, trust[0], means_of(policy))


@given(generous(), heards(), either, believed)
@examples(600)
def test_an_allowed_needs_both_models_where_a_policy_allows_much(
    policy: Policy, words: Heard, told_by: tuple[Told, Told | None], trust: tuple[Level, bool]
) -> None:
    a, b = told_by
    for item, ask in _newly_allowed(policy, words, a, b, trust):
        if item.question.data:
            _rests_on_both((item, ask), words, b, trust[0], means_of(policy))
        else:
            assert item.intent is Intent.WHICH_TOOL  # a tool that takes all data is one for any: that rests on no reader


def _newly_allowed(
    policy: Policy, words: Heard, a: Told, b: Told | None, believed: tuple[Level, bool]
) -> list[tuple[Item, Claims]]:
    """What is allowed and words alone have not, each beside the claims that it was made of."""
    means, (level, lifts) = means_of(policy), believed
    made = reconcile(words, a, b, Trust(level, frozenset({"menus", "public"}), lifts), means)
    assume(made.law is not Law.WORDS and made.items != words.items)
    pairs = zip(made.items, a.asks, strict=True)
    return [(item, ask) for item, ask in pairs if item not in words.items and is_allowed(Reconciled((item,), made.law), means)]


def _rests_on_both(made: tuple[Item, Claims], words: Heard, b: Told | None, level: Level, means: Means) -> None:
    item, ask = made
    assert b is not None
    assert means.is_allowed(ask)
    assert means.is_allowed(b.asks[0])
    assert not b.asks[0].doubts
    quoted = (*ask.quotes, *b.asks[0].quotes)
    assert all(any(quote.overlaps(unread) for quote in quoted) for unread in words.unread)
    if level is Level.HARMLESS:
        assert {id_ for asked in item.question.data for id_ in asked.types} <= {"menus", "public"}


@given(ruled_by, heards(with_values=True), either)
@examples(400)
def test_what_a_detector_found_stays(policy: Policy, words: Heard, told_by: tuple[Told, Told | None]) -> None:
    """Nobody is told yes where the value alone would not be allowed in that tool."""
    means = means_of(policy)
    a, b = told_by
    values = tuple(one for one in words.named if set(one.ids) & words.values)
    made = reconcile(words, a, b, FULL, means)
    for item in made.items:
        if item in words.items or item.intent not in RULED or not is_allowed(Reconciled((item,), made.law), means):
            continue
        for one in values:
            alone = means.rule(replace(item.question, data=(DataAsk("value", one.ids),)))
            assert alone.verdict is Verdict.ALLOWED


@given(ruled_by, heards(), both)
@examples(400)
def test_what_words_read_by_name_has_a_veto(policy: Policy, words: Heard, told_by: tuple[Told, Told]) -> None:
    means = means_of(policy)
    a, b = told_by
    made = reconcile(words, a, b, Trust(Level.FULL), means)
    for item in made.items:
        if item in words.items or item.intent not in RULED or not is_allowed(Reconciled((item,), made.law), means):
            continue
        for one in words.named:
            alone = means.rule(replace(item.question, data=(DataAsk("named", one.ids),)))
            agreed = any(
                piece.quote.overlaps(one.quote) and set(piece.ids) & set(one.ids) for ask in a.asks for piece in ask.used
            )
            assert alone.verdict is Verdict.ALLOWED or agreed


@given(policies(), heards(), checks, some(list(Level)))
@examples(400)
def test_an_objection_makes_an_answer_stricter_or_leaves_it(policy: Policy, words: Heard, b: Told, level: Level) -> None:
    assume(words.items)
    means = means_of(policy)
    made = objected(words, b, Trust(level, lifts=True), means)
    before = Reconciled(words.items[:1], Law.WORDS)
    if made.law is Law.OBJECTED:
        assert level is not Level.NONE
        assert strictest(made, means) > strictest(before, means)
        assert not is_allowed(made, means)
    else:
        assert made.items == words.items


def _never_milder(before: Reconciled, after: Reconciled, means: Means) -> None:
    assert is_allowed(after, means) <= is_allowed(before, means)


@given(ruled_by, heards(), both, quotes)
@examples(300)
def test_one_more_unread_word_never_loosens(policy: Policy, words: Heard, told_by: tuple[Told, Told], unread: Quote) -> None:
    means = means_of(policy)
    a, b = told_by
    more = replace(words, unread=(*words.unread, unread))
    _never_milder(reconcile(words, a, b, FULL, means), reconcile(more, a, b, FULL, means), means)


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
    """A word that nobody had read is read by what is found in it: with all else allowed, that may be the allowed."""
    _finds_one_more(policy, replace(words, unread=()), *told_by, found)


def _finds_one_more(policy: Policy, words: Heard, a: Told, b: Told, found: DataClaim) -> None:
    means = means_of(policy)
    more = Told((replace(b.asks[0], data=(*b.asks[0].data, found)),))
    before, after = (reconcile(words, a, one, Trust(Level.FULL), means) for one in (b, more))
    if any(ask.used for ask in a.asks) and b.asks[0].used:
        _never_milder(before, after, means)


@given(ruled_by, heards(), both, quotes)
@examples(300)
def test_one_more_doubt_never_loosens(policy: Policy, words: Heard, told_by: tuple[Told, Told], doubt: Quote) -> None:
    means = means_of(policy)
    a, b = told_by
    more = Told((replace(b.asks[0], doubts=(*b.asks[0].doubts, doubt)),))
    _never_milder(reconcile(words, a, b, FULL, means), reconcile(words, a, more, FULL, means), means)


@given(ruled_by, heards(), either, some([0.0, 0.5, 0.95]), some([0.0, 0.5, 0.95]))
@examples(200)
def test_a_higher_floor_never_loosens(
    policy: Policy, words: Heard, told_by: tuple[Told, Told | None], one: float, other: float
) -> None:
    means = means_of(policy)
    a, b = told_by
    low, high = sorted((one, other))
    _never_milder(*(reconcile(words, a, b, replace(FULL, floor=floor), means) for floor in (low, high)), means)


@given(ruled_by, heards(), either)
@examples(300)
def test_more_trust_is_needed_for_more(policy: Policy, words: Heard, told_by: tuple[Told, Told | None]) -> None:
    """What ``harmless`` allows, ``full`` allows too."""
    means = means_of(policy)
    a, b = told_by
    harmless = reconcile(words, a, b, Trust(Level.HARMLESS, frozenset(TYPES)), means)
    _never_milder(reconcile(words, a, b, Trust(Level.FULL), means), harmless, means)


def test_the_order_of_verdicts_that_a_question_back_stands_in() -> None:
    assert STRICTNESS[Verdict.CONDITIONAL] < STRICTNESS[Verdict.REVIEW] < STRICTNESS[Verdict.FORBIDDEN]
