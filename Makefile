# Streetlight's commands for people. Each is also a plain command; see README.md.
# Works with GNU make 3.81 (macOS) and any POSIX sh.

BOOTSTRAP = ./bin/python bin/bootstrap.py
LANGUAGES = ru fr es ar
# Arguments for the tests: make test ARGS="tests/core -x"
ARGS =

.PHONY: help run test bench lint format messages backup restore

help:
	@echo "make run       start Streetlight with a demo country (PORT, HOST, DATA_DIR)"
	@echo "make test      run every test (ARGS=\"tests/core -x\" for some)"
	@echo "make lint      check style, templates and the rule of imports"
	@echo "make format    put Python into the project's shape"
	@echo "make messages  bring the interface's catalogues up to date"
	@echo "make bench     measure speed"
	@echo "make backup    save database and files (TO=backup.tar.gz)"
	@echo "make restore   bring them back into an empty place (FROM=backup.tar.gz)"

run:
	@$(BOOTSTRAP) -- python manage.py demo

test:
	@$(BOOTSTRAP) --tests -- uv run pytest $(ARGS)

lint:
	@$(BOOTSTRAP) --tests -- sh bin/lint

format:
	@$(BOOTSTRAP) --tests -- sh bin/lint --fix

messages:
	@$(BOOTSTRAP) --tests -- sh bin/messages $(LANGUAGES)

bench:
	@$(BOOTSTRAP) --tests -- python -m benchmarks $(ARGS)

backup:
	@$(BOOTSTRAP) -- python manage.py backup $(TO)

restore:
	@$(BOOTSTRAP) -- python manage.py restore $(FROM) $(ARGS)
