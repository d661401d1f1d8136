package io.weighbridge.cli.internal;

import io.weighbridge.json.Json;
import io.weighbridge.signing.Bundle;
import io.weighbridge.signing.ModelFiles;
import io.weighbridge.signing.ModelSignatures;
import io.weighbridge.signing.ModelStatement;
import io.weighbridge.signing.Signer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code weighbridge sign TARGET}: an OpenSSF model signature over every file. */
final class SignCommand implements Command {

  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "sign",
        "TARGET",
        1,
        1,
        """
        Signs a model: every file's digest in one OpenSSF model signature (v1.0), which
        model-signing, cosign and weighbridge verify. TARGET is a folder, a file, or
        hf://namespace/name[@revision] (hashed while it streams, nothing is stored). The signature
        says that these files belong together and who says so; it does not say that they are safe.\
        """,
        List.of(
            SigningOptions.KEYS,
            SigningOptions.KEY,
            SigningOptions.TOKEN,
            SigningOptions.CERTIFICATES,
            SigningOptions.SIGNATURE,
            SigningOptions.IGNORE,
            CommonOptions.FORMAT,
            CommonOptions.QUIET),
        List.of(
            "weighbridge sign ./model",
            "weighbridge sign ./model --key release.key --signature release.sig",
            "weighbridge sign hf://org/model --signature model.sig"));
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    String word = arguments.operands().getFirst();
    Signer signer = SigningOptions.signer(arguments);
    Path file = SigningOptions.signatureFile(arguments, word);
    try (SignedTarget target =
        SignedTarget.open(word, Optional.of(file), SigningOptions.ignored(arguments), terminal)) {
      ModelFiles model = target.files();
      terminal.progress("hashing " + model.files().size() + " files");
      ModelStatement statement = ModelSignatures.statement(model);
      Bundle bundle = signer.sign(statement.toStatement());
      SigningOptions.write(file, bundle.toJson().write() + "\n");
      Output.write(
          arguments,
          terminal,
          CommonOptions.isJson(arguments)
              ? json(file, statement, signer).writePretty()
              : text(word, file, statement, signer, terminal));
      return OK;
    }
  }

  private static String text(
      String word, Path file, ModelStatement statement, Signer signer, Terminal terminal) {
    return terminal.green("signed")
        + "  "
        + TerminalText.safe(word)
        + ", "
        + statement.resources().size()
        + " files, with key "
        + signer.keyId()
        + "\n        "
        + file
        + "\n        verify: weighbridge verify "
        + TerminalText.safe(word)
        + " --signature "
        + file
        + " --key PUBLIC-KEY-FILE\n";
  }

  private static Json json(Path file, ModelStatement statement, Signer signer) {
    return Json.object()
        .put("signature", file.toString())
        .put("files", statement.resources().size())
        .put("root", statement.root())
        .put("key", signer.keyId())
        .build();
  }
}
