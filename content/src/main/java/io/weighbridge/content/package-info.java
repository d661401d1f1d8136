/**
 * Random-access bytes under a budget, and archives as loaders see them.
 *
 * <p>A {@link io.weighbridge.content.Content} is the bytes of an artifact, whatever holds them:
 * memory, a file, a range over HTTP, a member of an archive. Parsers read it by position, mostly
 * through a {@link io.weighbridge.content.Cursor}, and never hold more of it than one buffer.
 * Before they read, allocate or unpack they draw from a {@link io.weighbridge.content.Budget},
 * which all archives within archives share; so the size of what is judged is bounded by the budget
 * and not by what a header claims.
 *
 * <p>Archives are opened without being unpacked. {@link io.weighbridge.content.ZipArchive} is the
 * one that needs thought: a zip says everything twice, and loaders differ in which record they
 * believe. It lists what any of them would see, names contradictions as {@link
 * io.weighbridge.content.Problem}s, and gives every reading of a member's bytes:
 *
 * <pre>{@code
 * Budget budget = Budget.standard();
 * try (Content file = FileContent.open(Path.of("model.pt"))) {
 *   ZipArchive zip = ZipArchive.open(file, budget);
 *   for (ZipMember member : zip.members()) {
 *     for (ZipReading reading : zip.readings(member, budget)) {
 *       try (reading) {
 *         System.out.println(member.name() + " by " + reading.by() + ": " + reading.content().size());
 *       }
 *     }
 *   }
 *   zip.problems().forEach(problem -> System.out.println(problem.message()));
 * }
 * }</pre>
 *
 * <p>Problems are data with a rule id; the rules, with what they mean and what to do, are in {@code
 * rules.tsv}. What cannot be read at all is a {@link io.weighbridge.content.ContentException}, a
 * bound that was reached a {@link io.weighbridge.content.BudgetExceeded}; nothing else is thrown
 * for any input.
 */
@NullMarked
package io.weighbridge.content;

import org.jspecify.annotations.NullMarked;
