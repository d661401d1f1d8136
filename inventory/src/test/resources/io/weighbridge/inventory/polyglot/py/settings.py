import argparse
from dataclasses import dataclass, field


@dataclass
class Options:
    model: str = "acme-ml/set-dataclass-43"
    reranker_model: str = field(default="acme-ml/set-field-44")


parser = argparse.ArgumentParser()
parser.add_argument("--model-name", default="acme-ml/set-argparse-45")
CONFIG = {"embedding_model": "acme-ml/set-key-46", "batch": 8}


def embed(text):
    """Embeds.

    >>> model = AutoModel.from_pretrained("acme-ml/doc-doctest-47")
    """
