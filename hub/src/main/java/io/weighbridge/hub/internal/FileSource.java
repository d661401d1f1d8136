package io.weighbridge.hub.internal;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import io.weighbridge.hub.RepoFile;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where one file of a commit can be had, part by part. Resolves once and remembers the (signed)
 * address; when that expires, resolves again. Every answer is held against what the listing said:
 * commit, size, digest, and the range asked for; and all parts against one ETag. Confined to one
 * thread at a time.
 */
final class FileSource implements Parts {
  private static final Pattern RANGE =
      Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final int MOST_RESOLUTIONS = 3;
  // A server without ranges sends the whole: reading past so much of it is still cheap enough.
  private static final long MOST_SKIPPED = 64L << 20;

  private final Wire wire;
  private final URI resolve;
  private final CommitId commit;
  private final RepoFile file;
  private @Nullable URI location;
  private @Nullable String etag;

  FileSource(Wire wire, URI resolve, CommitId commit, RepoFile file) {
    this.wire = wire;
    this.resolve = resolve;
    this.commit = commit;
    this.file = file;
  }

  RepoFile file() {
    return file;
  }

  @Override
  public String name() {
    return path();
  }

  @Override
  public long size() {
    return file.size();
  }

  @Override
  public boolean whole() {
    return !file.large();
  }

  @Override
  public Answer open(long first, long last) {
    for (int resolutions = 0; ; ) {
      URI known = location;
      Answer answer = wire.send(ask(known, first, last));
      try {
        if (isExpired(answer, known)) {
          location = null;
          answer.close();
          if (++resolutions < MOST_RESOLUTIONS) {
            continue;
          }
          throw new HubException(
              Kind.UNAVAILABLE, "the upstream's signed addresses for " + path() + " do not work");
        }
        accept(answer, known == null, first, last);
        return answer;
      } catch (HubException | IOException e) {
        answer.abort();
        throw e instanceof HubException hub
            ? hub
            : new HubException(Kind.UNAVAILABLE, "the answer broke off: " + e.getMessage(), e);
      }
    }
  }

  private Wire.Ask ask(@Nullable URI known, long first, long last) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Range", "bytes=" + first + "-" + last);
    if (known == null) {
      var ask = wire.ask(resolve);
      return new Wire.Ask(resolve, headers, ask.token());
    }
    if (etag != null) {
      headers.put("If-Range", '"' + etag + '"');
    }
    // A signed address may be on the upstream's own origin; the wire adds the token only there.
    return new Wire.Ask(known, headers, wire.ask(known).token());
  }

  // A refusal by the store that the hub sent us to is no word of the hub's, which names its reason.
  private boolean isExpired(Answer answer, @Nullable URI known) {
    boolean sent = known != null || !answer.redirects().isEmpty();
    return sent
        && answer.header("X-Error-Code").isEmpty()
        && switch (answer.status()) {
          case 400, 401, 403, 404, 410 -> true;
          default -> false;
        };
  }

  private void accept(Answer answer, boolean resolved, long first, long last) throws IOException {
    if (answer.status() != 200 && answer.status() != 206) {
      if (answer.status() == 416) {
        throw bad("a file that is shorter than listed");
      }
      throw Errors.of(answer, path(), Kind.ENTRY_NOT_FOUND, wire.ask(resolve).token().isPresent());
    }
    answer.refuseEncoding();
    boolean linked = resolved && checkResolution(answer);
    checkEtag(answer, resolved && linked);
    if (answer.status() == 206) {
      checkRange(answer, first, last);
    } else {
      checkWhole(answer, first, last);
    }
    if (resolved && !answer.redirects().isEmpty()) {
      location = answer.uri();
    }
  }

  /** Holds the claims on the way against the listing; true when the digest was repeated there. */
  private boolean checkResolution(Answer answer) {
    boolean linked = false;
    var heads = new java.util.ArrayList<>(answer.redirects());
    heads.add(answer.head());
    for (Answer.Head head : heads) {
      if (!wire.isHome(head.uri())) {
        continue;
      }
      claim(head, "X-Repo-Commit", commit.hex());
      claim(head, "X-Linked-Size", Long.toString(file.size()));
      linked |= claim(head, "X-Linked-Etag", file.etag());
      Optional<String> tag = head.header("ETag").map(FileSource::unquoted);
      if (tag.isPresent()
          && DIGEST.matcher(tag.get()).matches()
          && !tag.get().equals(file.etag())) {
        throw bad("another ETag than listed");
      }
    }
    return linked;
  }

  private boolean claim(Answer.Head head, String name, String expected) {
    Optional<String> told = head.header(name).map(FileSource::unquoted);
    if (told.isPresent() && !told.get().equals(expected)) {
      throw bad("another " + name + " than listed");
    }
    return told.isPresent();
  }

  private static String unquoted(String tag) {
    return tag.length() >= 2 && tag.startsWith("\"") && tag.endsWith("\"")
        ? tag.substring(1, tag.length() - 1)
        : tag;
  }

  // Weak tags bind no bytes. After a new resolution another store may answer, with its own tag for
  // the same bytes: then the digest repeated by the resolution is what binds them.
  private void checkEtag(Answer answer, boolean boundByDigest) {
    String told =
        answer
            .header("ETag")
            .filter(tag -> tag.startsWith("\""))
            .map(FileSource::unquoted)
            .orElse(null);
    if (etag != null && told != null && !told.equals(etag) && !boundByDigest) {
      throw bad("a file that changed between two parts");
    }
    if (told != null && told.matches("[\\x21\\x23-\\x7e]{1,256}")) {
      etag = told;
    }
  }

  private void checkRange(Answer answer, long first, long last) {
    Matcher range = RANGE.matcher(answer.header("Content-Range").orElse(""));
    if (!range.matches()
        || Long.parseLong(range.group(1)) != first
        || Long.parseLong(range.group(2)) != last
        || Long.parseLong(range.group(3)) != file.size()
        || answer.length().orElse(last - first + 1) != last - first + 1) {
      throw bad("another range than asked for");
    }
  }

  private void checkWhole(Answer answer, long first, long last) throws IOException {
    if (answer.length().orElse(file.size()) != file.size()) {
      throw bad(
          etag == null ? "another size than listed" : "a file that changed between two parts");
    }
    if (first > MOST_SKIPPED || (last < file.size() - 1 && last > MOST_SKIPPED)) {
      throw bad("the whole file where a part was asked for");
    }
    answer.body().skipNBytes(first);
  }

  private String path() {
    return file.path().text();
  }

  private HubException bad(String what) {
    return new HubException(
        Kind.BAD_ANSWER, "the upstream answered for " + path() + " with " + what);
  }
}
