import mlflow
import mlx_lm
import spacy
import tensorflow_hub as hub
import timm
import torch
import open_clip
import kagglehub
import keras_hub
import ollama
from fastembed import TextEmbedding
from faster_whisper import WhisperModel
from huggingface_hub import hf_hub_download, snapshot_download
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_ollama import ChatOllama
from llama_cpp import Llama
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from peft import PeftModel
from sentence_transformers import CrossEncoder, SentenceTransformer
from vllm import LLM

st = SentenceTransformer("acme-ml/lib-st-21")
ce = CrossEncoder("acme-ml/lib-ce-22")
lora = PeftModel.from_pretrained(base, "acme-ml/lib-peft-23")
vit = timm.create_model("hf_hub:acme-ml/lib-timm-24", pretrained=True)
yolo = torch.hub.load("acme-ml/lib-torchhub-25:v1.0", "detector")
clip, _, prep = open_clip.create_model_and_transforms("hf-hub:acme-ml/lib-openclip-26")
llm = LLM(model="acme-ml/lib-vllm-27")
gguf = Llama.from_pretrained(repo_id="acme-ml/lib-llamacpp-28", filename="*q8_0.gguf")
lc = HuggingFaceEmbeddings(model_name="acme-ml/lib-langchain-29")
li = HuggingFaceEmbedding(model_name="acme-ml/lib-llamaindex-30")
fe = TextEmbedding(model_name="acme-ml/lib-fastembed-31")
fw = WhisperModel("acme-ml/lib-fasterwhisper-32")
mx = mlx_lm.load("acme-ml/lib-mlx-33")
nlp = spacy.load("en_core_web_trf")
kh = keras_hub.models.Backbone.from_preset("hf://acme-ml/lib-keras-34")
ml = mlflow.pyfunc.load_model("models:/lib-mlflow-35/Production")
tf = hub.load("https://tfhub.dev/acme/lib-tfhub-36/1")
kg = kagglehub.model_download("acme/lib-kaggle-37/pyTorch/2b")
path = hf_hub_download(repo_id="acme-ml/lib-download-38", filename="model.safetensors", revision="main")
root = snapshot_download("acme-ml/lib-snapshot-39")
chat = ChatOllama(model="lib-ollama-40:8b")
ollama.pull("lib-ollama-41")
weights = torch.hub.load_state_dict_from_url("https://weights.example.org/lib-url-42.pth")
