"""What may stand in each entry of a catalog file, and how it is read; what is unknown there is told as a fault on the sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import yaml

from bot.knowledge.faults import did_you_mean, one_of
from bot.knowledge.files.tools import ACCOUNTS, HOSTING
from bot.knowledge.sheets import entries as e
from bot.knowledge.sheets.fields import Fields, check_address
from bot.knowledge.sheets.sheet import Sheet
from bot.policy.world import CatalogLicence, CatalogPlan, Words

LANGUAGES = ("any", "en", "nl", "de", "fr", "es")
MOST_SENSITIVE = 4
COMMERCIAL_USE = ("yes", "limited", "no")
WEIGHTS = ("open", "closed")
PER = ("seat-month", "month", "hour", "million-tokens-in", "million-tokens-out", "download")
BILLED = ("monthly", "yearly")
BESIDES = ("usage", "base_licence", "servers")
MISSING = ("unpublished", "unknown")
FIGURE = ("amount", "currency", "per")
MOST = Decimal(1_000_000)
_NUMBER = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,10})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_SEEN = re.compile(r"\S.*\S, \d{4}-\d{2}-\d{2}")


def phrases(fields: Fields, name: str) -> tuple[str, ...]:
    """Words in lower case with single spaces, each once, in the file's order."""
    return tuple(dict.fromkeys(" ".join(word.text.lower().split()) for word in fields.words(name)))


def by_language(sheet: Sheet, node: yaml.Node, what: str, besides: Sequence[str] = ()) -> Words:
    """A list of phrases for each language. ``besides``: other keys that may stand beside the languages."""
    fields = Fields(sheet, node, what, (*LANGUAGES, *besides))
    return {language: phrases(fields, language) for language in fields if language in LANGUAGES}


def _words(fields: Fields, name: str) -> Words:
    node = fields.node_of(name)
    return by_language(fields.sheet, node, f"`{name}`") if node is not None else {}


def _level(fields: Fields, name: str) -> int | None:
    word = fields.word(name)
    if word is None or (word.text.isdecimal() and int(word.text) <= MOST_SENSITIVE):
        return int(word.text) if word else None
    do = f"write a number from 0 to {MOST_SENSITIVE}"
    fields.sheet.fault("K036", word, f"{name} `{word.text}` is not a level", do)
    return None


def _licences(fields: Fields, name: str) -> tuple[CatalogLicence, ...]:
    found = []
    for below, one in (LICENCE.read(fields.sheet, node) for node in fields.entries(name)):
        if (one["commercial_use"] == "limited") != bool(one.get("limits")):
            what = "limits are told of a commercial use that is limited, and of no other"
            fields.sheet.fault("K010", below.key_of("commercial_use"), what, "add `limits`, or take them away")
        found.append(CatalogLicence(**one))
    return tuple(found)


def _plans(fields: Fields, name: str) -> tuple[CatalogPlan, ...]:
    plans = ((fields.sheet.id(key, "plan").text, PLAN.read(fields.sheet, node)[1]) for key, node in fields.mapping(name))
    return tuple(CatalogPlan(id_, **one) for id_, one in plans)


def _terms(fields: Fields, name: str) -> dict[str, str]:
    return {key.text: word.text.strip() for key, node in fields.mapping(name) if (word := fields.sheet.word(node, f"`{name}`"))}


def _pages(fields: Fields, name: str) -> dict[str, str]:
    return {
        fields.sheet.id(kind, "the kind of terms").text: check_address(fields.sheet, word)
        for kind, node in fields.mapping(name)
        if (word := fields.sheet.word(node, "an address")) is not None
    }


def _facts(fields: Fields, name: str) -> dict[str, str]:
    node = fields.node_of(name)
    return FACTS.read(fields.sheet, node)[1] if node is not None else {}


def _seen(fields: Fields, name: str) -> str:
    """A page is named, and a day that there is stands behind it."""
    text = fields.text(name)
    try:
        is_dated = bool(_SEEN.fullmatch(text) and date.fromisoformat(text[-len("2026-11-22") :]))
    except ValueError:
        is_dated = False
    if not is_dated and fields.has(name):
        do = "write the page, a comma and the day, such as 2026-11-22"
        fields.sheet.fault("K036", fields.word(name), f"`{name}` is `{text}`", do)
    return text


def _amount(fields: Fields, name: str) -> Decimal | None:
    """Exactly as it stands."""
    word = fields.word(name)
    if word is None or (_NUMBER.fullmatch(word.text) and Decimal(word.text) <= MOST):
        return Decimal(word.text) if word else None
    fields.sheet.fault("K036", word, f"`{name}` is `{word.text}`", "write it like 25 or 0.30, without other signs")
    return None


def _currency(fields: Fields, name: str) -> str:
    word = fields.word(name)
    if word is not None and not _CURRENCY.fullmatch(word.text):
        fields.sheet.fault("K011", word, f"`{word.text}` is no currency", "use three capital letters, such as EUR")
    return word.text if word else ""


def _texts(*names: str) -> dict[str, e.Reader]:
    return dict.fromkeys(names, Fields.text)


def _phrases(*names: str) -> dict[str, e.Reader]:
    return dict.fromkeys(names, phrases)


def _in_languages(*names: str) -> dict[str, e.Reader]:
    return dict.fromkeys(names, _words)


_ID: dict[str, e.Reader] = {"id": Fields.id}
LICENCE = e.Form(
    "a licence",
    {
        **_texts("licence", "seen", "of"),
        "commercial_use": e.choice(COMMERCIAL_USE, "commercial use"),
        "limits": Fields.texts,
        "url": Fields.address,
    },
    ("licence", "commercial_use", "seen"),
)
PLAN = e.Form("a plan", {"names": phrases, "account": e.choice(ACCOUNTS, "account"), "hosting": e.choice(HOSTING, "hosting")})
TOOL = e.Form(
    "a tool",
    {
        **_ID,
        **_texts("name", "vendor", "brand", "seen"),
        **_phrases("names", "near", "families"),
        "hosting": e.choices(HOSTING, "hosting"),
        "weights": e.choice(WEIGHTS, "weights"),
        "ordinary": Fields.flag,
        "plans": _plans,
        "terms": _terms,
        "licences": _licences,
    },
    ("id",),
)
BRAND = e.Form("a brand", {**_ID, **_phrases("names", "tools", "suite", "included"), "seen": Fields.text}, ("id",))
FAMILY = e.Form(
    "a family",
    {
        **_ID,
        **_in_languages("names", "does"),
        **dict.fromkeys(("any_task", "alone"), Fields.flag),
        "alike": Fields.text,
        "of_kinds": phrases,
    },
    ("id",),
)
KIND = e.Form(
    "a kind",
    {
        **_ID,
        **_texts("label", "seen"),
        **_phrases("is_a", "detectors"),
        "sensitivity": _level,
        **_in_languages("words", "examples"),
    },
    ("id",),
)
FACTS = e.Form(
    "`such_as`", {"weights": e.choice(WEIGHTS, "weights"), "hosting": e.choice(HOSTING, "hosting"), "family": Fields.text}
)
MEANING = e.Form(
    "a meaning",
    {
        **_ID,
        **dict.fromkeys(("label", "about"), Fields.texts),
        "names": _words,
        "such_as": _facts,
        **_texts("akin", "seen"),
    },
    ("id", "label", "names", "about"),
)
TERMS = e.Form(
    "terms of a vendor",
    {**_texts("vendor", "seen", "seen_on"), "pages": _pages, "browser": Fields.flag},
    ("vendor", "seen", "seen_on", "pages"),
)
PRICE = e.Form(
    "a price",
    {
        **_texts("tool", "of"),
        "seen": _seen,
        "amount": _amount,
        "currency": _currency,
        "per": e.choice(PER, "per"),
        "plans": e.strings,
        "hosting": e.choices(HOSTING, "hosting"),
        "billed": e.choice(BILLED, "billed"),
        "besides": e.choice(BESIDES, "besides"),
        "missing": e.choice(MISSING, "missing"),
        "url": Fields.address,
    },
    ("tool", "seen"),
)
"""A whole figure (amount, currency, for what), or why there is none."""
LINKS = {
    **dict.fromkeys(("families", "alike"), "family"),
    **dict.fromkeys(("tools", "suite", "included"), "tool"),
    **dict.fromkeys(("is_a", "of_kinds"), "kind"),
}
"""Field of an entry -> what its words must be ids of."""


def check_figure(fields: Fields) -> None:
    """A price is a whole figure, or says why it is missing."""
    missing = fields.has("missing")
    for name in (name for name in FIGURE if fields.has(name) is missing):
        what = f"a price that is missing has no `{name}`" if missing else f"`{name}` is missing in a price"
        do = "delete one of the two" if missing else f"add a line `{name}: ...`, or `missing: unknown`"
        fields.sheet.fault("K010", fields.key_of(name), what, do)


def check_plans(fields: Fields, plans: Sequence[str]) -> None:
    """Each plan of a price is one of its tool, which has ``plans``."""
    for plan in fields.words("plans"):
        if plan.text not in plans:
            what = f"`{fields.text('tool')}` has no plan `{plan.text}`"
            fields.sheet.fault("K032", plan, what, did_you_mean(plan.text, plans, one_of(plans)))
