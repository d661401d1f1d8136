package io.weighbridge.cli.internal;

import io.weighbridge.json.Json;
import io.weighbridge.signing.PassportCheck;
import io.weighbridge.signing.Summary;
import io.weighbridge.signing.Trust;
import io.weighbridge.signing.VerifiedModel;
import java.util.List;
import java.util.Optional;

/** A verification that held, for people and for programs. */
record Verification(
    Trust.Signer signer,
    int files,
    String identity,
    Optional<Summary> summary,
    List<String> unsigned,
    List<String> notes) {

  static Verification of(VerifiedModel model) {
    return new Verification(
        model.signer(),
        model.tree().files().size(),
        model.tree().identity(),
        Optional.empty(),
        model.unsigned(),
        model.notes());
  }

  static Verification of(PassportCheck.Held held) {
    return new Verification(
        held.signer(),
        held.summary().tree().files().size(),
        held.summary().tree().identity(),
        Optional.of(held.summary()),
        held.unsigned(),
        held.notes());
  }

  String write(Arguments arguments, Terminal terminal) {
    return CommonOptions.isJson(arguments) ? json().writePretty() : text(terminal);
  }

  private String text(Terminal terminal) {
    var text = new StringBuilder(terminal.green("verified")).append("  ");
    text.append(files).append(files == 1 ? " file is" : " files are");
    summary.ifPresentOrElse(
        passport ->
            text.append(" what ")
                .append(passport.verifier())
                .append(" admitted on ")
                .append(passport.verified())
                .append(" as ")
                .append(passport.resource())
                .append(", by policy ")
                .append(passport.policyDigest(), 0, 12)
                .append("; it counts until ")
                .append(passport.expires()),
        () -> text.append(" as signed by ").append(signer.name()));
    text.append('\n');
    summary
        .flatMap(Summary::waiver)
        .ifPresent(waiver -> line(text, terminal.yellow("waiver"), waiver));
    for (String file : unsigned.stream().limit(20).toList()) {
      line(text, terminal.yellow("unsigned"), file);
    }
    notes.forEach(note -> line(text, terminal.dim("note"), note));
    return text.toString();
  }

  private static void line(StringBuilder text, String word, String what) {
    text.append("  ").append(word).append("  ").append(TerminalText.safe(what)).append('\n');
  }

  private Json json() {
    var json =
        Json.object()
            .put("verified", true)
            .put("signer", signer.name())
            .put("key", signer.keyId())
            .put("files", files)
            .put("identity", identity)
            .put("unsigned", Json.strings(unsigned))
            .put("notes", Json.strings(notes));
    summary.ifPresent(
        passport ->
            json.put("resource", passport.resource())
                .put("admittedBy", passport.verifier())
                .put("admitted", passport.verified().toString())
                .put("expires", passport.expires().toString())
                .put("policy", passport.policyDigest())
                .put("levels", Json.strings(passport.levels()))
                .put("waiver", passport.waiver()));
    return json.build();
  }
}
