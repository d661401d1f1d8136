/**
 * Evidence to decision.
 *
 * <p>{@link io.weighbridge.policy.Evidence} is one JSON document with everything known about a
 * revision. A {@link io.weighbridge.policy.Policy} is a YAML file of rules, each a CEL expression
 * over that document with an outcome: admit, review or block; the worst wins. What it says is a
 * {@link io.weighbridge.policy.Decision}, bound to the digests of all that it was made from.
 * Nothing else in Weighbridge decides.
 *
 * <pre>{@code
 * Policy policy = Policy.standard();
 * Decision decision = policy.decide(evidence, Clock.systemUTC());
 * if (decision.outcome() == Outcome.ADMIT) {
 *   serve(decision.leftOut()); // without the files that cannot be shown safe
 * } else {
 *   refuse(decision.message());
 * }
 * }</pre>
 *
 * <p>To add a fact: write it in {@code EvidenceWriter} (or in source vetting), give it a row in
 * {@code evidence.tsv} and a line in {@code EvidenceView}; type check, documentation and {@code
 * weighbridge policy show} follow the table. Facts that an upstream may leave out are optional, so
 * that no rule can take unknown for small or large.
 */
@NullMarked
package io.weighbridge.policy;

import org.jspecify.annotations.NullMarked;
