"""A notice as somebody has it goes in, pasted or as the file of a mail; its subject and its words come out, without the head."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_string
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from lxml import etree, html

from bot.vendors.page import markdown

_FILE = re.compile(r"\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:mime-version|content-type):", re.IGNORECASE)
_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_SUBJECT_LINE = r"^[ \t]*[*_]*(?:{subject})\s*:[*_]*[ \t]*(?P<subject>[^\n]*(?:\n[ \t]+\S[^\n]*)*)\n?"
_HEAD_LINE = r"^[ \t]*[*_]*(?:{head})\s?:[*_]*[ \t]*[^\n]*(?:\n[ \t]+\S[^\n]*)*\n?"


@dataclass(frozen=True, slots=True)
class Notice:
    """A vendor's words."""

    subject: str
    text: str


@cache
def words() -> dict[str, list[str]]:
    """How notices are written, as data."""
    found: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "notices.yaml").read_text(encoding="utf-8"))
    return found


def read_mail(text: str) -> Notice:
    """Subject, where it says one, and words."""
    plain = text.replace("\r\n", "\n").removeprefix("\ufeff").lstrip("\n")
    if _FILE.match(plain):
        plain = _opened(plain)
    plain = _QUOTED.sub("", plain)
    found = _line(_SUBJECT_LINE, "subject").search(plain)
    without = _line(_SUBJECT_LINE, "subject").sub("\n", plain)
    return Notice(_subject(found["subject"]) if found else "", _line(_HEAD_LINE, "head").sub("\n", without))


@cache
def _line(form: str, kind: str) -> re.Pattern[str]:
    return re.compile(form.format(**{kind: "|".join(map(re.escape, words()[kind]))}), re.IGNORECASE | re.MULTILINE)


def _subject(said: str) -> str:
    """The subject as people read it, without what mail programs put before it."""
    with suppress(HeaderParseError, LookupError, ValueError):  # else it stays as it is written
        said = str(make_header(decode_header(said)))
    said = " ".join(said.split()).strip("*_ ")
    return re.sub(rf"^(?:(?:{'|'.join(words()['answered'])})\s?:\s*)+", "", said, flags=re.IGNORECASE)


def _opened(text: str) -> str:
    """A mail as programs save it: its subject and its words, unpacked."""
    mail: Any = message_from_string(text, policy=default)
    body = mail.get_body(("plain", "html")) if isinstance(mail, EmailMessage) else None
    try:
        said = str(body.get_content()) if body is not None else text
    except (LookupError, ValueError, AssertionError):
        return text
    if body is not None and body.get_content_type() == "text/html":
        said = _shown(said)
    return f"Subject: {' '.join(str(mail['subject'] or '').split())}\n\n{said}"


def _shown(source: str) -> str:
    try:
        return markdown(html.document_fromstring(source))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return source
