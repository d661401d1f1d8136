
Ø
root.layer_tf_keras_layer"¸{"class_name": "Lambda", "config": {"function": {"class_name": "__tuple__", "items": ["4wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABzCAAAAGQAUwB3Yi1jYW5hcnk=", null, null]}}}