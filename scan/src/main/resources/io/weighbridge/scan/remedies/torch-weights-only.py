#: before
import torch
torch.save({"layer.weight": torch.zeros(2, 2)}, "pytorch_model.bin")
#: remedy
import torch

# Refuses every pickle that needs more than tensors (the default since PyTorch 2.6; say it anyway).
state = torch.load("pytorch_model.bin", map_location="cpu", weights_only=True)
#: after
assert state["layer.weight"].shape == (2, 2)
