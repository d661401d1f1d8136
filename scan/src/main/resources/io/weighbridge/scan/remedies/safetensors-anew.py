#: before
import numpy
from safetensors.numpy import save_file
save_file({"weight": numpy.ones((2, 2), dtype=numpy.float32)}, "model.safetensors")
#: remedy
from safetensors.numpy import load_file, save_file

# By whoever has the tensors: the library writes no gaps, overlaps or trailing bytes.
tensors = load_file("model.safetensors")
save_file(tensors, "model-new.safetensors", metadata={"format": "pt"})
#: after
assert load_file("model-new.safetensors")["weight"].sum() == 4
