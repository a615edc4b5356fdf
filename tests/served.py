"""A Sanic application on a real port of this machine, in the loop of the test; Sanic's own test client no longer works."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from sanic import Sanic


@asynccontextmanager
async def served(app: Sanic) -> AsyncIterator[httpx.AsyncClient]:
    """A client of *app* while it listens."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{bound.getsockname()[1]}"
        server = await app.create_server(sock=bound, return_asyncio_server=True, access_log=False)
        await server.startup()
        try:
            async with httpx.AsyncClient(base_url=address) as client:
                yield client
        finally:
            server.close()
            await server.wait_closed()
