/** Rules over formats, findings, verdict, report. */
@NullMarked
package io.weighbridge.scan;

import org.jspecify.annotations.NullMarked;
