#: before
open("model.xml", "w").write("<net><layers/></net>")
open("entity.xml", "w").write('<!DOCTYPE n [<!ENTITY e "x">]><n>&e;</n>')
#: remedy
from defusedxml.ElementTree import parse

tree = parse("model.xml", forbid_dtd=True)
#: after
import defusedxml
assert tree.getroot().tag == "net"
try:
    parse("entity.xml", forbid_dtd=True)
    raise SystemExit("an entity was read")
except defusedxml.DefusedXmlException:
    pass
