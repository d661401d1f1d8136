package io.weighbridge.registry.internal.gate;

/**
 * Who asks.
 *
 * @param name the token's owner, or {@code anonymous} on an open loopback gate
 * @param tokenId the token's record id, 0 for anonymous
 * @param userAgent as sent, unescaped
 */
public record Asker(String name, long tokenId, String userAgent) {
  public static final Asker ANONYMOUS = new Asker("anonymous", 0, "");
}
