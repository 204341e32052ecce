import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
SECRETS = ["SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "DATA_KEY_DIR"]


def test_the_whole_installation_is_there():
    assert sorted(SERVICES) == ["beat", "db", "migrate", "proxy", "redis", "web", "worker"]


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_every_lasting_service_says_whether_it_is_well(name):
    assert SERVICES[name]["healthcheck"]["test"]


def test_the_program_waits_for_its_schema():
    for name in ("web", "worker", "beat"):
        needs = SERVICES[name]["depends_on"]
        assert needs["migrate"] == {"condition": "service_completed_successfully"}


def test_volumes_have_names():
    used = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
        if not volume.startswith((".", "$"))
    }
    assert used == set(COMPOSE["volumes"])


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


@pytest.mark.parametrize("secret", SECRETS)
def test_a_missing_secret_stops_the_start_with_its_name(secret):
    text = (ROOT / "docker-compose.yml").read_text()
    uses = re.findall(r"\$\{" + secret + r"[^}]*\}", text)
    assert uses
    assert [use for use in uses if f":?请在 .env 中设置 {secret}" not in use] == []


@pytest.mark.parametrize("secret", SECRETS)
def test_the_example_environment_holds_no_secret(secret):
    assert f"{secret}=\n" in (ROOT / ".env.example").read_text()


@pytest.mark.parametrize("name", ["web", "worker", "beat", "migrate"])
def test_whoever_opens_sealed_data_reads_the_keys_and_cannot_write_them(name):
    folder = str(Path(SERVICES[name]["environment"]["DATA_KEY_FILE"]).parent)
    mounts = [volume for volume in SERVICES[name]["volumes"] if f":{folder}:" in volume]
    assert [mount.endswith(f":{folder}:ro") for mount in mounts] == [True]


def test_keys_stand_neither_in_the_repository_nor_in_the_image():
    assert "keys/" in (ROOT / ".gitignore").read_text().splitlines()
    assert (ROOT / ".dockerignore").read_text().startswith("*\n")


def test_the_image_runs_as_an_ordinary_user_on_hashed_packages():
    text = (ROOT / "Dockerfile").read_text()
    assert "\nUSER ducha\n" in text
    assert "--require-hashes" in text


def test_the_proxy_hands_out_uploads_only_when_told_by_the_program():
    text = (ROOT / "config/deploy/nginx.conf").read_text()
    block = re.search(r"location /protected-media/ \{([^}]*)\}", text)
    assert block
    assert "internal;" in block[1]
    assert "proxy_request_buffering on;" in text
