"""What is typed into the console and kept holds nobody's data."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote_plus, urlencode

from bot.console.doors import Role
from tests.console.place import place_in

ADDRESS, NUMBER = "jan.jansen@example.org", "NL91 ABNA 0417 1643 00"


def test_what_is_searched_for_is_redacted_before_it_is_kept(tmp_path: Path) -> None:
    """Somebody looks whether an address was ever pasted, exports what is found and keeps the search."""
    query = urlencode({"words": f"{ADDRESS} {NUMBER}", "channel": "dm", "since": "2026-11-20", "version": "9f8e7d6c5b4a"})
    with place_in(tmp_path) as place, place.client(Role.ADMIN) as client:
        csrf = client.get("/console/knowledge").text.split('name="csrf" value="')[1].split('"')[0]
        assert client.get(f"/console/questions/export?{query}").status_code == 200
        client.post("/console/views", data={"name": f"about {ADDRESS}", "query": query, "csrf": csrf})
        (view,) = place.ledger.views(place.pseudonym(Role.ADMIN))
        deeds = {deed.deed: deed.about for deed in place.ledger.console_deeds()}
    assert set(deeds) == {"export", "view_kept"}
    kept = unquote_plus(" ".join([view.name, view.query, *deeds.values()]))
    assert "jansen" not in kept and "0417" not in kept and "[email]" in kept
    for rest in ("channel=dm", "since=2026-11-20", "version=9f8e7d6c5b4a"):
        assert rest in view.query and rest in deeds["export"]
