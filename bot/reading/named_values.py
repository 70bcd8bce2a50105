"""Text goes in; values that only the words around them give away come out as placeholders: record numbers, ids with a wrong check
digit, PINs, names after a title, keys in pieces.

The words are here and not in the catalog: the door must work before anything is loaded.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Callable

from bot.reading.given_names import rest_of_name

_SAID = r"(?:\s*(?:[:=#]|->|→|n[°º]|№)\s*|\s+(?:is|was|lautet|ist|war|est|era|es|was)\s*:?\s+|\s+)"
_NUMBER = (
    r"(?:[ -]?(?:numbers?|no|nr|num|id|ids|code|nummers?|nummern?|kennung|numéros?|numeros?|números?|identifiant|"
    r"matricule)\b\.?|[ -]?n[°º])"
)
_VALUE = r"(?P<value>(?=[^\s,;]*\d[^\s,;]*\d)[A-Za-z0-9][A-Za-z0-9./-]{2,23}[A-Za-z0-9])"
_WHOSE = (
    r"(?:patients?|patiënten?|patienten|pati[eë]nt|cases?|casus|casos?|chart|hospital|claims?|payroll|clients?|cli[eë]nt(?:en)?|customers?|klant(?:en)?|kunden|kundin|"
    r"staff|employees?|"
    r"personnel|personeels?|medewerkers?|werknemers?|mitarbeiter(?:in)?|personal|students?|studenten|leerling(?:en)?|mandanten?|klienten?|"
    r"matrikel|schüler|pupils?|"
    r"medical record|mrn|dossiers?|zaak|fall|akten(?:zeichen)?|fallakte|versicherten|verzekerden?|polis|étudiants?|"
    r"élèves?|salariés?|"
    r"employés?|matricule|sécu|pacientes?|clientes?|empleados?|alumnos?|estudiantes?|expedientes?|historia clínica|member|leden|"
    r"lid|mitglieds?)"
)
_OF = r"(?:de la |de l['’]|del |de |d['’]|van (?:de |het )|of (?:the |a )?|der |des )?"
_WHOM = (
    r"(?:patients?|pati[eë]nt|patienten|clients?|cli[eë]nt|klant|medewerker|leerling|zaak|dossier|élève|étudiante?|employée?|salariée?|"
    r"affaire|cas|paciente|cliente|empleado|empleada|alumno|alumna|estudiante|"
    r"expediente|caso|historia(?: clínica)?|case|student|employee)"
)
"""Whose number it is, where the word for number stands first; some of these words are too common to stand alone."""
_COURT = re.compile(
    r"(?<![\w-])(?P<name>aktenzeichen|geschäftszeichen|az\.|gz\.|rolnummer|zaaknummer)(?P<said>"
    + _SAID
    + r")(?P<quote>[\"'“„«]?)"
    r"(?P<value>\d{1,4} ?[A-Z][A-Za-z]{0,3} ?\d{1,6}/\d{2,4})(?![\w-])",
    re.I,
)
"""A court's own kind of number has blanks in it."""
_RECORD = re.compile(
    rf"(?<![\w-])(?P<name>(?:(?:du|de|del|van|der|des) )?{_WHOSE}{_NUMBER}|{_NUMBER}? ?(?:de |du |d['’]|"
    rf"del )?(?:patient|client|dossier|"
    rf"étudiant|salarié|paciente|cliente|expediente|empleado|alumno)|"
    rf"{_NUMBER} ?{_OF}{_WHOM}|pati[eë]nt|mrn|nhc|ipp|aktenzeichen|az\.|"
    rf"pers\.-?nr\.?|matrícula|historia clínica|matricule)(?P<said>{_SAID})(?P<quote>[\"'“„«]?)"
    rf"{_VALUE}(?![\w-])",
    re.I,
)
NATIONAL = (
    r"(?:bsn|burgerservicenummer|sofinummer|rijksregisternummer|insz|niss|ssn|social security|national insurance|nino|"
    r"ni(?= (?:number|no)\b)|nhs|"
    r"national id(?:entity)?|id card|passport|paspoort|reisepass|personalausweis|identiteitskaart|rijbewijs|"
    r"driving licen[cs]e|"
    r"steuer-?id|steueridentifikations|sozialversicherungs|rentenversicherungs|ahv|svnr|carte d['’]identité|passeport|"
    r"sécurité sociale|insee|nir|dni|nie|nif|pasaporte|seguridad social|codice fiscale|pesel|cpr|personnummer|oib|"
    r"emso|cnp|egn|amka|"
    r"taj|pps|matricule national|tax id|utr)"
)
"""How numbers are called that a state gave to a person."""
_NAMED = (
    (
        "national-id",
        NATIONAL,
        r"(?P<value>(?=(?:[^\s,;]*\d){5})[A-Za-z0-9][A-Za-z0-9./-]{4,20}[A-Za-z0-9]|"
        r"[A-Za-z]{2}(?: ?\d{2}){3} ?[A-Za-z]|\d[\d .-]{6,18}\d)",
    ),
    (
        "iban",
        r"(?:iban|rekening|bankrekening|account|konto|kontonummer|compte|cuenta)",
        # groups with a digit in each, but for the bank's letters: the words behind a number are none of it
        r"(?P<value>[A-Za-z]{2}\d{2}(?: ?[A-Za-z]{4}(?= ?\d))?(?: ?(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{2,4}){2,8})",
    ),
    (
        "card",
        r"(?:credit ?card|debit ?card|card|creditcard|kreditkarten?|kaart|carte(?: bancaire| bleue| de crédit)?|"
        r"tarjeta(?: de crédito)?|visa|"
        r"mastercard|amex)",
        r"(?P<value>\d(?:[ -]?\d){12,18})",
    ),
)
_BY_NAME = tuple(
    (kind, re.compile(rf"(?<![\w-]){name}{_NUMBER}?(?P<said>{_SAID})(?P<quote>[\"'“„«]?){value}(?![\w-])", re.I))
    for kind, name, value in _NAMED
)
_PIN = re.compile(
    r"(?<![\w-])(?P<name>pin(?:[ -]?code|[ -]?nummer)?|geheimzahl|code (?:pin|secret)|código (?:pin|secreto)|"
    r"pincode|cvv|cvc|(?:pass|access|door|alarm)[ -]?code|(?:toegangs|deur|alarm)code|(?:zugangs|tür|alarm)code|code d['’]accès|"
    r"código de acceso)"
    rf"(?P<said>{_SAID})(?P<quote>[\"'“„«]?)(?P<value>\d{{3,8}})(?![\w.,-]*\d)",
    re.I,
)
_TITLE = re.compile(
    r"(?<![\w-])(?P<title>(?:(?:Prof|Dr|Mr|Mrs|Ms|Ir|Ing)\.\s+){0,2}"
    r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Dhr|Mevr|Mw|Fr|Hr|Sr|Sra|Dra|Mme|Mlle)\.|(?:Mr|Mrs|Miss|Dr|"
    r"Meneer|meneer|Mevrouw|"
    r"mevrouw|mijnheer|Herrn?|Frau|Monsieur|monsieur|Madame|madame|Mme|Señora?|señora?|Doña|doña))\s+"
    r"(?P<value>(?!(?:Prof|Dr|Mr|Mrs|Ms|Ir|Ing)\b)(?:[A-ZÀ-ÞČĆĐĞİŁŃŘŚŞŠŤŽŹŻĽŐŰĂȘȚ]\.\s*){0,3}(?:(?i:van|von|de|del|der|den|di|la|le|ter|ten|"
    r"du)\s+){0,3}[A-ZÀ-ÞČĆĐĞİŁŃŘŚŞŠŤŽŹŻĽŐŰĂȘȚ](?:['’][A-ZÀ-ÞČĆĐĞİŁŃŘŚŞŠŤŽŹŻĽŐŰĂȘȚ])?(?:[a-zà-ÿā-ſ]+(?:[-'’][A-ZÀ-ÞČĆĐĞİŁŃŘŚŞŠŤŽŹŻĽŐŰĂȘȚ][a-zà-ÿā-ſ]+)?(?!\w)|\.))"
)
"""Initials and one name; ``given_names`` tells where a second goes with it. "Ms" without a dot is as often Microsoft."""
_NAME_FIELD = re.compile(
    r"(?<![\w-])(?P<title>(?:(?:full|last|first|patient|client|customer|employee|student) name|name of the (?:patient|"
    r"client|customer|employee)|"
    r"(?:voor|achter)?naam(?: van de (?:patiënt|cliënt|klant))?|(?:Vor|Nach)name|Name des (?:Patienten|Kunden)|"
    r"nom(?: de famille)?|prénom|"
    r"nombre(?: del? (?:paciente|cliente))?|apellidos?|my name|mijn naam|mein Name|mon nom|mi nombre)(?:\s*:\s*|"
    r"\s+(?:is|ist|est|es)\s+))"
    r"(?P<value>[A-ZÀ-ÞČĆĐĞİŁŃŘŚŞŠŤŽŹŻĽŐŰĂȘȚ](?:['’][A-ZÀ-ÞČĆĐĞİŁŃŘŚŞŠŤŽŹŻĽŐŰĂȘȚ])?[a-zà-ÿā-ſ]+(?:[-'’][A-ZÀ-ÞČĆĐĞİŁŃŘŚŞŠŤŽŹŻĽŐŰĂȘȚ][a-zà-ÿā-ſ]+)?(?:\s+(?:(?:van|von|de|del|der|den|la|le|ter|ten|"
    r"du)\s+){0,3}[A-ZÀ-ÞČĆĐĞİŁŃŘŚŞŠŤŽŹŻĽŐŰĂȘȚ](?:['’][A-ZÀ-ÞČĆĐĞİŁŃŘŚŞŠŤŽŹŻĽŐŰĂȘȚ])?[a-zà-ÿā-ſ]+"
    r"(?:[-'’][A-ZÀ-ÞČĆĐĞİŁŃŘŚŞŠŤŽŹŻĽŐŰĂȘȚ][a-zà-ÿā-ſ]+)?(?!\w)))"
)
_KEY_WORD = (
    r"(?:api[ _-]?keys?|access[ _-]?keys?|secret(?:[ _-]?(?:access[ _-]?)?key)?|private[ _-]?key|client[ _-]?secret|"
    r"keys?|tokens?|"
    r"credentials?|sleutels?|toegangssleutel|schlüssel|zugangsschlüssel|clés?(?: d['’]api| secrète)?|jetons?|"
    r"claves?(?: de api)?|llaves?)"
)
SHORTEST_KEY = 16
_PIECE = r"[A-Za-z0-9_+/-]{3,64}"
_IN_CONTEXT = re.compile(
    rf"(?<![\w-])(?P<name>{_KEY_WORD})(?P<said>\s*[:=]\s*|\s+(?:is|was|lautet|ist|est|es)\s*:?\s+|\s+)(?P<quote>[\"'“„«`]?)"
    rf"(?P<value>{_PIECE}(?:(?:[\"']\s*\+\s*[\"']|[ \n]){_PIECE}){{0,11}})={{0,2}}",
    re.I,
)
_WITH_PREFIX = re.compile(
    rf"(?<![\w-])(?P<value>(?:sk-|pk_|rk_|sk_|AKIA|ASIA|AIza|gh[pousr]_|github_pat_|glpat-|hf_|xox[abeprs]-|npm_|"
    rf"pypi-|SG\.){_PIECE}?"
    rf"(?:(?:[\"']\s*\+\s*[\"']|[ \n]){_PIECE}){{1,11}})"
)


def without_named(text: str) -> str:
    """Take out what the words name."""
    out = _PIN.sub(_value_as("password"), text)
    out = _WITH_PREFIX.sub(_split_key, out)
    out = _IN_CONTEXT.sub(_split_key, out)
    for kind, pattern in _BY_NAME:
        out = pattern.sub(_value_as(kind), out)
    for pattern in (_COURT, _RECORD):
        out = pattern.sub(_value_as("record-number"), out)
    out = _without_titled(out)
    return _NAME_FIELD.sub(_value_as("person"), out)


def _without_titled(text: str) -> str:
    """Names behind a title: one word and its particles, and behind a given name the name of the family."""
    out, at = [], 0
    for match in _TITLE.finditer(text):
        begin, end = match.span("value")
        if begin < at:
            continue
        last = rest_of_name(text, begin, end)
        tail = "." if last == end and text[begin:end].endswith(".") and end - begin > 2 else ""
        out += [text[at:begin], f"[person]{tail}"]
        at = last
    return "".join([*out, text[at:]])


def _value_as(kind: str) -> Callable[[re.Match[str]], str]:
    def taken(match: re.Match[str]) -> str:
        begin, end = match.start("value") - match.start(), match.end("value") - match.start()
        whole = match.group()
        return f"{whole[:begin]}[{kind}]{whole[end:]}"

    return taken


def _split_key(match: re.Match[str]) -> str:
    """The pieces that look random together are taken out; the words that follow them stay."""
    value, whole = match.group("value"), match.group()
    begin = match.start("value") - match.start()
    taken, end = "", 0
    for piece in re.finditer(_PIECE, value):
        if not _is_piece(piece.group()) and not (taken == "" and match.re is _WITH_PREFIX):
            break
        taken, end = taken + piece.group(), piece.end()
    is_known = match.re is _WITH_PREFIX and re.search(r"\d", taken) is not None
    if len(taken) < SHORTEST_KEY or not (is_known or is_random(taken)):
        return whole
    return f"{whole[:begin]}[key]{whole[begin + end :]}"


def _is_piece(piece: str) -> bool:
    """No ordinary word: it has a digit, or capitals within."""
    return bool(re.search(r"\d", piece) or re.search(r"[a-z][A-Z]|[A-Z]{3}|[A-Z][a-z]+[A-Z]", piece))


def is_random(value: str) -> bool:
    """Whether letters and digits are mixed as no word mixes them."""
    bare = value.rstrip("=")
    if not (re.search(r"\d", bare) and re.search(r"[A-Za-z]", bare)):
        return False
    counts = Counter(bare)
    entropy = -sum(n / len(bare) * math.log2(n / len(bare)) for n in counts.values())
    switches = sum(1 for one, other in itertools.pairwise(bare) if one.isdigit() != other.isdigit())
    mixed = bool(re.search(r"[a-z][A-Z]", bare) and re.search(r"[A-Z][a-z]", bare)) and entropy > 3.4
    return entropy > 2.9 and (switches >= 3 or mixed)
