# "make" alone explains the targets. Everything but lint, race and the services' tests needs only Go.

VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
GOFLAGS_BUILD = -trimpath -ldflags "-X main.version=$(VERSION)"

# Tools are pinned here and fetched as Go modules on first use.
GOLANGCI = github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
VULNCHECK = golang.org/x/vuln/cmd/govulncheck@v1.9.0

.DEFAULT_GOAL := help
.PHONY: help check test race lint vuln vet fmt generate demo build bench eval transcripts picture cover

help: ## Explain the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

check: ## What CI checks: form, vet, lint, modules, generated files, tests with the race detector
	@$(MAKE) --no-print-directory vet lint
	go mod verify
	@$(MAKE) --no-print-directory race

test: ## All tests that need only Go (PostgreSQL, Redis and Chromium join when they are there; see CONTRIBUTING.md)
	go test ./...

race: ## All tests with the race detector, in random order
	go test -race -shuffle=on -timeout 20m ./...

vet: ## gofmt and go vet, without changing anything
	@unformatted="$$(gofmt -l .)"; if [ -n "$$unformatted" ]; then echo "gofmt is needed on:"; echo "$$unformatted"; exit 1; fi
	go vet ./...

lint: ## golangci-lint with the rules of .golangci.yaml (the first run builds it, which takes minutes)
	go run $(GOLANGCI) run ./...

vuln: ## Known weaknesses in what we use (asks the Go vulnerability database on the network)
	go run $(VULNCHECK) ./...

fmt: ## Format all Go files
	gofmt -w .

generate: ## Make the tables of internal/region anew from their sources (downloads some 120 MB; see internal/region/gen)
	go generate ./...

transcripts: ## Write the answers of all transcripts anew; then read the diff
	go test ./flows/report ./flows/duty ./flows/learn ./flows/selfcheck ./internal/e2e ./cmd/siaga -run '^TestTranscripts|Mermaid|Drawing' -args -update

picture: ## Take the picture of the demonstration for the README (needs Chromium)
	go test ./internal/e2e -run TestDemoInABrowser -count=1 -args -picture $(CURDIR)/docs/demo.png

demo: ## Try it: emulator, bot and page on this machine
	go run ./cmd/siaga demo

build: ## Build dist/siaga, one file without C
	CGO_ENABLED=0 go build $(GOFLAGS_BUILD) -o dist/siaga ./cmd/siaga

bench: ## Benchmarks, in the form that benchstat compares
	go test -run '^$$' -bench . -benchmem -count 6 ./...

eval: ## How well places, languages and wishes are understood, on examples held out
	go test -v -count=1 -run 'Rates|HeldOut|Eval' ./internal/region ./internal/understand ./internal/offer ./internal/taskforce

cover: ## Which lines the tests reach, as coverage.out
	go test -coverpkg=./... -coverprofile=coverage.out ./...
	go tool cover -func=coverage.out | tail -1
