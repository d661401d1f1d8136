package io.weighbridge.registry.internal.gate;

import io.weighbridge.registry.internal.preview.Preview;
import io.weighbridge.registry.internal.store.Arrival;

/**
 * A revision that is served while its files arrive.
 *
 * @param item as it will be served when all is proven
 */
record Provisional(Shelf.Item item, Delivery delivery) {

  /** A file on its way, and what was seen of it before. */
  record Arriving(Arrival arrival, Preview preview) {}
}
