# make run   install and start the app          make test  install and run every check
# make lint  format and type checks only        make clean remove the environment
.PHONY: run test lint clean
.SILENT:

run:
	bash .ci/environment requirements.txt
	.venv/bin/python -m streamlit run app.py

test:
	bash .ci/environment requirements-dev.txt
	bash .ci/checks

lint:
	bash .ci/environment requirements-dev.txt
	.venv/bin/ruff format --check . && .venv/bin/ruff check . && .venv/bin/mypy

clean:
	rm -rf .venv
