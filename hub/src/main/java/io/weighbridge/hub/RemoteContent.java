package io.weighbridge.hub;

import io.weighbridge.content.Content;
import java.util.Optional;

/**
 * Content that is fetched in parts as it is read, and says what that cost. A read that fails throws
 * {@link io.weighbridge.content.ContentException}, as every content does; {@link #failure()} then
 * tells an upstream that failed (ask again) from bytes that are bad (never ask again).
 */
public interface RemoteContent extends Content {

  /** Bytes that came over the network so far. */
  long bytesFetched();

  /** Requests made so far, redirects not counted. */
  int requests();

  /** What the upstream did wrong in the last read that failed. */
  Optional<HubException> failure();
}
