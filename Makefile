# "make" alone explains the targets. Everything but lint, race and the services' tests needs only Go.

VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
GOFLAGS_BUILD = -trimpath -ldflags "-X main.version=$(VERSION)"

# Tools are pinned here and fetched as Go modules on first use.
GOLANGCI = github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
VULNCHECK = golang.org/x/vuln/cmd/govulncheck@v1.9.0

.DEFAULT_GOAL := help
.PHONY: help check weaknesses reproducible sbom test race lint vuln vet fmt generate demo build image bench benchcheck chaos soak profile microbench eval transcripts picture simulate cover

help: ## Explain the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

check: ## What CI checks: form, vet, lint, modules, known weaknesses, the same file twice, tests with the race detector
	@$(MAKE) --no-print-directory vet lint
	go mod verify
	@$(MAKE) --no-print-directory weaknesses reproducible
	@$(MAKE) --no-print-directory race

test: ## All tests that need only Go (PostgreSQL, Redis and Chromium join when they are there; see CONTRIBUTING.md)
	go test -timeout 30m ./...

race: ## All tests with the race detector, in random order
	go test -race -gcflags='modernc.org/sqlite/lib=-race=0' -shuffle=on -timeout 60m ./...

vet: ## gofmt and go vet, without changing anything
	@unformatted="$$(gofmt -l .)"; if [ -n "$$unformatted" ]; then echo "gofmt is needed on:"; echo "$$unformatted"; exit 1; fi
	go vet ./...

lint: ## golangci-lint with the rules of .golangci.yaml (the first run builds it, which takes minutes)
	go run $(GOLANGCI) run ./...

vuln: ## Known weaknesses in what we use (asks the Go vulnerability database on the network)
	go run $(VULNCHECK) ./...

weaknesses: ## The same, left out with a word where the network is not there (part of check)
	@if out=$$(timeout 300 $(MAKE) --no-print-directory vuln 2>&1); then echo "$$out" | tail -n 5; \
	elif echo "$$out" | grep -qiE 'vuln\.go\.dev|dial tcp|no such host|connection refused|fetching vulnerabilities|HTTP GET'; then \
		echo "weaknesses: LEFT OUT, the Go vulnerability database cannot be reached from this machine"; \
	else echo "$$out"; exit 1; fi

reproducible: ## Build twice, in two folders, the second time with an empty cache: the files must be the same (part of check)
	@dir=$$(mktemp -d); trap 'chmod -R u+w "$$dir"; rm -rf "$$dir"' EXIT; \
	git ls-files -z | tar --null -T - -cf - | (mkdir "$$dir/elsewhere" && tar -C "$$dir/elsewhere" -xf -); \
	CGO_ENABLED=0 go build -buildvcs=false $(GOFLAGS_BUILD) -o "$$dir/one" ./cmd/siaga && \
	(cd "$$dir/elsewhere" && GOCACHE="$$dir/cache" CGO_ENABLED=0 go build -buildvcs=false $(GOFLAGS_BUILD) -o "$$dir/two" ./cmd/siaga) && \
	sha256sum "$$dir/one" "$$dir/two" | sed "s|$$dir/||" && cmp "$$dir/one" "$$dir/two" && echo "reproducible: the same file twice"

sbom: build ## What dist/siaga is made of, as dist/siaga.cdx.json (CycloneDX)
	dist/siaga version --sbom > dist/siaga.cdx.json

fmt: ## Format all Go files
	gofmt -w .

generate: ## Make the tables of internal/region anew from their sources (downloads some 120 MB; see internal/region/gen)
	go generate ./...

transcripts: ## Write the answers of all transcripts anew; then read the diff
	go test ./flows/report ./flows/duty ./flows/learn ./flows/selfcheck ./flows/checkin ./flows/rights ./internal/e2e ./cmd/siaga -run '^TestTranscripts|Mermaid|Drawing' -args -update

picture: ## Take the pictures of the demonstration and of the oversight page (needs Chromium)
	go test ./internal/e2e -run TestDemoInABrowser -count=1 -args -picture $(CURDIR)/docs/demo.png
	go test ./internal/e2e -run TestOversightInABrowser -count=1 -args -oversight $(CURDIR)/docs/oversight.png

demo: ## Try it: emulator, bot and page on this machine
	go run ./cmd/siaga demo

build: ## Build dist/siaga, one file without C
	CGO_ENABLED=0 go build $(GOFLAGS_BUILD) -o dist/siaga ./cmd/siaga

image: build ## An image of dist/siaga for buildah or podman, without pulling anything
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && mkdir -m 0700 "$$dir/data" && cp dist/siaga /etc/ssl/certs/ca-certificates.crt "$$dir" && \
	$${BUILDER:-buildah} build --format docker -f docs/deploy/Containerfile.dist -t siaga "$$dir"

bench: build ## Many people through the report conversation, against a plain bot in the same run: prints ratios (see docs/performance.md)
	dist/siaga loadtest $(if $(SIAGA_TEST_POSTGRES),--postgres "$(SIAGA_TEST_POSTGRES)") $(BENCH)

benchcheck: build ## The short form of bench, as CI runs it: fails when a ratio is far worse than it should be
	dist/siaga loadtest --people 32 --rate 0 --rounds 1 --warm 1s --duration 3s --check

chaos: ## kill -9 at every outgoing call of whole stories, at commits and in migrations, with Redis and PostgreSQL failing; a short form is among the tests
	SIAGA_CHAOS=1 go test ./internal/store -run 'TestKilledInAMigration|TestCutOffInAMigration' -count=1 -timeout 30m
	SIAGA_CHAOS=1 go test ./internal/e2e -run 'TestKilledAtEverySeam|TestTimedStories|TestRedisFaults|TestFaultsAtCommits|TestSlowPostgreSQL|TestPostgreSQLThat' -count=1 -timeout 480m -v

soak: ## SEEDS=1000 times a month of the whole house on a clock of its own, seeds choose all faults; FROM=1000 begins after that seed
	SIAGA_SOAK=$(or $(SEEDS),1000) SIAGA_SOAK_FROM=$(or $(FROM),0) go test ./internal/soak -run TestSoak -count=1 -timeout 0 -v

profile: build ## Where a processor's time goes, as files for "go tool pprof -top dist/siaga FILE"
	dist/siaga loadtest --profile dist/profile $(if $(SIAGA_TEST_POSTGRES),--postgres "$(SIAGA_TEST_POSTGRES)") $(BENCH)

microbench: ## Go benchmarks, in the form that benchstat compares
	go test -run '^$$' -bench . -benchmem -count 6 ./...

eval: ## How well places, languages and wishes are understood, on examples held out
	UNDERSTAND_CROSS=1 go test -v -count=1 -run 'Rates|HeldOut|Eval' ./internal/region ./internal/understand ./internal/offer ./internal/taskforce

simulate: ## A year of 553 task forces with its figures and page; and a year of months of 2,000 simulated cases each, through forty task forces, none of them ever without an owner, a clock or an alarm
	SIAGA_SIMULATE=12 go test ./internal/taskforce -run TestAMonthOfCases -count=1 -v
	SIAGA_SIMULATE=1 go test ./internal/app -run 'TestTheFiguresAre|TestThePageOn' -count=1 -v

cover: ## Which lines the tests reach, as coverage.out
	go test -coverpkg=./... -coverprofile=coverage.out ./...
	go tool cover -func=coverage.out | tail -1
