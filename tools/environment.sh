#!/usr/bin/env bash
# Makes .venv with Python 3.10 and the locked packages. Called by the Makefile; quick when nothing has changed.
set -euo pipefail
cd "$(dirname "$0")/.."

usable() { [ -x "$1" ] && "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null; }

# Rasa 3.6 runs on Python 3.10 at the newest. On the PATH, under pyenv, or brought by uv: in this order.
find_python() {
  local candidate
  for candidate in "$(command -v python3.10 || true)" "$(command -v python3 || true)" "$(command -v python || true)" \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.10*/bin/python3.10; do
    if [ -n "$candidate" ] && usable "$candidate"; then
      echo "$candidate"
      return
    fi
  done
  if command -v uv >/dev/null && uv --version >/dev/null 2>&1; then
    uv python install --quiet 3.10 >&2 2>/dev/null || true
    candidate="$(uv python find 3.10 2>/dev/null || true)"
    if [ -n "$candidate" ] && usable "$candidate"; then
      echo "$candidate"
    fi
  fi
}

python="$(find_python)"
if [ -z "$python" ]; then
  echo "Wegweiser needs Python 3.10 (Rasa supports no newer one). Install it, for example with 'pyenv install 3.10' or 'uv python install 3.10', then run this again." >&2
  exit 1
fi

# An environment made by another tool may have no pip; one of ours always has.
if ! usable .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  echo "Making the environment in .venv with $("$python" --version) ..."
  rm -rf .venv
  "$python" -m venv .venv
fi
echo "Installing the locked packages (about 2.5 GB on disk, some minutes the first time) ..."
if command -v uv >/dev/null && uv --version >/dev/null 2>&1; then
  uv pip install --quiet --python .venv/bin/python --require-hashes --no-deps -r requirements.lock
else
  # pip announces a change of its own for three old packages; nobody here can act on it.
  .venv/bin/python -m pip install --quiet --progress-bar on --require-hashes --no-deps -r requirements.lock 2> >(grep -v DEPRECATION >&2)
fi
.venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
echo "The environment is ready."
