"""Polls pages of a server on this machine with the whole pipeline, beside a bare Scrapy crawl of the same pages in the same run.

python benchmarks/polls.py                          both, with fewer polls of the law
python benchmarks/polls.py law --polls 50           a law of 1.5 MB of which 1 % changes before every poll: is memory flat?
python benchmarks/polls.py pages --pages 1000       pages of 50 KB on 20 addresses: first poll, then unchanged (DESIGN §9)

Every figure is of a process of its own, from its start to its end; the server is another one.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from time import perf_counter
from typing import Any

from law import law

HOSTS = [f"127.0.0.{last}" for last in range(2, 22)]
KILOBYTES, ARTICLES = 1500, 400
HERE = Path(__file__).parent
COMPILED = os.environ | {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "veille-benchmark")}
"""No process pays for compiling modules, also where this machine keeps none compiled."""
SENTENCE = "La demande {number} est introduite dans les {days} jours, et la redevance de {days} euros est payée avant. "
PAGE = """<!doctype html><html lang=fr><head><title>Essai {number}</title></head><body><nav><ul><li><a href=/>Accueil</a></ul></nav>
<main><h1>Essai {number}</h1>{text}</main></body></html>"""


def page(number: int) -> bytes:
    """A page of about 50 KB in 174 paragraphs, the same at every poll."""
    paragraphs = (f"<p>{SENTENCE.format(number=number * 1000 + each, days=each) * 3}</p>" for each in range(174))
    return PAGE.format(number=number, text="".join(paragraphs)).encode()


async def serve() -> None:
    """Answers ``/law`` with its versions in turn and ``/NUMBER`` with that page, on every address; prints its port."""
    versions = cycle([law(KILOBYTES, ARTICLES, amended=amended) for amended in (False, True)])

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                path = request.split(b" ", 2)[1].decode().strip("/")
                body = next(versions) if path == "law" else page(int(path)) if path.isdigit() else b""
                head = f"HTTP/1.1 {'200 OK' if body else '404 Not Found'}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
                writer.write(head.encode() + body)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    first = await asyncio.start_server(answer, HOSTS[0], 0)
    port = first.sockets[0].getsockname()[1]
    await asyncio.start_server(answer, HOSTS[1:], port)
    print(port, flush=True)
    await asyncio.Event().wait()


def measured(script: str, addresses: list[str], times: int = 1, **more: str) -> dict[str, Any]:
    """What a process of its own says of its work, with its seconds, its processor time and its highest memory in MB."""
    start = perf_counter()
    process = subprocess.Popen([sys.executable, HERE / script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=COMPILED)
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps({"addresses": addresses, "times": times, **more}))
    process.stdin.close()
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{script} failed")
    took = {"seconds": perf_counter() - start, "cpu": usage.ru_utime + usage.ru_stime, "peak": usage.ru_maxrss / 1024}
    return took | json.loads(said.splitlines()[-1])


@contextmanager
def server() -> Iterator[int]:
    """The port of a running server."""
    process = subprocess.Popen([sys.executable, __file__, "--serve"], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()


def polls_of_a_law(port: int, polls: int) -> None:
    """Print the cost of many polls of one large law that changes each time."""
    address = [f"http://{HOSTS[0]}:{port}/law"]
    with tempfile.TemporaryDirectory() as folder:
        ours = measured("pipeline_polls.py", address, polls, folder=folder, kind="law")
    bare = measured("bare_crawl.py", address, polls)
    print(f"{polls} polls of a law of {KILOBYTES / 1000} MB and {ARTICLES} articles, 1 % changed each time ({ours['changes']} Changes)")
    print(f"  bare Scrapy     {_cost(bare)}")
    print(f"  whole pipeline  {_cost(ours)}; {ours['cpu'] / polls:.2f} s of processor time a poll")
    print(f"  highest memory of every ten polls: {' '.join(f'{each:.0f}' for each in ours['memory'])} MB")


def polls_of_pages(port: int, pages: int, rounds: int) -> None:
    """Print the cost of a first and an unchanged poll of many pages on many addresses."""
    addresses = [f"http://{HOSTS[number % len(HOSTS)]}:{port}/{number}" for number in range(pages)]
    with tempfile.TemporaryDirectory() as folder:
        measured("pipeline_polls.py", addresses[:1], folder=folder, kind="page")  # compiles
    with tempfile.TemporaryDirectory() as folder:
        first = measured("pipeline_polls.py", addresses, folder=folder, kind="page")
        turns = [
            (measured("bare_crawl.py", addresses), measured("pipeline_polls.py", addresses, folder=folder, kind="page"))
            for _ in range(rounds)
        ]
    bare, unchanged = (_least(each) for each in zip(*turns, strict=True))
    more = (first["cpu"] - bare["cpu"]) / pages * 1000
    print(f"{pages} pages of {len(page(0)) // 1000} KB on {len(HOSTS)} addresses, whole processes; the least of {rounds} in turn")
    print(f"  bare Scrapy     {_cost(bare)}")
    print(f"  first poll      {_cost(first)} (once); {more:.1f} ms of processor time a page above bare Scrapy (at most 15)")
    ratios = [
        f"{unchanged[measure] / bare[measure]:.2f} × the {name}" for measure, name in (("seconds", "time"), ("cpu", "processor time"))
    ]
    print(f"  unchanged poll  {_cost(unchanged)}; {' and '.join(ratios)} of bare Scrapy (at most 1.2)")


def _least(of: Sequence[dict[str, Any]]) -> dict[str, float]:
    """The least of each figure: whatever else this machine does can only add to it."""
    return {name: min(each[name] for each in of) for name in ("seconds", "cpu", "peak")}


def _cost(of: dict[str, Any]) -> str:
    return f"{of['seconds']:6.1f} s, {of['cpu']:6.1f} s of processor time, {of['peak']:.0f} MB"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=["law", "pages"])
    parser.add_argument("--polls", type=int, default=20)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3, help="how often bare and unchanged polls are measured, in turn")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(serve())
    else:
        with server() as port:
            if options.what != "law":
                polls_of_pages(port, options.pages, options.rounds)
            if options.what != "pages":
                polls_of_a_law(port, options.polls)


if __name__ == "__main__":
    main()
