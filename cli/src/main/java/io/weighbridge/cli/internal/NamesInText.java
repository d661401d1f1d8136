package io.weighbridge.cli.internal;

import io.weighbridge.hub.ModelId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words of the shape {@code namespace/name} in the text of files. Most are no models at all; what
 * looks like the name of a known one is worth a look wherever it stands.
 */
final class NamesInText {
  private static final int LARGEST = 4 << 20;
  private static final Pattern NAME =
      Pattern.compile(
          "(?<![\\w./@~-])([A-Za-z0-9][\\w.-]{1,95}/[A-Za-z0-9][\\w.-]{2,95})(?![\\w/(-])");

  private NamesInText() {}

  /** A name and where it stands. */
  record Place(ModelId id, String place) {}

  /**
   * All of them, in order; none in files that are no text, or larger than 4 MiB.
   *
   * @throws CliException when the file cannot be read
   */
  static List<Place> in(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new CliException("check-name: " + file + " is not a file");
      }
      if (Files.size(file) > LARGEST) {
        return List.of();
      }
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      if (text.indexOf('\0') >= 0) {
        return List.of();
      }
      var places = new ArrayList<Place>();
      String[] lines = text.split("\n", -1);
      for (int i = 0; i < lines.length; i++) {
        String place = file + ":" + (i + 1);
        for (Matcher found = NAME.matcher(lines[i]); found.find(); ) {
          ModelId.parse(found.group(1).replaceAll("\\.+$", ""))
              .ifPresent(id -> places.add(new Place(id, place)));
        }
      }
      return places;
    } catch (IOException e) {
      throw new CliException("check-name: cannot read " + file + ": " + Reasons.of(e), e);
    }
  }
}
