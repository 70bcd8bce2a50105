"""A page whose words are made by scripts, read by a real browser that reaches nothing but what our own fetcher gives it."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from importlib.machinery import ModuleSpec

import pytest

from bot.policy.vendors.facts import PagePart
from bot.policy.vendors.watching import Look
from bot.vendors.browser import browser_of
from bot.vendors.errors import UnreadError
from tests.vendors.web import HERE, Page, Web, serving

SCRIPT = """
const words = 'We keep what you type for thirty days. ';
document.querySelector('main').innerHTML = '<h1>Terms</h1><p>' + words.repeat(20) + '</p>';
const say = (text) => { document.querySelector('main').innerHTML += '<p>' + text + '</p>'; };
fetch('http://10.0.0.7/inside').then(() => say('inside')).catch(() => say('kept out'));
fetch('/data').then((found) => found.text()).then(say);
"""


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as found:
        found.pages |= {
            "/terms": Page(b"<html><body><main>Loading</main><script src=/words.js></script></body></html>"),
            "/words.js": Page(SCRIPT.encode(), headers={"content-type": "text/javascript"}),
            "/data": Page(b"and what a script asks for", headers={"content-type": "text/plain"}),
        }
        yield found


@pytest.mark.needs("chromium")
def test_words_of_scripts_are_read_and_nothing_inside_a_network_is_reached(web: Web) -> None:
    fetcher = web.fetcher()
    text = browser_of(fetcher)(PagePart(web.url("/terms"), browser=True))
    fetcher.close()
    assert text.startswith("# Terms\n\nWe keep what you type for thirty days.")
    assert "kept out" in text and "inside" not in text.split()
    assert "and what a script asks for" in text
    assert web.paths[:2] == ["/robots.txt", "/terms"]
    assert {headers["user-agent"] for _, headers in web.asked} == {"may-i/0 (tests)"}, "the browser itself asks nobody"
    assert len([host for host, _ in web.paced if host == HERE]) == 2, "what stands beside a page is not paced"


@pytest.mark.needs("chromium")
def test_what_robots_txt_keeps_us_from_is_not_asked_for_by_a_page_either(web: Web) -> None:
    web.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /data", headers={"content-type": "text/plain"})
    fetcher = web.fetcher()
    text = browser_of(fetcher)(PagePart(web.url("/terms"), browser=True))
    fetcher.close()
    assert text.startswith("# Terms") and "what a script asks for" not in text
    assert "/words.js" in web.paths and "/data" not in web.paths


def test_without_a_browser_the_page_is_broken_and_says_what_to_install(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> ModuleSpec | None:
        assert name == "playwright"
        return None

    monkeypatch.setattr("bot.vendors.browser.find_spec", missing)
    assert importlib.util.find_spec("playwright"), "it is there; the page is told that it is not"
    fetcher = web.fetcher()
    with pytest.raises(UnreadError, match="extra `browser`") as caught:
        browser_of(fetcher)(PagePart(web.url("/terms"), browser=True))
    fetcher.close()
    assert (caught.value.look, web.asked) == (Look.BROKEN, [])
