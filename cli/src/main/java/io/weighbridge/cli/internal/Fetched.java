package io.weighbridge.cli.internal;

import io.weighbridge.signing.Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Signed documents that a word names: a file, or an address of a gate. Signed, so http will do. */
final class Fetched {
  private static final int MOST_BYTES = 3 * Bundle.MAX_BYTES;

  private Fetched() {}

  static byte[] bytes(String word) {
    if (!word.startsWith("http://") && !word.startsWith("https://")) {
      return SigningOptions.readBytes(SigningOptions.path(word));
    }
    HttpRequest.Builder request;
    try {
      request = HttpRequest.newBuilder(URI.create(word)).timeout(Duration.ofSeconds(30));
    } catch (IllegalArgumentException e) {
      throw new CliException("not an address: \"" + word + '"', e);
    }
    Optional.ofNullable(System.getenv("WEIGHBRIDGE_TOKEN"))
        .map(String::strip)
        .filter(token -> !token.isEmpty())
        .ifPresent(token -> request.header("Authorization", "Bearer " + token));
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
      HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        byte[] bytes = body.readNBytes(MOST_BYTES);
        if (response.statusCode() != 200) {
          throw new CliException(word + " answers with status " + response.statusCode());
        }
        return bytes;
      }
    } catch (IOException e) {
      throw new CliException("cannot fetch " + word + ": " + Reasons.of(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("interrupted", e);
    }
  }
}
