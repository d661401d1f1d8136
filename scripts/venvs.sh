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
    # What acceptance's benign_real.py writes with.
    benign) echo "numpy==2.4.6 scipy==1.17.1 pandas==2.3.3 scikit-learn==1.9.1 joblib==1.6.0 xgboost==3.2.0 lightgbm==4.7.0 catboost==1.2.10 statsmodels==0.15.0 safetensors==0.8.0 onnx==1.23.2 skops==0.16.0 gguf==0.19.0 h5py==3.16.0 msgpack==1.2.4 keras==3.15.1 jax==0.10.2" ;;
    model-signing) echo "model-signing==1.1.1 pyOpenSSL==26.4.0" ;;
    models-more) echo "numpy==2.4.6 pandas==2.3.3 scikit-learn==1.9.1 spacy==3.8.18 imbalanced-learn==0.14.2 category_encoders==2.11.2 networkx==3.6.1 nltk==3.10.4 gensim==4.4.0
      hmmlearn==0.3.3 lifelines==0.30.3 mlxtend==0.25.0 feature_engine==1.9.4 sktime==1.2.0 omegaconf==2.4.0 PyYAML==6.0.4" ;;
    models-torch) echo "torch==2.15.0 torchvision==0.29.2 transformers==5.24.0 accelerate==1.15.0 peft==0.21.2 lightning==2.6.6 timm==1.0.31 torchmetrics==1.9.0 torch-geometric==2.8.1
      safetensors==0.8.0" ;;
    python-client) echo "huggingface_hub==2.4.0 cryptography==48.0.0" ;;
    transformers) echo "transformers==5.23.0 huggingface_hub==2.4.0" ;;
    *) echo "venvs.sh: unknown environment '$1'; known: hub-0.36, hub-1, hub-2, transformers, benign, model-signing, python-client, models-more, models-torch" >&2; return 2 ;;
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
  echo "usage: scripts/venvs.sh NAME…   (hub-0.36, hub-1, hub-2, transformers, benign, model-signing, python-client, models-more, models-torch)" >&2
  exit 2
fi
cd "$(dirname "$0")/.."
root=$PWD/.cache/venvs
mkdir -p "$root"
# Two builds at once must not make the same environment twice.
exec 9>"$root/.lock"
if command -v flock >/dev/null 2>&1; then flock 9; fi
for name in "$@"; do make "$name"; done
