"""The site as production serves it, and what its processes use."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
#: Seconds until the server has to answer.
PATIENCE = 60
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A running gunicorn: its port and the number of its master process."""

    port: int
    pid: int

    def processes(self) -> list[int]:
        """Return the master and its workers; the master alone without /proc."""
        path = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        children = path.read_text().split() if path.exists() else []
        return [self.pid, *map(int, children)]

    def cpu(self) -> float | None:
        """Return the seconds of processor time used so far, or None without /proc."""
        if not Path("/proc/self/stat").exists():
            return None
        ticks = 0
        for pid in self.processes():
            # The name in parentheses may hold spaces; fields 14 and 15 follow it.
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / TICKS

    def memory(self) -> float | None:
        """Return the memory of all processes in MiB, what they share counted once."""
        if not Path("/proc/self/smaps_rollup").exists():
            return None
        kilobytes = 0
        for pid in self.processes():
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    kilobytes += int(line.split()[1])
        return kilobytes / 1024


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def server(port: int, log: Path) -> Iterator[Server]:
    """Serve the site with deploy/gunicorn.conf.py, two workers, on this port."""
    command = [
        *(sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"),
        # A worker that is replaced in the middle of a round would be measured.
        *("--max-requests", "0", "lms.wsgi:application"),
    ]
    variables = {"WEB_BIND": f"127.0.0.1:{port}", "WEB_PROCESSES": str(WORKERS)}
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | variables,
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            _wait(port, process, log)
            yield Server(port, process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            process.kill()


def _wait(port: int, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz/").close()
            return
        time.sleep(0.1)
    tail = log.read_text(errors="replace")[-4000:]
    raise SystemExit(f"The server did not start:\n{tail}")
