"""Words and people beside the cells: what means another thing in a new policy, who is another, and whether that is looser."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.policy.changes.heard import Beside, Heard, heard_otherwise
from bot.policy.deciding.decide import compile_policy
from bot.policy.house import Knowledge, Organisation, Person
from bot.policy.policy import Policy
from bot.policy.vocabulary import ConditionTerms, TransformationTerms, Vocabulary
from bot.policy.words import Citation, Condition, DataClass, DataType, Effect, Offering, Rule, Slot, Waiver

TODAY = date(2026, 11, 20)
TEAM = "claude/team"


def rule(id_: str, effect: Effect, data: str, where: dict[Slot, str] | None = None, over: tuple[str, ...] = ()) -> Rule:
    said: dict[str, frozenset[str]] = {slot: frozenset({value}) for slot, value in (where or {}).items()}
    words = ("signed",) if effect is Effect.CONDITION else ()
    return Rule(id_, effect, frozenset({TEAM}), frozenset({data}), Citation("rules.yaml", 1), words, over, said)


POLICY = Policy(
    {TEAM: Offering(TEAM, "claude")},
    {
        "names": DataType("names", ("secret",), becomes={"stripped": "menus", "renamed": "aliases", "stamped": "names"}),
        "aliases": DataType("aliases", ("secret",)),
        "menus": DataType("menus", ("public",)),
    },
    {"public": DataClass("public", 0), "secret": DataClass("secret", 1, becomes={"summed": "public"})},
    (
        rule("mild", Effect.ALLOW, "public"),
        rule("middle", Effect.REVIEW, "secret"),
        rule("doctors", Effect.CONDITION, "secret", {Slot.ROLE: "doctor"}, ("middle",)),
        rule("nurses", Effect.ALLOW, "secret", {Slot.ROLE: "nurse"}, ("middle",)),
        rule("guests", Effect.FORBID, "public", {Slot.ROLE: "guest"}),
        rule("at-home", Effect.ALLOW, "secret", {Slot.COUNTRY: "nl"}, ("middle",)),
    ),
    {
        "signed": Condition("signed", {"en": "A contract is signed."}),
        "approved": Condition("approved", {"en": "Approved."}, asker_may_state=False),
        "checked": Condition("checked", {"en": "Checked."}, general=True),
        "unseen": Condition("unseen", {"en": "Nobody is known."}, general=True, binds=True, data=frozenset({"aliases"})),
    },
)
HOUSE = Knowledge(POLICY, Vocabulary(), Organisation("House"))


def called(**names: str) -> Knowledge:
    """Transformations and a name of each."""
    terms = {id_: TransformationTerms(id_, id_, (name,)) for id_, name in names.items()}
    return replace(HOUSE, vocabulary=Vocabulary(transformations=terms))


def said(met: dict[str, str] | None = None, unmet: dict[str, str] | None = None) -> Knowledge:
    """What people say of conditions."""
    met, unmet = met or {}, unmet or {}
    terms = {id_: ConditionTerms(id_, id_, _word(met, id_), _word(unmet, id_)) for id_ in met.keys() | unmet.keys()}
    return replace(HOUSE, vocabulary=Vocabulary(conditions=terms))


def _word(words: dict[str, str], id_: str) -> tuple[str, ...]:
    return (words[id_],) if id_ in words else ()


def people(*entries: Person) -> Knowledge:
    return replace(HOUSE, people=entries)


def kim(role: str = "", country: str = "", team: str = "") -> Knowledge:
    return people(Person("U0KIM1", role, country, team))


def heard(old: Knowledge, new: Knowledge, policy: Policy = POLICY) -> tuple[Heard, ...]:
    return heard_otherwise(old, new, compile_policy(policy), TODAY)


LOOSER = {
    "a name of what makes data milder": (called(stamped="x"), called(stamped="x", stripped="cut out")),
    "a name of what makes a class milder": (called(), called(summed="added up")),
    "a name of what makes other data of it that is as strict": (called(), called(renamed="cut out")),
    "a name of what leaves the data as it is": (called(), called(stamped="cut out")),
    "a name that moves from what is as strict to what is milder": (
        called(renamed="cut out", stripped="cut"),
        called(renamed="cut", stripped="cut out"),
    ),
    "words that fulfil a condition": (said(), said({"signed": "we have paper"})),
    "words that would fulfil a condition that nobody's word fulfils": (said(), said({"approved": "we have paper"})),
    "words that would fulfil a duty of everybody": (said(), said({"checked": "we have paper"})),
    "words that fulfil a duty without which nothing is allowed": (said(), said({"unseen": "nobody is known"})),
    "words for a condition that the policy has not": (said(), said({"sealed": "we have paper"})),
    "words that told no more that a condition is not met": (said(unmet={"signed": "no paper"}), said()),
    "words that told it of a condition that is gone": (said(unmet={"sealed": "no paper"}), said()),
    "a milder role": (kim(), kim(role="nurse")),
    "a stricter role": (kim(), kim(role="guest")),
    "no stricter role any more": (kim(role="guest"), kim()),
    "a role that is milder than none and stricter than the one before": (kim(role="nurse"), kim(role="doctor")),
    "a role that is milder than the one before": (kim(role="doctor"), kim(role="nurse")),
    "a role in capitals": (kim(), kim(role="Nurse")),
    "a country of which a rule is milder": (kim(), kim(country="NL")),
    "a country that no rule names": (kim(), kim(country="BE")),
    "a team that no waiver names": (kim(), kim(team="ward")),
    "an owner": (kim(), people(Person("U0KIM1", is_owner=True))),
    "an owner who stays one and is an admin now": (
        people(Person("U0KIM1", is_owner=True)),
        people(Person("U0KIM1", is_owner=True, is_admin=True)),
    ),
    "an owner who is one no more": (people(Person("U0KIM1", is_owner=True)), kim()),
}
ARE = {
    "a name of what makes data milder",
    "a name of what makes a class milder",
    "a name that moves from what is as strict to what is milder",
    "words that fulfil a condition",
    "words that fulfil a duty without which nothing is allowed",
    "words that told no more that a condition is not met",
    "a milder role",
    "no stricter role any more",
    "a role that is milder than the one before",
    "a role in capitals",
    "a country of which a rule is milder",
    "an owner",
    "an owner who stays one and is an admin now",
}


@pytest.mark.parametrize("name", LOOSER)
def test_what_is_looser_for_somebody(name: str) -> None:
    found = heard(*LOOSER[name])
    assert found
    assert any(one.is_looser for one in found) is (name in ARE)


def test_a_team_that_a_waiver_names_is_looser() -> None:
    waiver = Waiver(rule("pilot", Effect.ALLOW, "secret", over=("middle",)), frozenset({"ward"}), TODAY, TODAY, "U0BOSS")
    found = heard(kim(), kim(team="ward"), replace(POLICY, waivers=(waiver,)))
    assert [one.is_looser for one in found] == [True]


def test_what_is_looser_is_told_first() -> None:
    old = replace(called(stripped="cut out"), people=())
    new = replace(called(), people=(Person("U0KIM1", is_admin=True),))
    assert [(one.what, one.is_looser) for one in heard(old, new)] == [
        (Beside.PERSON, True),
        *((Beside.TRANSFORMATION, False),) * 2,
    ]


def test_names_are_told_in_small_letters_and_with_single_blanks() -> None:
    found = heard(called(), called(stripped="Names  taken OUT"))
    assert [(one.name, one.old, one.new) for one in found] == [
        ("names taken out", (), ("stripped",)),
        ("stripped", (), ("stripped",)),
    ]


def test_what_somebody_is_is_told_in_words() -> None:
    all_of_it = Person("U0KIM1", role="nurse", country="NL", team="ward", is_owner=True, is_admin=True)
    (one,) = heard(people(), people(all_of_it))
    assert (one.name, one.old) == ("U0KIM1", ())
    assert one.new == ("owner", "admin", "role nurse", "country NL", "team ward")


def test_of_several_entries_with_one_match_the_first_that_says_something_counts() -> None:
    first = Person("U0KIM1", role="nurse")
    second = Person("U0KIM1", role="guest", country="NL", team="ward", is_owner=True)
    third = Person("U0KIM1", country="BE", team="desk", is_admin=True)
    (one,) = heard(people(), people(first, second, third))
    assert one.new == ("owner", "admin", "role nurse", "country NL", "team ward")


def test_nothing_is_told_where_nothing_differs() -> None:
    whole = replace(said({"signed": "paper"}), people=(Person("U0KIM1", role="nurse"),))
    assert heard(whole, whole) == ()
