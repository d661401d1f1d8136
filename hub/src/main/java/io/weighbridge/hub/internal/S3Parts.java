package io.weighbridge.hub.internal;

import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * An object, by ranges, as long as its ETag is the one that was listed.
 *
 * @param size in bytes, as listed
 */
record S3Parts(S3Client client, String bucket, String key, long size, String etag)
    implements Parts {

  @Override
  public String name() {
    return "s3://" + bucket + "/" + key;
  }

  @Override
  public boolean whole() {
    return false;
  }

  @Override
  public Part open(long first, long last) {
    try {
      ResponseInputStream<GetObjectResponse> answer =
          client.getObject(
              ask ->
                  ask.bucket(bucket).key(key).ifMatch(etag).range("bytes=" + first + "-" + last));
      String told = String.valueOf(answer.response().contentRange());
      if (!told.equals("bytes " + first + "-" + last + "/" + size)) {
        answer.abort();
        throw new HubException(
            Kind.BAD_ANSWER, "the object store answered for " + name() + " with another range");
      }
      return new ObjectPart(answer);
    } catch (AwsServiceException e) {
      throw new HubException(
          e.statusCode() >= 500 ? Kind.UNAVAILABLE : Kind.BAD_ANSWER,
          e.statusCode() == 412
              ? name() + " changed since it was listed"
              : "the object store answers " + e.statusCode() + " for " + name(),
          e);
    } catch (SdkException e) {
      throw new HubException(
          Kind.UNAVAILABLE,
          "the object store does not answer for " + name() + ": " + e.getMessage(),
          e);
    }
  }

  private record ObjectPart(ResponseInputStream<GetObjectResponse> answer) implements Part {
    @Override
    public InputStream body() {
      return answer;
    }

    @Override
    public void abort() {
      answer.abort();
    }

    @Override
    public void close() {
      try {
        answer.close();
      } catch (IOException e) {
        answer.abort();
      }
    }
  }
}
