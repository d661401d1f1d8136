"""What a developer's program does: configuration and tokenizer of MODEL through HF_ENDPOINT."""
import sys

from transformers import AutoConfig, AutoTokenizer

model = sys.argv[1]
config = AutoConfig.from_pretrained(model)
print("CONFIG", config.model_type)
tokenizer = AutoTokenizer.from_pretrained(model)
print("TOKENS", tokenizer("hello world")["input_ids"])
