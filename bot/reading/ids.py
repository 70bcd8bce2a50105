"""A run of digits and letters goes in; whether some state gave it to a person comes out: by its shape and its check digits."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module
from typing import Any

BY_SHAPE: tuple[tuple[str, str], ...] = (
    ("nl.bsn", r"\d{4}[. ]?\d{2}[. ]?\d{3}|\d{3}[. ]?\d{3}[. ]?\d{3}"),
    ("de.idnr", r"\d{2} ?\d{3} ?\d{3} ?\d{3}"),
    ("fr.nir", r"[12] ?\d{2} ?\d{2} ?\d[\dAB] ?\d{3} ?\d{3}(?: ?\d{2})?"),
    ("es.dni", r"\d{8}[ -]?[A-Za-z]|\d{2}\.\d{3}\.\d{3}[ -]?[A-Za-z]"),
    ("es.nie", r"[XYZxyz][ -]?\d{7}[ -]?[A-Za-z]"),
    ("be.nn", r"\d{2}[. ]?\d{2}[. ]?\d{2}[- ]?\d{3}[. ]?\d{2}"),
    ("gb.nhs", r"\d{3} ?-?\d{3} ?-?\d{4}"),
    ("gb.utr", r"\d{10}K?"),
    ("ch.ssn", r"756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}"),
    ("it.codicefiscale", r"[A-Za-z]{6}\d{2}[A-Za-z]\d{2}[A-Za-z]\d{3}[A-Za-z]"),
    ("pl.pesel", r"\d{11}"),
    ("at.vnr", r"\d{4} ?\d{6}"),
    ("bg.egn", r"\d{10}"),
    ("cz.rc", r"\d{6}/?\d{4}"),
    ("dk.cpr", r"\d{6}-?\d{4}"),
    ("ee.ik", r"\d{11}"),
    ("fi.hetu", r"\d{6}[-+A-FU-Ya-fu-y]\d{3}[0-9A-Ya-y]"),
    ("gr.amka", r"\d{11}"),
    ("hr.oib", r"\d{11}"),
    ("ie.pps", r"\d{7}[A-Wa-w][A-IWa-iw]?"),
    ("lt.asmens", r"\d{11}"),
    ("lv.pvn", r"\d{6}-?\d{5}"),
    ("pt.nif", r"\d{9}"),
    ("pt.cc", r"\d{8} ?\d ?[A-Za-z]{2}\d"),
    ("ro.cnp", r"\d{13}"),
    ("se.personnummer", r"(?:\d{2})?\d{6}[-+]?\d{4}"),
    ("si.emso", r"\d{13}"),
    ("sk.rc", r"\d{6}/?\d{4}"),
    ("us.itin", r"9\d{2}-\d{2}-\d{4}"),
)
"""python-stdnum's module and how its numbers are written. Luxembourg, Hungary, Malta, Cyprus: by the words that name them."""
SHAPES = tuple((name, re.compile(shape)) for name, shape in BY_SHAPE)
RUN = re.compile(r"(?<![\w.])(?=[A-Za-z0-9]*[\d])[A-Za-z]{0,2}\d[\d A-Za-z./+-]{5,19}[0-9A-Za-z](?!\w)")
CERTAIN = (
    re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])"),
    re.compile(r"\b[ABCEGHJ-PRSTW-Zabceghj-prstw-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-Da-d]\b"),
    re.compile(r"\b[A-Za-z]{6}\d{2}[A-Za-z]\d{2}[A-Za-z]\d{3}[A-Za-z]\b"),
)
"""United States, United Kingdom, Italy: their shape alone is enough."""


@lru_cache(maxsize=1)
def _modules() -> dict[str, Any]:
    return {name: import_module(f"stdnum.{name}") for name, _ in BY_SHAPE}


def without_ids(text: str, is_reference: Any) -> str:
    """Every national number becomes ``[national-id]``. ``is_reference``: text, where -> whether the words there name an order,
    an invoice or another thing that is no person."""
    out = text
    for shape in CERTAIN:
        out = shape.sub("[national-id]", out)

    def taken(match: re.Match[str]) -> str:
        return match.group() if is_reference(match.string, match.start()) else taken_out(match.group())

    return RUN.sub(taken, out)


@lru_cache(maxsize=4096)
def taken_out(run: str) -> str:
    """A run with the first part taken out that has the shape and the check digit of a national number."""
    modules = _modules()
    for name, shape in SHAPES:
        for part in shape.finditer(run):
            whole = not (run[: part.start()][-1:].isalnum() or run[part.end() :][:1].isalnum())
            if whole and len(set(re.sub(r"\D", "", part.group()))) > 2 and modules[name].is_valid(part.group()):
                return f"{run[: part.start()]}[national-id]{run[part.end() :]}"
    return run
