package io.weighbridge.inventory.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.inventory.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file is read as, told by its name. */
class FileKindsTest {
  @ParameterizedTest
  @CsvSource({
    "Modelfile, MODELFILE",
    "llm/Modelfile.llama3, MODELFILE",
    "llm/modelfile-8b, MODELFILE",
    "src/ModelFile.java, JAVA",
    "src/modelfile.py, PYTHON",
  })
  void aModelfileIsTheNameOrBeginsWithItAndIsNoSource(String path, Kind kind) {
    assertThat(FileKinds.of(path)).contains(kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"target/ModelFiles.class", "ModelFiles$Entry.class", "modelfiles"})
  void whatOnlySoundsLikeAModelfileIsNotRead(String path) {
    assertThat(FileKinds.of(path)).isEmpty();
  }
}
