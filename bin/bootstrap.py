#!/usr/bin/env python3
"""Prepare a machine that has only Python, then start a command in it.

    bin/bootstrap.py                    what running needs
    bin/bootstrap.py --tests            and what the tests need
    bin/bootstrap.py -- python manage.py demo

Finds uv or puts it into .tools/, installs the locked packages into .venv/,
and looks for the native library that draws PDFs. Nothing outside the project
is touched, except that missing system packages are installed where that needs
no password; set STREETLIGHT_NO_INSTALL=1 to be told the command instead.

Only the standard library, and no syntax newer than Python 3.8, so that an old
Python gets as far as the message below.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Streetlight needs Python 3.11 or newer; this is {}.{}.\n"
        "Debian, Ubuntu:  sudo apt-get install python3.11\n"
        "macOS:           brew install python@3.13".format(*sys.version_info[:2])
    )

import argparse
import contextlib
import ctypes
import fcntl
import hashlib
import os
import platform
import shutil
import ssl
import subprocess
import tempfile
import time
import tomllib
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
#: The oldest uv that reads our lock and knows dependency groups.
OLDEST_UV = (0, 5, 0)
CERTIFICATE_BUNDLES = [
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Alpine
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, RHEL
    "/etc/ssl/cert.pem",  # macOS
]
#: Where Homebrew keeps libraries; Apple's loader does not look there.
BREW_LIBRARIES = ["/opt/homebrew/lib", "/usr/local/lib"]
CHROMIUM_NAMES = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
]
CHROMIUM_APPS = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
]
#: Where Playwright keeps the browsers that it downloads, below the home folder.
CHROMIUM_DOWNLOADS = [
    ".cache/ms-playwright/chromium-*/chrome-linux*/chrome",
    "Library/Caches/ms-playwright/chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
]
MACOS = sys.platform == "darwin"


class Trouble(Exception):
    """Something a person has to do; the message says what."""


def say(text: str = "") -> None:
    """Print one line of progress at once."""
    print(text, flush=True)


# Where things are


def uv_version(command: str) -> tuple[int, ...]:
    """Return the version of a uv, or an empty tuple if it does not run."""
    try:
        answer = subprocess.run(
            [command, "--version"], capture_output=True, text=True, check=True
        )
        return tuple(int(part) for part in answer.stdout.split()[1].split(".")[:3])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return ()


def find_uv() -> str | None:
    """Return the uv to use: the project's own first, then the machine's."""
    for command in (str(TOOLS / "uv"), shutil.which("uv")):
        if command and uv_version(command) >= OLDEST_UV:
            return command
    return None


def has_driver_library() -> bool:
    """Tell whether Playwright's driver can start; minimal systems lack its library."""
    return MACOS or has_library("libatomic.so.1")


def find_chromium() -> str | None:
    """Return the browser that the journeys can drive, if there is one."""
    if not has_driver_library():
        return None
    for name in (os.environ.get("CHROMIUM", ""), *CHROMIUM_NAMES, *CHROMIUM_APPS):
        if name and (found := shutil.which(name)):
            return found
    downloads = (sorted(Path.home().glob(path)) for path in CHROMIUM_DOWNLOADS)
    return next((str(found[-1]) for found in downloads if found), None)


def has_library(*names: str) -> bool:
    """Tell whether the system's loader finds one of the names."""
    for name in names:
        folders = ["", *(f"{folder}/" for folder in BREW_LIBRARIES if MACOS)]
        for folder in folders:
            with contextlib.suppress(OSError):
                ctypes.CDLL(folder + name)
                return True
    return False


def can_draw_pdfs() -> bool:
    """Tell whether the libraries that WeasyPrint cannot do without are here."""
    return has_library("libpango-1.0.so.0", "libpango-1.0.dylib") and has_library(
        "libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"
    )


def certificate_bundle() -> str | None:
    """Return the file with the machine's certificates, if it has one."""
    return next((path for path in CERTIFICATE_BUNDLES if Path(path).is_file()), None)


def environment() -> dict[str, str]:
    """Return the variables that uv and the started command see.

    Python and uv both bring certificates of their own; an office network often
    has one more, which only the system's bundle knows.
    """
    variables = dict(os.environ)
    bundle = certificate_bundle()
    if bundle and not variables.keys() & {"SSL_CERT_FILE", "SSL_CERT_DIR"}:
        variables["SSL_CERT_FILE"] = bundle
    # The Python in use is good enough; fetching another takes minutes.
    variables.setdefault("UV_PYTHON_DOWNLOADS", "never")
    if MACOS:
        libraries = [*BREW_LIBRARIES, "/usr/lib"]
        variables.setdefault("DYLD_FALLBACK_LIBRARY_PATH", ":".join(libraries))
        # The web server forks; Apple's libraries would stop the child.
        variables.setdefault("OBJC_DISABLE_INITIALIZE_FORK_SAFETY", "YES")
    return variables


# System packages


def administrator() -> list[str] | None:
    """Return what to put before a command to run it as root, or None."""
    if os.environ.get("STREETLIGHT_NO_INSTALL"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        if asked.returncode == 0:
            return ["sudo", "-n"]
    return None


def apt_packages(names: list[str]) -> list[str]:
    """Return those of the packages that this release of the system has."""
    known = []
    for name in names:
        answer = subprocess.run(
            ["apt-cache", "show", "--no-all-versions", name],
            capture_output=True,
            check=False,
        )
        if answer.returncode == 0 and answer.stdout.strip():
            known.append(name)
    return known


def install_with_apt(names: list[str], prefix: list[str]) -> bool:
    """Install system packages without questions; False when that failed."""
    TOOLS.mkdir(exist_ok=True)
    log = TOOLS / "apt.log"
    variables = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    options = ["-q", "-y", "-o", "DPkg::Lock::Timeout=300"]
    with log.open("wb") as output:

        def run(*arguments: str) -> bool:
            command = [*prefix, "apt-get", *options, *arguments]
            return not subprocess.call(
                command, stdout=output, stderr=subprocess.STDOUT, env=variables
            )

        # A fresh machine has no package lists; an old list names files that
        # the mirror no longer has.
        if len(apt_packages(names)) < len(names):
            run("update")
        found = apt_packages(names)
        if not found:
            return False
        arguments = ["install", "--no-install-recommends", *found]
        if run(*arguments) or (run("update") and run(*arguments)):
            return True
    say(f"  apt-get did not manage it; what it said is in {log}")
    return False


def offer(what: str, *, apt: list[str], brew: list[str], present) -> bool:
    """Make something from the system present, or say how a person can.

    Returns whether it is present in the end. A failed try is remembered in
    .tools/, so that the next start does not wait for the network again.
    """
    if present():
        return True
    tried = TOOLS / f"tried-{what.split()[0].lower()}"
    done = False
    if MACOS and shutil.which("brew"):
        command = ["brew", "install", *brew]
        if not tried.exists() and not os.environ.get("STREETLIGHT_NO_INSTALL"):
            say(f"Installing {what} with Homebrew (a minute or two)")
            done = not subprocess.call(command)
        line = " ".join(command)
    elif shutil.which("apt-get"):
        prefix = administrator()
        if prefix is not None and not tried.exists():
            say(f"Installing {what} with apt-get (a minute or two)")
            done = install_with_apt(apt, prefix)
        line = "sudo apt-get install " + " ".join(apt)
    else:
        line = f"(with your system's package manager: {', '.join(brew or apt)})"
    if done and present():
        return True
    TOOLS.mkdir(exist_ok=True)
    tried.touch()
    say(f"{what}: not on this machine. To have it, type:\n\n    {line}\n")
    return False


# uv


def wheel_fits(name: str) -> bool:
    """Tell whether a wheel's file name is for this machine."""
    machine = {"arm64": "aarch64", "amd64": "x86_64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    if MACOS:
        tag = "arm64" if machine == "aarch64" else machine
        return "macosx" in name and name.endswith(f"_{tag}.whl")
    libc = "manylinux" if platform.libc_ver()[0] == "glibc" else "musllinux"
    return any(
        tag.startswith(libc) and tag.endswith(f"_{machine}")
        for tag in name.removesuffix(".whl").rsplit("-", 1)[-1].split(".")
    )


def locked_uv() -> tuple[str, str, str]:
    """Return version, address and SHA-256 of the uv that uv.lock names.

    Raises Trouble when there is none for this machine.
    """
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    package = next(entry for entry in lock["package"] if entry["name"] == "uv")
    for wheel in package["wheels"]:
        if wheel_fits(wheel["url"].rsplit("/", 1)[-1]):
            digest = wheel["hash"].removeprefix("sha256:")
            return package["version"], wheel["url"], digest
    raise Trouble(
        f"There is no ready-made uv for {platform.system()} on "
        f"{platform.machine()}. Install uv yourself, then start again."
    )


def download(address: str, target) -> str:
    """Write what is at an address into an open file; return its SHA-256."""
    context = ssl.create_default_context(cafile=environment().get("SSL_CERT_FILE"))
    digest = hashlib.sha256()
    shown = -10
    with urllib.request.urlopen(address, timeout=60, context=context) as answer:
        size = int(answer.headers.get("Content-Length") or 0)
        while block := answer.read(1 << 16):
            target.write(block)
            digest.update(block)
            percent = target.tell() * 100 // size if size else 0
            if percent >= shown + 10:
                shown = percent - percent % 10
                say(f"  {target.tell() / 1e6:5.1f} of {size / 1e6:.1f} MB")
    return digest.hexdigest()


def install_uv() -> str:
    """Put the locked uv into .tools/ and return its path.

    The file gets its name only when it is whole and its checksum is right, so
    that stopping at any moment leaves nothing half-made in use.
    """
    version, address, expected = locked_uv()
    say(f"Downloading uv {version}, which installs the packages")
    TOOLS.mkdir(exist_ok=True)
    for leftover in TOOLS.glob("*.part"):
        leftover.unlink()
    for attempt in (1, 2, 3):
        try:
            with tempfile.NamedTemporaryFile(dir=TOOLS, suffix=".part") as wheel:
                if download(address, wheel) != expected:
                    raise Trouble(
                        "The downloaded uv is not the one that uv.lock names "
                        "(its checksum differs), so it was thrown away. Try "
                        "again; if it happens twice, tell your network's people."
                    )
                return unpack_uv(wheel)
        except (urllib.error.URLError, OSError) as error:
            reason = getattr(error, "reason", error)
            say(f"  That did not work: {reason}")
            if attempt < 3:
                time.sleep(2 * attempt)
    raise Trouble(
        "uv could not be downloaded. Is this machine on the internet? Behind a "
        "proxy, set HTTPS_PROXY and start again."
    )


def unpack_uv(wheel) -> str:
    """Take the program out of a downloaded wheel."""
    partial = TOOLS / "uv.part"
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if n.endswith("/scripts/uv"))
        with archive.open(name) as source, partial.open("wb") as target:
            shutil.copyfileobj(source, target)
    partial.chmod(0o755)
    partial.replace(TOOLS / "uv")
    return str(TOOLS / "uv")


# The environment


def on_ubuntu() -> bool:
    """Tell whether this system is Ubuntu or made from it."""
    with contextlib.suppress(OSError):
        release = platform.freedesktop_os_release()
        return "ubuntu" in (release.get("ID", ""), *release.get("ID_LIKE", "").split())
    return False


def install_chromium() -> bool:
    """Get a browser for the journeys; tell whether there is one in the end.

    Debian has it as a package. Ubuntu has it only in a sandbox of its own that
    a test cannot drive, so there and on macOS it is Playwright's download.
    """
    if shutil.which("apt-get") and not on_ubuntu():
        return offer(
            "Chromium for the browser journeys",
            apt=["chromium", "libatomic1"],
            brew=[],
            present=lambda: find_chromium() is not None,
        )
    offer(
        "Driver for browsers (libatomic)",
        apt=["libatomic1"],
        brew=[],
        present=has_driver_library,
    )
    say("Downloading Chromium for the browser journeys")
    subprocess.call(
        [str(VENV / "bin" / "playwright"), "install", "chromium"], env=environment()
    )
    if find_chromium():
        return True
    say("Chromium could not be downloaded. Install Chrome or Chromium, or type:")
    say("\n    .venv/bin/playwright install --with-deps chromium\n")
    return False


def wanted(tests: bool) -> str:
    """Return a fingerprint of what the environment has to hold."""
    digest = hashlib.sha256(b"tests" if tests else b"run")
    for name in ("pyproject.toml", "uv.lock"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_ready(tests: bool) -> bool:
    """Tell whether the environment already holds what the lock says."""
    if not (VENV / "bin" / "python").exists():
        return False
    stamps = (
        [VENV / ".ready-tests"]
        if tests
        else [
            VENV / ".ready-run",
            VENV / ".ready-tests",
        ]
    )
    return any(
        stamp.is_file()
        and stamp.read_text() == wanted(tests or stamp.name == ".ready-tests")
        for stamp in stamps
    )


@contextlib.contextmanager
def alone():
    """Let one bootstrap at a time work on the environment."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another start is installing packages; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def install_packages(tests: bool) -> None:
    """Bring .venv/ to what uv.lock says.

    Raises Trouble when uv fails.
    """
    interrupted = TOOLS / "installing"
    if interrupted.exists() and VENV.exists():
        # A package may be half there and look whole; what was downloaded is
        # kept by uv elsewhere, so beginning again is quick.
        say("The last start was stopped while installing; beginning afresh")
        shutil.rmtree(VENV)
    say("Installing Streetlight's packages (about 100 MB the first time)")
    interrupted.touch()
    command = [find_uv() or install_uv(), "sync", "--frozen", "--inexact"]
    if not tests:
        command.append("--no-dev")
    if not VENV.exists():
        command += ["--python", sys.executable]
    if subprocess.call(command, cwd=ROOT, env=environment()):
        interrupted.unlink()
        raise Trouble("The packages could not be installed; uv says why above.")
    stamp = VENV / (".ready-tests" if tests else ".ready-run")
    stamp.write_text(wanted(tests))
    interrupted.unlink()


def prepare(tests: bool) -> None:
    """Make the machine ready to run, or to test."""
    if certificate_bundle() is None and not MACOS:
        offer(
            "Certificates for secure downloads",
            apt=["ca-certificates"],
            brew=[],
            present=lambda: certificate_bundle() is not None,
        )
    if not is_ready(tests):
        with alone():
            if not is_ready(tests):
                install_packages(tests)
    if not offer(
        "PDFs (the Pango library)",
        apt=["libpangoft2-1.0-0", "libharfbuzz-subset0"],
        brew=["pango"],
        present=can_draw_pdfs,
    ):
        say("Going on without: certificates open as pages to print.")
    if tests and not (find_chromium() or install_chromium()):
        say("SKIPPED TESTS: the browser journeys (tests/journeys) will not run.")


def start(command: list[str]) -> None:
    """Become the given command, with .venv/ and uv on its path."""
    variables = environment()
    uv = find_uv() if command[0] == "uv" else None
    folders = [str(VENV / "bin"), variables.get("PATH", os.defpath)]
    if command[0] == "uv":
        uv = uv or install_uv()
        folders.insert(0, str(Path(uv).parent))
    variables["PATH"] = os.pathsep.join(folders)
    program = uv or shutil.which(command[0], path=variables["PATH"])
    if program is None:
        raise Trouble(f"There is no command called {command[0]}.")
    sys.stdout.flush()
    os.execve(program, command, variables)


def main() -> None:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--tests", action="store_true", help="also for the tests")
    parser.add_argument("command", nargs="*", help="what to start afterwards")
    options = parser.parse_args()
    try:
        prepare(options.tests)
        if options.command:
            start(options.command)
    except Trouble as trouble:
        sys.exit(f"\n{trouble}")
    except KeyboardInterrupt:
        sys.exit("\nStopped. The same command goes on from here.")


if __name__ == "__main__":
    main()
