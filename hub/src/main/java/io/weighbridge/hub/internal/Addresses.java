package io.weighbridge.hub.internal;

import io.weighbridge.hub.HubException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where an address leads, by the table {@code addresses.tsv}. */
final class Addresses {
  /** Kinds of network, by who can be met there. */
  enum Reach {
    PUBLIC,
    PRIVATE,
    LOOPBACK,
    NEVER
  }

  private static final List<Block> BLOCKS = load();

  private record Block(byte[] prefix, int bits, Reach reach) {
    boolean holds(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      for (int i = 0; i < bits; i++) {
        int mask = 0x80 >> (i & 7);
        if (((address[i >> 3] ^ prefix[i >> 3]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  private Addresses() {}

  /** The reach of the narrowest block that holds the address. */
  static Reach of(InetAddress address) {
    Block narrowest = null;
    for (Block block : BLOCKS) {
      if (block.holds(address.getAddress())
          && (narrowest == null || block.bits() > narrowest.bits())) {
        narrowest = block;
      }
    }
    return narrowest == null ? Reach.PUBLIC : narrowest.reach();
  }

  private static List<Block> load() {
    try (InputStream in = HubException.class.getResourceAsStream("addresses.tsv")) {
      if (in == null) {
        throw new IllegalStateException("addresses.tsv is missing from the build");
      }
      var blocks = new ArrayList<Block>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] cells = line.split("\t", -1);
          String[] block = cells[0].split("/", -1);
          blocks.add(
              new Block(
                  literal(block[0]),
                  Integer.parseInt(block[1]),
                  Reach.valueOf(cells[1].toUpperCase(Locale.ROOT))));
        }
      }
      return List.copyOf(blocks);
    } catch (IOException e) {
      throw new IllegalStateException("addresses.tsv cannot be read", e);
    }
  }

  private static byte[] literal(String text) throws UnknownHostException {
    byte[] bytes = InetAddress.ofLiteral(text).getAddress();
    if (text.contains(":") && bytes.length == 4) {
      byte[] mapped = new byte[16]; // the platform folds ::ffff:0:0 into IPv4
      mapped[10] = (byte) 0xff;
      mapped[11] = (byte) 0xff;
      System.arraycopy(bytes, 0, mapped, 12, 4);
      return mapped;
    }
    return bytes;
  }
}
