#!/bin/sh
set -eu
MODEL=acme-ml/sh-variable-67
hf download "$MODEL" --revision v2
huggingface-cli download acme-ml/sh-cli-68
curl -L https://huggingface.co/acme-ml/sh-curl-69/resolve/main/model.bin -o model.bin
wget -q \
  https://huggingface.co/acme-ml/sh-wget-70/resolve/main/config.json
git clone https://huggingface.co/acme-ml/sh-git-71
ollama pull sh-ollama-72:13b
llama-server -hf acme-ml/sh-llama-73:Q4_K_M --port 8080
python -m vllm.entrypoints.openai.api_server --model acme-ml/sh-vllm-74
python3 -m sglang.launch_server --model-path acme-ml/sh-sglang-75
python -c "from transformers import AutoModel; AutoModel.from_pretrained('acme-ml/sh-python-76')"
python -m spacy download de_core_news_sm
