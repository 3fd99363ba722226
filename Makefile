# 一号答：make demo 看演示，make test 跑全部检查。系统缺的程序由 make system 安装（需要 root）。

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
# Browsers and databases are waited for: two processors are busy with three runners.
# tests/ordering.py says which files begin first.
PYTEST ?= -n 3 --dist loadfile --no-loadscope-reorder

VENV := .venv
BIN := $(VENV)/bin
# What needs building is built from locked tools inside the environment: pip fetches nothing else.
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-build-isolation
LOCKED := $(PIP) --require-hashes --requirement

.PHONY: help
help:  ## 列出这些命令
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1 — \2/p' Makefile

.PHONY: system
system:  ## 安装 Debian 缺少的程序；都有了就什么也不做
	@.ci/programs test

.PHONY: demo
demo: $(VENV)/.run  ## 装好环境，载入演示数据，启动服务（HOST= PORT= 可改地址）
	@exec $(BIN)/yihaoda demo --host $(HOST) --port $(PORT)

# What is compiled is kept: runners and the programs that they start would each compile it anew.
.PHONY: test
test: export PYTHONDONTWRITEBYTECODE :=
test: $(VENV)/.dev  ## 全部检查：代码规范、类型、导入方向、单元测试、集成测试、浏览器测试
	@.ci/programs test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@# One processor checks types while the other compiles the tests, once for all runners.
	$(BIN)/python -m pytest --collect-only --quiet >/dev/null & \
		trap "kill $$! 2>/dev/null || true" EXIT; \
		$(BIN)/mypy; $(BIN)/lint-imports; wait $$! || true
	$(BIN)/python -m pytest $(PYTEST)

.PHONY: evaluate
evaluate: $(VENV)/.dev  ## 在 ../shared/eval 的四个评测集上问一遍，和上次提交的数值比（WRITE=1 写成新的）
	$(BIN)/python -m benchmarks.quality ../shared/eval $(if $(WRITE),--write)

.PHONY: models
models: $(VENV)/.dev  ## 在四个评测集上训练随程序发布的模型，连同数值写进仓库
	$(BIN)/python -m benchmarks.quality ../shared/eval --write --ship

# While packages are being installed the mark .complete is away. An environment found without it
# was interrupted and is made anew: a half-installed package would be taken for a whole one.
$(VENV)/.run: requirements-build.lock requirements.lock pyproject.toml
	@.ci/programs demo
	@[ -e $(VENV)/.complete ] || rm -rf $(VENV)
	@[ -e $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	@rm -f $(VENV)/.complete
	@echo "安装依赖（只在第一次或依赖变动时）……"
	@$(LOCKED) requirements-build.lock
	@$(LOCKED) requirements.lock
	@$(PIP) --no-deps --editable .
	@touch $(VENV)/.complete $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@rm -f $(VENV)/.complete $(VENV)/.run
	@echo "安装检查用的工具……"
	@$(LOCKED) requirements-dev.lock
	@touch $(VENV)/.complete $(VENV)/.run
	@touch $@

COMPILE := uv pip compile --quiet --no-emit-index-url --no-header --no-annotate \
	--generate-hashes --python-version 3.11

.PHONY: lock
lock:  ## 按 pyproject.toml 重新锁定依赖版本（需要 uv）
	@command -v uv >/dev/null || { echo "缺少 uv：请先 pip install uv" >&2; exit 1; }
	$(COMPILE) pyproject.toml --output-file requirements.lock
	$(COMPILE) pyproject.toml --extra dev --output-file requirements-dev.lock
	printf '%s\n' 'hatchling>=1.27' 'setuptools>=78' | $(COMPILE) - \
		--output-file requirements-build.lock

.PHONY: clean
clean:  ## 删除环境、缓存、测试输出和演示数据
	rm -rf $(VENV) .demo build dist test-results .mypy_cache .ruff_cache .pytest_cache \
		.import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
