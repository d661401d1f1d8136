package io.weighbridge.hub;

import io.weighbridge.hub.internal.HubSource;
import io.weighbridge.hub.internal.MlflowSource;
import io.weighbridge.hub.internal.OciSource;
import io.weighbridge.hub.internal.S3Source;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kinds of {@link Source} that come with Weighbridge. */
public final class Sources {
  private Sources() {}

  /**
   * How to reach them.
   *
   * @param environment variables of the process: {@code HF_ENDPOINT}, {@code HF_TOKEN}, {@code
   *     MLFLOW_TRACKING_URI} and its credentials, {@code DOCKER_CONFIG}, {@code https_proxy} and
   *     its like; the AWS SDK reads its own
   * @param s3Endpoint an object store other than AWS, such as MinIO
   * @param plainHttp whether OCI registries are asked by http; those on loopback always are
   * @param verify whether announced digests are checked where that means to fetch whole files
   */
  public record Access(
      Map<String, String> environment,
      Optional<URI> s3Endpoint,
      boolean plainHttp,
      boolean verify) {
    public Access {
      environment = Map.copyOf(environment);
    }

    /**
     * The proxies that the environment names.
     *
     * @throws HubException when a variable is no proxy's address
     */
    public Proxies proxies() {
      try {
        return Proxies.of(environment);
      } catch (IllegalArgumentException e) {
        throw new HubException(HubException.Kind.BAD_ANSWER, String.valueOf(e.getMessage()), e);
      }
    }

    /** That variable, unless it is blank. */
    public Optional<String> variable(String name) {
      return Optional.ofNullable(environment.get(name))
          .map(String::strip)
          .filter(value -> !value.isEmpty());
    }
  }

  /** All of them, in the order in which they are asked whether they accept an address. */
  public static List<Source> of(Access access) {
    var s3 = new S3Source(access);
    var oci = new OciSource(access);
    var hub = new HubSource(access);
    return List.of(hub, s3, oci, new MlflowSource(access, List.of(hub, s3, oci)));
  }

  /**
   * The hub that {@code HF_ENDPOINT} names, else huggingface.co; with {@code HF_TOKEN}.
   *
   * @throws HubException when a variable is wrong
   */
  public static HttpUpstream hub(Access access) {
    return HubSource.hub(access);
  }
}
