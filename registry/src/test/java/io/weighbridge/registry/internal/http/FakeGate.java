package io.weighbridge.registry.internal.http;

import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.hub.Commit;
import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.GitOid;
import io.weighbridge.hub.LfsPointer;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.ModelQuery;
import io.weighbridge.hub.Refs;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.hub.RepoPath;
import io.weighbridge.json.Json;
import io.weighbridge.policy.Decision;
import io.weighbridge.registry.RegistryException;
import io.weighbridge.registry.internal.gate.Answer;
import io.weighbridge.registry.internal.gate.Asker;
import io.weighbridge.registry.internal.gate.DecisionSummary;
import io.weighbridge.registry.internal.gate.Gate;
import io.weighbridge.registry.internal.gate.ModelRecord;
import io.weighbridge.registry.internal.gate.Opening;
import io.weighbridge.registry.internal.gate.Overview;
import io.weighbridge.registry.internal.gate.Passports;
import io.weighbridge.registry.internal.gate.ServedFile;
import io.weighbridge.registry.internal.gate.ServedRevision;
import io.weighbridge.registry.internal.gate.Settlement;
import io.weighbridge.registry.internal.gate.Settlement.Result;
import io.weighbridge.registry.internal.store.ByteSource;
import io.weighbridge.signing.Bundle;
import io.weighbridge.signing.Passport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A gate with canned answers over files in a folder; remembers what it was told. */
public class FakeGate implements Gate {
  public static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
  public static final CommitId COMMIT = new CommitId("a".repeat(40));

  private final Path folder;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  final List<String> events = new CopyOnWriteArrayList<>();
  private final Map<String, ModelRecord> records = new ConcurrentHashMap<>();
  private final Map<DecisionSummary.Kind, List<DecisionSummary>> decisions =
      new ConcurrentHashMap<>();

  private Optional<Supplier<Passport>> passport = Optional.empty();

  public FakeGate(Path folder) {
    this.folder = folder;
  }

  /** All that was asked of the gate that changes or records something. */
  public List<String> events() {
    return events;
  }

  public void answer(String id, Answer answer) {
    answers.put(id, answer);
  }

  public void record(ModelRecord record) {
    records.put(record.id().key(), record);
  }

  /** What is on record as the passport of whatever is admitted. */
  public void passport(Supplier<Passport> passport) {
    this.passport = Optional.of(passport);
  }

  public void decide(DecisionSummary.Kind kind, List<DecisionSummary> list) {
    decisions.put(kind, list);
  }

  /** An admitted revision of these files; those ending in {@code .safetensors} are large. */
  public Answer.Served serve(String id, Map<String, byte[]> files) {
    var served = new ArrayList<ServedFile>();
    new TreeMap<>(files).forEach((path, bytes) -> served.add(file(path, bytes)));
    var revision =
        new ServedRevision(
            ModelId.parse(id).orElseThrow(),
            COMMIT,
            COMMIT,
            "upstream",
            info(id),
            served,
            Verdict.SAFE,
            decision(io.weighbridge.policy.Outcome.ADMIT));
    var answer = new Answer.Served(revision, Optional.empty());
    answer(id, answer);
    return answer;
  }

  public static Decision decision(io.weighbridge.policy.Outcome outcome) {
    return new Decision(
        outcome,
        List.of(),
        List.of(),
        Optional.empty(),
        COMMIT.hex(),
        "1".repeat(64),
        "2".repeat(64),
        "3".repeat(64),
        "4".repeat(64),
        TIME);
  }

  public static ModelInfo info(String id) {
    return new ModelInfo(
        ModelId.parse(id).orElseThrow(),
        COMMIT,
        Optional.empty(),
        Optional.of(TIME),
        Optional.of(TIME),
        "false",
        false,
        false,
        OptionalLong.of(7),
        OptionalLong.of(1),
        List.of("license:mit"),
        Optional.of("fill-mask"),
        Optional.of("transformers"),
        Json.object().put("license", "mit").build(),
        Json.object().build(),
        Json.object().build());
  }

  private ServedFile file(String path, byte[] bytes) {
    String sha256 = sha256(bytes);
    try {
      Files.write(folder.resolve(sha256), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var report =
        new FileReport(
            path,
            "json",
            bytes.length,
            Optional.of(sha256),
            Verdict.SAFE,
            Coverage.FULL,
            "",
            List.of());
    return new ServedFile(listed(path, bytes), sha256, report);
  }

  public static RepoFile listed(String path, byte[] bytes) {
    if (!path.endsWith(".safetensors")) {
      return new RepoFile(
          new RepoPath(path), bytes.length, GitOid.blob(bytes), Optional.empty(), 0);
    }
    var pointer = new LfsPointer(sha256(bytes), bytes.length);
    return new RepoFile(
        new RepoPath(path),
        bytes.length,
        pointer.oid(),
        Optional.of(pointer.sha256()),
        pointer.pointerSize());
  }

  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Answer ask(ModelId id, String revision, Asker asker, Duration patience) {
    Answer answer = answers.get(id.toString());
    if (answer == null) {
      return new Answer.NotFound(Answer.Missing.REPOSITORY, "Repository not found");
    }
    boolean known =
        revision.matches("|main|HEAD|v1|refs/pr/1|feat/x") || revision.startsWith("aaaa");
    return known || !(answer instanceof Answer.Served)
        ? answer
        : new Answer.NotFound(Answer.Missing.REVISION, "Invalid rev id: " + revision);
  }

  @Override
  public Outcome<Refs> refs(ModelId id, Asker asker) {
    return ask(id, "", asker, Duration.ZERO) instanceof Answer.Served
        ? new Outcome.Of<>(new Refs(Map.of("main", COMMIT), Map.of("v1", COMMIT)))
        : new Outcome.Not<>(ask(id, "", asker, Duration.ZERO));
  }

  @Override
  public Outcome<List<Commit>> commits(ModelId id, String revision, Asker asker, int limit) {
    if (!(ask(id, revision, asker, Duration.ZERO) instanceof Answer.Served)) {
      return new Outcome.Not<>(ask(id, revision, asker, Duration.ZERO));
    }
    var commits = new ArrayList<Commit>();
    for (int i = 0; i < Math.min(limit, 120); i++) {
      commits.add(new Commit(COMMIT, "commit " + i, "", List.of("weigh"), Optional.of(TIME)));
    }
    return new Outcome.Of<>(commits);
  }

  @Override
  public List<ModelInfo> search(ModelQuery query, Asker asker) {
    return answers.keySet().stream()
        .sorted()
        .filter(id -> id.contains(query.search().orElse("")))
        .filter(id -> query.author().map(author -> id.startsWith(author + "/")).orElse(true))
        .limit(query.limit())
        .map(FakeGate::info)
        .toList();
  }

  @Override
  public Opening open(
      ServedRevision revision, ServedFile file, long first, long last, Duration patience) {
    if (opening.isPresent()) {
      return opening.get().get();
    }
    return new Opening.Bytes(() -> ByteSource.of(FileChannel.open(folder.resolve(file.sha256()))));
  }

  /** What is given in place of a file's bytes. */
  volatile Optional<Supplier<Opening>> opening = Optional.empty();

  /** Whether nothing can be recorded. */
  volatile boolean ledgerFull;

  @Override
  public void recordPull(ServedRevision revision, ServedFile file, Asker asker, long bytes) {
    if (ledgerFull) {
      throw new RegistryException(
          "cannot write the ledger: No space left; nothing is handed out meanwhile");
    }
    events.add("pull " + file.file().path() + " " + bytes + " " + asker.name());
  }

  @Override
  public Settlement approve(ModelId id, String revision, String person, String reason) {
    return settle("approve", id, revision, person, reason);
  }

  @Override
  public Settlement refuse(ModelId id, String revision, String person, String reason) {
    return settle("refuse", id, revision, person, reason);
  }

  @Override
  public Settlement waive(
      ModelId id, String revision, String person, String reason, LocalDate until) {
    return settle("waive", id, revision, person, reason + " until " + until);
  }

  private Settlement settle(
      String what, ModelId id, String revision, String person, String reason) {
    events.add(String.join(" ", what, id.toString(), revision, person, reason));
    boolean found = answers.containsKey(id.toString());
    if (reason.startsWith("too late")) {
      return new Settlement(Result.NOT_DONE, "it is blocked by policy");
    }
    return found
        ? new Settlement(Result.DONE, what + "d")
        : new Settlement(Result.NOT_FOUND, "nothing on record");
  }

  @Override
  public void registerUpstreamToken(Asker asker, String upstream, Optional<String> token) {
    events.add("token " + asker.name() + " " + upstream + " " + token.isPresent());
  }

  @Override
  public Overview overview() {
    return new Overview(3, 2, 1, 40, 0, 1234, 56, 9_876_543_210L, 7, 5);
  }

  @Override
  public List<DecisionSummary> decisions(DecisionSummary.Kind kind, int offset, int limit) {
    return decisions.getOrDefault(kind, List.of()).stream().skip(offset).limit(limit).toList();
  }

  @Override
  public boolean opens(ModelId id, Asker asker) {
    return !id.name().startsWith("private") || asker.name().equals("entitled");
  }

  @Override
  public Optional<ModelRecord> record(ModelId id) {
    return Optional.ofNullable(records.get(id.key()));
  }

  @Override
  public Passports passports() {
    return new Passports() {
      @Override
      public Optional<Passport> of(ModelId id, String revision) {
        return Optional.empty();
      }

      @Override
      public Optional<Passport> onRecord(ModelId id, CommitId commit) {
        return passport.map(Supplier::get);
      }

      @Override
      public Optional<Check> check(ModelId id, String revision) {
        return Optional.empty();
      }

      @Override
      public Bundle revocations() {
        throw new UnsupportedOperationException();
      }

      @Override
      public String publicKeys() {
        return "";
      }
    };
  }

  @Override
  public List<HealthCheck> health() {
    return List.of(new HealthCheck("database", true, "answers"));
  }

  @Override
  public void close() {}
}
