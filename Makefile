PYTHON ?= python3
BIN := .venv/bin

# Needs git, make and Python 3.11+ with venv; everything else is installed into .venv from the lock.

.PHONY: setup demo test lint soak picture docs lock

.venv/.done: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch .venv/.done

# A .venv with the locked dependencies; nothing global is touched.
setup: .venv/.done

# The main job on this machine: a sandbox Slack, a rehearsal marketplace and the hub, at a printed address.
demo: setup
	$(BIN)/aacabot demo

# Style, types and the import contracts.
lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Dozens of processes import the same code: they find it compiled, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE

# Everything that must hold before a change lands; under ten minutes on two cores.
test: lint
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

# Long crash and load rounds, outside CI.
soak: setup
	$(BIN)/python -m pytest -m soak --timeout 3600 tests

# bench-confirm, bench-intake, bench-demo: figures as a table and JSON lines; they never fail a build.
bench-%: setup
	$(BIN)/python -m tests.benchmarks.bench_$*

# The README's picture, taken from the running demo by headless Chromium.
picture: setup
	$(BIN)/python -m tests.browser.picture

# The parts of docs/ that are made from the code.
docs: setup
	$(BIN)/python -m tests.docs

# Write the lock anew from pyproject.toml: hashes, and no registry's address.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header --extra dev --upgrade -o requirements.lock pyproject.toml
