package io.weighbridge.cli.internal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The process's own streams: UTF-8, buffered, and a write that failed is not lost silently. */
public final class StandardOutput extends OutputStream {
  private final FileOutputStream file;
  private volatile String failure = "";

  private StandardOutput(FileDescriptor descriptor) {
    this.file = new FileOutputStream(descriptor);
  }

  private static final StandardOutput OUT = new StandardOutput(FileDescriptor.out);
  private static final StandardOutput ERR = new StandardOutput(FileDescriptor.err);

  public static PrintStream out() {
    return stream(OUT, false);
  }

  public static PrintStream err() {
    return stream(ERR, true);
  }

  private static PrintStream stream(StandardOutput sink, boolean autoFlush) {
    return new PrintStream(new BufferedOutputStream(sink, 8192), autoFlush, StandardCharsets.UTF_8);
  }

  /**
   * Flushes, and turns a failed write of results into exit code 2: a report on a full disk is no
   * report. A reader that went away ({@code | head}) is no failure.
   */
  public static int finish(PrintStream out, PrintStream err, int code) {
    out.flush();
    err.flush();
    if (OUT.failure.isEmpty() || OUT.failure.contains("Broken pipe")) {
      return code;
    }
    err.println("weighbridge: cannot write to standard output: " + OUT.failure);
    err.flush();
    return Command.WRONG_USE;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      file.write(bytes, offset, length);
    } catch (IOException e) {
      failure = String.valueOf(e.getMessage());
      throw e;
    }
  }
}
