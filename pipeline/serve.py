"""``veille serve``: the website and the API over one database."""

import uvicorn
from sqlalchemy import Engine

from api.app import create_app
from pipeline.deployment import Clock


def serve(engine: Engine, now: Clock, site: str, host: str, port: int) -> None:
    """Serve until interrupted."""
    uvicorn.run(create_app(engine, now=now, site=site), host=host, port=port, log_level="warning")
