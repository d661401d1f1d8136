package io.weighbridge.registry.internal.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.weighbridge.registry.internal.gate.Overview;
import io.weighbridge.registry.internal.gate.RevisionState;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The gate's meters. Labels come from small closed sets only, never from model names, so that no
 * asker can make the number of series grow. Thread-safe.
 */
public final class RegistryMetrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Counter bytes = counter("weighbridge_sent_bytes", "Bytes of files sent");
  private final Counter lookAlikes =
      counter("weighbridge_look_alikes_stopped", "Revisions stopped for imitating a known name");
  private final Counter ambiguities =
      counter(
          "weighbridge_source_ambiguities",
          "Models refused because more than one upstream might answer for them");
  private final Counter waits =
      counter("weighbridge_waits", "Requests told to come back while a revision was being weighed");
  private final Timer vettings =
      Timer.builder("weighbridge_vetting")
          .description("Time from a vetting's start to its decision")
          .publishPercentileHistogram()
          .minimumExpectedValue(Duration.ofMillis(10))
          .maximumExpectedValue(Duration.ofHours(1))
          .register(registry);

  public RegistryMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  /** Shows the console's numbers as gauges, read at each scrape. */
  public void overview(Supplier<Overview> overview) {
    gauge("weighbridge_revisions_stopped", overview, Overview::stopped);
    gauge("weighbridge_revisions_waiting", overview, Overview::waiting);
    gauge("weighbridge_revisions_observe_would_stop", overview, Overview::wouldStop);
    gauge("weighbridge_revisions_admitted", overview, Overview::admitted);
    gauge("weighbridge_revisions_weighing", overview, Overview::weighing);
    gauge("weighbridge_stored_bytes", overview, Overview::storedBytes);
  }

  private void gauge(
      String name,
      Supplier<Overview> overview,
      java.util.function.ToDoubleFunction<Overview> number) {
    Gauge.builder(name, () -> number.applyAsDouble(overview.get())).register(registry);
  }

  /**
   * Counts an HTTP request.
   *
   * @param route the kind of route, from a closed set
   */
  public void request(String route, int status) {
    registry
        .counter("weighbridge_requests", "route", route, "status", Integer.toString(status))
        .increment();
  }

  public void sent(long count) {
    bytes.increment(count);
  }

  /** A request was told to come back later. */
  public void waited() {
    waits.increment();
  }

  /** A vetting ended with this state. */
  public void vetted(RevisionState state, Duration duration) {
    vettings.record(duration);
    registry.counter("weighbridge_verdicts", "state", state.text()).increment();
  }

  /** A revision was stopped for imitating a known name. */
  public void lookAlikeStopped() {
    lookAlikes.increment();
  }

  /** A model was refused because its source is ambiguous. */
  public void sourceAmbiguous() {
    ambiguities.increment();
  }

  /** The text that Prometheus reads. */
  public String scrape() {
    return registry.scrape();
  }
}
