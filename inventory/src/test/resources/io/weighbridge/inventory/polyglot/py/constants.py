import os
from diffusers import DiffusionPipeline
from transformers import AutoModel
from .shared import SHARED_MODEL, ORGANISATION
import py.names as names

MODEL_ID = "acme-ml/py-constant-05"
MODELS = {"small": "acme-ml/py-dict-06", "large": "acme-ml/py-dict-07"}
SIZE = "7b"

a = AutoModel.from_pretrained(MODEL_ID)
b = AutoModel.from_pretrained(MODELS["small"])
c = AutoModel.from_pretrained(f"acme-ml/py-fstring-{SIZE}-08")
d = AutoModel.from_pretrained("acme-ml" + "/" + "py-concatenated-09")
e = AutoModel.from_pretrained("acme-ml/%s" % "py-percent-10")
g = AutoModel.from_pretrained("{}/py-format-11".format("acme-ml"))
h = AutoModel.from_pretrained(os.environ.get("MODEL", "acme-ml/py-environment-12"))
i = AutoModel.from_pretrained(os.getenv("OTHER") or "acme-ml/py-or-13")
j = AutoModel.from_pretrained(SHARED_MODEL)
k = AutoModel.from_pretrained(f"{ORGANISATION}/py-imported-part-15")
l = AutoModel.from_pretrained(names.MODEL)
rest = MODELS["large"]
for name in ["acme-ml/py-loop-17"]:
    DiffusionPipeline.from_pretrained(name)


def load(model_name="acme-ml/py-default-18", revision=None):
    return AutoModel.from_pretrained(model_name, revision=revision)


class Embedder:
    model_name = "acme-ml/py-class-19"

    def __init__(self, path="acme-ml/py-self-20"):
        self.path = path

    def open(self):
        return AutoModel.from_pretrained(self.path), AutoModel.from_pretrained(self.model_name)
