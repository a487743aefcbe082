#!/bin/sh
# Make the environment .venv, or do nothing where it is there already.
# Usage: tools/environment.sh run|dev     (dev holds all that run holds, and the tools for tests and docs)
set -eu
cd "$(dirname "$0")/.."

kind="$1"
python="${PYTHON:-python3}"
stamp=.venv/.masthead-lock

fail() {
    echo "Error: $*" >&2
    exit 1
}

digest_of() {
    cat pyproject.toml "requirements/$1.txt" requirements/source.txt | sha256sum | cut -d ' ' -f 1
}

is_ready() {
    [ -x .venv/bin/python ] && [ -f "$stamp" ] || return 1
    installed="$(cat "$stamp")"
    [ "$installed" = "dev $(digest_of dev)" ] || [ "$installed" = "$kind $(digest_of "$kind")" ]
}

is_ready && exit 0

command -v "$python" >/dev/null 2>&1 || fail "There is no $python. Install Python 3.11 or newer, or name it: make demo PYTHON=/path/to/python3"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "Masthead needs Python 3.11 or newer; $python is $("$python" -V 2>&1). Name a newer one: make demo PYTHON=/path/to/python3"

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "Python lacks the modules for environments; installing python3-venv ..." >&2
    tools/install.sh python3-venv ||
        fail "Python cannot make an environment. Install it as root, then run make again: apt-get install python3-venv"
fi
# An environment that was copied, or begun and not finished, is made anew.
if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    echo "Making the environment .venv ..." >&2
    "$python" -m venv --clear .venv
fi
rm -f "$stamp"
count="$(grep -c '==' "requirements/$kind.txt")"
echo "Installing $count packages; this happens once ..." >&2
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes \
    --only-binary :all: --requirement "requirements/$kind.txt" ||
    fail "The packages could not be installed. Is the network there? What is missing is named above; run make again."
# These are published as source alone; what builds them was installed, and checked, a moment ago.
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --no-deps \
    --no-build-isolation --use-pep517 --requirement requirements/source.txt ||
    fail "A package could not be built. What is wrong is named above; run make again."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --no-build-isolation --editable .
echo "$kind $(digest_of "$kind")" >"$stamp"
