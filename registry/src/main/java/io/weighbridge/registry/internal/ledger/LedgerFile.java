package io.weighbridge.registry.internal.ledger;

import io.weighbridge.content.FileTrouble;
import io.weighbridge.json.Json;
import io.weighbridge.registry.RegistryException;
import io.weighbridge.registry.internal.fault.FaultPoint;
import io.weighbridge.registry.internal.ledger.LedgerChain.Mark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The end of the ledger, where batches are written. A batch is on disk before {@link #write}
 * returns, or it is not there at all. Confined to one thread.
 */
final class LedgerFile implements AutoCloseable {
  private static final long ROTATE = 16L << 20;
  private static final int LONGEST_FIELD = 4_096;

  private final Path folder;
  private int number;
  private FileChannel channel;
  private long end;
  private LedgerChain chain;

  private LedgerFile(Path folder, int number, FileChannel channel, long end, LedgerChain chain) {
    this.folder = folder;
    this.number = number;
    this.channel = channel;
    this.end = end;
    this.chain = chain;
  }

  /**
   * Opens the ledger at its end. What a crash left there is repaired: an incomplete last line was
   * never acknowledged and is cut off; whole entries without a batch are sealed.
   *
   * @throws RegistryException when the last file does not follow from itself
   */
  static LedgerFile open(Path folder, String time) {
    List<Path> files = LedgerLines.files(folder);
    try {
      if (files.isEmpty()) {
        return create(folder, 1, new LedgerChain(Mark.START));
      }
      var chain = new LedgerChain(startOf(files, files.size() - 1));
      Path last = files.getLast();
      long whole = follow(last, chain);
      var channel = FileChannel.open(last, StandardOpenOption.WRITE);
      if (channel.size() > whole) {
        channel.truncate(whole);
        channel.force(true);
      }
      var file = new LedgerFile(folder, files.size(), channel, whole, chain);
      if (chain.unsealed() > 0) {
        file.put(chain.seal(time) + "\n");
      }
      return file;
    } catch (IOException e) {
      throw new RegistryException(
          "cannot open the ledger in " + folder + ": " + FileTrouble.of(e), e);
    }
  }

  private static LedgerFile create(Path folder, int number, LedgerChain chain) throws IOException {
    var channel =
        FileChannel.open(
            folder.resolve(LedgerLines.name(number)),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE);
    try (var entry = FileChannel.open(folder, StandardOpenOption.READ)) {
      entry.force(true);
    }
    return new LedgerFile(folder, number, channel, 0, chain);
  }

  /** What the chain was when a file began: told by the file's first batch, else by files before. */
  private static Mark startOf(List<Path> files, int index) throws IOException {
    if (index == 0) {
      return Mark.START;
    }
    try (var lines = LedgerLines.open(files.get(index))) {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        var mark = LedgerChain.before(Json.parse(new String(line.get(), StandardCharsets.UTF_8)));
        if (mark.isPresent()) {
          return mark.get();
        }
      }
    }
    var chain = new LedgerChain(startOf(files, index - 1));
    follow(files.get(index - 1), chain);
    return chain.mark();
  }

  private static long follow(Path file, LedgerChain chain) throws IOException {
    try (var lines = LedgerLines.open(file)) {
      int at = 0;
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        at++;
        var problem = chain.accept(line.get());
        if (problem.isPresent()) {
          throw new RegistryException(
              "the ledger is damaged: "
                  + file.getFileName()
                  + " line "
                  + at
                  + " "
                  + problem.get()
                  + "; restore the ledger folder, or move it away to begin a new one");
        }
      }
      return lines.complete();
    }
  }

  /**
   * Writes entries and the batch that seals them.
   *
   * @throws IOException when they could not be made durable; the ledger is then as before
   */
  void write(List<LedgerEntry> entries, String time) throws IOException {
    Mark before = chain.mark();
    long from = end;
    try {
      if (end >= ROTATE) {
        rotate();
        from = 0;
      }
      var text = new StringBuilder();
      for (LedgerEntry entry : entries) {
        String line = line(entry, chain.entries() + 1, time);
        var problem = chain.accept(line.getBytes(StandardCharsets.UTF_8));
        if (problem.isPresent()) {
          throw new IOException("own entry " + problem.get());
        }
        text.append(line).append('\n');
      }
      put(text.append(chain.seal(time)).append('\n').toString());
    } catch (IOException | RuntimeException e) {
      chain = new LedgerChain(before);
      end = from;
      channel.truncate(from);
      throw e;
    }
  }

  private static String line(LedgerEntry entry, long number, String time) {
    String line = line(entry, number, time, Integer.MAX_VALUE);
    return line.length() < LedgerLines.LONGEST / 4
        ? line
        : line(entry, number, time, LONGEST_FIELD);
  }

  /** The entry's line; longer fields are left out, and their digests stand in for them. */
  private static String line(LedgerEntry entry, long number, String time, int longest) {
    var json = Json.object();
    entry
        .fields()
        .fields()
        .forEach(
            (name, value) ->
                json.put(
                    name,
                    value.canonical().length() <= longest
                        ? value
                        : Json.object().put("omitted", value.digest()).build()));
    return json.put("n", number)
        .put("time", time)
        .put("type", entry.type().text())
        .build()
        .canonical();
  }

  private void rotate() throws IOException {
    LedgerFile next = create(folder, number + 1, chain);
    channel.close();
    number = next.number;
    channel = next.channel;
    end = 0;
  }

  private void put(String text) throws IOException {
    if (channel.size() > end) {
      channel.truncate(end); // a failed batch that could not be taken back at once
    }
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    if (FaultPoint.aimedAt(FaultPoint.Phase.LEDGER)) {
      ByteBuffer half = bytes.slice(0, bytes.remaining() / 2);
      writeFully(half, end);
      FaultPoint.reached(FaultPoint.Phase.LEDGER);
    }
    int length = bytes.remaining();
    writeFully(bytes, end);
    channel.force(false);
    end += length;
  }

  private void writeFully(ByteBuffer bytes, long at) throws IOException {
    for (long position = at; bytes.hasRemaining(); ) {
      position += channel.write(bytes, position);
    }
  }

  Mark mark() {
    return chain.mark();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
