package io.weighbridge.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The gates that a request has passed, outermost first: sent as {@value #HEADER}, so that two gates
 * which are each other's upstream notice the loop instead of asking one another for ever.
 *
 * <p>The registry binds {@link #CURRENT} while it works for a request; {@link HttpUpstream} adds
 * its own gate and sends the list on.
 *
 * @param hops gate ids: letters, digits, {@code . _ -}, at most 64 characters each, at most 16
 */
public record Via(List<String> hops) {
  public static final String HEADER = "X-Weighbridge-Via";

  /** What the request being worked for came through; unbound means nothing. */
  public static final ScopedValue<Via> CURRENT = ScopedValue.newInstance();

  public static final Via NONE = new Via(List.of());
  private static final int MOST_HOPS = 16;
  private static final Pattern HOP = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  public Via {
    hops = List.copyOf(hops);
  }

  /** Reads the header's value; what is malformed or too long reads as a list that is full. */
  public static Via parse(String value) {
    var hops = new ArrayList<String>();
    for (String hop : value.split(",", -1)) {
      String id = hop.strip();
      if (!HOP.matcher(id).matches() || hops.size() == MOST_HOPS) {
        return new Via(java.util.Collections.nCopies(MOST_HOPS, "malformed"));
      }
      hops.add(id);
    }
    return new Via(hops);
  }

  public static Via current() {
    return CURRENT.orElse(NONE);
  }

  /** Whether a request that came this way must not be passed on by that gate. */
  public boolean loopsAt(String gate) {
    return hops.contains(gate) || hops.size() >= MOST_HOPS;
  }

  public Via with(String gate) {
    var longer = new ArrayList<>(hops);
    longer.add(gate);
    return new Via(longer);
  }

  /** The header's value. */
  public String text() {
    return String.join(", ", hops);
  }
}
