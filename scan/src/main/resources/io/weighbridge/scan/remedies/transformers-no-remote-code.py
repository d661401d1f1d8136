#: before
import json, os
os.makedirs("model", exist_ok=True)
json.dump({"model_type": "bert", "auto_map": {"AutoConfig": "evil.Config"}}, open("model/config.json", "w"))
open("model/evil.py", "w").write("raise SystemExit('remote code ran')\n")
#: remedy
from transformers import AutoConfig

# Uses the library's own class and never imports what auto_map names. For a model on a hub, also
# pin what you read: revision="<full commit id>".
config = AutoConfig.from_pretrained("model", trust_remote_code=False)
#: after
assert type(config).__module__.startswith("transformers."), type(config)
