#!/bin/sh
# Makes Python environments with pinned clients for the tests, once, below .cache/venvs:
#   scripts/venvs.sh hub-0.36 hub-1 hub-2 …     prints the folder of each, one per line
# A folder's name carries a digest of its pins, so a changed pin makes a new environment.
set -eu

pins() {
  case $1 in
    hub-0.36) echo "huggingface_hub==0.36.2 hf_xet==1.8.0 lz4==4.4.5" ;;
    hub-1) echo "huggingface_hub==1.33.0 hf_xet==1.8.0 lz4==4.4.5" ;;
    hub-2) echo "huggingface_hub==2.4.0 hf_xet==1.8.0 lz4==4.4.5" ;;
    transformers) echo "transformers==5.23.0 huggingface_hub==2.4.0" ;;
    *) echo "venvs.sh: unknown environment '$1'; known: hub-0.36, hub-1, hub-2, transformers" >&2; return 2 ;;
  esac
}

make() {
  wanted=$(pins "$1")
  digest=$(printf '%s' "$wanted" | sha256sum | cut -c1-12)
  folder=$root/$1-$digest
  if [ ! -f "$folder/.complete" ]; then
    rm -rf "$folder"
    "${PYTHON:-python3}" -m venv "$folder" >&2
    # shellcheck disable=SC2086 # the pins are words
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check $wanted >&2
    : >"$folder/.complete"
  fi
  echo "$folder"
}

if [ $# -eq 0 ]; then
  echo "usage: scripts/venvs.sh NAME…   (hub-0.36, hub-1, hub-2, transformers)" >&2
  exit 2
fi
cd "$(dirname "$0")/.."
root=$PWD/.cache/venvs
mkdir -p "$root"
# Two builds at once must not make the same environment twice.
exec 9>"$root/.lock"
if command -v flock >/dev/null 2>&1; then flock 9; fi
for name in "$@"; do make "$name"; done
