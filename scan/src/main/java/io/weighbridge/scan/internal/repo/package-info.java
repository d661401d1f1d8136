/** Rules over the files of a repository that are not weights: configuration, code, scripts. */
@NullMarked
package io.weighbridge.scan.internal.repo;

import org.jspecify.annotations.NullMarked;
