# make run   install and start the app          make test  install and run every check
# make lint  format and type checks only        make docs  build the site in docs/_build
# make clean remove the environment
.PHONY: run test lint docs clean
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

docs:
	bash .ci/environment requirements-dev.txt
	.venv/bin/python -m sphinx -W --keep-going docs docs/_build
	echo "The site: docs/_build/index.html"

clean:
	rm -rf .venv
