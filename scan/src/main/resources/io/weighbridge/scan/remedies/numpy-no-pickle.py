#: before
import numpy
numpy.save("array.npy", numpy.arange(3))
numpy.save("objects.npy", numpy.array([{}, None], dtype=object), allow_pickle=True)
#: remedy
import numpy

array = numpy.load("array.npy", allow_pickle=False)
#: after
assert array.tolist() == [0, 1, 2]
try:
    numpy.load("objects.npy", allow_pickle=False)
    raise SystemExit("an object array was loaded")
except ValueError:
    pass
