package io.weighbridge.scan.internal.judge;

import io.weighbridge.formats.Format;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.Judge;
import io.weighbridge.scan.internal.repo.TextRules;

/** Programs: native code and scripts. */
public final class ProgramJudge implements Judge {
  @Override
  public void judge(Inspection thing) {
    if (thing.format() == Format.SCRIPT) {
      if (!thing.baseName().endsWith(".py")) {
        TextRules.script(thing, "its first line names an interpreter");
      }
    } else {
      thing.find("repo/executable", "is machine code or bytecode", "");
    }
  }
}
