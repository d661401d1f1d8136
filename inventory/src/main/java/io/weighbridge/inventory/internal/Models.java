package io.weighbridge.inventory.internal;

/** Whether an address names a model at all. */
public final class Models {
  private Models() {}

  public static boolean known(String address) {
    return Links.judge(address).isPresent();
  }
}
