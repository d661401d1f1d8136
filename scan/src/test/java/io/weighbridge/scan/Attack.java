package io.weighbridge.scan;

import java.util.List;

/** Writes the shape of an attack, with a harmless payload, in each form that loaders accept. */
@FunctionalInterface
interface Attack {
  List<Sample> write(List<String> arguments);
}
