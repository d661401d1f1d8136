package io.weighbridge.cli.internal.demo;

import io.weighbridge.cli.internal.CliException;
import io.weighbridge.signing.Bundle;
import io.weighbridge.signing.ModelFiles;
import io.weighbridge.signing.Passport;
import io.weighbridge.signing.PassportCheck;
import io.weighbridge.signing.PublicKeys;
import io.weighbridge.signing.RevocationList;
import io.weighbridge.signing.SignatureRefused;
import io.weighbridge.signing.Summary;
import io.weighbridge.signing.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * What arrived is what the gate admitted, by its signed passport; one changed byte ends that. The
 * commands that are shown work in a copy of the same folder, as long as the demo is up.
 */
final class GenuinePassport implements Act {
  /** Where hf keeps its own notes in a folder that it downloads into. */
  private static final String NOTES = ".cache/huggingface";

  @Override
  public String title() {
    return "It has a passport: anybody can check that these are the bytes that were admitted";
  }

  @Override
  public void play(Stage stage) {
    String commit =
        stage
            .ask("/api/models/" + DemoModels.GENUINE + "/revision/main")
            .body()
            .text("sha")
            .orElseThrow(() -> new CliException("demo: the genuine model has no commit"));
    String address = "/api/weighbridge/passports/" + DemoModels.GENUINE + "/" + commit;
    Path work = stage.work();
    byte[] whole = save(stage, address, work.resolve("passport.json"));
    save(stage, address + "?part=decision", work.resolve("decision.json"));
    byte[] keys = save(stage, "/api/weighbridge/keys", work.resolve("gate.pub"));
    Trust trust = new Trust.Keys(PublicKeys.read(new String(keys, StandardCharsets.UTF_8)));
    Bundle withdrawn = Bundle.read(stage.document("/api/weighbridge/revocations"));
    Instant now = Instant.now();
    var check =
        new PassportCheck(trust, Optional.of(RevocationList.read(withdrawn, trust, 0, now)), now);
    Path genuine = work.resolve("genuine");
    boolean notes = Files.exists(genuine.resolve(NOTES));
    stage.command(
        "cd "
            + work
            + " && weighbridge verify genuine --passport passport.json --key gate.pub"
            + (notes ? " --ignore " + NOTES : ""));
    Passport passport = Passport.read(whole);
    Summary summary = verified(check, passport, genuine);
    stage.say(
        stage.terminal().green("verified")
            + "  "
            + summary.tree().files().size()
            + " files, counts until "
            + summary.expires().atZone(ZoneOffset.UTC).toLocalDate()
            + "; with one byte of config.json changed: not verified, "
            + changed(check, passport, genuine));
    stage.command(
        "cosign verify-blob-attestation --key gate.pub --bundle decision.json"
            + " --insecure-ignore-tlog --type "
            + Summary.PREDICATE_TYPE
            + " genuine/model.safetensors");
  }

  private static byte[] save(Stage stage, String address, Path file) {
    byte[] document = stage.document(address);
    try {
      Files.write(file, document);
    } catch (IOException e) {
      throw new CliException("demo: cannot write " + file + ": " + e.getMessage(), e);
    }
    return document;
  }

  private static Summary verified(PassportCheck check, Passport passport, Path folder) {
    try {
      return check.files(passport, files(folder)).summary();
    } catch (SignatureRefused e) {
      throw new CliException("demo: the passport does not hold: " + e.getMessage(), e);
    }
  }

  private static ModelFiles files(Path folder) {
    return ModelFiles.everything(folder, Optional.empty(), List.of(NOTES));
  }

  /** Changes the file, asks, and changes it back. */
  private static String changed(PassportCheck check, Passport passport, Path folder) {
    Path config = folder.resolve("config.json");
    try {
      byte[] before = Files.readAllBytes(config);
      byte[] after = before.clone();
      after[after.length / 2] ^= 1;
      Files.write(config, after);
      try {
        check.files(passport, files(folder));
        throw new CliException("demo: a changed file was not noticed; this must not happen");
      } catch (SignatureRefused e) {
        return e.reason().id();
      } finally {
        Files.write(config, before);
      }
    } catch (IOException e) {
      throw new CliException("demo: cannot write " + config + ": " + e.getMessage(), e);
    }
  }
}
