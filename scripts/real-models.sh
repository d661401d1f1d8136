#!/bin/sh
# Has the real libraries write model files, and scans them: none may be flagged.
#   scripts/real-models.sh            everything that scripts/real-models.py can write, with three sets of libraries:
#                                     PyPI's, PyPI's torch, and Debian's torch 1.13 (apt-get download, unpacked, not installed);
#                                     writes bench/results/real-models.md; about 8 GB below .cache and some minutes
#   scripts/real-models.sh benign     the corpus's own benign_real.py, once; prints the folder of its files
# A section that fails to write fails the run. Nothing that was written is loaded.
set -eu
cd "$(dirname "$0")/.."
root=$PWD/.cache/real
mkdir -p "$root"

benign() {
  script=acceptance/src/test/resources/corpus/benign_real.py
  venv=$(sh scripts/venvs.sh benign)
  folder=$root/benign-$( (cat $script; echo "$venv") | sha256sum | cut -c1-12)
  if [ ! -f "$folder.complete" ]; then
    rm -rf "$folder"
    "$venv/bin/python" $script "$folder" >&2
    : >"$folder.complete"
  fi
  echo "$folder"
}

# Debian's torch, for the system's Python of the same release.
debian_torch() {
  folder=$root/debian-torch
  if [ ! -f "$folder.complete" ]; then
    rm -rf "$folder" "$folder.debs"
    mkdir -p "$folder" "$folder.debs"
    packages=$(apt-get install -qq --simulate --no-install-recommends python3-torch python3-numpy | sed -n 's/^Inst \([^ ]*\).*/\1/p')
    # shellcheck disable=SC2086 # names are words
    (cd "$folder.debs" && apt-get download -qq $packages)
    for deb in "$folder.debs"/*.deb; do dpkg -x "$deb" "$folder"; done
    : >"$folder.complete"
  fi
  lib=$folder/usr/lib/x86_64-linux-gnu
  export LD_LIBRARY_PATH="$lib:$lib/blas:$lib/lapack:$folder/usr/lib:$folder/usr/lib/ogdi/4.1:$folder/lib/x86_64-linux-gnu"
  export PYTHONPATH="$folder/usr/lib/python3/dist-packages"
}

wide() {
  out=$root/wide
  rm -rf "$out"
  mkdir -p "$out"
  log=$root/wide.log
  models=$(sh scripts/venvs.sh benign)
  more=$(sh scripts/venvs.sh models-more)
  torch=$(sh scripts/venvs.sh models-torch)
  {
    "$models/bin/python" scripts/real-models.py "$out/models" stdlib numpy scipy pandas sklearn boosters statsmodels onnx_skops_keras
    "$more/bin/python" scripts/real-models.py "$out/more" pandas learners spacy
    "$torch/bin/python" scripts/real-models.py "$out/torch" torch_tensors torch_modules torch_training torchvision_timm huggingface lightning torch_geometric
    (debian_torch && /usr/bin/python3 scripts/real-models.py "$out/debian-torch" torch_tensors torch_modules torch_training)
  } >"$log" 2>"$log.err" || { echo "real-models.sh: a section failed:" >&2; grep FAILED "$log.err" >&2; exit 1; }
  status=0
  ./weighbridge scan "$out" --format json --output "$root/wide.json" || status=$?
  [ "$status" -le 1 ] || exit "$status"
  python3 scripts/real-models-table.py "$root/wide.json" "$log" >bench/results/real-models.md
  cat bench/results/real-models.md
}

case ${1:-wide} in
  benign) benign ;;
  wide) wide ;;
  *) echo "usage: scripts/real-models.sh [benign]" >&2; exit 2 ;;
esac
