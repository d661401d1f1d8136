/**
 * The one function: a fetched revision in, evidence and decision out.
 *
 * <p>{@link io.weighbridge.vetting.Vetting#vet} hashes what was fetched into a {@link
 * io.weighbridge.vetting.Manifest}, has every file judged, asks source vetting, reads which files
 * need which, and lets the policy decide. The answer, {@link io.weighbridge.vetting.Vetted}, says
 * what would be served and under which commit id. {@link io.weighbridge.vetting.Refusal} and {@link
 * io.weighbridge.vetting.Explanation} put it into words: one ASCII line for clients, many lines for
 * people.
 *
 * <pre>{@code
 * var vetting =
 *     new Vetting(
 *         Policy.standard(), Scanner.standard()::scan, NameIndex.standard(), Clock.systemUTC());
 * Vetted vetted = vetting.vet(upstream, upstream.model(id, "main"), artifacts, Progress.NONE);
 * Explanation.of(vetted).forEach(System.out::println);
 * }</pre>
 */
@NullMarked
package io.weighbridge.vetting;

import org.jspecify.annotations.NullMarked;
