#!/bin/sh
# Installs the scanners and proxies that the benchmarks run beside us, once each:
# .cache/peers/NAME. Usage: scripts/peers.sh NAME...   (picklescan modelscan fickling modelaudit olah)
set -eu
cd "$(dirname "$0")/.."
install() { # name, requirement...
  name=$1
  shift
  folder=.cache/peers/$name
  [ "$(cat "$folder/.installed" 2>/dev/null)" = "$*" ] && return 0
  rm -rf "$folder"
  mkdir -p .cache/peers
  python3 -m venv "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check "$@"
  printf '%s' "$*" >"$folder/.installed"
}
for peer in "$@"; do
  case $peer in
    picklescan) install picklescan 'picklescan[7z]==1.0.5' ;;
    modelscan) install modelscan 'modelscan[h5py]==0.8.8' ;;
    # It imports typing_extensions without asking for it.
    fickling) install fickling fickling==0.1.12 typing_extensions==4.16.0 ;;
    # Its extras that come without a framework.
    modelaudit) install modelaudit 'modelaudit[sevenzip,h5,joblib,onnx,safetensors,flax,dill]==0.2.54' ;;
    olah) install olah olah==0.5.4 ;;
    *) echo "peers.sh: no peer $peer" >&2; exit 2 ;;
  esac
done
