"""Several commands of Rasa in one process without a network, since each start of Rasa alone takes seconds.

``python -m tests.rasa_commands '[["data", "validate"], ...]'`` prints their exit codes as its last line.
"""

from __future__ import annotations

import json
import sys

import pytest_socket


def run(arguments: list[str]) -> int:
    """The exit code of ``rasa <arguments>``."""
    from rasa.__main__ import main

    sys.argv = ["rasa", *arguments]
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


if __name__ == "__main__":
    pytest_socket.disable_socket(allow_unix_socket=True)
    codes = [run(arguments) for arguments in json.loads(sys.argv[1])]
    sys.stdout.flush()
    sys.stdout.write("\n" + json.dumps(codes) + "\n")
