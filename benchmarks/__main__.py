"""`python -m benchmarks`: measure everything and write benchmarks/results.md."""

import argparse
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import learning_scale, report, results_page, scoring
from benchmarks.browser import visits
from benchmarks.database import database
from benchmarks.load import Job, Measured, run
from benchmarks.people import Learner, lesson_of, make_learners
from benchmarks.queries import count_all
from benchmarks.server import ROOT, Server, free_port, server

RESULTS = ROOT / "benchmarks" / "results.md"
PARALLEL = (1, 16)
#: Page -> name in the report. The first is what the others are compared with.
PAGES = {
    "bare": "bare view",
    "lesson": "lesson",
    "index": "module index",
    "home": "learner's home",
    "module": "module overview",
}
HOW = """\
gunicorn with two workers (`deploy/gunicorn.conf.py`) and production settings \
serves the shipped content. 64 learners, each with three lessons done, have signed \
in through the sign-in page. They read over kept-open connections, 1 and 16 at a \
time; every round takes the pages in turn, next to a bare Django view behind the \
same middleware that only reads the signed-in person. A ratio is the median of the \
rounds: the page's requests per second over those of the bare view in the same \
round. The seven lessons are read by people in turn. SQL is counted with warm \
caches, without BEGIN and COMMIT, as the most of all lessons or questions. Bytes \
are what Chromium received, headers included, for the heaviest lesson. Memory is \
PSS of master and workers after all of this, certificates drawn included. Processor \
time is that of the same processes, for one answer at a time."""


@dataclass
class Results:
    """What a run has found; rounds by (page, parallel)."""

    rounds: dict[tuple[str, int], list[Measured]] = field(default_factory=dict)
    cpu: dict[str, list[float]] = field(default_factory=dict)
    memory: float | None = None

    def ratio(self, page: str, parallel: int) -> float:
        """Return the throughput of a page in percent of the bare view's."""
        pairs = zip(
            self.rounds[page, parallel], self.rounds["bare", parallel], strict=True
        )
        return 100 * statistics.median(
            page.per_second / bare.per_second for page, bare in pairs
        )

    def milliseconds(self, page: str) -> float | None:
        """Return the processor time of one answer in ms."""
        found = self.cpu.get(page)
        return 1000 * statistics.median(found) if found else None


def main() -> None:
    """Prepare, measure, report."""
    options = _options()
    with (
        tempfile.TemporaryDirectory(prefix="streetlight-bench-") as folder,
        database() as (url, kind),
    ):
        port = free_port()
        _environment(Path(folder), url, port)
        learners, paths = _prepare()
        with server(port, Path(folder) / "server.log") as running:
            text = _measure(running, learners, paths, kind, options)
        _close()
    print(f"\n{text}")
    if options.write:
        # Scoring, results and very many learners are measured on their own.
        old = RESULTS.read_text(encoding="utf-8")
        own = (scoring.HEADING, learning_scale.HEADING, results_page.HEADING)
        kept = "".join(report.section_of(old, heading) for heading in own)
        RESULTS.write_text(text + kept, encoding="utf-8")
        say(f"Written to {RESULTS.relative_to(ROOT)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="a minute, for a look; writes no file"
    )
    parser.add_argument("--rounds", type=int, help="rounds of every page (7)")
    parser.add_argument(
        "--seconds", type=float, help="seconds of a page in a round (3)"
    )
    options = parser.parse_args()
    options.rounds = max(1, min(options.rounds or (2 if options.quick else 7), 50))
    options.seconds = max(0.5, min(options.seconds or (1 if options.quick else 3), 60))
    options.write = not options.quick
    return options


def say(text: str) -> None:
    """Print one line of progress at once."""
    print(text, flush=True)


def _environment(folder: Path, url: str, port: int) -> None:
    """Set what production settings ask for, before Django is set up."""
    for name in ("REDIS_URL", "S3_BUCKET", "DEMO_MODE", "DATABASE_URL"):
        os.environ.pop(name, None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "BASE_URL": f"https://127.0.0.1:{port}",
        "DATA_DIR": str(folder / "data"),
        "STATIC_ROOT": str(folder / "static"),
    }
    if url:
        os.environ["DATABASE_URL"] = url


def _prepare() -> tuple[list[Learner], dict[str, list[str]]]:
    """Make tables, content, people and static files; return people and paths."""
    manage = [sys.executable, str(ROOT / "manage.py")]
    steps = {
        "Collecting static files": ["collectstatic", "--no-input", "-v0"],
        "Creating tables": ["migrate", "--no-input", "-v0"],
        "Loading content": ["load_content", "-v0"],
        "Compiling messages": ["compilemessages", "-v0"],
    }
    for words, command in steps.items():
        say(words)
        subprocess.run([*manage, *command], cwd=ROOT, check=True, stdout=sys.stderr)
    say("Making 64 learners")
    import django

    django.setup()
    from modules.outline import all_outlines, index_link

    learners = make_learners()
    outline = next(one for one in all_outlines("en").values() if one.lessons)
    numbers = range(len(learners))
    return learners, {
        "bare": ["/bench/bare/"],
        "lesson": [lesson_of(outline, number).url for number in numbers],
        "index": [index_link("en").url],
        "home": ["/en/learn/"],
        "module": [outline.url],
        "certificate": ["/bench/certificate/"],
    }


def _close() -> None:
    from django.db import connection, connections

    connections.close_all()
    if getattr(connection, "pool", None):
        connection.close_pool()


def _measure(running: Server, learners, paths, kind: str, options) -> str:
    say("Signing 64 learners in")
    for learner in learners:
        learner.sign_in(running.port)
    requests = {name: _requests(running, learners, paths[name]) for name in paths}
    results = Results()
    say("Warming up")
    for name in requests:
        _warm(running, requests[name], options)
    for number in range(1, options.rounds + 1):
        say(f"Round {number} of {options.rounds}")
        _round(running, requests, results, options.seconds)
    say("Counting SQL")
    counted = count_all(learners[-1].email)
    say("Opening lessons in Chromium")
    seen = _heaviest(running, learners[0], sorted(set(paths["lesson"])))
    # Two workers do not get equal shares: enough certificates for both.
    _load(running, requests["certificate"], 8, 3)
    results.memory = running.memory()
    return _report(results, counted, seen, kind)


def _requests(running: Server, learners, paths) -> list[tuple[str, dict]]:
    return [
        (paths[number % len(paths)], learner.headers(running.port))
        for number, learner in enumerate(learners)
    ]


def _load(running: Server, requests, parallel: int, seconds: float) -> Measured:
    measured = run(Job(running.port, requests, parallel, seconds))
    if measured.refused:
        path = requests[0][0]
        raise SystemExit(f"{measured.refused} answers to {path} were not 200.")
    return measured


def _warm(running: Server, requests, options) -> None:
    """Ask until both workers have seen most of what is asked, but not for long."""
    asked = 0
    for _turn in range(1 if options.quick else 10):
        asked += _load(running, requests, 4, 2).requests
        if asked >= 4 * len(requests):
            return


def _round(running: Server, requests, results: Results, seconds: float) -> None:
    """Take every page once at each level; the bare view first."""
    for parallel in PARALLEL:
        for page in PAGES:
            before = running.cpu()
            measured = _load(running, requests[page], parallel, seconds)
            results.rounds.setdefault((page, parallel), []).append(measured)
            if parallel == 1 and before is not None:
                used = (running.cpu() - before) / measured.requests
                results.cpu.setdefault(page, []).append(used)
    before = running.cpu()
    measured = _load(running, requests["certificate"], 1, seconds)
    if before is not None:
        used = (running.cpu() - before) / measured.requests
        results.cpu.setdefault("certificate", []).append(used)


def _heaviest(running: Server, learner: Learner, paths: list[str]):
    """Return (path, first, second visit) of the lesson with the heaviest first."""
    found = [(path, visits(running.port, path, learner)) for path in paths]
    found = [(path, seen) for path, seen in found if seen]
    return max(found, key=lambda one: one[1][0].bytes, default=None)


def _report(results: Results, counted, seen, kind: str) -> str:
    lines = []
    for page, share, sql in (("lesson", 40, 8), ("index", 25, 12), ("home", 25, 12)):
        for parallel in PARALLEL:
            words = f"Throughput of the {PAGES[page]}, {parallel} at a time"
            share_of = " % of the bare view"
            lines.append(
                report.at_least(words, share, results.ratio(page, parallel), share_of)
            )
        words = f"SQL of the {PAGES[page]}"
        lines.append(report.at_most(words, sql, counted[page].statements, ""))
    answer = counted["answer"].statements
    lines.append(report.at_most("SQL of an answer submitted", 12, answer, ""))
    _path, (first, second) = seen or ("", (None, None))
    kib = first and first.bytes / 1024
    lines += [
        report.at_most("First view of a lesson", 60, kib, " KiB"),
        report.at_most("Requests of a first view", 8, first and first.requests, ""),
        report.at_most(
            "Repeat view of a lesson", 8, second and second.bytes / 1024, " KiB"
        ),
    ]
    drawn, lesson = results.milliseconds("certificate"), results.milliseconds("lesson")
    pages = drawn / lesson if drawn and lesson else None
    lines += [
        report.below("Certificate PDF drawn, warm", 10, pages, " lesson pages' CPU"),
        report.below("Memory of the site, two workers", 350, results.memory, " MiB"),
    ]
    sections = [("Pages", _pages(results, counted))]
    if seen:
        parts = _parts(seen[0].strip("/"), first, second)
        sections.append(("Bytes of the heaviest lesson", parts))
    return report.report(lines=lines, sections=sections, database=kind, how=HOW)


def _pages(results: Results, counted) -> list[str]:
    heads = ["Page, signed in", "SQL", "CPU, ms", "KiB"]
    for parallel in PARALLEL:
        heads += [
            f"{parallel} at a time: requests/s",
            "% of bare",
            "median ms",
            "95 % under ms",
        ]
    rows = []
    for page, words in PAGES.items():
        cpu = results.milliseconds(page)
        weight = results.rounds[page, 1][0].bytes / 1024
        row = [words, str(counted[page].statements), _ms(cpu), f"{weight:.1f}"]
        for parallel in PARALLEL:
            rounds = results.rounds[page, parallel]
            row += [
                f"{statistics.median(one.per_second for one in rounds):.0f}",
                f"{results.ratio(page, parallel):.0f}",
                _ms(statistics.median(one.median for one in rounds)),
                _ms(statistics.median(one.slow for one in rounds)),
            ]
        rows.append(row)
    opened = counted["lesson_next"].statements
    return [
        *report.table(heads, rows, len(heads) - 1),
        "",
        f"Opening another lesson than the last one takes {opened} SQL; a certificate "
        f"drawn takes {_ms(results.milliseconds('certificate'))} ms of processor time.",
    ]


def _ms(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _parts(path: str, first, second) -> list[str]:
    again = dict(second.parts)
    rows = [
        [
            "the page" if name.strip("/") == path else f"`{name}`",
            str(size),
            str(again.get(name, 0)),
        ]
        for name, size in first.parts
    ]
    rows.append(["all", str(first.bytes), str(second.bytes)])
    return report.table(["Transferred", "First view", "Repeat view"], rows, 2)


if __name__ == "__main__":
    main()
