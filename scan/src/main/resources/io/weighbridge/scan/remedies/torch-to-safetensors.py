#: before
import torch
torch.save({"layer.weight": torch.ones(2, 2), "tied": torch.ones(2, 2)}, "pytorch_model.bin")
#: remedy
import torch
from safetensors.torch import save_file

state = torch.load("pytorch_model.bin", map_location="cpu", weights_only=True)
# clone: tensors that share memory would be refused.
save_file({name: tensor.clone().contiguous() for name, tensor in state.items()}, "model.safetensors")
#: after
from safetensors.torch import load_file
assert load_file("model.safetensors")["tied"].sum() == 4
