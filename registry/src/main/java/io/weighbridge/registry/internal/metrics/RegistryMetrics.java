package io.weighbridge.registry.internal.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.policy.Decision;
import io.weighbridge.policy.Outcome;
import io.weighbridge.registry.internal.gate.Overview;
import io.weighbridge.registry.internal.gate.SourceSigns;
import java.time.Duration;
import java.util.List;
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
  private final Counter ambiguous =
      counter("weighbridge_source_ambiguous", "Revisions judged whose publisher nobody can tell");
  private final Counter waits = counter("weighbridge_waits", "Requests told to come back later");
  private final Timer judgements =
      Timer.builder("weighbridge_judging")
          .description("Time from a revision's bytes at hand to its decision")
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

  /**
   * A revision was judged.
   *
   * @param source what was found out about where it comes from
   * @param files the verdict of each file
   */
  public void judged(
      Decision decision, SourceSigns source, List<Verdict> files, Duration duration) {
    judgements.record(duration);
    String outcome =
        decision.outcome() == Outcome.ADMIT && !decision.leftOut().isEmpty()
            ? "filtered"
            : decision.outcome().text();
    registry.counter("weighbridge_decisions", "outcome", outcome).increment();
    files.forEach(
        verdict ->
            registry.counter("weighbridge_file_verdicts", "verdict", verdict.text()).increment());
    if (source.lookAlikeStopped()) {
      lookAlikes.increment();
    }
    if (source.ambiguous()) {
      ambiguous.increment();
    }
  }

  /** The text that Prometheus reads. */
  public String scrape() {
    return registry.scrape();
  }
}
