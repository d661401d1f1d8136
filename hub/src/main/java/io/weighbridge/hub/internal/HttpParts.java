package io.weighbridge.hub.internal;

import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of a plain HTTP server, by ranges (RFC 9110 §14). All parts are held against one size and
 * one strong ETag; an address that the server sent us to is remembered until it stops to work.
 */
final class HttpParts implements Parts {
  private static final Pattern RANGE =
      Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})");
  private static final long MOST_SKIPPED = 64L << 20;

  private final Function<Wire.Ask, Answer> send;
  private final URI uri;
  private final String name;
  private final long size;
  private @Nullable URI location;
  private @Nullable String etag;

  /**
   * A file.
   *
   * @param send sends an ask without a token, and adds the one that belongs to the server
   */
  HttpParts(Function<Wire.Ask, Answer> send, URI uri, String name, long size) {
    this.send = send;
    this.uri = uri;
    this.name = name;
    this.size = size;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean whole() {
    return false;
  }

  @Override
  public Answer open(long first, long last) {
    URI known = location;
    Answer answer = send(known == null ? uri : known, first, last);
    if (known != null && isExpired(answer)) {
      answer.close();
      location = null;
      known = null;
      answer = send(uri, first, last);
    }
    try {
      accept(answer, first, last);
      if (known == null && !answer.redirects().isEmpty()) {
        location = answer.uri();
      }
      return answer;
    } catch (IOException e) {
      answer.abort();
      throw new HubException(Kind.UNAVAILABLE, name + " broke off: " + e.getMessage(), e);
    } catch (HubException e) {
      answer.abort();
      throw e;
    }
  }

  private Answer send(URI to, long first, long last) {
    return send.apply(
        new Wire.Ask(to, new HashMap<>(Map.of("Range", "bytes=" + first + "-" + last)), none()));
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  private static boolean isExpired(Answer answer) {
    return switch (answer.status()) {
      case 400, 401, 403, 404, 410 -> true;
      default -> false;
    };
  }

  private void accept(Answer answer, long first, long last) throws IOException {
    if (answer.status() != 200 && answer.status() != 206) {
      throw Errors.of(answer, name, Kind.ENTRY_NOT_FOUND, true);
    }
    answer.refuseEncoding();
    String told = answer.header("ETag").filter(tag -> tag.startsWith("\"")).orElse(null);
    if (etag != null && told != null && !told.equals(etag)) {
      throw bad("a file that changed between two parts");
    }
    etag = told == null ? etag : told;
    if (answer.status() == 206) {
      Matcher range = RANGE.matcher(answer.header("Content-Range").orElse(""));
      if (!range.matches()
          || Long.parseLong(range.group(1)) != first
          || Long.parseLong(range.group(2)) != last
          || Long.parseLong(range.group(3)) != size) {
        throw bad("another range than asked for");
      }
      return;
    }
    if (answer.length().orElse(size) != size) {
      throw bad("another size than announced");
    }
    if (first > MOST_SKIPPED || (last < size - 1 && last > MOST_SKIPPED)) {
      throw bad("the whole file where a part was asked for");
    }
    answer.body().skipNBytes(first);
  }

  private HubException bad(String what) {
    return new HubException(Kind.BAD_ANSWER, "the server answered for " + name + " with " + what);
  }
}
