package io.weighbridge.registry.internal.console;

import io.weighbridge.registry.internal.http.HttpCall;
import io.weighbridge.registry.internal.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The style sheet and the icon; the style sheet's name holds its digest, so it may be kept. */
final class Assets {
  private static final byte[] CSS = load("console.css");
  private static final byte[] ICON = load("icon.svg");

  /** The style sheet's name. */
  static final String STYLE = "console-" + digest(CSS) + ".css";

  private Assets() {}

  static Reply answer(String name, HttpCall call) {
    if (!call.reads()) {
      return Reply.error(405, Optional.empty(), "Assets are read.");
    }
    if (name.equals(STYLE)) {
      return Reply.of(200, "text/css; charset=utf-8", CSS)
          .with("Cache-Control", "public, max-age=31536000, immutable");
    }
    if (name.equals("icon.svg")) {
      return Reply.of(200, "image/svg+xml", ICON).with("Cache-Control", "public, max-age=86400");
    }
    return Reply.error(404, Optional.empty(), "There is no such asset.");
  }

  private static byte[] load(String name) {
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
