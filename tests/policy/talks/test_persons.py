"""Who somebody is, by the entries of people.yaml that fit them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.policy.house import Person
from bot.policy.talks.persons import Known, as_asker, who_is
from bot.policy.talks.talk import Asker


@dataclass(frozen=True)
class Seen:
    """What the chat says of Ana."""

    domain: str = "@example.org"
    groups: frozenset[str] = frozenset({"S0NURSES", "S0NIGHT"})


OWN = Person("U0ANA", role="head nurse", is_owner=True)
GROUP = Person("S0NURSES", role="nurse", country="NL")
NIGHT = Person("S0NIGHT", country="BE", team="night", is_admin=True)
DOMAIN = Person("@Example.org", country="DE", language="de")
OTHERS = (Person("U0BOB", language="fr", is_admin=True), Person("S0BOARD", team="board"), Person("@elsewhere.org", language="es"))


def known(*people: Person, seen: Seen | None = None, user: str = "U0ANA") -> Known:
    return who_is(user, people, lambda _: seen or Seen())


@pytest.mark.parametrize("people", [(OWN, GROUP, NIGHT, DOMAIN, *OTHERS), (DOMAIN, *OTHERS, GROUP, OWN, NIGHT)])
def test_what_several_entries_say_the_nearest_says(people: tuple[Person, ...]) -> None:
    found = known(*people)
    assert (found.role, found.country, found.team, found.language) == ("head nurse", "NL", "night", "de")
    assert found.matches == {"U0ANA", "S0NURSES", "S0NIGHT", "@Example.org"}


@pytest.mark.parametrize(
    "entry", [Person("U0ANA", is_owner=True), Person("S0NIGHT", is_owner=True), Person("@example.org", is_owner=True)]
)
def test_an_owner_is_whom_any_entry_makes_one(entry: Person) -> None:
    nearer = Person("U0ANA", role="nurse")
    assert known(nearer, entry).is_owner
    assert known(entry, nearer).is_owner
    assert not known(nearer, entry).is_admin
    assert not known(nearer).is_owner


def test_an_admin_is_whom_any_entry_makes_one() -> None:
    assert known(OWN, NIGHT).is_admin
    assert not known(OWN, GROUP, *OTHERS).is_admin


def test_of_two_groups_the_one_that_stands_first_says_it() -> None:
    assert known(GROUP, NIGHT).country == "NL"
    assert known(NIGHT, GROUP).country == "BE"


def test_whom_no_entry_fits_stays_unknown() -> None:
    assert known(*OTHERS) == known() == Known()
    assert known(GROUP, DOMAIN, OWN, user="") == Known()


def test_somebody_without_a_mail_address_is_of_no_domain() -> None:
    assert known(Person(""), DOMAIN, seen=Seen(domain="", groups=frozenset())) == Known()


def test_the_chat_is_asked_only_where_an_entry_is_about_a_group_or_a_domain() -> None:
    def never(_: str) -> Seen:
        raise AssertionError

    assert who_is("U0ANA", (OWN, OTHERS[0]), never).is_owner


def test_a_waiver_may_name_each_entry_that_fits_and_the_role_and_team() -> None:
    asker = as_asker("p1", known(OWN, GROUP, NIGHT, *OTHERS))
    assert asker == Asker("p1", "head nurse", "NL", "", frozenset({"U0ANA", "S0NURSES", "S0NIGHT", "head nurse", "night"}))
    assert as_asker("p1", Known()) == Asker("p1")
