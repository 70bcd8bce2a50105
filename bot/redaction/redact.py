"""Text goes in, the same text with values of persons and secrets as typed placeholders comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot.redaction.numbers.beside_persons import beside_persons
from bot.redaction.numbers.birthdays import birthdays
from bot.redaction.numbers.called_phones import called_phones
from bot.redaction.numbers.checked import checked_numbers
from bot.redaction.numbers.long_rows import long_rows
from bot.redaction.numbers.named_codes import named_codes
from bot.redaction.numbers.named_numbers import named_numbers
from bot.redaction.numbers.phones import ways_to_reach
from bot.redaction.people.full_names import full_names
from bot.redaction.people.handles import handles, logins
from bot.redaction.people.mails import names_in_mails
from bot.redaction.people.persons import persons
from bot.redaction.people.places import places_and_dates
from bot.redaction.people.points import points
from bot.redaction.people.spelt_mail import spelt_mail
from bot.redaction.people.towns import towns
from bot.redaction.secrets.answers import answers
from bot.redaction.secrets.assigned import assigned
from bot.redaction.secrets.commands import commands
from bot.redaction.secrets.glued import glued
from bot.redaction.secrets.hinted import hinted
from bot.redaction.secrets.links import secret_links
from bot.redaction.secrets.made_up import made_up
from bot.redaction.secrets.openers import openers
from bot.redaction.secrets.pairs import pairs
from bot.redaction.secrets.passwords import passwords
from bot.redaction.secrets.phrases import phrases
from bot.redaction.secrets.random_strings import random_strings
from bot.redaction.secrets.recovery_words import recovery_words
from bot.redaction.secrets.seeds import seeds
from bot.redaction.secrets.sessions import sessions
from bot.redaction.secrets.sign_ins import sign_ins
from bot.redaction.secrets.spelled import described, spelled
from bot.redaction.secrets.told import told
from bot.redaction.secrets.vendors import vendor_keys
from bot.redaction.spans import Span, without
from bot.redaction.tables.columns import columns
from bot.redaction.turns import answered

FINDERS = (
    vendor_keys,
    secret_links,
    assigned,
    commands,
    told,
    sign_ins,
    hinted,
    pairs,
    phrases,
    seeds,
    recovery_words,
    answers,
    passwords,
    openers,
    spelled,
    described,
    named_numbers,
    named_codes,
    ways_to_reach,
    spelt_mail,
    called_phones,
    checked_numbers,
    random_strings,
    made_up,
    sessions,
    glued,
    places_and_dates,
    points,
    towns,
    birthdays,
    columns,
    names_in_mails,
    full_names,
    persons,
    handles,
    logins,
    beside_persons,
)
TOLD = (told, recovery_words, sign_ins, hinted, passwords, openers, answers, named_numbers, named_codes, called_phones, birthdays)
"""Those that know a value by the words before it: these may be another's."""
LAST = (long_rows,)
"""These know the least of what they find: they look at what nobody else knows."""
_ROUNDS = 4
"""What is taken out may show what stands beside it."""


def redact(text: str) -> str:
    """Replace every value that is a person's or a secret by ``[kind]``; placeholders that are there already stay."""
    left = _round(text, FINDERS)
    last = _round(left, LAST)
    return last if last == left else _round(last, FINDERS)


def _round(text: str, finders: Sequence[Callable[[str], Iterator[Span]]]) -> str:
    for _ in range(_ROUNDS):
        spans = [span for find in finders for span in find(text)]
        spans += answered(text, TOLD) if finders is FINDERS else ()
        if not spans or (left := without(text, spans)) == text:
            break
        text = left
    return text
