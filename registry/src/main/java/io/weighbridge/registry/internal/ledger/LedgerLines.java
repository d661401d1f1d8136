package io.weighbridge.registry.internal.ledger;

import io.weighbridge.content.FileTrouble;
import io.weighbridge.registry.RegistryException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The lines of one ledger file, in order, each bounded. Confined to one thread. */
final class LedgerLines implements AutoCloseable {
  /** Longest line, in bytes. */
  static final int LONGEST = 1 << 20;

  private final InputStream in;
  private long complete;
  private boolean torn;

  private LedgerLines(InputStream in) {
    this.in = in;
  }

  static LedgerLines open(Path file) throws IOException {
    return new LedgerLines(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
  }

  /** The ledger's files in order: {@code 000001.jsonl}, {@code 000002.jsonl}, … */
  static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("[0-9]{6}\\.jsonl"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new RegistryException(
          "cannot read the ledger in " + folder + ": " + FileTrouble.of(e), e);
    }
  }

  static String name(int number) {
    return "%06d.jsonl".formatted(number);
  }

  /** The next whole line without its line feed; empty at the end or at an incomplete line. */
  Optional<byte[]> next() throws IOException {
    var line = new ByteArrayOutputStream(512);
    for (int b; (b = in.read()) >= 0; ) {
      if (b == '\n') {
        complete += line.size() + 1;
        return Optional.of(line.toByteArray());
      }
      line.write(b);
      if (line.size() > LONGEST) {
        throw new IOException("a line is longer than " + LONGEST + " bytes");
      }
    }
    torn = line.size() > 0;
    return Optional.empty();
  }

  /** Bytes of whole lines read so far. */
  long complete() {
    return complete;
  }

  /** Whether the file ends in the middle of a line. */
  boolean torn() {
    return torn;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
