package io.weighbridge.content;

/**
 * One way in which some loader reads a member's bytes. When the records of a zip contradict each
 * other there are several, and each is judged.
 *
 * @param by the record that this reading believes, in words
 */
public record ZipReading(String by, Content content) implements AutoCloseable {
  @Override
  public void close() {
    content.close();
  }
}
