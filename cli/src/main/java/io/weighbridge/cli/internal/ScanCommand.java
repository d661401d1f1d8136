package io.weighbridge.cli.internal;

import io.weighbridge.hub.Source;
import io.weighbridge.hub.Sources;
import io.weighbridge.json.Json;
import io.weighbridge.scan.ReportFormat;
import io.weighbridge.scan.ScanFile;
import io.weighbridge.scan.ScanOptions;
import io.weighbridge.scan.ScanReport;
import io.weighbridge.scan.Scanner;
import io.weighbridge.scan.Suppressions;
import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** {@code weighbridge scan TARGET…}. */
final class ScanCommand implements Command {
  /** Files of a hub that are judged at a time: each waits for answers most of the time. */
  static final int FROM_AFAR = 16;

  private static final Option FORMAT =
      Option.choice(
          "format", List.of("text", "json", "sarif", "html"), "how the report is written (text)");

  private static final Option CONFIG =
      Option.value("config", "FILE", "what you accept (.weighbridge.yaml of the current folder)");

  private static final Option ENDPOINT =
      Option.value("endpoint", "URL", "the object store of s3:// targets, such as MinIO");
  private static final Option PLAIN_HTTP =
      Option.flag("plain-http", "ask the registries of oci:// targets by http");

  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "scan",
        "TARGET…",
        1,
        Integer.MAX_VALUE,
        """
        Judges files by what a loader would do with them, without running anything. TARGET is a file,
        a folder, or an address, read in place by ranges where that can be done:
          hf://namespace/name[@revision]     a hub (HF_ENDPOINT, HF_TOKEN)
          s3://bucket/key-or-prefix          an object store (the AWS SDK's usual variables and files)
          oci://registry/repository:tag      ModelPack, KitOps, images (docker login's config.json)
          models:/name/version, models:/name@alias, runs:/id/path
                                             MLflow (MLFLOW_TRACKING_URI and its credentials)
        What is not understood counts as suspicious.
        Exit code 0 when nothing was found, 1 when something was, 2 when a target cannot be opened.\
        """,
        List.of(
            FORMAT,
            CommonOptions.OUTPUT,
            CommonOptions.QUIET,
            CommonOptions.FAIL_ON,
            CommonOptions.DIGESTS,
            CONFIG,
            ENDPOINT,
            PLAIN_HTTP),
        List.of(
            "weighbridge scan model.pkl",
            "weighbridge scan --format json --digests ./model",
            "weighbridge scan --format sarif --output scan.sarif --fail-on malicious ."));
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    ReportFormat format = ReportFormat.named(arguments.value("format", "text")).orElseThrow();
    if (arguments.operands().size() > 1
        && (format == ReportFormat.SARIF || format == ReportFormat.HTML)) {
      throw new CliException(
          "scan: --format "
              + format.name().toLowerCase(java.util.Locale.ROOT)
              + " takes one target; scan the folder that holds them");
    }
    Suppressions accepted =
        OwnConfiguration.of(arguments.value("config"), arguments.operands(), terminal);
    ScanOptions options =
        arguments.has("digests") || accepted.needsDigests()
            ? ScanOptions.STANDARD.withDigests()
            : ScanOptions.STANDARD;
    List<Target> targets = new ArrayList<>();
    try {
      // All are opened before the first is judged: a misspelt name is told at once.
      arguments.operands().forEach(word -> targets.add(open(word, arguments, terminal)));
      List<ScanReport> reports = new ArrayList<>();
      for (Target target : targets) {
        reports.add(report(target, options, accepted, terminal));
        target.notes().forEach(note -> terminal.note(note));
      }
      Output.write(arguments, terminal, written(reports, format, arguments, terminal));
      return reports.stream().anyMatch(report -> CommonOptions.fails(arguments, report.verdict()))
          ? FOUND
          : OK;
    } finally {
      targets.forEach(Target::close);
    }
  }

  private static ScanReport report(
      Target target, ScanOptions options, Suppressions accepted, Terminal terminal) {
    boolean remote = target.fetched().get().isPresent();
    Scanner scanner = Scanner.of(remote ? options.withThreads(FROM_AFAR) : options);
    ScanReport judged = scanner.scan(target.name(), counted(target.files(), terminal));
    ScanReport report =
        accepted.entries().isEmpty()
            ? judged
            : accepted.apply(judged, LocalDate.now(ZoneId.systemDefault()));
    return target.fetched().get().map(report::withFetched).orElse(report);
  }

  /** Whether a word is an address and no path; then the libraries for it are needed. */
  static boolean isAddress(String word) {
    return word.contains("://") || word.matches("(mlflow|models|runs|mlflow-artifacts):.*");
  }

  private static Target open(String word, Arguments arguments, Terminal terminal) {
    if (!isAddress(word)) {
      return LocalTarget.open(word);
    }
    var access =
        new Sources.Access(
            System.getenv(),
            arguments.value("endpoint").map(ScanCommand::endpoint),
            arguments.has("plain-http"),
            arguments.has("digests"));
    List<Source> sources = Sources.of(access);
    for (Source source : sources) {
      if (source.accepts(word)) {
        terminal.progress("asking for " + word);
        return Target.of(source.open(word));
      }
    }
    String forms = sources.stream().map(Source::form).collect(Collectors.joining(", "));
    throw new CliException("no source is known for " + word + "; known are " + forms);
  }

  private static URI endpoint(String text) {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new CliException("scan: --endpoint is no address: " + text, e);
    }
    throw new CliException("scan: --endpoint is an address such as http://127.0.0.1:9000");
  }

  private static List<ScanFile> counted(List<ScanFile> files, Terminal terminal) {
    var started = new AtomicInteger();
    return files.stream()
        .map(
            file ->
                new ScanFile(
                    file.path(),
                    () -> {
                      terminal.progress(
                          "judging "
                              + started.incrementAndGet()
                              + "/"
                              + files.size()
                              + " "
                              + file.path());
                      return file.open().get();
                    },
                    file.link()))
        .toList();
  }

  private static String written(
      List<ScanReport> reports, ReportFormat format, Arguments arguments, Terminal terminal) {
    if (format == ReportFormat.JSON && reports.size() > 1) {
      return Json.array(reports.stream().map(ReportFormat::json).toList()).writePretty();
    }
    boolean colours = terminal.colours() && arguments.value("output").isEmpty();
    return reports.stream()
        .map(report -> format.write(report, colours))
        .collect(Collectors.joining("\n"));
  }
}
