"""A raw message goes in, safe text comes out: normalised, Slack markup taken off, persons' and secret values as ``[kind]``.

Pure and without state: what leaves here is all that is ever queued, stored, logged or shown. Where a value might be a
secret it is redacted: too much is a nuisance, too little cannot be undone.
"""

from __future__ import annotations

import html
import re
import unicodedata

from bot.policy.talks.talk import SafeText
from bot.redaction.redact import redact
from bot.redaction.spans import PLACEHOLDER
from bot.text.patterns import listed
from bot.text.storable import storable

LONGEST = 40_000
"""Characters that are read; Slack's own limit for one message."""
EDGE = 2_000
"""Characters more that are looked at and not kept: a value that stands where a long text is cut is known by its whole."""
_LOOKED_AT = LONGEST + EDGE
_ROUNDS = 4
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһӏќмтнвгкпАВЕКМНОРСТУХІЈЅԌԚԜαεοριυκντχγηωβΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhlkmthbrknABEKMHOPCTYXIJSGQWaeopiukvtxynwbABEZHIKMNOPTYX",
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_ALIEN = re.compile(r"[\u0370-\u052f]")
_SLACK_PERSON = re.compile(r"<[@!](?:[A-Za-z]+\^?)?[A-Z0-9a-z^]{0,40}(?:\|[^<>\n]{0,200})?>")
_SLACK_CHANNEL = re.compile(r"<#[A-Z0-9]+(?:\|([^<>\n]{0,300}))?>")
_SLACK_LINK = re.compile(r"<((?:https?|mailto|tel|slack)[^<>|\s]{0,3000})(?:\|([^<>\n]{0,300}))?>")
_URL = re.compile(
    r"\bhttps?://(?:[^\s/@]+@)?([^\s/?#<>\"')\]]+)((?:(?!https?://)[^\s?#<>\"')\]])*)(?:[?#](?:\[[a-z-]+\]|[^\s<>\"')\]])*)?"
)
_MOOD = re.compile(rf"(?<![\w:])(?::{listed('emoji')}:)+(?!\w)")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])|(?<!\w)~(?=\S)([^~\n]+?)(?<=\S)~(?!\w)")


def make_safe(text: str) -> SafeText:
    """Make a message safe to read and keep. Idempotent: safe text goes through unchanged."""
    safe, is_cut = storable(text[:_LOOKED_AT]).strip(), len(text) > _LOOKED_AT
    settled = ""
    for _ in range(_ROUNDS):
        before = safe
        # Values go before anything is made plain, which may hide them, and after each step, which may show them.
        for form in (_without_slack, _normal, _without_markup):
            safe = form(safe)
            is_cut = is_cut or len(safe) > _LOOKED_AT
            if safe != settled:
                safe = settled = redact(safe[:_LOOKED_AT])
        safe, is_cut = (safe[:-EDGE] if is_cut else safe)[:LONGEST].strip(), False
        if safe == before:
            break
    kinds = dict.fromkeys(match.group()[1:-1] for match in PLACEHOLDER.finditer(safe))
    return SafeText(text=safe, kinds=tuple(kinds))


def _normal(text: str) -> str:
    """NFKC, without invisible characters, look-alike letters made Latin inside words that are Latin otherwise."""
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).replace("\r\n", "\n").replace("\r", "\n")
    plain = _INVISIBLE.sub("", plain)[: _LOOKED_AT + 1]  # one sign may become eighteen
    if _ALIEN.search(plain):
        plain = _WORD.sub(lambda match: _latin(match.group()), plain)
    return plain


def _latin(word: str) -> str:
    return word.translate(_LOOKALIKES) if _LATIN.search(word) and _ALIEN.search(word) else word


def _without_slack(text: str) -> str:
    """Slack's own marks for people, channels and links are read as they are shown, with all that an address says."""
    if "<" not in text:
        return text
    plain = _SLACK_CHANNEL.sub(lambda match: f"#{match.group(1) or 'channel'}", _SLACK_PERSON.sub("", text))
    return _SLACK_LINK.sub(_link, plain)


def _without_markup(text: str) -> str:
    plain = text
    if "&" in plain:
        plain = html.unescape(plain)
    if ":" in plain:
        plain = _MOOD.sub(" ", plain)
    plain = _URL.sub(lambda match: match.group(1) + match.group(2), plain)
    return _EMPHASIS.sub(lambda match: match.group(1) or match.group(2), plain)


def _link(match: re.Match[str]) -> str:
    target, label = match.group(1), match.group(2)
    if target.startswith(("mailto:", "tel:")):
        return label or target.split(":", 1)[1]
    return f"{label} ({target})" if label and label not in target else target
