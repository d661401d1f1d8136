package io.weighbridge.scan.internal;

/**
 * The rules of one format: looks at a thing through its view and says what it finds. Stateless. May
 * throw {@link io.weighbridge.content.ContentException} for what cannot be read and {@link
 * io.weighbridge.content.BudgetExceeded} at a limit: the frame turns both into findings.
 */
public interface Judge {
  void judge(Inspection thing);
}
