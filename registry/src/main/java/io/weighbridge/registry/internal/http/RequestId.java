package io.weighbridge.registry.internal.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Ids that users paste in tickets and that the log repeats; not secrets. */
final class RequestId {
  private RequestId() {}

  static String next() {
    var random = ThreadLocalRandom.current();
    return "wb-" + HexFormat.of().toHexDigits(random.nextLong());
  }
}
