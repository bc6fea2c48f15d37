# What people run. docs/CONFIGURATION.md lists the settings of `make run`; what starts the server builds it first.

FUZZ_FLAGS = --cfg fuzzing -Clink-dead-code -Cpasses=sancov-module \
	-Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
	-Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares

.PHONY: help run test test-postgres test-packages check lint fmt doc examples demo bench audit fuzz trial-kill \
	trial-revocation trial-failover trial-move trial-model trial-schema sizes mutants clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: ## Build and serve on 127.0.0.1:8080 with ./data
	cargo run --release --locked -p identity-server -- serve

# Whether all is installed that tests on PostgreSQL need. Debian keeps some of it off the search path.
INITDB = $(firstword $(wildcard /usr/lib/postgresql/*/bin/initdb) $(shell command -v initdb))
PGBOUNCER = $(firstword $(wildcard /usr/sbin/pgbouncer) $(shell command -v pgbouncer))
POSTGRES = $(and $(INITDB),$(PGBOUNCER),$(shell command -v openssl))
POSTGRES_TESTS = --features identity-diesel/postgres-tests,identity-tests/postgres-tests
WITH_POSTGRES = $(if $(POSTGRES),$(POSTGRES_TESTS))

test: ## All tests, doc tests included; those on PostgreSQL where it is installed
	cargo test --workspace $(WITH_POSTGRES)
ifneq ($(POSTGRES),)
	TEST_DATABASE=postgres cargo test --workspace $(WITH_POSTGRES) --test it
else
	@echo 'PostgreSQL: not tested, because PostgreSQL, PgBouncer or openssl is not installed'
endif

test-postgres: ## The store, several nodes and the whole service on a throw-away PostgreSQL
	cargo test --workspace $(POSTGRES_TESTS) --test postgres --test differential --test model --test newer
	TEST_DATABASE=postgres cargo test --workspace $(POSTGRES_TESTS) --test it

test-packages: ## A real browser, a real nginx, the script that provisions (needs chromium, chromium-driver, nginx, curl, openssl)
	cargo build -p identity-server
	cargo test -p identity-tests --features packages --test browser --test gateway
	cargo test -p identity-tests --features packages --test it -- provisioning::script

check: lint ## Format, lints and the unit tests
	cargo fmt --all --check
	cargo test --workspace --lib

lint: ## Lints, warnings are errors
	cargo clippy --workspace --all-targets -- -D warnings

fmt: ## Format
	cargo fmt --all

doc: ## Documentation of the code, warnings are errors
	RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps

examples: ## Both ways to embed the service, and verifying its tokens offline
	cargo run --quiet -p identity-core --features testing --example embedded
	cargo run --quiet -p identity-tests --example embedded_sqlite
	cargo build --quiet -p identity-server
	cargo run --quiet -p identity-tests --example verify_offline

demo: ## A story told over HTTP against a service of its own
	cargo build --quiet -p identity-server
	cargo run --quiet -p identity-tests --bin demo

bench: ## Figures against ceilings measured in the same run
	cargo build --release -p identity-server
	cargo bench -p identity-tests

audit: ## Licences, advisories, bans and sources (needs cargo-deny)
	cargo deny --all-features check

# What cargo-fuzz would say, so that nothing has to be installed; the target keeps it off build scripts.
fuzz: ## Fuzz the query language for FUZZ_SECONDS, default 60 (needs a C++ compiler)
	mkdir -p crates/identity-rql/fuzz/corpus
	cd crates/identity-rql/fuzz && RUSTC_BOOTSTRAP=1 RUSTFLAGS='$(FUZZ_FLAGS)' \
		cargo run --locked --target $$(rustc -vV | sed -n 's/^host: //p') --bin query -- \
		-max_total_time=$(or $(FUZZ_SECONDS),60) -max_len=512 -dict=query.dict corpus

trial-kill: ## kill -9 under writers: nothing acknowledged may be lost
	cargo build --release -p identity-server
	cargo run --release -p identity-tests --bin trial-kill

trial-revocation: ## Two nodes over one PostgreSQL: what is revoked on one is refused by the other, whatever fails
	cargo build --release -p identity-server
	cargo run --release -p identity-tests --bin trial-revocation -- 10

trial-failover: ## A primary and its standby under load: nothing acknowledged may be lost, whatever goes
	cargo build --release -p identity-server
	cargo run --release -p identity-tests --bin trial-failover

trial-move: ## A million people into both databases and out again: the same bytes, bounded memory
	cargo build --release -p identity-server
	cargo run --release -p identity-tests --bin trial-move

trial-model: ## 10,000 sequences of 50 random commands do the same in memory, on SQLite and on PostgreSQL
	MODEL_SEQUENCES=10000 cargo test --release -p identity-diesel --features postgres-tests --test model -- --nocapture

sizes: ## What a row of each table costs on both databases, measured with a million
	cargo run --release -p identity-diesel --features postgres-tests --example sizes -- 1000000

trial-schema: ## Every operation asked well and badly; answers have to be what the reference says (needs python3 and PyPI)
	cargo build -p identity-server
	cargo run --quiet -p identity-tests --bin trial-schema
	python3 -m venv target/schemathesis
	target/schemathesis/bin/pip install --quiet schemathesis==4.32.5
	cargo run --quiet -p identity-tests --bin trial-schema -- schemathesis $(CURDIR)/target/schemathesis/bin/schemathesis

mutants: ## Remove branches of policy and rules; every removal has to fail a test (needs cargo-mutants)
	cargo mutants -p identity-core

clean: ## Remove what was built; ./data stays
	cargo clean
