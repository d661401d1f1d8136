package io.weighbridge.hub.internal;

import io.weighbridge.hub.HubException;
import io.weighbridge.json.Json;
import io.weighbridge.json.JsonException;
import io.weighbridge.json.JsonLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/** One answer: status, headers, and a body that must be closed. Confined to one thread. */
public final class Answer implements Parts.Part {
  private static final int SMALL = 64 << 10;

  /** The part that is there before the body; kept of every redirect on the way. */
  record Head(int status, URI uri, Map<String, String> headers) {
    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
  }

  private final Head head;
  private final List<Head> redirects;
  private final InputStream body;
  private final Runnable abort;

  private Answer(Head head, List<Head> redirects, InputStream body, Runnable abort) {
    this.head = head;
    this.redirects = List.copyOf(redirects);
    this.body = body;
    this.abort = abort;
  }

  static Answer of(
      URI uri, List<Head> redirects, ClassicHttpResponse response, Runnable abort, Pace pace)
      throws IOException {
    var headers = new HashMap<String, String>();
    for (Header header : response.getHeaders()) {
      headers.merge(
          header.getName().toLowerCase(Locale.ROOT),
          Optional.ofNullable(header.getValue()).orElse(""),
          (first, second) -> first + ", " + second);
    }
    HttpEntity entity = response.getEntity();
    InputStream body = entity == null ? InputStream.nullInputStream() : entity.getContent();
    Head head = new Head(response.getCode(), uri, Map.copyOf(headers));
    return new Answer(head, redirects, new PacedStream(body, pace), abort);
  }

  int status() {
    return head.status();
  }

  /** Where the answer came from, after redirects. */
  URI uri() {
    return head.uri();
  }

  Head head() {
    return head;
  }

  List<Head> redirects() {
    return redirects;
  }

  /** The header's value, several joined with a comma. */
  Optional<String> header(String name) {
    return head.header(name);
  }

  OptionalLong length() {
    return header("Content-Length")
        .filter(text -> text.matches("[0-9]{1,18}"))
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  @Override
  public InputStream body() {
    return body;
  }

  /** The body as JSON. */
  Json json() {
    refuseEncoding();
    try {
      return Json.parse(bytes((int) JsonLimits.WIRE.bytes()), JsonLimits.WIRE);
    } catch (JsonException e) {
      throw bad("JSON that is not acceptable: " + e.getMessage());
    } catch (IOException e) {
      throw new HubException(
          HubException.Kind.UNAVAILABLE, "the upstream's answer broke off: " + e.getMessage(), e);
    }
  }

  /** A short body as text, for messages; whatever cannot be read is left out. */
  String shortText() {
    try {
      return new String(body.readNBytes(SMALL), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /** The whole body, of at most so many bytes. */
  byte[] bytes(int most) throws IOException {
    if (length().orElse(0) > most) {
      throw bad("more than " + most + " bytes of JSON");
    }
    var out = new ByteArrayOutputStream();
    byte[] buffer = new byte[16 << 10];
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      if (out.size() + read > most) {
        throw bad("more than " + most + " bytes of JSON");
      }
      out.write(buffer, 0, read);
    }
    return out.toByteArray();
  }

  /** We ask for plain bytes; anything packed would have another length and another digest. */
  void refuseEncoding() {
    String encoding = header("Content-Encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      throw bad("content encoding \"" + encoding + "\" where none was asked for");
    }
  }

  /** Reads a short rest, so that the connection can be used again, and gives up on a long one. */
  @Override
  public void close() {
    try {
      if (body.readNBytes(SMALL).length == SMALL) {
        abort.run();
      }
      body.close();
    } catch (IOException e) {
      abort.run();
    }
  }

  @Override
  public void abort() {
    abort.run();
  }

  private static HubException bad(String what) {
    return new HubException(HubException.Kind.BAD_ANSWER, "the upstream answered with " + what);
  }
}
