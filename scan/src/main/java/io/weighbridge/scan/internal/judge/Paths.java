package io.weighbridge.scan.internal.judge;

/** Where a path that a model names leads to. */
final class Paths {
  private Paths() {}

  /**
   * Whether it leaves the folder of the file that names it: absolute, upwards, a drive, an address.
   */
  static boolean leaves(String path) {
    String plain = path.replace('\\', '/');
    if (plain.startsWith("/") || plain.startsWith("~") || plain.contains("://")) {
      return true;
    }
    if (plain.length() > 1 && plain.charAt(1) == ':' && Character.isLetter(plain.charAt(0))) {
      return true;
    }
    int depth = 0;
    for (String segment : plain.split("/", -1)) {
      switch (segment) {
        case "", "." -> {}
        case ".." -> {
          if (--depth < 0) {
            return true;
          }
        }
        default -> depth++;
      }
    }
    return false;
  }

  /** A path relative to the folder of {@code file}, without {@code .} segments. */
  static String beside(String file, String path) {
    int slash = file.lastIndexOf('/');
    String relative = path.replace('\\', '/');
    while (relative.startsWith("./")) {
      relative = relative.substring(2);
    }
    return slash < 0 ? relative : file.substring(0, slash + 1) + relative;
  }
}
