# The two commands of a newcomer are `make demo` and `make test`; `make help` lists all.
SHELL := /bin/bash
GO ?= go
export CGO_ENABLED := 0
export GOFLAGS := -trimpath
BIN := bin/jieli
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
WEB_STAMP := web/apps/console/dist/index.html
GO_FILES := $(shell find . -name '*.go' -not -path './web/node_modules/*' 2>/dev/null)
WEB_FILES := $(shell find web -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)

.PHONY: help demo test check bench build web cross clean tools e2e

help: ## list what make can do
	@grep -E '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: build ## build everything, load the sample programme, serve it, print address and sign-ins
	@$(BIN) demo --data demo-data

test: ## all tests; installs or starts what they need (PostgreSQL, Chromium)
	@scripts/test

check: ## every-day check: format, vet, lint, tidy, unit tests (under 3 minutes)
	@scripts/check

bench: build ## measure; writes docs/performance.md
	@scripts/bench
	@scripts/bench-web

build: $(BIN) ## build bin/jieli with the web client in it

$(BIN): $(GO_FILES) $(WEB_STAMP) go.mod $(shell find packs -type f)
	@scripts/need go
	$(GO) build -ldflags '-s -w -X main.version=$(VERSION)' -o $(BIN) ./cmd/jieli

web: $(WEB_STAMP) ## build the web client

$(WEB_STAMP): $(WEB_FILES)
	@scripts/need node
	cd web && npm ci --no-audit --no-fund --prefer-offline --loglevel=error && npm run build
	@touch $(WEB_STAMP)

cross: ## the binary builds for linux on amd64, arm64 and loong64
	@for arch in amd64 arm64 loong64; do echo "linux/$$arch"; GOOS=linux GOARCH=$$arch $(GO) build -o /dev/null ./cmd/jieli || exit 1; done

e2e: build ## the main jobs in a real browser
	@scripts/e2e

clean: ## remove what was built
	rm -rf bin web/apps/console/dist web/apps/field/dist demo-data
