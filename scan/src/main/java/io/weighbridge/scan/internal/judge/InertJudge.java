package io.weighbridge.scan.internal.judge;

import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.Judge;

/**
 * Nothing in these bytes acts: nothing at all, pixels, or plain text. What a name makes of text is
 * judged by its role.
 */
public final class InertJudge implements Judge {
  @Override
  public void judge(Inspection thing) {}
}
