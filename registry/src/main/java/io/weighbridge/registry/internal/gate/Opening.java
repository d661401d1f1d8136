package io.weighbridge.registry.internal.gate;

import io.weighbridge.registry.internal.store.ByteSource;
import java.io.IOException;

/** What a request for bytes of a served file gets. */
public sealed interface Opening {

  /** Its bytes, from the store or as they arrive; whoever opens them closes them. */
  record Bytes(Source source) implements Opening {}

  /** Not yet, or no longer. */
  record Not(Answer answer) implements Opening {}

  /** Opens bytes. */
  @FunctionalInterface
  interface Source {
    ByteSource open() throws IOException;
  }
}
