"""What is said to containers holds: every variable, command, secret and file that is named is there."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands, load_command_class

from mentorway.web.management.keeping import asking

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
SERVICES = COMPOSE["services"]
OURS = [name for name, one in SERVICES.items() if "mentorway" in one["image"].lower()]
CODE = "".join(
    path.read_text("utf-8")
    for path in (
        ROOT / "src/mentorway/web/environment.py",
        ROOT / "src/mentorway/web/settings.py",
        ROOT / "src/mentorway/web/management/healthy.py",
        ROOT / "src/mentorway/web/management/keeping/asking.py",
    )
)
# Read by the command line of a service itself.
OF_THE_SERVICE = {"MENTORWAY_BACKUPS_KEPT"}


def is_known(name):
    return f'"{name.removesuffix("_FILE")}"' in CODE or f'"{name}"' in CODE or name in OF_THE_SERVICE


@pytest.mark.parametrize("service", OURS)
def test_every_variable_is_one_that_the_settings_read(service):
    assert [name for name in SERVICES[service]["environment"] if not is_known(name)] == []


def test_a_variable_that_nobody_reads_is_noticed():
    assert not is_known("MENTORWAY_PUBLIC_ADDRESS")
    assert asking.VARIABLE == "MENTORWAY_PASSPHRASE"


def commands():
    for service in OURS:
        said = " ".join(SERVICES[service].get("command", []))
        yield from re.findall(r"django[ ,]+([a-z_]+)([^|;]*)", said)
    for unit in DEPLOY.glob("*.service"):
        yield from re.findall(r"manage\.py ([a-z_]+)(.*)", unit.read_text("utf-8"))
    yield from re.findall(r"-m django ([a-z_]+)(.*)", (DEPLOY / "Containerfile").read_text("utf-8"))


def test_every_command_is_there_and_takes_its_options():
    found = list(commands())
    assert {name for name, _options in found} >= {"set_up", "work", "backup", "serve", "compile_translations"}
    for name, options in found:
        command = load_command_class(get_commands()[name], name)
        known = command.create_parser("manage.py", name)._option_string_actions
        assert [one for one in re.findall(r"--[a-z-]+", options) if one not in known] == [], name


def test_every_secret_and_volume_is_declared_and_used():
    used = {secret for one in SERVICES.values() for secret in one.get("secrets", ())}
    assert used == set(COMPOSE["secrets"])
    volumes = {place.partition(":")[0] for one in SERVICES.values() for place in one.get("volumes", ())}
    assert {one for one in volumes if not one.startswith(".")} == set(COMPOSE["volumes"])
    named = [value for one in SERVICES.values() for value in (one.get("environment") or {}).values()]
    files = {value.removeprefix("/run/secrets/") for value in named if str(value).startswith("/run/secrets/")}
    assert files == set(COMPOSE["secrets"])


def test_every_value_asked_for_is_in_the_example():
    asked = set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text("utf-8")))
    given = set(re.findall(r"^([A-Z_]+)=", (DEPLOY / "example.env").read_text("utf-8"), re.MULTILINE))
    assert asked == given
    assert not re.search(
        r"(?i)password|passphrase|secret=|://\w+:", (DEPLOY / "example.env").read_text("utf-8")
    )


@pytest.mark.parametrize("service", OURS)
def test_our_containers_may_do_nothing_that_they_need_not(service):
    one = SERVICES[service]
    assert (one["read_only"], one["cap_drop"], one["security_opt"]) == (
        True,
        ["ALL"],
        ["no-new-privileges:true"],
    )
    assert "ports" not in one


def test_the_database_is_reached_from_inside_only():
    assert SERVICES["database"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert "ports" not in SERVICES["database"]


def test_nothing_starts_before_the_tables_are_there():
    for name in ("web", "worker", "backup"):
        assert SERVICES[name]["depends_on"] == {"setup": {"condition": "service_completed_successfully"}}


def test_the_image_is_made_of_what_is_locked_and_runs_as_nobody_special():
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    assert "pip install --require-hashes -r requirements.lock" in text
    assert re.search(r"^USER 10001:10001$", text, re.MULTILINE)
    assert not re.search(r"^(ADD|SHELL) |:latest|sudo|curl .*\|", text, re.MULTILINE)
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    assert wanted == ">=3.11"
    assert "python:3.11-slim" in text


def test_what_is_copied_into_the_image_is_let_through_to_the_build():
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    sources = {
        word.rstrip("/")
        for line in re.findall(r"^COPY (?!--from)(.*)$", text, re.MULTILINE)
        for word in line.split()[:-1]
    }
    let = {
        line[1:]
        for line in (ROOT / ".containerignore").read_text("utf-8").splitlines()
        if line.startswith("!")
    }
    assert sources == let
    assert all((ROOT / one).exists() for one in sources)


def test_the_proxy_names_the_service_and_its_variables():
    text = (DEPLOY / "Caddyfile").read_text("utf-8")
    assert "dynamic a {" in text
    assert re.search(r"name web\n\s+port 8000", text)
    asked = set(re.findall(r"\{\$([A-Z_]+)", text))
    assert asked == set(SERVICES["proxy"]["environment"])
    assert text.count("{") == text.count("}")
