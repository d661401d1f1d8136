package io.weighbridge.inventory;

import io.weighbridge.inventory.internal.Owners;
import io.weighbridge.inventory.internal.Reading;
import io.weighbridge.inventory.internal.Tree;
import io.weighbridge.sourcing.NameIndex;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes inventory of a tree of files. Thread-safe. */
public final class Inventory {
  private final Path root;
  private final Options options;

  /**
   * How a tree is read.
   *
   * @param threads at least 1
   * @param vendored whether folders of installed packages are read too
   * @param cache file that remembers what was read, for the next time; empty for none
   */
  public record Options(int threads, boolean vendored, Optional<Path> cache) {
    public static final Options STANDARD =
        new Options(Runtime.getRuntime().availableProcessors(), false, Optional.empty());

    public Options withVendored(boolean wanted) {
      return new Options(threads, wanted, cache);
    }

    public Options withCache(Path file) {
      return new Options(threads, vendored, Optional.of(file));
    }
  }

  private Inventory(Path root, Options options) {
    this.root = root;
    this.options = options;
  }

  public static Inventory of(Path root, Options options) {
    return new Inventory(root, options);
  }

  /**
   * Reads the tree.
   *
   * @param progress is told the path of a file now and then, from any thread
   * @throws InventoryException when the root is no folder that can be read
   */
  public InventoryReport take(Consumer<String> progress) {
    Tree tree = Tree.of(root, options.vendored());
    return Reading.of(tree, options, NameIndex.standard(), Owners.of(root)).report(progress);
  }
}
