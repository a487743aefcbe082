#!/bin/sh
# See to it that the programs that tests drive are there: Debian's Chromium with letters to write in, and nginx.
set -eu
cd "$(dirname "$0")/.."
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v nginx >/dev/null 2>&1 || [ -x /usr/sbin/nginx ] || missing="$missing nginx-light"
find /usr/share/fonts /usr/local/share/fonts -name '*.[ot]tf' 2>/dev/null | grep -q . || missing="$missing fonts-liberation"
# What drives the browser is a program with a library that the smallest systems lack.
find /lib /usr/lib /usr/local/lib -name 'libatomic.so.1' 2>/dev/null | grep -q . || missing="$missing libatomic1"
[ -z "$missing" ] && exit 0
echo "Installing what tests need:$missing ..." >&2
tools/install.sh $missing || {
    echo "Error: Tests need$missing. Install them as root, then run make test again: apt-get install$missing" >&2
    exit 1
}
