package io.weighbridge.registry.internal.access;

import java.util.Locale;
import java.util.Optional;

/** What a token may do. Ordered: each may do what those before it may. */
public enum Role {
  /** Pulls models, and reads decisions and evidence. */
  READER,
  /** Approves and refuses. */
  REVIEWER,
  /** Makes and revokes tokens. */
  ADMIN;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> of(String text) {
    for (Role role : values()) {
      if (role.text().equals(text)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  public boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }
}
