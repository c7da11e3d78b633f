"""Requests one after the other over some open connections, for a time.

A process of its own: `python -m benchmarks.load` reads a job as JSON from its
input and answers with what it measured. Only the standard library, and no more
work per request than needed, because it shares the machine with the server.
"""

import asyncio
import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from itertools import cycle

from benchmarks.server import ROOT

#: Seconds that one answer may take.
PATIENCE = 30


@dataclass(frozen=True)
class Job:
    """What to ask: (path, headers) in turn, `parallel` at a time, for `seconds`."""

    port: int
    requests: list[tuple[str, dict[str, str]]]
    parallel: int
    seconds: float


@dataclass(frozen=True)
class Measured:
    """What came of it: requests answered, seconds, and times of answers in ms.

    `refused` counts answers other than 200; `bytes` is the mean size of an
    answer with its headers.
    """

    requests: int
    seconds: float
    median: float
    slow: float
    refused: int
    bytes: float

    @property
    def per_second(self) -> float:
        """Return the requests answered in a second."""
        return self.requests / self.seconds


def run(job: Job) -> Measured:
    """Do the job in a new process. Raises CalledProcessError when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"],
        input=json.dumps(asdict(job)),
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
        check=True,
        timeout=job.seconds + 2 * PATIENCE,
    )
    return Measured(**json.loads(done.stdout))


class Connection(asyncio.Protocol):
    """One connection that sends the next request as soon as it is answered."""

    def __init__(self, requests, until: float, finished: asyncio.Future) -> None:
        self.requests, self.until, self.finished = requests, until, finished
        self.buffer = bytearray()
        self.wanted = 0
        self.times: list[float] = []
        self.refused = self.bytes = 0

    def connection_made(self, transport) -> None:
        """Send the first request."""
        self.transport = transport
        self.send()

    def send(self) -> None:
        """Send the next request, or close when the time is over."""
        self.sent = time.perf_counter()
        if self.sent >= self.until:
            self.transport.close()
        else:
            self.transport.write(next(self.requests))

    def data_received(self, data: bytes) -> None:
        """Take in a part of an answer; go on when it is whole."""
        self.buffer += data
        if not self.wanted:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self.buffer[:end]).lower()
            length = head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0]
            self.wanted = end + 4 + int(length)
            self.refused += not head.startswith(b"http/1.1 200")
        if len(self.buffer) >= self.wanted:
            self.times.append(time.perf_counter() - self.sent)
            self.bytes += self.wanted
            self.buffer.clear()
            self.wanted = 0
            self.send()

    def connection_lost(self, error) -> None:
        """Report that this connection is done."""
        if not self.finished.done():
            self.finished.set_result(self)


async def measure(job: Job) -> Measured:
    """Do the job in this process."""
    loop = asyncio.get_running_loop()
    packed = [_packed(path, headers) for path, headers in job.requests]
    begun = time.perf_counter()
    until = begun + job.seconds
    waiting = []
    for number in range(job.parallel):
        finished = loop.create_future()
        # Everybody starts elsewhere in the same round of people and pages.
        start = number * len(packed) // job.parallel
        mine = cycle(packed[start:] + packed[:start])
        await loop.create_connection(
            lambda mine=mine, finished=finished: Connection(mine, until, finished),
            "127.0.0.1",
            job.port,
        )
        waiting.append(finished)
    done = await asyncio.wait_for(asyncio.gather(*waiting), job.seconds + PATIENCE)
    seconds = time.perf_counter() - begun
    times = sorted(one for connection in done for one in connection.times)
    if not times:
        raise SystemExit("The server closed every connection without an answer.")
    return Measured(
        requests=len(times),
        seconds=seconds,
        median=times[len(times) // 2] * 1000,
        slow=times[len(times) * 95 // 100] * 1000,
        refused=sum(connection.refused for connection in done),
        bytes=sum(connection.bytes for connection in done) / len(times),
    )


def _packed(path: str, headers: dict[str, str]) -> bytes:
    lines = [f"GET {path} HTTP/1.1", *(f"{key}: {headers[key]}" for key in headers)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def main() -> None:
    """Read a job, do it, write what came of it."""
    job = Job(**json.loads(sys.stdin.read()))
    print(json.dumps(asdict(asyncio.run(measure(job)))))


if __name__ == "__main__":
    main()
