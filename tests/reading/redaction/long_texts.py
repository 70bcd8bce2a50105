"""Shapes of messages that made a pattern slow once or might: each as long as a message may be."""

from __future__ import annotations

import random
import string

from bot.reading.door import LONGEST

_SEED = random.Random(40)
_RANDOM = "".join(_SEED.choices(string.ascii_letters + string.digits, k=LONGEST))
_NUMBERS = " ".join(str(_SEED.randrange(10**8, 10**11)) for _ in range(LONGEST // 9))
_WORDS = {
    "one letter": "a",
    "letters with blanks": "a ",
    "one digit": "1",
    "digits with blanks": "1 2 ",
    "digits with dashes": "1-22-",
    "blanks": " ",
    "lines": "\n",
    "words for a password": "password ",
    "a password that is told": "the password of the server is ",
    "names with an equals sign": "db.password=",
    "keys in JSON": '{"api_key": ',
    "elements": "<password ",
    "quotes": "'\"",
    "addresses": "https://a.b/",
    "a long address": "/a1B",
    "signs of mail": "a.b@",
    "a password described in words": "password is a capital b, then two nines, then hash, ",
    "words with commas": "wallet, dice, when, lizard, ",
    "letters of hexadecimal numbers": "1A2B",
    "numbers with strokes": "12/345/",
    "dots": "a.",
    "codes of countries": "NL91 ",
    "titles": "Mrs. Anna de ",
    "emoji": "\U0001f600",
    "emoji that Slack writes out": ":joy:",
    "signs that grow": "\ufdfa",
    "letters with accents apart": "e\u0301",
    "signs that nobody sees": "a\u200b",
    "letters that look alike": "p\u0430",
    "Slack's marks": "<@U1|",
    "entities": "&amp;",
    "stars": "*a ",
    "beginnings of keys": "-----BEGIN RSA PRIVATE KEY-----\n",
    "beginnings of a vendor's keys": "sk-",
    "cards": "4111 1111 1111 1111 ",
    "words in small letters": "abandon ",
    "digits in words": "one two ",
    "capitals": "Anna Berg ",
    "brackets": "[",
    "lines of base64": "QUJD" * 16 + "\n",
    "names of codes": "iban . code ",
    "names of keys and codes": "api_key= code ",
    "words for a password in a row": "pw:",
    "words for signing in in a row": "login'",
    "words for a code in a row": "pin-",
    "words with a number in a row": "pass12 ",
    "words for a number in a row": "pass'",
    "words for a key in a row": "qr:",
    "words for a record in a row": "rg:",
    "words that call a number so": "id ",
    "quotes behind a password": 'pw "',
    "addresses of cards, glued": "00:11:22",
    "signs in percent": "%41",
    "colons and signs that grow": ":\u00bd",
    "questions and answers": "? it's ",
    "two who talk": "\nBot: what is the code?\nMe: it's the code",
    "rows without a heading": "Anna;Kovac;12.3.1980;A-1234\n",
    "rows of which some are taken out": "Anna Kovacs;a@b.nl;x\nQuell Ard;Tor 7;y\n",
    "cookies": "a=b1c2d3e4f5; ",
    "words joined by signs": "Gull_ver!",
    "words for a password, glued": "codeword",
    "what lets somebody in": "opens with Gull!ver26 ",
    "numbers in parts": "bsn a 12 b 34 ",
    "headings without rows": "naam;wachtwoord;nr\n\n",
    "columns parted by blanks": "Name   Nr   Ort\n",
    "days before the word born": "am 3. Mai 1980 in der Stadt geboren ",
    "letters that are spelt": "password capital T, small r, A wie Anton, hash, ",
}
LONG_TEXTS: dict[str, str] = {
    **{name: (words * (LONGEST // len(words) + 1))[:LONGEST] for name, words in _WORDS.items()},
    "random signs": _RANDOM,
    "random signs in words": " ".join(_RANDOM[at : at + 12] for at in range(0, LONGEST, 13)),
    "random numbers": _NUMBERS[:LONGEST],
}
"""Name -> text."""
