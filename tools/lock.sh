#!/bin/sh
# Write the requirements lock anew: exact versions with hashes, no address of any registry.
# Needs uv. With --upgrade, newer versions are taken.
set -eu
cd "$(dirname "$0")/.."
compile="uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --group build"
$compile pyproject.toml "$@" --output-file requirements/run.txt
$compile pyproject.toml "$@" --all-extras --group dev --group docs --output-file requirements/dev.txt
