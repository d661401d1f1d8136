package io.weighbridge.cli.internal;

import io.weighbridge.hub.ModelInfo;
import io.weighbridge.json.Json;
import io.weighbridge.policy.Outcome;
import io.weighbridge.policy.Policy;
import io.weighbridge.scan.ScanOptions;
import io.weighbridge.scan.Scanner;
import io.weighbridge.sourcing.NameIndex;
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
        decision with the reasons. TARGET is a folder, or hf://namespace/name[@revision] (fetched
        whole into a temporary folder; HF_ENDPOINT and HF_TOKEN are obeyed).
        Exit code 0 when the policy admits it, 1 when it waits for a person or is blocked.\
        """,
        List.of(
            CommonOptions.POLICY,
            Option.value("name", "MODEL", "the id that a folder is judged under (its own path)"),
            CommonOptions.FORMAT,
            CommonOptions.OUTPUT,
            CommonOptions.QUIET),
        List.of(
            "weighbridge vet hf://distilbert/distilbert-base-uncased",
            "weighbridge vet ./downloaded --name org/model --format json"));
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    Policy policy = Policies.of(arguments.value("policy"));
    String word = arguments.operands().getFirst();
    try (Candidate candidate = Candidate.open(word, arguments.value("name"), terminal)) {
      ModelInfo info = candidate.info();
      List<Artifact> artifacts = candidate.artifacts();
      var vetting =
          new Vetting(
              policy,
              Scanner.of(ScanOptions.STANDARD)::scan,
              NameIndex.standard(),
              Clock.systemUTC());
      Vetted vetted =
          vetting.vet(
              candidate.upstream(),
              info,
              artifacts,
              (path, started, total) ->
                  terminal.progress("judging " + started + "/" + total + " " + path));
      Output.write(
          arguments,
          terminal,
          CommonOptions.isJson(arguments) ? json(vetted).writePretty() : text(vetted, terminal));
      return vetted.decision().outcome() == Outcome.ADMIT ? OK : FOUND;
    }
  }

  private static Json json(Vetted vetted) {
    return Json.object()
        .put("weighbridge", Version.VERSION)
        .put("model", vetted.evidence().model().toString())
        .put("commit", vetted.evidence().commit().hex())
        .put("servedCommit", vetted.servedCommit().hex())
        .put("decision", vetted.decision().toJson())
        .put("evidence", vetted.evidence().document())
        .put("manifest", vetted.manifest().toJson())
        .build();
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
