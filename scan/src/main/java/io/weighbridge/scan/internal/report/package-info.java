/** Writers of reports, one for each sink, each with its own escaping. */
@NullMarked
package io.weighbridge.scan.internal.report;

import org.jspecify.annotations.NullMarked;
