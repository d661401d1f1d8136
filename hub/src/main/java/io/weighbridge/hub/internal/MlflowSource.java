package io.weighbridge.hub.internal;

import io.weighbridge.hub.HttpUpstreamOptions;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import io.weighbridge.hub.Source;
import io.weighbridge.hub.SourceFiles;
import io.weighbridge.hub.Sources.Access;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * {@code models:/name/version}, {@code models:/name@alias}, {@code runs:/id/path}: what an MLflow
 * tracking server has registered or logged. The server is {@code MLFLOW_TRACKING_URI}; {@code
 * MLFLOW_TRACKING_TOKEN}, or {@code …_USERNAME} and {@code …_PASSWORD}, go to it alone. Artifacts
 * that the server keeps are fetched through it, those in an object store or a registry through the
 * {@link Source} for it.
 */
public final class MlflowSource implements Source {
  private static final List<String> SCHEMES = List.of("models:/", "runs:/", "mlflow-artifacts:/");
  private static final String PREFIX = "mlflow:";
  private static final int MOST_STEPS = 5;

  private final Access access;
  private final List<Source> others;

  /**
   * A source.
   *
   * @param others where the artifacts of a model may be, asked in this order
   */
  public MlflowSource(Access access, List<Source> others) {
    this.access = access;
    this.others = List.copyOf(others);
  }

  @Override
  public String form() {
    return "models:/name/version, models:/name@alias or runs:/id/path";
  }

  @Override
  public boolean accepts(String address) {
    return address.startsWith(PREFIX) || SCHEMES.stream().anyMatch(address::startsWith);
  }

  @Override
  public SourceFiles open(String address) {
    URI server = server();
    var wire =
        new Wire(
            HttpUpstreamOptions.of("MLflow server", server)
                .withPrivateNetwork(true)
                .withProxies(access.proxies()),
            Thread::sleep);
    try {
      var api = new MlflowApi(wire, server, credentials());
      String place = address.startsWith(PREFIX) ? address.substring(PREFIX.length()) : address;
      for (int step = 0; step < MOST_STEPS && !place.startsWith("mlflow-artifacts:"); step++) {
        String now = place;
        Optional<Source> other = others.stream().filter(one -> one.accepts(now)).findFirst();
        if (other.isPresent()) {
          wire.close();
          return elsewhere(address, other.get().open(now));
        }
        place = api.follow(now);
      }
      List<SourceFiles.File> files = api.files(path(place));
      if (files.isEmpty()) {
        throw new HubException(
            Kind.ENTRY_NOT_FOUND, "nothing is at " + address + " (" + place + ")");
      }
      return new SourceFiles(address, files, List.of(), wire::close);
    } catch (RuntimeException e) {
      wire.close();
      throw e;
    }
  }

  /** The server vouches for the address only; what is there is judged like anything else. */
  private static SourceFiles elsewhere(String address, SourceFiles found) {
    return new SourceFiles(
        address + " (" + found.name() + ")", found.files(), found.notes(), found.release());
  }

  /** The path below the server's artifact root. */
  private static String path(String place) {
    URI uri;
    try {
      uri = URI.create(place.replace(" ", "%20"));
    } catch (IllegalArgumentException e) {
      throw new HubException(Kind.BAD_ANSWER, "not an artifact's address: " + place, e);
    }
    if (!"mlflow-artifacts".equals(uri.getScheme()) || uri.getPath() == null) {
      throw new HubException(
          Kind.BAD_ANSWER,
          "the MLflow server keeps these artifacts at "
              + place
              + ", which cannot be read from here; start it with --serve-artifacts, or scan the"
              + " folder");
    }
    return uri.getPath().replaceFirst("^/+", "");
  }

  private URI server() {
    String text =
        access
            .variable("MLFLOW_TRACKING_URI")
            .orElseThrow(
                () ->
                    new HubException(
                        Kind.REPO_NOT_FOUND,
                        "set MLFLOW_TRACKING_URI to the address of the MLflow server"));
    try {
      URI uri = URI.create(text.replaceFirst("/+$", ""));
      if ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new HubException(Kind.REPO_NOT_FOUND, "MLFLOW_TRACKING_URI is no address: " + text, e);
    }
    throw new HubException(
        Kind.REPO_NOT_FOUND,
        "MLFLOW_TRACKING_URI is " + text + "; only http and https servers are asked");
  }

  private Optional<String> credentials() {
    Optional<String> basic =
        access
            .variable("MLFLOW_TRACKING_USERNAME")
            .map(user -> user + ":" + access.variable("MLFLOW_TRACKING_PASSWORD").orElse(""))
            .map(
                pair ->
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    return basic.or(() -> access.variable("MLFLOW_TRACKING_TOKEN"));
  }
}
