package io.weighbridge.hub;

/**
 * A kind of place that models are read from: a hub, an object store, an OCI registry, an MLflow
 * server. The list of kinds is open: {@link Sources} holds those that come with Weighbridge, and
 * whoever has another implements this. Nothing is stored but what must be fetched whole, and that
 * in temporary files which go with their content. Implementations are thread-safe.
 */
public interface Source {
  /** How its addresses are written, such as {@code s3://bucket/key}. */
  String form();

  /** Whether an address is of this kind; decided by how it begins. */
  boolean accepts(String address);

  /**
   * Lists what is there, and opens nothing yet.
   *
   * @throws HubException when there is nothing that could be judged: a wrong address, no such
   *     thing, no right to it, no answer
   */
  SourceFiles open(String address);
}
