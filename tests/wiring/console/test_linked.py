"""A link in the policy's folder is not followed by whoever opens a proposal: it may lead in a circle, or to all of the disk."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.environment import shipped
from bot.knowledge.faults import KnowledgeError
from bot.owners.proposals import applied, copy_policy

PATCH = """--- /dev/null
+++ b/knowledge/guidance/new.md
@@ -0,0 +1 @@
+# New
"""
LINKS = {"two in a circle": {"a": "..", "b": ".."}, "to all of the disk": {"x": "/"}, "in a folder": {"guidance/a": "../.."}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped("knowledge"), tmp_path / "knowledge"))


@pytest.mark.parametrize("name", LINKS)
def test_a_proposal_over_a_folder_with_links_is_refused_and_copies_nothing(
    folder: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for link, to in LINKS[name].items():
        (folder / link).symlink_to(to)
    (patch := tmp_path / "one.patch").write_text(PATCH, encoding="utf-8")
    monkeypatch.setattr("shutil.copytree", lambda *_, **__: pytest.fail("the folder was copied"))
    with pytest.raises(KnowledgeError, match="is a link"):
        applied(folder, patch)


def test_a_hidden_link_is_no_part_of_the_policy_and_not_followed(folder: Path, tmp_path: Path) -> None:
    (folder / ".a").symlink_to("/")
    (patch := tmp_path / "one.patch").write_text(PATCH, encoding="utf-8")
    copy_policy(folder, tmp_path / "copy", lambda *_: ())
    assert (tmp_path / "copy" / ".a").is_symlink()
    assert applied(folder, patch).policy.offerings
