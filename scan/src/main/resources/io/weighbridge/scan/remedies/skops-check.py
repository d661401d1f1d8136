#: before
import skops.io
from sklearn.preprocessing import StandardScaler
skops.io.dump(StandardScaler().fit([[0.0], [1.0]]), "model.skops")
#: remedy
import skops.io

unknown = skops.io.get_untrusted_types(file="model.skops")
print(unknown)  # read the source of each before it goes into trusted=[…]
model = skops.io.load("model.skops", trusted=[])
#: after
assert unknown == [] and model.mean_[0] == 0.5
