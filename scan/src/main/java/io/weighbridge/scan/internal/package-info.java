/** The frame: how one file is judged, and what files of one repository say about each other. */
@NullMarked
package io.weighbridge.scan.internal;

import org.jspecify.annotations.NullMarked;
