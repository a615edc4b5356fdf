# Everything a developer does has a name here: make help
SHELL := /bin/bash
.DEFAULT_GOAL := help
.SUFFIXES:

PY := .venv/bin/python
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup run chat test train lint bench understanding lock

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

setup: .venv/.complete ## environment, model and database; starts nothing
	@mkdir -p var models
	@$(PY) -m bot train --if-needed
	@$(PY) -m bot db upgrade

run: setup ## start the bot and print its address
	@$(PY) -m bot serve --api

chat: setup ## talk with the bot in the terminal
	@$(PY) -m bot chat

test: setup lint ## all checks and tests
	@$(PY) -m pytest

train: .venv/.complete ## train the model if its data have changed
	@$(PY) -m bot train --if-needed

lint: .venv/.complete ## style, types and the rule which room may import which
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-cache

bench: setup ## measure start, memory and speed beside Rasa's starter bot
	@$(PY) -m tests.bench

understanding: setup ## measure what is understood in each language beside Rasa's default pipeline (minutes)
	@$(PY) -m tests.understanding --picture docs/understanding.png

lock: ## resolve all dependencies anew into requirements.lock (needs uv)
	@uv pip compile --universal --python-version 3.10 --generate-hashes --extra dev pyproject.toml -o requirements.lock \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet

.venv/.complete: requirements.lock tools/environment.sh
	@bash tools/environment.sh
	@touch $@
