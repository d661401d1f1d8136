package io.weighbridge.inventory;

import io.weighbridge.json.Json;

/**
 * A file of a model in the tree, told by its bytes.
 *
 * @param format as {@code scan} names it
 * @param size in bytes
 */
public record LocalModel(String path, String format, long size, String owner) {
  public Json toJson() {
    return Json.object()
        .put("path", path)
        .put("format", format)
        .put("size", size)
        .put("owner", owner)
        .build();
  }
}
