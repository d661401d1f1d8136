package io.weighbridge.hub;

import java.time.Instant;
import java.util.Optional;

/**
 * One discussion or pull request of a repository, as listed.
 *
 * @param status {@code open}, {@code closed}, {@code merged}, or whatever the upstream says
 */
public record Discussion(
    long number,
    String title,
    String status,
    boolean pullRequest,
    Optional<String> author,
    Optional<Instant> createdAt) {

  public boolean open() {
    return status.equals("open");
  }
}
