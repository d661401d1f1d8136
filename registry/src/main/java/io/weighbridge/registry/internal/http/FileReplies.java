package io.weighbridge.registry.internal.http;

import io.weighbridge.hub.LfsPointer;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.registry.internal.gate.Answer;
import io.weighbridge.registry.internal.gate.Gate;
import io.weighbridge.registry.internal.gate.Opening;
import io.weighbridge.registry.internal.gate.ServedFile;
import io.weighbridge.registry.internal.gate.ServedRevision;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /resolve/} and {@code /raw/}: a file's bytes, or what is known of them. Everything is
 * answered here with 200: a redirect would lose the commit in some clients, and lead the token or
 * the asker elsewhere in others.
 */
final class FileReplies {
  /** How long a request for bytes may be held: clients give up after 10 s. */
  static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Gate gate;
  private final MovingNames names = new MovingNames(System::nanoTime);

  FileReplies(Gate gate) {
    this.gate = gate;
  }

  Reply answer(Route.File route, HttpCall call) {
    long deadline = System.nanoTime() + (call.head() ? 0 : PATIENCE.toNanos());
    return switch (ask(route, call, deadline)) {
      case Answer.Served served -> served(served, route, call, deadline);
      case Answer.Weighing weighing -> weighing(weighing, route, call);
      case Answer refusal -> HubErrors.refusal(refusal);
    };
  }

  private Answer ask(Route.File route, HttpCall call, long deadline) {
    return gate.ask(route.id(), route.revision(), call.caller().asker(), left(deadline));
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  private Reply served(Answer.Served served, Route.File route, HttpCall call, long deadline) {
    String commit = served.revision().commit().hex();
    Optional<ServedFile> file = served.revision().file(route.path());
    Reply reply =
        file.map(found -> bytes(found, served, route, call, deadline))
            .orElseGet(() -> HubErrors.entryNotFound(route.path(), commit));
    return served
        .warning()
        .map(
            text ->
                reply.with("X-HF-Warning", HubErrors.warning("weighbridge " + route.id(), text)))
        .orElse(reply);
  }

  private Reply bytes(
      ServedFile served, Answer.Served answer, Route.File route, HttpCall call, long deadline) {
    RepoFile file = served.file();
    String commit = answer.revision().commit().hex();
    if (route.raw() && file.large()) {
      byte[] text = pointer(file).text().getBytes(StandardCharsets.US_ASCII);
      return new Reply(200, pointerHeaders(file, commit), new Reply.Bytes(text));
    }
    Map<String, String> headers = headers(file, commit);
    if (call.head()) {
      return new Reply(200, headers, new Reply.Announced(file.size()));
    }
    ByteRange range =
        ByteRange.of(
            call.header().apply("Range"),
            call.header().apply("If-Range"),
            quoted(file.etag()),
            file.size());
    boolean moved = names.changed(route, file.etag()) || answer.older();
    if (moved
        && MovingNames.moves(route)
        && range instanceof ByteRange.Part(long first, long last)
        && first > 0
        && last == file.size() - 1
        && call.header().apply("If-Range").isEmpty()) {
      return HubErrors.refusal(
          new Answer.Refused(
              movedOn(route, commit), false, false, Optional.of(answer.revision().commit())));
    }
    var wanted = new Wanted(served, answer.revision(), route, call, deadline);
    return switch (range) {
      case ByteRange.Whole _ -> open(wanted, 200, headers, 0, file.size());
      case ByteRange.Part part -> {
        headers.put(
            "Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + file.size());
        yield open(wanted, 206, headers, part.first(), part.length());
      }
      case ByteRange.Unsatisfiable _ ->
          Reply.error(416, Optional.empty(), "The range lies beyond the file's end.")
              .with("X-Repo-Commit", commit)
              .with("Content-Range", "bytes */" + file.size());
    };
  }

  /** The beginning that a client has may be that of another commit's file. */
  private static String movedOn(Route.File route, String commit) {
    return HeaderText.line(
        route.path()
            + " cannot be resumed by this name, which stood for another commit a while ago; delete"
            + " the incomplete file and download it again, or resume what commit "
            + commit
            + " began by naming that commit");
  }

  /** Bytes that a call is about. */
  private record Wanted(
      ServedFile file, ServedRevision revision, Route.File route, HttpCall call, long deadline) {}

  private Reply open(
      Wanted wanted, int status, Map<String, String> headers, long first, long length) {
    Opening opening =
        gate.open(
            wanted.revision(), wanted.file(), first, first + length - 1, left(wanted.deadline()));
    return switch (opening) {
      case Opening.Bytes(Opening.Source source) -> {
        // On record before the first byte leaves.
        gate.recordPull(wanted.revision(), wanted.file(), wanted.call().caller().asker(), length);
        yield new Reply(status, headers, new Reply.Stored(source, first, length));
      }
      case Opening.Not(Answer.Weighing arriving) ->
          HubErrors.weighing(arriving, wanted.call().header().apply("User-Agent"));
      case Opening.Not(Answer why) -> gone(wanted, why);
    };
  }

  /** It was served a moment ago and is not to be had: what is known of it now says why. */
  private Reply gone(Wanted wanted, Answer why) {
    return switch (ask(wanted.route(), wanted.call(), wanted.deadline())) {
      case Answer.Served _ -> HubErrors.refusal(why);
      case Answer.Weighing weighing -> weighing(weighing, wanted.route(), wanted.call());
      case Answer refusal -> HubErrors.refusal(refusal);
    };
  }

  private static Reply weighing(Answer.Weighing weighing, Route.File route, HttpCall call) {
    String commit = weighing.info().commit().hex();
    Optional<RepoFile> file =
        weighing.files().stream().filter(f -> f.path().text().equals(route.path())).findFirst();
    if (file.isEmpty()) {
      return HubErrors.entryNotFound(route.path(), commit);
    }
    if (!call.head()) {
      return HubErrors.weighing(weighing, call.header().apply("User-Agent"));
    }
    RepoFile listed = file.get();
    return route.raw() && listed.large()
        ? new Reply(
            200, pointerHeaders(listed, commit), new Reply.Announced(pointer(listed).pointerSize()))
        : new Reply(200, headers(listed, commit), new Reply.Announced(listed.size()));
  }

  private static LfsPointer pointer(RepoFile file) {
    return new LfsPointer(file.sha256().orElseThrow(), file.size());
  }

  private static Map<String, String> pointerHeaders(RepoFile file, String commit) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("X-Repo-Commit", commit);
    headers.put("ETag", quoted(file.oid()));
    headers.put("Content-Type", "text/plain; charset=utf-8");
    headers.put("Cache-Control", "private, no-transform");
    return headers;
  }

  private static Map<String, String> headers(RepoFile file, String commit) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("X-Repo-Commit", commit);
    headers.put("ETag", quoted(file.etag()));
    if (file.large()) {
      headers.put("X-Linked-Size", Long.toString(file.size()));
      headers.put("X-Linked-Etag", quoted(file.etag()));
    }
    headers.put("Accept-Ranges", "bytes");
    headers.put("Content-Disposition", HeaderText.inlineFile(file.path().fileName()));
    headers.put(
        "Content-Type", file.large() ? "application/octet-stream" : "text/plain; charset=utf-8");
    // A proxy that compresses would break lengths and ranges; a shared one would skip our checks.
    headers.put("Cache-Control", "private, no-transform");
    return headers;
  }

  private static String quoted(String etag) {
    return '"' + etag + '"';
  }
}
