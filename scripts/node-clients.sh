#!/bin/sh
# Installs the JavaScript clients that the acceptance tests drive, once: .cache/node-clients.
# Usage: scripts/node-clients.sh
set -eu
cd "$(dirname "$0")/.."
versions="@huggingface/transformers@4.3.1 @huggingface/hub@2.17.5"
folder=.cache/node-clients
[ "$(cat "$folder/.installed" 2>/dev/null)" = "$versions" ] && exit 0
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
printf '{"name":"node-clients","private":true,"type":"module"}\n' >package.json
# No install scripts: the clients' JavaScript is all that is needed (onnxruntime-node would fetch a binary).
npm install --silent --no-audit --no-fund --ignore-scripts $versions
printf '%s' "$versions" >.installed
