package io.weighbridge.registry.internal.http;

import io.weighbridge.json.Json;
import io.weighbridge.registry.internal.gate.Opening;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A response before it is on the wire: made without a socket, so that routes can be tested without
 * one. Immutable. {@code HEAD} is answered by sending the same reply without its payload.
 */
public record Reply(int status, Map<String, String> headers, Payload payload) {

  public Reply {
    headers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** What follows the headers. */
  public sealed interface Payload {
    long length();
  }

  /** Bytes at hand. */
  public record Bytes(byte[] bytes) implements Payload {
    @Override
    public long length() {
      return bytes.length;
    }
  }

  /** A range of a stored or arriving file. */
  public record Stored(Opening.Source source, long offset, long length) implements Payload {}

  /** Only headers, among them a length: the answer to {@code HEAD} about bytes we do not have. */
  public record Announced(long length) implements Payload {}

  public static Reply json(int status, Json body) {
    return of(status, "application/json; charset=utf-8", body.write());
  }

  public static Reply text(int status, String body) {
    return of(status, "text/plain; charset=utf-8", body);
  }

  public static Reply of(int status, String contentType, String body) {
    return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  public static Reply of(int status, String contentType, byte[] body) {
    return new Reply(
        status, Map.of("Content-Type", contentType, "Cache-Control", "no-store"), new Bytes(body));
  }

  public static Reply redirect(String location) {
    return new Reply(303, Map.of("Location", location), new Bytes(new byte[0]));
  }

  /** An error as Hub clients read it: header, code and JSON body, all with the same text. */
  public static Reply error(int status, Optional<String> code, String text) {
    String line = HeaderText.line(text);
    Reply reply =
        json(status, Json.object().put("error", line).build()).with("X-Error-Message", line);
    return code.map(value -> reply.with("X-Error-Code", value)).orElse(reply);
  }

  public Reply with(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, payload);
  }

  public Reply with(Map<String, String> others) {
    var more = new LinkedHashMap<>(headers);
    more.putAll(others);
    return new Reply(status, more, payload);
  }
}
