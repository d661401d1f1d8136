/**
 * Signatures over models, and statements about them, in the forms that the field's tools read.
 *
 * <p>A <em>statement</em> (in-toto v1) says something of files that it names by digest. An
 * <em>envelope</em> (DSSE) carries it with a signature, a <em>bundle</em> (Sigstore v0.3) carries
 * the envelope with a hint who signed. {@link io.weighbridge.signing.ModelSignatures} are bundles
 * that say "these files belong together" (OpenSSF Model Signing v1.0). {@link
 * io.weighbridge.signing.Trust} decides whether a bundle counts; the bundle itself never does.
 *
 * <pre>{@code
 * Signer signer = Signer.of(PrivateKeys.generate(Curve.P256));
 * ModelFiles model = ModelFiles.onDisk(folder, Optional.empty(), List.of());
 * Bundle bundle = ModelSignatures.sign(model, signer);
 * Trust trust = new Trust.Keys(List.of(signer.publicKey()));
 * ModelSignatures.verify(bundle, trust, model);
 * }</pre>
 */
@NullMarked
package io.weighbridge.signing;

import org.jspecify.annotations.NullMarked;
