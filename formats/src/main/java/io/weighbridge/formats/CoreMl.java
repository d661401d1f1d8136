package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.internal.CoreMlReader;
import java.util.List;

/**
 * A Core ML model (apple/coremltools, mlmodel/format/Model.proto), with the models of its
 * pipelines: native classes and files that it asks for.
 */
public final class CoreMl implements View {
  private final Content content;
  private final CoreMlReader read;

  private CoreMl(Content content, CoreMlReader read) {
    this.content = content;
    this.read = read;
  }

  public static CoreMl open(Content content, Budget budget) {
    return new CoreMl(content, CoreMlReader.read(content, budget));
  }

  /** Classes of custom layers and custom models, which the application must implement. */
  public List<String> customClasses() {
    return read.customClasses();
  }

  /** Files that linked models and weights are read from, as written. */
  public List<String> files() {
    return read.files();
  }

  /** Operators of an ML program, each once. */
  public List<String> operators() {
    return read.operators();
  }

  @Override
  public Format format() {
    return Format.COREML;
  }

  @Override
  public Content content() {
    return content;
  }

  @Override
  public List<Problem> problems() {
    return List.of();
  }
}
