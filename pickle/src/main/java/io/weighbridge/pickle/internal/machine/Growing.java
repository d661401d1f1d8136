package io.weighbridge.pickle.internal.machine;

/**
 * A container that a stream can fill after it put it into another, which then holds more than it
 * was counted with.
 */
interface Growing {

  /** It was put into another container. */
  void placed();
}
