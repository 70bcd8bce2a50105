#!/usr/bin/env bash
# Builds a real Ollama from source with Go, starts it on loopback, and gives it the two small models of the tests.
#   ollama.sh build    build it (kept under a key of version and CPU flags, so the second time takes no time)
#   ollama.sh models   start it, load the models `smollm2` (chat) and `all-minilm` (embeddings), stop it
#   ollama.sh start    start it and print its address
#   ollama.sh stop     stop the one that `start` started
set -euo pipefail
cd "$(dirname "$0")"

VERSION=v0.17.4
FLAGS="-O3 -march=x86-64-v3"
PORT=${MAYI_TEST_OLLAMA_PORT:-11634}
KEPT=${MAYI_TOOLS:-$HOME/.cache/may-i}
KEY=$(printf '%s' "$VERSION $FLAGS $(uname -m)" | cksum | cut -d' ' -f1)
HOME_=$KEPT/ollama-$VERSION-$KEY
BIN=$HOME_/bin/ollama
PIDFILE=$KEPT/ollama-$PORT.pid
PYTHON=${PYTHON:-python3}
export OLLAMA_HOST=127.0.0.1:$PORT OLLAMA_MODELS=$HOME_/models OLLAMA_NUM_PARALLEL=2 OLLAMA_KEEP_ALIVE=10m OLLAMA_NOHISTORY=1

fail() { echo "ollama.sh: $*" >&2; exit 1; }

need_go() {
  command -v go >/dev/null || fail "Go is not installed; install Go 1.24 or newer, or set MAYI_TEST_OLLAMA_URL to a running Ollama"
  local found; found=$(GOTOOLCHAIN=local go env GOVERSION | sed 's/^go//')
  [ "$(printf '%s\n1.24\n' "$found" | sort -V | head -n1)" = 1.24 ] || fail "Go $found is too old; Ollama $VERSION needs Go 1.24 or newer"
}

build() {
  [ -x "$BIN" ] && { echo "Ollama $VERSION is built: $BIN"; return; }
  need_go
  local headers=$HOME_/include work
  mkdir -p "$headers/miniaudio" "$HOME_/bin"
  [ -f /usr/include/nlohmann/json.hpp ] || fail "nlohmann/json.hpp is missing; apt-get install nlohmann-json3-dev"
  [ -f /usr/include/stb/stb_image.h ] || fail "stb/stb_image.h is missing; apt-get install libstb-dev"
  work=$(mktemp -d)
  "$PYTHON" -m pip download -q --no-deps --no-binary :all: --require-hashes -r miniaudio.lock -d "$work" ||
    fail "the source archive of miniaudio could not be had; is the package index in reach?"
  tar -xzf "$work"/miniaudio-*.tar.gz -C "$work"
  cp "$(find "$work" -name miniaudio.h | head -n1)" "$headers/miniaudio/miniaudio.h"
  rm -rf "$work"
  echo "Building Ollama $VERSION (about four minutes of CPU) ..."
  GOBIN=$HOME_/bin GOFLAGS=-trimpath CGO_ENABLED=1 CGO_CPPFLAGS="-I$headers -I/usr/include -I/usr/include/nlohmann -I/usr/include/stb" \
    CGO_CFLAGS="$FLAGS" CGO_CXXFLAGS="$FLAGS" go install "github.com/ollama/ollama@$VERSION"
  "$BIN" --version 2>/dev/null | tail -n1
}

is_up() { curl -fsS "http://$OLLAMA_HOST/api/version" >/dev/null 2>&1; }

start() {
  if is_up; then echo "http://$OLLAMA_HOST"; return; fi
  mkdir -p "$OLLAMA_MODELS"
  nohup "$BIN" serve >"$KEPT/ollama-$PORT.log" 2>&1 </dev/null &
  echo $! >"$PIDFILE"
  for _ in $(seq 100); do is_up && { echo "http://$OLLAMA_HOST"; return; }; sleep 0.2; done
  tail -n 20 "$KEPT/ollama-$PORT.log" >&2
  fail "Ollama did not come up on $OLLAMA_HOST; its log is above"
}

stop() { if [ -f "$PIDFILE" ]; then kill "$(cat "$PIDFILE")" 2>/dev/null || true; rm -f "$PIDFILE"; fi; }

models() {
  [ -f "$HOME_/models.done" ] && { echo "The models are loaded: smollm2, all-minilm"; return; }
  local started=no; is_up || { start >/dev/null; started=yes; }
  "$PYTHON" load_models.py "http://$OLLAMA_HOST" models.lock
  touch "$HOME_/models.done"
  if [ "$started" = yes ]; then stop; fi
}

case "${1:-}" in
  build | models | start | stop) "$1" ;;
  *) fail "say build, models, start or stop" ;;
esac
