package io.weighbridge.registry.internal.http;

import io.weighbridge.json.Json;
import io.weighbridge.registry.internal.access.Caller;
import io.weighbridge.registry.internal.gate.Gate;
import io.weighbridge.registry.internal.metrics.RegistryMetrics;

/** {@code /health} and {@code /metrics}. */
final class Operations {
  private final Gate gate;
  private final RegistryMetrics metrics;

  Operations(Gate gate, RegistryMetrics metrics) {
    this.gate = gate;
    this.metrics = metrics;
  }

  /** 200 when every check passes, else 503. Details name paths, so strangers get none. */
  Reply health(Caller caller) {
    var checks = gate.health();
    boolean ok = checks.stream().allMatch(Gate.HealthCheck::ok);
    var items =
        checks.stream()
            .map(
                check -> {
                  var item = Json.object().put("name", check.name()).put("ok", check.ok());
                  return (caller.mayPull() ? item.put("detail", check.detail()) : item).build();
                })
            .toList();
    return Reply.json(
        ok ? 200 : 503,
        Json.object()
            .put("status", ok ? "ok" : "failing")
            .put("checks", Json.array(items))
            .build());
  }

  Reply metrics() {
    return Reply.of(200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
  }
}
