"""The compose file: valid, no root, nothing lost with a container, healthy first, PostgreSQL and a model on request."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.yamls import read_yaml

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = ("-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found = read_yaml((ROOT / "docker-compose.yml").read_text())
    assert isinstance(found, dict)
    return found


def is_valid(file: Path) -> bool:
    return subprocess.run([sys.executable, *SCHEMA, str(file)], capture_output=True, check=False).returncode == 0


def test_it_keeps_to_the_schema_and_a_wrong_word_would_not(tmp_path: Path) -> None:
    assert is_valid(ROOT / "docker-compose.yml")
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text((ROOT / "docker-compose.yml").read_text().replace("restart:", "restrat:", 1))
    assert not is_valid(wrong)


def test_the_image_has_the_version_of_the_package(compose: dict[str, Any]) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert compose["services"]["bot"]["image"] == f"may-i:{version}"


def test_the_bot_is_no_root_in_a_container_that_cannot_be_changed(compose: dict[str, Any]) -> None:
    bot = compose["services"]["bot"]
    image = (ROOT / "Dockerfile").read_text()
    assert bot["user"].split(":")[0] == re.findall(r"^USER (\d+)", image, re.M)[-1] != "0"
    assert bot["read_only"] is True
    assert bot["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in bot["security_opt"]


def test_no_service_has_more_rights_or_takes_more_than_it_needs(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["read_only"] is True and service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["pids_limit"] and service["mem_limit"] and "/tmp" in [one.split(":")[0] for one in service["tmpfs"]], name  # noqa: S108
        assert not service.get("privileged") and (name == "postgres" or "cap_add" not in service), name


def test_what_must_last_stands_on_volumes(compose: dict[str, Any]) -> None:
    mounts = {
        name: [mount.split(":")[:2] for mount in service.get("volumes", [])] for name, service in compose["services"].items()
    }
    assert ["bot-data", "/data"] in mounts["bot"]
    assert ["ollama-models", "/models"] in mounts["ollama"]
    assert [name for name, _ in mounts["postgres"]] == ["postgres-data"]
    named = {name for service in mounts.values() for name, _ in service if not name.startswith(".")}
    assert named == set(compose["volumes"])


def test_all_that_the_bot_writes_is_on_its_volume(compose: dict[str, Any]) -> None:
    settings = compose["services"]["bot"]["environment"]
    assert settings["MAYI_DATABASE"] == "${MAYI_DATABASE:-sqlite:////data/mayi.db}"
    assert settings["MAYI_PROPOSALS"].startswith("/data/")
    assert "./knowledge:/knowledge:ro" in compose["services"]["bot"]["volumes"]
    assert "WORKDIR /data" in (ROOT / "Dockerfile").read_text()


def test_an_empty_line_of_the_env_file_takes_nothing_away_that_the_image_sets(compose: dict[str, Any]) -> None:
    image = set(re.findall(r"(MAYI_\w+)=", (ROOT / "Dockerfile").read_text()))
    in_file = set(re.findall(r"^(MAYI_\w+)=", (ROOT / ".env.example").read_text(), re.M))
    assert image & in_file
    assert image & in_file <= set(compose["services"]["bot"]["environment"]), "what stands in .env is stronger than the image"


def test_servers_are_healthy_before_they_are_used(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for name in ("ollama", "postgres"):
        assert services[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    for service in services.values():
        for needed, how in service.get("depends_on", {}).items():
            assert how["condition"] == "service_healthy"
            assert "healthcheck" in services[needed]


def test_postgresql_is_there_on_request_only(compose: dict[str, Any]) -> None:
    assert compose["services"]["postgres"]["profiles"] == ["postgres"]
    assert compose["services"]["bot"]["depends_on"]["postgres"]["required"] is False
    assert all("profiles" not in service for name, service in compose["services"].items() if name != "postgres")


def test_the_model_is_pulled_once_and_only_if_one_is_named(compose: dict[str, Any]) -> None:
    pull = compose["services"]["model-pull"]
    assert pull["restart"] == "no"
    assert pull["image"] == compose["services"]["ollama"]["image"]
    command = pull["command"][0].replace("${MAYI_MODEL:-}", "")
    told = subprocess.run([*pull["entrypoint"], command], capture_output=True, text=True, check=True, timeout=10).stdout
    assert "no model is used" in told
    assert 'ollama pull "${MAYI_MODEL:-}"' in pull["command"][0]


def test_nothing_listens_beyond_this_machine(compose: dict[str, Any]) -> None:
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert ports
    assert all(str(port).startswith("127.0.0.1:") for port in ports)


def published(compose: dict[str, Any]) -> dict[str, str]:
    """Port in the bot's container -> how the machine has it, as without any variable."""
    ports = [re.sub(r"\$\{\w+:-(\d+)\}", r"\1", port).split(":") for port in compose["services"]["bot"]["ports"]]
    return {inside: f"{host}:{outside}" for host, outside, inside in ports}


@pytest.mark.parametrize(("what", "outside"), [("CONSOLE", "127.0.0.1:8766"), ("METRICS", "127.0.0.1:9464")])
def test_the_console_and_the_metrics_can_be_reached_from_this_machine(compose: dict[str, Any], what: str, outside: str) -> None:
    said = compose["services"]["bot"]["environment"]
    assert said[f"MAYI_{what}_HOST"] == "0.0.0.0", "inside a container loopback is the container's own"  # noqa: S104
    assert published(compose)[said[f"MAYI_{what}_PORT"]] == outside


def test_a_link_to_the_console_names_an_address_that_opens(compose: dict[str, Any]) -> None:
    url = compose["services"]["bot"]["environment"]["MAYI_CONSOLE_URL"]
    assert url == "${MAYI_CONSOLE_URL:-http://127.0.0.1:${MAYI_CONSOLE_PORT:-8766}}"


def test_no_secret_stands_in_the_file(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for name, value in (service.get("environment") or {}).items():
            if re.search("PASSWORD|SECRET|TOKEN|KEY", name):
                assert re.fullmatch(r"\$\{\w+(:-|:\?[^}]*)?\}", str(value)), name


def test_the_image_has_what_each_extra_of_the_bot_needs() -> None:
    said = (ROOT / "pyproject.toml").read_text()
    locked = re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(), re.M)
    for extra in ("pictures", "traces"):
        wanted = re.findall(r'"([\w-]+)>=', re.findall(rf"^{extra} = \[(.*?)\]", said, re.M)[0])
        assert wanted and set(wanted) <= set(locked)
