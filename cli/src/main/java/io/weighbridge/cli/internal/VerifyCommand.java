package io.weighbridge.cli.internal;

import io.weighbridge.json.Json;
import io.weighbridge.signing.Bundle;
import io.weighbridge.signing.ModelFiles;
import io.weighbridge.signing.ModelSignatures;
import io.weighbridge.signing.Passport;
import io.weighbridge.signing.PassportCheck;
import io.weighbridge.signing.Refusal;
import io.weighbridge.signing.SignatureRefused;
import io.weighbridge.signing.SigningException;
import io.weighbridge.signing.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code weighbridge verify TARGET}: are these the bytes, who says so, and does it still count. */
final class VerifyCommand implements Command {
  private static final Option PASSPORT =
      Option.value("passport", "FILE|URL", "a gate's passport, instead of a signature");
  private static final Option WAIT =
      Option.value("wait", "SECONDS", "try again until it holds, or that long (0)");

  /** A model and commit that a manifest or a pod claims to use; no files are looked at. */
  private static final String CLAIM = "pkg:";

  /** What can be missing because somebody is still fetching. */
  private static final Set<Refusal> UNFINISHED =
      Set.of(
          Refusal.MISSING_FILES,
          Refusal.ADDED_FILES,
          Refusal.CHANGED_FILES,
          Refusal.UNREADABLE,
          Refusal.LINK);

  @Override
  public CommandSpec spec() {
    var options = new ArrayList<Option>(List.of(SigningOptions.SIGNATURE, PASSPORT));
    options.addAll(TrustOptions.ALL);
    options.addAll(
        List.of(
            TrustOptions.REVOCATIONS,
            SigningOptions.IGNORE,
            WAIT,
            CommonOptions.FORMAT,
            CommonOptions.OUTPUT,
            CommonOptions.QUIET));
    return new CommandSpec(
        "verify",
        "TARGET",
        1,
        1,
        """
        Checks that every file of a model is the one that was signed, and that no other is there.
        With --passport: that a gate admitted these bytes, by which policy, and that it still stands
        for it. TARGET is a folder, a Hub cache's snapshot, a file, hf://namespace/name[@revision], or,
        with --passport, the mere claim pkg:huggingface/namespace/name@COMMIT of an admission check.
        Exit code 0 when all of it holds, 1 when it does not, 2 when it could not be checked.\
        """,
        options,
        List.of(
            "weighbridge verify ./model --key release.pub",
            "weighbridge verify ./model --passport passport.json --key gate.pub --format json",
            "weighbridge verify /models/bert --passport passport.json --key gate.pub --wait 300"));
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    if (arguments.operands().getFirst().startsWith(CLAIM) && !arguments.has("passport")) {
      throw new CliException("verify: " + CLAIM + "… is a claim, which takes --passport");
    }
    if (arguments.has("signature") && arguments.has("passport")) {
      throw new CliException("verify: give --signature or --passport, not both");
    }
    Instant end = Instant.now().plus(waiting(arguments));
    while (true) {
      try {
        Verification held = verify(arguments, terminal);
        Output.write(arguments, terminal, held.write(arguments, terminal));
        return OK;
      } catch (SignatureRefused e) {
        if (!UNFINISHED.contains(e.reason()) || !pause(end, terminal, e)) {
          Output.write(arguments, terminal, refused(arguments, terminal, e));
          return FOUND;
        }
      } catch (SigningException | CliException e) {
        if (!pause(end, terminal, e)) {
          throw e;
        }
      }
    }
  }

  private static Duration waiting(Arguments arguments) {
    try {
      long seconds = Long.parseLong(arguments.value("wait", "0"));
      if (seconds >= 0 && seconds <= 86_400) {
        return Duration.ofSeconds(seconds);
      }
    } catch (NumberFormatException e) {
      throw new CliException("verify: --wait takes seconds", e);
    }
    throw new CliException("verify: --wait takes 0 to 86400 seconds");
  }

  /** Waits a second; false when the time is over. */
  private static boolean pause(Instant end, Terminal terminal, RuntimeException why) {
    if (!Instant.now().isBefore(end)) {
      return false;
    }
    terminal.progress("waiting: " + why.getMessage());
    try {
      Thread.sleep(Duration.ofSeconds(1));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Verification verify(Arguments arguments, Terminal terminal) {
    Instant now = Instant.now();
    Trust trust = TrustOptions.of(arguments, now);
    String word = arguments.operands().getFirst();
    Optional<String> passport = arguments.value("passport");
    Optional<Path> bundleFile =
        passport.isEmpty()
            ? Optional.of(SigningOptions.signatureFile(arguments, word))
            : passport.filter(text -> !text.contains("://")).map(SigningOptions::path);
    byte[] document =
        passport.isPresent()
            ? Fetched.bytes(passport.get())
            : SigningOptions.readBytes(bundleFile.orElseThrow());
    if (word.startsWith(CLAIM)) {
      return Verification.of(
          new PassportCheck(trust, TrustOptions.revocations(arguments, trust, now), now)
              .claim(Passport.read(document), word));
    }
    List<String> ignored = SigningOptions.ignored(arguments);
    try (SignedTarget target =
        passport.isPresent()
            ? SignedTarget.everything(word, bundleFile, ignored, terminal)
            : SignedTarget.open(word, bundleFile, ignored, terminal)) {
      ModelFiles model = target.files();
      terminal.progress("hashing " + model.files().size() + " files");
      return passport.isPresent()
          ? Verification.of(
              new PassportCheck(trust, TrustOptions.revocations(arguments, trust, now), now)
                  .files(Passport.read(document), model))
          : Verification.of(ModelSignatures.verify(Bundle.read(document), trust, model));
    }
  }

  private static String refused(Arguments arguments, Terminal terminal, SignatureRefused e) {
    String message = String.valueOf(e.getMessage());
    return CommonOptions.isJson(arguments)
        ? Json.object()
            .put("verified", false)
            .put("reason", e.reason().id())
            .put("message", message)
            .build()
            .writePretty()
        : terminal.red("not verified") + "  " + TerminalText.safe(message) + '\n';
  }
}
