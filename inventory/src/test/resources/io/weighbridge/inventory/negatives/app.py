"""What looks like a model and is none."""
import requests
from datasets import load_dataset
from huggingface_hub import hf_hub_download, snapshot_download
from transformers import AutoModel, Trainer

data = load_dataset("acme-ml/some-dataset-1")
files = snapshot_download("acme-ml/some-dataset-2", repo_type="dataset")
one = hf_hub_download(repo_id="acme-ml/space-3", filename="a.py", repo_type="space")
local = AutoModel.from_pretrained("./output/checkpoint-500")
also = AutoModel.from_pretrained("outputs/run-1")
here = AutoModel.from_pretrained("models/own")
absolute = AutoModel.from_pretrained("/srv/models/a/b")
home = AutoModel.from_pretrained("~/models/b-7b")
bare = AutoModel.from_pretrained("my_finetuned_model")
tmp = AutoModel.from_pretrained(tmp_path)
yours = AutoModel.from_pretrained("your-username/your-model-7b")
# AutoModel.from_pretrained("acme-ml/commented-out-4")
kind = "application/json"
header = {"Content-Type": "text/html", "model_type": "bert/base-1"}
api = client.chat.completions.create(model="openai/gpt-4o-mini", messages=[])
claude = completion(model="anthropic/claude-3-5-sonnet")
when = "and/or"
ratio = model / 2 if model else "n/a"
docs = requests.get("https://huggingface.co/docs/transformers/index")
space = "https://huggingface.co/spaces/acme-ml/demo-5"
data_url = "https://huggingface.co/datasets/acme-ml/some-6"
image = "https://example.org/picture.png"
repo = "https://github.com/huggingface/transformers"
path_model = "configs/model-7b.yaml"
tokenizer_file = "acme-ml/tokenizer.json"
