package io.weighbridge.registry.internal.http;

import java.net.InetAddress;

/** IP addresses with a common prefix: {@code 10.0.0.0/8}, {@code ::1}. */
public record AddressRange(InetAddress first, int bits) {

  /**
   * Reads an address or a range in CIDR notation.
   *
   * @throws IllegalArgumentException when it is neither; names are not looked up
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    InetAddress first = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    int all = first.getAddress().length * 8;
    int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
    if (bits < 0 || bits > all) {
      throw new IllegalArgumentException("not a range of addresses: " + text);
    }
    return new AddressRange(first, bits);
  }

  public boolean contains(InetAddress address) {
    byte[] a = first.getAddress();
    byte[] b = address.getAddress();
    if (a.length != b.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      if (((a[bit / 8] ^ b[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
        return false;
      }
    }
    return true;
  }
}
