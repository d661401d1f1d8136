#: before
import onnx
from onnx import TensorProto, helper
value = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1])
graph = helper.make_graph([helper.make_node("Identity", ["x"], ["y"])], "g", [value], [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1])])
onnx.save(helper.make_model(graph), "model.onnx")
#: remedy
import onnx

model = onnx.load("model.onnx", load_external_data=False)
for tensor in model.graph.initializer:
    for entry in tensor.external_data:
        print(tensor.name, entry.key, entry.value)  # a plain name beside the model, nothing else
print({node.domain for node in model.graph.node})  # custom domains need a library of their own
#: after
assert model.graph.node[0].op_type == "Identity"
