# make demo | test | test-real | test-deep | faults | mutations | rules-off | bench | clean
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= auto

.PHONY: demo test lint system-packages test-real test-deep faults mutations rules-off bench clean

$(VENV)/demo-ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[mock]'
	@touch $@

$(VENV)/dev-ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/demo-ready

demo: $(VENV)/demo-ready
	$(BIN)/python examples/demo.py

lint: $(VENV)/dev-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/python -m pytest -n $(WORKERS) -m "not deep and not real"

# Debian's own packages: a browser and its driver, a software token in place of a USB key. Installed by root, and only where they are missing.
system-packages:
	.ci/debian chromium chromium-driver softhsm2

# What needs more than Python: a person's browser at the mock hall, a USB key, and the built wheel away from the checkout.
test-real: system-packages $(VENV)/dev-ready
	$(BIN)/python -m pytest -m real

test-deep: $(VENV)/dev-ready
	$(BIN)/python -m pytest -n $(WORKERS) -m deep

# The whole crash matrix: every fault at every request of every operation, in build/faults.json. Its ledgers lie in memory where
# there is such a folder: a killed process loses nothing by it, and thousands of synced writes go four times as fast.
REGIONS ?= $(patsubst tests/%/faultkit.py,%,$(wildcard tests/*/faultkit.py))
IN_MEMORY := $(firstword $(wildcard /dev/shm) /tmp)
faults: $(VENV)/dev-ready
	SIGATEWAY_MOCK_KEY_BITS=1024 TMPDIR=$(IN_MEMORY) $(BIN)/python -m sigateway.testing.faults $(foreach region,$(REGIONS),tests.$(region).faultkit:KIT) \
		--pairs 100 --json build/faults.json

# Changed pages: each reply before a commit, mutated in every way, in build/mutations.json.
mutations: $(VENV)/dev-ready
	SIGATEWAY_MOCK_KEY_BITS=1024 TMPDIR=$(IN_MEMORY) $(BIN)/python -m sigateway.testing.mutations $(foreach region,$(REGIONS),tests.$(region).faultkit:KIT) \
		--json build/mutations.json

# Whether the tests that pin a rule can fail: each rule is switched off, in build/rules_off.json.
rules-off: $(VENV)/dev-ready
	$(BIN)/python -m sigateway.testing.rules_off $(REGIONS) --json build/rules_off.json

bench: $(VENV)/dev-ready
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build demo-out
