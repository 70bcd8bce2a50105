"""A seed goes in; made-up texts come out, each with the value that must go, or with nothing that must."""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from stdnum import iban, luhn

from tests.yamls import read_yaml

CORPUS = read_yaml((Path(__file__).parent / "redaction.yaml").read_text(encoding="utf-8"))
NATIONS = {
    "at.vnr": "####{dd}{mm}{yy}",
    "be.nn": "{yy}{mm}{dd}#####",
    "bg.egn": "{yy}{mm}{dd}####",
    "ch.ssn": "756##########",
    "cz.rc": "{yy}{mm}{dd}/####",
    "de.idnr": "###########",
    "dk.cpr": "{dd}{mm}{yy}-####",
    "ee.ik": "{s}{yy}{mm}{dd}####",
    "es.dni": "########@",
    "es.nie": "X#######@",
    "fi.hetu": "{dd}{mm}{yy}-###@",
    "fr.nir": "{s}{yy}{mm}{dep}########",
    "gb.nhs": "### ### ####",
    "gb.utr": "##########",
    "gr.amka": "{dd}{mm}{yy}#####",
    "hr.oib": "###########",
    "ie.pps": "#######@",
    "lt.asmens": "{s}{yy}{mm}{dd}####",
    "lv.pvn": "{dd}{mm}{yy}-#####",
    "nl.bsn": "#########",
    "pl.pesel": "{yy}{mm}{dd}#####",
    "pt.nif": "2########",
    "ro.cnp": "{s}{yy}{mm}{dd}######",
    "se.personnummer": "{yy}{mm}{dd}-####",
    "si.emso": "{dd}{mm}9{yy}50####",
    "sk.rc": "{yy}{mm}{dd}/####",
    "us.itin": "9##-7#-####",
}
"""Module of python-stdnum -> how a number looks: ``#`` a digit, ``@`` a letter."""
FIRST = ("Anna", "Pieter", "Fatima", "Jürgen", "Élodie", "Íñigo", "Sanne", "Mohammed")
LAST = ("Jansen", "de Vries", "Müller", "Lefèvre", "García", "O’Brien", "van den Berg", "Nowak")


@dataclass(frozen=True, slots=True)
class Sample:
    """One text. ``value`` must not be in what comes out; ``kind`` is empty where all must stay."""

    kind: str
    text: str
    value: str
    checked: bool


def _digits(seed: random.Random, many: int) -> str:
    return seed.choice("123456789") + "".join(seed.choices(string.digits, k=many - 1))


def _person(seed: random.Random) -> str:
    """A given name that people have, and a family's that nobody has."""
    family = seed.choice("BDGKVZ") + "".join(seed.choices("bdgkuvxz", k=8))
    return f"{seed.choice(('Gerlinde', 'Philippa', 'Sjoerd', 'Macarena'))} {family}"


def _card(seed: random.Random) -> str:
    body = seed.choice(("4", "5", "37")) + _digits(seed, 14)  # of fifteen digits are only those that begin with 34 or 37
    whole = body[:15] + luhn.calc_check_digit(body[:15])
    return " ".join(whole[at : at + 4] for at in range(0, 16, 4)) if seed.random() < 0.5 else whole


def _iban(seed: random.Random) -> str:
    country, account = seed.choice((("NL", "ABNA" + _digits(seed, 10)), ("DE", _digits(seed, 18)), ("BE", _digits(seed, 12))))
    whole = country + iban.calc_check_digits(f"{country}00{account}") + account
    if not iban.is_valid(whole):
        return _iban(seed)
    return " ".join(whole[at : at + 4] for at in range(0, len(whole), 4)) if seed.random() < 0.5 else whole


def _national(seed: random.Random, name: str) -> str:
    """A valid number of one state: what is open is filled until the check digits hold."""
    module = import_module(f"stdnum.{name}")
    for _ in range(100_000):
        born = {
            "yy": seed.randrange(50, 99),
            "mm": seed.randrange(1, 13),
            "dd": seed.randrange(1, 29),
            "dep": seed.randrange(10, 90),
        }
        begun = NATIONS[name].format(s=seed.choice("12"), **{part: f"{value:02}" for part, value in born.items()})
        made = re.sub(
            "@", lambda _: seed.choice(string.ascii_uppercase), re.sub("#", lambda _: seed.choice(string.digits), begun)
        )
        if module.is_valid(made) and len(set(re.sub(r"\D", "", made))) > 2:
            return made
    raise AssertionError(f"no valid {name} found")


def _italian(seed: random.Random) -> str:
    module = import_module("stdnum.it.codicefiscale")
    letters = "".join(seed.choices("BCDFGLMNPRSTV", k=6))
    day, area = f"{seed.randrange(1, 29):02}", seed.choice("FHL")
    body = f"{letters}{seed.randrange(50, 99)}{seed.choice('ABCDEHLMPRST')}{day}{area}{_digits(seed, 3)}"
    return body + str(module.calc_check_digit(body))


def checked_kinds() -> dict[str, tuple[str, Callable[[random.Random], str]]]:
    """Name of a maker -> its kind, and a value whose check digit or format holds."""
    nations = {name: ("national-id", partial(_national, name=name)) for name in NATIONS}
    return {
        "card": ("card", _card),
        "iban": ("iban", _iban),
        "email": (
            "email",
            lambda seed: f"{seed.choice(FIRST[:4]).lower()}.{_digits(seed, 3)}@example.{seed.choice(('org', 'nl', 'co.uk'))}",
        ),
        "mobile": ("phone", lambda seed: f"+31 6 {_digits(seed, 8)}"),
        "phone": ("phone", lambda seed: f"+49 151 {_digits(seed, 8)}"),
        "aws": ("key", lambda seed: "AKIA" + "".join(seed.choices(string.ascii_uppercase + "234567", k=16))),
        "openai": ("key", lambda seed: "sk-proj-" + "".join(seed.choices(string.ascii_letters + string.digits, k=40))),
        "github": ("key", lambda seed: "ghp_" + "".join(seed.choices(string.ascii_letters + string.digits, k=36))),
        "slack": ("key", lambda seed: f"xoxb-{_digits(seed, 12)}-{_digits(seed, 12)}"),
        "ip": ("ip", lambda seed: f"10.{seed.randrange(256)}.{seed.randrange(256)}.{seed.randrange(1, 255)}"),
        "nino": ("national-id", lambda seed: f"AB{_digits(seed, 6)}C"),
        "ssn": ("national-id", lambda seed: f"{seed.randrange(100, 665)}-{seed.randrange(10, 99)}-{seed.randrange(1000, 9999)}"),
        "it": ("national-id", _italian),
        **nations,
    }


def filled(seed: random.Random, words: str) -> tuple[str, str]:
    """A pattern with made-up values in it, and the longest run of what was made up."""
    made: list[str] = []

    def fill(found: re.Match[str]) -> str:
        kind, many = re.fullmatch(r"([a-z]+?)(\d*)(bad)?", found.group(1)).group(1, 2)  # type: ignore[union-attr]
        many_ = int(many or 0)
        values: dict[str, Callable[[], str]] = {
            "digits": lambda: _digits(seed, many_),
            "letters": lambda: "".join(seed.choices(string.ascii_uppercase, k=many_)),
            "upper": lambda: "".join(seed.choices(string.ascii_uppercase + "234567", k=many_ - 1)) + seed.choice("234567"),
            "hex": lambda: "".join(seed.choices("0123456789abcdef", k=many_)),
            "random": lambda: _mixed(seed, many_),
            "name": lambda: seed.choice(LAST),
            "first": lambda: seed.choice(FIRST),
            "person": lambda: _person(seed),
            "card": lambda: _card(seed),
            "iban": lambda: _iban(seed),
            "bsn": lambda: _national(seed, "nl.bsn"),
            "uuid": lambda: "-".join("".join(seed.choices("0123456789abcdef", k=n)) for n in (8, 4, 4, 4, 12)),
        }
        made.append(values[kind]())
        return made[-1]

    return re.sub(r"\{(\w+)\}", fill, words), max(made, key=len, default="")


def _mixed(seed: random.Random, many: int) -> str:
    while True:
        made = "".join(seed.choices(string.ascii_letters + string.digits, k=many))
        if sum(c.isdigit() for c in made) >= 2 and sum(c.isupper() for c in made) >= 1 and sum(c.islower() for c in made) >= 1:
            return made


def samples(number: int, rounds: int) -> Iterator[Sample]:
    """``rounds`` texts of each pattern."""
    seed = random.Random(number)
    around: list[Any] = CORPUS["around"]
    for kind, make in checked_kinds().values():
        for _ in range(rounds):
            value = make(seed)
            yield Sample(kind, seed.choice(around).format(value), value, True)
    for kind, words in CORPUS["named"]:
        for _ in range(rounds):
            text, value = filled(seed, words)
            yield Sample(kind, text, value, False)
    for words in CORPUS["harmless"]:
        for _ in range(rounds):
            text, _ = filled(seed, words)
            yield Sample("", text, "", False)
