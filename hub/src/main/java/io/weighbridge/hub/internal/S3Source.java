package io.weighbridge.hub.internal;

import io.weighbridge.content.ContentException;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import io.weighbridge.hub.RepoPath;
import io.weighbridge.hub.Source;
import io.weighbridge.hub.SourceFiles;
import io.weighbridge.hub.Sources.Access;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * {@code s3://bucket/key} or {@code s3://bucket/prefix}: objects of Amazon S3, or of whatever
 * speaks its protocol at {@link Access#s3Endpoint}, read by ranges. Credentials, region and
 * endpoint come from the AWS SDK's usual chain; without credentials the bucket is asked
 * anonymously. Every part is asked for under the ETag that was listed, so an object that changes is
 * noticed.
 */
public final class S3Source implements Source {
  private static final String SCHEME = "s3://";
  private static final Pattern ADDRESS =
      Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?", Pattern.DOTALL);
  private static final int MOST_OBJECTS = 100_000;

  private final Access access;

  public S3Source(Access access) {
    this.access = access;
  }

  @Override
  public String form() {
    return "s3://bucket/key-or-prefix";
  }

  @Override
  public boolean accepts(String address) {
    return address.startsWith(SCHEME);
  }

  @Override
  public SourceFiles open(String address) {
    Matcher parts = ADDRESS.matcher(address);
    if (!parts.matches()) {
      throw new HubException(
          Kind.REPO_NOT_FOUND, "not a bucket: \"" + address + "\" (write " + form() + ")");
    }
    String bucket = parts.group(1);
    String key = Optional.ofNullable(parts.group(2)).orElse("");
    var notes = new ArrayList<String>();
    S3Client client = client(notes);
    try {
      List<S3Parts> objects = one(client, bucket, key).orElseGet(() -> below(client, bucket, key));
      if (objects.isEmpty()) {
        throw new HubException(
            Kind.ENTRY_NOT_FOUND, "nothing is at " + address + ": no object, and none below it");
      }
      int prefix =
          objects.size() == 1 && objects.getFirst().key().equals(key)
              ? lastName(key)
              : folder(key).length();
      List<SourceFiles.File> files =
          objects.stream()
              .map(object -> file(object, object.key().substring(prefix)))
              .sorted(Comparator.comparing(SourceFiles.File::path))
              .toList();
      return new SourceFiles(address, files, notes, client::close);
    } catch (SdkException e) {
      client.close();
      throw refusal(address, e);
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private static SourceFiles.File file(S3Parts object, String path) {
    return new SourceFiles.File(
        path,
        object.size(),
        () -> {
          String problem = RepoPath.problem(path);
          if (!problem.isEmpty()) {
            throw new ContentException("its key " + problem + "; no copy of it has that name");
          }
          return new RangeContent(object);
        });
  }

  private static int lastName(String key) {
    return key.lastIndexOf('/') + 1;
  }

  private static String folder(String key) {
    return key.isEmpty() || key.endsWith("/") ? key : key + "/";
  }

  private static Optional<List<S3Parts>> one(S3Client client, String bucket, String key) {
    if (key.isEmpty() || key.endsWith("/")) {
      return Optional.empty();
    }
    try {
      var head = client.headObject(ask -> ask.bucket(bucket).key(key));
      return Optional.of(
          List.of(new S3Parts(client, bucket, key, head.contentLength(), head.eTag())));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  private static List<S3Parts> below(S3Client client, String bucket, String key) {
    var objects = new ArrayList<S3Parts>();
    var pages = client.listObjectsV2Paginator(ask -> ask.bucket(bucket).prefix(folder(key)));
    for (S3Object object : pages.contents()) {
      if (objects.size() == MOST_OBJECTS) {
        throw new HubException(
            Kind.BAD_ANSWER, "more than " + MOST_OBJECTS + " objects; name a longer prefix");
      }
      if (!object.key().endsWith("/") || object.size() > 0) {
        objects.add(new S3Parts(client, bucket, object.key(), object.size(), object.eTag()));
      }
    }
    return objects;
  }

  private S3Client client(List<String> notes) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .connectionTimeout(Duration.ofSeconds(10))
                    .socketTimeout(Duration.ofSeconds(30))
                    .maxConnections(64))
            .credentialsProvider(credentials(notes))
            .region(region())
            .crossRegionAccessEnabled(access.s3Endpoint().isEmpty());
    access.s3Endpoint().map(URI::normalize).ifPresent(builder::endpointOverride);
    boolean elsewhere =
        access.s3Endpoint().isPresent()
            || access.variable("AWS_ENDPOINT_URL").isPresent()
            || access.variable("AWS_ENDPOINT_URL_S3").isPresent();
    return builder.forcePathStyle(elsewhere).build();
  }

  /** Public buckets are read without credentials. */
  private static AwsCredentialsProvider credentials(List<String> notes) {
    DefaultCredentialsProvider chain = DefaultCredentialsProvider.builder().build();
    try {
      chain.resolveCredentials();
      return chain;
    } catch (SdkClientException none) {
      chain.close();
      notes.add("the bucket was asked anonymously: no AWS credentials were found");
      return AnonymousCredentialsProvider.create();
    }
  }

  private static Region region() {
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException none) {
      return Region.US_EAST_1; // where a bucket of another region is, S3 says itself
    }
  }

  private static HubException refusal(String address, SdkException e) {
    if (e instanceof AwsServiceException service) {
      Kind kind =
          switch (service.statusCode()) {
            case 401, 403 -> Kind.UNAUTHORIZED;
            case 404 -> Kind.REPO_NOT_FOUND;
            case 429, 500, 502, 503, 504 -> Kind.UNAVAILABLE;
            default -> Kind.BAD_ANSWER;
          };
      String told =
          Optional.ofNullable(service.awsErrorDetails())
              .filter(details -> details.errorCode() != null)
              .map(details -> details.errorCode() + ": " + details.errorMessage())
              .orElse("status " + service.statusCode());
      return new HubException(kind, "the object store refuses " + address + ": " + told, e);
    }
    return new HubException(
        Kind.UNAVAILABLE,
        "the object store does not answer for " + address + ": " + e.getMessage(),
        e);
  }
}
