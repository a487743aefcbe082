#!/bin/sh
# Write the requirements lock anew: exact versions with hashes, no address of any registry.
# Needs uv. With --upgrade, newer versions are taken.
set -eu
cd "$(dirname "$0")/.."
# What its authors publish as source alone is kept apart: it is built here, by the setuptools that is locked too.
source="dkimpy http-ece"
apart="$(printf -- '--no-emit-package %s ' $source)"
compile="uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11"
$compile pyproject.toml "$@" --group build $apart --output-file requirements/run.txt
$compile pyproject.toml "$@" --group build --all-extras --group dev --group docs $apart \
    --output-file requirements/dev.txt
printf "%s\n" $source | $compile - "$@" --no-deps --output-file requirements/source.txt
