# One name per command; CI runs the same (.ci/run). Every target sets up what it needs first. ARGS="..." goes to the command.
PYTHON_HERE := .venv/bin/python
QUIET_QT := QT_QPA_PLATFORM=offscreen
WORKERS ?= 2
SCREENS ?= 3

.PHONY: help run test check arch words bench crash fuzz pictures demo build clean converge

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 12

run: ## set up, then open the program
	@.ci/setup
	@$(PYTHON_HERE) -m desktop $(ARGS)

test: ## set up, then run all tests: libthai hidden, as Windows has none; the flows on screens of their own
	@.ci/setup test
	$(QUIET_QT) .ci/without_libthai $(PYTHON_HERE) -m pytest -n $(WORKERS) -m "not flow" $(ARGS)
ifeq ($(ARGS),)
	$(PYTHON_HERE) -m pytest -m flow --dist load --tx "$(SCREENS)*popen//python=.ci/screen $(PYTHON_HERE)"
endif

check: ## walls, types, style, words, sizes
	@.ci/setup test check
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/lint-imports --no-logo
	$(PYTHON_HERE) translations/words.py --check
	$(PYTHON_HERE) -m pytest -q tests/test_house.py
	.venv/bin/mypy

arch: ## the walls alone
	@.ci/setup check
	.venv/bin/lint-imports --no-logo

words: ## extract the words, bring th, en and qps up to date
	@.ci/setup
	$(PYTHON_HERE) translations/words.py $(ARGS)
	$(PYTHON_HERE) translations/words.py --compile

bench: ## figures against the bare thing
	@.ci/setup test
	$(QUIET_QT) $(PYTHON_HERE) -m tests.bench $(ARGS)

crash: ## 1,000 kills -9 and 5,000 power cuts in saving, making and taking
	@.ci/setup test
	$(PYTHON_HERE) -m tests.crash

fuzz: ## hostile parcels, letters and workbooks for two minutes (ARGS="--seconds 3600 --seed 8")
	@.ci/setup test
	$(PYTHON_HERE) -m tests.fuzz $(ARGS)

converge: ## 100,000 histories of offices that edit apart, against an oracle (ARGS="--seconds 600 --seed 5000")
	@.ci/setup test
	$(PYTHON_HERE) -m tests.properties $(ARGS)

pictures: ## every screen in th and en, into out/pictures
	@.ci/setup test
	.ci/screen $(PYTHON_HERE) -m tests.pictures $(ARGS)

demo: ## the whole job of 95 councils and a region, without a screen
	@.ci/setup
	.venv/bin/sapha-cli demo --out "$${OUT:-out/demo}" $(ARGS)

build: ## the program as one folder, which then tests itself
	@.ci/setup build
	.venv/bin/pyinstaller --noconfirm --log-level WARN --workpath build/frozen --distpath dist build.spec
	$(QUIET_QT) dist/sapha/sapha-cli self-test

clean: ## take away what was built (the venv stays)
	rm -rf build dist out *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	find desktop tests translations resources -name __pycache__ -type d -prune -exec rm -rf {} +
	find translations -name '*.mo' -delete
