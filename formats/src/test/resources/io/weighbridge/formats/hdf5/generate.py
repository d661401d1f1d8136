"""Writes the HDF5 files beside this script with h5py: one for each way in which the library stores groups and attributes."""
import json, os, sys
import h5py, numpy as np

here = os.path.dirname(os.path.abspath(__file__))
config = json.dumps({"class_name": "Sequential", "config": {"layers": []}})


def new(name, **options):
    return h5py.File(os.path.join(here, name), "w", **options)


with new("earliest.h5", libver="earliest") as f:  # superblock 0, symbol tables, version 1 headers
    f.attrs["model_config"] = config
    f.attrs["keras_version"] = np.bytes_("2.15.0")
    f.attrs["layer_names"] = np.array([b"dense", b"conv"])
    f["a/b/w"] = np.arange(6, dtype="<f4").reshape(2, 3)
    f["soft"] = h5py.SoftLink("/a/b/w")
    f["chunked"] = h5py.ExternalLink("other.h5", "/x")
    f.create_dataset("packed", data=np.zeros((64, 64), "<f8"), chunks=(16, 16), compression="gzip", shuffle=True)

with new("latest.h5", libver="latest") as f:  # superblock 3, version 2 headers, compact links
    f.attrs["model_config"] = config
    f["w"] = np.arange(4, dtype="<i8")
    f["ext"] = h5py.ExternalLink("../secret.h5", "/")

with new("dense.h5", libver="latest") as f:  # fractal heaps with B-trees: many links, many and large attributes
    for i in range(60):
        f[f"group{i:03}/w"] = np.float32(i)
    for i in range(40):
        f.attrs[f"attribute{i:02}"] = f"value {i}"
    f.attrs["large"] = np.bytes_("x" * 70_000)

with new("external.h5", libver="latest") as f:  # data in another file
    f.create_dataset("stolen", (16,), "u1", external=[("/etc/hostname", 0, 16)])

layout = h5py.VirtualLayout(shape=(4,), dtype="<i8")
layout[:] = h5py.VirtualSource("latest.h5", "w", shape=(4,))
with new("virtual.h5", libver="latest") as f:
    f.create_virtual_dataset("v", layout)

with new("userblock.h5", libver="earliest", userblock_size=512) as f:
    f.attrs["model_config"] = config
    f["w"] = np.arange(4, dtype="<i8")
