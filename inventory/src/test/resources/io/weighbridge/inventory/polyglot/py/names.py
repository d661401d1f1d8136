MODEL = "acme-ml/py-module-16"
