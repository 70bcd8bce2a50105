"""Licences as the catalog knows them go in, lines of an answer and whether a model is open source come out, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.policy.due.known_licences import LICENCE, commercial_use
from bot.policy.due.known_terms import WEIGHTS
from bot.policy.talks.answer import TermsLine
from bot.policy.talks.talk import KnownTerm
from bot.policy.world import CatalogLicence
from bot.saying import places
from bot.saying.words import Words, shorten

LONGEST_LINE = 240
_OPEN, _CLOSED = "open", "closed"


def licence_said(one: CatalogLicence, words: Words, tool: str = "") -> str:
    """Which versions, or else which ``tool``, under which licence, and what it says of commercial use."""
    limits = words.pick(one.limits) if one.limits else ""
    use = words(f"licence.use.{one.commercial_use}", limits=limits)
    text = words("licence.line", licence=one.licence, use=use)
    name = one.of or tool
    return words("labelled", label=name, text=text) if name else text


def line(term: KnownTerm, words: Words, today: date) -> TermsLine:
    """A licence as the catalog knows it: it says that it is not the policy's word."""
    said = licence_said(term.licence, words) if term.licence else term.value
    return TermsLine(shorten(said, LONGEST_LINE), seen(term, words, today), term.url)


def seen(term: KnownTerm, words: Words, today: date) -> str:
    """Where and when the catalog has it from."""
    return words("licence.seen", source=places.source_of(term.seen, words, today))


def open_source(terms: Sequence[KnownTerm], words: Words) -> str:
    """Whether it is open source, as far as its weights and licences tell; empty where they do not, or more is asked for.

    A licence that limits what for is none of open source, whoever may have the weights.
    """
    weights = {term.value for term in terms if term.point == WEIGHTS and term.fact == "weights"}
    held = [term.licence for term in terms if term.point == LICENCE and term.licence]
    if len(weights) != 1 or not all(term.point in (WEIGHTS, LICENCE) for term in terms):
        return ""
    if weights == {_CLOSED}:
        return "" if held else words("licence.open_source.closed")
    if weights != {_OPEN} or not held:
        return ""
    names = words.join(list(dict.fromkeys(one.licence for one in held)))
    return words(f"licence.open_source.{commercial_use(held)}", licences=names)
