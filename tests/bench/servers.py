"""A bot as a process of its own on loopback: started, waited for, weighed, and always ended."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import httpx
import psutil

HOST = "127.0.0.1"
WEBHOOK = "/webhooks/rest/webhook"
GRACE = 8.0
"""Seconds that a server gets to end by itself before it is killed."""


class ServerError(Exception):
    """A server did not come to answer; the message carries the end of its log."""


@dataclass(frozen=True)
class Memory:
    """Bytes held by a server and its children.

    ``rss`` counts shared pages once per process, ``pss`` (Linux only) divides them among all processes of the machine that
    share them, so other programs running from the same environment make it smaller.
    """

    rss: int
    pss: int | None
    processes: int


class Server:
    """A process that answers on Rasa's REST channel. Use it in ``with``: leaving ends it and all its children."""

    def __init__(
        self, name: str, command: Sequence[str], port: int, cwd: Path, env: Mapping[str, str], log: Path
    ) -> None:
        self.name = name
        self.port = port
        self.address = f"http://{HOST}:{port}"
        self._command, self._cwd, self._env, self._log = list(command), cwd, dict(env), log
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0

    def __enter__(self) -> Server:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("wb") as log:
            self._started = time.perf_counter()
            self._process = subprocess.Popen(
                self._command,
                cwd=self._cwd,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        end_tree(self._running().pid)
        self._running().wait(timeout=GRACE)

    def first_answer(self, message: str, limit: float) -> float:
        """Wait until *message* is answered; seconds since the process was started.

        Raises :class:`ServerError` when the process ends before, or *limit* seconds have passed.
        """
        with httpx.Client(base_url=self.address, trust_env=False, timeout=limit) as client:
            while (seconds := time.perf_counter() - self._started) < limit:
                code = self._running().poll()
                if code is not None:
                    raise ServerError(f"{self.name} ended with code {code} before it answered.\n{self.log_end()}")
                try:
                    response = client.post(WEBHOOK, json={"sender": "first", "message": message})
                    if response.status_code == 200 and response.json():
                        return time.perf_counter() - self._started
                except (httpx.TransportError, ValueError):
                    pass  # not listening yet
                time.sleep(0.05)
        raise ServerError(f"{self.name} did not answer within {seconds:.0f} s.\n{self.log_end()}")

    def memory(self) -> Memory:
        """What the process and its children hold now."""
        rss, pss, count = 0, 0, 0
        for process in _tree(self._running().pid):
            full = process.memory_full_info()
            rss, pss, count = rss + full.rss, pss + getattr(full, "pss", 0), count + 1
        return Memory(rss, pss or None, count)

    def processor_seconds(self) -> float:
        """Processor time that the process and its children have used so far."""
        times = [process.cpu_times() for process in _tree(self._running().pid)]
        return float(sum(each.user + each.system for each in times))

    def log_end(self, lines: int = 12) -> str:
        """The last *lines* of what the server printed."""
        return "\n".join(self._log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

    def _running(self) -> subprocess.Popen[bytes]:
        assert self._process is not None, "use Server in a with statement"
        return self._process


def free_port() -> int:
    """A port of loopback on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def environment(**extra: str) -> dict[str, str]:
    """This process's environment without Wegweiser's settings (no token, no database of the machine), and *extra*."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WEGWEISER_")}
    quiet = {
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONUNBUFFERED": "1",
    }
    return {**kept, **quiet, **extra}


def end_tree(pid: int) -> None:
    """End the process *pid* of ours and its children: asked first, killed after :data:`GRACE` seconds."""
    processes = _tree(pid)
    for process in processes:
        _send(process, kill=False)
    _, alive = psutil.wait_procs(processes, timeout=GRACE)
    for process in alive:
        _send(process, kill=True)
    psutil.wait_procs(alive, timeout=GRACE)


def _tree(pid: int) -> list[psutil.Process]:
    try:
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _send(process: psutil.Process, *, kill: bool) -> None:
    with suppress(psutil.NoSuchProcess):
        if kill:
            process.kill()
        else:
            process.terminate()
