package io.weighbridge.scan.internal.judge;

import io.weighbridge.evidence.Severity;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.Judge;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** HTML is no model format; no loader reads it, but people open it. */
public final class HtmlJudge implements Judge {
  private static final int LIMIT = 64 << 20;

  @Override
  public void judge(Inspection thing) {
    String text = new String(thing.bytes(LIMIT), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    int at = text.indexOf("<script");
    if (at < 0) {
      at = text.indexOf("javascript:");
    }
    if (at >= 0) {
      thing.find(
          "xml/script", Severity.SUSPICIOUS, at, "holds a script that runs when it is shown", "");
    }
  }
}
