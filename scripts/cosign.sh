#!/bin/sh
# Builds cosign from the Go module proxy for the tests, once: .cache/cosign/cosign (some minutes).
# Usage: scripts/cosign.sh      prints the path
set -eu
cd "$(dirname "$0")/.."
version=v3.1.3
folder=$PWD/.cache/cosign
mkdir -p "$folder"
exec 9>"$folder/.lock"
if command -v flock >/dev/null 2>&1; then flock 9; fi
if [ "$(cat "$folder/.installed" 2>/dev/null)" != "$version" ] || [ ! -x "$folder/cosign" ]; then
  command -v go >/dev/null 2>&1 || { echo "cosign.sh: no Go toolchain" >&2; exit 3; }
  GOBIN=$folder CGO_ENABLED=0 go install -ldflags '-s -w' "github.com/sigstore/cosign/v3/cmd/cosign@$version" >&2
  printf '%s' "$version" >"$folder/.installed"
fi
echo "$folder/cosign"
