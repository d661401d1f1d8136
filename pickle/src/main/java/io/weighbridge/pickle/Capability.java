package io.weighbridge.pickle;

/** What a callable can do to the machine that loads the pickle. */
public enum Capability {
  /** Runs another program. */
  PROCESS("runs a program"),
  /** Compiles or runs Python code, or builds it from bytes. */
  CODE("runs Python code"),
  /** Imports a module by a name that the stream chooses. */
  IMPORT("imports a module of the stream's choice"),
  /** Loads native code, or reads and writes memory. */
  NATIVE("loads native code or touches raw memory"),
  /** Reads, writes, moves or deletes files. */
  FILE("reads or changes files"),
  /** Opens connections or listens. */
  NETWORK("opens a network connection"),
  /** Unpickles, or otherwise loads, further data. */
  LOADER("loads further serialized data"),
  /** Reaches attributes, modules or frames beyond what the stream names. */
  REFLECTION("reaches objects that the stream does not name"),
  /** Calls what it is given, now or later. */
  CALLBACK("calls what it is given"),
  /** Changes the interpreter: environment, signals, registries, loaded modules. */
  INTERPRETER("changes the running interpreter");

  private final String phrase;

  Capability(String phrase) {
    this.phrase = phrase;
  }

  /** A verb phrase for messages: {@code runs a program}. */
  public String phrase() {
    return phrase;
  }
}
