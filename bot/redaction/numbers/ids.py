"""Text goes in; numbers that a state gave to a person come out: by their shape and their check digits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any

from bot.redaction.spans import Span
from bot.text.patterns import late

BY_SHAPE: tuple[tuple[str, str], ...] = (
    ("nl.bsn", r"\d{4}_\d{2}_\d{3}|\d{3}_\d{3}_\d{3}"),
    ("de.idnr", r"\d{2}_\d{3}_\d{3}_\d{3}"),
    ("fr.nir", r"[12]_\d{2}_\d{2}_\d[\dAB]_\d{3}_\d{3}(?:_\d{2})?"),
    ("es.dni", r"\d{8}_[A-Za-z]|\d{2}_\d{3}_\d{3}_[A-Za-z]"),
    ("es.nie", r"[XYZxyz]_\d{7}_[A-Za-z]"),
    ("be.nn", r"\d{2}_\d{2}_\d{2}_\d{3}_\d{2}"),
    ("gb.nhs", r"\d{3}_\d{3}_\d{4}"),
    ("gb.utr", r"\d{10}K?"),
    ("ch.ssn", r"756_\d{4}_\d{4}_\d{2}"),
    ("it.codicefiscale", r"[A-Za-z]{6}\d{2}[A-Za-z]\d{2}[A-Za-z]\d{3}[A-Za-z]"),
    ("pl.pesel", r"\d{11}"),
    ("at.vnr", r"\d{4} ?\d{6}"),
    ("bg.egn", r"\d{10}"),
    ("cz.rc", r"\d{6}_\d{4}"),
    ("dk.cpr", r"\d{6}_\d{4}"),
    ("ee.ik", r"\d{11}"),
    ("fi.hetu", r"\d{6}[-+A-FU-Ya-fu-y]\d{3}[0-9A-Ya-y]"),
    ("gr.amka", r"\d{11}"),
    ("hr.oib", r"\d{11}"),
    ("ie.pps", r"\d{7}[A-Wa-w][A-IWa-iw]?"),
    ("lt.asmens", r"\d{11}"),
    ("lv.pvn", r"\d{6}_\d{5}"),
    ("pt.nif", r"\d{9}"),
    ("pt.cc", r"\d{8} ?\d ?[A-Za-z]{2}\d"),
    ("ro.cnp", r"\d{13}"),
    ("se.personnummer", r"(?:\d{2})?\d{6}[-+]?\d{4}"),
    ("si.emso", r"\d{13}"),
    ("sk.rc", r"\d{6}_\d{4}"),
    ("us.itin", r"9\d{2}-\d{2}-\d{4}"),
    ("ca.sin", r"\d{3}[ -]\d{3}[ -]\d{3}"),
    ("au.tfn", r"\d{3}[ -]\d{3}[ -]\d{3}"),
    ("nz.ird", r"\d{2,3}-\d{3}-\d{3}"),
    ("br.cpf", r"\d{3}[ .]\d{3}[ .]\d{3}[ /-]\d{2}"),
    ("cl.rut", r"\d{1,2}[ .]?\d{3}[ .]?\d{3}-[\dKk]"),
    ("in_.aadhaar", r"\d{4}[ -]\d{4}[ -]\d{4}"),
    ("no.fodselsnummer", r"\d{6}[ -]\d{5}"),
    ("jp.in_", r"\d{4}[ -]\d{4}[ -]\d{4}"),
    ("my.nric", r"\d{6}-\d{2}-\d{4}"),
    ("tr.tckimlik", r"\d{11}"),
)
"""python-stdnum's module and how its numbers are written; ``_`` is where they are parted. Others go by the words that name them,
and as long rows of digits."""
GAP = r"[ ./|-]{0,3}"
"""Between the parts of a number, once every kind of blank and dash is one."""
_BEGINS = late(r"(?<!\d)(?<!\d\.)(?:(?<![A-Za-z])|(?<=[A-Za-z]{3}))(?=[A-Za-z]{0,6}\d)(?=[A-Za-z]{0,6}(?:[^\d\n]{0,3}\d){7})")
"""Before it stands no other sign, or a word that it is glued to; it has as many digits as the shortest."""
SHAPES = tuple((name, late(shape.replace("_", GAP))) for name, shape in BY_SHAPE)
_END = r"(?:(?![\dA-Za-z])|(?=[A-Za-z]{3})(?<=\d))"
_ENDED = late(_END)
_ANY = late(rf"(?:{'|'.join(shape.pattern for _, shape in SHAPES)}){_END}")
"""Where this does not fit none of them does: one look in the place of one for each state."""
CERTAIN = (
    late(rf"(?<![\d-])(?=(\d{{3}}(?P<gap>-|[ ./]{{1,3}})\d{{2}}(?P=gap)\d{{4}}))(?!\d{{3}}{GAP}\d{{2}}{GAP}\d{{4}}[\d-])"),
    late(rf"\b(?=([ABCEGHJ-PRSTW-Zabceghj-prstw-z]{{2}}{GAP}\d{{2}}{GAP}\d{{2}}{GAP}\d{{2}}{GAP}[A-Da-d])\b)"),
    late(r"\b(?=([A-Za-z]{6}\d{2}[A-Za-z]\d{2}[A-Za-z]\d{3}[A-Za-z])\b)"),
    late(rf"(?<![\w-])(?=(\d{{2}}{GAP}(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{{2}}{GAP}[A-Z]{GAP}\d{{3}})(?!\w))"),
    late(r"(?<![\w-])(?=([A-Z9]{5}\d[0156]\d[0-3]\d{2}[A-Z9]{2}[A-Z\d][A-Z]{2}(?: \d\d)?)(?!\w))"),
    late(r"(?<![\w-])(?=([A-Z]{4}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[HMX][A-Z]{5}[A-Z\d]\d|[A-Z\d]{3}))(?![\w-]))"),
    late(
        r"(?<![\w-])(?=([STFGM]\d{7}[A-Z]|[A-Z]\d{9}|[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]|[A-Z]{4} \d{4} \d{4}|"
        r"[A-Z]{1,2}\d{6}\([\dA]\))(?![\w-]))"
    ),
    late(r"(?<![\w-])(?=([1-9][A-Z][A-Z\d]\d[ -]?[A-Z][A-Z\d]\d[ -]?[A-Z]{2}\d\d)(?![\w-]))"),
    late(r"(?<![\w./-])(?<!\d )(?=(\d{2}(?P<slash>[ /-])\d{8}(?P=slash)\d{2})(?![\w/-]| \d))"),
    late(
        r"(?<![\w-])(?=(\d{7}[A-Z]{2}\d{4}[A-Z]\d{4}[A-Z]{2}|\d{5}[A-Z]\d{11}[A-Z]{2}|[E][S]\d{16}[A-Z]{2}(?:\d[A-Z])?|(?:8716|5414)\d{14})(?![\w-]))"
    ),
    late(r"(?<![A-Z0-9<])(?=([A-Z0-9<]{5,42}<[A-Z0-9<]{8,60}))(?=[A-Z0-9]*[A-Z0-9<]*<<)"),
)
"""United States, United Kingdom, Italy, pensions in Germany, licences in the United Kingdom, Mexico, Singapore, Hong Kong,
Taiwan, India, Quebec, what machines read in passports, health in the United States, social security, homes and meters in Spain:
their shape alone is enough."""
_AS_PHONE = late(r"(?:\+|00)[1-9][\d ()/.-]{6,}\d|\(?0\d{1,3}\)?[ /-]{1,3}\d{6,8}|0[1-79](?:[ .-]\d\d){4}")
"""How a telephone is written and no number that a state gave: the area code first, then the rest in one piece or in pairs."""
_LONG = late(r"\d(?:[ ./|-]{0,3}\d){7,24}[A-Za-z]?")
_MOST = 1_000
"""Checks of digits in one text. With more numbers than that every one is taken for a person's."""


@lru_cache(maxsize=1)
def _modules() -> dict[str, Any]:
    return {name: import_module(f"stdnum.{name}") for name, _ in BY_SHAPE}


def is_valid(name: str, number: str) -> bool:
    """Whether a number is what python-stdnum's module of this name checks; it is imported by who has a number to check."""
    return bool(import_module(f"stdnum.{name}").is_valid(number))


def kind_of(number: re.Match[str]) -> str:
    """What somebody is told that a number is, where its check digits, or words elsewhere in the text, speak for a person's: its
    shape says more."""
    begin, end = number.span()
    begin -= number.string[begin - 1 : begin] == "+"
    return "phone" if _AS_PHONE.fullmatch(number.string, begin, end) else "national-id"


def certain_ids(text: str) -> Iterator[Span]:
    """Numbers of persons by their shape alone, of which some have few digits. ``text``: with one kind of blank and dash."""
    for shape in CERTAIN:
        yield from ((*match.span(1), "national-id") for match in shape.finditer(text))


def national_ids(text: str, is_reference: Callable[[str, int], bool]) -> Iterator[Span]:
    """Numbers of persons. ``text``: with one kind of blank and dash; ``is_reference``: text, where -> whether the words there
    name an order, an invoice or another thing that is no person."""
    checks = 0
    for begin in _BEGINS.finditer(text):
        at = begin.start()
        if _ANY.match(text, at) is None:
            continue
        for name, shape in SHAPES:
            match = shape.match(text, at)
            if match is None or _ENDED.match(text, match.end()) is None:
                continue
            checks += 1
            if checks > _MOST:
                yield from ((*one.span(), "national-id") for one in _LONG.finditer(text))
                return
            if _is_valid(name, match.group()) and not is_reference(text, match.start()):
                yield *match.span(), kind_of(match)


@lru_cache(maxsize=8192)
def _is_valid(name: str, number: str) -> bool:
    digits = re.sub(r"\D", "", number)
    return len(set(digits)) > 2 and bool(_modules()[name].is_valid(re.sub(r"[ ./|]+|-{2,}", "", number)))
