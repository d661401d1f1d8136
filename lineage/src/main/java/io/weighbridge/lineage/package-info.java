/**
 * Where a model's weights come from, and what was changed in them.
 *
 * <p>{@link io.weighbridge.lineage.Weights} reads the tensors of a model as one list, whatever
 * format holds them and without executing anything; a tensor is a {@link
 * io.weighbridge.lineage.Weight}: name, dtype, shape, and bytes that are read tile by tile. {@link
 * io.weighbridge.lineage.Comparison} holds two models beside each other and says in one of few
 * verdicts what happened between them.
 *
 * <pre>{@code
 * try (Weights weights = Weights.read(files)) {
 *   for (WeightSet set : weights.sets()) {
 *     for (Weight weight : set.weights()) {
 *       System.out.println(weight.name() + " " + weight.dtype() + " " + weight.shape());
 *     }
 *   }
 * }
 * }</pre>
 */
@NullMarked
package io.weighbridge.lineage;

import org.jspecify.annotations.NullMarked;
