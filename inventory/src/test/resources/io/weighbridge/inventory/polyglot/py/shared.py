ORGANISATION = "acme-ml"
SHARED_MODEL = "acme-ml/py-imported-14"
