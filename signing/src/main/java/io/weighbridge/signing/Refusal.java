package io.weighbridge.signing;

import java.util.Locale;

/**
 * Why a signature was refused, in the order in which it is checked. Sources: OpenSSF Model Signing
 * v1.0, Sigstore bundle v0.3, DSSE v1.0.2, in-toto Statement v1, RFC 5280.
 */
public enum Refusal {
  NOT_A_BUNDLE("not a Sigstore bundle"),
  MEDIA_TYPE("the bundle's media type is not supported"),
  OLD_FORMAT("signed in the format of model-signing 0.2, which does not bind names as v1.0 does"),
  PAYLOAD_TYPE("the envelope does not hold an in-toto statement"),
  SIGNATURE_COUNT("an envelope must carry exactly one signature"),
  METHOD("signed by another method than the one that is trusted here"),
  KEY_HINT("signed with a key that is not trusted here"),
  KEY_TYPE("the key is not ECDSA on P-256, P-384 or P-521"),
  CERTIFICATE("the certificate chain does not hold"),
  CERTIFICATE_TIME("the certificate was not valid at the time of the check"),
  CERTIFICATE_USE("the certificate is not meant for signing"),
  CERTIFICATE_IDENTITY("the certificate names another signer"),
  SIGNATURE("the signature does not match the payload"),
  STATEMENT("the payload is not the statement that is expected"),
  SERIALIZATION("the files were listed in a way that is not supported"),
  SYMLINKS_ALLOWED("signed with links allowed, so what they point to is not covered"),
  IGNORED_PATHS("paths are exempt from the signature that are not exempt here"),
  NAMES("the signed names are not canonical and unique"),
  ROOT_DIGEST("the root digest does not follow from the files' digests"),
  EMPTY("nothing is signed"),
  LINK("a link is in the tree"),
  SPECIAL_FILE("something that is neither file nor folder is in the tree"),
  UNREADABLE("a file cannot be read"),
  MISSING_FILES("signed files are missing"),
  ADDED_FILES("files are there that were not signed"),
  CHANGED_FILES("files differ from what was signed"),
  NOT_YET("the statement is dated in the future"),
  EXPIRED("the statement is no longer valid"),
  REVOKED("the statement was withdrawn"),
  NOT_PASSED("the statement records a refusal"),
  OTHER_MODEL("the passport is that of another model or revision"),
  LIST_STALE("the revocation list is missing, old or out of order");

  private final String sentence;

  Refusal(String sentence) {
    this.sentence = sentence;
  }

  /** For people. */
  public String sentence() {
    return sentence;
  }

  /** For programs: {@code key-hint}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
