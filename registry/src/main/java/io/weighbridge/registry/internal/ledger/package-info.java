/**
 * The record that cannot be changed unnoticed: canonical JSON lines, sealed in batches, each batch
 * naming the digest of the one before.
 *
 * <pre>
 * {"n":1,"time":"…","type":"decision",…}
 * {"n":2,"time":"…","type":"pull",…}
 * {"batch":1,"count":2,"digest":"sha256 of the two lines","first":1,"previous":"0000…","time":"…"}
 * </pre>
 *
 * The digest of a batch is that of its own line, without the line feed. Whoever keeps the last
 * batch's digest elsewhere can prove later that nothing before it was changed or removed.
 */
@NullMarked
package io.weighbridge.registry.internal.ledger;

import org.jspecify.annotations.NullMarked;
