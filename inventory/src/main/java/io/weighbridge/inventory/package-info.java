/**
 * Which models a code base uses: where each is named, how it is loaded, who owns the place. Nothing
 * of what is read is run; Python and other languages are read as text.
 *
 * <pre>{@code
 * InventoryReport report = Inventory.of(Path.of("."), Inventory.Options.STANDARD).take(path -> {});
 * report.references().forEach(found -> System.out.println(found.path() + " " + found.id()));
 * }</pre>
 *
 * <p>A reader of files says what it sees as claims; {@code Names} judges whether a claim names a
 * model; names that another file defines are filled in when all are read. To add a library, add a
 * row to {@code python-loaders.tsv}, {@code code-loaders.tsv} or {@code commands.tsv}.
 */
@org.jspecify.annotations.NullMarked
package io.weighbridge.inventory;
