#: before
template = "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}"
#: remedy
from jinja2.sandbox import ImmutableSandboxedEnvironment

environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
text = environment.from_string(template).render(messages=[{"role": "user", "content": "hi"}])
#: after
import jinja2
assert text == "user: hi\n"
try:
    environment.from_string("{{ ''.__class__.__mro__ }}").render()
    raise SystemExit("the sandbox was left")
except jinja2.exceptions.SecurityError:
    pass
