package io.weighbridge.registry.internal.http;

import io.weighbridge.registry.internal.access.Caller;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/**
 * One request, as routes see it.
 *
 * @param method in upper case
 * @param query of the address
 * @param header a header's value by name, case-insensitive
 * @param base the address that clients know this server by, without a trailing slash
 * @param path the undecoded path, without the prefix of {@code base}
 * @param caller who asks, as far as access knows
 */
public record HttpCall(
    String method,
    String path,
    Query query,
    Function<String, Optional<String>> header,
    String base,
    Caller caller,
    BodySource bodySource) {

  /** Reads a request's body. */
  public interface BodySource {
    /** At most {@code most} bytes; one more when there are more. */
    byte[] read(int most) throws IOException;
  }

  public boolean reads() {
    return method.equals("GET") || method.equals("HEAD");
  }

  public boolean head() {
    return method.equals("HEAD");
  }

  /** The path of {@link #base}: what addresses within pages start with; empty without one. */
  public String root() {
    String path = URI.create(base).getRawPath();
    return path == null ? "" : path;
  }

  /**
   * The body, bounded.
   *
   * @throws BadRequest when it is longer than {@code most} bytes or cannot be read
   */
  public byte[] body(int most) {
    try {
      byte[] bytes = bodySource.read(most);
      if (bytes.length > most) {
        throw new BadRequest(413, "The request's body is longer than " + most + " bytes.");
      }
      return bytes;
    } catch (IOException e) {
      throw new BadRequest(400, "The request's body could not be read.");
    }
  }
}
