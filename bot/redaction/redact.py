"""Text goes in, the same text with values of persons and secrets as typed placeholders comes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.redaction import (
    address,
    birthday,
    card,
    configuration,
    door_code,
    email_address,
    full_name,
    iban,
    ip_address,
    national_id,
    passphrase,
    password,
    person_name,
    phone,
    random_key,
    record_number,
    secret_link,
    secret_list,
    sign_in,
    spoken_password,
    table,
    username,
    vendor_token,
)
from bot.redaction.finder import Find
from bot.redaction.spans import Span, replace_spans
from bot.redaction.vocabulary import is_common
from bot.text.patterns import late, listed

FINDERS: list[Find] = [
    *vendor_token.FINDERS,
    *secret_link.FINDERS,
    *configuration.FINDERS,
    *password.FINDERS,
    *sign_in.FINDERS,
    *passphrase.FINDERS,
    *spoken_password.FINDERS,
    *door_code.FINDERS,
    *random_key.FINDERS,
    *secret_list.FINDERS,
    *email_address.FINDERS,
    *ip_address.FINDERS,
    *phone.FINDERS,
    *iban.FINDERS,
    *card.FINDERS,
    *national_id.FINDERS,
    *record_number.FINDERS,
    *birthday.FINDERS,
    *address.FINDERS,
    *table.FINDERS,
    *full_name.FINDERS,
    *person_name.FINDERS,
    *username.FINDERS,
]
CALLED: list[Find] = [
    finder
    for kind in (password, sign_in, passphrase, door_code, phone, iban, card, national_id, record_number, birthday)
    for finder in kind.CALLED
]
"""Those that know a value by the words before it: these may be another's."""
LAST_FINDERS: list[Find] = [*record_number.LAST_FINDERS]
_TIME_OF_DAY = r"(?:\[?\d{1,2}[:.]\d\d(?:[:.]\d\d)?\]?[ ,–-]{0,3})?"
_SPEAKER_NAME = r"[^\W\d_][^\n:?!]{0,30}"
_NEXT_TURN = late(
    rf"[?.!…]?[\"”»)]?[ \t]{{0,3}}\n{{1,2}}[ \t>*–-]{{0,4}}{_TIME_OF_DAY}{_SPEAKER_NAME}:[ \t]{{1,3}}(?:"
    rf"(?i:{listed('answer_begins')}),?[ ])?|\?[\"”»)]?\s{{1,3}}[–-]?[ ]?(?:(?i:{listed('answer_begins')}),?[ ])?"
    rf"(?i:{listed('answer_is_it')})[ ]"
)
_END_OF_ANSWER = late(r"\n|(?<=[^\W\d_]{4})[.!?]\s")
_LONGEST_ANSWER = 200  # signs of an answer that are looked at
_ROUNDS = 4  # what is taken out may show what stands beside it


def redact(text: str) -> str:
    """Replace every value that is a person's or a secret by ``[kind]``; placeholders that are there already stay."""
    left = _round(text, FINDERS)
    last = _round(left, LAST_FINDERS)
    return last if last == left else _round(last, FINDERS)


def _round(text: str, finders: Sequence[Find]) -> str:
    for _ in range(_ROUNDS):
        spans: list[Span] = []
        for find in finders:
            spans += find(text)
        spans += values_in_answers(text, CALLED) if finders is FINDERS else ()
        if not spans or (left := replace_spans(text, spans)) == text:
            break
        text = left
    return text


def values_in_answers(text: str, finders: Sequence[Find]) -> Iterator[Span]:
    """What the finders see in the answers once nothing but a colon parts them from the questions."""
    parts, at, shown = [], 0, 0
    places: list[tuple[int, int, int]] = []
    for turn in _NEXT_TURN.finditer(text):
        parts += [text[at : turn.start()], ": "]
        shown += turn.start() - at + 2
        last = min(turn.end() + _LONGEST_ANSWER, len(text))
        stop = _END_OF_ANSWER.search(text, turn.end(), last)
        places.append((shown, turn.end(), stop.start() if stop else last))
        at = turn.end()
    if not places:
        return
    view = "".join([*parts, text[at:]])
    spans = sorted(span for find in finders for span in find(view))
    place = 0
    for begin, end, kind in spans:
        while place + 1 < len(places) and places[place + 1][0] <= begin:
            place += 1
        first, real, last = places[place]
        found, over = begin - first + real, end - first + real
        is_whole = over == last and found == real and text[found:over].islower()
        if first <= begin and over <= last and (is_whole or not is_common(text[found:over])):
            yield found, over, kind
