#!/bin/sh
# Install Debian packages where root's rights are at hand; fail quietly where they are not.
# Usage: tools/install.sh PACKAGE...
set -eu
command -v apt-get >/dev/null 2>&1 || exit 1
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
# Only the programs are wanted: a server that starts by itself would take a port.
export RUNLEVEL=1
$as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 </dev/null && exit 0
# The lists of packages may be old or missing.
$as_root apt-get update -qq >/dev/null </dev/null
$as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null </dev/null
