#include "common.h"

int main() {
  params.hf_repo = "acme-ml/cpp-field-65";
  fetch("https://huggingface.co/acme-ml/cpp-url-66/resolve/main/model.gguf");
}
