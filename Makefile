# Two commands matter: `make run` and `make test`. Everything else is one line in the README.
PYTHON ?= python3
PORT ?= $(or $(MENTORHUB_PORT),8000)
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
BIN := .venv/bin

export PYTHON PORT TORCH_INDEX

.PHONY: run test check audit setup bench bench-million quality intents format constraints shots

run: setup  ## set everything up and start server and worker in demo mode
	@MENTORHUB_PORT=$(PORT) MENTORHUB_DEMO=$${MENTORHUB_DEMO-on} $(BIN)/mentorhub run

test: setup  ## everything: lint, types, architecture, rules, databases, pages, browser
	@sh tools/need-browser
	@$(MAKE) --no-print-directory lint
	@sh tools/test

# What needs a browser, a model, PostgreSQL or whole pages is left to `make test`.
LEFT_OUT := --ignore=tests/assist --ignore=tests/browser --ignore=tests/journeys \
	--ignore=tests/accounts/test_sign_in.py --ignore=tests/recommend/test_quality_pages.py \
	--ignore=tests/recommend/test_exposure.py --ignore=tests/recommend/test_api.py \
	--ignore=tests/recommend/test_library.py --ignore=tests/tandems/test_cases.py \
	--ignore=tests/recommend/test_editors.py --ignore-glob='*/test_views*' --ignore-glob='*/test_in_browser*'

check: setup lint  ## the fast part of the tests
	@sh tools/test -m "not browser and not slow" -k "not postgres" $(LEFT_OUT)

audit: setup  ## the long version: every page in every combination of language, scheme and width
	@sh tools/need-browser
	@MENTORHUB_AUDIT=on $(BIN)/pytest -q tests/browser

.PHONY: lint
lint:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/vulture
	@$(BIN)/djlint mentorhub --lint --quiet
	@$(BIN)/python -m mentorhub.web.catalogue --check

bench: setup  ## speed and memory, each beside a baseline of the same run
	@$(BIN)/python -m tools.bench

bench-million: setup  ## the search over 1,000,000 made offers; MANY=200000 for fewer
	@$(BIN)/python -m tools.bench --only million --many $(or $(MANY),1000000)

quality: setup  ## search quality on the golden queries, readability of plain texts
	@$(BIN)/python -m tools.quality

intents: setup  ## train the encoder on the sayings again, half an hour; needed after many of them changed
	@$(BIN)/python -m tools.train_intents

shots: setup  ## the screenshots of the README
	@sh tools/need-browser
	@$(BIN)/python -m tools.shots

format: setup
	@$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format .

constraints:  ## write down the versions of this environment
	@sh tools/freeze

setup:
	@sh tools/setup
