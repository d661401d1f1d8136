package io.weighbridge.pickle.internal.machine;

import io.weighbridge.content.BudgetExceeded;
import io.weighbridge.content.Content;
import io.weighbridge.evidence.Severity;
import io.weighbridge.pickle.Opcode;
import io.weighbridge.pickle.PickleStream;
import io.weighbridge.pickle.PickleStream.Ending;
import io.weighbridge.pickle.Value;
import io.weighbridge.pickle.Value.Text.Encoding;
import io.weighbridge.pickle.internal.decode.Decoder;
import io.weighbridge.pickle.internal.decode.MalformedStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Executes one pickle with symbolic values: the stack, the memo and the containers are real, calls
 * are judged instead of made. Where CPython's unpicklers differ from each other the more permissive
 * is followed, and what only one of them accepts is reported.
 */
public final class Machine {
  /** Entries of stack and memo together; at about 40 bytes each the bound on memory. */
  private static final int MOST_LIVE = 3 << 20;

  /** Numbers pushed beyond this many live entries are forgotten. */
  private static final int MANY_LIVE = 1 << 20;

  private static final int HIGHEST_PROTOCOL = 5;

  /** Recursive values fill few containers late. */
  private static final int FEW_LATE = 16;

  private final Content content;
  private final Session session;
  private final Decoder decoder;
  private final Stack stack;
  private final Memo memo;
  private final Calls calls;
  private final Changes changes;
  private final Frames frames = new Frames();
  private final long from;
  private final List<Value.Persistent> persistentIds = new ArrayList<>(0);
  private int protocol;
  private long expansionChecked = Expansion.ORDINARY;

  public Machine(Content content, long from, Session session) {
    this(content, from, session, new Stack(), new Memo());
  }

  private Machine(Content content, long from, Session session, Stack stack, Memo memo) {
    this.content = content;
    this.session = session;
    this.from = from;
    this.decoder = new Decoder(content, from, session.budget());
    this.stack = stack;
    this.memo = memo;
    this.calls = new Calls(content, session);
    this.changes = new Changes(session, calls);
  }

  /** Reads until STOP, or as far as the stream goes. Never throws because of its bytes. */
  public PickleStream run() {
    Ending ending;
    String problem = "";
    Value value = new Value.Unknown("unfinished");
    try {
      value = execute();
      ending = Ending.STOPPED;
    } catch (MalformedStream e) {
      ending = e.truncated() ? Ending.TRUNCATED : Ending.BROKEN;
      problem = e.getMessage() + " (at " + e.offset() + ")";
    } catch (BudgetExceeded e) {
      ending = Ending.BOUNDED;
      problem = String.valueOf(e.getMessage());
    }
    long end = ending == Ending.STOPPED ? decoder.end() : decoder.start();
    if (ending == Ending.STOPPED) {
      try {
        decoder.drawOpcodes();
      } catch (BudgetExceeded e) {
        ending = Ending.BOUNDED;
        problem = String.valueOf(e.getMessage());
      }
    }
    return new PickleStream(
        from, end, protocol, decoder.opcodes(), ending, value, persistentIds, problem);
  }

  private Value execute() {
    while (true) {
      Opcode opcode = decoder.next();
      long at = decoder.start();
      stack.at(at);
      if (frames.open() && !frames.holds(at, decoder.end())) {
        frameMismatch(at);
      }
      if (session.retention().heaviest() > expansionChecked) {
        expansion(session.retention().heaviest(), at);
      }
      switch (opcode) {
        case PROTO -> protocol(at);
        case FRAME -> frame(at);
        case STOP -> {
          if (frames.unfinished(decoder.end())) {
            frameMismatch(at);
          }
          Value value = stack.pop();
          lateExpansion(value, at);
          return value;
        }
        case MARK -> stack.mark();
        case POP -> {
          if (stack.empty() && stack.marks() > 0) {
            stack.dropMark();
          } else {
            stack.pop();
          }
        }
        case POP_MARK -> stack.dropMark();
        case DUP -> push(stack.top());

        case NONE -> push(Value.Constant.NONE);
        case NEWTRUE -> push(Value.Constant.TRUE);
        case NEWFALSE -> push(Value.Constant.FALSE);
        case BININT, BININT1, BININT2 -> push(number(decoder.number()));
        case INT, LONG, LONG1, LONG4 -> push(integer());
        case FLOAT, BINFLOAT -> push(real());

        case STRING -> push(text(Encoding.ESCAPED));
        case BINSTRING, SHORT_BINSTRING -> push(text(Encoding.LATIN1));
        case UNICODE -> push(text(Encoding.RAW_UNICODE_ESCAPE));
        case BINUNICODE, SHORT_BINUNICODE, BINUNICODE8 -> push(text(Encoding.UTF8));
        case BINBYTES, SHORT_BINBYTES, BINBYTES8 -> push(bytes(false));
        case BYTEARRAY8 -> push(bytes(true));
        case NEXT_BUFFER -> push(new Value.OutOfBand(at));
        case READONLY_BUFFER -> stack.top();

        case EMPTY_TUPLE -> push(Value.Tuple.EMPTY);
        case TUPLE1 -> push(session.retention().tuple(List.of(stack.pop())));
        case TUPLE2 -> {
          Value second = stack.pop();
          push(session.retention().tuple(List.of(stack.pop(), second)));
        }
        case TUPLE3 -> {
          Value third = stack.pop();
          Value second = stack.pop();
          push(session.retention().tuple(List.of(stack.pop(), second, third)));
        }
        case TUPLE -> push(session.retention().tuple(stack.takeMark()));
        case FROZENSET -> push(session.retention().frozenSet(stack.takeMark()));
        case EMPTY_LIST -> push(new ItemList(session.retention()));
        case EMPTY_DICT -> push(new EntryList(session.retention()));
        case EMPTY_SET -> push(new ItemSet(session.retention()));
        case LIST -> list();
        case DICT -> dict(at);

        case PUT -> memoLine(at);
        case BINPUT, LONG_BINPUT -> memo(decoder.number(), at);
        case MEMOIZE -> memo(memo.size(), at);
        case GET -> getLine(at);
        case BINGET, LONG_BINGET -> get(decoder.number(), at);

        case APPEND -> {
          Value item = stack.pop();
          changes.append(stack.top(), item, at);
        }
        case SETITEM -> {
          Value value = stack.pop();
          Value key = stack.pop();
          changes.set(stack.top(), key, value, at);
        }
        case APPENDS -> changes.appends(stack, at);
        case ADDITEMS -> changes.adds(stack, at);
        case SETITEMS -> changes.sets(stack, at);
        case BUILD -> build(at);

        case GLOBAL -> push(calls.global(decoder.line(), decoder.secondLine(), protocol, at));
        case STACK_GLOBAL -> {
          Value name = stack.pop();
          push(calls.global(stack.pop(), name, protocol, at));
        }
        case EXT1, EXT2, EXT4 -> push(calls.extension(decoder.number(), opcode, at));
        case REDUCE -> {
          Value arguments = stack.pop();
          push(calls.call(stack.pop(), arguments, Optional.empty(), opcode, at));
        }
        case NEWOBJ -> {
          Value arguments = stack.pop();
          push(calls.create(stack.pop(), arguments, Optional.empty(), opcode, at));
        }
        case NEWOBJ_EX -> {
          Value keywords = stack.pop();
          Value arguments = stack.pop();
          push(calls.create(stack.pop(), arguments, Optional.of(keywords), opcode, at));
        }
        case INST -> {
          List<Value> arguments = stack.takeMark();
          Value callee = calls.global(decoder.line(), decoder.secondLine(), protocol, at);
          push(calls.instantiate(callee, arguments, opcode, at));
        }
        case OBJ -> {
          List<Value> all = stack.takeMark();
          if (all.isEmpty()) {
            throw new MalformedStream("OBJ without a class", at);
          }
          push(calls.instantiate(all.get(0), all.subList(1, all.size()), opcode, at));
        }
        case PERSID -> persistent(new Value.Text(decoder.line()), opcode, at);
        case BINPERSID -> persistent(stack.pop(), opcode, at);
      }
    }
  }

  private void push(Value value) {
    stack.push(value);
    if (stack.size() > MANY_LIVE) {
      bound();
    }
  }

  private void bound() {
    if (stack.size() + memo.size() > MOST_LIVE) {
      throw new BudgetExceeded("more than " + MOST_LIVE + " values on the pickle's stack and memo");
    }
  }

  private boolean crowded() {
    return stack.size() > MANY_LIVE;
  }

  private Value number(long value) {
    return crowded() ? Value.Forgotten.NUMBER : Value.Int.of(value);
  }

  private Value real() {
    if (crowded()) {
      return Value.Forgotten.NUMBER;
    }
    int digits = decoder.realDigits();
    return digits > 0
        ? new Value.Real(content, decoder.dataAt(), digits)
        : new Value.Real(decoder.real());
  }

  private Value integer() {
    if (decoder.truth()) {
      return decoder.number() == 0 ? Value.Constant.FALSE : Value.Constant.TRUE;
    }
    @Nullable BigInteger big = decoder.big();
    return big == null ? number(decoder.number()) : new Value.BigInt(big);
  }

  private Value text(Encoding encoding) {
    return new Value.Text(content, decoder.dataAt(), decoder.dataLength(), encoding);
  }

  private Value bytes(boolean mutable) {
    return new Value.Bytes(content, decoder.dataAt(), decoder.dataLength(), mutable);
  }

  private void list() {
    var list = new ItemList(session.retention());
    for (Value item : stack.takeMark()) {
      list.add(item);
    }
    push(list);
  }

  private void dict(long at) {
    var dict = new EntryList(session.retention());
    List<Value> items = stack.takeMark();
    if (items.size() % 2 != 0) {
      throw new MalformedStream("DICT of an odd number of items", at);
    }
    for (int i = 0; i < items.size(); i += 2) {
      dict.put(items.get(i), items.get(i + 1));
    }
    push(dict);
  }

  /** pickle.py takes any integer for an index, _pickle only those of 63 bits. */
  private void memoLine(long at) {
    @Nullable BigInteger big = decoder.big();
    if (big == null) {
      memo(decoder.number(), at);
    } else if (big.signum() < 0) {
      throw new MalformedStream("negative memo index", at);
    } else {
      memo.put(big, stack.top());
    }
  }

  private void getLine(long at) {
    @Nullable BigInteger big = decoder.big();
    if (big == null) {
      get(decoder.number(), at);
      return;
    }
    Value value = memo.get(big);
    if (value == null) {
      throw new MalformedStream("a memo index beyond 63 bits was never set", at);
    }
    push(value);
  }

  private void memo(long index, long at) {
    if (index < 0) {
      throw new MalformedStream("negative memo index", at);
    }
    memo.put(index, stack.top());
    if (memo.size() > MANY_LIVE) {
      bound();
    }
  }

  private void get(long index, long at) {
    Value value = memo.get(index);
    if (value == null) {
      throw new MalformedStream("memo " + index + " was never set", at);
    }
    push(value);
  }

  private void build(long at) {
    Value state = stack.pop();
    Value object = stack.top();
    changes.build(object, state, at);
    if (JoblibArray.isWrapper(object)) {
      stack.pop();
      push(JoblibArray.read((Built) object, content, decoder, session, this::asOpcodes));
    }
  }

  /**
   * Raw bytes within a stream are opcodes to an unpickler that does not know of them. What it would
   * do is judged as well, with copies of stack and memo, as far as it gets.
   */
  private void asOpcodes(long offset) {
    var other = new Machine(content, offset, session, stack.copy(), memo.copy());
    other.protocol = protocol;
    try {
      other.execute();
    } catch (MalformedStream e) {
      // As expected of numbers: such an unpickler stops here.
    }
  }

  private void persistent(Value id, Opcode opcode, long at) {
    Value.Persistent persistent = calls.persistent(id, opcode, at);
    if (persistentIds.size() < MANY_LIVE) {
      persistentIds.add(persistent);
    }
    push(PersistentIds.module(persistent).orElse(persistent));
  }

  private void expansion(long expanded, long at) {
    if (Expansion.isBomb(expanded, decoder.opcodes())) {
      expansionChecked = Long.MAX_VALUE;
      bomb("stands for " + (expanded == Value.MOST_EXPANDED ? "over " : "") + expanded, at);
    } else {
      expansionChecked = 2 * expanded;
    }
  }

  /** Containers that hold each other before they are filled count for too little until the end. */
  private void lateExpansion(Value value, long at) {
    if (session.retention().late() <= FEW_LATE || expansionChecked == Long.MAX_VALUE) {
      return;
    }
    OptionalLong expanded = Expansion.count(value);
    if (expanded.isEmpty()) {
      bomb("has too many shared containers to count its", at);
    } else if (expanded.getAsLong() > expansionChecked) {
      expansion(expanded.getAsLong(), at);
    }
  }

  private void bomb(String what, long at) {
    session.effect(
        "pickle/expansion",
        Severity.SUSPICIOUS,
        "",
        "a value that " + decoder.opcodes() + " opcodes make " + what + " values",
        at,
        List.of());
  }

  private void protocol(long at) {
    protocol = (int) decoder.number();
    if (protocol > HIGHEST_PROTOCOL) {
      session.effect(
          "pickle/unusual-opcode",
          Severity.SUSPICIOUS,
          "PROTO " + protocol,
          "names a protocol that does not exist: unpicklers refuse it or guess",
          at,
          List.of());
    }
  }

  private void frame(long at) {
    if (!frames.enter(decoder.end(), decoder.number(), decoder.left())) {
      frameMismatch(at);
    }
  }

  private void frameMismatch(long at) {
    frames.leave();
    session.effect(
        "pickle/frame-mismatch",
        Severity.SUSPICIOUS,
        "FRAME",
        "a frame does not end with an opcode: unpicklers read this stream differently",
        at,
        List.of());
  }
}
