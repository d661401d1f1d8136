#: before
import io, tarfile
for name, member in (("model.tar", "weights.bin"), ("leaves.tar", "../out.bin")):
    with tarfile.open(name, "w") as archive:
        info = tarfile.TarInfo(member)
        info.size = 1
        archive.addfile(info, io.BytesIO(b"x"))
#: remedy
import tarfile

with tarfile.open("model.tar") as archive:
    archive.extractall("model", filter="data")  # no links out, no devices, no absolute names
#: after
import os
assert os.path.exists("model/weights.bin")
try:
    with tarfile.open("leaves.tar") as archive:
        archive.extractall("model", filter="data")
    raise SystemExit("a member left the folder")
except tarfile.FilterError:
    assert not os.path.exists("out.bin")
