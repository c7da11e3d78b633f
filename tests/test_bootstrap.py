"""The first step on a bare machine takes the right file, whole, or none."""

import hashlib
import platform
import runpy
import types
import zipfile

import pytest
from django.conf import settings


@pytest.fixture
def bootstrap(tmp_path, monkeypatch):
    """Return bin/bootstrap.py as a module, working in an empty folder."""
    names = runpy.run_path(str(settings.BASE_DIR / "bin" / "bootstrap.py"))
    module = types.SimpleNamespace(**names)
    module.namespace = names["locked_uv"].__globals__
    monkeypatch.setitem(module.namespace, "TOOLS", tmp_path / ".tools")
    monkeypatch.setitem(module.namespace, "ROOT", tmp_path)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    return module


@pytest.fixture
def lock(bootstrap, tmp_path):
    """Return a function that writes uv.lock for one wheel with a fake uv."""

    def write(content: bytes = b"#!/bin/sh\necho uv 9.9.9\n", digest: str = "") -> None:
        wheel = tmp_path / "uv-9.9.9-py3-none-manylinux_2_17_x86_64.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("uv-9.9.9.data/scripts/uv", content)
        digest = digest or hashlib.sha256(wheel.read_bytes()).hexdigest()
        (tmp_path / "uv.lock").write_text(
            f'[[package]]\nname = "uv"\nversion = "9.9.9"\n'
            f'wheels = [{{url = "{wheel.as_uri()}", hash = "sha256:{digest}"}}]\n'
        )

    return write


@pytest.fixture
def linux(bootstrap, monkeypatch):
    """Return a function that makes this machine look like another one."""

    def be(machine: str, libc: str = "glibc", macos: bool = False) -> None:
        monkeypatch.setattr(platform, "machine", lambda: machine)
        monkeypatch.setattr(platform, "libc_ver", lambda: (libc, ""))
        monkeypatch.setitem(bootstrap.namespace, "MACOS", macos)

    return be


@pytest.mark.parametrize(
    ("machine", "libc", "macos", "part"),
    [
        ("x86_64", "glibc", False, "manylinux_2_17_x86_64"),
        ("aarch64", "glibc", False, "aarch64"),
        ("x86_64", "", False, "musllinux_1_1_x86_64"),
        ("aarch64", "", False, "musllinux_1_1_aarch64"),
        ("arm64", "", True, "macosx_11_0_arm64"),
        ("x86_64", "", True, "macosx_10_12_x86_64"),
    ],
)
def test_locked_uv_fits_the_machine(
    bootstrap, linux, monkeypatch, machine, libc, macos, part
):
    monkeypatch.setitem(bootstrap.namespace, "ROOT", settings.BASE_DIR)
    linux(machine, libc, macos)

    _, address, digest = bootstrap.locked_uv()

    assert part in address
    assert len(digest) == 64


def test_locked_uv_for_unknown_machine_is_trouble(bootstrap, linux, monkeypatch):
    monkeypatch.setitem(bootstrap.namespace, "ROOT", settings.BASE_DIR)
    linux("vax")

    with pytest.raises(bootstrap.Trouble, match="Install uv yourself"):
        bootstrap.locked_uv()


def test_install_uv_leaves_one_program(bootstrap, linux, lock, tmp_path):
    linux("x86_64")
    lock()

    path = bootstrap.install_uv()

    assert bootstrap.uv_version(path) == (9, 9, 9)
    assert [entry.name for entry in (tmp_path / ".tools").iterdir()] == ["uv"]


def test_install_uv_after_a_kill_begins_afresh(bootstrap, linux, lock, tmp_path):
    linux("x86_64")
    lock()
    (tmp_path / ".tools").mkdir()
    (tmp_path / ".tools" / "tmpabc.part").write_bytes(b"half a download")
    (tmp_path / ".tools" / "uv.part").write_bytes(b"half a program")

    bootstrap.install_uv()

    assert [entry.name for entry in (tmp_path / ".tools").iterdir()] == ["uv"]


def test_install_uv_with_wrong_checksum_is_thrown_away(
    bootstrap, linux, lock, tmp_path
):
    linux("x86_64")
    lock(digest="0" * 64)

    with pytest.raises(bootstrap.Trouble, match="checksum"):
        bootstrap.install_uv()

    assert list((tmp_path / ".tools").iterdir()) == []


def test_install_uv_without_network_says_what_to_do(
    bootstrap, linux, lock, tmp_path, capsys
):
    linux("x86_64")
    lock()
    next(tmp_path.glob("*.whl")).unlink()

    with pytest.raises(bootstrap.Trouble, match="HTTPS_PROXY"):
        bootstrap.install_uv()

    assert capsys.readouterr().out.count("That did not work") == 3


def test_uv_that_does_not_run_is_not_used(bootstrap, tmp_path):
    broken = tmp_path / "uv"
    broken.write_text("#!/bin/sh\nexit 127\n")
    broken.chmod(0o755)

    assert bootstrap.uv_version(str(broken)) == ()
