"""``veille serve``: the website and the API over one database."""

import multiprocessing
import signal
import socket
from collections.abc import Callable
from multiprocessing.connection import wait
from typing import Any

import uvicorn

from core.errors import VeilleError

Create = Callable[[], Any]
"""Makes the ASGI application; in each process anew."""


def serve(create: Create, host: str, port: int, workers: int = 1) -> None:
    """Serve until interrupted, with so many processes; ``VeilleError`` where nothing can listen there, or where one of them ends."""
    try_port(host, port)
    # Only where a socket says that it speaks TCP does asyncio send small answers at once.
    with socket.socket(_family(host), socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        if workers == 1:
            _answer(create, listening)
        else:
            _share(create, listening, workers)


def _answer(create: Create, listening: socket.socket) -> None:
    uvicorn.Server(uvicorn.Config(create(), log_level="warning")).run([listening])


def _share(create: Create, listening: socket.socket, workers: int) -> None:
    """Several processes that listen at one place; where one of them ends, the others end as well."""
    forking = multiprocessing.get_context("fork")
    processes = [forking.Process(target=_answer, args=(create, listening), daemon=True) for _ in range(workers)]
    for process in processes:
        process.start()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        wait([process.sentinel for process in processes])
        raise VeilleError("One of the processes of the website ended by itself; its last words stand above.")
    except KeyboardInterrupt:
        pass
    finally:
        for process in processes:
            process.terminate()
            process.join()


def try_port(host: str, port: int) -> None:
    """Raise ``VeilleError`` where nothing can listen there."""
    try:
        with socket.socket(_family(host), socket.SOCK_STREAM) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, port))
    except OSError as error:
        raise VeilleError(
            f"Nothing can listen on {host} port {port} ({error.strerror or error}); choose others with --host and --port."
        ) from error


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
