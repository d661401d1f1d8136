package io.weighbridge.scan.internal.judge;

import io.weighbridge.evidence.Coverage;
import io.weighbridge.formats.Format;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.Judge;

/** What nobody here can read is not called safe. */
public final class UnknownJudge implements Judge {
  @Override
  public void judge(Inspection thing) {
    if (thing.format() == Format.UNKNOWN) {
      thing.find("scan/unknown-format", "the bytes are of no format that is known here", "");
      thing.cover(Coverage.NONE, "unknown format");
    } else {
      String name = thing.format().text();
      thing.find("scan/not-covered", "is " + name + ", which is not judged yet", "");
      thing.cover(Coverage.NONE, "no judge for " + name);
    }
  }
}
