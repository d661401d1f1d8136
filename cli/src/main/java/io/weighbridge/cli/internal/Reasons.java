package io.weighbridge.cli.internal;

import io.weighbridge.content.FileTrouble;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;

/** Why an operation on a file or a socket failed, in words. */
final class Reasons {
  private Reasons() {}

  static String of(IOException e) {
    return switch (e) {
      case BindException _ -> "the address is in use, or is not one of this machine's";
      case ConnectException _ -> "nothing answers there";
      default -> FileTrouble.of(e);
    };
  }
}
