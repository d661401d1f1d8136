package io.weighbridge.cli.internal;

import io.weighbridge.evidence.Severity;
import io.weighbridge.hub.HttpUpstream;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.Upstream;
import io.weighbridge.json.Json;
import io.weighbridge.policy.Outcome;
import io.weighbridge.policy.Policy;
import io.weighbridge.scan.ScanOptions;
import io.weighbridge.scan.Scanner;
import io.weighbridge.sourcing.NameIndex;
import io.weighbridge.sourcing.OnRecord;
import io.weighbridge.sourcing.SourceReport;
import io.weighbridge.sourcing.SourceVetting;
import io.weighbridge.sourcing.Subject;
import io.weighbridge.vetting.Artifact;
import io.weighbridge.vetting.Explanation;
import io.weighbridge.vetting.Vetted;
import io.weighbridge.vetting.Vetting;
import java.time.Clock;
import java.util.List;

/** {@code weighbridge vet TARGET}: everything known about a model, and the policy's decision. */
final class VetCommand implements Command {

  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "vet",
        "TARGET",
        1,
        1,
        """
        Weighs a model as the gate would: its files, its name, its publisher, and the policy's
        decision with the reasons. TARGET is a folder, or hf://namespace/name[@revision] (HF_ENDPOINT
        and HF_TOKEN are obeyed). Of a hub's large files only what loaders interpret is read, so
        their digests are the hub's word; with --whole they are fetched and checked.
        With --source only the source is vetted: who publishes it, what its name resembles, what
        loading it would do; no file is fetched, the hub is asked about six questions. A model that
        this machine has in its Hugging Face cache is judged as a change against that revision.
        Exit code 0 when the policy admits it, 1 when it waits for a person or is blocked (with
        --source: when anything about it is suspicious).\
        """,
        List.of(
            CommonOptions.POLICY,
            Option.flag("whole", "fetch large files whole, and check their digests"),
            Option.flag("source", "vet the source only, and fetch no file"),
            Option.value("since", "REVISION", "judge it as a change against this revision"),
            Option.value("name", "MODEL", "the id that a folder is judged under (its own path)"),
            CommonOptions.FORMAT,
            CommonOptions.OUTPUT,
            CommonOptions.QUIET),
        List.of(
            "weighbridge vet hf://distilbert/distilbert-base-uncased",
            "weighbridge vet --source hf://distilbert/distilbert-base-uncased",
            "weighbridge vet ./downloaded --name org/model --format json"));
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    return arguments.has("source") ? source(arguments, terminal) : whole(arguments, terminal);
  }

  private static int source(Arguments arguments, Terminal terminal) {
    String word = arguments.operands().getFirst();
    if (!word.startsWith(Target.HUB)) {
      throw new CliException("vet: --source asks a hub: give hf://namespace/name[@revision]");
    }
    RemoteTarget target = RemoteTarget.parse(word);
    try (HttpUpstream hub = RemoteTarget.hub()) {
      terminal.progress("asking " + hub.name() + " about " + target.id());
      Upstream.Described told = hub.describe(target.id(), target.revision());
      OnRecord earlier = Earlier.of(hub, told.model().id(), arguments.value("since"));
      SourceReport report =
          new SourceVetting(NameIndex.standard(), earlier, Clock.systemUTC())
              .assess(Subject.told(hub, told.model(), told.files()).askedAs(target.id()));
      Output.write(
          arguments,
          terminal,
          CommonOptions.isJson(arguments)
              ? report.toJson().writePretty()
              : SourceText.of(report, terminal));
      return report.findings().stream().allMatch(found -> found.severity() == Severity.INFO)
          ? OK
          : FOUND;
    }
  }

  private static int whole(Arguments arguments, Terminal terminal) {
    Policy policy = Policies.of(arguments.value("policy"));
    String word = arguments.operands().getFirst();
    try (Candidate candidate =
        Candidate.open(word, arguments.value("name"), arguments.has("whole"), terminal)) {
      ModelInfo info = candidate.info();
      List<Artifact> artifacts = candidate.artifacts();
      var vetting =
          new Vetting(
              policy,
              Scanner.of(options(candidate))::scan,
              NameIndex.standard(),
              Earlier.of(candidate.upstream(), info.id(), arguments.value("since")),
              Clock.systemUTC());
      Vetted vetted =
          vetting.vet(
              candidate.upstream(),
              candidate.asked(),
              info,
              artifacts,
              (path, started, total) ->
                  terminal.progress("judging " + started + "/" + total + " " + path));
      Output.write(
          arguments,
          terminal,
          CommonOptions.isJson(arguments)
              ? json(vetted, candidate).writePretty()
              : text(vetted, terminal) + cost(candidate));
      return vetted.decision().outcome() == Outcome.ADMIT ? OK : FOUND;
    }
  }

  private static ScanOptions options(Candidate candidate) {
    return candidate.announced().isEmpty()
        ? ScanOptions.STANDARD
        : ScanOptions.STANDARD.withThreads(ScanCommand.FROM_AFAR);
  }

  private static String cost(Candidate candidate) {
    int trusted = candidate.announced().size();
    String word =
        trusted == 0
            ? ""
            : "; the digest"
                + (trusted == 1 ? " of 1 file is" : "s of " + trusted + " files are")
                + " the hub's word (--whole fetches and checks)";
    return candidate.cost().map(cost -> "\n" + cost.text() + word + "\n").orElse("");
  }

  private static Json json(Vetted vetted, Candidate candidate) {
    Json.ObjBuilder json = Json.object();
    json.put("weighbridge", Version.VERSION)
        .put("model", vetted.evidence().model().toString())
        .put("commit", vetted.evidence().commit().hex())
        .put("servedCommit", vetted.servedCommit().hex())
        .put("decision", vetted.decision().toJson())
        .put("evidence", vetted.evidence().document())
        .put("manifest", vetted.manifest().toJson());
    candidate
        .cost()
        .ifPresent(
            cost ->
                json.put(
                    "fetched",
                    Json.object()
                        .put("bytes", cost.bytes())
                        .put("total", cost.total())
                        .put("requests", cost.requests())
                        .put("announcedDigests", Json.strings(candidate.announced()))
                        .build()));
    return json.build();
  }

  private static String text(Vetted vetted, Terminal terminal) {
    List<String> lines = Explanation.of(vetted);
    String headline =
        switch (vetted.decision().outcome()) {
          case ADMIT -> terminal.green(lines.getFirst());
          case REVIEW -> terminal.yellow(lines.getFirst());
          case BLOCK -> terminal.red(lines.getFirst());
        };
    return headline + "\n" + String.join("\n", lines.subList(1, lines.size())) + "\n";
  }
}
