#!/usr/bin/env bash
# Starts a throw-away PostgreSQL for the tests on loopback: postgres.sh start | stop | crash. `start` prints its address;
# `crash` lets it die at once and starts it again. MAYI_TEST_POSTGRES_CAREFUL=1: it keeps what it has committed, as yours does.
set -euo pipefail

PORT=${MAYI_TEST_POSTGRES_PORT:-55432}
KEPT=${MAYI_TOOLS:-$HOME/.cache/may-i}
# a database for each test is some hundred files that come and go: in memory where it has two gigabytes for files
ROOM=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $2 }')
if [ -w /dev/shm ] && [ "${ROOM:-0}" -gt 2000000 ]; then DATA=/dev/shm; else DATA=${TMPDIR:-/tmp}; fi
DATA=$DATA/may-i-postgres-$PORT
# nobody wants its data back after a power cut, and every test makes a database of its own
HASTY="-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
[ -z "${MAYI_TEST_POSTGRES_CAREFUL:-}" ] || HASTY=""
URL=postgresql+psycopg://mayi@127.0.0.1:$PORT/postgres

fail() { echo "postgres.sh: $*" >&2; exit 1; }
BIN=$(find /usr/lib/postgresql/*/bin -maxdepth 0 2>/dev/null | sort -V | tail -n1 || true)
[ -n "$BIN" ] || BIN=$(dirname "$(command -v initdb || true)")
[ -x "$BIN/initdb" ] || fail "PostgreSQL is not installed; apt-get install postgresql, or set MAYI_TEST_POSTGRES to a running one"

# initdb refuses to run as root
as_owner() { if [ "$(id -u)" = 0 ]; then (cd / && setpriv --reuid=postgres --regid=postgres --clear-groups "$@"); else "$@"; fi; }

start() {
  if [ ! -f "$DATA/PG_VERSION" ]; then
    rm -rf "$DATA"; mkdir -p "$DATA"; chmod 700 "$DATA"
    if [ "$(id -u)" = 0 ]; then chown postgres "$DATA"; fi
    as_owner "$BIN/initdb" -D "$DATA" -U mayi --auth=trust --encoding=UTF8 --locale=C >/dev/null
  fi
  as_owner "$BIN/pg_ctl" -D "$DATA" status >/dev/null 2>&1 ||
    as_owner "$BIN/pg_ctl" -D "$DATA" -w -l "$DATA/log" \
      -o "-p $PORT -c listen_addresses=127.0.0.1 -c unix_socket_directories='$DATA' -c max_connections=200 $HASTY" start >/dev/null ||
    fail "PostgreSQL did not start; see $DATA/log (is port $PORT in use?)"
  echo "$URL"
}

stop() {
  as_owner "$BIN/pg_ctl" -D "$DATA" -m fast stop >/dev/null 2>&1 || true
  rm -rf "$DATA"
}

crash() {
  as_owner "$BIN/pg_ctl" -D "$DATA" -m immediate stop >/dev/null 2>&1 || true
  start >/dev/null
}

mkdir -p "$KEPT"
case "${1:-}" in start | stop | crash) "$1" ;; *) fail "say start, stop or crash" ;; esac
