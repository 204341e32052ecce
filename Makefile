# The commands of this project. `make run` and `make test` need only make, Python 3.11+ and a network
# or a folder of wheels (PIP_NO_INDEX=1 PIP_FIND_LINKS=wheelhouse).

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# a suite starts some forty programs; each would compile everything anew
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
SERVE ?= 1

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
UV_VERSION := 0.13.9

.PHONY: help run worker demo test test-sqlite test-postgres face check fmt lint types bench bench-field manual up lock vendor \
	fonts roles migrate clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

# ---- environments -------------------------------------------------------------------------------
$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "需要 Python 3.11 或更新版本：make PYTHON=/路径/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& apt-get update -qq && apt-get install -y -qq python3-venv; } \
		|| { echo "Python 缺少 venv 模块：请安装 python3-venv。"; exit 1; }
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: config/requirements/runtime.txt $(VENV)/pyvenv.cfg
	$(PIP) -r config/requirements/runtime.txt
	@touch $@

$(VENV)/.dev: config/requirements/dev.txt $(VENV)/pyvenv.cfg
	$(PIP) -r config/requirements/dev.txt
	@touch $@ $(VENV)/.runtime

# ---- running ------------------------------------------------------------------------------------
run migrate roles demo worker: export TRIAL = 1
run demo worker: export DEMO_TODAY = 2016-07-29

run: demo ## set up, load the demo district, serve it (PORT=8000, SERVE=0 stops before serving)
	@[ "$(SERVE)" != 0 ] || exit 0; \
		exec $(VENV)/bin/gunicorn config.wsgi --config config/deploy/gunicorn_conf.py \
			--bind $(HOST):$(PORT)

demo: migrate fonts
	@$(PY) manage.py demo_district --out out --address http://$(HOST):$(PORT)/

migrate: $(VENV)/.runtime
	@$(PY) manage.py migrate --verbosity 0

roles: migrate ## make the roles agree with roles.py
	$(PY) manage.py sync_roles

worker: $(VENV)/.runtime ## run a worker with beat on this machine (needs REDIS_URL)
	$(VENV)/bin/celery -A config worker --beat --schedule var/beat --loglevel INFO

up: ## start web, worker, beat, PostgreSQL, Redis and the proxy by docker compose
	docker compose up --detach --build --wait

fonts: $(VENV)/.runtime ## fill var/fonts for the PDF documents
	@$(PY) config/fonts.py || echo "字体未能取齐，公文 PDF 将用现有字体；稍后可再执行 make fonts。" >&2

# ---- checking -----------------------------------------------------------------------------------
test: $(VENV)/.dev fonts ## the whole suite on SQLite, then on PostgreSQL with browser and worker
	@$(PY) -m tests.machine
	@$(MAKE) --no-print-directory test-sqlite
	@$(MAKE) --no-print-directory test-postgres

test-sqlite: $(VENV)/.dev
	env -u TEST_DATABASE_URL -u DATABASE_URL $(PY) -m pytest -q -n 2 --dist worksteal -m "not flow"

test-postgres: $(VENV)/.dev
	$(PY) -m tests.servers pg redis -- $(PY) -m pytest -q -n 2 --dist worksteal --database-only

face: $(VENV)/.dev fonts ## look at every page, role, size and theme; pictures in var/face (FACE=once: each page by one role)
	@$(PY) -m tests.machine
	@$(PY) -m tests.face $(FACE)

check: lint types fonts ## lint, import contracts, types, production settings, missing migrations
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
		export VAR_DIR="$$folder" ALLOWED_HOSTS=ducha.invalid BEHIND_PROXY=1 \
			FONT_DIR="$${FONT_DIR:-$(CURDIR)/var/fonts}" \
			SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(60))')" && \
		unset DATABASE_URL REDIS_URL TRIAL DEBUG DATA_KEY_FILE && \
		$(PY) manage.py new_data_key > /dev/null && \
		$(PY) manage.py check --deploy --fail-level WARNING && \
		$(PY) manage.py makemigrations --check --dry-run

lint: $(VENV)/.dev ## ruff, its format and the import contracts
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports

types: $(VENV)/.dev ## mypy
	$(VENV)/bin/mypy .

fmt: $(VENV)/.dev ## put the code in form
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

var/bench/peer/.ready: $(VENV)/.runtime
	@$(PYTHON) -m venv var/bench/peer && realpath $(VENV)/lib/python3*/site-packages \
		> "$$(echo var/bench/peer/lib/python3*/site-packages)/product.pth"
	@var/bench/peer/bin/pip install --quiet --disable-pip-version-check --no-deps \
		django-import-export==4.4.3 tablib==3.10.0 diff-match-patch && touch $@ \
		|| echo "对照程序 django-import-export 未能安装，略过这一项。" >&2

bench: $(VENV)/.dev fonts var/bench/peer/.ready ## measure on PostgreSQL beside reference programs; prints a table, passes always
	$(PY) -m tests.servers pg --durable -- $(PY) -m tests.bench

bench-field: $(VENV)/.dev ## 200 officials saving for BENCH_SECONDS (600): undisturbed, workers killed, uploads broken
	$(PY) -m tests.servers pg --durable -- $(PY) -m tests.bench field

manual: $(VENV)/.dev fonts ## take the pictures of the manual anew from a demonstration (static/help)
	$(PY) -m tests.manual

# ---- pins ---------------------------------------------------------------------------------------
lock: $(VENV)/pyvenv.cfg ## write config/requirements from pyproject.toml, hashed, without addresses
	@[ -x var/uv/bin/uv ] || { $(PYTHON) -m venv var/uv \
		&& var/uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION); }
	@for part in runtime dev; do \
		extra=$$([ $$part = dev ] && echo "--extra dev" || true); \
		var/uv/bin/uv pip compile pyproject.toml $$extra --quiet --universal --generate-hashes \
			--python-version 3.11 --no-header --no-annotate --no-emit-index-url \
			--output-file config/requirements/$$part.txt; \
	done

vendor: ## copy the pinned browser files into static/vendor (needs Node)
	cd config/frontend && npm ci --ignore-scripts && $(PYTHON) vendor.py

clean: ## remove what can be made again; keeps var/
	rm -rf $(VENV) out .mypy_cache .ruff_cache .pytest_cache
