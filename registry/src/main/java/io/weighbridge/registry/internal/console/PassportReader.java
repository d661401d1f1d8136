package io.weighbridge.registry.internal.console;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.registry.RegistryException;
import io.weighbridge.registry.internal.gate.ModelRecord.RevisionRecord;
import io.weighbridge.registry.internal.gate.Passports;
import io.weighbridge.signing.Bundle;
import io.weighbridge.signing.Passport;
import io.weighbridge.signing.Statement;
import io.weighbridge.signing.Summary;
import io.weighbridge.signing.VerificationMaterial;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From a passport to what a revision's page shows of it. */
final class PassportReader {
  private static final Map<String, String> LEVELS =
      Map.of(
          "WEIGHBRIDGE_WHOLE", "every file admitted",
          "WEIGHBRIDGE_FILTERED", "without the files that are left out",
          "WEIGHBRIDGE_WAIVED", "admitted by a person's waiver");

  private final Passports passports;
  private final ModelId id;
  private final String own;
  private final String endpoint;

  /**
   * A reader for one model.
   *
   * @param own where our own API lies for this page, such as {@code /api/weighbridge}
   * @param endpoint what clients call the gate
   */
  PassportReader(Passports passports, ModelId id, String own, String endpoint) {
    this.passports = passports;
    this.id = id;
    this.own = own;
    this.endpoint = endpoint;
  }

  /** Empty for what is not admitted, and for what is not all here yet. */
  Optional<PassportView> read(RevisionRecord record) {
    if (!record.state().served()) {
      return Optional.empty();
    }
    CommitId commit = record.served().orElse(record.commit());
    try {
      return passports.onRecord(id, commit).map(passport -> view(passport, commit));
    } catch (RegistryException e) {
      return Optional.of(
          new PassportView(
              Optional.of(String.valueOf(e.getMessage())),
              "",
              "",
              "bad",
              Optional.empty(),
              List.of(),
              List.of(),
              List.of()));
    }
  }

  private PassportView view(Passport passport, CommitId commit) {
    Summary summary = Summary.read(Statement.read(passport.decision().payload()));
    String address = own + "/passports/" + id + "/" + commit;
    return new PassportView(
        Optional.empty(),
        "Signed for "
            + Texts.count(summary.tree().files().size(), "file")
            + " on "
            + Texts.time(summary.verified())
            + "; counts until "
            + Texts.time(summary.expires())
            + ".",
        summary.levels().stream()
            .filter(LEVELS::containsKey)
            .map(LEVELS::get)
            .findFirst()
            .orElse(""),
        summary.waiver().isPresent() ? "warn" : "good",
        summary.waiver(),
        List.of(
            new ModelPage.Bound("Signed by", summary.verifier()),
            new ModelPage.Bound("With key", key(passport.decision())),
            new ModelPage.Bound("Model", summary.tree().identity()),
            new ModelPage.Bound("Policy", summary.policyDigest())),
        List.of(
            link("all of it", address),
            link("decision (SLSA VSA)", address + "?part=decision"),
            link("scan", address + "?part=scan"),
            link("result (SVR)", address + "?part=result"),
            link("public keys", own + "/keys"),
            link("withdrawn models", own + "/revocations")),
        commands(commit));
  }

  private List<String> commands(CommitId commit) {
    String gate = endpoint + "/api/weighbridge";
    return List.of(
        "curl -fo gate.pub " + gate + "/keys",
        "weighbridge verify FOLDER --key gate.pub \\",
        "  --passport " + gate + "/passports/" + id + "/" + commit + " \\",
        "  --revocations " + gate + "/revocations");
  }

  private static ModelPage.Link link(String text, String address) {
    return new ModelPage.Link(text, Optional.of(address));
  }

  private static String key(Bundle bundle) {
    return bundle.material() instanceof VerificationMaterial.Key(var hint) ? hint.orElse("") : "";
  }
}
