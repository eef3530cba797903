# The commands of a developer; `make help` lists them. What an operator does: ./manage.py --help
PYTHON ?= python3
ARGS ?=
.DEFAULT_GOAL := help
.PHONY: help demo test check bench environment

help:  ## list the commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 22

demo:  ## everything on this machine, with demo people: PORT, DATA_DIR, DATABASE_URL, DATABASE_OWNER_URL
	@exec $(PYTHON) -m tools.demo $(ARGS)

test:  ## checks and all tests, the browser's too: ARGS="-k word", PG=system
	@exec $(PYTHON) -m tools.test $(ARGS)

check:  ## lint, types, import contracts, house rules and tests, generated reference
	@exec $(PYTHON) -m tools.check $(ARGS)

bench:  ## measure speed beside the floor: BENCH_CASES="10000 100000"
	@exec $(PYTHON) -m tools.bench $(ARGS)

environment:  ## .venv with everything that development needs
	@exec $(PYTHON) -m tools.environment --dev
