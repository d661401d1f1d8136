package io.weighbridge.policy;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.policy.internal.CompiledPolicy;
import io.weighbridge.policy.internal.Explanation;
import io.weighbridge.policy.internal.Judgement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Rules that turn evidence into a decision. Written in YAML with conditions in CEL; see {@link
 * #standard()} for one that explains itself. Immutable and thread-safe; deciding does no input or
 * output and depends on evidence and time alone.
 *
 * <p>The worst outcome wins; where no rule matches a revision or one of its files, a person reviews
 * it; a rule that cannot be evaluated blocks. Allowing an id turns review into admission and never
 * overrides a block; a waiver lifts a block for one commit until a date. A block of one file leaves
 * that file out when what remains loads by itself, unless the file is malicious.
 */
public final class Policy {
  private static final int LIMIT = 1 << 20;

  private final String text;
  private final String digest;
  private final CompiledPolicy compiled;

  private Policy(String text) {
    this.text = text;
    this.digest = sha256(text);
    this.compiled = CompiledPolicy.of(text);
  }

  /**
   * Reads and type-checks a policy.
   *
   * @throws PolicyException with the line and what was expected there
   */
  public static Policy parse(String yaml) {
    return new Policy(yaml);
  }

  /**
   * Reads and type-checks the policy in a file.
   *
   * @throws PolicyException naming the file, and the line and what was expected there
   */
  public static Policy read(Path file) {
    try {
      if (Files.size(file) > LIMIT) {
        throw new PolicyException("longer than " + LIMIT + " bytes");
      }
      return new Policy(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new PolicyException(file + ": there is no such file");
    } catch (CharacterCodingException e) {
      throw new PolicyException(file + ": not text in UTF-8");
    } catch (IOException e) {
      throw new PolicyException(file + ": cannot be read: " + e.getMessage());
    } catch (PolicyException e) {
      throw new PolicyException(file + ": " + e.getMessage());
    }
  }

  /** The policy that ships with Weighbridge. */
  public static Policy standard() {
    return new Policy(standardText());
  }

  /** Its text, comments included: the place to start one's own from. */
  public static String standardText() {
    try (InputStream in = Policy.class.getResourceAsStream("default-policy.yaml")) {
      if (in == null) {
        throw new IllegalStateException("default-policy.yaml is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("unreadable default-policy.yaml", e);
    }
  }

  /** Judges the evidence at the clock's time. Never throws for what the evidence says. */
  public Decision decide(Evidence evidence, Clock clock) {
    Instant now = clock.instant();
    Judgement judgement = compiled.judge(evidence, now);
    return new Decision(
        judgement.outcome(),
        judgement.leftOut(),
        judgement.reasons(),
        judgement.waiver(),
        evidence.commit().hex(),
        evidence.manifestDigest(),
        digest,
        evidence.rulesDigest(),
        evidence.digest(),
        now);
  }

  /**
   * The decision about what is denied by its id, for which nothing of the model need be looked at.
   * Empty when the id is not denied, or when a waiver holds that may lift it.
   *
   * @param commit empty asks whether every commit is denied
   * @param rulesDigest of the scanner's rule set, to bind the decision to
   */
  public Optional<Decision> denied(
      ModelId model, Optional<CommitId> commit, String rulesDigest, Clock clock) {
    Instant now = clock.instant();
    return compiled
        .denied(model, commit, now)
        .map(
            judgement ->
                new Decision(
                    judgement.outcome(),
                    judgement.leftOut(),
                    judgement.reasons(),
                    judgement.waiver(),
                    commit.map(CommitId::hex).orElse(""),
                    "",
                    digest,
                    rulesDigest,
                    "",
                    now));
  }

  /** SHA-256 of the document in UTF-8, as {@code sha256sum policy.yaml} prints it. */
  public String digest() {
    return digest;
  }

  /** The document as written. */
  public String text() {
    return text;
  }

  /** What the policy does, as lines for a person: rules by outcome, ids, waivers that hold. */
  public String explain(Clock clock) {
    return Explanation.of(compiled.document(), digest, clock.instant());
  }

  /** The names that rules may use, with types, meanings and an example, as lines for a person. */
  public static String vocabulary() {
    return Explanation.vocabulary();
  }

  private static String sha256(String text) {
    try {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(utf8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
