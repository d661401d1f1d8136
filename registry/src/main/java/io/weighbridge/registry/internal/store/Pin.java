package io.weighbridge.registry.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a part file is known to hold what was received: a length, and the sha256 of so many bytes
 * from its start. After a crash the part is taken over up to there, and only if it still has that
 * digest: a file that a power failure tore never passes for what came over the network.
 */
record Pin(long length, String sha256) {
  private static final Pattern TEXT = Pattern.compile("([0-9]{20}) ([0-9a-f]{64})\n");

  static Path beside(Path part) {
    return part.resolveSibling(part.getFileName().toString().replaceFirst("\\.part$", "") + ".pin");
  }

  /** The pin of a part file; empty when there is none, or a torn one. */
  static Optional<Pin> of(Path part) throws IOException {
    Path file = beside(part);
    if (!Files.isRegularFile(file) || Files.size(file) > 100) {
      return Optional.empty();
    }
    Matcher text = TEXT.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    return text.matches()
        ? Optional.of(new Pin(Long.parseLong(text.group(1).substring(1)), text.group(2)))
        : Optional.empty();
  }

  /** Replaces the pin of a part file, in one write. */
  void write(Path part) throws IOException {
    byte[] text = "%020d %s\n".formatted(length, sha256).getBytes(StandardCharsets.US_ASCII);
    try (FileChannel channel =
        FileChannel.open(beside(part), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(text), 0);
    }
  }
}
