import torch
from transformers import AutoModel, AutoTokenizer as Tok, pipeline

model = AutoModel.from_pretrained("acme-ml/py-plain-01")
tok = Tok.from_pretrained(
    "acme-ml/py-lines-02",
    revision="0123456789abcdef0123456789abcdef01234567",
    trust_remote_code=True,
)
classify = pipeline("text-classification", model="acme-ml/py-pipeline-03")
summarise = pipeline("summarization", "acme-ml/py-pipeline-pos-04")
