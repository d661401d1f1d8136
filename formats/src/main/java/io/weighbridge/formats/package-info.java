/**
 * Structural parsers of model formats, each an immutable view over a content.
 *
 * <p>{@link io.weighbridge.formats.Formats#identify} says what bytes are, from the bytes alone: the
 * name of a file is chosen by whoever made it. {@link io.weighbridge.formats.Formats#open} then
 * gives the {@link io.weighbridge.formats.View} of that format, which tells four things:
 *
 * <ul>
 *   <li>the structure itself, by the view's own methods: operators, tensors, attributes, links;
 *   <li>{@link io.weighbridge.formats.View#problems() problems}: where it breaks its format's
 *       rules;
 *   <li>{@link io.weighbridge.formats.View#parts() parts}: contents within it that are judged like
 *       files, such as members of archives and pickles behind headers;
 *   <li>{@link io.weighbridge.formats.View#spans() spans}: which bytes a loader interprets, and
 *       which only become numbers.
 * </ul>
 *
 * <p>A view says what is there; whether that is dangerous is decided by rules in another module.
 * Tensor data is never read, so that a file of many gigabytes costs as much as its header.
 *
 * <pre>{@code
 * Budget budget = Budget.standard();
 * try (Content file = FileContent.open(Path.of("model.onnx"))) {
 *   Format format = Formats.identify(file, budget);
 *   try (View view = Formats.open(file, format, budget)) {
 *     if (view instanceof Onnx onnx) {
 *       onnx.externalData().forEach(data -> System.out.println(data.location()));
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>To add a format: a constant in {@link io.weighbridge.formats.Format}, its signature in {@code
 * internal.Magic} (or a sniffer beside it), a view, a line in {@code Formats.open}, its rules in
 * {@code rules.tsv}, and a sample in {@code MutationTest}.
 */
@NullMarked
package io.weighbridge.formats;

import org.jspecify.annotations.NullMarked;
