/** The scanner as a goal of a Maven build. */
@NullMarked
package io.weighbridge.maven;

import org.jspecify.annotations.NullMarked;
