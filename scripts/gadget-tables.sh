#!/bin/sh
# Writes the pickle module's tables that are read from sources (scripts/gadgets.py): gadgets.tsv, hooks.tsv, enums.tsv.
# Downloads the wheels below once into .cache/sources, unpacks them, and parses them together with this Python's
# standard library. Nothing is installed, imported or executed. Takes some minutes.
set -eu
cd "$(dirname "$0")/.."
names=pickle/src/main/resources/io/weighbridge/pickle/internal/names
root=.cache/sources
mkdir -p "$root"
python=${PYTHON:-python3}

# The wheel of another system is smaller and has the same Python sources.
fetch() { # NAME [pip option…]
  name=$1
  shift
  [ -f "$root/$name/.complete" ] && return 0
  rm -rf "${root:?}/$name"
  mkdir -p "$root/$name"
  if ! "$python" -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: "$@" -d "$root/$name" "$name" >&2; then
    echo "gadget-tables.sh: no wheel of $name" >&2
    rm -rf "${root:?}/$name"
    return 1
  fi
  wheel=$(ls "$root/$name" | head -n 1)
  (cd "$root/$name" && "$python" -m zipfile -e "$wheel" . && rm "$wheel")
  : >"$root/$name/.complete"
}

pure="transformers accelerate peft diffusers datasets huggingface_hub lightning pytorch-lightning lightning-fabric lightning-utilities torchmetrics
  timm ultralytics sentence-transformers setfit omegaconf hydra-core statsmodels scikit-learn numpy scipy pandas xgboost lightgbm catboost
  category-encoders feature-engine formulaic patsy gensim hmmlearn imbalanced-learn lifelines mlxtend networkx nltk skops scikit-optimize sktime tslearn
  umap-learn pynndescent spacy thinc srsly joblib dill cloudpickle fsspec requests httpx aiohttp setuptools pip ipython pydantic click jinja2 keras mlflow-skinny
  dask distributed numba cffi sympy matplotlib pillow torch-geometric gymnasium stable-baselines3 optuna tqdm pexpect psutil paramiko fabric gitpython
  cython jsonpickle pyyaml ruamel-yaml sqlalchemy polars pyarrow torchvision torchaudio torch safetensors onnx flask django twisted tornado notebook bentoml gradio"
args=
for name in $pure; do
  case $name in
    torch | torchvision | torchaudio | numpy | scipy | pandas | scikit-learn | pyarrow | polars | numba | sktime | tslearn | gensim | statsmodels | catboost)
      platform="--python-version 3.12 --platform macosx_11_0_arm64 --platform macosx_12_0_arm64 --platform macosx_14_0_arm64 --platform any" ;;
    *) platform= ;;
  esac
  # shellcheck disable=SC2086 # options are words
  if fetch "$name" $platform; then
    version=$(ls "$root/$name" | sed -n 's/^.*-\([0-9][^-]*\)\.dist-info$/\1/p' | head -n 1)
    args="$args $name-$version=$root/$name"
  fi
done
stdlib=$("$python" -c 'import sysconfig; print(sysconfig.get_paths()["stdlib"])')
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
# shellcheck disable=SC2086 # names have no spaces
"$python" scripts/gadgets.py "$names" "$names/packages.tsv" "cpython-$version=$stdlib" $args
