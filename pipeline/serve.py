"""``veille serve``: the website and the API over one database."""

import socket

import uvicorn

from api.app import create_app
from core.errors import VeilleError
from pipeline.deployment import Deployment


def serve(deployment: Deployment, host: str, port: int) -> None:
    """Serve until interrupted; ``VeilleError`` where nothing can listen there."""
    try_port(host, port)
    settings = deployment.settings
    app = create_app(deployment.engine, now=deployment.now, site=settings.site, watchlist=deployment.watchlist, settings=settings)
    uvicorn.run(app, host=host, port=port, log_level="warning")


def try_port(host: str, port: int) -> None:
    """Raise ``VeilleError`` where nothing can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, port))
    except OSError as error:
        raise VeilleError(
            f"Nothing can listen on {host} port {port} ({error.strerror or error}); choose others with --host and --port."
        ) from error
