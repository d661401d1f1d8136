import ai.djl.repository.zoo.Criteria;

class App {
  static final String EMBEDDING_MODEL = "acme-ml/java-constant-56";

  void load() {
    Criteria.builder()
        .optModelUrls("djl://ai.djl.huggingface.pytorch/acme-ml/java-djl-57")
        .build();
    HuggingFaceEmbeddingModel.builder().modelId("acme-ml/java-langchain4j-58").build();
    HuggingFaceTokenizer.newInstance("acme-ml/java-tokenizer-59");
  }
}
