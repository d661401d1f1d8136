#: before
open("config.yaml", "w").write("layers: 3\n")
open("object.yaml", "w").write("!!python/object/apply:time.sleep [0]\n")
#: remedy
import yaml

with open("config.yaml", encoding="utf-8") as file:
    config = yaml.safe_load(file)
#: after
assert config == {"layers": 3}
try:
    yaml.safe_load(open("object.yaml"))
    raise SystemExit("a Python object was built")
except yaml.YAMLError:
    pass
