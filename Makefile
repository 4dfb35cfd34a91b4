# One line a target; `make demo` and `make test` are the two commands of the README.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PY := .venv/bin/python
# jsii greets a Node that is past its support with a banner, unless told its number.
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION := 18,19,20,21,22,23
# Where Python may not keep what it compiled, each of a hundred processes compiles the CDK anew: 20 s every time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo play check test test-all bench drill synth docs lock pages debian

help: ## what one can type here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## install what Python and Node need, exactly as locked
	@bash tools/setup.sh

pages: ## install all that is locked, and build the pages
	@bash tools/ready.sh

debian: ## install the Debian packages that tests need, when we may
	@bash tools/debian.sh

demo: pages ## the small city on 127.0.0.1: pages, outbox, the story playable; Ctrl-C ends it (PORT=n for another port)
	@$(PY) -m local $(if $(PORT),--port $(PORT))

play: pages ## play the story without hands; build/play.json says what was seen (SABOTAGE=n breaks step n)
	@$(PY) -m local.play $(if $(SABOTAGE),--sabotage $(SABOTAGE))

check: setup ## ruff, types, floors and the fast tests
	@bash tools/check.sh

test: pages debian ## everything that must hold before a change lands
	@bash tools/test.sh

test-all: test ## also every sabotage of the story, and cameras that fail
	@$(PY) -m pytest -q -m slow tests

bench: setup ## measure NAME against its peer and write bench/results/NAME.json
	@test -f "bench/$(NAME).py" -o -f "bench/$(NAME)/__main__.py" || { echo "bench: there is no bench named '$(NAME)'; speed is claimed nowhere yet, so nothing is measured yet"; exit 1; }
	@$(PY) -m bench.$(NAME)

drill: setup debian ## tamper with a vault and kill every function at each call; docs/drills.md says who noticed
	@$(PY) -m drills

synth: setup ## the CloudFormation that deploys, in cdk.out
	@$(PY) -m infrastructure.app

docs: setup ## write docs/permissions.md and the OpenAPI documents anew, from the routes themselves
	@$(PY) -m tools.permissions && $(PY) -m tools.openapi

lock: setup ## resolve the dependencies again
	@.venv/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade -q -o requirements.lock
	@cd web && npm install --package-lock-only
	@$(PY) -m tools.lock web/package-lock.json
