"""The manifests for Kubernetes are what Kubernetes accepts, and their commands are Dask's."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

FOLDER = Path(__file__).parents[1] / "deploy" / "kubernetes"
VERSIONS = (
    "1.33",
    "1.37",
)  # the first with user namespaces in pods by default, and the last we have a schema of
SET = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())
FOUND: dict[str, Any] = {
    f"{each['kind']}/{each['metadata']['name']}": each
    for name in SET["resources"]
    for each in yaml.safe_load_all((FOLDER / name).read_text())
}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", FOUND)
def test_a_manifest_holds_what_kubernetes_knows_and_nothing_else(name: str, version: str) -> None:
    kubernetes_validate.validate(FOUND[name], version, strict=True)
    spoiled = {**FOUND[name], "spce": {}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(spoiled, version, strict=True)


def test_every_file_is_in_the_set() -> None:
    assert sorted(path.name for path in FOLDER.glob("*.yaml")) == sorted(
        [*SET["resources"], "kustomization.yaml"]
    )


def _containers(name: str) -> list[dict[str, Any]]:
    pod = FOUND[f"Deployment/{name}"]["spec"]["template"]["spec"]
    return [*pod.get("initContainers", []), *pod["containers"]]


@pytest.mark.parametrize("name", ["dask-scheduler", "dask-worker"])
def test_commands_are_ones_that_the_installed_dask_knows(name: str) -> None:
    program, role, *words = _containers(name)[-1]["command"]
    assert program == "dask"
    known = subprocess.run(
        [Path(sys.executable).with_name(program), role, "--help"], capture_output=True, text=True, check=True
    ).stdout
    options = [word for word in words if word.startswith("--")]
    assert options
    assert all(option in known for option in options)


def test_the_parts_fit_each_other() -> None:
    worker, scheduler = _containers("dask-worker")[-1], _containers("dask-scheduler")[-1]
    service = FOUND["Service/dask-scheduler"]
    port = service["spec"]["ports"][0]["port"]
    assert f"tls://{service['metadata']['name']}:{port}" in worker["command"]
    assert str(port) in scheduler["command"]
    assert scheduler["ports"][0]["containerPort"] == port
    labels = FOUND["Deployment/dask-scheduler"]["spec"]["template"]["metadata"]["labels"]
    assert service["spec"]["selector"].items() <= labels.items()
    for role, container in (("WORKER", worker), ("SCHEDULER", scheduler)):
        named = {each["name"]: each["value"] for each in container["env"]}
        assert {
            f"DASK_DISTRIBUTED__COMM__TLS__{key}" for key in ("CA_FILE", f"{role}__CERT", f"{role}__KEY")
        } <= set(named)
        assert "--protocol" in container["command"] or "tls://" in str(container["command"])
    assert {each["image"] for name in ("dask-worker", "dask-scheduler") for each in _containers(name)} == {
        SET["images"][0]["name"]
    }


def test_a_worker_that_cannot_confine_does_not_start() -> None:
    first = _containers("dask-worker")[0]
    assert first["command"] == ["openhearth", "doctor"]  # which ends with 1 where it cannot
    worker = _containers("dask-worker")[-1]
    assert first["securityContext"] == worker["securityContext"]
