package io.weighbridge.scan;

import io.weighbridge.content.BytesContent;
import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Finding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small writers of the formats that tests need, and shorthands for scanning. */
final class Bytes {
  private Bytes() {}

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] join(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** A protobuf field with bytes, a message or text. */
  static byte[] field(int number, byte[] value) {
    return join(varint((long) number << 3 | 2), varint(value.length), value);
  }

  static byte[] field(int number, String value) {
    return field(number, text(value));
  }

  /** A protobuf field with an integer. */
  static byte[] field(int number, long value) {
    return join(varint((long) number << 3), varint(value));
  }

  private static byte[] varint(long value) {
    var out = new ByteArrayOutputStream();
    long rest = value;
    do {
      long low = rest & 127;
      rest >>>= 7;
      out.write((int) (rest == 0 ? low : low | 128));
    } while (rest != 0);
    return out.toByteArray();
  }

  static byte[] zip(Map<String, byte[]> members) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A GGUF of version 3 with one text value and no tensors. */
  static byte[] gguf(String key, String value) {
    ByteBuffer head = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    head.put(text("GGUF")).putInt(3).putLong(0).putLong(1);
    byte[] body = join(head.array(), counted(key), new byte[] {8, 0, 0, 0}, counted(value));
    return join(body, new byte[(32 - body.length % 32) % 32]);
  }

  private static byte[] counted(String text) {
    byte[] bytes = text(text);
    return join(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(bytes.length).array(), bytes);
  }

  /** An ONNX model with one node and, unless its location is empty, one external tensor. */
  static byte[] onnx(String domain, String operator, String location, String offset) {
    byte[] node =
        join(field(1, "x"), field(2, "y"), field(3, "n"), field(4, operator), field(7, domain));
    byte[] tensor =
        join(
            field(1, 4),
            field(2, 1),
            field(8, "w"),
            field(13, join(field(1, "location"), field(2, location))),
            field(13, join(field(1, "offset"), field(2, offset))),
            field(14, 1));
    byte[] type = field(2, field(1, join(field(1, 1), field(2, field(1, field(1, 4))))));
    byte[] graph =
        join(
            field(1, node),
            field(2, "g"),
            location.isEmpty() ? new byte[0] : field(5, tensor),
            field(11, join(field(1, "x"), type)),
            field(12, join(field(1, "y"), type)));
    return join(
        field(1, 8), field(2, "test"), field(7, graph), field(8, join(field(1, ""), field(2, 17))));
  }

  /** A SavedModel with these operators. */
  static byte[] savedModel(String... operators) {
    byte[] graph = new byte[0];
    for (String operator : operators) {
      graph = join(graph, field(1, join(field(1, "n_" + operator), field(2, operator))));
    }
    byte[] meta = field(1, field(4, "serve"));
    return join(field(1, 1), field(2, join(meta, field(2, graph))));
  }

  static byte[] resource(String name) {
    try (var in = Bytes.class.getResourceAsStream(name)) {
      return java.util.Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Scans files as one repository: names and contents by turns. */
  static ScanReport scan(Object... namesAndContents) {
    var files = new ArrayList<ScanFile>();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      byte[] bytes =
          namesAndContents[i + 1] instanceof byte[] raw
              ? raw
              : text((String) namesAndContents[i + 1]);
      files.add(new ScanFile((String) namesAndContents[i], () -> new BytesContent(bytes)));
    }
    return Scanner.standard().scan("test", files);
  }

  static List<String> rules(ScanReport report) {
    var rules = new ArrayList<String>();
    for (FileReport file : report.files()) {
      for (Finding finding : file.findings()) {
        rules.add(finding.rule());
      }
    }
    return rules;
  }
}
