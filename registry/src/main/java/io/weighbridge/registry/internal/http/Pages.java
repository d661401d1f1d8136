package io.weighbridge.registry.internal.http;

import io.weighbridge.hub.ModelId;

/** The pages for people, which live in another package. */
public interface Pages {

  /**
   * Answers a call below {@code /console/}.
   *
   * @param path decoded, without a leading slash; empty for the first page
   */
  Reply answer(String path, HttpCall call);

  /** The path of a model's page. */
  String modelPage(ModelId id);
}
