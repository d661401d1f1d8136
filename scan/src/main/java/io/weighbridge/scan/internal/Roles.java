package io.weighbridge.scan.internal;

import io.weighbridge.formats.Format;
import io.weighbridge.formats.Formats;
import io.weighbridge.scan.internal.repo.TextRules;

/** Rules that a name adds; see {@link TextRules}. */
final class Roles {
  private Roles() {}

  static void judge(Inspection thing) {
    String base = thing.baseName();
    boolean text = isText(thing.format());
    // A torch file may be called weights.pth or model.js: only text can be what such names say. A
    // text may be a pickle or a picture too, and its readers go by the name.
    if (TextRules.hasRole(thing.name(), base)
        && (text
            || TextRules.isReadByName(base)
            || Formats.isText(thing.content(), thing.budget()))) {
      TextRules.judge(thing, base);
    }
    if (text) {
      TextRules.any(thing, base);
    }
  }

  static boolean isText(Format format) {
    return switch (format) {
      case TEXT, SCRIPT, JSON, XML, HTML, SVG, EMPTY -> true;
      default -> false;
    };
  }
}
