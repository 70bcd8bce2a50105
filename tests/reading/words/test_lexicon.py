"""The catalog's phrases are one file, the same bytes wherever it is made."""

import os
import subprocess
import sys

from bot.knowledge.catalog import load_catalog
from bot.reading.words.lexicon import made
from bot.text.flat import digest_of

MAKE = """
from bot.knowledge.catalog import load_catalog
from bot.reading.words.lexicon import made
from bot.text.flat import digest_of
print(digest_of(made(load_catalog())))
"""


def test_the_catalogs_file_is_the_same_in_whatever_order_a_set_is_gone_through() -> None:
    here = digest_of(made(load_catalog()))
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    run = [sys.executable, "-c", MAKE]
    there = subprocess.run(run, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True)
    assert there.stdout.strip() == here
