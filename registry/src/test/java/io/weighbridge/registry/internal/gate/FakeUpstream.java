package io.weighbridge.registry.internal.gate;

import io.weighbridge.content.BytesContent;
import io.weighbridge.content.Content;
import io.weighbridge.hub.Commit;
import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.GitOid;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import io.weighbridge.hub.HubWire;
import io.weighbridge.hub.LfsPointer;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.ModelQuery;
import io.weighbridge.hub.Publisher;
import io.weighbridge.hub.Refs;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.hub.RepoPath;
import io.weighbridge.hub.Upstream;
import io.weighbridge.json.Json;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A hub in memory: repositories with commits, and all the ways in which one can misbehave. */
final class FakeUpstream implements Upstream {

  /** One repository. */
  final class Repo {
    private final ModelId id;
    private final Map<CommitId, Map<String, byte[]>> commits = new LinkedHashMap<>();
    private final Map<String, CommitId> branches = new LinkedHashMap<>();
    private String gated = "false";
    private boolean hidden;
    private long downloads = 1;
    private Optional<Instant> createdAt = Optional.empty();

    private Repo(ModelId id) {
      this.id = id;
    }

    /** Commits files to main and returns the commit. */
    CommitId push(String... pathsAndTexts) {
      CommitId commit = commit(pathsAndTexts);
      branches.put("main", commit);
      return commit;
    }

    /** Commits files to main and returns the commit. */
    CommitId push(Map<String, byte[]> files) {
      CommitId commit = commit();
      commits.put(commit, new TreeMap<>(files));
      branches.put("main", commit);
      return commit;
    }

    /** A commit that no branch reaches, as a pull request leaves it. */
    CommitId commit(String... pathsAndTexts) {
      var files = new TreeMap<String, byte[]>();
      for (int i = 0; i < pathsAndTexts.length; i += 2) {
        files.put(pathsAndTexts[i], pathsAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
      }
      var commit =
          new CommitId(sha("SHA-1", (id + " " + commits.size()).getBytes(StandardCharsets.UTF_8)));
      commits.put(commit, files);
      return commit;
    }

    /** Pulled often, and for years. */
    Repo popular() {
      downloads = 1_000_000;
      createdAt = Optional.of(Instant.parse("2020-01-01T00:00:00Z"));
      return this;
    }

    Repo gate() {
      gated = "manual";
      return this;
    }

    /** Makes it private; the gate's own token still sees it. */
    Repo hide() {
      hidden = true;
      return this;
    }

    Repo show() {
      hidden = false;
      return this;
    }

    /** Gives the newest commit of main another name. */
    void alsoKnownAs(String branch) {
      branches.put(branch, branches.get("main"));
    }

    Repo open() {
      gated = "false";
      return this;
    }
  }

  private final String name;
  private final Map<String, Repo> repos = new HashMap<>();
  private final Map<String, ModelId> renamed = new HashMap<>();
  private final Set<String> entitled = ConcurrentHashMap.newKeySet();
  final AtomicInteger modelCalls = new AtomicInteger();
  final AtomicInteger treeCalls = new AtomicInteger();
  final AtomicInteger refsCalls = new AtomicInteger();
  final AtomicInteger streamCalls = new AtomicInteger();
  final AtomicInteger entitledCalls = new AtomicInteger();
  volatile boolean down;

  /** What is said of every model instead of an answer. */
  volatile Optional<HubException> refusal = Optional.empty();

  /** Whether the gate's own token may not read files. */
  volatile boolean closed;

  volatile Optional<CountDownLatch> hold = Optional.empty();
  volatile CountDownLatch streaming = new CountDownLatch(1);

  private final Map<String, Publisher> accounts = new ConcurrentHashMap<>();

  /** What is sent in place of a file's bytes. */
  final Map<String, byte[]> lies = new ConcurrentHashMap<>();

  /** How a file's bytes are sent, when not at once. */
  final Map<String, Tap> taps = new ConcurrentHashMap<>();

  /** Offsets from which files were asked for, in order. */
  final List<Long> offsets = new CopyOnWriteArrayList<>();

  /** Sends bytes in its own way. */
  interface Tap {
    InputStream from(byte[] bytes, long offset);
  }

  /** What is listed in place of a file's size. */
  final Map<String, Long> sizes = new ConcurrentHashMap<>();

  FakeUpstream(String name) {
    this.name = name;
  }

  Repo repo(String id) {
    ModelId model = ModelId.parse(id).orElseThrow();
    return repos.computeIfAbsent(model.key(), key -> new Repo(model));
  }

  void rename(String from, String to) {
    ModelId model = ModelId.parse(from).orElseThrow();
    renamed.put(model.key(), ModelId.parse(to).orElseThrow());
    repos.remove(model.key());
  }

  void remove(String id) {
    repos.remove(id);
  }

  void entitle(String token) {
    entitled.add(token);
  }

  void expel(String token) {
    entitled.remove(token);
  }

  private void check() {
    if (down) {
      throw new HubException(Kind.UNAVAILABLE, "connection refused");
    }
  }

  private Repo find(ModelId id) {
    check();
    Repo repo = repos.get(renamed.getOrDefault(id.key(), id).key());
    if (repo == null) {
      throw new HubException(Kind.REPO_NOT_FOUND, "no such model: " + id);
    }
    return repo;
  }

  private Map<String, byte[]> files(ModelId id, CommitId commit) {
    Map<String, byte[]> files = find(id).commits.get(commit);
    if (files == null) {
      throw new HubException(Kind.REVISION_NOT_FOUND, "no such commit: " + commit);
    }
    return files;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ModelInfo model(ModelId id, String revision) {
    modelCalls.incrementAndGet();
    refusal.ifPresent(
        word -> {
          throw word;
        });
    Repo repo = find(id);
    String branch = revision.isEmpty() ? "main" : revision;
    CommitId commit =
        Optional.ofNullable(repo.branches.get(branch))
            .or(
                () ->
                    repo.commits.keySet().stream()
                        .filter(one -> one.hex().startsWith(branch))
                        .findFirst())
            .orElseThrow(
                () -> new HubException(Kind.REVISION_NOT_FOUND, "no such revision: " + revision));
    return info(repo, commit);
  }

  private static ModelInfo info(Repo repo, CommitId commit) {
    return new ModelInfo(
        repo.id,
        commit,
        Optional.of(repo.id.namespace()),
        repo.createdAt,
        Optional.empty(),
        repo.gated,
        repo.hidden,
        false,
        OptionalLong.of(repo.downloads),
        OptionalLong.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Json.Null.NULL,
        Json.Null.NULL,
        Json.object().build());
  }

  @Override
  public List<RepoFile> tree(ModelId id, CommitId commit) {
    treeCalls.incrementAndGet();
    if (closed) {
      throw new HubException(Kind.GATED, "access to " + id + " is restricted");
    }
    var files = new ArrayList<RepoFile>();
    files(id, commit).forEach((path, bytes) -> files.add(file(path, bytes)));
    return files;
  }

  private RepoFile file(String path, byte[] bytes) {
    long size = sizes.getOrDefault(path, (long) bytes.length);
    if (!path.endsWith(".safetensors") && !path.endsWith(".bin")) {
      return new RepoFile(new RepoPath(path), size, GitOid.blob(bytes), Optional.empty(), 0);
    }
    var pointer = new LfsPointer(sha("SHA-256", bytes), size);
    return new RepoFile(
        new RepoPath(path),
        size,
        pointer.oid(),
        Optional.of(pointer.sha256()),
        pointer.pointerSize());
  }

  @Override
  public Refs refs(ModelId id) {
    refsCalls.incrementAndGet();
    return new Refs(find(id).branches, Map.of());
  }

  @Override
  public List<Commit> commits(ModelId id, CommitId commit, int limit) {
    Repo repo = find(id);
    var history = new ArrayList<Commit>();
    for (CommitId one : repo.commits.keySet()) {
      boolean pushed = !loose(repo, one);
      if (pushed) {
        history.addFirst(new Commit(one, "", "", List.of(), Optional.empty()));
      }
      if (one.equals(commit)) {
        break;
      }
    }
    return history.stream().limit(limit).toList();
  }

  private static boolean loose(Repo repo, CommitId commit) {
    return repo.commits.getOrDefault(commit, Map.of()).containsKey("LOOSE");
  }

  private byte[] bytes(ModelId id, CommitId commit, String path) {
    byte[] bytes = files(id, commit).get(path);
    if (bytes == null) {
      throw new HubException(Kind.ENTRY_NOT_FOUND, "no such file: " + path);
    }
    return bytes;
  }

  @Override
  public List<ModelInfo> search(ModelQuery query) {
    check();
    return repos.values().stream()
        .filter(repo -> repo.id.key().contains(query.search().orElse("")))
        .filter(repo -> repo.branches.containsKey("main"))
        .map(repo -> info(repo, repo.branches.get("main")))
        .limit(query.limit())
        .toList();
  }

  @Override
  public Optional<Publisher> publisher(String namespace) {
    check();
    return Optional.ofNullable(accounts.get(namespace));
  }

  /** Whose account a namespace is from now on. */
  void account(String namespace, String id, String createdAt) {
    accounts.put(
        namespace,
        HubWire.readPublisher(
            namespace,
            "organization",
            Json.object().put("_id", id).put("createdAt", createdAt).build()));
  }

  @Override
  public boolean entitled(ModelId id, String token) {
    entitledCalls.incrementAndGet();
    check();
    return entitled.contains(token);
  }

  @Override
  public Content open(ModelId id, CommitId commit, RepoFile file) {
    return new BytesContent(bytes(id, commit, file.path().text()));
  }

  @Override
  public InputStream stream(ModelId id, CommitId commit, RepoFile file, long offset) {
    streamCalls.incrementAndGet();
    String path = file.path().text();
    byte[] bytes = lies.getOrDefault(path, bytes(id, commit, path));
    streaming.countDown();
    hold.ifPresent(
        latch -> {
          try {
            latch.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    check();
    offsets.add(offset);
    Tap tap = taps.get(path);
    if (tap != null) {
      return tap.from(bytes, offset);
    }
    return new ByteArrayInputStream(
        bytes, (int) Math.min(offset, bytes.length), (int) Math.max(0, bytes.length - offset));
  }

  static String sha(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
