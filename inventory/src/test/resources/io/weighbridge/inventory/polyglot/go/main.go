package main

import "net/http"

const weights = "https://huggingface.co/acme-ml/go-url-60/resolve/main/model.onnx"

func main() {
	http.Get(weights)
	hugot.DownloadModel("acme-ml/go-hugot-61", "./models", options)
}
