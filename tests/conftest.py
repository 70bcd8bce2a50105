"""What all tests share: which real servers are there, and that a missing one fails where ``MAYI_REQUIRE`` demands it."""

from __future__ import annotations

import gc
import os
import shutil
import urllib.request
import warnings
from pathlib import Path

import pytest
from xdist.remote import Producer

from benchmarks.garbage import look_seldom
from tests.spreading import Spreading

ROOT = Path(__file__).resolve().parents[1]

os.environ["MAYI_WATCH"] = "no"  # whatever a test starts: the pages that the sample watches are other people's
os.environ |= {"MAYI_CORRECT_STRICTER_SECONDS": "0", "MAYI_CORRECT_MILDER_SECONDS": "0"}  # nobody here waits an hour

HOW_TO_GET = {
    "postgres": "tests/servers/postgres.sh start, then set MAYI_TEST_POSTGRES to the address that it prints",
    "ollama": "make ollama, tests/servers/ollama.sh start, then set MAYI_TEST_OLLAMA_URL to the address that it prints",
    "chromium": "apt-get install chromium, or set MAYI_TEST_CHROMIUM to the program",
    "cc": "apt-get install gcc libc6-dev",
    "terms": "texts of vendors' terms, not ours to hand on: set MAYI_TEST_TERMS to the folder of dev-pairs and dev-timelines",
}


def chromium_program() -> str | None:
    """The path of a Chromium, or None."""
    return os.environ.get("MAYI_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def compiler() -> str | None:
    """The path of a C compiler, or None."""
    return shutil.which("cc") or shutil.which("gcc")


def ollama_url() -> str | None:
    """The address of an Ollama that answers, or None."""
    url = os.environ.get("MAYI_TEST_OLLAMA_URL", "")
    if not url.startswith("http"):
        return None
    try:
        with urllib.request.urlopen(f"{url}/api/version", timeout=5):  # noqa: S310 - checked above
            return url
    except OSError:
        return None


def terms_folder() -> Path | None:
    """Where real texts of terms are: the folder that is named, else one beside this checkout."""
    folder = Path(os.environ.get("MAYI_TEST_TERMS") or ROOT.parent / "shared" / "terms")
    return folder if (folder / "dev-timelines").is_dir() else None


FOUND = {
    "postgres": lambda: os.environ.get("MAYI_TEST_POSTGRES"),
    "ollama": ollama_url,
    "chromium": chromium_program,
    "cc": compiler,
    "terms": terms_folder,
}


def required() -> set[str]:
    """The servers that ``MAYI_REQUIRE`` demands: a list with commas, or ``all``."""
    words = {word.strip() for word in os.environ.get("MAYI_REQUIRE", "").split(",") if word.strip()}
    # the texts are others' property, so nobody can be asked to have them
    return set(FOUND) - {"terms"} if "all" in words else words


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a missing server, unless it is required: then the test stays and fails in ``pytest_runtest_setup``."""
    there = {name: bool(look()) for name, look in FOUND.items()}
    for item in items:
        for server in servers_of(item):
            if not there[server] and server not in required():
                item.add_marker(pytest.mark.skip(reason=f"{server} is not there: {HOW_TO_GET[server]}"))


def pytest_collection_finish() -> None:
    """What the modules of the tests hold is no garbage."""
    look_seldom()


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Spreading | None:
    """Tests that use the same thing run in one worker. Marks ``xdist_group`` would say so, but do nothing under pytest 9.2
    (https://github.com/pytest-dev/pytest-xdist/issues/1386)."""
    return Spreading(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A required server that is missing is a failure, never a skip."""
    for server in servers_of(item):
        if server in required() and not FOUND[server]():
            pytest.fail(f"MAYI_REQUIRE demands {server}, and it is not there: {HOW_TO_GET[server]}", pytrace=False)


def servers_of(item: pytest.Item) -> list[str]:
    """The names in the ``needs`` marks of one test."""
    return [name for mark in item.iter_markers("needs") for name in mark.args]


@pytest.fixture
def no_older_garbage() -> None:
    """What other tests left open is collected in silence, for a test in which each such warning is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """SQLAlchemy address of the test PostgreSQL, as its superuser."""
    return os.environ["MAYI_TEST_POSTGRES"]


@pytest.fixture(scope="session")
def ollama_address() -> str:
    """Address of the test Ollama; it has the models ``smollm2`` and ``all-minilm``."""
    return str(ollama_url())


@pytest.fixture(scope="session")
def real_terms() -> Path:
    """The folder of real texts of terms."""
    folder = terms_folder()
    assert folder is not None
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the Chromium program."""
    return str(chromium_program())
