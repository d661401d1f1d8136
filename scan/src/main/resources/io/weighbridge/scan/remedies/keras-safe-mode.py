#: before
import os
os.environ["KERAS_BACKEND"] = "jax"
import keras
keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)]).save("model.keras")
keras.Sequential([keras.Input((2,)), keras.layers.Lambda(lambda x: x)]).save("lambda.keras")
#: remedy
import keras

model = keras.models.load_model("model.keras", safe_mode=True, compile=False)
#: after
assert model.count_params() == 3
try:
    keras.models.load_model("lambda.keras", safe_mode=True, compile=False)
    raise SystemExit("a Lambda layer was loaded")
except ValueError:
    pass
