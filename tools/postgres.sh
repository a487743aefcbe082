#!/bin/bash
# Print the address of a PostgreSQL server on which tests may make databases; install and start one where none answers.
set -euo pipefail
cd "$(dirname "$0")/.."

may_make_databases() {
    .venv/bin/python - "$1" <<'PYTHON' 2>/dev/null
import sys
import psycopg
with psycopg.connect(sys.argv[1], connect_timeout=5) as connection:
    row = connection.execute("select rolcreatedb or rolsuper from pg_roles where rolname = current_user").fetchone()
sys.exit(not (row and row[0]))
PYTHON
}

find_server() {
    local address
    for address in "${MASTHEAD_DATABASE_URL:-}" \
        "postgres://masthead:masthead@127.0.0.1:5432/postgres" \
        "postgres://postgres@127.0.0.1:5432/postgres" \
        "postgres://$(id -un)@127.0.0.1:5432/postgres" \
        "postgres://postgres:postgres@127.0.0.1:5432/postgres"; do
        [ -n "$address" ] || continue
        if may_make_databases "$address"; then
            echo "$address"
            return 0
        fi
    done
    return 1
}

answers() {
    (exec 3<>/dev/tcp/127.0.0.1/5432) 2>/dev/null
}

# From the root folder: the checkout may lie where that account may not look.
as_postgres() (
    cd /
    if [ "$(id -u)" = 0 ]; then
        runuser -u postgres -- "$@"
    else
        sudo -n -u postgres "$@"
    fi
)

if ! answers; then
    echo "No PostgreSQL answers on 127.0.0.1:5432; installing one ..." >&2
    tools/install.sh postgresql >&2 || {
        echo "Error: Tests need PostgreSQL. Install it as root, then run again: apt-get install postgresql" >&2
        exit 1
    }
    # A container has nothing that would have started it.
    read -r version cluster _ < <(pg_lsclusters --no-header)
    answers || pg_ctlcluster "$version" "$cluster" start >&2
    for _ in $(seq 50); do
        answers && break
        sleep 0.2
    done
fi
find_server && exit 0
as_postgres psql --quiet --command "create role masthead login createdb password 'masthead'" >&2 || true
find_server || {
    echo "Error: No account of the PostgreSQL server on 127.0.0.1:5432 may make databases for tests." \
        "Name one that may: MASTHEAD_DATABASE_URL=postgres://user:password@127.0.0.1:5432/postgres" >&2
    exit 1
}
