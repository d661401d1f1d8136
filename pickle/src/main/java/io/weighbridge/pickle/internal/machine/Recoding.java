package io.weighbridge.pickle.internal.machine;

import io.weighbridge.content.Budget;
import io.weighbridge.pickle.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Codecs, base64, hexadecimal and zlib: from text to bytes and back. */
final class Recoding {
  private final Budget budget;

  Recoding(Budget budget) {
    this.budget = budget;
  }

  /** {@code codecs.encode(value, encoding)} */
  Optional<Value> encode(Value value, String encoding) {
    String name = normal(encoding);
    return switch (name) {
      case "rot13", "rot_13" -> Plain.text(value).map(text -> Plain.of(rot13(text)));
      case "hex", "hex_codec" ->
          Plain.bytes(value).map(bytes -> Plain.of(ascii(HexFormat.of().formatHex(bytes))));
      case "base64", "base64_codec", "base_64" ->
          Plain.bytes(value).map(bytes -> Plain.of(Base64.getMimeEncoder().encode(bytes)));
      default -> {
        Optional<Charset> charset = charset(name);
        yield charset.isEmpty()
            ? Optional.empty()
            : Plain.text(value).map(text -> Plain.of(text.getBytes(charset.get())));
      }
    };
  }

  /** {@code codecs.decode(value, encoding)} */
  Optional<Value> decode(Value value, String encoding) {
    String name = normal(encoding);
    return switch (name) {
      case "rot13", "rot_13" -> Plain.text(value).map(text -> Plain.of(rot13(text)));
      case "hex", "hex_codec" -> transform("binascii:unhexlify", value);
      case "base64", "base64_codec", "base_64" -> transform("base64:b64decode", value);
      case "zlib", "zlib_codec", "zip" -> transform("zlib:decompress", value);
      default -> {
        Optional<Charset> charset = charset(name);
        yield charset.isEmpty()
            ? Optional.empty()
            : Plain.bytes(value).map(bytes -> Plain.of(new String(bytes, charset.get())));
      }
    };
  }

  private static String normal(String encoding) {
    return encoding.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  private static Optional<Charset> charset(String name) {
    return switch (name) {
      case "utf_8", "utf8", "u8" -> Optional.of(StandardCharsets.UTF_8);
      case "latin1", "latin_1", "iso_8859_1", "iso8859_1", "8859", "l1" ->
          Optional.of(StandardCharsets.ISO_8859_1);
      case "ascii", "us_ascii" -> Optional.of(StandardCharsets.US_ASCII);
      case "utf_16_le", "utf_16le" -> Optional.of(StandardCharsets.UTF_16LE);
      case "utf_16_be", "utf_16be" -> Optional.of(StandardCharsets.UTF_16BE);
      case "utf_16", "utf16" -> Optional.of(StandardCharsets.UTF_16);
      default -> Optional.empty();
    };
  }

  /** A function of one argument, by its {@code module:name}. */
  Optional<Value> transform(String function, Value value) {
    try {
      return switch (function) {
        case "base64:b64decode",
            "base64:standard_b64decode",
            "base64:decodebytes",
            "base64:decodestring",
            "binascii:a2b_base64" ->
            Plain.bytesOrText(value).map(bytes -> Plain.of(Base64.getMimeDecoder().decode(bytes)));
        case "base64:urlsafe_b64decode" ->
            Plain.bytesOrText(value).map(bytes -> Plain.of(Base64.getUrlDecoder().decode(bytes)));
        case "base64:b64encode" ->
            Plain.bytes(value).map(bytes -> Plain.of(Base64.getEncoder().encode(bytes)));
        case "base64:b16decode", "binascii:unhexlify", "binascii:a2b_hex" ->
            Plain.bytesOrText(value)
                .map(bytes -> Plain.of(HexFormat.of().parseHex(spaceless(bytes))));
        case "binascii:hexlify", "binascii:b2a_hex" ->
            Plain.bytes(value).map(bytes -> Plain.of(ascii(HexFormat.of().formatHex(bytes))));
        case "codecs:latin_1_encode" -> encode(value, "latin1");
        case "codecs:utf_8_encode" -> encode(value, "utf-8");
        case "zlib:decompress" ->
            inflate(value, bytes -> new InflaterInputStream(new ByteArrayInputStream(bytes)));
        case "gzip:decompress" ->
            inflate(value, bytes -> new GZIPInputStream(new ByteArrayInputStream(bytes)));
        default -> Optional.empty();
      };
    } catch (IllegalArgumentException e) {
      // Python would raise too: nothing comes out of it.
      return Optional.empty();
    }
  }

  private interface Opener {
    InputStream open(byte[] bytes) throws IOException;
  }

  private Optional<Value> inflate(Value value, Opener opener) {
    Optional<byte[]> bytes = Plain.bytes(value);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = opener.open(bytes.get())) {
      byte[] out = in.readNBytes(Plain.LONGEST + 1);
      budget.expanded(out.length);
      return out.length > Plain.LONGEST ? Optional.empty() : Optional.of(Plain.of(out));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String spaceless(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).replace(" ", "").strip();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String rot13(String text) {
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'a' && c <= 'z') {
        out.append((char) ('a' + (c - 'a' + 13) % 26));
      } else if (c >= 'A' && c <= 'Z') {
        out.append((char) ('A' + (c - 'A' + 13) % 26));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
