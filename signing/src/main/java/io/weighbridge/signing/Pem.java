package io.weighbridge.signing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** One block of textual encoding (RFC 7468), written in its strict form. */
record Pem(String label, byte[] bytes) {
  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";

  /**
   * Every block of a text, in order; what is between blocks is left out.
   *
   * @throws SigningException when a block has no end or is not base64
   */
  static List<Pem> read(String text) {
    var blocks = new ArrayList<Pem>();
    for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at)) {
      int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
      if (labelEnd < 0) {
        throw new SigningException("a PEM block has no proper first line");
      }
      String label = text.substring(at + BEGIN.length(), labelEnd);
      int body = labelEnd + DASHES.length();
      String last = "-----END " + label + DASHES;
      int end = text.indexOf(last, body);
      if (end < 0) {
        throw new SigningException("the PEM block \"" + label + "\" has no end");
      }
      try {
        blocks.add(
            new Pem(
                label,
                Base64.getDecoder().decode(text.substring(body, end).replaceAll("\\s", ""))));
      } catch (IllegalArgumentException e) {
        throw new SigningException("the PEM block \"" + label + "\" is not plain base64", e);
      }
      at = end + last.length();
    }
    return blocks;
  }

  /** Lines of 64 characters, and a final line feed. */
  String text() {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return BEGIN + label + DASHES + "\n" + body + "\n-----END " + label + DASHES + "\n";
  }
}
