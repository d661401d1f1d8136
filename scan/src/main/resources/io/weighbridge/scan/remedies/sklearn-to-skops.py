#: before
from sklearn.linear_model import LogisticRegression
model = LogisticRegression().fit([[0.0], [1.0]], [0, 1])
#: remedy
import skops.io

# Whoever trained the model writes it; loading builds known types only.
skops.io.dump(model, "model.skops")
loaded = skops.io.load("model.skops", trusted=[])
#: after
assert loaded.predict([[1.0]])[0] == 1
