"""make_safe: what must never get through, what must stay, and that safe text stays as it is."""

from __future__ import annotations

import random
import string
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban, luhn

from bot.reading.door import EDGE, LONGEST, make_safe
from bot.redaction.spans import KINDS
from tests.laws import examples

REDACTED = [
    ("an e-mail address", "mail jan.jansen@example.org please", "jan.jansen", "email"),
    ("a Dutch mobile number", "call 06-12345678 now", "12345678", "phone"),
    ("an international number", "call +49 151 23456789 now", "23456789", "phone"),
    ("a French number", "tel 01 23 45 67 89", "23 45", "phone"),
    ("an IBAN in groups", "IBAN NL91 ABNA 0417 1643 00 please", "0417", "iban"),
    ("an IBAN in lower case", "iban nl91abna0417164300", "0417", "iban"),
    ("a card number", "card 4111 1111 1111 1111 ok", "4111", "card"),
    ("a Dutch BSN", "bsn 111222333", "111222333", "national-id"),
    ("a US social security number", "ssn 123-45-6789", "6789", "national-id"),
    ("a Spanish DNI", "dni 12345678Z", "12345678", "national-id"),
    ("a German tax number", "idnr 86095742719", "86095742719", "national-id"),
    ("an OpenAI key", "key sk-proj-abcdefghijklmnopqrstuvwxyz123456", "abcdefgh", "key"),
    ("an AWS key", "AKIAIOSFODNN7EXAMPLE", "AKIA", "key"),
    ("a GitHub token", "ghp_abcdefghijklmnopqrstuvwxyz0123456789", "ghp_", "key"),
    ("a JWT", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N", "eyJ", "token"),
    ("a password said in English", "my password is hunter2", "hunter2", "password"),
    ("a plain word as a password at the end", "my password is swordfish", "swordfish", "password"),
    ("a password said in Dutch", "wachtwoord: Zomer2024!", "Zomer2024", "password"),
    ("a password said in German", "Passwort lautet Sommer", "Sommer", "password"),
    ("a password said in French", "mot de passe : azerty", "azerty", "password"),
    ("a password said in Spanish", "contraseña: gato", "gato", "password"),
    ("a private key block", "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----", "MIIE", "key"),
    ("an address of a machine", "host 192.168.1.10 is down", "192.168", "ip"),
    ("a key behind zero-width characters", "sk-proj-abcdef\u200bghijklmnopqrstuvwxyz123456", "ghijkl", "key"),
    ("a key behind half an emoji", "sk-proj-abcdef\ud83dghijklmnopqrstuvwxyz123456", "ghijkl", "key"),
    ("digits in another form of Unicode", "card ４１１１１１１１１１１１１１１１", "1111", "card"),
]


@pytest.mark.parametrize(("name", "text", "secret", "kind"), REDACTED, ids=[case[0] for case in REDACTED])
def test_a_value_is_taken_out(name: str, text: str, secret: str, kind: str) -> None:
    safe = make_safe(text)
    assert secret not in safe.text
    assert f"[{kind}]" in safe.text
    assert kind in safe.kinds


KEPT = [
    "GPT-5 and Gemini 2.5 Pro in 2026-11-03, gpt-4o-2024-08-06, version 1.2.3.4",
    "the password is in the file, may I paste the admin password list?",
    "Can you reset my vpn token",
    "Invoice 2024-000123 total 12.500,00 on 03-11-2026",
    "Mag ik dit in ChatGPT zetten?",
    "¿Puedo usar la API de OpenAI con 3.000 facturas?",
]


@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_secret_stays(text: str) -> None:
    assert make_safe(text).text == text


CLEANED = [
    ("the bot's own mention", "<@U0BOT> may I?", "may I?"),
    ("a link keeps its words and host", "<https://chat.openai.com/x?token=abc|ChatGPT>", "ChatGPT (chat.openai.com/x)"),
    ("a channel mark", "ask in <#C123|ai-policy>", "ask in #ai-policy"),
    ("look-alike letters inside a Latin word", "cһatGPT раste", "chatGPT paste"),
    ("a Greek or Russian word stays", "слово and λόγος", "слово and λόγος"),
    ("half an emoji", "Chat\ud83dGPT \udc80", "ChatGPT"),
    ("what Unicode says is no character", "Chat\ufdd0GPT\U0001fffe", "ChatGPT"),
    ("bidi and tag characters", "Chat\u202eGPT\U000e0041", "ChatGPT"),
    ("entities of Slack", "R&amp;D &lt; 5", "R&D < 5"),
    ("moods that Slack writes out", "may I? :pray::skin-tone-2: :joy:", "may I?"),
    ("what may be meant stays", ":salaries: at 10:30:45, :+1:", ":salaries: at 10:30:45, :+1:"),
]


@pytest.mark.parametrize(("name", "text", "wanted"), CLEANED, ids=[case[0] for case in CLEANED])
def test_text_is_made_plain(name: str, text: str, wanted: str) -> None:
    assert make_safe(text).text == wanted


def test_very_long_text_is_cut_at_slacks_limit() -> None:
    assert len(make_safe("log line 1 ok " * 10_000).text) <= LONGEST


CUT = [
    ("a card number", "card 4111 1111 1111 1111", "4111"),
    ("an IBAN in groups", "IBAN NL91 ABNA 0417 1643 00", "ABNA"),
    ("a GitHub token", "ghp_abcdefghijklmnopqrstuvwxyz0123456789", "ghp_ab"),
    ("an e-mail address", "jan.jansen@example.org", "jansen"),
    ("an international number", "+49 151 23456789", "151 23"),
    ("a long token", "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIx" * 100 + ".dozjgNryP4J3jVmNHl0w5N", "zdWI"),
]


@pytest.mark.parametrize(("name", "secret", "kept"), CUT, ids=[case[0] for case in CUT])
@pytest.mark.parametrize("before", [LONGEST, LONGEST + EDGE])
def test_a_value_that_stands_where_a_long_text_is_cut_is_not_kept_in_part(name: str, secret: str, kept: str, before: int) -> None:
    for inside in (len(secret) - 2, len(secret) - 9):
        filler = "so be it, " * (before // 10)
        safe = make_safe(filler[: before - inside - 1] + " " + secret + " and so on" * 200).text
        assert kept not in safe
        assert len(safe) > LONGEST - EDGE - 100


@pytest.mark.parametrize("before", [LONGEST, LONGEST + EDGE])
def test_a_value_that_stands_where_a_text_is_cut_that_grew_is_not_kept_in_part(before: int) -> None:
    """One sign may become eighteen."""
    signs, more = divmod(before - 40, 19)
    assert "4111" not in make_safe("\ufdfa " * signs + "x" * (more + 26) + " ④①①① ①①①① ①①①① ①①①① and so on").text


def _card(seed: random.Random) -> str:
    body = "4" + "".join(seed.choices(string.digits, k=14))
    return body + luhn.calc_check_digit(body)


def _iban(seed: random.Random) -> str:
    account = "ABNA" + "".join(seed.choices(string.digits, k=10))
    return "NL" + iban.calc_check_digits("NL00" + account) + account


def _bsn(seed: random.Random) -> str:
    bsn = import_module("stdnum.nl.bsn")
    while True:
        number = str(seed.randrange(100_000_000, 999_999_999))
        if bsn.is_valid(number):
            return number


SECRETS = {
    "card": _card,
    "iban": _iban,
    "bsn": _bsn,
    "email": lambda seed: "".join(seed.choices(string.ascii_lowercase, k=8)) + "@example.org",
    "phone": lambda seed: "+316" + "".join(seed.choices(string.digits, k=8)),
    "key": lambda seed: "sk-" + "".join(seed.choices(string.ascii_letters + string.digits, k=32)),
    "github": lambda seed: "ghp_" + "".join(seed.choices(string.ascii_letters + string.digits, k=36)),
}
AROUND = [
    "may I put {} into ChatGPT?",
    "({})",
    "Klantgegevens: {}, en meer",
    "“{}”",
    "value={}",
    "- {}\n- other",
    "{}",
    "voir {} svp",
]


@examples(300)
@given(st.sampled_from(sorted(SECRETS)), st.sampled_from(AROUND), st.integers(0, 10**9))
def test_no_planted_secret_survives(kind: str, around: str, number: int) -> None:
    secret = SECRETS[kind](random.Random(number))
    assert secret not in make_safe(around.format(secret)).text


@examples(300)
@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(sorted(SECRETS)), max_size=4).map(
        lambda ks: " and ".join(SECRETS[k](random.Random(len(k))) for k in ks)
    )
)
def test_safe_text_stays_as_it_is(text: str) -> None:
    once = make_safe(text)
    again = make_safe(once.text)
    assert again.text == once.text
    assert set(once.kinds) <= set(KINDS)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Darf ich von Frau Schmidt Patientenakten in Claude hochladen?", "Patientenakten in Claude"),
        ("Herrn Müller Passwörter in Claude", "Passwörter in Claude"),
        ("für Frau Müller DeepSeek oder Claude", "DeepSeek oder Claude"),
        ("May I use Claude and Ms Copilot with public data?", "Ms Copilot"),
        ("Mr Smith Medical Records", "Medical Records"),
        ("May IBAN NL91ABNA0417164300 go into ChatGPT Free?", "go into ChatGPT Free"),
        ("rekening NL91 ABNA 0417 1643 01 mag in Claude", "mag in Claude"),
        ("account GB29 NWBK 6016 1331 9268 18 into Grok Free", "into Grok Free"),
    ],
)
def test_a_value_takes_no_word_along_that_is_ruled_on(said: str, kept: str) -> None:
    assert kept in make_safe(said).text
