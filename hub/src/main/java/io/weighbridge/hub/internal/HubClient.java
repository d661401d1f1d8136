package io.weighbridge.hub.internal;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import io.weighbridge.hub.RemoteContent;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.json.Json;
import java.io.InputStream;
import java.net.URI;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The few shapes of calls that a Hub's routes need, over the {@link Wire}. Thread-safe. */
public final class HubClient {
  private static final Pattern NEXT = Pattern.compile("<([^>]{1,4096})>\\s*;\\s*rel=\"?next\"?");
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,1024}");
  private static final int MOST_PAGES = 2100; // 100,000 entries in pages of 50, and some room

  private final Wire wire;

  public HubClient(Wire wire) {
    this.wire = wire;
  }

  /** The JSON of a route. */
  public Json json(URI uri, String what, Kind missing) {
    Wire.Ask ask = wire.ask(uri);
    try (Answer answer = wire.send(ask)) {
      return success(answer, ask, what, missing).json();
    }
  }

  private static Answer success(Answer answer, Wire.Ask ask, String what, Kind missing) {
    if (answer.status() != 200) {
      throw Errors.of(answer, what, missing, ask.token().isPresent());
    }
    return answer;
  }

  /** The JSON of a route that an upstream may not have, or have nothing at. */
  public Optional<Json> jsonIfThere(URI uri, String what) {
    try {
      return Optional.of(json(uri, what, Kind.ENTRY_NOT_FOUND));
    } catch (HubException e) {
      return switch (e.kind()) {
        case UNAVAILABLE -> throw e;
        case BAD_ANSWER -> throw e;
        default -> Optional.empty();
      };
    }
  }

  /**
   * Page after page, as {@code Link} leads on its own origin (RFC 8288), while the reader wants
   * more.
   */
  public void pages(URI first, String what, Predicate<Json> reader) {
    var seen = new HashSet<URI>();
    Optional<URI> next = Optional.of(first);
    while (next.isPresent()) {
      URI uri = next.get();
      if (!seen.add(uri) || seen.size() > MOST_PAGES) {
        throw new HubException(
            Kind.BAD_ANSWER, "the upstream answers " + what + " with pages without end");
      }
      Wire.Ask ask = wire.ask(uri);
      try (Answer answer = wire.send(ask)) {
        Json page = success(answer, ask, what, Kind.REPO_NOT_FOUND).json();
        next = reader.test(page) ? next(answer, uri) : Optional.empty();
      }
    }
  }

  private static Optional<URI> next(Answer answer, URI from) {
    Matcher link = NEXT.matcher(answer.header("Link").orElse(""));
    if (!link.find()) {
      return Optional.empty();
    }
    try {
      URI to = from.resolve(URI.create(link.group(1)));
      if (Origin.of(to).equals(Origin.of(from))) {
        return Optional.of(to);
      }
    } catch (IllegalArgumentException e) {
      throw new HubException(Kind.BAD_ANSWER, "the upstream's Link header has no address", e);
    }
    throw new HubException(Kind.BAD_ANSWER, "the upstream's Link header leads to another origin");
  }

  /**
   * Whether the bearer of that token gets an answer there; the token is used for this call only.
   */
  public boolean succeeds(URI uri, String token) {
    if (!TOKEN.matcher(token).matches()) {
      return false;
    }
    Wire.Ask ask = new Wire.Ask(uri, Map.of(), Optional.of(token));
    try (Answer answer = wire.send(ask)) {
      if (answer.status() >= 200 && answer.status() < 300) {
        return true;
      }
      HubException refusal = Errors.of(answer, "an entitlement", Kind.REPO_NOT_FOUND, true);
      return switch (refusal.kind()) {
        case GATED, UNAUTHORIZED, REPO_NOT_FOUND -> false;
        default -> throw refusal;
      };
    }
  }

  public RemoteContent content(URI resolve, CommitId commit, RepoFile file) {
    return new RangeContent(new FileSource(wire, resolve, commit, file));
  }

  public InputStream stream(URI resolve, CommitId commit, RepoFile file, long offset) {
    return new ResumingStream(new FileSource(wire, resolve, commit, file), offset);
  }
}
