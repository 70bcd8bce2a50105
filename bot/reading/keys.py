"""How keys of vendors begin and look: formats, no words of a language."""

from __future__ import annotations

import re

BEGINS = r"(?:sk-|pk_|rk_|sk_|AKIA|ASIA|AIza|gh[pousr]_|github_pat_|glpat-|hf_|xox[abeprs]-|npm_|pypi-|SG\.)"
"""By these a key is known that stands in pieces."""
PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----.*?(?:-----END [A-Z ]*PRIVATE KEY( BLOCK)?-----|\Z)", re.S)
KEY = re.compile(
    r"\b(?:sk|pk|rk)[-_](?:live|test|proj|ant|or|svcacct)?[-_A-Za-z0-9]{16,}|\bAKIA[0-9A-Z]{12,}|\bASIA[0-9A-Z]{12,}|"
    r"\bAIza[\w-]{30,}"
    r"|\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}|\bhf_[A-Za-z0-9]{20,}|"
    r"\bxox[abeprs]-[\w-]{8,}|\bxapp-[\w-]{8,}"
    r"|\bnpm_[A-Za-z0-9]{20,}|\bpypi-[\w-]{20,}|\bSG\.[\w-]{16,}\.[\w-]{16,}|\bdop_v1_[0-9a-f]{20,}|"
    r"\bshpat_[0-9a-f]{20,}|\bya29\.[\w-]{20,}"
)
TOKEN = re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?|(?<=[Bb]earer )[\w.~+/-]{12,}=*")
