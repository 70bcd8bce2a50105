"""Terms and prices of vendors that a catalog file lists go in; their pages and figures come out, each with where it was seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

import yaml

from bot.knowledge.catalog_fields import fields_of, word_of
from bot.knowledge.faults import did_you_mean
from bot.knowledge.sheets.fields import Fields, check_address
from bot.knowledge.sheets.sheet import Sheet, Word
from bot.policy.world import CatalogPrice, CatalogTerms, CatalogTool

_TERMS_FIELDS = ("vendor", "seen", "seen_on", "browser", "pages")
_PRICE_FIELDS = ("tool", "plans", "hosting", "of", "amount", "currency", "per", "billed", "besides", "missing", "url", "seen")
_FIGURE = ("amount", "currency", "per")
PER = ("seat-month", "month", "hour", "million-tokens-in", "million-tokens-out", "download")
BILLED = ("monthly", "yearly")
BESIDES = ("usage", "base_licence", "servers")
MISSING = ("unpublished", "unknown")
MOST = Decimal(1_000_000)
_NUMBER = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,10})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_SEEN = re.compile(r"\S.*\S, \d{4}-\d{2}-\d{2}")

Priced = tuple[CatalogPrice, Word, tuple[Word, ...]]
"""A price, its tool and its plans as they stand there."""


def terms_in(sheet: Sheet, node: yaml.Node) -> Iterator[tuple[CatalogTerms, yaml.Node]]:
    """Each with where it stands. Faults are told on the sheet."""
    for entry in sheet.items(node, "the list of terms"):
        fields = fields_of(sheet, entry, "terms of a vendor", _TERMS_FIELDS)
        text = {key: word_of(sheet, fields[key], key) for key in ("vendor", "seen", "seen_on", "browser") if key in fields}
        for name in ("vendor", "seen", "seen_on", "pages"):
            if name not in fields:
                sheet.fault("K010", entry, f"`{name}` is missing in terms of a vendor", f"add a line `{name}: ...`")
        pages = {
            sheet.id(kind, "the kind of terms").text: check_address(sheet, word)
            for kind, page in (sheet.pairs(fields["pages"], "pages") if "pages" in fields else ())
            if (word := sheet.word(page, "an address")) is not None
        }
        seen = f"{text.get('seen', '')}, {text.get('seen_on', '')}"
        yield CatalogTerms(text.get("vendor", ""), pages, seen, text.get("browser") == "true"), entry


def prices_in(sheet: Sheet, node: yaml.Node, hosting: tuple[str, ...]) -> Iterator[Priced]:
    """Faults are told on the sheet. A price is a whole figure (amount, currency, for what), or says why there is none.

    ``hosting``: ways in which a tool is run.
    """
    for entry in sheet.items(node, "the list of prices"):
        fields = Fields(sheet, entry, "a price", _PRICE_FIELDS, ("tool", "seen"))
        if fields.has("missing"):
            for name in (name for name in _FIGURE if fields.has(name)):
                sheet.fault("K010", fields.key_of(name), f"a price that is missing has no `{name}`", "delete one of the two")
        else:
            for name in (name for name in _FIGURE if not fields.has(name)):
                sheet.fault("K010", entry, f"`{name}` is missing in a price", f"add a line `{name}: ...`, or `missing: unknown`")
        seen = fields.word("seen")
        if seen is not None and not _is_dated(seen.text.strip()):
            sheet.fault("K036", seen, f"`seen` is `{seen.text}`", "write the page, a comma and the day, such as 2026-11-22")
        address = fields.word("url")
        tool = fields.word("tool") or fields.at
        price = CatalogPrice(
            tool=tool.text,
            seen=seen.text.strip() if seen else "",
            amount=_amount(sheet, fields),
            currency=_currency(sheet, fields),
            per="".join(_among(sheet, fields, "per", PER)),
            plans=tuple(word.text for word in fields.words("plans")),
            hosting=_among(sheet, fields, "hosting", hosting),
            of=fields.text("of"),
            billed="".join(_among(sheet, fields, "billed", BILLED)),
            besides="".join(_among(sheet, fields, "besides", BESIDES)),
            missing="".join(_among(sheet, fields, "missing", MISSING)),
            url=check_address(sheet, address) if address else "",
        )
        yield price, tool, fields.words("plans")


def check_plans(sheet: Sheet, priced: Priced, tools: Mapping[str, CatalogTool]) -> None:
    """Each plan is one of the tool."""
    price, tool, plans = priced
    if tool.text not in tools:
        sheet.fault("K032", tool, f"unknown tool `{tool.text}`", did_you_mean(tool.text, tools, "add the tool or correct the id"))
        return
    known = tuple(plan.id for plan in tools[price.tool].plans)
    for plan in plans:
        if plan.text not in known:
            what = f"`{tool.text}` has no plan `{plan.text}`"
            sheet.fault("K032", plan, what, did_you_mean(plan.text, known, f"use one of: {', '.join(known)}"))


def _is_dated(seen: str) -> bool:
    """Whether a page is named and a day that there is stands behind it."""
    try:
        return bool(_SEEN.fullmatch(seen)) and bool(date.fromisoformat(seen[-len("2026-11-22") :]))
    except ValueError:
        return False


def _amount(sheet: Sheet, fields: Fields) -> Decimal | None:
    """Exactly as it stands."""
    word = fields.word("amount")
    if word is None:
        return None
    text = word.text.strip()
    if not _NUMBER.fullmatch(text) or Decimal(text) > MOST:
        sheet.fault("K036", word, f"`amount` is `{word.text}`", "write it like 25 or 0.30, without other signs")
        return None
    return Decimal(text)


def _currency(sheet: Sheet, fields: Fields) -> str:
    word = fields.word("currency")
    if word is not None and not _CURRENCY.fullmatch(word.text):
        sheet.fault("K011", word, f"`{word.text}` is no currency", "use three capital letters, such as EUR")
    return word.text if word else ""


def _among(sheet: Sheet, fields: Fields, name: str, options: tuple[str, ...]) -> tuple[str, ...]:
    """The values of a field; one that is no option is told."""
    for word in fields.words(name):
        if word.text not in options:
            do = did_you_mean(word.text, options, f"use one of: {', '.join(options)}")
            sheet.fault("K011", word, f"unknown {name} `{word.text}`", do)
    return tuple(word.text for word in fields.words(name))
