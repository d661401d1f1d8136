package io.weighbridge.inventory;

import io.weighbridge.json.Json;

/** A file or folder that was not read, and why: a person decides whether that matters. */
public record Skipped(String path, String why) {
  public Json toJson() {
    return Json.object().put("path", path).put("why", why).build();
  }
}
